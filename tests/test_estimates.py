"""Values of a result: how they compare, how they are written, how a result names and holds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.results.estimates import Estimate
from estimator.units.reading import registry


@pytest.fixture(scope="module")
def result():
    return estimator.estimate(
        facility_capacity="2 GW", accelerator="h100-sxm", capex="65 bn USD2025", reactor="epr", draws=2000
    )


@pytest.fixture(scope="module")
def sites():
    systems = {"a": {"given": {"it_capacity": "100 MW"}}, "b": {"given": {"it_capacity": "200 MW"}}}
    return estimator.run({"title": "two sites", "systems": systems}, draws=500)


@pytest.fixture(scope="module")
def torn():
    """A result whose facts contradict each other."""
    return estimator.estimate(
        facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm", draws=500
    )


def with_median(number, name="pue", unit="1"):
    return Estimate(
        system="", name=name, unit=unit, p5=number, p50=number, p95=number, side="", tier="given", source=""
    )


def test_an_estimate_as_a_number_is_its_median(result):
    assert result["pue"].p50 == float(result["pue"])


def test_an_estimate_in_conflict_is_no_number(torn):
    with pytest.raises(EstimatorError, match="is in conflict; see the findings"):
        float(next(estimate for estimate in torn if estimate.p50 is None))


@pytest.mark.parametrize(("form", "text"), [(".3f", "1.120"), ("8.2f", "    1.12"), (".1%", "112.0%"), (".2", "1.1")])
def test_a_format_of_numbers_is_of_the_median(result, form, text):
    assert text == format(result["pue"], form)


def test_a_number_may_have_commas(result):
    assert f"{result['facility_capacity'].p50:,.0f}" == f"{result['facility_capacity']:,.0f}"


def test_no_format_is_the_text(result):
    assert str(result["pue"]) == f"{result['pue']}"


@pytest.mark.parametrize("form", [">30", "<30", "^30", "30", "*>30s"])
def test_a_format_of_room_is_of_the_text(result, form):
    assert format(str(result["pue"]), form) == format(result["pue"], form)


def test_a_conflict_is_written_as_text(torn):
    assert "in conflict" == f"{next(estimate for estimate in torn if estimate.p50 is None)}"


def test_a_format_that_is_none_is_refused(result):
    with pytest.raises(EstimatorError, match=r"qq is no format of a number; write such as \.2f"):
        format(result["pue"], "qq")


@pytest.mark.parametrize("less", ["1 GW", "1999 MW", registry().Quantity(1.9, "GW")])
def test_an_estimate_compares_with_what_has_its_unit(result, less):
    power = result["facility_capacity"]
    assert (False, False, True, True) == (power < less, power <= less, power > less, power >= less)


def test_an_estimate_is_not_less_than_itself(result):
    power = result["facility_capacity"]
    assert (False, True, False, True) == (power < power, power <= "2 GW", power > power, power >= power)


def test_estimates_of_one_unit_compare_by_their_medians(result):
    assert result["it_capacity"] < result["facility_capacity"]


def test_an_estimate_may_be_compared_with_what_it_can_never_be(result):
    assert result["pue"] > 0
    assert result["accelerators"] > -1


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_where_no_unit_is_due_estimates_are_in_the_order_of_their_medians(first, second):
    here, there = with_median(first), with_median(second)
    assert (first < second, first <= second, first > second, first >= second) == (
        here < there, here <= there, here > there, here >= there
    )  # fmt: skip
    assert (first < second, first >= second) == (here < second, here >= second)


def test_a_number_without_a_unit_does_not_compare_with_a_power(result):
    with pytest.raises(EstimatorError, match="write the unit, such as 5 MW"):
        _ = result["facility_capacity"] > 5


@pytest.mark.parametrize("other", ["1 TWh", "1..2 GW", ">= 1 GW", None, [1], True])
def test_what_is_no_single_power_does_not_compare_with_one(result, other):
    with pytest.raises(EstimatorError, match="facility_capacity"):
        _ = result["facility_capacity"] > other


def test_estimates_of_different_units_do_not_compare(result):
    with pytest.raises(EstimatorError, match="facility_capacity is in MW and pue in 1, which do not compare"):
        _ = result["facility_capacity"] > result["pue"]


def test_money_compares_in_its_own_prices(result):
    assert result["capex"] > "64 bn USD2025"


@pytest.mark.parametrize("other", ["64 bn USD2020", "64 bn EUR2025"])
def test_other_money_does_not_compare(result, other):
    with pytest.raises(EstimatorError, match=r"capex is in .*USD2025, got (USD2020|EUR2025); convert it first"):
        _ = result["capex"] > other


def test_estimates_have_no_arithmetic(result):
    with pytest.raises(TypeError):
        _ = result["it_capacity"] + result["it_capacity"]


def test_estimates_are_members_of_sets(result):
    assert {result["pue"]} == {result["pue"], result[("", "pue")]}


@pytest.mark.parametrize("level", [0.5, 0.05, 0.95, 0, 1, 0.3])
def test_one_level_gives_one_number(result, level):
    assert (result["annual_facility_energy"].quantile(level),) == result["annual_facility_energy"].quantile([level])


@pytest.mark.parametrize("level", [2, -0.1, None, "0.5", True, float("nan"), ["0.5"]])
def test_what_is_no_level_is_refused(result, level):
    with pytest.raises(EstimatorError, match="levels from 0 to 1"):
        result["pue"].quantile(level)


def test_a_result_goes_through_its_values(result):
    assert result.estimates == list(result)
    assert len(result.to_rows()) == len(result) == len(list(result))


def test_a_result_as_a_map_has_its_values_by_system_and_quantity(sites):
    assert sites["a.it_capacity"] == dict(sites)["a", "it_capacity"]


def test_a_value_is_in_its_result(result, sites):
    assert result["pue"] in result
    assert result["pue"] not in sites


def test_a_result_tells_what_it_is(sites):
    assert f"<Result 'two sites': {len(sites)} values of a, b, 500 draws>" == repr(sites)


@pytest.mark.parametrize("key", [None, 1, ("pue",), ("", 1), (["a"], "pue"), slice(2), 1.5])
def test_a_key_that_is_none_is_refused(result, key):
    for door in (result.__getitem__, result.__contains__, result.explain, result.sensitivity, result.draws):
        with pytest.raises(EstimatorError, match=r"a value is named by 'quantity', 'system\.quantity' or"):
            door(key)


def test_a_system_alone_is_told_how_to_name_its_quantities(sites):
    with pytest.raises(EstimatorError, match=r'a is a system; name one of its quantities, such as "a\.facility'):
        sites["a"]["pue"]


@pytest.mark.parametrize("draws", [1.5, "x", True, None])
def test_draws_of_a_sensitivity_are_a_whole_number(result, draws):
    with pytest.raises(EstimatorError, match="draws should be a whole number"):
        result.sensitivity("annual_facility_energy", draws)


@pytest.mark.parametrize("most", [1.5, "x", 0])
def test_draws_are_limited_by_a_whole_number(result, most):
    with pytest.raises(EstimatorError, match="most should be"):
        result.draws("pue", most=most)


def test_the_joint_draws_know_that_two_values_rest_on_one_range(result):
    draws = result.draws("it_capacity", "facility_capacity", "peak_pue")
    it, facility, ratio = draws.values()
    assert approx(ratio) == facility / it
