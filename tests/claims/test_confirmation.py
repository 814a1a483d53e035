"""Draws decide near the limits of the verdicts: their p-values against exact ones, and one class for one conflict."""

import re
from math import log, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy import stats

import estimator
from estimator.claims.circuits import cancelled, dependences
from estimator.model import model
from estimator.report.check import check_text
from estimator.solution.agreement import verdict
from estimator.solver.plan import lay_out
from estimator.uncertainty.distributions import Z90

H100 = {"use": {"accelerator": "h100-sxm"}}


def said(value, *names, **more):
    return {"value": value, "reads_as": list(names), **more}


def checked(*claims, **scenario):
    return estimator.check({"title": "t", "claims": list(claims), **scenario})


def only(result):
    """The one reading of an announcement that can be read in one way."""
    ((reading,),) = (topic.readings for topic in result.topics)
    return reading


def test_two_lognormal_ranges_disagree_as_often_as_the_normal_says():
    reading = only(checked(said("0.9..1.1 GW", "it_capacity"), said("1.1..1.35 GW", "it_capacity")))
    middles = [(log(low) + log(high)) / 2 for low, high in ((0.9, 1.1), (1.1, 1.35))]
    spread = sqrt(sum((log(high / low) / 2 / Z90) ** 2 for low, high in ((0.9, 1.1), (1.1, 1.35))))
    expected = 2 * stats.norm.sf((middles[1] - middles[0]) / spread)
    assert (approx(expected, rel=0.05), True) == (reading.p_value, reading.judged.effective_draws > 8000)


def test_skewed_ranges_disagree_as_often_as_draws_of_their_product_say():
    """A facility, held against its IT times a PUE of two pieces, 1.1 to 1.6."""
    ends = {"low": 1.1, "central": 1.15, "high": 1.6}
    claims = said("0.9..1.1 GW", "it_capacity"), said("0.85..1.05 GW", "facility_capacity")
    random, count = np.random.default_rng(5), 2_000_000
    first, second, third = (random.standard_normal(count) for _ in range(3))
    inside = np.sqrt(0.99) * np.exp(first * log(1.1 / 0.9) / 2 / Z90)
    below, above = log(0.15 / 0.1) / Z90, log(0.6 / 0.15) / Z90
    pue = 1 + 0.15 * np.exp(np.where(second < 0, below, above) * second)
    outside = np.sqrt(0.85 * 1.05) * np.exp(third * log(1.05 / 0.85) / 2 / Z90)
    expected = 2 * float(np.mean(inside * pue <= outside))
    assert approx(expected, rel=0.05) == only(checked(*claims, given={"peak_pue": ends})).p_value


def uniform(low, high):
    return {"uniform": {"low": f"{low} GW", "high": f"{high} GW"}}


def test_two_uniform_ranges_disagree_as_often_as_their_overlap_says():
    """The first is above the second in a triangle of 0.2 by 0.2 GW of a square of 1 by 1 GW."""
    reading = only(checked(said(uniform(1, 2), "it_capacity"), said(uniform(1.8, 2.8), "it_capacity")))
    assert approx(2 * 0.2**2 / 2, rel=0.1) == reading.p_value


def test_a_limit_is_broken_as_often_as_draws_break_it():
    reading = only(checked(said(">= 1.2 GW", "it_capacity"), said("1.0..1.3 GW", "it_capacity")))
    middle, spread = (log(1.0) + log(1.3)) / 2, log(1.3 / 1.0) / 2 / Z90
    assert approx(2 * stats.norm.sf((log(1.2) - middle) / spread), rel=0.1) == reading.p_value


def test_three_statements_of_one_quantity_have_the_statistic_of_their_fit():
    claims = [said(value, "it_capacity") for value in ("0.9..1.1 GW", "0.95..1.2 GW", "1.15..1.45 GW")]
    judged = only(checked(*claims)).judged
    assert (2, approx(only(checked(*claims)).fit.statistic, rel=0.05)) == (judged.redundancy, judged.statistic)


PAIR = said("~1 GW", "it_capacity", id="power"), said("860 k accelerators", "accelerators", id="count")


def test_a_claim_that_has_nothing_to_do_with_a_check_disturbs_no_draws():
    more = said("500 kgCO2e/MWh", "grid_carbon_intensity", id="grid")
    assert only(checked(*PAIR, **H100)).p_value == only(checked(*PAIR, more, **H100)).p_value


def test_neither_the_names_of_claims_nor_their_order_nor_units_change_draws():
    other = said("860000", "accelerators"), said("~1e6 kW", "it_capacity")
    assert approx(only(checked(*PAIR, **H100)).p_value, rel=1e-9) == only(checked(*other, **H100)).p_value


def test_statements_that_say_the_same_are_drawn_apart():
    claims = [said("0.9..1.1 GW", "it_capacity") for _ in range(3)]
    reading = only(checked(*claims, said("1.1..1.3 GW", "it_capacity")))
    assert (True, approx(reading.fit.statistic, rel=0.05)) == (
        reading.judged.effective_draws is not None, reading.judged.statistic
    )  # fmt: skip


def test_another_seed_gives_nearly_the_same():
    first, second = (estimator.check({"title": "t", "claims": [*PAIR], **H100}, seed=seed) for seed in (1, 2))
    assert only(first).p_value != only(second).p_value == approx(only(first).p_value, rel=0.1)


# One class for one conflict


