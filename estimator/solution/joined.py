"""Worlds of systems that share nothing, as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from estimator.datum import Stated, Variable
from estimator.solution.agreement import Direction
from estimator.solution.world import World
from estimator.solver.plan import Plan
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import Spread


@dataclass
class JoinedWorld(World):
    """The worlds of `pieces`, by system, which share nothing, and what lies above them.

    What is asked of a system is answered by its own world.
    """

    pieces: Mapping[str, World] = field(default_factory=dict)

    def direction(self, variable: Variable) -> Direction:
        """The side of a value that rests on stated bounds."""
        one = self.pieces.get(variable.system)
        return one.direction(variable) if one else super().direction(variable)

    def support(self, variable: Variable) -> tuple[Stated, ...]:
        """The data, conventions aside, that a variable rests on."""
        one = self.pieces.get(variable.system)
        return one.support(variable) if one else super().support(variable)

    def quantiles(self, variable: Variable) -> tuple[float, float, float]:
        """p5, median and p95 in the quantity's unit."""
        one = self.pieces.get(variable.system)
        return one.quantiles(variable) if one else super().quantiles(variable)

    def is_held(self, variable: Variable) -> bool:
        """Whether limits move a default by more than hardly at all."""
        one = self.pieces.get(variable.system)
        return one.is_held(variable) if one else super().is_held(variable)

    def is_exact(self, variable: Variable) -> bool:
        """Whether a value follows from one range at most."""
        one = self.pieces.get(variable.system)
        return one.is_exact(variable) if one else super().is_exact(variable)

    def outside(self) -> dict[Variable, float]:
        """Computed variables with draws outside their hard bounds, and the share of such draws."""
        found = self._outside(self.own())
        for one in self.worlds:
            found |= one.outside()
        return {variable: found[variable] for variable in self.plan.made_by if variable in found}

    def of(self, variable: Variable) -> World:
        """The world that knows all that a variable rests on."""
        return self.pieces.get(variable.system, self)

    def own(self) -> list[Variable]:
        """The computed variables of wholes."""
        return [name for name in self.plan.made_by if name.system not in self.pieces]

    def changing(self, variable: Variable) -> World:
        """The same in one piece, if a datum of one of the pieces may change."""
        if variable.system not in self.pieces:
            return self
        raw = {name: value for one in self.worlds for name, value in one.raw.items()}
        return World(plan=self.plan, values=self.values, draws=self.draws, raw=raw | self.raw)

    def with_values(self, plan: Plan, values: dict[Variable, Draws], raw: dict[Variable, Any]) -> World:
        """A world of the same kind, with another plan and other values."""
        return JoinedWorld(plan=plan, values=values, draws=self.draws, raw=raw, pieces=self.pieces)

    def tell(self, spreads: dict[Variable, Spread]) -> None:
        """Take over what more draws amount to."""
        self.spreads = spreads
        told: dict[str, dict[Variable, Spread]] = {}
        for variable, spread in spreads.items():
            told.setdefault(variable.system, {})[variable] = spread
        for one in self.worlds:
            one.tell(
                {name: spread for system in one.plan.network.parts for name, spread in told.get(system, {}).items()}
            )

    @cached_property
    def worlds(self) -> list[World]:
        """The worlds of the pieces."""
        return list({id(one): one for one in self.pieces.values()}.values())


def joined_plan(plan: Plan, pieces: Sequence[Plan]) -> Plan:
    """A plan of systems that share nothing, in which their own plans have changed."""
    made_by = {name: step for one in pieces for name, step in one.made_by.items()}
    above = {target for step in plan.above for target in step.targets}
    conditioned = {name: step for one in pieces for name, step in one.conditioned.items()}
    order = {name: number for number, name in enumerate(plan.made_by)}
    return replace(
        plan,
        steps=[*(step for one in pieces for step in one.steps), *plan.above],
        made_by={name: step for name, step in plan.made_by.items() if name in made_by or name in above},
        conditioned=dict(sorted(conditioned.items(), key=lambda one: order.get(one[1].limits[0].at, len(order)))),
        pieces=tuple(pieces),
    )
