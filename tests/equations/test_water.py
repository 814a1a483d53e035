"""Water of a site and of the power plants behind it, against what was published."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import evaluate
from estimator.equations.inference import queries_per_day, water_per_query
from estimator.equations.mix import annual_grid_energy
from estimator.equations.water import (
    annual_grid_water,
    annual_site_water_consumption,
    annual_site_water_withdrawal,
    peak_day_water,
    withdrawal_wue,
)

GALLON = 3.785411784e-6  # ML
positive = st.floats(1e-3, 1e6)
from_one = st.floats(1.0, 3.0)
share = st.floats(0.0, 1.0)
law = settings(deadline=None, max_examples=50)


def test_data_centres_of_the_us_used_up_0_374_litres_on_site_for_a_kilowatt_hour_in_2023():
    # LBNL 2024: 17.4 billion gallons and 176 TWh; it divides by the facilities' energy, not by IT's
    found = evaluate("wue", annual_site_water_consumption=f"{17.4e9 * GALLON} ML", annual_it_energy="176 TWh")
    assert approx(0.374, abs=5e-4) == found.to("L/kWh").magnitude


def test_power_plants_used_up_4_54_litres_for_a_kilowatt_hour_of_them():
    # LBNL 2024: 211 billion gallons and 176 TWh
    found = evaluate("annual_grid_water", annual_grid_energy="176 TWh", grid_water_intensity="4.538 L/kWh")
    assert approx(211e9 * GALLON, rel=1e-3) == found.to("ML").magnitude


def test_the_dalles_took_1_31_times_what_it_used_up():
    # Google, The Dalles, 2021: 358.3 million gallons withdrawn, 274.5 consumed, 83.8 discharged
    found = evaluate(
        "withdrawal_ratio",
        annual_site_water_withdrawal=f"{358.3e6 * GALLON} ML",
        annual_site_water_consumption=f"{274.5e6 * GALLON} ML",
    )
    assert approx(1.305, abs=5e-4) == found.magnitude


def test_what_the_dalles_did_not_use_up_went_to_the_drain():
    # the same: 83.8 million gallons discharged
    assert approx(83.8, abs=0.1) == annual_site_water_withdrawal(274.5, 1.305) - 274.5


def test_meta_took_0_28_litres_for_a_kilowatt_hour_of_it_in_2023():
    # Meta's 2024 report: 3,881 ML withdrawn and 14,975,435 MWh of all rooms, leased ones included; PUE 1.08.
    # It publishes 0.18 for rooms of its own, which is less.
    found = evaluate(
        "withdrawal_wue", annual_site_water_withdrawal="3881 ML", annual_facility_energy="14975435 MWh", pue=1.08
    )
    assert approx(0.280, abs=5e-4) == found.to("L/kWh").magnitude


def test_google_consumed_1_05_litres_for_a_kilowatt_hour_of_it_in_2024():
    # Google, 2026 Environmental Report: 7,787 million gallons consumed, 30,637,100 MWh, PUE 1.09
    found = evaluate(
        "wue", annual_site_water_consumption=f"{7787e6 * GALLON} ML", annual_facility_energy="30637100 MWh", pue=1.09
    )
    assert approx(1.049, abs=5e-4) == found.to("L/kWh").magnitude


def test_evaporation_of_all_heat_takes_1_48_litres_for_each_kilowatt_hour():
    # latent heat of water at 30 °C: 2.43 MJ/kg; 1 GW for a day
    found = evaluate("peak_day_water", it_capacity="1 GW", peak_day_wue=f"{3.6 / 2.43} L/kWh")
    assert approx(24e6 * 3.6 / 2.43 * 1e-6) == found.to("ML/d").magnitude


def test_a_gigawatt_at_two_litres_takes_48_megalitres_on_its_worst_day():
    # 1 GW × 24 h × 2 L/kWh
    found = evaluate("peak_day_water", it_capacity="1 GW", peak_day_wue="2 L/kWh")
    assert approx(48) == found.to("ML/d").magnitude


def test_a_dry_site_uses_up_no_water():
    found = evaluate("annual_site_water_consumption", annual_it_energy="1 TWh", wue="0 L/kWh")
    assert 0 == found.magnitude


@law
@given(positive, positive)
def test_doubling_the_it_energy_doubles_the_water(energy, wue):
    assert approx(2 * annual_site_water_consumption(energy, wue)) == annual_site_water_consumption(2 * energy, wue)


@law
@given(positive, from_one)
def test_a_site_never_uses_up_more_than_it_takes(consumed, ratio):
    assert consumed <= annual_site_water_withdrawal(consumed, ratio)


@law
@given(positive, positive, from_one)
def test_water_taken_is_the_same_by_its_intensity_and_by_its_volume(energy, wue, ratio):
    volume = annual_site_water_withdrawal(annual_site_water_consumption(energy, wue), ratio)
    assert approx(energy * withdrawal_wue(wue, ratio)) == volume


@law
@given(positive, share, positive)
def test_generators_on_site_spare_the_grid_s_water(energy, on_site, intensity):
    spared = annual_grid_water(energy, intensity) - annual_grid_water(annual_grid_energy(energy, on_site), intensity)
    assert approx(energy * on_site * intensity, abs=1e-6 * energy * intensity) == spared


@law
@given(positive, positive, positive)
def test_water_of_all_queries_of_a_day_is_the_site_s_water_of_a_day(load, each, wue):
    assert approx(annual_site_water_consumption(load, wue)) == water_per_query(each, wue) * queries_per_day(load, each)


@law
@given(positive, st.floats(0.01, 1.0), positive)
def test_no_average_day_takes_more_than_a_worst_day_at_the_same_wue(capacity, used, wue):
    assert annual_site_water_consumption(capacity * used, wue) <= peak_day_water(capacity, wue) * (1 + 1e-12)
