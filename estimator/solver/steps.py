"""What a plan is made of: ways of computing one variable, or several together, from others."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from estimator.datum import Variable
from estimator.solver.network import Link


@dataclass(frozen=True)
class Solved:
    """A step: one equation solved for one variable."""

    target: Variable
    link: Link
    expression: ast.expr

    @property
    def targets(self) -> tuple[Variable, ...]:
        """What the step computes."""
        return (self.target,)

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """What the step needs."""
        return tuple(variable for variable in self.link.variables if variable != self.target)


@dataclass(frozen=True)
class Combined:
    """A step: the product of several equations, in which all other unknowns cancel."""

    target: Variable
    factors: tuple[tuple[Link, float], ...]
    unknown: frozenset[Variable]

    @property
    def targets(self) -> tuple[Variable, ...]:
        """What the step computes."""
        return (self.target,)

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """What the step needs."""
        known = (variable for link, _ in self.factors for variable in link.variables if variable not in self.unknown)
        return tuple(dict.fromkeys(known))


@dataclass(frozen=True)
class Block:
    """A step: equations that are solved together for as many unknowns."""

    targets: tuple[Variable, ...]
    links: tuple[Link, ...]

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """What the step needs."""
        known = (variable for link in self.links for variable in link.variables if variable not in self.targets)
        return tuple(dict.fromkeys(known))


Step = Solved | Combined | Block


def users(steps: Sequence[Step]) -> dict[Variable, list[int]]:
    """For each variable, the places of the steps that need it."""
    found: dict[Variable, list[int]] = {}
    for number, step in enumerate(steps):
        for variable in step.inputs:
            found.setdefault(variable, []).append(number)
    return found


def steps_after(
    source: Variable, steps: Sequence[Step], needed_by: Mapping[Variable, Sequence[int]] | None = None
) -> list[Step]:
    """The steps by which a variable moves others, in their order. `needed_by` are their users, if they are known."""
    needed_by = users(steps) if needed_by is None else needed_by
    reached: set[int] = set()
    queue = [source]
    while queue:
        fresh = [number for number in needed_by.get(queue.pop(), ()) if number not in reached]
        reached.update(fresh)
        queue += [target for number in fresh for target in steps[number].targets]
    return [steps[number] for number in sorted(reached)]
