"""The parts that verdicts are made of, each against another way of computing the same."""

from itertools import combinations
from math import exp, inf, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy import stats

import estimator
from estimator.catalog import load_catalog
from estimator.claims.boxes import Box, impossible
from estimator.claims.circuits import circuits
from estimator.claims.fit import fitted
from estimator.claims.observations import bounded, observed
from estimator.claims.unknowns import inputs_of, unknowns_of
from estimator.datum import Tier
from estimator.equations.functions import annuity
from estimator.model import model
from estimator.scenario import case_of, scenario_from
from estimator.solver.plan import lay_out
from estimator.uncertainty.distributions import Z90, from_scores, quantiles, to_scores
from estimator.values import value_of


def fit_of(*claims, **scenario):
    """The fit of claims, each a value and what it reads as."""
    said = [{"value": value, "reads_as": name} for value, name in claims]
    read = scenario_from({"title": "t", "claims": said, **scenario})
    case = case_of(read, load_catalog(), claims=False)
    data = (*case.data, *(claim.readings[0] for claim in read.claims))
    network = lay_out(model(), case)
    statements = [*observed(data), *bounded(network)]
    unknowns = unknowns_of(network, inputs_of(network, data), [one.variable for one in statements])
    _, slopes = unknowns.linearised(unknowns.start)
    moving = {variable for variable, row in zip(unknowns.outputs, slopes, strict=True) if np.any(np.abs(row) > 0)}
    return fitted(unknowns, [one for one in statements if one.variable in moving])


def row_of(fit, name):
    return next(number for number, one in enumerate(fit.observations) if one.name == name)


# Three statements of one quantity, by hand

THREE = ("0.9..1.1 GW", "1.0..1.3 GW", "1.4..1.6 GW")
LOGS = [(log(low) + log(high)) / 2 for low, high in ((0.9, 1.1), (1.0, 1.3), (1.4, 1.6))]
SDS = [(log(high) - log(low)) / 2 / Z90 for low, high in ((0.9, 1.1), (1.0, 1.3), (1.4, 1.6))]
MEAN = sum(m / s**2 for m, s in zip(LOGS, SDS, strict=True)) / sum(s**-2 for s in SDS)


@pytest.fixture(scope="module")
def three():
    return fit_of(*((value, "it_capacity") for value in THREE))


def test_the_best_value_is_the_weighted_mean_of_logarithms(three):
    assert approx(1000 * exp(MEAN), rel=1e-6) == exp(three.logarithms[row_of(three, "claim-1")])


def test_the_statistic_is_the_sum_of_squares_about_it(three):
    assert approx(sum(((m - MEAN) / s) ** 2 for m, s in zip(LOGS, SDS, strict=True)), rel=1e-4) == three.statistic


def test_two_of_three_statements_are_redundant(three):
    assert (2, approx(stats.chi2.sf(three.statistic, 2))) == (three.redundancy, three.p_value)


def test_what_others_imply_is_their_own_mean(three):
    (first, second), (here, there) = LOGS[:2], SDS[:2]
    mean = (first / here**2 + second / there**2) / (here**-2 + there**-2)
    rest = three.without(row_of(three, "claim-3"))
    assert approx(1000 * exp(mean), rel=1e-6) == exp(rest.logarithms[row_of(three, "claim-3")])


def test_the_spread_of_what_others_imply_is_that_of_their_mean(three):
    row = row_of(three, "claim-3")
    assert approx(1 / sqrt(SDS[0] ** -2 + SDS[1] ** -2), rel=1e-4) == three.without(row).spread(row)


def test_the_normalised_residual_is_what_leaving_out_wins(three):
    row = row_of(three, "claim-3")
    assert approx(three.statistic - three.without(row).statistic, rel=1e-4) == three.normalised[row] ** 2


def test_pairs_are_the_circuits_of_three_statements(three):
    found, complete = circuits(three)
    pairs = {tuple(three.observations[row].name for row in circuit.rows) for circuit in found}
    assert (True, set(combinations(("claim-1", "claim-2", "claim-3"), 2))) == (complete, pairs)


def test_the_gap_of_a_pair_is_what_lies_between_them(three):
    pair = next(c for c in circuits(three)[0] if {"claim-1", "claim-3"} == {three.observations[r].name for r in c.rows})
    z = abs(LOGS[2] - LOGS[0]) / sqrt(SDS[0] ** 2 + SDS[2] ** 2)
    assert (approx(LOGS[2] - LOGS[0], rel=1e-6), approx(z, rel=1e-4)) == (pair.gaps[0], pair.z)


# Circuits of more than one equation, against every set there is

MORE = (
    ("1 GW", "it_capacity"), ("1.3 GW", "facility_capacity"), ("700 k", "accelerators"), ("980 MW", "it_capacity"),
    ("1400 W/accelerator", "it_power_per_accelerator"),
)  # fmt: skip


def test_circuits_are_the_minimal_dependent_sets():
    fit = fit_of(*MORE, use={"accelerator": "h100-sxm"})
    rows = [int(row) for row in np.flatnonzero(fit.checked)]
    expected: list[frozenset[int]] = []
    for size in range(1, len(rows) + 1):
        for chosen in combinations(rows, size):
            dependent = np.linalg.matrix_rank(fit.slopes[list(chosen)], tol=1e-6) < size
            if dependent and not any(smaller <= set(chosen) for smaller in expected):
                expected.append(frozenset(chosen))
    assert set(expected) == {frozenset(circuit.rows) for circuit in circuits(fit)[0]}


# What is true is never impossible, and what agrees with itself fits


