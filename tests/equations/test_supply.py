"""Supply, generators on site and backup against what was published of plants, permits and engines."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import estimate, evaluate
from estimator.equations.backup import backup_battery_energy, backup_energy, backup_fuel, backup_generators
from estimator.equations.generators import (
    installed_generators_are_those_needed,
    on_site_capacity_factor,
    on_site_capacity_needed,
    on_site_generators,
    on_site_peak,
)
from estimator.equations.reactors import reactors_by_energy
from estimator.equations.supply import (
    annual_supply_energy,
    annual_supply_life_cycle_carbon,
    annual_supply_water,
    firm_supply_covers_the_peak,
    supply_capacity,
    supply_firm_capacity,
)
from estimator.report.text import text

BTU = 0.000293071  # kWh
GALLON = 3.785411784  # L
HOURS = 8760
positive = st.floats(1e-3, 1e6)
share = st.floats(0.01, 0.99)
law = settings(deadline=None, max_examples=50)


# Supply


def test_american_reactors_that_made_789_88_terawatt_hours_in_2020_had_97_2_gigawatts():
    # EIA, table 4.08.B, 2020: time adjusted capacity 97,238.3 MW at 92.4 %, of the hours of a leap year
    found = evaluate(
        "supply_capacity",
        annual_supply_energy="789.88 TWh",
        supply_capacity_factor=0.924,
        operating_year="8784 h",
    )
    assert approx(97.24, rel=2e-3) == found.to("GW").magnitude


def test_chinese_wind_of_2_029_hours_in_eleven_months_ran_at_a_quarter():
    # National Energy Administration, January to November 2023: 2,029 h of 334 days, which are 8,016 h
    found = evaluate(
        "supply_capacity_factor", annual_supply_energy="2029 GWh", supply_capacity="1 GW", operating_year="8016 h"
    )
    assert approx(0.253, abs=5e-4) == found.magnitude


def test_two_gigawatts_all_year_are_those_of_5_8_gigawatts_of_american_wind():
    # 17.52 TWh at the 34.3 % that EIA's table 4.08.B has for 2024
    found = evaluate("supply_capacity", annual_facility_energy="17.52 TWh", supply_capacity_factor=0.343, grid_loss=0)
    assert approx(5.83, abs=0.005) == found.to("GW").magnitude


def test_a_loss_of_a_twentieth_on_the_way_asks_for_a_nineteenth_more():
    assert approx(20 / 19) == annual_supply_energy(1, 0.05)


def test_wind_farms_of_a_gigawatt_count_for_410_megawatts_in_pjm():
    # PJM, ELCC class ratings for the 2026/2027 base residual auction: onshore wind 41 %
    assert approx(410) == supply_firm_capacity(1000, 0.41)


def test_reactors_for_two_gigawatts_all_year_emit_210_kilotonnes_over_their_lives():
    # IPCC AR5, annex III, table A.III.2: nuclear, median 12 gCO2e/kWh; 17.52 TWh × 12 g
    found = evaluate(
        "annual_supply_life_cycle_carbon",
        annual_supply_energy="17.52 TWh",
        supply_life_cycle_carbon_intensity="12 gCO2e/kWh",
    )
    assert approx(210.24) == found.to("ktCO2e").magnitude


def test_a_reactor_with_towers_consumes_672_gallons_for_a_megawatt_hour():
    # Macknick et al. 2012: median 672 gal/MWh: 8.76 TWh of a gigawatt take 22.3 million cubic metres
    found = evaluate(
        "annual_supply_water", annual_supply_energy="8.76 TWh", supply_water_intensity=f"{672 * GALLON / 1e3} L/kWh"
    )
    assert approx(22.28e3, rel=1e-3) == found.to("ML").magnitude


def test_a_report_says_beside_the_nameplate_that_it_holds_for_a_year_and_no_hour():
    lines = text(estimate(facility_capacity="2 GW", supply="onshore-wind")).splitlines()
    (line,) = [line for line in lines if line.lstrip().startswith("supply_capacity ")]
    assert "by the year's energy, not by the hour" in line


def test_a_report_says_beside_life_cycle_carbon_that_it_is_no_scope_2():
    lines = text(estimate(facility_capacity="2 GW", supply="nuclear")).splitlines()
    (line,) = [line for line in lines if line.lstrip().startswith("annual_supply_life_cycle_carbon ")]
    assert "life cycle, never scope 2" in line


def test_wind_that_gives_the_energy_of_a_year_is_told_not_to_carry_the_peak():
    result = estimate(average_facility_load="1 GW", facility_peak_demand="1.6 GW", supply="onshore-wind", country="usa")
    told = [finding for finding in result.findings if "supply_firm_capacity" in finding.message]
    assert ["expectation"] == [finding.kind for finding in told]


def test_a_supply_alone_brings_no_scopes():
    result = estimate(facility_capacity="2 GW", supply="gas-combined-cycle")
    assert "annual_scope1" not in {found.name for found in result.estimates}


def test_carbon_of_a_grid_and_of_a_supply_stay_apart():
    alone = estimate(facility_capacity="2 GW", grid="france")["annual_scope2_location_based"]
    beside = estimate(facility_capacity="2 GW", grid="france", supply="coal")["annual_scope2_location_based"]
    assert (alone.p5, alone.p50, alone.p95) == (beside.p5, beside.p50, beside.p95)


def test_a_supply_generates_what_a_site_does_not_make_itself():
    of_all, of_half, of_none = (
        estimate(annual_facility_energy="1 TWh", supply="onshore-wind", on_site_share=part, grid_loss=0.05)
        for part in (0, 0.5, 1)
    )
    assert approx(1 / 0.95) == of_all["annual_supply_energy"].p50
    assert approx(0.5 / 0.95) == of_half["annual_supply_energy"].p50
    assert (0, 0) == (of_none["supply_capacity"].p50, of_none["annual_supply_life_cycle_carbon"].p95)
    assert not [finding for finding in of_none.findings if "supply" in finding.message]


def test_a_peak_is_carried_by_supply_and_generators_on_site_together():
    assert (False, True) == (
        firm_supply_covers_the_peak(60, 0, 100, 0.3),
        firm_supply_covers_the_peak(60, 0, 100, 0.4),
    )


@law
@given(positive, share, share)
def test_the_nameplate_at_its_capacity_factor_gives_the_energy_back(energy, factor, loss):
    made = annual_supply_energy(energy, loss)
    assert approx(energy) == supply_capacity(made, factor, HOURS) * factor * HOURS * (1 - loss)


@law
@given(positive, share, share)
def test_no_supply_is_smaller_than_the_average_load(energy, factor, loss):
    assert energy / HOURS <= supply_capacity(annual_supply_energy(energy, loss), factor, HOURS)


@law
@given(positive, share, share, positive)
def test_a_supply_of_reactors_is_as_many_reactors_as_by_energy(energy, factor, loss, power):
    nameplate = supply_capacity(annual_supply_energy(energy, loss), factor, HOURS)
    assert approx(nameplate / power) == reactors_by_energy(energy, power * factor * HOURS, loss)


@law
@given(positive, share)
def test_twice_the_capacity_factor_halves_the_nameplate(energy, factor):
    once = supply_capacity(energy, factor / 2, HOURS)
    assert approx(once / 2) == supply_capacity(energy, factor, HOURS)


@law
@given(positive, share)
def test_firm_capacity_is_never_more_than_the_nameplate(nameplate, credit):
    assert supply_firm_capacity(nameplate, credit) <= nameplate


@law
@given(positive, share)
def test_firm_capacity_covers_a_peak_of_its_own_size_unless_some_is_lost(firm, loss):
    assert (True, False) == (
        firm_supply_covers_the_peak(firm, 0, firm, 0),
        firm_supply_covers_the_peak(firm, loss, firm, 0),
    )


@law
@given(positive, positive, positive)
def test_carbon_and_water_of_a_supply_grow_with_its_energy(energy, carbon, water):
    assert approx((2 * energy * carbon, 2 * energy * water)) == (
        annual_supply_life_cycle_carbon(2 * energy, carbon),
        annual_supply_water(2 * energy, water),
    )


# Generators on site


def test_ten_turbines_of_36_megawatts_are_the_360_of_stargate():
    # Texas permit, January 2025: ten simple-cycle turbines, 360.5 MW: nine carry 324.45 MW while one stands still
    assert approx((10, 360.5)) == (
        on_site_generators(324.45, 36.05, 1),
        on_site_capacity_needed(10, 36.05),
    )


def test_a_site_on_stargate_s_turbines_runs_at_324_megawatts_with_one_out():
    found = evaluate(
        "facility_peak_demand",
        on_site_capacity_needed="360.5 MW",
        on_site_generator_power="36.05 MW/generator",
        on_site_generators_out=1,
        on_site_share=1,
    )
    assert approx(324.45) == found.to("MW").magnitude


def test_a_terawatt_hour_of_a_combined_cycle_takes_1_95_of_gas():
    # EIA: combined cycles built since 2015, 6,654 Btu/kWh
    found = evaluate("annual_on_site_fuel", annual_on_site_energy="1 TWh", generator_heat_rate=6654 * BTU)
    assert approx(1.95, abs=5e-4) == found.to("TWh").magnitude


def test_fuel_and_carbon_of_generators_on_site_agree_on_what_gas_emits():
    # 53.06 kg of CO2 for each million Btu (40 CFR 98, table NN-1), by the same heating value
    result = estimate(
        annual_facility_energy="1 TWh", on_site_share=1, generator_heat_rate=2.0, generator="combined-cycle-block",
        fuel_carbon_intensity=f"{53.06 / (1e6 * BTU) * 1e3} gCO2e/kWh",
    )  # fmt: skip
    tonnes = result["annual_scope1"].p50 / (result["annual_on_site_fuel"].p50 * 1e9 / (1e6 * BTU) / 1e3)
    assert approx(53.06) == tonnes


def test_ranges_of_generators_are_those_of_their_draws():
    # a share that is stated stands before the default of none, which would hide what the number depends on
    result = estimate(facility_capacity="1.2 GW", generator="stargate-turbines", on_site_share=0.3)
    found = result["on_site_generators"]
    assert approx(found.quantile([0.1, 0.9]), rel=0.2) == (found.p5, found.p95)
    assert found.p5 < 0.9 * found.p50 < 1.1 * found.p50 < found.p95


@law
@given(positive, share)
def test_a_site_without_its_own_share_has_no_peak_of_its_own(peak, part):
    assert (0, approx(peak * part)) == (on_site_peak(peak, 0), on_site_peak(peak, part))


@law
@given(positive, positive, st.integers(0, 5))
def test_generators_with_some_out_still_carry_the_peak(peak, unit, out):
    needed = on_site_capacity_needed(on_site_generators(peak, unit, out), unit)
    assert approx(peak) == needed - out * unit


@law
@given(positive, positive, share)
def test_a_generator_at_its_nameplate_all_year_has_a_capacity_factor_of_one(power, unit, part):
    assert approx(part) == on_site_capacity_factor(power * HOURS * part, power, HOURS)


def test_as_many_generators_as_needed_are_enough_and_fewer_are_not():
    assert (True, False) == (
        installed_generators_are_those_needed(324, 324),
        installed_generators_are_those_needed(323, 324),
    )


# Backup


def test_a_gigawatt_for_a_quarter_of_an_hour_is_250_megawatt_hours():
    found = evaluate("backup_energy", facility_capacity="1 GW", backup_duration="15 min")
    assert approx(250) == found.to("MWh").magnitude


def test_seventeen_generators_of_three_megawatts_carry_51_megawatts_without_a_spare():
    # Washington Department of Ecology, July 2012, Vantage in Quincy: 17 engines of 3.0 MW, 51 MW
    assert approx(17) == backup_generators(51, 3.0, 1)


def test_a_generator_of_two_megawatts_burns_537_litres_in_an_hour():
    # fuel consumption chart: 2,000 kW at full load, 537.1 L/h; the catalog's assumption gives 536
    result = estimate(facility_capacity="2 MW", backup_duration="1 h")
    assert approx(537.1, rel=5e-3) == result["backup_fuel"].p50 * 1e6


def test_two_days_of_a_gigawatt_are_12_900_cubic_metres_of_diesel():
    # 48 GWh at 537.1 L/h for 2,000 kW
    found = evaluate(
        "backup_fuel", facility_capacity="1 GW", backup_duration="48 h", backup_fuel_consumption=f"{537.1 / 2000} L/kWh"
    )
    assert approx(12_890, rel=1e-3) == found.to("m**3").magnitude


def test_a_site_is_told_by_its_backup_generators():
    # solved backward: 500 generators of 2.5 MW, one spare for each four
    found = evaluate(
        "facility_capacity", backup_generators=500, backup_generator_power="2.5 MW/generator", backup_redundancy=1.25
    )
    assert approx(1000) == found.to("MW").magnitude


def test_backup_appears_only_where_something_is_said_of_it():
    names = {found.name for found in estimate(facility_capacity="2 GW").estimates}
    assert not {name for name in names if name.startswith("backup")}


@law
@given(positive, positive)
def test_twice_the_time_takes_twice_the_energy(capacity, time):
    assert approx(2 * backup_energy(capacity, time)) == backup_energy(capacity, 2 * time)


@law
@given(positive, share)
def test_batteries_hold_more_than_they_give(energy, usable):
    assert energy <= backup_battery_energy(energy, usable)


@law
@given(positive, positive, st.floats(1.0, 2.0))
def test_spares_are_installed_beside_what_carries_the_load(capacity, unit, redundancy):
    assert capacity <= backup_generators(capacity, unit, redundancy) * unit * (1 + 1e-12)


@law
@given(positive, positive)
def test_fuel_is_burnt_for_the_energy_delivered_alone(energy, each):
    assert approx(energy * each) == backup_fuel(energy, each)
