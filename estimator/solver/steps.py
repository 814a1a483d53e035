"""What a plan is made of: ways of computing one variable, or several together, from others."""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimator.datum import Variable
from estimator.solver.links import Link


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


@dataclass(frozen=True)
class Kept:
    """A step: a value under another name, before a later step changes it."""

    target: Variable
    source: Variable

    @property
    def targets(self) -> tuple[Variable, ...]:
        """What the step computes."""
        return (self.target,)

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """What the step needs."""
        return (self.source,)


@dataclass(frozen=True)
class Limit:
    """How far a default can go before `at`, which follows from it, reaches `bound`: what `steps` give it there.

    `upper` says that the default may not be more. `bound` is in coherent units.
    """

    at: Variable
    bound: float
    upper: bool
    steps: tuple[Solved, ...]

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """What the steps need."""
        made = {self.at, *(step.target for step in self.steps)}
        return tuple(dict.fromkeys(name for step in self.steps for name in step.inputs if name not in made))


@dataclass(frozen=True)
class Conditioned:
    """A step: a default, given that it keeps within limits; `raw` are its values without them.

    `truncated` takes raw values with the lowest and the highest that they may be, and gives those of the same
    percentiles in between.
    """

    target: Variable
    raw: Variable
    limits: tuple[Limit, ...]
    truncated: Callable[[Any, Any, Any], Any]

    @property
    def targets(self) -> tuple[Variable, ...]:
        """What the step computes."""
        return (self.target,)

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """What the step needs."""
        return tuple(dict.fromkeys((self.raw, *(name for limit in self.limits for name in limit.inputs))))


Step = Solved | Combined | Block | Kept | Conditioned


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
        variable = queue.pop()
        for number in needed_by.get(variable, ()):
            is_before = isinstance(steps[number], Kept) and variable != source  # it keeps what stood before the change
            if number not in reached and not is_before:
                reached.add(number)
                queue += steps[number].targets
    return [steps[number] for number in sorted(reached)]
