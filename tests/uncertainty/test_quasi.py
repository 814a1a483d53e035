"""Quasi-random draws: the same ranges, met more evenly, with an error that can be told."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy.special import ndtr
from scipy.stats import qmc as scipy_qmc
from scipy.stats import spearmanr

from estimator.case import Correlation
from estimator.catalog import load_catalog
from estimator.datum import Datum, Tier, Value
from estimator.errors import EstimatorError
from estimator.uncertainty.distributions import quantiles
from estimator.uncertainty.quasi import LONGEST, RANDOMISATIONS, WIDEST, WIDTH, dimensions, scores
from estimator.uncertainty.sampling import REPLICATE, Sampler, balanced, randomisations, sample
from estimator.uncertainty.streams import CATALOG_STREAMS
from estimator.units.dimensions import Dimension

POWER = Dimension("MW", "a power")
SHARE = Dimension("1", "a fraction", upper=1.0, scale="logit")
RATIO = Dimension("1", "a ratio of at least 1", lower=1.0, scale="log_excess")
DRAWS = RANDOMISATIONS * REPLICATE
RANGES = [
    ("a range", Value("range", (500.0, 1000.0, 1100.0)), POWER),
    ("a share", Value("range", (0.2, 0.38, 0.5)), SHARE),
    ("a ratio from one", Value("range", (1.1, 1.2, 1.4)), RATIO),
    ("normal", Value("normal", (1000.0, 100.0)), POWER),
    ("lognormal", Value("lognormal", (1000.0, 1.2)), POWER),
    ("uniform", Value("uniform", (1.0, 3.0)), RATIO),
    ("triangular", Value("triangular", (0.0, 1.0, 4.0)), POWER),
]
EVERY_RANGE = pytest.mark.parametrize(
    ("value", "dimension"), [case[1:] for case in RANGES], ids=[case[0] for case in RANGES]
)


def datum(key, value=RANGES[0][1], dimension=POWER):
    return Datum(quantity="it_capacity", value=value, dimension=dimension, tier=Tier.GIVEN, key=key)


A, B, C = datum("a"), datum("b"), datum("c")
ASSUMED = tuple(datum for datum in load_catalog().data if datum.key in CATALOG_STREAMS[:12])


@EVERY_RANGE
def test_stated_quantiles_are_met_to_one_in_a_thousand_at_65_536_draws(value, dimension):
    stated = datum("a", value, dimension)
    (drawn,) = Sampler(data=(stated,), seed=1, qmc=True).sample(65_536)
    assert quantiles(stated) == approx(np.quantile(drawn / stated.factor, (0.05, 0.5, 0.95)), rel=1e-3)


@EVERY_RANGE
def test_stated_quantiles_are_met_as_closely_by_a_correlated_range(value, dimension):
    stated = datum("b", value, dimension)
    _, drawn = Sampler(data=(A, stated), seed=1, correlations=(Correlation("a", "b", 0.6),), qmc=True).sample(65_536)
    assert quantiles(stated) == approx(np.quantile(drawn / stated.factor, (0.05, 0.5, 0.95)), rel=2e-3)


def test_one_draw_of_each_scrambling_lies_in_each_of_as_many_equal_parts():
    (drawn,) = Sampler(data=(datum("a", Value("uniform", (0.0, 1.0)), SHARE),), seed=1, qmc=True).sample(DRAWS)
    for draws in randomisations(drawn):
        assert {*range(REPLICATE)} == {*(draws * REPLICATE).astype(int)}


def test_the_points_of_all_data_are_joint():
    unit = {stream: ndtr(values) for stream, values in scores(dimensions("abcd"), "abcd", 1, 0, REPLICATE).items()}
    joint = np.column_stack([*unit.values()])
    separate = np.random.default_rng(1).permuted(joint, axis=0)
    assert scipy_qmc.discrepancy(joint[:2048]) < scipy_qmc.discrepancy(separate[:2048]) / 3


def test_the_draws_of_two_data_are_independent():
    first, second = Sampler(data=(A, B), seed=1, qmc=True).sample(DRAWS)
    assert 0 == approx(spearmanr(first, second).statistic, abs=0.003)


def error(size, seed, block=0):
    """Of the mean of a smooth function of four scores: the sum of their percentiles' squares."""
    found = scores(dimensions("abcd"), "abcd", seed, block, size)
    return sum(float(np.mean(ndtr(values) ** 2)) for values in found.values()) - 4 / 3


