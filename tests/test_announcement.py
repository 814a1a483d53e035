"""What must come out of the announcement of January 2025, end to end."""

import json
from pathlib import Path

import pytest
from pytest import approx

import estimator
from estimator.report.machine import as_json
from estimator.report.text import text

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="module")
def meta():
    return estimator.run(SCENARIOS / "meta-2025.yaml")


@pytest.fixture(scope="module")
def forced():
    return estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")


def kinds(result):
    return [finding.kind for finding in result.findings]


def test_two_gigawatts_are_at_least_1_20_to_1_26_epr_by_capacity(meta):
    found = meta["site", "reactors_by_capacity"]
    assert (approx(2000 / 1660), approx(2000 / 1620), approx(2000 / 1585)) == (found.p5, found.p50, found.p95)
    assert found.side == ">="


def test_they_are_shown_as_two_whole_units_beside_the_equivalent_by_energy(meta):
    report = text(meta)
    assert "≥ 1.23 EPR (1.20–1.26), at least 2 whole units" in report
    assert "reactors_by_energy" in report


def test_two_eprs_match_by_energy_at_0_617_times_the_capacity_utilisation(meta):
    full, match = meta["site", "full_load_matching_capacity_factor"], meta["site", "matching_capacity_factor"]
    assert approx(0.617, abs=5e-4) == full.p50
    assert approx(full.p50 * meta["site", "capacity_utilisation"].p50, rel=0.02) == match.p50
    assert any("above it they are enough, below it they are not" in finding.message for finding in meta.findings)


def test_769_watts_are_nowhere(meta):
    assert "769" not in text(meta)
    assert not any(approx(769, rel=0.01) == row["p50"] for row in meta.to_rows() if row["p50"])


def test_the_gigawatt_of_2025_and_the_fleet_are_kept_apart_with_a_warning(meta):
    pairs = {finding.quantities for finding in meta.findings if finding.kind == "apart"}
    assert ("added-2025.it_capacity", "fleet-2025.accelerators") in pairs


def test_what_2025_adds_is_the_fleet_less_what_was_there(meta):
    assert approx(700e3, rel=0.02) == meta["added-2025", "accelerators"].p50
    assert meta["added-2025", "accelerators"].side == ">="
    assert meta["added-2025", "it_power_per_accelerator"].side == "<="
    assert approx(1429, rel=0.02) == meta["added-2025", "it_power_per_accelerator"].p50


def test_a_constant_2_gw_is_17_52_twh_and_labelled_an_upper_bound(meta):
    assert approx(17.52) == meta["site", "maximum_annual_facility_energy"].p50
    assert "17.5 TWh, upper bound" in text(meta)


def test_the_central_energy_follows_from_it_capacity_utilisation(meta):
    site = {name: meta["site", name].p50 for name in ("it_capacity", "it_capacity_utilisation", "pue")}
    expected = site["it_capacity"] * site["it_capacity_utilisation"] * site["pue"] * 8760 / 1e6
    assert approx(expected, rel=0.02) == meta["site", "annual_facility_energy"].p50


def test_forced_into_one_system_a_gigawatt_of_facility_contradicts_the_fleet(forced):
    finding = forced.findings[0]
    assert finding.kind == "contradiction"
    assert {"facility_capacity", "accelerators"} <= set(finding.quantities)
    assert 2.2 < finding.ratio < 2.6