@settings(deadline=None, max_examples=25)
@given(st.floats(0.5, 1.6), st.booleans())
def test_whatever_is_told_of_a_reading_is_of_one_class(factor, skewed):
    given = {"peak_pue": {"low": 1.1, "central": 1.15, "high": 1.6}} if skewed else {}
    claims = said(f"{factor:.4g} GW", "facility_capacity"), said("600 k accelerators", "accelerators")
    reading = only(checked(*claims, given=given, **H100))
    assume(not reading.is_about_right)
    told = {verdict(reading.p_value), reading.verdict}
    if reading.confirmation:
        told.add(verdict(reading.confirmation.p_value))
    if reading.judged.redundancy == 1 and reading.conflicts:
        told.add(verdict(2 * stats.norm.sf(reading.conflicts[0].z)))
    assert 1 == len(told)


def test_a_reading_is_told_with_one_p_value():
    result = checked(said("~1 GW", "it_capacity", "facility_capacity"), PAIR[1], **H100)
    report = check_text(result, "text").partition("What was said")[2].partition("p: how often")[0]
    assert sum(reading.p_value is not None for topic in result.topics for reading in topic.readings) == len(
        re.findall(r"\bp [=<]", report)
    )


@pytest.mark.parametrize(
    ("first", "second", "decided"),
    [
        ("~1 GW", "1.02 GW", "approximation"),
        ("~1 GW", "1.2 GW", "draws"),
        ("~1 GW", "3 GW", "approximation"),
        ("1 GW", "3 GW", "intervals"),
    ],
)
def test_json_says_what_a_p_value_rests_on(first, second, decided):
    (reading,) = checked(said(first, "it_capacity"), said(second, "it_capacity")).to_data()["readings"]
    assert decided == reading["decided_by"]


def test_a_limit_that_is_kept_decides_by_itself():
    claims = said(">= 1 GW", "facility_capacity"), said("2 GW", "facility_capacity")
    assert "limits" == checked(*claims).to_data()["readings"][0]["decided_by"]


def test_nothing_in_a_report_is_said_to_come_of_too_few_draws():
    root = Path(__file__).parents[2]
    reports = [check_text(estimator.check(root / "scenarios" / f"{name}.yaml"), "text") for name in ("meta-2025",)]
    assert [] == [report for report in reports if "too few draws" in report]


# Many readings

READINGS = [
    said("1 GW", "it_capacity", "facility_capacity"), said("8 TWh", "annual_facility_energy", "annual_it_energy"),
    said("1.3", "peak_pue", "pue"),
    said("900 MW", "average_facility_load", "average_it_load"),
    said("500 MW", "accelerator_capacity", "server_capacity"), said("40 bn USD", "capex", "compute_capex"),
    said("1.2 GW", "facility_capacity", "facility_peak_demand"), said("1.1 GW", "facility_capacity", "it_capacity"),
]  # fmt: skip
MANY = {"use": {"accelerator": "h100-sxm", "reactor": "epr", "country": "france"}}


@pytest.fixture(scope="module")
def many():
    return checked(*READINGS, **MANY)


def test_256_readings_are_all_judged(many):
    assert 256 == sum(1 for reading in many.to_data()["readings"] if reading["verdict"] != "undetermined")


def test_the_best_of_many_readings_are_told_and_the_others_counted(many):
    report = " ".join(check_text(many, "text").split())
    assert (16, True) == (len(many.topics[0].told), "and 240 more, which fit no better: 240 contradicted" in report)


def test_no_reading_that_is_not_told_fits_better_than_one_that_is(many):
    (topic,) = many.topics
    assert max(reading.badness for reading in topic.told) <= min(reading.badness for reading in topic.untold)


def test_json_says_which_readings_are_told(many):
    readings = many.to_data()["readings"]
    assert (16, []) == (
        sum(reading["told"] for reading in readings),
        [reading for reading in readings if not reading["told"] and reading["conflicts"]],
    )


def test_a_reading_among_many_is_judged_as_if_it_were_alone(many):
    best = many.topics[0].told[0]
    alone = [{**claim, "reads_as": str(best.choice[f"claim-{n}"])} for n, claim in enumerate(READINGS, 1)]
    assert approx(best.fit.statistic, rel=1e-6) == only(checked(*alone, **MANY)).fit.statistic


FUEL = [
    said("1 TWh", "annual_on_site_fuel", "annual_facility_energy"), said("200 MW", "facility_capacity", "it_capacity"),
    said("0.3", "on_site_share", "capacity_utilisation"),
]  # fmt: skip


@pytest.mark.parametrize("claims", [READINGS, FUEL])
def test_readings_share_a_network_where_each_by_itself_is_laid_out_so(claims):
    (topic,) = checked(*claims, **MANY).topics
    for reading in topic.readings[:: len(topic.readings) // 8]:
        network, alone = reading.fit.unknowns.network, lay_out(model(), reading.case)
        assert (alone.zeros, alone.variables) == (network.zeros, network.variables)


# Linear algebra without a basis of its own


@given(st.integers(1, 4), st.integers(0, 10**6))
def test_dependences_are_combinations_that_vanish(rank, seed):
    rows = np.random.default_rng(seed).integers(-2, 3, (6, rank)).astype(float)
    null = dependences(rows)
    assert (6 - np.linalg.matrix_rank(rows), approx(0, abs=1e-9)) == (
        null.shape[1],
        np.abs(rows.T @ null).max(initial=0),
    )


@given(st.integers(2, 5), st.integers(0, 10**6))
def test_what_cancels_rows_cancels_every_one_of_them(width, seed):
    matrices = np.random.default_rng(seed).integers(-2, 3, (8, width - 1, width)).astype(float)
    found = cancelled(matrices)
    regular = np.linalg.matrix_rank(matrices) == width - 1
    assert (regular.tolist(), approx(0, abs=1e-9)) == (
        np.any(found != 0, axis=1).tolist(),
        np.abs(np.einsum("nij,nj->ni", matrices, found)).max(),
    )
