"""Plants and contracts as announcements tell them, worked out by hand."""

import pytest
from pytest import approx

import estimator
from estimator import evaluate

HOURS = 8760


def test_960_megawatts_at_92_per_cent_are_7_74_twh():
    # X-energy and Amazon: 960 MW × 0.92 × 8,760 h
    found = evaluate(
        "annual_plant_energy", plant_capacity="960 MW", plant_capacity_factor=0.92, operating_year="8760 h"
    )
    assert approx(7.737, rel=1e-3) == found.to("TWh").magnitude


def test_960_megawatts_of_nuclear_power_are_737_thousand_american_homes():
    # 7.737 TWh over 10,500 kWh a home (EIA)
    found = estimator.estimate(plant_capacity="960 MW", plant_capacity_factor=0.92, country="usa", draws=2000)
    assert approx(737e3, rel=0.01) == found["plant_households"].p50


def test_twelve_xe_100s_of_80_megawatts_are_960_megawatts():
    found = evaluate("plant_capacity", plant_reactors="12 reactors", reactor_net_power="80 MW/reactor")
    assert approx(960.0) == found.to("MW").magnitude


def test_a_reactor_that_is_named_gives_its_capacity_factor_to_the_plant():
    found = estimator.estimate(plant_reactors=2, reactor="epr", draws=500)
    assert found["plant_capacity_factor"].p50 == found["reactor_capacity_factor"].p50


def test_a_plant_without_units_or_power_stays_open():
    assert "annual_plant_energy" not in estimator.estimate(contract_term="20 years", draws=200)


def test_a_contract_of_1121_megawatts_for_20_years_at_70_dollars_is_13_billion():
    # 1,121 MW × 0.92 × 8,760 h × 70 USD/MWh × 20
    known = {"plant_capacity_factor": 0.92, "contracted_price": "70 USD2025/MWh", "contract_term": "20 years"}
    found = estimator.estimate({"contracted_power": "1121 MW", **known}, draws=200)
    assert approx(1121 * 0.92 * HOURS * 70 * 20 / 1e6, rel=1e-3) == found["contract_cost"].p50


def test_a_contract_in_megawatt_hours_needs_no_capacity_factor():
    known = {"contracted_price": "50 USD2025/MWh", "contract_term": "10 years"}
    found = estimator.estimate({"annual_contracted_energy": "2 TWh", **known}, draws=200)
    assert approx(1000.0) == found["contract_cost"].p50


def test_vogtle_at_two_units_for_35_billion_cost_16_dollars_a_watt():
    # 35 bn USD over 2 × 1,117 MW
    found = estimator.estimate({"plant_cost": "35 bn USD2023", "plant_capacity": "2234 MW"}, draws=200)
    assert approx(15.67, rel=1e-3) == found["plant_cost_per_power"].p50


def test_500_billion_over_four_years_are_125_a_year():
    found = estimator.estimate(investment="500 bn USD2025", investment_term="4 years", draws=200)
    assert approx(125e3) == found["annual_investment"].p50


@pytest.mark.parametrize("written", ["-5 years", "0 years"])
def test_a_term_of_no_years_is_refused(written):
    with pytest.raises(estimator.EstimatorError, match="contract_term should be"):
        estimator.estimate(contract_term=written)


def test_the_fleet_of_google_in_2023_consumed_6_1_billion_gallons():
    # 23.98 TWh at a PUE of 1.10, 6,100.6 million gallons by its environmental report
    found = estimator.estimate(operator_share="100 %", fleet="google", year=2023, draws=500)
    assert approx(6100.6 * 3.785411784, rel=0.005) == found["annual_site_water_consumption"].p50


def test_a_connection_of_500_megawatts_feeds_625_at_a_demand_factor_of_0_8():
    found = evaluate("connectable_capacity", connection_capacity="500 MW", demand_factor=0.8)
    assert approx(625.0) == found.to("MW").magnitude


def test_a_connection_alone_bounds_the_accelerators_that_it_feeds():
    # 500 MW / 0.8 / 1.25 / (1,400 W × 1.39 × 1.14) is 225 k
    found = estimator.estimate(connection_capacity="500 MW", accelerator="gb300", draws=2000)
    assert approx(225e3, rel=0.06) == found["connectable_accelerators"].p50
    assert approx(4.38) == found["connectable_annual_energy"].p50


def test_a_site_that_draws_its_nameplate_all_year_is_8_3_million_american_homes_for_10_gigawatts():
    # 10 GW × 8,760 h over 10,500 kWh
    found = estimator.estimate(facility_capacity="10 GW", country="usa", draws=2000)
    assert approx(8.34e6, rel=0.01) == found["full_draw_households"].p50


def test_by_all_uses_85_megawatts_are_60_thousand_people_in_france():
    # 45 MW on average; 449.2 TWh over 68.4 million people is 6,570 kWh each
    found = estimator.estimate(average_facility_load="45 MW", country="france", draws=2000)
    assert approx(60e3, rel=0.02) == found["all_use_inhabitants"].p50


def test_an_olympic_pool_holds_2500_cubic_metres():
    found = evaluate("pools", annual_site_water_withdrawal="1 hm3", pool_volume="2500 m3/pool")
    assert approx(400.0) == found.magnitude


def test_the_sun_is_no_firm_supply_of_a_french_winter_and_reactors_are():
    sun, reactors = (
        estimator.estimate(facility_capacity="500 MW", country="france", supply=supply, draws=1000)
        for supply in ("utility-solar", "nuclear")
    )
    assert sun["supply_capacity_credit"].p95 <= 0.05
    assert reactors["supply_capacity_credit"].p5 >= 0.7
