"""Expressions: computed, turned round, read as products."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.solver.algebra import compute, exponents, occurrences, solved_for

values = st.floats(0.1, 10.0)
shares = st.floats(0.1, 0.9)


def tree(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def test_an_expression_is_computed_as_python_would():
    assert 2 * 3 / 4 + 5 - 6**2 == compute(tree("a * b / 4 + c - d ** 2"), {"a": 2, "b": 3, "c": 5, "d": 6})


def test_a_minus_sign_is_computed():
    assert -3 == compute(tree("-a"), {"a": 3})


def test_a_comparison_that_holds_is_true():
    assert compute(tree("a >= b"), {"a": 2, "b": 2})


def test_a_comparison_that_does_not_hold_is_false():
    assert not compute(tree("a <= b"), {"a": 3, "b": 2})


def test_a_call_is_no_expression_of_the_model():
    with pytest.raises(TypeError, match="no expression of the model"):
        compute(tree("max(a, b)"), {"a": 1, "b": 2})


def test_a_function_of_the_closed_list_is_computed():
    assert approx(5) == compute(tree("annuity(a, b / 2)"), {"a": 0.0, "b": 10.0})


def test_a_name_in_a_function_has_no_inverse():
    assert solved_for("c", tree("b / annuity(a, 5)"), "a") is None


def test_a_name_beside_a_function_has_one():
    assert "c * annuity(a, 5)" == ast.unparse(solved_for("c", tree("b / annuity(a, 5)"), "b"))


def test_an_unknown_in_a_function_is_no_product():
    assert exponents(tree("b / annuity(a, 5)"), frozenset("ab")) is None


def test_a_known_function_is_a_factor():
    assert {"b": 1.0} == exponents(tree("b / annuity(a, 5)"), frozenset("b"))


def test_a_name_that_stands_twice_is_counted_twice():
    assert 2 == occurrences(tree("a * b + a"), "a")


def test_the_output_is_solved_for_by_the_expression_itself():
    assert "a * b" == ast.unparse(solved_for("c", tree("a * b"), "c"))


def test_a_name_that_stands_twice_has_no_inverse():
    assert solved_for("c", tree("a * b + a"), "a") is None


def test_a_name_that_is_absent_has_no_inverse():
    assert solved_for("c", tree("a * b"), "d") is None


@pytest.mark.parametrize(
    "text",
    [
        "a + b", "b + a", "a - b", "b - a", "a * b", "b * a", "a / b", "b / a", "a ** 2", "a ** -1",
        "a ** 3 * b", "-a", "b - -a", "b / (a * (1 - d))", "b / (d * (11 - a))", "(a + b) / d",
        "b / (20 - a / d ** 0.1)", "1 / a", "2 - a", "(b * a) ** 0.5 + d",
    ],
)  # fmt: skip
@settings(deadline=None, max_examples=20)
@given(values, values, shares)
def test_solving_forward_then_backward_returns_the_input(text, a, b, d):
    output = compute(tree(text), {"a": a, "b": b, "d": d})
    assert approx(a, rel=1e-9) == compute(solved_for("c", tree(text), "a"), {"c": output, "b": b, "d": d})


def test_an_even_power_takes_the_positive_root():
    assert approx(3) == compute(solved_for("c", tree("a ** 2"), "a"), {"c": 9.0})


def test_a_product_is_read_as_powers():
    assert {"a": 2.0, "b": -1.0} == exponents(tree("a ** 2 * k / b"), frozenset("ab"))


def test_a_known_sum_has_no_power_of_an_unknown():
    assert {"a": 1.0} == exponents(tree("a * (1 - k)"), frozenset("a"))


def test_an_unknown_in_a_sum_is_no_product():
    assert exponents(tree("a * (1 - b)"), frozenset("ab")) is None


def test_a_zero_drops_out_of_a_sum():
    assert {"a": 1.0} == exponents(tree("a + z"), frozenset("a"), frozenset("z"))


def test_a_zero_drops_out_of_a_difference():
    assert {"a": -1.0} == exponents(tree("k / (a - z)"), frozenset("a"), frozenset("z"))


def test_a_zero_on_the_left_of_a_sum_drops_out_too():
    assert {"a": 1.0} == exponents(tree("z + a"), frozenset("a"), frozenset("z"))


def test_one_minus_an_unknown_is_no_product():
    assert exponents(tree("1 - a"), frozenset("a")) is None


def test_a_minus_sign_before_an_unknown_is_never_read_as_the_unknown():
    assert exponents(tree("-a"), frozenset("a")) is None
