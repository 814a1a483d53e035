"""A fact that lies a prefix away from everything in the catalog is told, and one that is merely unusual is not."""

import pytest

import estimator


def slips(**facts):
    found = estimator.estimate(it_capacity="1 GW", **facts, draws=200).findings
    return [finding.message for finding in found if finding.kind == "slip"]


@pytest.mark.parametrize(
    ("quantity", "written", "right"),
    [
        ("electricity_price", "83 USD/kWh", "83 USD/MWh"),
        ("electricity_price", "0.083 USD/MWh", "83 USD/MWh"),
        ("grid_carbon_intensity", "400 kgCO2e/kWh", "400 gCO2e/kWh"),
        ("grid_carbon_intensity", "0.4 gCO2e/kWh", "400 gCO2e/kWh"),
        ("wue", "1.8 m3/kWh", "1.8 L/kWh"),
        ("compute_capex_per_it_watt", "26 USD/kW", "26 USD/W"),
        ("reactor_net_power", "1600 kW/reactor", "1,600 MW/reactor"),
        ("it_power_per_accelerator", "1400 kW/accelerator", "1,400 W/accelerator"),
    ],
)
def test_a_slipped_prefix_is_told_with_what_would_fit(quantity, written, right):
    (told,) = slips(**{quantity: written})
    assert told.startswith(f"{quantity} ")
    assert f"; {right} would be among them" in told


@pytest.mark.parametrize(
    ("quantity", "written"),
    [
        ("electricity_price", "25 USD/MWh"),
        ("electricity_price", "400 USD/MWh"),
        ("grid_carbon_intensity", "1.5 gCO2e/kWh"),
        ("grid_carbon_intensity", "1000 gCO2e/kWh"),
        ("wue", "0.005 L/kWh"),
        ("server_rated_power", "1 MW/server"),
        ("facility_capacity", "500 GW"),
        ("training_tokens", "1e9 tokens/run"),
    ],
)
def test_what_is_merely_unusual_is_not_told(quantity, written):
    assert [] == slips(**{quantity: written})


def test_what_no_prefix_explains_is_told_where_it_is_far_out():
    (told,) = slips(server_rated_power="1e9 W/server")
    assert "would be among them" not in told
    assert "check the prefixes" in told


def too_little(**facts):
    found = estimator.estimate(accelerator="gb200", draws=200, **facts).findings
    return [finding.message for finding in found if finding.kind == "slip"]


def test_a_sum_that_buys_less_than_one_accelerator_is_told():
    (told,) = too_little(capex="65 USD2025")
    assert told.startswith("with capex 65 USD there would be 0.0008")
    assert told.endswith(", less than one; check the prefix of every unit (bn USD?)")


def test_a_power_for_less_than_one_accelerator_is_told_without_money():
    (told,) = too_little(it_capacity="1.2 W")
    assert told.endswith(", less than one; check the prefix of every unit")


@pytest.mark.parametrize(
    "facts",
    [
        {"capex": "65 bn USD2025"},
        {"it_capacity": "2 kW"},
        {"accelerators": 1},
        {"accelerators": 4},
        {"it_capacity": ">= 1 W"},
    ],
    ids=str,
)
def test_one_accelerator_or_at_least_a_little_is_possible(facts):
    assert [] == too_little(**facts)
