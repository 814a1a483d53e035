"""From a solved point to what all points share that differ in numbers alone: if nothing else can change, one plan."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from estimator.datum import Datum, Variable
from estimator.results.estimates import Estimate
from estimator.results.result import Result
from estimator.solution.crosschecks import Solution
from estimator.solution.defaults import gives_way_first, limits
from estimator.solution.directions import directions
from estimator.solution.world import World
from estimator.solver.kernel import compiled, needed
from estimator.solver.plan import Plan
from estimator.solver.steps import Block, Combined, Solved, Step
from estimator.sweeps.alone import Label, Quantiles, row_of
from estimator.sweeps.programs import Array, Hold, Program, Target, Test
from estimator.uncertainty.distributions import quantiles, support
from estimator.uncertainty.measurement import KEPT
from estimator.units.reading import to_coherent

Swept = tuple[tuple[Variable, ...], ...]
"""The variables that each column of numbers gives."""

_WAYS = np.array(["", ">=", "<=", "either"], dtype=object)
"""Sides by whether a value can be more, and twice whether it can be less."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of every point: its label, and its numbers: always the same, those of the point, or a target."""

    label: Label
    variable: Variable
    always: Quantiles | None = None
    column: int | None = None
    target: int | None = None


@dataclass(frozen=True, eq=False)
class Shared:
    """The rows of all points that share a plan, and the program that computes them."""

    plan: Plan
    program: Program
    lines: tuple[Line, ...]

    @property
    def holds(self) -> dict[Variable, frozenset[Variable]]:
        """The defaults that keep within limits, and the values that set these."""
        return {name: frozenset(limit.at for limit in step.limits) for name, step in self.plan.conditioned.items()}

    def ways(self, numbers: Array, variables: Collection[Variable]) -> dict[Variable, Any]:
        """On which side some values are open at some points; those without bounds behind them are left out."""
        if not any(datum.value.side for datum in self.plan.basis.values()):
            return {}
        steps = needed(self.plan.steps, variables)
        point: dict[Variable, Any] = {
            name: quantiles(datum)[1] * datum.factor for name, datum in self.plan.basis.items()
        }
        point |= {name: numbers[:, place] for place, names in enumerate(self.program.swept) for name in names}
        moved = directions(replace(self.plan, steps=steps), point)
        return {
            name: np.broadcast_to(_WAYS[np.asarray(more, dtype=int) + 2 * np.asarray(less)], len(numbers))
            for name, (more, less) in moved.items()
            if name in variables and name not in self.plan.basis
        }


def shared(result: Result, wanted: Sequence[Estimate], swept: Swept) -> Shared | None:
    """What points share with one that is solved; None where other numbers might lead to another plan.

    Args:
        result: the point, solved.
        wanted: its values that are asked for.
        swept: the variables that each column of numbers gives.
    """
    sources = [name for names in swept for name in names]
    moved = _moved(result.solution.world.plan, sources)
    if not _is_one_plan(result.solution, sources, moved):
        return None
    lines, targets = _lines(result, wanted, swept, moved)
    program = _program(result.solution, targets, swept, moved)
    return Shared(result.solution.world.plan, program, tuple(lines))


def _is_one_plan(solution: Solution, sources: Sequence[Variable], moved: AbstractSet[Variable]) -> bool:
    """Whether points that differ in their sources alone are computed alike as long as their data agree.

    They are not where a conflict is about, where unknowns are solved together, which takes as many steps as the draws
    need, and where there are so many draws that a run counts them in bins.
    """
    plan, world = solution.world.plan, solution.world
    tied = _tied(solution.case.parts, {name.system for name in sources})
    return (
        all(name in plan.basis for name in sources)
        and not any(name.system in tied for conflict in solution.conflicts for name, _ in conflict.members)
        and not any(isinstance(step, Block) and not moved.isdisjoint(step.targets) for step in plan.steps)
        and all(name in world.values for name in moved)
        and all(
            gives_way_first(plan, step.target, limit.at) for step in plan.conditioned.values() for limit in step.limits
        )
        and 8 * len(plan.made_by) * solution.draws <= KEPT
    )


def _program(solution: Solution, targets: Sequence[Variable], swept: Swept, moved: AbstractSet[Variable]) -> Program:
    plan, world, observatory = solution.world.plan, solution.world, solution.observatory
    sources = {name for names in swept for name in names}
    positive = _positive(plan)
    watched = [name for name in plan.made_by if name in moved and not _is_safe(world, name, positive)]
    tests = [
        Test(check.variable, check.datum)
        for check in solution.checks
        if not check.facts_decide and {check.variable, *(name for name, _ in check.support)} & {*moved, *sources}
    ]
    held = tuple(Hold(step, plan.basis[name]) for name, step in plan.conditioned.items() if name in moved)
    limiting = dict.fromkeys(name for hold in held for name in hold.step.inputs)
    tested = [test.variable for test in tests if test.variable in moved]
    outputs = dict.fromkeys([*targets, *watched, *tested, *(name for name in limiting if name in moved)])
    outputs |= dict.fromkeys(hold.step.target for hold in held)
    beside = dict.fromkeys(
        name for step in needed(plan.steps, outputs, sources) for name in _read(step) if name not in {*moved, *sources}
    )
    constant = compiled(plan, beside)
    fixed = {name: float(world.values[name][0]) for name in limiting if name in world.values}
    return Program(
        constant=constant,
        sampler=observatory.sampler(constant.drawn),
        draws=solution.draws,
        exact=_at_quantiles(plan, [*constant.outputs]),
        kernel=compiled(plan, outputs, (*sources, *constant.outputs)),
        swept=swept,
        targets=tuple(_target(world, name, positive) for name in targets),
        watched=tuple(_target(world, name, positive) for name in watched),
        tests=tuple(tests),
        tested=observatory.sampler(test.datum for test in tests),
        held=held,
        fixed=fixed,
    )


