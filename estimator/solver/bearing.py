"""What each variable of a plan rests on, where the plan is made of plans of systems that share nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from estimator.datum import Variable
from estimator.solver.building import Outline
from estimator.solver.rows import is_parallel
from estimator.solver.totals import Standing, Upper


class Bearing(Protocol):
    """What data determine, and how."""

    def is_settled(self, variable: Variable) -> bool:
        """Whether the data determine a variable, solved or not."""
        ...

    def responses(self, variable: Variable) -> dict[Variable, float]:
        """How a determined variable follows each datum it rests on."""
        ...

    def closed_by(self, variable: Variable) -> list[Variable]:
        """The variables of which any single one would determine an open variable."""
        ...

    def sharing(self, data: Collection[Variable]) -> set[Variable]:
        """The variables that share a degree of freedom with some others."""
        ...


@dataclass
class Joined:
    """The bearings of systems that share nothing, and of the wholes above them.

    `members` are the systems for which one stands, itself among them. `rank` is the order of the data used.
    """

    below: Mapping[str, Bearing]
    upper: Upper
    outline: Outline
    members: Mapping[str, Sequence[str]]
    rank: Mapping[Variable, int]
    _known: dict[Variable, dict[Variable, float]] = field(default_factory=dict)

    def is_settled(self, variable: Variable) -> bool:
        """Whether the data determine a variable, solved or not."""
        one = self.below.get(variable.system)
        return one.is_settled(variable) if one else self.outline.rows.is_settled(variable)

    def responses(self, variable: Variable) -> dict[Variable, float]:
        """How a determined variable follows each datum it rests on; alike systems have the number of one of them."""
        if one := self.below.get(variable.system):
            return one.responses(variable)
        if variable not in self._known:
            found = {
                Variable(system, name.quantity): response
                for name, response in self.outline.rows.responses(variable).items()
                for system in self.members.get(name.system, [name.system])
            }
            self._known[variable] = {name: found[name] for name in sorted(found, key=self.rank.__getitem__)}
        return self._known[variable]

    def closed_by(self, variable: Variable) -> list[Variable]:
        """The variables of which any single one would determine an open variable."""
        if one := self.below.get(variable.system):
            return [*one.closed_by(variable), *self._above(variable)]
        return [*self._beneath(variable), *self.outline.rows.closed_by(variable)]

    def sharing(self, data: Collection[Variable]) -> set[Variable]:
        """The variables that share a degree of freedom with some others; of wholes, those that add up."""
        of_bearing: dict[int, list[Variable]] = {}
        for name in data:
            of_bearing.setdefault(id(self.below.get(name.system)), []).append(name)
        bearings = {id(one): one for one in self.below.values()}
        found = {name for key, names in of_bearing.items() if key in bearings for name in bearings[key].sharing(names)}
        for whole in self.upper.systems:
            for link in self.upper.sums(whole):
                if not found.isdisjoint(link.names.values()):
                    found.add(link.output)
        return found

    def _above(self, variable: Variable) -> list[Variable]:
        """The variables of wholes that move with nothing but an open variable of a system below."""
        standing = self._alone.get(variable.system)
        if standing is None:
            return []
        row, seen = self._row(standing, variable), self._seen[standing.freedom]
        return [name for name in seen if name != variable and is_parallel(self._freedom(name), row)]

    def _beneath(self, variable: Variable) -> list[Variable]:
        """The variables of a system below that move with an open variable of a whole, and with nothing else."""
        for standing in {id(one): one for one in self._alone.values()}.values():
            if variable in self._seen[standing.freedom]:
                row = self._freedom(variable)
                names = (Variable(s, name) for s in standing.name_of for name in self.upper.model.quantities)
                return [name for name in names if is_parallel(self._row(standing, name), row)]
        return []

    def _row(self, standing: Standing, variable: Variable) -> "np.typing.NDArray[np.float64]":
        row = np.zeros(self.upper.own + self.upper.free)
        local = standing.outline.rows.freedom[standing.row(variable)]
        row[self.upper.own + standing.freedom :][: len(local)] = local
        return row

    def _freedom(self, variable: Variable) -> "np.typing.NDArray[np.float64]":
        row: np.typing.NDArray[np.float64] = self.upper.moves[
            self.upper.index[variable], : self.upper.own + self.upper.free
        ]
        return row

    @cached_property
    def _alone(self) -> dict[str, Standing]:
        """The systems that stand for themselves only."""
        return {
            system: one
            for one in self.upper.standing
            for system in one.name_of
            if len(self.members.get(system, [system])) == 1
        }

    @cached_property
    def _seen(self) -> dict[int, list[Variable]]:
        """For each of these, the open variables of wholes that move with it alone."""
        found: dict[int, list[Variable]] = {one.freedom: [] for one in self._alone.values()}
        for variable in self.upper.variables:
            moved = np.flatnonzero(self._freedom(variable)) - self.upper.own
            for one in {id(one): one for one in self._alone.values()}.values():
                end = one.freedom + one.outline.rows.freedom.shape[1]
                if len(moved) and one.freedom <= moved[0] and moved[-1] < end:
                    found[one.freedom].append(variable)
        return found
