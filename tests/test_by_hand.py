"""One site, computed by hand: exact inputs, and outputs of every subject as a reader with a calculator gets them."""

import pytest
from pytest import approx

import estimator

FACTS = {
    "it_capacity": "100 MW",
    "peak_pue": 1.25,
    "pue": 1.2,
    "demand_factor": 0.8,
    "it_capacity_utilisation": 0.6,
    "accelerator_tdp": "1000 W/accelerator",
    "server_overhead": 1.6,
    "it_overhead": 1.25,
    "on_site_share": 0.1,
    "generator_heat_rate": 2.5,
    "fuel_carbon_intensity": "200 gCO2e/kWh",
    "fuel_upstream_carbon_intensity": "40 gCO2e/kWh",
    "grid_carbon_intensity": "400 gCO2e/kWh",
    "contracted_carbon_intensity": "30 gCO2e/kWh",
    "grid_upstream_carbon_intensity": "50 gCO2e/kWh",
    "embodied_carbon_per_accelerator": "1000 kgCO2e/accelerator",
    "embodied_carbon_per_facility_power": "800 tCO2e/MW",
    "it_lifetime": "5 year",
    "facility_lifetime": "20 year",
    "wue": "0.5 L/kWh",
    "withdrawal_ratio": 1.25,
    "peak_day_wue": "1.5 L/kWh",
    "grid_water_intensity": "2 L/kWh",
    "compute_capex_per_it_watt": "26 USD/W",
    "construction_capex_per_it_watt": "12 USD/W",
    "electricity_price": "80 USD/MWh",
    "fuel_price": "10 USD/MWh",
    "discount_rate": 0.08,
    "opex_per_it_watt": "0.3 USD/W",
    "accelerator_peak_rate": "1e15 FLOP/s/accelerator",
    "mfu": 0.4,
    "utilisation": 0.8,
    "model_parameters": "100e9 parameters",
    "training_tokens": "10e12 tokens/run",
    "training_power_share": 0.7,
    "it_energy_per_query": "0.3 Wh/query",
    "tokens_per_query": "500 tokens/query",
    "reactor_net_power": "1600 MW/reactor",
    "reactor_capacity_factor": 0.75,
    "grid_loss": 0,
}

BY_HAND = {
    "facility_capacity": 125,  # MW: 100 × 1.25
    "accelerators": 50_000,  # 100 MW ÷ (1,000 W × 1.6 × 1.25)
    "annual_it_energy": 0.5256,  # TWh: 60 MW × 8,760 h
    "annual_facility_energy": 0.63072,  # TWh: × 1.2
    "annual_scope1": 31_536,  # t: 63,072 MWh × 2.5 × 0.2
    "annual_scope2_location_based": 227_059.2,  # t: 567,648 MWh × 0.4
    "annual_scope2_market_based": 17_029.44,  # t: 567,648 MWh × 0.03
    "annual_upstream_carbon": 34_689.6,  # t: 567,648 MWh × 0.05 + 63,072 MWh × 2.5 × 0.04
    "annual_embodied_carbon": 15_000,  # t: 50,000 × 1 t ÷ 5 + 125 MW × 800 ÷ 20
    "cue": 492,  # g/kWh: 258,595.2 t ÷ 525,600 MWh
    "annual_site_water_consumption": 262.8,  # ML: 525.6 GWh × 0.5 L/kWh
    "annual_site_water_withdrawal": 328.5,  # ML: × 1.25
    "peak_day_water": 3.6,  # ML/d: 100 MW × 24 h × 1.5 L/kWh
    "annual_grid_water": 1135.296,  # ML: 567.648 GWh × 2
    "compute_capex": 2600,  # MUSD
    "capex": 3800,  # MUSD: 100 MW × 38
    "capex_per_facility_watt": 30.4,  # USD/W: 3,800 ÷ 125
    "annual_electricity_cost": 45.41184,  # MUSD: 567,648 MWh × 80
    "annual_fuel_cost": 1.5768,  # MUSD: 63,072 MWh × 2.5 × 10
    "annual_opex": 30,  # MUSD
    "it_capital_recovery": 0.2504565,  # 0.08 ÷ (1 − 1.08⁻⁵)
    "facility_capital_recovery": 0.1018522,  # 0.08 ÷ (1 − 1.08⁻²⁰)
    "annual_cost": 850.39817,  # MUSD: 651.18679 + 122.22265 + 45.41184 + 1.5768 + 30
    "cost_per_accelerator_hour": 1.941548,  # USD: 850.39817e6 ÷ (50,000 × 8,760)
    "annual_compute": 5.04576e26,  # FLOP: 5e19 × 0.4 × 0.8 × 31,536,000 s
    "training_compute": 6e24,  # FLOP: 6 × 1e11 × 1e13
    "accelerator_hours": 5_208_333,  # 6e24 ÷ (3.2e14 × 3,600)
    "training_accelerator_energy": 3645.83,  # MWh: × 700 W
    "training_facility_energy": 8750,  # MWh: × 1.6 × 1.25 × 1.2
    "training_carbon_location_based": 3587.5,  # t: 8,750 MWh × (0.4 × 0.9 + 0.5 × 0.1)
    "training_duration": 4.340278,  # d: 5,208,333 h ÷ 50,000 ÷ 24
    "annual_training_runs": 84.096,
    "energy_per_query": 0.36,  # Wh
    "queries_per_day": 4.8e9,  # 60 MW × 24 h ÷ 0.3 Wh
    "water_per_query": 0.00015,  # L
    "carbon_per_query": 0.1476,  # g: 0.36 Wh × 410 g/kWh
    "reactors_by_capacity": 0.078125,  # 125 ÷ 1,600
    "reactors_by_energy": 0.06,  # 630.72 GWh ÷ (1,600 MW × 0.75 × 8,760 h)
}


@pytest.fixture(scope="module")
def site():
    return estimator.estimate(FACTS, draws=100)


@pytest.mark.parametrize(("quantity", "expected"), BY_HAND.items(), ids=BY_HAND)
def test_the_site_comes_out_as_by_hand(quantity, expected, site):
    assert approx(expected, rel=1e-5) == site[quantity].p50


BACKWARDS = [
    "facility_capacity", "accelerators", "annual_it_energy", "annual_facility_energy", "annual_scope1",
    "annual_scope2_location_based", "annual_scope2_market_based", "annual_embodied_carbon",
    "annual_site_water_consumption", "annual_site_water_withdrawal", "peak_day_water", "annual_grid_water",
    "compute_capex", "construction_capex", "capex", "annual_electricity_cost", "annual_opex", "annual_compute",
    "training_duration", "annual_training_runs", "queries_per_day", "reactors_by_capacity", "reactors_by_energy",
]  # fmt: skip


@pytest.mark.parametrize("quantity", BACKWARDS)
def test_the_size_of_the_site_follows_from_any_of_its_totals(quantity, site):
    known = {name: value for name, value in FACTS.items() if name != "it_capacity"}
    total = site[quantity]
    found = estimator.estimate({**known, quantity: f"{total.p50!r} {total.unit}"}, draws=100)
    assert approx(100) == found["it_capacity"].p50


def test_two_ways_of_telling_scope_2_are_in_no_sum(site):
    told = site["annual_scope1"].p50 + site["annual_scope2_location_based"].p50
    assert approx(told) == site["cue"].p50 * site["annual_it_energy"].p50 * 1e3
