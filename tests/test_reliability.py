"""The outage table against all states of all units, counted one by one, and against textbooks."""

from itertools import product
from math import fsum, inf, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy import stats

from estimator.reactors.reliability import (
    PAGE,
    outage_table,
    power_short,
    probability_short,
    units_covering,
    units_enough,
)

HOURS = 8760
counts = st.integers(1, 8)
powers = st.floats(0.1, 20.0)
rates = st.floats(0.0, 1.0)
law = settings(deadline=None, max_examples=100)


def by_states(count: int, load: float, unit: float, rate: float) -> tuple[float, float]:
    """Probability and mean of a shortage over all 2ⁿ states of n units, none of them told by a formula."""
    short, missing = [], []
    for running in product((True, False), repeat=count):
        likely = prod(1 - rate if runs else rate for runs in running)
        gap = load - unit * sum(running)
        if gap > 1e-9 * unit:
            short.append(likely)
            missing.append(likely * gap)
    return fsum(short), fsum(missing)


@law
@given(counts, powers, powers, rates)
def test_shortages_are_those_of_all_states_of_all_units(count, load, unit, rate):
    short, missing = by_states(count, load, unit, rate)
    assert approx(short, rel=1e-9, abs=1e-15) == float(probability_short(count, load, unit, rate))
    assert approx(missing, rel=1e-9, abs=1e-14 * load) == float(power_short(count, load, unit, rate))


@pytest.mark.parametrize(("out", "probability"), [(0, 0.9409), (1, 0.0582), (2, 0.0009)])
def test_two_stations_of_40_megawatts_are_out_as_often_as_a_textbook_says(out, probability):
    # B. R. Gupta, Generation of Electrical Energy, example 17.1, page 421: forced outage rate 0.03
    at_least = [1.0, *(float(probability_short(2, load, 40, 0.03)) for load in (80, 40)), 0.0]
    assert approx(probability, abs=5e-5) == at_least[out] - at_least[out + 1]


@pytest.mark.parametrize(
    ("out", "rate", "probability"),
    [
        (2, 0.06, 0.00424), (2, 0.03, 0.11084), (2, 0.01, 0.25250),
        (5, 0.06, 0.05839), (5, 0.03, 0.17359), (5, 0.01, 0.01378),
    ],
)  # fmt: skip
def test_of_150_units_so_many_are_out_as_often_as_a_textbook_says(out, rate, probability):
    # J. McCalley, Iowa State University, module PE.PAS.U10.3, example U10.1
    at_least = [float(probability_short(150, 151 - number, 1, rate)) for number in (out, out + 1)]
    assert approx(probability, rel=2e-3) == at_least[0] - at_least[1]


def test_two_gigawatts_on_two_epr_are_short_for_854_hours():
    # by hand: 2 × 0.95 × 0.05 + 0.05² = 0.0975; with one out 380 MW are missing, with both 2,000
    assert approx(0.0975 * HOURS) == float(probability_short(2, 2000, 1620, 0.05)) * HOURS
    assert approx(0.095 * 380 + 0.0025 * 2000) == float(power_short(2, 2000, 1620, 0.05))


def test_with_a_third_they_are_short_for_64():
    # by hand: 3 × 0.95 × 0.05² + 0.05³ = 0.00725
    assert approx(0.00725 * HOURS) == float(probability_short(3, 2000, 1620, 0.05)) * HOURS


@law
@given(st.integers(1, 2000), st.floats(0.001, 0.3), st.floats(0.5, 1.2))
def test_many_units_are_those_of_a_binomial_distribution(count, rate, ratio):
    load = max(ratio * count, 1.0)
    running = np.arange(count + 1)
    likely = stats.binom.pmf(running, count, 1 - rate)
    gap = np.maximum(load - running, 0.0)
    assert approx(float(likely[gap > 1e-9].sum()), rel=1e-8, abs=1e-12) == float(
        probability_short(count, load, 1, rate)
    )
    assert approx(float((likely * gap).sum()), rel=1e-8, abs=1e-9) == float(power_short(count, load, 1, rate))


