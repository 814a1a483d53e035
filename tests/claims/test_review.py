"""What a reader of the reports found wrong once, and must not find again."""

from pathlib import Path

import pytest
from pytest import approx

import estimator
from estimator.model import model
from estimator.report.text import text
from estimator.runs import solved
from estimator.scenario import scenario_from

SMALLEST = Path(__file__).parents[2] / "scenarios" / "two-gigawatts.yaml"
AWAY = {"1": "0.05", "MW": "123 MW", "W/accelerator": "650 W/accelerator", "MW/reactor": "1500 MW/reactor"}
INPUTS = {
    quantity.name: ("1.33" if quantity.dimension.lower == 1 else AWAY[quantity.dimension.unit])
    for quantity in model().quantities.values()
    if not quantity.equation and quantity.dimension.unit in AWAY
}


@pytest.mark.parametrize(("name", "value"), INPUTS.items())
def test_every_input_can_be_stated_away_from_its_default(name, value):
    assert name in text(estimator.run(SMALLEST, [f"{name}={value}"]))


def test_a_default_that_is_replaced_is_no_finding():
    result = estimator.run(SMALLEST, ["power_limit_ratio=0.7"])
    assert [] == [finding for finding in result.findings if "power_limit_ratio" in finding.quantities]


def test_the_default_that_is_replaced_is_named_in_the_explanation():
    assert "stands before the assumption value 1.0" in estimator.run(
        SMALLEST, ["pue=1.3", "power_limit_ratio=0.7"]
    ).explain("power_limit_ratio")


WHOLE = {
    "a": {"given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm"}},
    "b": {"given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm"}},
    "t": {"parts": ["a", "b"], "given": {"facility_capacity": "3 GW"}},
}


@pytest.fixture(scope="module")
def torn():
    return solved(scenario_from({"title": "parts that do not add up", "systems": WHOLE}))


def test_a_whole_that_contradicts_its_parts_still_shows_what_they_add_up_to(torn):
    assert approx(2 * torn["a", "it_capacity"].p50, rel=0.01) == torn["t", "it_capacity"].p50


def test_what_all_parts_share_is_not_touched_by_their_contradiction(torn):
    assert approx(1.25, rel=0.01) == torn["t", "peak_pue"].p50


@pytest.fixture(scope="module")
def mixed():
    """A whole of at least 1.3 M accelerators of two kinds, of which one kind is a fixed number."""
    systems = {
        "old": {"given": {"accelerators": "300 k accelerators"}, "use": {"accelerator": "h100-sxm"}},
        "new": {"use": {"accelerator": "b200"}},
        "all": {"parts": ["old", "new"], "given": {"accelerators": ">= 1.3 M accelerators"}},
    }
    return solved(scenario_from({"title": "mixed", "systems": systems}))


@pytest.mark.parametrize(
    ("name", "side"), [("accelerator_tdp", ">="), ("accelerators", ">="), ("server_overhead", "<=")]
)
def test_an_average_over_parts_moves_as_more_of_one_part_would_move_it(mixed, name, side):
    assert side == mixed["all", name].side


@pytest.mark.parametrize("name", ["peak_pue", "pue", "it_overhead", "capacity_utilisation"])
def test_what_no_bound_moves_has_no_side(mixed, name):
    assert "" == mixed["all", name].side


def test_a_stated_number_keeps_its_digits():
    result = estimator.estimate(reactor_annual_energy="10.38 TWh/reactor", reactor_net_power="1600 MW/reactor")
    assert "10.38 TWh/reactor" == str(result["reactor_annual_energy"])


def test_many_systems_without_hardware_are_solved():
    systems = {f"s{number}": {"given": {"facility_capacity": f"{100 + number} MW"}} for number in range(20)}
    result = solved(scenario_from({"title": "many", "systems": systems}))
    assert 20 == len(result.systems)


def test_a_map_can_be_stated_on_the_command_line():
    result = estimator.run(SMALLEST, ["facility_capacity={low: 1 GW, central: 2 GW, high: 3 GW}"])
    assert (1000, 2000, 3000) == (
        result["facility_capacity"].p5,
        result["facility_capacity"].p50,
        result["facility_capacity"].p95,
    )


def test_a_default_that_facts_overrule_is_no_evidence_against_them():
    """500,000 accelerators at 1.4 kW leave 900 MW of 1.6 GW for other IT: nothing contradicts anything."""
    result = estimator.estimate(
        facility_capacity="2 GW", peak_pue=1.25, accelerators=500e3, it_power_per_accelerator="1.4 kW/accelerator"
    )
    assert approx(900) == result["non_accelerator_it_capacity"].p50
    assert not result.contradicts
