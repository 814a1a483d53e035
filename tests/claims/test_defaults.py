"""Defaults never act on what is stated: they are conditioned on it, or set aside."""

import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator.datum import Variable
from estimator.model import model

FLAT_OUT = {"facility_capacity": "1 GW", "pue": 1.1, "peak_pue": 1.1}


def flat_out(share=1, **more):
    """A site of a known size that uses a share of its IT all year."""
    return estimator.estimate({**FLAT_OUT, "it_capacity_utilisation": share, **more}, draws=2_000)


def told(result, kind):
    return [finding.message for finding in result.findings if finding.kind == kind]


# Flat out all year: the bound that every critic computes


def test_full_power_in_every_hour_of_a_year_is_8_76_terawatt_hours_a_gigawatt():
    assert approx(8.76) == flat_out()["annual_facility_energy"].p50


def test_full_power_is_the_nameplate():
    assert approx(1000) == flat_out()["average_facility_load"].p50


def test_full_power_contradicts_nothing():
    assert not flat_out().contradicts


def test_a_stated_pue_is_the_one_that_is_used():
    result = flat_out()
    assert (1.1, "given") == (result["pue"].p50, result["pue"].tier)


def test_95_percent_of_full_power_are_8_322_terawatt_hours():
    assert approx(8.322) == flat_out(0.95)["annual_facility_energy"].p50


@pytest.mark.parametrize("share", [0.8, 0.95, 0.999, 1])
def test_no_draw_is_discarded(share):
    assert [] == told(flat_out(share), "invalid-draws")


def test_a_leap_year_at_full_power_has_8_784_terawatt_hours():
    assert not flat_out(annual_facility_energy="8.784 TWh", year=2024).contradicts


@pytest.mark.parametrize("utilisation", [0.9, 0.999, 1])
def test_no_load_factor_is_above_one(utilisation):
    result = estimator.estimate(facility_capacity="100 MW", capacity_utilisation=utilisation, draws=2_000)
    assert 1 >= result["load_factor"].p95
    assert 1 >= float(result.draws("load_factor")[Variable("", "load_factor")].max())


def test_a_default_that_gave_way_is_told_with_what_is_usual():
    (message,) = told(flat_out(0.95), "conditioned")
    assert "usual is 0.80 (0.68–0.92)" in message


def test_a_default_lies_where_what_is_stated_leaves_it():
    # the demand factor cannot be below the use of capacity, and no share is above one
    found = flat_out(0.95)["demand_factor"]
    assert 0.95 <= found.p5 <= found.p50 <= found.p95 <= 1


def test_what_a_default_is_held_by_is_explained():
    text = flat_out(0.95).explain("demand_factor")
    assert "usually 0.80 (0.68–0.92); here as far as load_factor can be with what is stated" in " ".join(text.split())


def test_a_default_that_nothing_limits_is_as_the_catalog_has_it():
    found = flat_out(0.2)["demand_factor"]
    assert (0.68, 0.8, 0.92) == (found.p5, found.p50, found.p95)


def test_conditioning_is_that_of_bayes():
    # independent: keep those of many draws of the default that the limit allows
    held = flat_out(0.85)["demand_factor"]
    free = estimator.estimate(facility_capacity="1 GW", draws=400_000).draws("demand_factor", most=400_000)
    kept = free[Variable("", "demand_factor")]
    expected = np.quantile(kept[kept >= 0.85], (0.05, 0.5, 0.95))
    assert approx(expected, rel=0.01) == [held.p5, held.p50, held.p95]


# Numbers are rounded


def test_1_8_gigawatts_and_15_8_terawatt_hours_agree_as_rounded():
    # 1.8 GW × 8,760 h = 15.768 TWh
    result = estimator.estimate(facility_capacity="1.8 GW", annual_facility_energy="15.8 TWh")
    assert (False, 1.0) == (result.contradicts, result["capacity_utilisation"].p50)


def test_twice_as_much_energy_as_a_year_has_contradicts():
    assert estimator.estimate(facility_capacity="1.8 GW", annual_facility_energy="31.6 TWh").contradicts


# A stated value is what is given back


def test_a_fact_stands_before_the_catalog_that_it_contradicts():
    facts = {"accelerators": 100_000, "accelerators_per_server": "45.5 accelerator/server"}
    result = estimator.estimate(facts, accelerator="h100-sxm")
    assert (45.5, "given") == (result["accelerators_per_server"].p50, result["accelerators_per_server"].tier)


def test_two_defaults_far_from_usual_are_no_contradiction():
    # 1 GW for 300,000 H100s: 3.3 kW each, all-in, is unusual and may be
    result = estimator.estimate(facility_capacity="1 GW", accelerators="300 k", accelerator="h100-sxm")
    assert not result.contradicts
    assert any(message.endswith("contradicts what is usual") for message in told(result, "recomputed"))


def test_known_hardware_that_no_default_can_save_is_a_contradiction():
    # 1.3 M × 700 W × 1.82 = 1.66 GW of servers alone
    assert estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M", accelerator="h100-sxm").contradicts


# Any facts of a consistent world

