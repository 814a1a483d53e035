"""Draws depend on the seed and the datum's key alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.datum import Datum, Tier, Value
from estimator.uncertainty.sampling import REPLICATE, sample
from estimator.units.dimensions import Dimension
from estimator.units.reading import to_coherent

POWER = Datum(
    quantity="it_capacity",
    value=Value("range", (900.0, 1000.0, 1100.0)),
    dimension=Dimension("MW", "a power"),
    tier=Tier.GIVEN,
    key="it_capacity",
)
VALUES = [
    Value("range", (900.0, 1000.0, 1100.0)),
    Value("normal", (1000.0, 100.0)),
    Value("lognormal", (1000.0, 1.2)),
    Value("uniform", (900.0, 1100.0)),
    Value("triangular", (900.0, 1000.0, 1100.0)),
    Value("pert", (900.0, 1000.0, 1100.0)),
    Value("beta", (2.0, 3.0)),
]
FAMILY = pytest.mark.parametrize("value", VALUES, ids=[value.family for value in VALUES])


@FAMILY
def test_one_key_and_one_seed_give_the_same_draws(value):
    datum = replace(POWER, value=value)
    assert (sample(datum, 1_000, 1) == sample(datum, 1_000, 1)).all()


@FAMILY
@pytest.mark.parametrize(("few", "many"), [(1, 2), (100, 1_000), (2_000, 20_000), (REPLICATE, REPLICATE + 1)])
def test_asking_for_more_draws_leaves_the_first_ones_as_they_are(value, few, many):
    datum = replace(POWER, value=value)
    assert (sample(datum, few, 1) == sample(datum, many, 1)[:few]).all()


@FAMILY
def test_another_seed_gives_other_draws(value):
    datum = replace(POWER, value=value)
    assert not (sample(datum, 100, 1) == sample(datum, 100, 2)).any()


def test_another_key_gives_other_draws():
    assert not (sample(POWER, 100, 1) == sample(replace(POWER, key="site.it_capacity"), 100, 1)).any()


def test_the_draws_of_two_keys_are_independent():
    here, there = sample(POWER, 50_000, 1), sample(replace(POWER, key="site.it_capacity"), 50_000, 1)
    assert 0 == approx(np.corrcoef(here, there)[0, 1], abs=0.02)


def test_the_draws_of_two_replicates_are_independent():
    draws = sample(POWER, 2 * REPLICATE, 1)
    assert 0 == approx(np.corrcoef(draws[:REPLICATE], draws[REPLICATE:])[0, 1], abs=0.05)


def test_data_with_one_key_share_their_draws():
    assumed = replace(POWER, quantity="average_it_load", tier=Tier.ASSUMPTION, place="somewhere:3")
    assert (sample(POWER, 100, 1) == sample(assumed, 100, 1)).all()


def test_a_key_and_a_replicate_are_not_mixed_up():
    first, second = sample(replace(POWER, key="a"), 2 * REPLICATE, 1), sample(replace(POWER, key="1/a"), REPLICATE, 1)
    assert not (first[REPLICATE:] == second).any()


@pytest.mark.parametrize("size", [1, 100, REPLICATE, REPLICATE + 1, 3 * REPLICATE])
def test_there_are_as_many_draws_as_asked_for(size):
    assert (size,) == sample(POWER, size, 1).shape


@pytest.mark.parametrize("size", [1, REPLICATE + 1])
def test_a_point_is_drawn_as_often_as_asked_for(size):
    assert (size,) == sample(replace(POWER, value=Value("point", (1000.0,))), size, 1).shape


def test_draws_are_in_coherent_units():
    assert 1e9 == approx(np.median(sample(POWER, 200_000, 1)) / to_coherent("W"), rel=1e-3)


def test_a_point_is_in_coherent_units():
    assert {1e9} == set(sample(replace(POWER, value=Value("point", (1000.0,))), 3, 1) / to_coherent("W"))


def test_these_draws_are_the_same_on_every_machine():
    assert [1025.9160638914263, 1023.7718870219327] == approx(list(sample(POWER, 2, 1) / to_coherent("MW")), rel=1e-12)


@given(st.text(max_size=30), st.integers(0, 2**63))
@settings(max_examples=50, deadline=None)
def test_any_key_and_any_seed_have_draws(key, seed):
    draws = sample(replace(POWER, key=key), 10, seed)
    assert (draws > 0).all()
