"""Ranges from end to end: shared draws, correlations, quasi-random draws, and what the report says of them."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.datum import Variable
from estimator.report.machine import as_json
from estimator.report.text import text
from estimator.runs import solved
from estimator.scenario import scenario_from

ROOT = Path(__file__).parents[1]
SITE = {"facility_capacity": "2 GW", "accelerator": "h100-sxm", "reactor": "epr"}


def test_adding_an_input_moves_no_other_line():
    plain = {row["quantity"]: row for row in estimator.estimate(SITE).to_rows()}
    more = {row["quantity"]: row for row in estimator.estimate(SITE, electricity_price="50..90 USD/MWh").to_rows()}
    assert [] == [name for name, row in plain.items() if more[name] != row]


def test_compared_scenarios_share_the_draws_of_what_both_assume():
    one, other = estimator.estimate(SITE), estimator.estimate({**SITE, "facility_capacity": "3 GW", "mfu": 0.4})
    assert (one["it_capacity_utilisation"].samples == other["it_capacity_utilisation"].samples).all()


def test_two_systems_share_the_draws_of_one_assumption():
    systems = {name: {"given": {"facility_capacity": "2 GW"}} for name in ("east", "west")}
    drawn = solved(scenario_from({"title": "t", "systems": systems})).draws("east.it_capacity", "west.it_capacity")
    east, west = drawn.values()
    assert (east == west).all()


def correlated(rho):
    ties = [{"between": ["peak_pue", "pue"], "rho": rho}]
    return solved(scenario_from({"title": "t", "given": {"facility_capacity": "2 GW"}, "correlations": ties}))


def width(result):
    found = result["annual_facility_energy"]
    return found.p95 / found.p5


def test_what_rises_together_and_cancels_narrows_a_range():
    # facility ÷ peak_pue × pue: the two ratios work against each other
    assert width(correlated(0.9)) < width(estimator.estimate(facility_capacity="2 GW")) < width(correlated(-0.9))


def test_correlated_draws_are_correlated():
    first, second = correlated(0.6).draws("peak_pue", "pue").values()
    ranks = [np.argsort(np.argsort(values)) for values in (first, second)]
    assert approx(6 / np.pi * np.arcsin(0.3), abs=0.01) == np.corrcoef(*ranks)[0, 1]


def test_a_correlation_leaves_the_ranges_themselves_alone():
    assert correlated(0.9)["pue"] == estimator.estimate(facility_capacity="2 GW")["pue"]


def test_quasi_random_draws_give_the_same_ranges():
    random, quasi = estimator.estimate(SITE), estimator.estimate(SITE, qmc=True)
    for name in ("accelerators", "annual_facility_energy", "reactors_by_energy", "annual_compute"):
        assert approx((random[name].p5, random[name].p50, random[name].p95), rel=0.02) == (
            quasi[name].p5, quasi[name].p50, quasi[name].p95,
        )  # fmt: skip


def test_quasi_random_medians_are_better():
    random, quasi = estimator.estimate(SITE), estimator.estimate(SITE, qmc=True)
    assert quasi["annual_facility_energy"].error < random["annual_facility_energy"].error


def test_the_report_says_how_many_draws_and_how_good():
    assert "100,000 draws, seed 1. In brackets: 90 % intervals. Medians are good to 0.5 %." in text(
        estimator.estimate(SITE)
    )


def test_the_report_says_where_draws_are_quasi_random():
    assert "131,072 quasi-random draws" in text(estimator.estimate(SITE, qmc=True))


def test_the_report_names_the_dominant_input_of_a_headline():
    line = next(line for line in text(estimator.estimate(SITE)).splitlines() if line.startswith("  annual_facility_e"))
    assert line.endswith("mostly it_capacity_utilisation (83 %)")


def test_an_exact_headline_has_no_dominant_input():
    assert Variable("", "facility_capacity") not in estimator.estimate(SITE).dominant


@pytest.mark.parametrize("options", [{}, {"qmc": True}])
def test_one_seed_gives_one_output(options):
    assert as_json([estimator.estimate(SITE, **options)]) == as_json([estimator.estimate(SITE, **options)])


def test_correlations_that_cannot_hold_are_told_with_their_lines(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(
        "title: t\ngiven: {facility_capacity: 2 GW}\ncorrelations:\n"
        "  - {between: [pue, peak_pue], rho: 0.9}\n"
        "  - {between: [pue, demand_factor], rho: 0.9}\n"
        "  - {between: [peak_pue, demand_factor], rho: -0.9}\n",
        "utf-8",
    )
    with pytest.raises(EstimatorError, match=r"s\.yaml:\d+: .*cannot all hold"):
        estimator.run(path)


def test_the_command_line_draws_quasi_random_numbers():
    command = [sys.executable, "-c", "from estimator.cli import main; main()", "run", "scenarios/two-gigawatts.yaml"]
    finished = subprocess.run([*command, "--qmc", "--format", "json"], cwd=ROOT, capture_output=True, text=True)
    rows = {row["quantity"]: row for row in json.loads(finished.stdout)["rows"]}
    assert approx(8.8, rel=0.02) == rows["annual_facility_energy"]["p50"]
