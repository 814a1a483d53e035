"""The outage table of a reactor, as text and for programs."""

import csv
import io
import json

import pytest
from pytest import approx

from estimator import EstimatorError, estimate
from estimator.catalog import load_catalog
from estimator.method import Method
from estimator.reactors.loads import TYPES
from estimator.reactors.outages import enough
from estimator.report.outages import outage_report

EXACT = {"reactor": "olkiluoto-3", "outage_rate": "0.05"}  # 1,600 MW


def report(
    load="2 GW", of="facility_capacity", reactor="epr", form="text", standard=None, outage_rate=None, draws=2000
):
    stated = {of: load, "reliability_standard": standard, "reactor_forced_outage_rate": outage_rate}
    facts = {name: value for name, value in stated.items() if value is not None}
    return outage_report(facts, reactor, Method(draws=draws), form)


def rows(**more):
    """Medians by number of units and measure."""
    table = csv.DictReader(io.StringIO(report(form="csv", **more)))
    return {(int(row["units"]), row["quantity"]): float(row["p50"]) for row in table}


def test_two_reactors_for_two_gigawatts_are_short_for_854_hours():
    # by hand: 2 × 0.95 × 0.05 + 0.05² of 8,760 h
    assert approx(0.0975 * 8760) == rows(**EXACT)[2, "hours_short"]


def test_unserved_energy_is_that_of_all_hours():
    # by hand: 0.095 × 400 MW + 0.0025 × 2,000 MW, over 8,760 h
    found = rows(**EXACT)
    assert approx(43 * 8760) == found[2, "unserved_energy"]
    assert approx(43 / 2000) == found[2, "unserved_share"]
    assert approx(43 / 0.0975) == found[2, "power_short"]


def test_the_load_is_met_while_it_is_not_short():
    assert approx(1 - 0.0975) == rows(**EXACT)[2, "probability_met"]


def test_rows_are_named_after_the_units_that_can_be_out():
    lines = [line.split()[:2] for line in report(**EXACT).splitlines() if line.strip()[:1].isdigit()]
    assert [["2", "N"], ["3", "N-1"], ["4", "N-2"], ["5", "N-3,"]] == lines[1:5]


def test_the_last_row_is_enough():
    assert ["5"] == [line.split()[0] for line in report(**EXACT).splitlines() if ", enough" in line]


def test_a_stricter_standard_takes_more():
    # by hand: with five, 0.26 h; with six, 6 × 0.95 × 0.05⁵ + 0.05⁶ of 8,760 h are 0.016
    assert 6 == max(units for units, _ in rows(standard="0.1 h", **EXACT))


def test_where_draws_need_different_numbers_the_name_is_a_range():
    assert " to N-" in report(reactor="nuscale")


def test_a_load_of_it_leaves_more_unserved_than_one_of_the_facility():
    of_it, of_facility = (rows(of=of, **EXACT)[3, "unserved_energy"] for of in ("it_capacity", "facility_capacity"))
    assert of_it > of_facility


def test_a_range_of_rates_gives_ranges():
    table = csv.DictReader(io.StringIO(report(form="csv", outage_rate="0.02..0.1")))
    assert all(float(row["p5"]) < float(row["p95"]) for row in table if row["quantity"] == "hours_short")


def test_what_is_left_out_is_said():
    text = report()
    assert all(what in text for what in ("one cause", "planned refuelling", "part of the", "ramping"))


def test_json_says_what_it_rests_on():
    data = json.loads(report(form="json"))
    assert ({"facility_capacity"}, 3.0) == ({*data["given"]}, data["reliability_standard"])


def test_json_and_csv_have_the_same_rows():
    table = csv.DictReader(io.StringIO(report(form="csv")))
    assert [float(row["p50"]) for row in table] == [row["p50"] for row in json.loads(report(form="json"))["rows"]]


def test_markdown_is_a_table():
    lines = [line for line in report(form="markdown").splitlines() if line.startswith("|")]
    assert {lines[0].count("|")} == {line.count("|") for line in lines}


def test_a_stated_minimum_is_said_to_be_one():
    assert "≥ 2.0 GW" in report(">= 2 GW")
    assert "at the stated minimum" in report(">= 2 GW")


def test_probabilities_are_never_rounded_up_to_certainty():
    assert "100 %" not in report(**EXACT)


def test_one_seed_gives_one_table():
    assert report() == report()


@pytest.mark.parametrize("key", [k for k, e in load_catalog().entries["reactors"].items() if e.group == TYPES])
def test_every_type_needs_more_units_for_outages_than_without(key):
    result = estimate(facility_capacity="2 GW", reactor=key, draws=1000)
    assert enough(result)[1] > result["reactors_by_capacity"].p50


BAD = {
    "no reactor": ({"reactor": "eprr"}, "did you mean epr"),
    "no power": ({"load": "2 GWh"}, "facility_capacity should be a power"),
    "no time": ({"standard": "1 MW"}, "reliability_standard should be a duration"),
    "a range of standards": ({"standard": "1..2 h"}, "should be one number"),
    "a rate above one": ({"outage_rate": "1.2"}, "reactor_forced_outage_rate should be between 0 and 1"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_value_is_told_by_its_name(what):
    arguments, message = BAD[what]
    with pytest.raises(EstimatorError, match=message):
        report(**arguments)
