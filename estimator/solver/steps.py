"""What a plan is made of: ways of computing one variable, or several together, from others."""

import ast
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
