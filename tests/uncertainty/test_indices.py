"""Sobol indices against published values, by the estimator that the engine uses."""

from math import log, pi

import numpy as np
import pytest
from pytest import approx

from estimator.uncertainty.indices import BATCHES, sums

ROWS = 2**17


def found(function, inputs, rows=ROWS, seed=1, draw=np.random.Generator.random):
    """The sums of a function of independent inputs, uniform from 0 to 1 unless drawn otherwise."""
    generator = np.random.default_rng(seed)
    here, there = ([draw(generator, size=rows) for _ in range(inputs)] for _ in range(2))
    return sums(function, here, there)


def values(shares):
    return [share.value for share in shares]


def ishigami(inputs):
    x, y, z = (pi * (2 * column - 1) for column in inputs)
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


# Ishigami and Homma 1990 with a = 7, b = 0.1, as in Saltelli et al., Global Sensitivity Analysis: The Primer, 2008
ISHIGAMI_ALONE = (0.3139, 0.4424, 0.0)
ISHIGAMI_TOTAL = (0.5576, 0.4424, 0.2437)


def test_the_ishigami_function_has_its_published_first_order_indices():
    assert approx(ISHIGAMI_ALONE, abs=0.01) == values(found(ishigami, 3).alone)


def test_the_ishigami_function_has_its_published_total_indices():
    assert approx(ISHIGAMI_TOTAL, abs=0.01) == values(found(ishigami, 3).total)


G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def g_function(inputs):
    factors = [(abs(4 * column - 2) + a) / (1 + a) for column, a in zip(inputs, G_WEIGHTS, strict=True)]
    return np.prod(factors, axis=0)


def test_the_g_function_of_sobol_has_its_published_first_order_indices():
    # Saltelli et al. 2008, the Primer, test case of the G-function: 0.716, 0.179, 0.0237, 0.0072, 0.0001
    assert approx([0.716, 0.179, 0.0237, 0.0072, *[0.0001] * 4], abs=0.005) == values(found(g_function, 8).alone)


def test_the_g_function_of_sobol_has_its_published_total_indices():
    assert approx([0.788, 0.243, 0.0343, 0.0105, *[0.0001] * 4], abs=0.005) == values(found(g_function, 8).total)


def test_the_shares_of_a_product_of_lognormals_are_the_variances_of_their_logarithms():
    spreads = np.array([log(2.0), log(1.5), log(1.1)])

    def log_of_product(inputs):
        return np.log(np.exp(spreads[0] * inputs[0]) * np.exp(spreads[1] * inputs[1]) / np.exp(spreads[2] * inputs[2]))

    result = found(log_of_product, 3, draw=np.random.Generator.standard_normal)
    assert approx(spreads**2 / sum(spreads**2), abs=0.005) == values(result.alone)


def test_the_spread_is_the_standard_deviation_of_the_output():
    # Ishigami: variance 0.5 + a²/8 + bπ⁴/5 + b²π⁸/18
    variance = 0.5 + 49 / 8 + 0.1 * pi**4 / 5 + 0.01 * pi**8 / 18
    assert approx(variance**0.5, rel=0.01) == found(ishigami, 3).spread


def test_where_inputs_do_not_interact_both_indices_are_the_same():
    result = found(lambda inputs: inputs[0] + np.exp(inputs[1]), 2, rows=640)
    assert approx(values(result.total), rel=1e-12) == values(result.alone)


def test_an_input_that_does_not_matter_has_an_index_of_exactly_nothing():
    result = found(lambda inputs: np.sin(inputs[0]) * inputs[2], 3, rows=640)
    assert (0.0, 0.0) == (result.alone[1].value, result.total[1].value)


def test_the_only_input_that_matters_has_an_index_of_exactly_one():
    result = found(lambda inputs: np.exp(inputs[0]), 2, rows=640)
    assert (1.0, 1.0) == (result.alone[0].value, result.total[0].value)


def test_a_constant_added_and_a_factor_change_nothing():
    plain = found(ishigami, 3, rows=6400)
    assert approx(values(plain.alone)) == values(found(lambda inputs: 3 * ishigami(inputs) - 7, 3, rows=6400).alone)


SMOOTH = [
    lambda inputs: inputs[0] * inputs[1] * inputs[2],
    lambda inputs: np.exp(inputs[0] - 2 * inputs[1]) + inputs[2],
    lambda inputs: inputs[0] / (0.1 + inputs[1]),
    ishigami,
]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", range(len(SMOOTH)))
def test_first_order_indices_add_up_to_one_at_most(number, seed):
    assert 1.02 >= sum(values(found(SMOOTH[number], 3, rows=2**14, seed=seed).alone))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", range(len(SMOOTH)))
def test_total_indices_are_at_least_first_order_ones(number, seed):
    result = found(SMOOTH[number], 3, rows=2**14, seed=seed)
    noise = [share.high - share.low for share in result.alone]
    assert all(t >= a - n for a, t, n in zip(values(result.alone), values(result.total), noise, strict=True))


@pytest.mark.parametrize(("indices", "published"), [("alone", ISHIGAMI_ALONE), ("total", ISHIGAMI_TOTAL)])
@pytest.mark.parametrize("number", range(3))
def test_a_95_percent_interval_covers_the_true_index_about_19_times_in_20(indices, published, number):
    exact = {"alone": (0.31391, 0.44241, 0.0), "total": (0.55759, 0.44241, 0.24368)}[indices]
    assert approx(published, abs=1e-4) == exact
    runs = [getattr(found(ishigami, 3, rows=1024, seed=seed), indices)[number] for seed in range(200)]
    assert 0.90 <= np.mean([share.low <= exact[number] <= share.high for share in runs]) <= 0.98


def test_four_times_the_draws_halve_the_interval():
    few, many = (found(ishigami, 3, rows=rows).alone[0] for rows in (2**12, 2**16))
    assert approx(4, rel=0.25) == (few.high - few.low) / (many.high - many.low)


def test_sums_of_two_halves_are_the_sums_of_the_whole():
    generator = np.random.default_rng(1)
    here, there = ([generator.random(2 * BATCHES) for _ in range(3)] for _ in range(2))
    halves = [
        sums(ishigami, [column[part] for column in here], [column[part] for column in there])
        for part in (slice(BATCHES), slice(BATCHES, None))
    ]
    assert approx(values(sums(ishigami, here, there).alone)) == values((halves[0] + halves[1]).alone)


def test_pairs_without_a_value_are_left_out_and_counted():
    def undefined_above(inputs):
        return np.where(inputs[0] > 0.99, np.nan, inputs[0] + inputs[1])

    result = found(undefined_above, 2, rows=2**14)
    assert approx(0.02, abs=0.005) == result.lost[1] / result.pairs
    assert approx([0.5, 0.5], abs=0.03) == values(result.alone)
