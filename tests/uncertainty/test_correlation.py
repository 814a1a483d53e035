"""Correlated ranges move together as promised, and keep their own quantiles."""

from dataclasses import replace
from itertools import permutations
from math import asin, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy.stats import spearmanr

from estimator.case import Correlation
from estimator.datum import Datum, Tier, Value
from estimator.uncertainty.correlation import groups, matrix, smallest_eigenvalue, weights
from estimator.uncertainty.distributions import draw, fill_scores, from_scores, quantiles
from estimator.uncertainty.sampling import REPLICATE, Sampler, sample
from estimator.units.dimensions import Dimension

POWER = Dimension("MW", "a power")
VALUES = [
    Value("range", (500.0, 1000.0, 1100.0)),
    Value("normal", (1000.0, 100.0)),
    Value("lognormal", (1000.0, 1.2)),
    Value("uniform", (900.0, 1100.0)),
    Value("triangular", (900.0, 950.0, 1100.0)),
    Value("pert", (900.0, 1000.0, 1300.0)),
    Value("beta", (2.0, 3.0)),
]
FAMILY = pytest.mark.parametrize("value", VALUES, ids=[value.family for value in VALUES])
BOTH = pytest.mark.parametrize("qmc", [False, True], ids=["random", "quasi-random"])
DRAWS = 8 * REPLICATE


def datum(key, value=VALUES[0]):
    return Datum(quantity="it_capacity", value=value, dimension=POWER, tier=Tier.GIVEN, key=key)


def rank_correlation(first, second):
    return spearmanr(first, second).statistic


A, B, C = datum("a"), datum("b"), datum("c")
AB = Correlation("a", "b", 0.6)


@BOTH
@FAMILY
@pytest.mark.parametrize("rho", [-0.9, -0.3, 0.6, 0.95])
def test_ranks_correlate_by_6_over_pi_times_the_arcsine_of_half_rho(rho, value, qmc):
    first, second = Sampler(
        data=(A, datum("b", value)), seed=1, correlations=(Correlation("a", "b", rho),), qmc=qmc
    ).sample(DRAWS)
    assert 6 / pi * asin(rho / 2) == approx(rank_correlation(first, second), abs=0.015)


@BOTH
def test_two_that_are_correlated_with_a_third_alone_are_independent(qmc):
    pairs = (Correlation("a", "c", 0.6), Correlation("b", "c", 0.6))
    first, second, _ = Sampler(data=(A, B, C), seed=1, correlations=pairs, qmc=qmc).sample(DRAWS)
    assert 0 == approx(rank_correlation(first, second), abs=0.015)


@BOTH
def test_every_pair_of_a_group_has_its_correlation(qmc):
    pairs = (Correlation("a", "c", 0.5), Correlation("b", "c", 0.6), Correlation("b", "a", -0.2))
    drawn = dict(zip("abc", Sampler(data=(A, B, C), seed=1, correlations=pairs, qmc=qmc).sample(DRAWS), strict=True))
    promised = [6 / pi * asin(pair.rho / 2) for pair in pairs]
    assert promised == approx([rank_correlation(drawn[p.first], drawn[p.second]) for p in pairs], abs=0.015)


@FAMILY
def test_a_correlated_range_keeps_its_quantiles(value):
    _, second = Sampler(data=(A, datum("b", value)), seed=1, correlations=(AB,)).sample(DRAWS)
    found = np.quantile(second, (0.05, 0.5, 0.95)) / A.factor
    p5, p50, p95 = quantiles(datum("b", value))
    assert (p5, p50, p95) == approx(found, abs=0.015 * (p95 - p5))


@FAMILY
def test_the_first_of_a_group_keeps_its_very_draws(value):
    first, _ = Sampler(data=(datum("a", value), B), seed=1, correlations=(AB,)).sample(1_000)
    assert (sample(datum("a", value), 1_000, 1) == first).all()


@FAMILY
def test_the_first_of_a_group_is_the_first_by_name_wherever_it_stands(value):
    _, first = Sampler(data=(B, datum("a", value)), seed=1, correlations=(Correlation("b", "a", 0.6),)).sample(1_000)
    assert (sample(datum("a", value), 1_000, 1) == first).all()


