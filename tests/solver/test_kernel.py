"""The compiled plan gives the numbers of the plain evaluation, bit for bit, and of quantities with units."""

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.catalog import load_catalog
from estimator.datum import Tier
from estimator.model import model
from estimator.scenario import case_of, scenario_from
from estimator.solution.worlds import Observatory
from estimator.solver.algebra import compute
from estimator.solver.evaluate import evaluate
from estimator.solver.kernel import Called, Together, compiled
from estimator.solver.steps import Block, Solved
from estimator.uncertainty.sampling import REPLICATE, Sampler, sample
from estimator.units.reading import registry, to_coherent

FACTS = {
    "facility_capacity": "1.8..2.2 GW", "it_capacity": "~1 GW", "accelerators": "1 M..1.5 M accelerators",
    "annual_facility_energy": "8..12 TWh", "reactors_by_energy": "1..2 reactors", "h100_equivalents": "~600k H100e",
    "peak_compute_rate": "~1e21 FLOP/s", "average_it_load": "500..700 MW", "pue": "1.1..1.2", "mfu": "0.3..0.5",
    "reactors_by_capacity": "2 reactors", "facility_peak_demand": ">= 1 GW", "memory": "~90 PB",
}  # fmt: skip
TWO_KINDS = {
    "title": "two kinds of accelerator, and the totals of both",
    "systems": {
        "old": {"use": {"accelerator": "h100-sxm"}},
        "new": {"use": {"accelerator": "gb200"}},
        "all": {"parts": ["old", "new"], "given": {"accelerators": "100 k accelerators", "it_capacity": "183..186 MW"}},
    },
}


def world_of(data):
    return Observatory(model(), case_of(scenario_from(data), load_catalog()), REPLICATE, 1).world()


@st.composite
def worlds(draw):
    """Worlds of random facts, some with a part."""
    names = draw(st.lists(st.sampled_from(sorted(FACTS)), min_size=1, max_size=3, unique=True))
    given = {name: FACTS[name] for name in names}
    use = {"accelerator": draw(st.sampled_from(["h100-sxm", "gb200", "trainium2"])), "reactor": "epr"}
    if draw(st.booleans()):
        return world_of({"title": "t", "given": given, "use": use})
    parts = {"a": {"given": given}, "b": {"given": {"it_capacity": "100..200 MW"}}, "all": {"parts": ["a", "b"]}}
    return world_of({"title": "t", "systems": parts, "use": use})


def run(world, outputs):
    """The kernel's outputs on the first replicate."""
    kernel = compiled(world.plan, outputs)
    slots = kernel.slots(REPLICATE)
    Sampler(data=tuple(kernel.drawn), seed=1).fill(
        0, [slots[slot] for slot in kernel.drawn.values()], np.empty(REPLICATE)
    )
    kernel.run(slots)
    return {variable: slots[slot] for variable, slot in kernel.outputs.items()}


@settings(deadline=None, max_examples=30)
@given(worlds())
def test_the_kernel_gives_the_numbers_of_the_plain_evaluation(world):
    plain = evaluate(world.plan, {name: sample(datum, REPLICATE, 1) for name, datum in world.plan.basis.items()})
    for variable, values in run(world, world.plan.made_by).items():
        assert np.allclose(plain[variable], values, rtol=1e-12, atol=0, equal_nan=True), variable


@settings(deadline=None, max_examples=15)
@given(worlds(), st.integers(0, REPLICATE - 1))
def test_the_kernel_gives_the_numbers_of_quantities_with_units(world, draw):
    dimension = world.plan.network.dimension
    steps = [step for step in world.plan.steps if isinstance(step, Solved)]
    if len(steps) < len(world.plan.steps):
        return  # several equations at once are solved on floats
    units = {
        v: "dimensionless" if dimension(v).unit == "1" else dimension(v).unit for v in world.plan.network.variables
    }
    known = {
        name: registry().Quantity(sample(datum, REPLICATE, 1)[draw] / to_coherent(datum.dimension.unit), units[name])
        for name, datum in world.plan.basis.items()
    }
    for step in steps:
        known[step.target] = compute(step.expression, step.link.local(known))
    for variable, values in run(world, [step.target for step in steps]).items():
        expected = known[variable].to(units[variable]).magnitude
        assert approx(expected, rel=1e-9) == values[draw] / to_coherent(dimension(variable).unit)