def test_forced_into_one_system_a_gigawatt_of_it_contradicts_the_fleet():
    result = estimator.estimate(it_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")
    assert result.contradicts
    assert approx(1.85, abs=0.1) == result.findings[0].ratio


def test_no_absurd_overhead_absorbs_the_contradiction(forced):
    rows = {row["quantity"]: row for row in forced.to_rows()}
    assert (approx(1.25), approx(1.14)) == (rows["peak_pue"]["p50"], rows["it_overhead"]["p50"])
    assert rows["it_capacity"]["p50"] is None
    assert "0.46" not in text(forced)


def test_the_contradiction_shows_one_value_for_each_route(forced):
    message = next(finding.message for finding in forced.findings if finding.quantities == ("it_capacity",))
    assert "from facility_capacity" in message
    assert "from accelerators" in message


def test_olkiluoto_3_beats_its_types_range():
    facts = {"reactor_annual_energy": "10.38 TWh/reactor", "reactor_net_power": "1600 MW/reactor", "reactor": "epr"}
    result = estimator.estimate(facts)
    assert approx(0.7406, abs=1e-4) == result["reactor_capacity_factor"].p50
    assert result["reactor_capacity_factor"].p5 == result["reactor_capacity_factor"].p95
    assert approx(8760) == result["operating_year"].p50


def test_olkiluoto_3_comes_back_from_its_capacity_factor():
    facts = {"reactor_capacity_factor": 0.7406, "reactor_net_power": "1600 MW/reactor", "reactor": "epr"}
    assert approx(10.38, rel=1e-4) == estimator.estimate(facts)["reactor_annual_energy"].p50


def test_three_eprs_feed_what_their_capacity_feeds():
    result = estimator.estimate(reactors_by_capacity=3, accelerator="h100-sxm", reactor="epr")
    assert approx(3 * 1.62, rel=1e-6) == result["facility_capacity"].quantity.to("GW").magnitude
    assert 2.3e6 < result["accelerators"].p50 < 3.3e6


def test_the_json_has_the_agreed_shape(meta):
    data = json.loads(as_json([meta]))
    assert ["title", "estimator_version", "catalog_version", "rows", "over_time"] == list(data)[:5]
    assert ["findings", "claims", "open"] == list(data)[5:]
    columns = ["system", "quantity", "unit", "p5", "p50", "p95", "side", "tier", "source"]
    assert columns == list(data["rows"][0])
    assert ["kind", "system", "quantities", "message", "ratio"] == list(data["findings"][0])
    assert [] == data["open"]


def test_what_is_open_has_its_shape_in_json():
    data = json.loads(as_json([estimator.estimate(facility_capacity="2 GW", draws=200)]))
    assert ["system", "quantity", "needs"] == list(data["open"][0])


def test_the_unnamed_system_has_an_empty_name():
    data = json.loads(as_json([estimator.run(SCENARIOS / "two-gigawatts.yaml")]))
    assert {""} == {row["system"] for row in data["rows"]}


def test_a_quantity_in_conflict_has_null_numbers(forced):
    rows = json.loads(as_json([forced]))["rows"]
    assert next(row["p50"] for row in rows if row["quantity"] == "it_capacity") is None


def test_more_draws_than_fit_are_refused_in_a_sentence():
    with pytest.raises(estimator.EstimatorError, match="draws should be between 1 and"):
        estimator.estimate(facility_capacity="2 GW", draws=10**12)


def test_what_stays_open_says_what_would_close_it():
    result = estimator.estimate(facility_capacity="2 GW")
    needs = {item.quantity: item.needs for item in result.open}
    assert "reactor_net_power (use: reactor)" in needs["reactors_by_capacity"]


def test_without_assumptions_gaps_stay_open():
    result = estimator.estimate(facility_capacity="2 GW", assumptions=False)
    assert "peak_pue" in {item.quantity: item.needs for item in result.open}["it_capacity"]
    assert "it_capacity" not in result


def test_every_value_of_the_announcement_can_be_explained(meta):
    explained = [meta.explain((estimate.system, estimate.name)) for estimate in meta.estimates]
    assert all(text.count("\n") > 1 for text in explained)


def test_explaining_leaves_the_result_as_it_was(meta):
    before = as_json([meta])
    meta.explain("fleet-2025.it_power_per_accelerator")
    assert before == as_json([meta])


def test_an_implied_overhead_is_never_shown_below_its_bound():
    """550,000 GB300 and about 1 GW of IT: most draws would need an IT overhead below 1."""
    result = estimator.estimate(accelerators=550e3, it_capacity="~1 GW", accelerator="gb300")
    assert result["it_overhead"].p5 >= 1
    shares = [finding.message for finding in result.findings if finding.quantities == ("it_overhead",)]
    assert any("of draws put it_overhead below 1" in message for message in shares)
