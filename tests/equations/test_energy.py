"""Energy of a year against published pairs of power and energy."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.equations.energy import (
    annual_facility_energy,
    annual_it_energy,
    average_facility_load,
    average_it_load,
    capacity_utilisation,
    load_factor,
    maximum_annual_facility_energy,
)

YEAR = 8760
LEAP_YEAR = 8784
positive = st.floats(1e-3, 1e6)
fraction = st.floats(0.01, 1.0)
from_one = st.floats(1.0, 3.0)
law = settings(deadline=None, max_examples=50)


def test_two_gigawatts_all_year_are_17_52_terawatt_hours():
    # 2 GW × 8,760 h, the figure that articles on Meta's site print
    assert approx(17.52) == maximum_annual_facility_energy(2e-3, YEAR)


def test_two_gigawatts_all_leap_year_are_17_57_terawatt_hours():
    assert approx(17.568) == maximum_annual_facility_energy(2e-3, LEAP_YEAR)


def test_325_terawatt_hours_use_half_of_74_gigawatts():
    # LBNL 2024, 325 TWh and 74 GW in 2028 (RTO Insider); Norris 2025 reads it as about 50 %
    assert approx(0.501, abs=5e-4) == capacity_utilisation(325 / YEAR * 1e3, 74)


def test_580_terawatt_hours_use_half_of_132_gigawatts():
    # LBNL 2024, 580 TWh and 132 GW in 2028 (RTO Insider)
    assert approx(0.502, abs=5e-4) == capacity_utilisation(580 / YEAR * 1e3, 132)


def test_80_terawatt_hours_cannot_come_from_9_gigawatts():
    # users.md, seed cases: a load factor of 1.015
    assert approx(1.015, abs=5e-4) == load_factor(80 / YEAR * 1e3, 9)


def test_a_node_in_training_draws_7_75_of_its_10_2_kilowatts():
    # Newkirk et al. 2025, abstract: 76 % of the rated 10.2 kW
    assert approx(7.75, abs=0.01) == average_it_load(10.2, 0.76)


def test_a_query_at_1275_watts_costs_1071_watts_of_facility_load():
    # Epoch AI, How much energy does ChatGPT use?: 1,275 W × 0.70 × 1.2
    assert approx(1071) == average_facility_load(average_it_load(1275, 0.70), 1.2)


def test_two_gigawatts_at_a_load_factor_of_0_8_are_14_02_terawatt_hours():
    # users.md, seed cases: 8.76, 14.02, 16.82 and 17.52 TWh at 0.5, 0.8, 0.96 and 1.0
    assert approx(14.02, abs=5e-3) == annual_facility_energy(2e-3 * 0.8, YEAR)


def test_one_megawatt_of_it_load_is_8760_megawatt_hours():
    # operating_year of the catalog: 8,760 h
    assert 8760 == annual_it_energy(1, YEAR)


@law
@given(positive, fraction)
def test_average_it_load_never_exceeds_it_capacity(capacity, share):
    assert capacity >= average_it_load(capacity, share)


@law
@given(positive, from_one)
def test_it_load_never_exceeds_facility_load(load, pue):
    assert load <= average_facility_load(load, pue)


@law
@given(positive, from_one, st.sampled_from([YEAR, LEAP_YEAR]))
def test_it_energy_never_exceeds_facility_energy(load, pue, hours):
    assert annual_it_energy(load, hours) <= annual_facility_energy(average_facility_load(load, pue), hours)


@law
@given(positive, fraction, st.sampled_from([YEAR, LEAP_YEAR]))
def test_no_load_takes_more_than_constant_nameplate(capacity, share, hours):
    assert maximum_annual_facility_energy(capacity, hours) >= annual_facility_energy(capacity * share, hours)


@law
@given(positive, fraction, from_one)
def test_the_same_use_of_a_larger_facility_is_a_smaller_share(load, share, growth):
    assert capacity_utilisation(load, load / share * growth) <= capacity_utilisation(load, load / share)


@law
@given(positive, fraction)
def test_load_factor_is_at_least_capacity_utilisation(load, demand):
    assert load_factor(load, 2 * load * demand) >= capacity_utilisation(load, 2 * load)


@law
@given(positive, st.sampled_from([YEAR, LEAP_YEAR]))
def test_doubling_the_load_doubles_the_energy(load, hours):
    assert approx(2 * annual_facility_energy(load, hours)) == annual_facility_energy(2 * load, hours)