def test_the_errors_of_two_scramblings_are_independent():
    errors = [[error(256, seed, block) for seed in range(80)] for block in (0, 1)]
    assert 0 == approx(np.corrcoef(*errors)[0, 1], abs=0.3)


def test_sixteen_times_the_points_have_a_sixteenth_of_the_error_or_less():
    few, many = (np.sqrt(np.mean([error(size, seed) ** 2 for seed in range(20)])) for size in (512, 8_192))
    assert many < few / 16


def test_the_error_of_a_product_is_a_fraction_of_that_of_random_draws():
    def errors(qmc):
        logs = [sum(map(np.log, Sampler(data=ASSUMED, seed=seed, qmc=qmc).sample(REPLICATE))) for seed in range(12)]
        return np.std([np.mean(values) for values in logs])

    assert errors(qmc=True) < errors(qmc=False) / 10


def test_the_spread_of_medians_over_scramblings_is_the_error_of_a_median():
    def median(seed):
        return np.median(np.prod(Sampler(data=ASSUMED, seed=seed, qmc=True).sample(DRAWS), axis=0))

    product = np.prod(Sampler(data=ASSUMED, seed=1, qmc=True).sample(DRAWS), axis=0)
    medians = [np.median(draws) for draws in randomisations(product)]
    told = np.std(medians, ddof=1) / np.sqrt(RANDOMISATIONS)
    really = np.std([median(seed) for seed in range(10)], ddof=1)
    assert really / 3 < told < 3 * really


def test_every_scrambling_has_as_many_draws_as_any_other():
    assert [2 * REPLICATE] * RANDOMISATIONS == [len(draws) for draws in randomisations(np.zeros(2 * DRAWS))]


def test_few_draws_are_of_few_scramblings():
    assert [REPLICATE, 10] == [len(draws) for draws in randomisations(np.zeros(REPLICATE + 10))]


def test_scramblings_hold_every_draw_once():
    assert [*range(2 * DRAWS + 5)] == sorted(np.concatenate(randomisations(np.arange(2.0 * DRAWS + 5))))


@pytest.mark.parametrize(
    ("asked", "balance"),
    [(1, 65_536), (2_000, 65_536), (65_536, 65_536), (65_537, 131_072), (200_000, 262_144), (10**6, 2**20)],
)
def test_draws_are_balanced_by_the_next_power_of_two_of_points(asked, balance):
    assert balance == balanced(asked)


def test_a_scrambling_goes_on_where_its_last_block_ended():
    joined = scores(dimensions("ab"), "ab", 1, 0, 2 * REPLICATE)["a"]
    halves = [scores(dimensions("ab"), "ab", 1, block, REPLICATE)["a"] for block in (0, RANDOMISATIONS)]
    assert (joined == np.concatenate(halves)).all()


def test_a_new_scrambling_starts_after_the_longest():
    first = scores(dimensions("ab"), "ab", 1, 0, REPLICATE)["a"]
    after = scores(dimensions("ab"), "ab", 1, RANDOMISATIONS * LONGEST, REPLICATE)["a"]
    assert not (first == after).any()


def test_blocks_are_the_same_in_any_order_and_on_any_thread():
    sampler = Sampler(data=(A, *ASSUMED[:3]), seed=1, correlations=(Correlation("a", ASSUMED[0].key, 0.5),), qmc=True)
    numbers = [0, 1, 7, 8, 9, 16, 511, 512, 513]

    def block(number):
        drawn = [np.empty(REPLICATE) for _ in sampler.data]
        sampler.fill(number, drawn, np.empty(REPLICATE))
        return [values.tobytes() for values in drawn]

    expected = [block(number) for number in numbers]
    turned = random.Random(1).sample(numbers, len(numbers))
    with ThreadPoolExecutor(4) as pool:
        found = dict(zip(turned, pool.map(block, turned), strict=True))
    assert expected == [found[number] for number in numbers]


