"""One scale for agreement, and one-sided tests for bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.datum import Datum, Tier, Value
from estimator.model import model
from estimator.solution.agreement import p_value, verdict


def datum(side=""):
    return Datum(
        quantity="pue",
        value=Value("point", (1.2,), side),
        dimension=model().quantities["pue"].dimension,
        tier=Tier.GIVEN,
        key="pue",
    )


def draws(middle: float, width: float = 0.1) -> np.ndarray:
    return middle + width * np.linspace(-1, 1, 1001)


@pytest.mark.parametrize(
    ("p", "word"),
    [(1.0, "agrees"), (0.05, "agrees"), (0.0499, "tension"), (0.01, "tension"), (0.0099, "contradicts"),
     (0.0, "contradicts")],
)  # fmt: skip
def test_a_p_value_has_one_word(p, word):
    assert word == verdict(p)


def test_the_same_draws_agree():
    assert 1.0 == p_value(draws(5), "", draws(5), datum())


def test_draws_apart_do_not_agree():
    assert 0.0 == p_value(draws(5), "", draws(6), datum())


def test_a_two_sided_p_value_is_twice_the_smaller_tail():
    assert approx(2 * 0.2, abs=0.01) == p_value(draws(0, 1), "", np.full(1001, 0.6), datum())


def test_rounding_is_no_disagreement():
    assert 1.0 == p_value(np.full(9, 139.0), "", np.full(9, 140.0), datum())


def test_more_than_rounding_is():
    assert 0.0 == p_value(np.full(9, 139.0), "", np.full(9, 142.0), datum())


def test_what_lies_above_a_stated_minimum_agrees():
    assert 1.0 == p_value(draws(6), "", draws(5), datum(">="))


def test_what_lies_below_a_stated_minimum_does_not():
    assert 0.0 == p_value(draws(4), "", draws(5), datum(">="))


def test_what_lies_below_a_stated_maximum_agrees():
    assert 1.0 == p_value(draws(4), "", draws(5), datum("<="))


def test_what_lies_above_a_stated_maximum_does_not():
    assert 0.0 == p_value(draws(6), "", draws(5), datum("<="))


def test_an_implied_minimum_below_the_stated_value_agrees():
    assert 1.0 == p_value(draws(4), ">=", draws(5), datum())


def test_an_implied_minimum_above_the_stated_value_does_not():
    assert 0.0 == p_value(draws(6), ">=", draws(5), datum())


def test_two_minima_always_leave_common_ground():
    assert 1.0 == p_value(draws(6), ">=", draws(1), datum(">="))


def test_a_minimum_above_a_maximum_does_not_agree():
    assert 0.0 == p_value(draws(6), ">=", draws(5), datum("<="))


def test_a_minimum_below_a_maximum_agrees():
    assert 1.0 == p_value(draws(4), ">=", draws(5), datum("<="))


def test_a_maximum_below_a_minimum_does_not_agree():
    assert 0.0 == p_value(draws(4), "<=", draws(5), datum(">="))


def test_what_may_lie_either_way_contradicts_nothing():
    assert 1.0 == p_value(draws(9), "either", draws(1), datum())


def test_no_solution_at_all_contradicts():
    assert 0.0 == p_value(np.full(9, np.nan), "", draws(1)[:9], datum())


def test_draws_without_solution_are_left_aside():
    implied = np.where(np.arange(1001) % 2, np.nan, 5.0)
    assert 1.0 == p_value(implied, "", np.full(1001, 5.0), datum())


@settings(deadline=None, max_examples=50)
@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.001, 1))
def test_agreement_does_not_ask_who_is_implied(first, second, width):
    one, other = draws(first, width), draws(second, width)[::-1]
    assert approx(p_value(one, "", other, datum()), abs=1e-12) == p_value(other, "", one, datum())


@settings(deadline=None, max_examples=50)
@given(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(1e-6, 1e6))
def test_agreement_does_not_depend_on_the_unit(first, second, scale):
    one, other = draws(first, 0.05), draws(second, 0.05)[::-1]
    same = abs(first - second) > 0.02 * max(first, second)  # away from the edge of rounding
    assert not same or p_value(one, "", other, datum()) == p_value(one * scale, "", other * scale, datum())
