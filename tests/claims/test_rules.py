"""The constants of judgement: for each, a case on either side of it."""

from math import exp, sqrt
from types import SimpleNamespace

import numpy as np
import pytest
from pytest import approx

from estimator.claims import blame, conflicts, detectors, fit, readings
from estimator.claims.circuits import Circuit
from estimator.claims.confirmation import Sampled
from estimator.claims.observations import Observation
from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import model


def observation(key, tier=Tier.GIVEN, side="", spread=0.1, above=None):
    """A statement about a power, at 1 MW."""
    dimension = model().quantities["it_capacity"].dimension
    value = Value("range", (0.9, 1.0, 1.1))
    datum = Datum(quantity="it_capacity", value=value, dimension=dimension, tier=tier, key=key)
    return Observation(
        name=key, variable=Variable("", "it_capacity"), datum=datum, middle=0.0, below=spread, above=above or spread,
        side=side,
    )  # fmt: skip


def suspects(*gains, tiers=None):
    """Who is suspected, by how much leaving each of some statements out improves a fit."""
    tiers = tiers or [Tier.GIVEN] * len(gains)
    observations = [observation(str(number), tier) for number, tier in enumerate(tiers)]
    found = SimpleNamespace(
        observations=observations, normalised=[sqrt(gain) for gain in gains], active=[True] * len(gains)
    )
    found.without = lambda *rows: found
    return blame.blamed(found, (), lambda _: None).rounds[0]


def test_a_statement_stands_out_by_odds_of_20_to_1():
    assert 20.1 == approx(exp(blame.DECIDED / 2), rel=1e-2)
    assert ((0, 1), (0,)) == (suspects(25, 19.1), suspects(25, 18.9))


def test_what_rounding_parts_is_suspected_alike():
    tiers = [Tier.USE, Tier.GIVEN, Tier.GIVEN]
    assert (0, 1, 2) == suspects(100, 50, 50 * (1 - 5e-7), tiers=tiers)
    assert (0, 1) == suspects(100, 50, 50 * (1 - 2e-6), tiers=tiers)


@pytest.mark.parametrize(("z", "told"), [(1.97, 2), (1.95, 1)])
def test_a_circuit_is_in_tension_from_1_96_standard_deviations_on(z, told):
    observations = [observation(key) for key in "abcd"]
    circuits = [Circuit((0, 1), (0.3, -0.3), (0.1, 0.1), 2.5), Circuit((2, 3), (0.2, -0.2), (0.1, 0.1), z)]
    assert told == len(conflicts.conflicts(SimpleNamespace(observations=observations), circuits, ()))


def reach(width):
    """What may be left of a gap, where a statement is so wide about 1 as a standard deviation of its logarithm."""
    low, high = exp(-1.645 * width), exp(1.645 * width)
    datum = observation("a").datum
    value = Value("range", (low, 1.0, high))
    stated = Datum(
        quantity=datum.quantity, value=value, dimension=datum.dimension, tier=datum.tier, key=datum.key
    )  # fmt: skip
    implied = SimpleNamespace(quantiles=(1.0, 1.0, 1.0))
    return detectors._reach(stated, implied)


def test_firm_statements_may_be_15_per_cent_off_once_a_factor_is_taken_out():
    assert 0.15 == reach(0.05)


def test_loose_statements_may_be_off_as_far_as_they_do_not_contradict():
    assert approx(0.2576, rel=1e-3) == reach(0.1)


def deviation(apart):
    """The standard deviation that counts, of 0.1 below and 0.3 above, so many of the one below from the median."""
    statements = fit._Statements([observation("a", spread=0.1, above=0.3)], frozenset())
    return statements.settled(np.array([-apart * 0.1]))[1][0]


def test_a_value_on_the_median_has_the_deviations_of_both_sides():
    assert approx(0.2) == deviation(0.049)


def test_a_value_off_the_median_has_the_deviation_of_its_side():
    assert approx(0.1) == deviation(0.051)


@pytest.mark.parametrize(("missed", "counts"), [(5e-7, False), (2e-6, True)])
def test_a_limit_is_missed_by_more_than_rounding(missed, counts):
    statements = fit._Statements([observation("a", side=">=")], frozenset())
    assert counts == statements.binding(np.array([missed]))[0]


def judged(monkeypatch, p_value, effective=1000.0):
    """By what a fit is judged that the approximation gives a p-value: draws, or that."""
    monkeypatch.setattr(readings, "sampled", lambda *_: Sampled(9.0, effective))
    found = readings.judged(SimpleNamespace(p_value=p_value, redundancy=1, statistic=1.0), (), 1)
    return "draws" if found.effective_draws else "approximation"


@pytest.mark.parametrize(
    ("p_value", "by"), [(0.9e-4, "approximation"), (1.1e-4, "draws"), (0.49, "draws"), (0.51, "approximation")]
)
def test_draws_decide_where_the_shape_of_ranges_could_matter(p_value, by, monkeypatch):
    assert by == judged(monkeypatch, p_value)


@pytest.mark.parametrize(("effective", "by"), [(399.0, "approximation"), (401.0, "draws")])
def test_draws_decide_where_there_are_enough(effective, by, monkeypatch):
    assert by == judged(monkeypatch, 0.01, effective)


@pytest.mark.parametrize(("statistic", "looked"), [(2.49, False), (2.51, True)])
def test_statements_near_the_best_values_are_not_searched_for_what_cannot_be(statistic, looked, monkeypatch):
    monkeypatch.setattr(readings, "impossible", lambda *_: ("searched",))
    found = SimpleNamespace(statistic=statistic, unknowns=SimpleNamespace(network=None))
    case = SimpleNamespace(data=[(observation("a").variable, observation("a").datum)])
    reading = readings.Reading(
        choice={}, fit=found, written={}, open_claims=frozenset(), case=case, seed=1
    )  # fmt: skip
    assert looked == bool(reading.impossible)


def test_what_is_near_lies_within_5_per_cent_on_either_side():
    assert readings.NEAR < 1.645**2