def test_asking_for_more_draws_leaves_the_first_ones_as_they_are():
    few, many = (Sampler(data=(A,), seed=1, qmc=True).sample(size)[0] for size in (1_000, 2 * REPLICATE))
    assert (few == many[:1_000]).all()


def test_another_seed_gives_other_draws():
    here, there = (Sampler(data=(A,), seed=seed, qmc=True).sample(100)[0] for seed in (1, 2))
    assert not (here == there).any()


def test_a_point_is_drawn_at_its_value():
    point = datum("c", Value("point", (7.0,)))
    _, drawn = Sampler(data=(A, point), seed=1, qmc=True).sample(10)
    assert {7.0 * point.factor} == {*drawn}


def test_points_alone_need_no_dimension():
    point = datum("c", Value("point", (7.0,)))
    assert [7.0 * point.factor] * 3 == list(Sampler(data=(point,), seed=1, qmc=True).sample(3)[0])


@pytest.mark.parametrize("data", [(B,), (B, A), (ASSUMED[0], B)], ids=["alone", "turned", "with another"])
def test_a_range_has_the_same_draws_whatever_of_its_case_is_drawn_with_it(data):
    case = (A, B, C, *ASSUMED)
    expected = Sampler(data=case, seed=1, qmc=True).sample(100)[1]
    drawn = Sampler(data=data, seed=1, qmc=True, among=case).sample(100)
    assert (expected == drawn[data.index(B)]).all()


def test_another_fact_moves_no_range_of_the_catalog():
    before = Sampler(data=(A, ASSUMED[0]), seed=1, qmc=True).sample(100)[1]
    after = Sampler(data=(A, B, ASSUMED[0]), seed=1, qmc=True).sample(100)[2]
    assert (before == after).all()


def test_another_fact_moves_no_fact_before_it():
    before, after = (
        Sampler(data=(A,), seed=1, qmc=True).sample(100)[0],
        Sampler(data=(A, B), seed=1, qmc=True).sample(100)[0],
    )
    assert (before == after).all()


def test_another_entry_of_the_catalog_moves_nothing():
    before = Sampler(data=(A, ASSUMED[0]), seed=1, qmc=True).sample(100)
    after = Sampler(data=(A, ASSUMED[5], ASSUMED[0]), seed=1, qmc=True).sample(100)
    assert (before[0] == after[0]).all()
    assert (before[1] == after[2]).all()


def test_no_two_streams_share_a_dimension():
    found = dimensions(["b", "a", *CATALOG_STREAMS[5:9], "c"])
    assert len(found) == len({*found.values()}) == len(CATALOG_STREAMS) + 3


def test_facts_take_even_dimensions_in_their_order_and_the_catalog_odd_ones():
    found = dimensions(["b", CATALOG_STREAMS[3], "a", "b"])
    assert (0, 2, 7) == (found["b"], found["a"], found[CATALOG_STREAMS[3]])


def test_the_catalog_and_a_hundred_facts_fit_into_the_usual_width():
    assert WIDTH > max(dimensions(map(str, range(100))).values())


def test_more_facts_than_usual_widen_the_points():
    streams = [*map(str, range(WIDTH))]
    assert 1 == approx(scores(dimensions(streams), streams, 1, 0, 256)["255"].std(), abs=0.05)


def test_too_many_facts_are_refused():
    with pytest.raises(EstimatorError, match="at most 2,048 stated ranges; draw without --qmc"):
        scores(dimensions(map(str, range(WIDEST))), ["0"], 1, 0, 256)


def test_every_range_of_the_catalog_has_its_dimension():
    missing = [datum.key for datum in load_catalog().data if not datum.value.is_point]
    listed = ("assumptions", "accelerators", "servers", "reactors")
    missing = [key for key in missing if key not in CATALOG_STREAMS and key.partition("/")[0] in listed]
    assert [] == missing, "append these to estimator/uncertainty/streams.txt, at the end"


def test_no_stream_is_listed_twice():
    assert len(CATALOG_STREAMS) == len({*CATALOG_STREAMS})


def test_the_list_of_streams_has_only_been_appended_to():
    assert "d234b4a87df5aa87" == sha256("\n".join(CATALOG_STREAMS[:110]).encode()).hexdigest()[:16]