@law
@given(counts, powers, powers, st.floats(0.01, 0.99))
def test_one_unit_more_is_never_short_for_longer(count, load, unit, rate):
    assert probability_short(count + 1, load, unit, rate) <= probability_short(count, load, unit, rate) + 1e-15
    assert power_short(count + 1, load, unit, rate) <= power_short(count, load, unit, rate) + 1e-12 * load


@law
@given(counts, powers, powers, st.floats(0.0, 0.5), st.floats(0.0, 0.5))
def test_units_that_fail_more_often_are_short_for_longer(count, load, unit, rate, more):
    assert probability_short(count, load, unit, rate) <= probability_short(count, load, unit, rate + more) + 1e-15


@law
@given(counts, powers, powers, rates)
def test_no_more_is_missing_than_the_load_while_it_is_short(count, load, unit, rate):
    assert (
        power_short(count, load, unit, rate) <= load * probability_short(count, load, unit, rate) * (1 + 1e-9) + 1e-12
    )


@given(st.integers(1, 50), powers)
def test_as_many_units_as_the_load_has_are_needed_and_no_more(count, unit):
    assert count == units_covering(count * unit, unit)


def test_units_that_never_fail_are_enough_where_they_cover_the_load():
    assert (2, 0) == (units_enough(2000, 1620, 0.0, 0.0), probability_short(2, 2000, 1620, 0.0))


def test_units_that_never_run_are_never_enough():
    assert inf == units_enough(2000, 1620, 1.0, 3 / HOURS)


@law
@given(powers, powers, st.floats(0.001, 0.4), st.floats(1e-6, 0.1))
def test_enough_units_are_enough_and_one_less_is_not(load, unit, rate, share):
    enough = int(units_enough(load, unit, rate, share))
    assert probability_short(enough, load, unit, rate) <= share
    assert enough == units_covering(load, unit) or probability_short(enough - 1, load, unit, rate) > share


def test_five_epr_are_enough_for_two_gigawatts_by_the_french_standard():
    # by hand: with four, 4 × 0.95 × 0.05³ + 0.05⁴ of 8,760 h are 4.2 h; with five, 5 × 0.95 × 0.05⁴ + 0.05⁵ are 0.26
    assert 5 == units_enough(2000, 1620, 0.05, 3 / HOURS)


DRAWS = np.full(100, 2000.0), np.full(100, 1620.0), np.linspace(0.04, 0.06, 100)


def test_a_table_goes_from_the_units_needed_to_those_that_are_enough():
    assert [2, 3, 4, 5] == [row.units for row in outage_table(*DRAWS, 3 / HOURS)]


def test_a_table_has_two_units_to_spare_even_where_none_is_asked_for():
    assert [2, 3, 4] == [row.units for row in outage_table(*DRAWS, 1.0)]


def test_a_table_says_how_many_units_are_to_spare():
    assert [0, 1, 2, 3] == [set(row.spare).pop() for row in outage_table(*DRAWS, 3 / HOURS)]


def test_a_long_table_is_cut_to_a_page():
    load, unit, rate = np.full(10, 900e3), np.full(10, 73.0), np.full(10, 0.04)
    rows = list(outage_table(load, unit, rate, 3 / HOURS))
    assert len(rows) <= PAGE + 5
    assert float(np.median(rows[-1].short)) <= 3 / HOURS


def test_what_is_missing_when_short_is_what_is_missing_over_the_time_short():
    row = next(outage_table(*DRAWS, 3 / HOURS))
    assert approx(row.missing) == row.missing_when_short * row.short


def test_where_the_load_is_never_short_nothing_is_missing_then():
    load, unit, rate = np.full(3, 2000.0), np.full(3, 1620.0), np.array([0.0, 0.05, 0.0])
    assert 1 == len(next(outage_table(load, unit, rate, 3 / HOURS)).missing_when_short)
