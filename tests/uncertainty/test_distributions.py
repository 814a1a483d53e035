"""Every way of writing a range has the quantiles that it states, and no draw outside its bounds."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.datum import Datum, Tier, Value
from estimator.uncertainty.distributions import draw, quantiles, relative_width
from estimator.units.dimensions import Dimension, middle

POWER = Dimension("MW", "a power")
SHARE = Dimension("1", "a fraction", upper=1.0, scale="logit")
RATIO = Dimension("1", "a ratio of at least 1", lower=1.0, scale="log_excess")
DRAWS = 200_000


def datum(value, dimension=POWER):
    return Datum(quantity="quantity", value=value, dimension=dimension, tier=Tier.GIVEN, key="quantity")


def drawn(value, dimension=POWER, size=DRAWS):
    return draw(value, dimension.scale, np.random.default_rng(1), size)


RANGES = [
    ("symmetrical", Value("range", (1000.0, 1414.213562373095, 2000.0)), POWER),
    ("skewed to the left", Value("range", (500.0, 1000.0, 1100.0)), POWER),
    ("skewed to the right", Value("range", (900.0, 1000.0, 3000.0)), POWER),
    ("a share", Value("range", (0.2, 0.38, 0.5)), SHARE),
    ("nearly all", Value("range", (0.9, 0.97, 0.999)), SHARE),
    ("a ratio from one", Value("range", (1.1, 1.2, 1.4)), RATIO),
    ("a ratio near one", Value("range", (1.01, 1.02, 1.5)), RATIO),
]
RANGE = pytest.mark.parametrize(("value", "dimension"), [case[1:] for case in RANGES], ids=[case[0] for case in RANGES])


@RANGE
def test_the_quantiles_of_a_range_are_the_stated_ones(value, dimension):
    assert value.parameters == quantiles(datum(value, dimension))


@RANGE
def test_one_draw_in_twenty_lies_below_p5_half_below_the_median_and_one_in_twenty_above_p95(value, dimension):
    shares = [(drawn(value, dimension) <= end).mean() for end in value.parameters]
    assert [0.05, 0.5, 0.95] == approx(shares, abs=0.003)


@RANGE
def test_the_draws_of_a_range_are_continuous_at_their_median(value, dimension):
    below, above = value.parameters[1] * np.array([1 - 1e-3, 1 + 1e-3])
    share = ((drawn(value, dimension) > below) & (drawn(value, dimension) < above)).mean()
    assert 0 < share < 0.2


NAMED = [
    ("a point", Value("point", (2.0,)), POWER, (2.0, 2.0, 2.0)),
    ("normal", Value("normal", (1000.0, 100.0)), POWER, (835.514637, 1000.0, 1164.485363)),
    ("lognormal", Value("lognormal", (1000.0, 2.0)), POWER, (319.778838, 1000.0, 3127.161281)),
    ("uniform", Value("uniform", (1.0, 3.0)), RATIO, (1.1, 2.0, 2.9)),
    ("triangular", Value("triangular", (0.0, 1.0, 2.0)), POWER, (0.316228, 1.0, 1.683772)),
    ("a skewed triangle", Value("triangular", (0.0, 1.0, 4.0)), POWER, (0.447214, 1.550510, 3.225403)),
    ("pert", Value("pert", (0.0, 1.0, 2.0)), POWER, (0.378510, 1.0, 1.621489)),
    ("a skewed pert", Value("pert", (0.0, 1.0, 5.0)), POWER, (0.294886, 1.383360, 3.106383)),
    ("beta", Value("beta", (2.0, 3.0)), SHARE, (0.097611, 0.385728, 0.751395)),
    ("a flat beta", Value("beta", (1.0, 1.0)), SHARE, (0.05, 0.5, 0.95)),
]
FAMILY = pytest.mark.parametrize(
    ("value", "dimension", "expected"), [case[1:] for case in NAMED], ids=[case[0] for case in NAMED]
)


@FAMILY
def test_the_quantiles_of_a_family_are_those_of_its_closed_form(value, dimension, expected):
    exact = value.family in ("point", "normal", "lognormal", "uniform")
    tolerance = 1e-6 * expected[1] if exact else 0.01 * (expected[2] - expected[0])
    assert expected == approx(quantiles(datum(value, dimension)), abs=tolerance)


@FAMILY
def test_the_draws_of_a_family_have_the_quantiles_of_its_closed_form(value, dimension, expected):
    assert expected == approx(np.quantile(drawn(value, dimension), (0.05, 0.5, 0.95)), rel=0.01, abs=0.002)


MOMENTS = [
    ("the mean of a normal", Value("normal", (10.0, 2.0)), np.mean, 10.0),
    ("the standard deviation of a normal", Value("normal", (10.0, 2.0)), np.std, 2.0),
    ("the median of a lognormal", Value("lognormal", (10.0, 1.5)), np.median, 10.0),
    ("the geometric deviation of a lognormal", Value("lognormal", (10.0, 1.5)), lambda x: np.exp(np.log(x).std()), 1.5),
    ("the lower end of a uniform", Value("uniform", (1.0, 3.0)), np.min, 1.0),
    ("the upper end of a uniform", Value("uniform", (1.0, 3.0)), np.max, 3.0),
    ("the mean of a triangle", Value("triangular", (1.0, 2.0, 6.0)), np.mean, (1 + 2 + 6) / 3),
    ("the lower end of a triangle", Value("triangular", (1.0, 2.0, 6.0)), np.min, 1.0),
    ("the upper end of a triangle", Value("triangular", (1.0, 2.0, 6.0)), np.max, 6.0),
    ("the mean of a pert", Value("pert", (1.0, 2.0, 6.0)), np.mean, (1 + 4 * 2 + 6) / 6),
    ("the mean of a beta", Value("beta", (2.0, 3.0)), np.mean, 2 / 5),
    ("the variance of a beta", Value("beta", (2.0, 3.0)), np.var, 2 * 3 / (5**2 * 6)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "moment", "expected"), [case[1:] for case in MOMENTS], ids=[case[0] for case in MOMENTS]
)
def test_the_parameters_of_a_family_are_what_is_documented(value, moment, expected):
    assert expected == approx(moment(drawn(value)), rel=0.02)


def test_a_point_is_drawn_at_its_value():
    assert {7.0} == set(drawn(Value("point", (7.0,)), size=10))


def test_a_bound_is_drawn_at_its_value():
    assert {7.0} == set(drawn(Value("point", (7.0,), ">="), size=10))


def test_the_relative_width_is_that_of_the_90_per_cent_interval():
    assert 0.2 == approx(relative_width(datum(Value("range", (900.0, 1000.0, 1100.0)))))


def test_a_point_has_no_width():
    assert 0 == relative_width(datum(Value("point", (0.0,))))


@pytest.mark.parametrize(
    ("low", "high", "scale", "expected"),
    [(1.0, 4.0, "log", 2.0), (1.1, 1.4, "log_excess", 1.2), (0.2, 0.8, "logit", 0.5), (0.2, 0.5, "logit", 1 / 3)],
    ids=["log", "log(x - 1)", "a symmetrical share", "a share"],
)
def test_the_median_of_two_ends_is_the_middle_of_their_scale(low, high, scale, expected):
    assert expected == approx(middle(low, high, scale))


@given(st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3, unique=True).map(sorted), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_no_draw_of_a_share_leaves_0_to_1(ends, seed):
    shares = draw(Value("range", tuple(ends)), "logit", np.random.default_rng(seed), 2_000)
    assert 0 <= shares.min() <= shares.max() <= 1


@given(st.lists(st.floats(1.001, 100), min_size=3, max_size=3, unique=True).map(sorted), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_no_draw_of_a_ratio_from_one_is_below_one(ends, seed):
    ratios = draw(Value("range", tuple(ends)), "log_excess", np.random.default_rng(seed), 2_000)
    assert 1 <= ratios.min()
    assert np.isfinite(ratios).all()


@given(st.lists(st.floats(1e-9, 1e9), min_size=3, max_size=3, unique=True).map(sorted), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_every_draw_of_a_positive_range_is_positive(ends, seed):
    powers = draw(Value("range", tuple(ends)), "log", np.random.default_rng(seed), 2_000)
    assert 0 < powers.min()
    assert np.isfinite(powers).all()


@given(
    st.sampled_from(["uniform", "triangular", "pert"]),
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3, unique=True).map(sorted),
)
@settings(max_examples=150, deadline=None)
def test_no_draw_leaves_a_stated_support(family, ends):
    low, _, high = ends
    assume(ends[1] - low > 1e-6 * high < high - ends[1] + 1e-6 * high)
    value = Value(family, (low, high) if family == "uniform" else tuple(ends))
    values = draw(value, "log", np.random.default_rng(1), 2_000)
    assert low <= values.min() <= values.max() <= high


@given(st.lists(st.floats(1e-3, 1e6), min_size=3, max_size=3, unique=True).map(sorted), st.floats(1e-3, 1e3))
@settings(max_examples=150, deadline=None)
def test_a_range_in_another_unit_has_the_same_draws_in_that_unit(ends, factor):
    here = draw(Value("range", tuple(ends)), "log", np.random.default_rng(1), 100)
    there = draw(Value("range", tuple(factor * end for end in ends)), "log", np.random.default_rng(1), 100)
    assert factor * here == approx(there, rel=1e-6)


@given(st.lists(st.floats(0.001, 0.999), min_size=3, max_size=3, unique=True).map(sorted))
@settings(max_examples=100, deadline=None)
def test_the_draws_of_a_range_rise_with_its_ends(ends):
    low, centre, high = ends
    before = draw(Value("range", (low, centre, high)), "logit", np.random.default_rng(1), 500)
    after = draw(Value("range", (low, centre, (1 + high) / 2)), "logit", np.random.default_rng(1), 500)
    assert (after >= before * (1 - 1e-12)).all()
