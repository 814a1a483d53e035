"""The functions that equations may use: against sums, tables and their limits."""

from math import fsum, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.equations.functions import FUNCTIONS, annuity
from estimator.units.reading import registry

rates = st.floats(1e-12, 1.0)
periods = st.integers(1, 60)
law = settings(deadline=None, max_examples=50)


def present_value(rate: float, count: int) -> float:
    """Each payment by itself, worth less the later it comes."""
    return fsum((1 + rate) ** -number for number in range(1, count + 1))


@law
@given(rates, periods)
def test_an_annuity_is_worth_the_sum_of_its_payments(rate, count):
    assert approx(present_value(rate, count), rel=1e-12) == annuity(rate, count)


@pytest.mark.parametrize(("rate", "count", "worth"), [(0.08, 5, 3.9927), (0.08, 20, 9.8181), (0.05, 10, 7.7217)])
def test_an_annuity_is_worth_what_tables_print(rate, count, worth):
    # present value of an ordinary annuity of 1, four decimals in any textbook of finance
    assert approx(worth, abs=5e-5) == annuity(rate, count)


@given(st.floats(0.1, 100.0))
def test_without_interest_an_annuity_is_worth_its_sum(count):
    assert approx(count, rel=1e-15) == annuity(0.0, count)


@law
@given(st.floats(1e-250, 1e-9), st.floats(0.5, 50.0))
def test_a_small_rate_loses_no_digits(rate, count):
    # first terms of the series in the rate: n (1 - (n + 1) r / 2)
    assert approx(count * (1 - (count + 1) * rate / 2), rel=1e-14) == annuity(rate, count)


def test_a_perpetuity_is_worth_one_over_the_rate():
    assert approx(1 / 0.08) == annuity(0.08, inf)


def test_an_array_may_hold_a_rate_of_zero():
    assert [approx(5), approx(annuity(0.08, 5))] == [*annuity(np.array([0.0, 0.08]), 5)]


def test_quantities_without_dimension_are_taken():
    year = registry().Quantity(1.0, "year")
    assert approx(annuity(0.08, 5)) == annuity(registry().Quantity(0.08, "dimensionless"), 5 * year / year).magnitude


@pytest.mark.parametrize("rate", [0.0, 1e-9, 0.08, 1.0])
def test_slopes_follow_from_complex_steps_even_at_zero(rate):
    # at a rate of zero, - n (n + 1) / 2 in the rate and 1 in the number of periods
    step, count = 1e-30, 5.0
    by_rate = annuity(rate + 1j * step, count).imag / step
    by_count = annuity(rate, count + 1j * step).imag / step
    assert approx(fsum(-number * (1 + rate) ** -(number + 1) for number in range(1, 6)), rel=1e-8) == by_rate
    assert approx(np.log1p(rate) * (1 + rate) ** -count / rate if rate else 1.0, rel=1e-7) == by_count


POINTS = st.tuples(st.floats(0.0, 0.9), st.floats(0.5, 50.0))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("place", [0, 1])
@law
@given(point=POINTS)
def test_every_function_rises_or_falls_steadily_in_every_argument(name, place, point):
    # what intervals rely on
    function, ends = FUNCTIONS[name], [0.0, 0.3, 0.9] if place == 0 else [0.5, 5.0, 50.0]
    values = [function(*(end if number == place else point[number] for number in (0, 1))) for end in ends]
    assert values in (sorted(values), sorted(values, reverse=True))
