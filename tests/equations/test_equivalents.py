"""Equivalences against countries and households as they were published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import evaluate
from estimator.equations.equivalents import households, inhabitants, national_peak_share, national_share

positive = st.floats(1e-3, 1e6)
law = settings(deadline=None, max_examples=50)

COUNTRIES = [
    (449.2, 0.039),  # RTE, Bilan électrique 2024: France, corrected for weather
    (4097, 0.0043),  # EIA, STEO of May 2025: United States in 2024
    (31.9, 0.549),  # CSO via the Irish Times: Ireland, metered in 2024
    (415, 0.042),  # IEA, Energy and AI, 2025: data centres of the world in 2024
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
