"""Relations that can be broken with a reason are warnings, and only where no stated bound could save them."""

import estimator


def expectations(**facts):
    return [finding.message for finding in estimator.estimate(**facts).findings if finding.kind == "expectation"]


def test_demand_above_the_connection_is_a_warning():
    (message,) = expectations(facility_capacity="200 MW", connection_capacity="100 MW")
    assert "facility_peak_demand <= connection_capacity does not hold" in message


def test_demand_within_the_connection_is_none():
    assert [] == expectations(facility_capacity="100 MW", connection_capacity="150 MW")


def test_a_connection_of_at_least_so_much_could_be_enough():
    assert [] == expectations(facility_capacity="200 MW", connection_capacity=">= 100 MW")


def test_a_facility_below_its_accelerators_limit_is_a_warning():
    facts = {"accelerators": 1e6, "facility_capacity": "500 MW", "accelerator": "h100-sxm", "power_limit_ratio": 1}
    result = estimator.estimate(facts, assumptions=False)
    assert ["expectation"] == [finding.kind for finding in result.findings]


def test_a_warning_is_no_contradiction():
    assert not estimator.estimate(facility_capacity="200 MW", connection_capacity="100 MW").contradicts


def test_an_expectation_that_most_draws_break_tells_in_how_many():
    # wind's firm capacity is 460 MW (220–880), the peak 800 MW (680–920): their ranges overlap
    (message,) = expectations(facility_capacity="1 GW", supply="onshore-wind")
    assert "does not hold in 92 % of draws. Plants that give a year's energy" in message


def test_what_most_draws_break_is_no_contradiction():
    assert not estimator.estimate(facility_capacity="1 GW", supply="onshore-wind", country="usa").contradicts


def test_a_design_day_with_less_water_than_the_year_is_a_warning():
    told = expectations(facility_capacity="1 GW", climate="1a", cooling="economised-air")
    assert ["peak_day_wue >= wue"] == [message.split(" does")[0] for message in told if "wue" in message]


def test_a_design_day_with_a_lower_pue_than_the_year_is_a_warning():
    assert ["peak_pue >= pue does not hold"] == [
        message.split(".")[0] for message in expectations(it_capacity="100 MW", peak_pue=1.15, pue=1.3)
    ]


def test_assumptions_alone_break_no_expectation():
    assert [] == expectations(facility_capacity="1 GW")
