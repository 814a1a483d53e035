"""Relations between quantities that draws break: those that must hold, and those that should."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from estimator.datum import Variable
from estimator.model import Comparison, Model
from estimator.solution.agreement import AGREES_FROM
from estimator.solution.world import World
from estimator.solver.algebra import compute
from estimator.units.reading import to_coherent

_MOST = 0.5
"""An expectation that holds in a smaller share of draws is told."""


@dataclass(frozen=True)
class Broken:
    """A relation that draws break: `p` is the share of those in which it holds.

    One that must hold is broken where nearly all draws break it, one that should hold where most do.
    """

    comparison: Comparison
    system: str
    p: float


def broken_relations(model: Model, world: World) -> Iterator[Broken]:
    """Relations that do not hold, where no stated bound could still save them."""
    for comparison in model.comparisons:
        for system in world.plan.network.parts:
            names = {name: Variable(system, name) for name in comparison.equation.inputs}
            if any(variable not in world.values for variable in names.values()):
                continue
            if any(world.direction(variable) for variable in names.values()):
                continue
            values = {
                name: world.values[variable] / to_coherent(world.plan.network.dimension(variable).unit)
                for name, variable in names.items()
            }
            p = float(np.mean(compute(comparison.equation.tree, values)))
            if p < (AGREES_FROM if comparison.certain else _MOST):
                yield Broken(comparison, system, p)