FREE = {
    "accelerators": (1e3, 2e6, "accelerators"), "accelerator_tdp": (300, 1500, "W/accelerator"),
    "accelerator_peak_rate": (1e14, 5e15, "FLOP/s/accelerator"), "server_overhead": (1.05, 2.2, ""),
    "accelerator_peak_rate_8bit": (1e14, 5e15, "FLOP/s/accelerator"), "it_overhead": (1.01, 1.6, ""),
    "accelerators_per_server": (2, 72, "accelerator/server"), "power_limit_ratio": (0.4, 1, ""),
    "non_accelerator_it_capacity": (1, 300, "MW"), "demand_factor": (0.5, 1, ""), "peak_pue": (1.02, 2, ""),
    "it_capacity_utilisation": (0.1, 0.98, ""), "mfu": (0.05, 0.7, ""), "utilisation": (0.2, 0.99, ""),
    "grid_loss": (0.001, 0.1, ""), "reactor_net_power": (50, 1700, "MW/reactor"),
    "reactor_capacity_factor": (0.5, 0.98, ""), "on_site_share": (0.01, 0.9, ""),
    "grid_carbon_intensity": (10, 900, "gCO2e/kWh"), "wue": (0.01, 3, "L/kWh"),
    "electricity_price": (20, 200, "USD/MWh"),
    "discount_rate": (0.02, 0.2, ""), "it_lifetime": (3, 8, "year"), "compute_capex_per_it_watt": (10, 40, "USD/W"),
    "construction_capex_per_it_watt": (5, 20, "USD/W"),
}  # fmt: skip
EXACT = ("power_limit_ratio", "non_accelerator_it_capacity", "grid_loss", "on_site_share")
SHAPES = {"one system": {"": ()}, "a whole of two parts": {"a": (), "b": (), "whole": ("a", "b")}}


def free_inputs(draw: random.Random) -> dict[str, object]:
    """Inputs of one system, mostly far from the defaults; its year's PUE is not above that of the design day."""
    found = {}
    for name, (low, high, unit) in FREE.items():
        if name not in EXACT or draw.random() < 0.5:
            number = draw.uniform(low, high)
            found[name] = f"{number!r} {unit}" if unit else number
    return {**found, "pue": draw.uniform(1.01, found["peak_pue"])}


@cache
def world(shape: str, seed: int) -> dict[Variable, float]:
    """Every value of a world that contradicts nothing, in the units of its quantities."""
    draw = random.Random(seed)
    while True:
        systems = {
            name: {"parts": list(parts)} if parts else {"given": free_inputs(draw)}
            for name, parts in SHAPES[shape].items()
        }
        result = estimator.run({"title": "world", **(systems.get("") or {"systems": systems})}, draws=64, seed=seed)
        if not result.contradicts:
            return {name: float(drawn[0]) for name, drawn in result.draws(most=1).items() if drawn[0] > 0}


def some_facts(known: dict[Variable, float], draw: random.Random) -> dict[Variable, float]:
    """Two to six values of a world that somebody may state; what is stated of a whole's average is so of its parts."""
    names = [name for name in known if name.quantity not in CONVENTIONS and not is_average(name)]
    return {name: known[name] for name in draw.sample(sorted(names), draw.randint(2, 6))}


def is_average(name: Variable) -> bool:
    return name.system == "whole" and model().quantities[name.quantity].dimension.over_parts == "shared"


CONVENTIONS = {
    "operating_year", "h100_peak_rate_8bit", "one_year", "flop_per_parameter_token", "reference_compute", "wafer_area"
}  # fmt: skip


def stated(quantity: str, number: float) -> object:
    unit = model().quantities[quantity].dimension.unit
    return float(f"{number:.12g}") if unit == "1" else f"{number:.12g} {unit}"


def solved(shape: str, facts: dict[Variable, float]) -> estimator.Result:
    given: dict[str, dict[str, object]] = {name: {} for name in SHAPES[shape]}
    for variable, number in facts.items():
        given[variable.system][variable.quantity] = stated(variable.quantity, number)
    if set(given) == {""}:
        return estimator.run({"title": "facts", "given": given[""]}, draws=500)
    systems = {
        name: {**({"parts": list(parts)} if parts else {}), **({"given": given[name]} if given[name] else {})}
        for name, parts in SHAPES[shape].items()
    }
    return estimator.run({"title": "facts", "systems": systems}, draws=500)


@pytest.mark.parametrize("shape", SHAPES)
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_facts_of_one_world_never_contradict_each_other_and_are_given_back(shape, seed):
    facts = some_facts(world(shape, seed % 4), random.Random(seed))
    result = solved(shape, facts)
    assert [] == [finding.message for finding in result.findings if finding.contradicts]
    assert approx([*facts.values()], rel=1e-9) == [result[name].p50 for name in facts]


@pytest.mark.parametrize("shape", SHAPES)
@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6))
def test_every_printed_interval_lies_within_its_bounds(shape, seed):
    result = solved(shape, some_facts(world(shape, seed % 4), random.Random(seed)))
    for found in result.estimates:
        dimension = model().quantities[found.name].dimension
        if found.p50 is not None:
            assert dimension.lower <= found.p5 <= found.p50 <= found.p95 <= dimension.upper, found.name
