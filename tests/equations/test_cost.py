"""Money of a site against published totals; annuities against their tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import EstimatorError, estimate, evaluate
from estimator.equations.cost import (
    accelerator_capex,
    accelerator_share_of_capex,
    annual_cost,
    annual_electricity_cost,
    capex,
    capex_per_facility_watt,
    capex_per_it_watt,
    compute_capex,
    construction_capex,
    cost_per_accelerator_hour,
    cost_per_compute,
    facility_capital_recovery,
    it_capital_recovery,
)

EPOCH = {  # Epoch AI, 14 May 2026, and Frontier Data Centers, in USD of 2025; energy is 0.6 of the 0.902 billion
    "it_capacity": "1 GW",
    "compute_capex_per_it_watt": "26.11 USD/W",
    "construction_capex_per_it_watt": "11.77 USD/W",
    "opex_per_it_watt": "0.302 USD/W",
    "annual_electricity_cost": "600 MUSD",
    "annual_fuel_cost": "0 MUSD",
    "facility_lifetime": "14 year",
}
positive = st.floats(1e-3, 1e6)
rate = st.floats(1e-6, 0.5)
lifetime = st.floats(1.0, 50.0)
from_one = st.floats(1.0, 3.0)
law = settings(deadline=None, max_examples=50)


def test_five_years_at_8_per_cent_recover_a_quarter_each():
    # annuity tables: 0.08 ÷ (1 - 1.08⁻⁵) = 0.2505
    assert approx(0.2505, abs=5e-5) == evaluate("it_capital_recovery", discount_rate=0.08, it_lifetime="5 year")


def test_twenty_years_at_8_per_cent_recover_a_tenth_each():
    # annuity tables: 0.08 ÷ (1 - 1.08⁻²⁰) = 0.1019
    found = evaluate("facility_capital_recovery", discount_rate=0.08, facility_lifetime="20 year")
    assert approx(0.1019, abs=5e-5) == found


def test_a_rate_follows_from_what_is_recovered():
    # the same, solved backward
    assert approx(0.08, abs=1e-4) == evaluate("discount_rate", it_capital_recovery=0.2505, it_lifetime="5 year")


def test_a_lifetime_follows_from_what_is_recovered():
    # the same, solved for the lifetime
    found = evaluate("it_lifetime", it_capital_recovery=0.2505, discount_rate=0.08)
    assert approx(5, abs=2e-3) == found.to("year").magnitude


def test_a_gigawatt_of_it_costs_38_billion_dollars():
    # Epoch AI, 14 May 2026: 38 billion USD up front
    assert approx(38_000, rel=5e-3) == evaluate("capex", **EPOCH).to("MUSD").magnitude


def test_new_carlisle_costs_34_5_billion_dollars():
    # Epoch AI, Frontier Data Centers, 2026-03-23: 910 MW of IT, 34.47 billion USD, 23.76 and 10.71 of it
    parts = compute_capex(910, 26.11), construction_capex(910, 11.77)
    assert approx((23_760, 10_710), rel=1e-3) == parts
    assert approx(34_470, rel=1e-3) == capex(910, capex_per_it_watt(26.11, 11.77)) == approx(sum(parts))


@pytest.mark.parametrize(("years", "billions"), [(5, 8.5), (3, 12), (7, 7)])
def test_one_rate_gives_epoch_s_annual_cost_for_each_life_of_it(years, billions):
    # Epoch AI, 14 May 2026: 8.5 billion USD a year, 12 at three years and 7 at seven; the rate, not printed, is 6.5 %
    found = evaluate("annual_cost", **EPOCH, it_lifetime=f"{years} year", discount_rate=0.065)
    assert approx(billions, rel=1e-2) == found.to("MUSD").magnitude / 1e3


def test_epoch_s_annual_cost_needs_a_rate_of_6_5_per_cent():
    # the same, solved for the rate
    found = evaluate("discount_rate", **EPOCH, it_lifetime="5 year", annual_cost="8500 MUSD")
    assert approx(0.065, abs=1e-3) == found.magnitude


def test_bernstein_s_racks_cost_35_dollars_a_watt_of_the_facility():
    # Bernstein via Investing.com: 5.9 MUSD a rack, 3.4 of it compute, 35 billion USD for 1 GW, hence 5,932 racks;
    # Epoch AI, IT power by chip: 132 kW × 1.14 a rack
    racks = 35e3 / 5.9
    it_capacity = racks * 0.132 * 1.14
    per_it_watt = capex_per_it_watt(3.4 / (0.132 * 1.14), 2.5 / (0.132 * 1.14))
    assert approx(39.2, abs=0.05) == per_it_watt
    assert approx(35) == capex_per_facility_watt(capex(it_capacity, per_it_watt), 1000)


def test_65_billion_dollars_buy_1_7_gigawatts_of_it():
    # Epoch AI, 14 May 2026: 38 billion USD for 1 GW
    per_it_watt = {name: price for name, price in EPOCH.items() if name.endswith("capex_per_it_watt")}
    found = evaluate("it_capacity", capex="65 bn USD2025", **per_it_watt)
    assert approx(1716, rel=1e-3) == found.to("MW").magnitude


def test_compute_and_construction_are_all_there_is():
    # the same, from the two parts of the price and the power, with no price per watt
    found = evaluate(
        "capex_per_it_watt", compute_capex="26.11 bn USD", construction_capex="11.77 bn USD", it_capacity="1 GW"
    )
    assert approx(37.88) == found.to("USD/W").magnitude


def test_the_chips_of_a_gigawatt_of_gb200s_cost_half_of_the_site():
    # Bernstein: GPUs are 39 % of a rack with its infrastructure; Epoch's price table and 2,090 W of IT give nearer half
    share = accelerator_share_of_capex(accelerator_capex(1e9 / 2090, 36_750), 37.88e9)
    assert 0.39 < share < 0.50


def test_a_gigawatt_of_gas_turbines_burns_240_million_dollars_a_year():
    # EIA: Henry Hub 2025, 3.52 USD per MMBtu, 12.0 USD/MWh; EIA: 7,740 Btu/kWh, 2.27; 8.76 TWh
    found = evaluate(
        "annual_fuel_cost", annual_on_site_energy="8.76 TWh", generator_heat_rate=2.268, fuel_price="12.01 USD/MWh"
    )
    assert approx(239, abs=1) == found.to("MUSD").magnitude


def test_a_gigawatt_year_at_the_industrial_price_costs_724_million_dollars():
    # Epoch AI, training-cost-trends: US industrial price of 2025, 0.0826 USD/kWh; 8.76 TWh
    found = evaluate("annual_electricity_cost", annual_grid_energy="8.76 TWh", electricity_price="82.6 USD/MWh")
    assert approx(723.6, abs=0.05) == found.to("MUSD").magnitude


def test_a_dollar_an_hour_is_8_760_dollars_a_year():
    # operating_year of the catalog: 8,760 h
    found = evaluate("cost_per_accelerator_hour", annual_cost="8.76 MUSD", accelerators=1000)
    assert approx(1) == found.to("USD/accelerator/h").magnitude


@law
@given(lifetime)
def test_without_interest_each_year_recovers_its_part(years):
    assert approx(1 / years, rel=1e-12) == it_capital_recovery(0.0, years, 1)


@law
@given(lifetime)
def test_next_to_no_interest_adds_half_of_it_for_each_year_but_one(years):
    # first terms of the series: 1 / n + r (n + 1) / 2 n
    assert approx(1 / years + 1e-9 * (years + 1) / (2 * years), rel=1e-14) == it_capital_recovery(1e-9, years, 1)


def test_a_rate_of_zero_is_a_rate():
    assert approx(0.2, rel=1e-12) == evaluate("it_capital_recovery", discount_rate=0, it_lifetime="5 year")


def test_a_rate_of_zero_follows_from_what_is_recovered():
    assert approx(0, abs=1e-12) == evaluate("discount_rate", it_capital_recovery=0.2, it_lifetime="5 year")


def test_a_rate_next_to_zero_follows_from_what_is_recovered():
    # the same series, solved backward
    found = evaluate("discount_rate", it_capital_recovery=0.2 + 0.6e-9, it_lifetime="5 year")
    assert approx(1e-9, rel=1e-6) == found.magnitude


def test_a_lifetime_follows_without_interest():
    assert approx(4) == evaluate("it_lifetime", it_capital_recovery=0.25, discount_rate=0).to("year").magnitude


def test_recovering_less_than_the_price_asks_for_no_rate():
    with pytest.raises(EstimatorError, match=r"discount_rate should be between 0 and 1, got -0\.0016"):
        evaluate("discount_rate", it_capital_recovery=0.199, it_lifetime="5 year")


def test_a_site_that_owes_no_interest_pays_its_price_once():
    # 26.11 GUSD over 5 years, 11.77 over 14, and 0.902 a year
    found = evaluate("annual_cost", **EPOCH, it_lifetime="5 year", discount_rate=0)
    assert approx(26_110 / 5 + 11_770 / 14 + 902) == found.to("MUSD").magnitude


def test_ranges_of_lifetimes_carry_through_a_rate_of_zero():
    found = estimate(
        it_capacity="1 GW", cost="epoch-2026", discount_rate=0, it_lifetime="5 year", facility_lifetime="14 year",
        annual_electricity_cost="600 MUSD",
    )  # fmt: skip
    assert approx(26_110 / 5 + 11_770 / 14 + 900, rel=1e-3) == found["annual_cost"].p50


@law
@given(rate, lifetime)
def test_interest_makes_every_year_dearer(interest, years):
    assert 1 / years < facility_capital_recovery(interest, years, 1) * (1 + 1e-9)


@law
@given(rate, lifetime)
def test_what_is_recovered_is_worth_the_price_today(interest, years):
    recovered = it_capital_recovery(interest, years, 1)
    assert approx(1) == recovered * (1 - (1 + interest) ** -years) / interest


@law
@given(rate, lifetime)
def test_a_longer_life_recovers_less_each_year(interest, years):
    assert it_capital_recovery(interest, 2 * years, 1) < it_capital_recovery(interest, years, 1)


@law
@given(positive, positive, st.floats(0.01, 0.4), positive, positive, positive)
def test_the_annual_cost_rises_with_the_rate(compute, construction, interest, electricity, fuel, opex):
    def cost(of_capital: float) -> float:
        it, facility = it_capital_recovery(of_capital, 5, 1), facility_capital_recovery(of_capital, 20, 1)
        return annual_cost(compute, it, construction, facility, electricity, fuel, opex)

    assert cost(interest) < cost(1.1 * interest)


@law
@given(positive, positive, from_one)
def test_a_watt_of_it_is_dearer_than_a_watt_of_the_facility(price, it_capacity, peak_pue):
    assert capex_per_facility_watt(capex(it_capacity, price), it_capacity * peak_pue) <= price * (1 + 1e-12)


@law
@given(positive, positive)
def test_twice_the_price_of_electricity_costs_twice_as_much(energy, price):
    assert approx(2 * annual_electricity_cost(energy, price)) == annual_electricity_cost(energy, 2 * price)


@law
@given(positive, positive)
def test_all_accelerator_hours_cost_what_the_year_costs(cost, count):
    assert approx(cost) == cost_per_accelerator_hour(cost, count, 8760) * count * 8760


@law
@given(positive, positive)
def test_twice_the_compute_costs_half_each(cost, compute):
    assert approx(cost_per_compute(cost, compute) / 2) == cost_per_compute(cost, 2 * compute)


def test_nothing_from_the_grid_costs_nothing():
    found = evaluate("annual_electricity_cost", annual_grid_energy="0 TWh", electricity_price="80 USD/MWh")
    assert 0 == found.magnitude


def test_a_general_cloud_is_not_priced_as_racks_of_accelerators():
    priced = {
        purpose: estimate(it_capacity="1 GW", electricity_price="80 USD/MWh", purpose=purpose, draws=200)
        for purpose in ("ai", "general")
    }
    assert "capex" in priced["ai"]
    assert "capex" not in priced["general"]
    assert "construction_capex" in priced["general"]