def _moved(plan: Plan, sources: Collection[Variable]) -> AbstractSet[Variable]:
    """All that is computed from what is swept."""
    reached = set(sources)
    for step in plan.steps:
        if not reached.isdisjoint(_read(step)):
            reached.update(step.targets)
    return reached - set(sources)


def _read(step: Step) -> Collection[Variable]:
    """What a step reads. What is nothing for want of a factor reads none of its equation's other variables."""
    if not isinstance(step, Solved):
        return step.inputs
    named = {step.link.equation.name: step.link.output, **step.link.names}
    return {named[part.id] for part in ast.walk(step.expression) if isinstance(part, ast.Name) and part.id in named}


def _tied(parts: Mapping[str, tuple[str, ...]], systems: Collection[str]) -> set[str]:
    """Systems that wholes and parts tie to some."""
    found, before = set(systems), set[str]()
    while found != before:
        before = set(found)
        for whole, below in parts.items():
            if not found.isdisjoint((whole, *below)):
                found.update((whole, *below))
    return found


def _lines(
    result: Result, wanted: Sequence[Estimate], swept: Swept, moved: AbstractSet[Variable]
) -> tuple[list[Line], list[Variable]]:
    """The rows of a point, and the values among them that depend on what is swept."""
    columns = {name: place for place, names in enumerate(swept) for name in names}
    lines, targets = list[Line](), list[Variable]()
    for estimate in wanted:
        label, always = row_of(estimate, result.prices)
        variable = Variable(estimate.system, estimate.name)
        if variable in columns:
            lines.append(Line(label=label, variable=variable, column=columns[variable]))
        elif variable in moved and (
            variable not in result.solution.stated or variable in result.solution.world.plan.conditioned
        ):
            lines.append(Line(label=label, variable=variable, target=len(targets)))
            targets.append(variable)
        else:
            lines.append(Line(label=label, variable=variable, always=always))
    return lines, targets


def _target(world: World, variable: Variable, positive: Collection[Variable]) -> Target:
    dimension = world.plan.network.dimension(variable)
    support = world.support(variable)
    held = any(name in world.plan.conditioned for name, _ in support)
    ranges = sum(not datum.value.is_point for _, datum in support) + held  # its draws follow from more than its range
    safe, yields = _is_safe(world, variable, positive), any(datum.is_default for _, datum in support)
    lower, upper = limits(dimension)
    return Target(
        variable=variable, lower=lower, upper=upper, factor=to_coherent(dimension.unit), ranges=ranges, safe=safe,
        yields=yields,
    )  # fmt: skip


def _at_quantiles(plan: Plan, variables: Sequence[Variable]) -> dict[Variable, tuple[float, float, float]]:
    """Values with every range at its p5, at its median and at its p95: of use to what follows from one range."""
    found = compiled(plan, variables)
    slots = found.slots(3)
    for datum, slot in found.drawn.items():
        slots[slot][:] = np.array(quantiles(datum)) * datum.factor
    found.run(slots)
    return {name: tuple(slots[slot].tolist()) for name, slot in found.outputs.items()}


def _is_safe(world: World, variable: Variable, positive: Collection[Variable]) -> bool:
    """Whether a value cannot leave its bounds, whatever the point."""
    dimension = world.plan.network.dimension(variable)
    return variable in positive and dimension.lower <= 0 and dimension.upper == float("inf")


def _positive(plan: Plan) -> set[Variable]:
    """Variables that are above zero whatever is drawn, by the formulas that compute them.

    What is swept counts as its point does: points at zero share no plan with others.
    """
    found = {name for name, datum in plan.basis.items() if _is_positive(datum)}
    for step in plan.steps:
        if all(_gives_positive(tree, names, found) for tree, names in _formulas(step)):
            found.update(step.targets)
    return found


def _is_positive(datum: Datum) -> bool:
    return datum.value.family in ("range", "lognormal") or (datum.value.family != "normal" and support(datum)[0] > 0)


def _formulas(step: Step) -> Iterator[tuple[ast.expr, Mapping[str, Variable]]]:
    """The expressions that a step computes, and which variable each name stands for; none is told of a block."""
    match step:
        case Solved(link=link, expression=expression):
            yield expression, {**link.names, link.equation.name: link.output}
        case Combined(factors=factors, unknown=unknown):
            for link, _ in factors:
                yield link.equation.tree, {n: v for n, v in link.names.items() if v not in unknown}
                if link.output not in unknown:
                    yield ast.Name(link.equation.name), {link.equation.name: link.output}
        case _:
            yield ast.Constant(0), {}


def _gives_positive(tree: ast.expr, names: Mapping[str, Variable], positive: Collection[Variable]) -> bool:
    match tree:
        case ast.Name(id=name):
            return name not in names or names[name] in positive  # an unknown that cancels is one
        case ast.Constant(value=int() | float() as value):
            return value > 0
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult() | ast.Div(), right=right):
            return _gives_positive(left, names, positive) and _gives_positive(right, names, positive)
        case ast.BinOp(left=left, op=ast.Pow()):
            return _gives_positive(left, names, positive)
    return False
