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
