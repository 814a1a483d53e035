"""What changes contribute to the change of a function: the laws of Shapley values, and drawn orders."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.comparison.attribution import MOST_EXACT, design


def by_brute_force(plan, values):
    """Effects averaged over every order, one order after the other."""
    value = {tuple(row): value for row, value in zip(plan.changed.tolist(), values, strict=True)}
    count = plan.changed.shape[1]
    orders = list(permutations(range(count)))
    total = np.zeros(count)
    for order in orders:
        made = [False] * count
        for change in order:
            before = value[tuple(made)]
            made[change] = True
            total[change] += value[tuple(made)] - before
    return total / len(orders)


@st.composite
def games(draw, most=6):
    plan = design(draw(st.integers(1, most)))
    size = len(plan.changed)
    return plan, np.array(draw(st.lists(st.floats(-1e3, 1e3), min_size=size, max_size=size)))


@settings(deadline=None, max_examples=60)
@given(games())
def test_contributions_are_effects_averaged_over_all_orders(game):
    plan, values = game
    assert approx(by_brute_force(plan, values), abs=1e-9) == plan.contributions(values)


@given(games(most=9))
def test_contributions_add_up_to_the_whole_change(game):
    plan, values = game
    assert approx(values[-1] - values[0], abs=1e-9) == plan.contributions(values).sum()


@given(games())
def test_turned_round_they_have_the_other_sign(game):
    plan, values = game
    backwards = values[::-1]  # states are numbered by the changes made, so the reverse has the others made
    assert approx(-plan.contributions(values), abs=1e-9) == plan.contributions(backwards)


@given(games(), st.integers(0, 5))
def test_a_change_without_effect_contributes_nothing(game, number):
    plan, values = game
    number %= plan.changed.shape[1]
    without = plan.changed.copy()
    without[:, number] = False
    place = {tuple(row): index for index, row in enumerate(plan.changed.tolist())}
    flat = values[[place[tuple(row)] for row in without.tolist()]]
    assert approx(0, abs=1e-9) == plan.contributions(flat)[number]


def test_a_single_change_contributes_all():
    assert [3.0] == design(1).contributions(np.array([2.0, 5.0])).tolist()


def test_no_change_at_all_is_no_contribution():
    assert [] == design(0).contributions(np.array([2.0])).tolist()


def test_a_product_is_shared_out_by_its_factors():
    plan, factors = design(4), np.array([2.0, 0.5, 3.0, 1.0])
    values = np.log(np.where(plan.changed, factors, 1.0).prod(axis=1))
    assert approx(np.log(factors)) == plan.contributions(values)


def test_two_factors_share_their_product_evenly():
    # 1 to 2 and 1 to 3: 6 - 1 = 5, of which 1 + (6 - 3) over two orders is the first one's
    plan = design(2)
    values = np.where(plan.changed, [2.0, 3.0], 1.0).prod(axis=1)
    assert approx([2.0, 3.0]) == plan.contributions(values)


def test_further_axes_are_kept():
    plan = design(3)
    values = np.random.default_rng(1).random((8, 5))
    expected = np.stack([plan.contributions(column) for column in values.T], axis=1)
    assert approx(expected) == plan.contributions(values)


@pytest.mark.parametrize("changes", [0, 1, 5, MOST_EXACT, MOST_EXACT + 1, 40])
def test_the_first_state_has_no_change_and_the_last_one_all(changes):
    changed = design(changes).changed
    assert (False, True) == (bool(changed[0].any()), bool(changed[-1].all()))


# Too many changes for all of their combinations

MANY = MOST_EXACT + 8


def interacting(changed):
    """A sum, and a product of all changes on top, which orders disagree about."""
    effects = np.linspace(-1, 2, changed.shape[1])
    return changed @ effects + 10 * np.exp(changed @ np.abs(effects) / 10)


def test_up_to_a_number_of_changes_all_combinations_are_computed():
    assert [True, False] == [design(MOST_EXACT).exact, design(MOST_EXACT + 1).exact]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_drawn_orders_add_up_to_the_whole_change_all_the_same(seed):
    plan = design(MANY, seed)
    values = interacting(plan.changed)
    assert approx(values[-1] - values[0], rel=1e-12) == plan.contributions(values).sum()


def test_drawn_orders_turned_round_have_the_other_sign():
    plan = design(MANY)
    forth, back = interacting(plan.changed), interacting(~plan.changed)
    assert approx(-plan.contributions(forth), rel=1e-9) == plan.contributions(back)


def test_drawn_orders_share_out_what_does_not_interact_exactly():
    plan, effects = design(MANY), np.linspace(-1, 2, MANY)
    assert approx(effects, abs=1e-12) == plan.contributions(plan.changed @ effects)


def test_the_error_of_drawn_orders_is_what_other_orders_differ_by():
    found = []
    for seed in range(40):
        plan = design(MANY, seed)
        found.append(plan.contributions(interacting(plan.changed)))
    told = design(MANY, 1).errors(interacting(design(MANY, 1).changed))
    assert approx(np.std(found, axis=0).mean(), rel=0.25) == told.mean()


def test_exact_contributions_have_no_error():
    assert [0.0] * 3 == design(3).errors(np.arange(8.0)).tolist()


def test_one_seed_draws_the_same_orders():
    assert (design(MANY, 7).orders == design(MANY, 7).orders).all()


def test_another_seed_draws_others():
    assert (design(MANY, 7).orders != design(MANY, 8).orders).any()


def test_so_many_changes_take_no_more_states_than_a_few():
    assert 2**MOST_EXACT >= len(design(200).changed)