@pytest.fixture(scope="module")
def truth():
    """A site, computed forward from figures that it could have."""
    known = {
        "accelerators": 7e5, "accelerator_tdp": "700 W/accelerator", "accelerators_per_server": "8 accelerator/server",
        "server_rated_power": "10 kW/server", "it_overhead": 1.1, "peak_pue": 1.3, "pue": 1.15, "demand_factor": 0.8,
        "it_capacity_utilisation": 0.6,
    }  # fmt: skip
    names = (
        "it_capacity", "facility_capacity", "accelerator_capacity", "server_capacity", "average_it_load",
        "average_facility_load", "annual_facility_energy", "annual_it_energy", "facility_power_per_accelerator",
        "facility_peak_demand",
    )  # fmt: skip
    values = {name: estimator.evaluate(name, **known) for name in names}
    return {
        name: f"{float(value.magnitude)!r} {model().quantities[name].dimension.unit}" for name, value in values.items()
    }


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_what_follows_from_one_site_is_never_impossible(truth, data):
    chosen = data.draw(st.lists(st.sampled_from(sorted(truth)), min_size=2, max_size=6, unique=True))
    read = scenario_from({"title": "t", "given": {name: truth[name] for name in chosen}})
    case = case_of(read, load_catalog())
    assert () == impossible(lay_out(model(), case), case.data)


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_what_follows_from_one_site_agrees_with_itself(truth, data):
    chosen = data.draw(st.lists(st.sampled_from(sorted(truth)), min_size=2, max_size=6, unique=True))
    fit = fit_of(*((truth[name], name) for name in chosen), use={"accelerator": "h100-sxm"})
    assert fit.p_value is None or fit.p_value > 0.05


def certain(given):
    case = case_of(scenario_from({"title": "t", "given": given}), load_catalog())
    found = impossible(lay_out(model(), case), case.data)
    return {variable.quantity for variable, datum in found if datum.tier == Tier.GIVEN}


def test_an_impossible_set_is_minimal():
    given = {
        "it_capacity": "1 GW", "facility_capacity": "1.2 GW", "average_it_load": "1.5 GW", "accelerators": "1 M",
        "annual_facility_energy": "20 TWh",
    }  # fmt: skip
    found = certain(given)
    assert found
    assert [set()] * len(found) == [certain({name: given[name] for name in found - {one}}) for one in found]


# Boxes

ENDS = st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)).map(sorted)


@given(ENDS, ENDS, st.floats(0, 1), st.floats(0, 1), st.sampled_from(["+", "-", "*", "/"]))
def test_an_operation_on_boxes_holds_that_on_any_numbers_in_them(first, second, here, there, operation):
    x, y = (low + (high - low) * at for (low, high), at in ((first, here), (second, there)))
    boxes = Box(*first), Box(*second)
    found = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}
    if operation == "/" and y == 0:
        return
    value, box = found[operation](x, y), found[operation](*boxes)
    slack = 1e-9 * max(abs(value), 1.0)
    assert box.low - slack <= value <= box.high + slack


RATES = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
TIMES = st.tuples(st.floats(0.1, 100), st.floats(0.1, 100)).map(sorted)


@given(RATES, TIMES, st.floats(0, 1), st.floats(0, 1))
def test_a_function_of_boxes_holds_that_of_any_numbers_in_them(rates, times, here, there):
    rate, time = (low + (high - low) * at for (low, high), at in ((rates, here), (times, there)))
    box, value = Box.through(annuity, [Box(*rates), Box(*times)]), annuity(rate, time)
    assert box.low * (1 - 1e-9) <= value <= box.high * (1 + 1e-9)


def test_a_quotient_by_what_may_be_nothing_has_no_end():
    assert inf == (Box(1, 2) / Box(0, 1)).high


# Scores

FAMILIES = {
    "range": ("1 GW..2 GW", "it_capacity"),
    "skewed": ({"low": 1.05, "central": 1.2, "high": 1.6}, "peak_pue"),
    "fraction": ("0.4..0.9", "mfu"),
    "normal": ({"normal": {"mean": "2 GW", "sd": "0.1 GW"}}, "it_capacity"),
    "lognormal": ({"lognormal": {"median": "2 GW", "gsd": 1.1}}, "it_capacity"),
    "uniform": ({"uniform": {"low": "1 GW", "high": "2 GW"}}, "it_capacity"),
    "triangular": ({"triangular": {"low": "1 GW", "mode": "1.2 GW", "high": "2 GW"}}, "it_capacity"),
    "pert": ({"pert": {"low": "1 GW", "mode": "1.2 GW", "high": "2 GW"}}, "it_capacity"),
    "beta": ({"beta": {"alpha": 2, "beta": 3}}, "mfu"),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_scores_of_values_undo_values_of_scores(family):
    written, name = FAMILIES[family]
    dimension = model().quantities[name].dimension
    value = value_of(written, name, dimension)
    scores = np.linspace(-3, 3, 13)
    values = scores.copy()
    from_scores(value, dimension.scale, values, np.empty(13))
    assert approx(scores, abs=1e-6) == to_scores(value, dimension.scale, values)


def test_what_a_uniform_range_does_not_reach_has_no_finite_score():
    dimension = model().quantities["it_capacity"].dimension
    value = value_of(FAMILIES["uniform"][0], "it_capacity", dimension)
    assert not np.isfinite(to_scores(value, dimension.scale, np.array([900.0, 2100.0]))).any()


def test_an_observation_has_the_percentiles_of_its_datum():
    (one,) = observed(
        case_of(scenario_from({"title": "t", "given": {"pue": FAMILIES["skewed"][0]}}), load_catalog(), False).data[-1:]
    )
    p5, p50, p95 = quantiles(one.datum)
    ends = exp(one.middle - Z90 * one.below), exp(one.middle), exp(one.middle + Z90 * one.above)
    assert approx((p5, p50, p95)) == ends