@FAMILY
def test_data_that_are_not_correlated_keep_their_very_draws(value):
    _, _, third = Sampler(data=(A, B, datum("c", value)), seed=1, correlations=(AB,)).sample(1_000)
    assert (sample(datum("c", value), 1_000, 1) == third).all()


@BOTH
def test_a_rho_of_0_moves_nothing(qmc):
    data = (A, B)
    without = Sampler(data=data, seed=1, correlations=(), qmc=qmc).sample(1_000)
    with_zero = Sampler(data=data, seed=1, correlations=(Correlation("a", "b", 0.0),), qmc=qmc).sample(1_000)
    assert [approx(values, rel=1e-12) for values in without] == with_zero


@BOTH
@pytest.mark.parametrize("order", [*permutations([0, 1, 2])])
def test_the_order_of_the_file_moves_no_draw(order, qmc):
    pairs = (Correlation("a", "c", 0.5), Correlation("b", "c", 0.6), Correlation("b", "a", -0.2))
    turned = tuple(replace(pairs[n], first=pairs[n].second, second=pairs[n].first) for n in order)
    expected, found = (
        Sampler(data=(A, B, C), seed=1, correlations=listed, qmc=qmc).sample(100) for listed in (pairs, turned)
    )
    assert [list(values) for values in expected] == [list(values) for values in found]


@BOTH
def test_a_range_drawn_alone_has_the_draws_that_it_has_among_others(qmc):
    _, expected, _ = Sampler(data=(A, B, C), seed=1, correlations=(AB,), qmc=qmc).sample(1_000)
    (alone,) = Sampler(data=(B,), seed=1, correlations=(AB,), qmc=qmc, among=(A, B, C)).sample(1_000)
    assert (expected == alone).all()


@FAMILY
def test_scores_lead_to_the_draws_that_fill_makes(value):
    scores = np.empty(1_000)
    fill_scores(value, np.random.default_rng(1), scores)
    from_scores(value, "log", scores, np.empty(1_000))
    assert draw(value, "log", np.random.default_rng(1), 1_000) == approx(scores, rel=1e-7)


@FAMILY
def test_scores_are_standard_normal(value):
    scores = np.empty(200_000)
    fill_scores(value, np.random.default_rng(1), scores)
    assert (0, 1) == approx((scores.mean(), scores.std()), abs=0.01)


def test_scores_are_finite_where_a_beta_falls_on_its_ends():
    scores = np.empty(10_000)
    fill_scores(Value("beta", (0.002, 0.002)), np.random.default_rng(1), scores)
    assert np.isfinite(scores).all()


def test_a_group_is_all_that_is_correlated_directly_or_through_others():
    pairs = [Correlation(first, second, 0.1) for first, second in ("ed", "ab", "cb", "fg", "af")]
    assert [("a", "b", "c", "f", "g"), ("d", "e")] == groups(pairs)


def test_the_first_of_a_group_is_its_own_score_and_the_others_rest_on_those_before():
    assert {"a": (("a", 1.0),), "b": (("a", 0.6), ("b", 0.8))} == {
        stream: tuple((other, approx(weight)) for other, weight in terms) for stream, terms in weights((AB,)).items()
    }


def test_the_smallest_eigenvalue_of_two_is_one_less_rho():
    assert 0.4 == approx(smallest_eigenvalue(("a", "b"), (AB,)))


def test_a_with_b_and_b_with_c_cannot_be_much_correlated_if_a_with_c_is_not():
    pairs = (Correlation("a", "b", 0.8), Correlation("b", "c", 0.8))
    assert 1 - 0.8 * 2**0.5 == approx(smallest_eigenvalue(("a", "b", "c"), pairs))


RHOS = st.lists(st.floats(-0.99, 0.99), min_size=6, max_size=6)
PAIRS = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")]


@given(RHOS)
@settings(max_examples=150, deadline=None)
def test_the_weights_of_a_group_make_its_matrix(rhos):
    pairs = [Correlation(*pair, rho) for pair, rho in zip(PAIRS, rhos, strict=True)]
    if smallest_eigenvalue("abcd", pairs) < 1e-6:
        return
    rows = np.array([[dict(terms).get(stream, 0.0) for stream in "abcd"] for terms in weights(pairs).values()])
    assert matrix("abcd", pairs) == approx(rows @ rows.T, abs=1e-9)
