"""Equivalences against countries and households as they were published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import estimate, evaluate
from estimator.equations.equivalents import (
    city_share,
    electric_cars,
    households,
    inhabitants,
    national_peak_share,
    national_share,
    operator_share,
    world_data_centre_share,
)

positive = st.floats(1e-3, 1e6)
law = settings(deadline=None, max_examples=50)

COUNTRIES = [
    (449.2, 0.039),  # RTE, Bilan électrique 2024: France, corrected for weather
    (4097, 0.0043),  # EIA, STEO of May 2025: United States in 2024
    (31.9, 0.549),  # CSO via the Irish Times: Ireland, metered in 2024
]
HOMES = [
    (10_500, 1.67e6),  # Epoch AI, How much energy does ChatGPT use?: the average household of the United States
    (4255, 4.12e6),  # Selectra: France
    (4802, 3.65e6),  # Kelwatt: France, 2,223 kWh a person and 2.16 persons
    (2700, 6.49e6),  # United Kingdom, the low end of 2,700 to 2,900
]


@pytest.mark.parametrize(("terawatt_hours", "expected"), COUNTRIES)
def test_two_gigawatts_all_year_are_a_share_of_each_country(terawatt_hours, expected):
    found = evaluate(
        "national_share", annual_facility_energy="17.52 TWh", national_energy=f"{terawatt_hours} TWh"
    ).magnitude
    assert approx(expected, rel=2e-2) == found


def test_data_centres_took_22_per_cent_of_ireland_s_electricity_in_2024():
    # CSO via the Irish Times: 6,969 GWh of 31.9 TWh
    assert approx(0.22, abs=5e-3) == national_share(6.969, 31.9)


@pytest.mark.parametrize(("kilowatt_hours", "homes"), HOMES)
def test_two_gigawatts_all_year_are_the_electricity_of_so_many_homes(kilowatt_hours, homes):
    # users.md, seed cases
    found = evaluate(
        "households", annual_facility_energy="17.52 TWh", household_energy=f"{kilowatt_hours} kWh/household"
    ).magnitude
    assert approx(homes, rel=2e-3) == found


def test_a_household_of_2_16_uses_4_802_kilowatt_hours():
    # Kelwatt: 2,223 kWh a person and 2.16 persons in a household
    found = evaluate(
        "inhabitants",
        annual_facility_energy="1 TWh",
        household_energy="4802 kWh/household",
        people_per_household="2.16 person/household",
    )
    assert approx(1e9 / 2223, rel=1e-3) == found.to("person").magnitude


def test_a_peak_follows_from_its_share():
    # two ways through one equation
    found = evaluate("national_peak", national_peak_share=0.02, facility_peak_demand="2 GW")
    assert approx(100) == found.to("GW").magnitude


@pytest.mark.parametrize(("terawatt_hours", "expected"), [(415, 0.0422), (945, 0.0185)])
def test_two_gigawatts_all_year_are_a_share_of_all_data_centres(terawatt_hours, expected):
    # IEA, Energy and AI, 2025: 415 TWh in 2024, 945 TWh in 2030
    found = evaluate(
        "world_data_centre_share",
        annual_facility_energy="17.52 TWh",
        world_data_centre_energy=f"{terawatt_hours} TWh",
    )
    assert approx(expected, abs=5e-5) == found.magnitude


def test_two_gigawatts_all_year_charge_six_million_american_cars():
    # US Department of Energy, fact 994: 28.9 kWh for 100 miles; 9,697 miles a year make 2,800 kWh
    found = evaluate("electric_cars", annual_facility_energy="17.52 TWh", electric_car_energy=f"{0.289 * 9697} kWh/car")
    assert approx(6.25e6, rel=2e-3) == found.to("car").magnitude


def test_google_s_data_centres_took_more_than_7_per_cent_of_all_in_2024():
    # Google, 2026 Environmental Report: 30,637,100 MWh; IEA: 415 TWh
    found = evaluate(
        "world_data_centre_share", annual_facility_energy="30637100 MWh", world_data_centre_energy="415 TWh"
    )
    assert approx(0.0738, abs=5e-5) == found.magnitude


def test_the_energy_of_a_facility_follows_from_its_share_of_a_city():
    # two ways through one equation
    found = evaluate("annual_facility_energy", city_share=0.1, city_energy="50 TWh")
    assert approx(5.0) == found.to("TWh").magnitude


def test_a_share_is_told_in_per_cent():
    found = estimate(annual_facility_energy="17.52 TWh", national_energy="4097 TWh")["national_share"]
    assert "0.428 %" == str(found)


def test_a_share_stays_a_ratio_in_rows():
    rows = estimate(annual_facility_energy="17.52 TWh", national_energy="4097 TWh").to_rows()
    (found,) = [row for row in rows if row["quantity"] == "national_share"]
    assert ("1", approx(17.52 / 4097)) == (found["unit"], found["p50"])


def test_a_share_may_be_given_in_per_cent():
    found = evaluate("annual_facility_energy", national_share="22 %", national_energy="31.9 TWh")
    assert approx(7.018) == found.to("TWh").magnitude


@law
@given(positive, positive, st.sampled_from([city_share, operator_share, world_data_centre_share, national_share]))
def test_shares_of_two_facilities_add_up(energy, whole, share):
    assert approx(share(energy, whole) + share(3 * energy, whole)) == share(4 * energy, whole)


@law
@given(positive, positive, positive)
def test_cars_and_households_stand_in_the_ratio_of_what_each_takes(energy, car, home):
    assert approx(home / car) == electric_cars(energy, car) / households(energy, home)


@law
@given(positive, positive)
def test_twice_the_energy_is_twice_the_households(energy, each):
    assert approx(2 * households(energy, each)) == households(2 * energy, each)


@law
@given(positive, positive)
def test_inhabitants_share_their_household_s_energy(homes, people):
    assert approx(homes) == inhabitants(homes, people) / people


@law
@given(positive, st.floats(0.01, 1.0), positive)
def test_a_flat_load_is_a_larger_share_of_energy_than_of_the_peak(load, load_factor, demand):
    assert national_peak_share(demand, load) <= national_share(demand, load * load_factor)
