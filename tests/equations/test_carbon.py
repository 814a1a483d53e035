"""Carbon of a site against published factors, and the laws of scopes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import EstimatorError, estimate, evaluate
from estimator.equations.carbon import (
    annual_embodied_carbon,
    annual_scope1,
    annual_scope2_location_based,
    annual_scope2_market_based,
    annual_upstream_carbon,
    cue,
    facility_carbon_intensity,
    generator_carbon_intensity,
    sci_per_accelerator_hour,
    sci_per_compute,
)
from estimator.equations.mix import annual_grid_energy, annual_on_site_energy

BTU = 0.000293071  # kWh
positive = st.floats(1e-3, 1e6)
share = st.floats(0.0, 1.0)
lifetime = st.floats(1.0, 50.0)
law = settings(deadline=None, max_examples=50)


def test_gas_at_the_average_heat_rate_emits_411_grams_for_a_kilowatt_hour_of_electricity():
    # EIA table 8.1, 7,740 Btu/kWh, × 40 CFR 98, table NN-1, 53.06 kg per MMBtu
    assert approx(410.7, abs=0.05) == generator_carbon_intensity(7740 * BTU, 53.06 / (1e6 * BTU) * 1e3)


def test_generators_on_site_emit_that_for_all_energy_of_their_own():
    # the same, over 1 TWh of which all is made on site: 410.7 g/kWh are 410.7 kt
    found = evaluate(
        "annual_scope1",
        annual_facility_energy="1 TWh",
        on_site_share=1,
        generator_heat_rate=7740 * BTU,
        fuel_carbon_intensity="181.05 gCO2e/kWh",
    )
    assert approx(410_700, rel=1e-3) == found.to("tCO2e").magnitude


def test_french_power_emits_380_kilotonnes_for_two_gigawatts_all_year():
    # RTE, Bilan électrique 2024: 21.7 gCO2e/kWh; 2 GW × 8,760 h = 17.52 TWh
    found = evaluate(
        "annual_scope2_location_based",
        annual_facility_energy="17.52 TWh",
        on_site_share=0,
        grid_carbon_intensity="21.7 gCO2e/kWh",
    )
    assert approx(380_184) == found.to("tCO2e").magnitude


def test_a_grid_intensity_follows_from_its_emissions():
    # the same, solved backward
    found = evaluate(
        "grid_carbon_intensity", annual_scope2_location_based="380184 tCO2e", annual_grid_energy="17.52 TWh"
    )
    assert approx(21.7) == found.to("gCO2e/kWh").magnitude


def test_a_server_of_eight_h100_embodies_2_6_tonnes_for_each_of_three_years():
    # EcoLogits 0.11.3, impacts/llm.py: GPU 273 kg, server 5,700 kg, lifespan 3 years: (8 × 273 + 5,700) ÷ 3
    assert approx(2628) == annual_embodied_carbon(8, 273 + 5700 / 8, 3, 0, 0, 20, 1)


def test_a_hall_of_five_megawatts_embodies_4_9_kilotonnes():
    # Data4 and APL, life cycle assessment of DC19: 12.6 million kg, 39 % of it materials and equipment, over 20 years
    assert approx(12.6e6 * 0.39 / 1e3, rel=1e-3) == 20 * annual_embodied_carbon(0, 0, 5, 5, 982.8, 20, 1)


def test_a_facility_without_combustion_has_a_cue_of_grid_intensity_times_pue():
    # ISO/IEC 30134-8, CUE = CO2e ÷ E_IT; for grid electricity alone it is intensity × PUE: 0.4 × 1.2 = 0.48 kg/kWh
    found = evaluate(
        "cue",
        annual_scope1="0 tCO2e",
        annual_it_energy="1 TWh",
        annual_grid_energy="1.2 TWh",
        grid_carbon_intensity="400 gCO2e/kWh",
    )
    assert approx(480) == found.to("gCO2e/kWh").magnitude


def test_a_thousand_grams_for_an_accelerator_hour_are_8_76_tonnes_a_year():
    # ISO/IEC 21031, SCI = (E × I + M) ÷ R with R an accelerator-hour; 8,760 h
    found = evaluate(
        "sci_per_accelerator_hour",
        annual_scope1="2 tCO2e",
        annual_scope2_location_based="5 tCO2e",
        annual_embodied_carbon="1.76 tCO2e",
        accelerators=1,
    )
    assert approx(1000) == found.to("gCO2e/accelerator/h").magnitude


def test_a_tonne_for_1e24_operations_is_a_gram_for_1e18():
    # ISO/IEC 21031 with R = 10¹⁸ FLOP; NVIDIA prints its own figures in grams per exaFLOP
    found = evaluate(
        "sci_per_compute",
        annual_scope1="0 tCO2e",
        annual_scope2_location_based="0.6 tCO2e",
        annual_embodied_carbon="0.4 tCO2e",
        annual_compute="1e24 FLOP",
    )
    assert approx(1) == found.to("gCO2e/EFLOP").magnitude


@law
@given(positive, share)
def test_generators_and_grid_share_the_facility_s_energy(energy, on_site):
    assert approx(energy) == annual_on_site_energy(energy, on_site) + annual_grid_energy(energy, on_site)


@law
@given(positive, positive, positive)
def test_a_site_without_generators_has_no_scope_1(energy, burnt, grid):
    assert 0 == annual_scope1(annual_on_site_energy(energy, 0.0), burnt)
    assert approx(energy * grid) == annual_scope2_location_based(annual_grid_energy(energy, 0.0), grid)


@law
@given(positive, positive, positive)
def test_a_site_on_its_own_generators_has_no_scope_2(energy, burnt, grid):
    assert approx(energy * burnt) == annual_scope1(annual_on_site_energy(energy, 1.0), burnt)
    assert 0 == annual_scope2_location_based(annual_grid_energy(energy, 1.0), grid)


@law
@given(positive, share, positive)
def test_generators_as_dirty_as_the_grid_change_no_total(energy, on_site, intensity):
    scope1 = annual_scope1(annual_on_site_energy(energy, on_site), intensity)
    scope2 = annual_scope2_location_based(annual_grid_energy(energy, on_site), intensity)
    assert approx(energy * intensity) == scope1 + scope2


@law
@given(positive, share, positive, positive)
def test_the_facility_s_intensity_is_its_direct_emissions_over_its_energy(energy, on_site, burnt, grid):
    scope1 = annual_scope1(annual_on_site_energy(energy, on_site), burnt)
    scope2 = annual_scope2_location_based(annual_grid_energy(energy, on_site), grid)
    assert approx((scope1 + scope2) / energy) == facility_carbon_intensity(grid, burnt, on_site)


def test_a_facility_without_generators_has_the_intensity_of_its_grid():
    # nothing is known of generators, and nothing needs to be
    found = evaluate("facility_carbon_intensity", grid_carbon_intensity="400 gCO2e/kWh")
    assert approx(400) == found.to("gCO2e/kWh").magnitude


def test_the_intensity_of_a_grid_follows_from_a_facility_without_generators():
    found = evaluate("grid_carbon_intensity", facility_carbon_intensity="400 gCO2e/kWh")
    assert approx(400) == found.to("gCO2e/kWh").magnitude


def test_a_facility_with_generators_needs_their_intensity():
    with pytest.raises(EstimatorError, match="it needs generator_carbon_intensity"):
        evaluate("facility_carbon_intensity", grid_carbon_intensity="400 gCO2e/kWh", on_site_share=0.1)


def test_of_generators_that_make_nothing_no_intensity_follows():
    with pytest.raises(EstimatorError, match="generator_carbon_intensity does not follow"):
        evaluate(
            "generator_carbon_intensity",
            facility_carbon_intensity="400 gCO2e/kWh",
            grid_carbon_intensity="400 gCO2e/kWh",
            on_site_share=0,
        )


@law
@given(positive, positive)
def test_doubling_the_load_doubles_scope_2(energy, intensity):
    assert approx(2 * annual_scope2_location_based(energy, intensity)) == annual_scope2_location_based(
        2 * energy, intensity
    )


@law
@given(positive, positive, positive)
def test_a_contract_changes_only_the_market_based_figure(energy, grid, contracted):
    assert annual_scope2_location_based(energy, grid) == annual_scope2_market_based(energy, grid)
    assert approx(contracted / grid) == annual_scope2_market_based(energy, contracted) / annual_scope2_location_based(
        energy, grid
    )


@law
@given(positive, positive, st.floats(1.5, 4), positive)
def test_upstream_emissions_are_those_of_the_grid_or_of_the_fuel_by_where_energy_is_made(energy, grid, rate, fuel):
    assert approx(energy * rate * fuel) == annual_upstream_carbon(0, grid, energy, rate, fuel)
    assert approx(energy * grid) == annual_upstream_carbon(energy, grid, 0, rate, fuel)


def test_a_site_on_gas_alone_has_emissions_upstream():
    result = estimate(facility_capacity="2 GW", grid="usa", on_site_share=1, generator="stargate-turbines")
    found = result["annual_upstream_carbon"]
    assert 0 < found.p5
    assert approx(result["annual_on_site_fuel"].p50 * 48e3, rel=0.1) == found.p50


@law
@given(positive, positive, lifetime, positive, positive, lifetime)
def test_what_lives_twice_as_long_embodies_half_as_much_a_year(count, each, years, capacity, per_power, decades):
    once = annual_embodied_carbon(count, each, years, capacity, per_power, decades, 1)
    assert approx(once / 2) == annual_embodied_carbon(count, each, 2 * years, capacity, per_power, 2 * decades, 1)


@law
@given(positive, positive, positive)
def test_cue_leaves_out_what_was_built(scope1, scope2, it_energy):
    assert approx((scope1 + scope2) / it_energy) == cue(scope1, scope2, it_energy)


@law
@given(positive, positive, positive, positive)
def test_carbon_of_all_accelerator_hours_is_that_of_the_site(scope1, scope2, embodied, count):
    each = sci_per_accelerator_hour(scope1, scope2, embodied, count, 8760)
    assert approx(scope1 + scope2 + embodied) == each * count * 8760


@law
@given(positive, share, positive, positive, positive, positive)
def test_software_carbon_intensity_is_e_times_i_and_m_over_r(energy, on_site, burnt, grid, embodied, count):
    # ISO/IEC 21031: SCI = (E × I + M) ÷ R
    scope1 = annual_scope1(annual_on_site_energy(energy, on_site), burnt)
    scope2 = annual_scope2_location_based(annual_grid_energy(energy, on_site), grid)
    intensity = facility_carbon_intensity(grid, burnt, on_site)
    each = sci_per_accelerator_hour(scope1, scope2, embodied, count, 8760)
    assert approx((energy * intensity + embodied) / (count * 8760)) == each


def test_an_hour_of_a_tonne_over_four_years_embodies_28_grams():
    # SCI specification 1.1.0, embodied emissions: 1,000 kg over four years, reserved for one hour
    one_year = annual_embodied_carbon(1, 1000, 4, 0, 0, 20, 1)
    assert approx(28, abs=1) == sci_per_accelerator_hour(0, 0, one_year, 1, 8760) * 1e3


def test_what_lies_upstream_of_the_grid_and_what_was_contracted_stand_outside_software_carbon_intensity():
    known = {
        "annual_facility_energy": "1 TWh", "grid_carbon_intensity": "400 gCO2e/kWh", "accelerators": 10_000,
        "annual_embodied_carbon": "1000 tCO2e",
    }  # fmt: skip
    sci = evaluate("sci_per_accelerator_hour", annual_scope1="0 tCO2e", **known)
    more = {"grid_upstream_carbon_intensity": "60 gCO2e/kWh", "contracted_carbon_intensity": "5 gCO2e/kWh"}
    assert sci == evaluate("sci_per_accelerator_hour", annual_scope1="0 tCO2e", **known, **more)


@law
@given(positive, positive, positive, positive)
def test_twice_the_compute_halves_its_carbon(scope1, scope2, embodied, compute):
    once = sci_per_compute(scope1, scope2, embodied, compute)
    assert approx(once / 2) == sci_per_compute(scope1, scope2, embodied, 2 * compute)
