"""Systems that share nothing are planned apart, and it shows nowhere."""

import pickle
import random

import numpy as np
import pytest
from pytest import approx

from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import model
from estimator.solver import outlines
from estimator.solver.clusters import clusters
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import make_plan

MODEL = model().about({"accelerators", "annual_facility_energy", "capex"})
CONVENTIONS = frozenset({"operating_year", "one_year", "h100_peak_rate_8bit"} & MODEL.quantities.keys())


def datum(variable: Variable, value: float = 1.0) -> tuple[Variable, Datum]:
    tier = Tier.CONVENTION if variable.quantity in CONVENTIONS else Tier.GIVEN
    dimension = MODEL.quantities[variable.quantity].dimension
    return variable, Datum(
        quantity=variable.quantity, value=Value("point", (value,)), dimension=dimension, tier=tier, key=str(variable)
    )


def data_of(parts, facts):
    """Conventions of all systems, then facts of some of their quantities."""
    conventions = [datum(Variable(system, name)) for system in parts for name in sorted(CONVENTIONS)]
    return [*conventions, *(datum(Variable(system, name)) for system, name in facts)]


def some_facts(systems, seed):
    """A few quantities of each system, the same ones for every third."""
    names = sorted(MODEL.quantities.keys() - CONVENTIONS)
    kinds = [random.Random(f"{seed}/{kind}").sample(names, 6) for kind in range(3)]
    facts = [(system, name) for number, system in enumerate(systems) for name in kinds[number % 3]]
    return random.Random(seed).sample(facts, len(facts))


def campus(count):
    leaves = [f"s{number}" for number in range(count)]
    return leaves, dict.fromkeys(leaves, ()) | {"all": tuple(leaves)}


def both(parts, facts):
    """The plan by pieces, and that of all systems together."""
    data = data_of(parts, facts)
    return (make_plan(Network(MODEL, parts, CONVENTIONS), data, joining=joining) for joining in (False, True))


def test_systems_without_a_whole_are_planned_apart():
    assert ([("a",), ("b",)], ()) == clusters({"a": (), "b": ()}, {"a"})


def test_a_whole_of_which_nothing_is_stated_follows_from_its_parts():
    assert ([("a",), ("b",)], ("all",)) == clusters({"a": (), "b": (), "all": ("a", "b")}, {"a"})


def test_what_is_stated_of_a_whole_ties_its_parts():
    assert ([("a", "b", "all")], ()) == clusters({"a": (), "b": (), "all": ("a", "b")}, {"all"})


def test_a_whole_below_a_stated_one_is_tied_as_well():
    parts = {"a": (), "b": (), "c": (), "some": ("a", "b"), "all": ("some", "c")}
    assert ([tuple(parts)], ()) == clusters(parts, {"all"})


def test_a_whole_of_one_part_is_planned_with_it():
    assert ([("a", "all")], ()) == clusters({"a": (), "all": ("a",)}, set())


@pytest.mark.parametrize("seed", range(6))
def test_pieces_compute_what_a_plan_of_all_computes_in_the_same_order(seed):
    leaves, parts = campus(7)
    apart, together = both(parts, some_facts(leaves, seed))
    assert [*together.made_by] == [*apart.made_by]


@pytest.mark.parametrize("seed", range(6))
def test_pieces_use_the_data_that_a_plan_of_all_uses(seed):
    leaves, parts = campus(7)
    apart, together = both(parts, some_facts(leaves, seed))
    assert [*together.basis] == [*apart.basis]


@pytest.mark.parametrize("seed", range(6))
def test_pieces_check_what_a_plan_of_all_checks(seed):
    leaves, parts = campus(7)
    apart, together = both(parts, some_facts(leaves, seed))
    assert together.redundant == apart.redundant


@pytest.mark.parametrize("seed", range(6))
def test_values_rest_on_the_same_data_whether_systems_are_planned_apart_or_together(seed):
    leaves, parts = campus(7)
    apart, together = both(parts, some_facts(leaves, seed))
    assert {name: set(together.response(name)) for name in together.made_by} == {
        name: set(apart.response(name)) for name in apart.made_by
    }