@EVERY_RANGE
def test_without_qmc_the_sampler_draws_what_sample_draws(value, dimension):
    stated = datum("a", value, dimension)
    assert (sample(stated, 10_000, 1) == Sampler(data=(stated, B), seed=1).sample(10_000)[0]).all()


ENDS = st.lists(st.floats(1e-3, 1 - 1e-3), min_size=3, max_size=3, unique=True).map(sorted)


@st.composite
def stated(draw, key):
    """A range of any family on any scale, within the bounds of its dimension as a scenario may state it."""
    family = draw(st.sampled_from(["range", "normal", "lognormal", "uniform", "triangular", "pert", "beta"]))
    dimension = draw(st.sampled_from([POWER, SHARE, RATIO])) if family != "beta" else SHARE
    low, middle, high = draw(ENDS.filter(lambda ends: ends[1] - ends[0] > 1e-6 < ends[2] - ends[1]))
    if dimension != SHARE:
        low, middle, high = (dimension.lower + 1_000 * end for end in (low, middle, high))
    match family:
        case "normal":
            parameters = middle, min(middle - dimension.lower, dimension.upper - middle) / 6.5
        case "lognormal" if dimension == POWER:
            parameters = middle, 1 + high
        case "lognormal":
            family, parameters = "uniform", (low, high)
        case "uniform":
            parameters = low, high
        case "beta":
            parameters = 10 * low, 10 * high
        case _:
            parameters = low, middle, high
    return Datum(quantity="x", value=Value(family, parameters), dimension=dimension, tier=Tier.GIVEN, key=key)


@given(stated("a"), stated("b"), st.floats(-0.99, 0.99), st.integers(-(2**63), 2**63), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_draw_leaves_its_bounds(first, second, rho, seed, qmc):
    for datum, drawn in zip(
        (first, second),
        Sampler(data=(first, second), seed=seed, correlations=(Correlation("a", "b", rho),), qmc=qmc).sample(1_000),
        strict=True,
    ):
        lower, upper = datum.dimension.lower, datum.dimension.upper
        values = drawn / datum.factor
        if datum.value.family in ("uniform", "triangular", "pert"):
            lower, upper = datum.value.parameters[0], datum.value.parameters[-1]
        assert lower * (1 - 1e-12) <= values.min() <= values.max() <= upper * (1 + 1e-12)


@given(stated("a"), stated("b"), stated("c"), st.integers(0, 2**63))
@settings(max_examples=50, deadline=None)
def test_one_more_range_moves_no_draw(first, second, third, seed):
    pair = (Correlation("a", "b", 0.5),)
    before = Sampler(data=(first, second), seed=seed, correlations=pair).sample(100)
    after = Sampler(data=(first, third, second), seed=seed, correlations=pair).sample(100)
    assert (before[0] == after[0]).all()
    assert (before[1] == after[2]).all()


@given(stated("a"), stated("b"), st.floats(-0.99, 0.99), st.integers(0, 2**63), st.booleans())
@settings(max_examples=50, deadline=None)
def test_one_case_and_one_seed_have_the_same_draws(first, second, rho, seed, qmc):
    pair = (Correlation("a", "b", rho),)
    here, there = (Sampler(data=(first, second), seed=seed, correlations=pair, qmc=qmc).sample(100) for _ in range(2))
    assert [list(values) for values in here] == [list(values) for values in there]


@given(st.permutations(range(6)), st.booleans())
@settings(max_examples=20, deadline=None)
def test_the_order_of_blocks_moves_no_draw(order, qmc):
    sampler = Sampler(data=(A, B), seed=1, correlations=(Correlation("a", "b", 0.5),), qmc=qmc)
    drawn = np.empty((2, 6 * REPLICATE))
    for number in order:
        place = slice(number * REPLICATE, (number + 1) * REPLICATE)
        sampler.fill(number, [drawn[0, place], drawn[1, place]], np.empty(REPLICATE))
    assert (np.array(sampler.sample(6 * REPLICATE)) == drawn).all()


def test_data_of_one_key_share_their_draws():
    first, second = Sampler(data=(A, replace(A, quantity="average_it_load")), seed=1, qmc=True).sample(100)
    assert (first == second).all()
