"""Every equation in every direction, and every world from any of its values."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import model
from estimator.solver.algebra import compute, solved_for
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import make_plan
from estimator.solver.steps import Block, Combined, Solved
from estimator.units.reading import registry, to_coherent

MODEL = model()
CONVENTIONS = {
    "operating_year": 8760.0, "h100_peak_rate_8bit": 1979e12, "one_year": 1.0, "flop_per_parameter_token": 6.0,
    "reference_compute": 1e26,
}  # fmt: skip
DIRECTIONS = [
    (e.name, wanted) for e in MODEL.equations for wanted in (e.name, *e.inputs) if solved_for(e.name, e.tree, wanted)
]
"""All but those of names that occur twice in an equation, or in an exponent: these are found by blocks."""


def amounts(name: str) -> st.SearchStrategy[float]:
    """Values of a quantity well inside its bounds."""
    dimension = MODEL.quantities[name].dimension
    if dimension.upper == 1:
        return st.floats(0.02, 0.98)
    return st.floats(dimension.lower + 0.01, dimension.lower + 100)


@pytest.mark.parametrize(("name", "wanted"), DIRECTIONS, ids=[f"{name}-for-{wanted}" for name, wanted in DIRECTIONS])
@settings(deadline=None, max_examples=8)
@given(st.data())
def test_every_equation_gives_every_one_of_its_variables(name, wanted, data):
    equation = MODEL.quantities[name].equation
    world = {key: data.draw(amounts(key), label=key) for key in equation.inputs}
    world[name] = equation.function(**world)
    known = {key: value for key, value in world.items() if key != wanted}
    assert approx(world[wanted], rel=1e-9) == compute(solved_for(name, equation.tree, wanted), known)


def plain(quantity: str) -> str:
    unit = MODEL.quantities[quantity].dimension.unit
    return "dimensionless" if unit == "1" else unit


@pytest.mark.parametrize("name", [equation.name for equation in MODEL.equations])
def test_every_equation_has_the_dimension_of_what_it_is_named_for(name):
    equation = MODEL.quantities[name].equation
    quantities = {key: registry().Quantity(0.5, plain(key)) for key in equation.inputs}
    assert registry().Quantity(1, plain(name)).dimensionality == equation.function(**quantities).dimensionality


@pytest.mark.parametrize("name", [equation.name for equation in MODEL.equations])
@settings(deadline=None, max_examples=10)
@given(st.data())
def test_floats_in_coherent_units_and_quantities_give_one_number(name, data):
    equation = MODEL.quantities[name].equation
    world = {key: data.draw(amounts(key), label=key) for key in equation.inputs}
    by_pint = equation.function(**{key: registry().Quantity(value, plain(key)) for key, value in world.items()})
    coherent = {key: value * to_coherent(plain(key)) for key, value in world.items()}
    by_engine = compute(equation.tree, coherent) / to_coherent(plain(name))
    assert approx(by_pint.to(plain(name)).magnitude, rel=1e-12) == by_engine


@pytest.mark.parametrize("comparison", MODEL.comparisons, ids=lambda comparison: comparison.equation.name)
def test_every_comparison_compares_like_with_like(comparison):
    quantities = {key: registry().Quantity(0.5, plain(key)) for key in comparison.equation.inputs}
    assert comparison.equation.function(**quantities) in (True, False)


# Whole worlds: all values of all systems, consistent by construction and computed without the solver's plans.

PARTS = {
    "one system": {"": ()},
    "a whole of two parts": {"a": (), "b": (), "whole": ("a", "b")},
    "a whole in a whole": {"a": (), "b": (), "c": (), "half": ("a", "b"), "whole": ("half", "c")},
}


def amount(name: str, draw: random.Random) -> float:
    """A value of a quantity in coherent units; engineering sizes, so that sums have terms of like size."""
    dimension = MODEL.quantities[name].dimension
    value = draw.uniform(0.1, 0.9) if dimension.upper == 1 else dimension.lower + draw.uniform(0.5, 5)
    return value * to_coherent(dimension.unit)


def consistent_world(parts: dict[str, tuple[str, ...]], seed: int) -> dict[Variable, float]:
    draw = random.Random(seed)
    world: dict[Variable, float] = {}
    for system, of in parts.items():
        for name, value in CONVENTIONS.items():
            world[Variable(system, name)] = value * to_coherent(MODEL.quantities[name].dimension.unit)
        for name, quantity in MODEL.quantities.items():
            if of and quantity.dimension.extensive:
                world[Variable(system, name)] = sum(world[Variable(part, name)] for part in of)
        complete(world, system, draw)
    return world


def complete(world: dict[Variable, float], system: str, draw: random.Random) -> None:
    """Follow the equations; where they leave an input free, draw it."""
    while missing := [name for name in MODEL.quantities if Variable(system, name) not in world]:
        if not any(follow(world, system, equation) for equation in MODEL.equations):
            free = next(name for name in missing if MODEL.quantities[name].equation is None)
            world[Variable(system, free)] = amount(free, draw)


def follow(world: dict[Variable, float], system: str, equation) -> bool:
    names = (equation.name, *equation.inputs)
    known = {name: world[Variable(system, name)] for name in names if Variable(system, name) in world}
    if len(known) != len(names) - 1:
        return False
    wanted = next(name for name in names if name not in known)
    expression = solved_for(equation.name, equation.tree, wanted)
    if expression is not None:
        world[Variable(system, wanted)] = compute(expression, known)
    return expression is not None


def stated(variable: Variable, tier: Tier = Tier.GIVEN) -> tuple[Variable, Datum]:
    dimension = MODEL.quantities[variable.quantity].dimension
    return variable, Datum(
        quantity=variable.quantity, value=Value("point", (1.0,)), dimension=dimension, tier=tier, key=str(variable)
    )


def plan_of(parts: dict[str, tuple[str, ...]], facts: list[Variable]):
    network = Network(MODEL, parts, frozenset(CONVENTIONS))
    conventions = [stated(Variable(system, name), Tier.CONVENTION) for system in parts for name in CONVENTIONS]
    return make_plan(network, [*conventions, *map(stated, facts)])


def facts_of(parts: dict[str, tuple[str, ...]], seed: int) -> list[Variable]:
    draw = random.Random(seed)
    variables = [Variable(s, name) for s in parts for name in MODEL.quantities if name not in CONVENTIONS]
    return draw.sample(variables, draw.randint(3, 30 * len(parts)))


def solved_worlds(parts: dict[str, tuple[str, ...]], seeds: range):
    for seed in seeds:
        world, plan = consistent_world(parts, seed), plan_of(parts, facts_of(parts, seed))
        yield world, plan, evaluate(plan, {variable: world[variable] for variable in plan.basis})


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_a_world_is_consistent_with_every_link(parts):
    world = consistent_world(parts, 1)
    links = Network(MODEL, parts, frozenset(CONVENTIONS)).links
    expected = [world[link.output] for link in links]
    assert approx(expected, rel=1e-9) == [compute(link.equation.tree, link.local(world)) for link in links]


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_any_facts_of_a_world_give_back_its_other_values(parts):
    wrong = {
        (seed, str(target), type(step).__name__): (float(values[target]), world[target])
        for seed, (world, plan, values) in enumerate(solved_worlds(parts, range(40)))
        for step in plan.steps
        for target in step.targets
        if not np.isnan(values[target]) and abs(values[target] / world[target] - 1) > 1e-8
    }
    assert {} == wrong


def test_random_facts_need_every_kind_of_step():
    parts = PARTS["a whole in a whole"]
    steps = {type(step) for seed in range(20) for step in plan_of(parts, facts_of(parts, seed)).steps}
    assert {Solved, Combined, Block} == steps


@pytest.mark.parametrize("seed", [141, 195])
def test_a_block_that_does_not_converge_is_no_number_and_no_crash(seed):
    parts = PARTS["a whole in a whole"]
    world, plan = consistent_world(parts, seed), plan_of(parts, facts_of(parts, seed))
    values = evaluate(plan, {variable: world[variable] for variable in plan.basis})
    assert [] == [name for name in plan.made_by if not np.isnan(values[name]) and values[name] != approx(world[name])]