@pytest.mark.parametrize("seed", range(6))
def test_what_is_open_is_closed_by_the_same_whether_systems_are_planned_apart_or_together(seed):
    leaves, parts = campus(4)
    apart, together = both(parts, some_facts(leaves, seed))
    wanted = [name for name in together.network.variables if together.is_open(name)]
    assert {name: together.closed_by(name) for name in wanted} == {name: apart.closed_by(name) for name in wanted}


@pytest.mark.parametrize("seed", range(3))
def test_wholes_of_wholes_follow_from_what_is_below(seed):
    leaves, parts = campus(6)
    parts = dict.fromkeys(leaves, ()) | {"west": ("s0", "s1", "s2"), "east": ("s3", "s4", "s5")}
    apart, together = both(parts | {"all": ("west", "east")}, some_facts(leaves, seed))
    assert [*together.made_by] == [*apart.made_by]


def test_an_outline_that_was_kept_is_that_of_a_fresh_process():
    leaves, parts = campus(3)
    data = data_of(parts, some_facts(leaves, 1))
    kept = make_plan(Network(MODEL, parts, CONVENTIONS), data, data[-2:])
    outlines.forget()
    fresh = make_plan(Network(MODEL, parts, CONVENTIONS), data, data[-2:])
    assert [step.targets for step in fresh.steps] == [step.targets for step in kept.steps]


def test_a_plan_does_not_change_that_of_the_next_case_with_the_same_pattern():
    parts = {"": ()}
    data = data_of(parts, [("", "accelerators"), ("", "it_power_per_accelerator")])
    first = make_plan(Network(MODEL, parts, CONVENTIONS), data)
    before = [*first.made_by]
    first.made_by.clear()
    assert before == [*make_plan(Network(MODEL, parts, CONVENTIONS), data).made_by]


def test_another_value_costs_no_planning():
    outlines.forget()
    parts = {"": ()}
    for value in (1.0, 2.0, 3.0):
        make_plan(Network(MODEL, parts, CONVENTIONS), [datum(Variable("", "accelerators"), value)])
    assert 1 == outlines.kept()


@pytest.mark.parametrize("count", [2, 40, 200])
def test_worlds_of_many_systems_are_solved_back(count):
    leaves, parts = campus(count)
    truth = {}
    for number, leaf in enumerate(leaves):
        truth |= Network(MODEL, {leaf: ()}, CONVENTIONS, seed=number).state
    facts = some_facts(leaves, count)
    plan = make_plan(Network(MODEL, parts, CONVENTIONS), data_of(parts, facts))
    whole = {Variable("all", name): 0.5 for name in CONVENTIONS}
    found = evaluate(plan, {name: {**truth, **whole}[name] for name in plan.basis})
    wrong = [name for name in plan.made_by if name.system != "all" and truth[name] != approx(found[name], rel=1e-6)]
    assert [] == wrong


@pytest.mark.parametrize("count", [2, 40, 200])
def test_what_a_whole_has_is_the_sum_of_what_its_parts_have(count):
    leaves, parts = campus(count)
    plan = make_plan(Network(MODEL, parts, CONVENTIONS), data_of(parts, [(leaf, "accelerators") for leaf in leaves]))
    drawn = {name: np.float64(number + 1) for number, name in enumerate(plan.basis)}
    expected = sum(drawn[Variable(leaf, "accelerators")] for leaf in leaves)
    assert approx(expected) == evaluate(plan, drawn)[Variable("all", "accelerators")]


def test_a_whole_rests_on_all_of_its_parts_however_many_are_alike():
    leaves, parts = campus(9)
    plan = make_plan(Network(MODEL, parts, CONVENTIONS), data_of(parts, [(leaf, "accelerators") for leaf in leaves]))
    assert {Variable(leaf, "accelerators") for leaf in leaves} == plan.response(Variable("all", "accelerators")).keys()


def test_the_plan_of_a_very_long_sum_goes_through_pickle():
    leaves, parts = campus(2_000)
    plan = make_plan(Network(MODEL, parts, CONVENTIONS), data_of({}, [(leaf, "accelerators") for leaf in leaves]))
    assert [*plan.made_by] == [*pickle.loads(pickle.dumps(plan)).made_by]