def test_blocks_of_equations_are_solved_in_the_kernel():
    world = world_of(TWO_KINDS)
    assert any(isinstance(step, Block) for step in world.plan.steps)
    kernel = compiled(world.plan, world.plan.made_by)
    assert any(isinstance(item, Together) for item in kernel.program)
    plain = evaluate(world.plan, {name: sample(datum, REPLICATE, 1) for name, datum in world.plan.basis.items()})
    for variable, values in run(world, world.plan.made_by).items():
        assert np.allclose(plain[variable], values, rtol=1e-9, atol=0, equal_nan=True), variable


ONE = {"title": "t", "given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm", "reactor": "epr"}}


def variable_of(world, quantity):
    return next(variable for variable in world.plan.made_by if variable.quantity == quantity)


def test_what_no_output_rests_on_is_not_computed():
    world = world_of(ONE)
    few = compiled(world.plan, [variable_of(world, "it_capacity")])
    assert (1, ["peak_pue"]) == (len(few.program), [datum.quantity for datum in few.drawn])


def test_systems_that_share_an_assumption_share_its_slot():
    systems = {name: {"given": {"facility_capacity": "2 GW"}} for name in ("east", "west")}
    world = world_of({"title": "t", "systems": systems})
    kernel = compiled(world.plan, [variable for variable in world.plan.made_by if variable.quantity == "it_capacity"])
    assert (1, 2) == (len(kernel.drawn), len(kernel.outputs))


def test_memory_is_used_again():
    world = world_of(ONE)
    kernel = compiled(world.plan, [variable_of(world, "annual_compute")])
    assert len(kernel.scratch) < len(kernel.program) / 2


def test_what_rests_on_exact_data_alone_needs_no_slot():
    world = world_of(ONE)
    assert {} == dict(compiled(world.plan, [variable_of(world, "maximum_annual_facility_energy")]).outputs)


def test_running_twice_gives_the_same():
    world = world_of(ONE)
    kernel = compiled(world.plan, world.plan.made_by)
    slots = kernel.slots(REPLICATE)
    drawn = [slots[slot] for slot in kernel.drawn.values()]
    seen = []
    for _ in range(2):
        Sampler(data=tuple(kernel.drawn), seed=1).fill(0, drawn, np.empty(REPLICATE))
        kernel.run(slots)
        seen.append([slots[slot].copy() for slot in kernel.outputs.values()])
    assert all((first == second).all() for first, second in zip(*seen, strict=True))


def test_every_fact_of_the_tests_is_a_range_of_its_quantity():
    rng = random.Random(1)
    name = rng.choice(sorted(FACTS))
    world = world_of({"title": "t", "given": {name: FACTS[name]}})
    assert {name} <= {datum.quantity for datum in world.plan.basis.values() if datum.tier == Tier.GIVEN}


def test_a_function_is_computed_in_the_kernel_as_plainly():
    facts = {"it_capacity": "1 GW", "annual_electricity_cost": "500..700 MUSD"}
    world = world_of({"title": "t", "given": facts, "use": {"cost": "epoch-2026"}})
    variable = variable_of(world, "annual_cost")
    plain = evaluate(world.plan, {name: sample(datum, REPLICATE, 1) for name, datum in world.plan.basis.items()})
    assert any(isinstance(item, Called) for item in compiled(world.plan, [variable]).program)
    assert np.allclose(plain[variable], run(world, [variable])[variable], rtol=1e-12, atol=0)


def test_a_function_of_exact_data_is_a_constant():
    facts = {"it_capacity": "1 GW", "discount_rate": 0, "it_lifetime": "5 year", "facility_lifetime": "20 year"}
    world = world_of({"title": "t", "given": facts, "use": {"cost": "epoch-2026"}})
    assert {} == dict(compiled(world.plan, [variable_of(world, "it_capital_recovery")]).outputs)
