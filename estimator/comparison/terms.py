"""The largest expression that two plans have in common for a value, and what it rests on in each.

From the value down its own steps, as far as the other world goes along: below that, the two know different things.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from estimator.datum import Variable
from estimator.solver.evaluate import evaluate
from estimator.solver.plan import Plan
from estimator.solver.steps import Solved, Step

Values = Mapping[Variable, float]

_SAME = 1e-9
"""Relative difference within which an equation holds, but for rounding."""


@dataclass(frozen=True)
class Terms:
    """A variable as a function of `inputs`, by the steps of `plan`, which holds no others."""

    variable: Variable
    plan: Plan
    inputs: tuple[Variable, ...]


def terms(plan: Plan, variable: Variable, worlds: Sequence[Values]) -> Terms:
    """A variable of a plan in the terms that lie farthest down and that all worlds know.

    `worlds` are values of the plan's variables in coherent units, its own among them. A step is taken if all worlds
    know what it needs and gives, and obey it; else the equation of the quantity itself is, if they obey that. What no
    such step gives is an input.
    """
    wanted, given, kept = {variable}, set[Variable](), list[Step]()
    for made in reversed(plan.steps):
        if wanted.isdisjoint(made.targets):
            continue
        for step in (made, *_own(plan, made, given)):
            if all(_obeys(plan, step, world) for world in worlds):
                kept.append(step)
                wanted.update(step.inputs)
                given.update(step.targets)
                break
    inputs = sorted(wanted - given, key=plan.network.index.__getitem__)
    return Terms(variable, replace(plan, steps=kept[::-1]), tuple(inputs))


def _own(plan: Plan, made: Step, given: Set[Variable]) -> Iterator[Step]:
    """The equation of a quantity that a plan computes otherwise, unless it leads back to what that goes into."""
    target = made.targets[0]
    for link in plan.network.equations_of[target.system]:
        if link.output == target and given.isdisjoint(link.variables):
            yield Solved(target, link, link.equation.tree)


def _obeys(plan: Plan, step: Step, world: Values) -> bool:
    if not all(variable in world for variable in (*step.inputs, *step.targets)):
        return False
    found = evaluate(replace(plan, steps=[step]), {variable: world[variable] for variable in step.inputs})
    return all(abs(found[target] - world[target]) <= _SAME * abs(world[target]) for target in step.targets)
