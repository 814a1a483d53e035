"""Linear algebra of a plan: what data leave free, and which of them each variable rests on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Variable
from estimator.solver.states import Array

_ZERO = 1e-9


def is_parallel(one: Array, other: Array) -> bool:
    """Whether two variables move together with what is free, and with the same of it."""
    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return norms > _ZERO and abs(abs(float(one @ other)) - norms) < _ZERO


@dataclass
class Rows:
    """How variables move, each a row: with the degrees of freedom that are left, and with each datum that was taken.

    `columns` are the variables of the data taken, in their order; `response` may have room for more. `moves`
    tells which degrees of freedom each variable had before.
    """

    variables: Sequence[Variable]
    index: Mapping[Variable, int]
    freedom: Array
    response: Array
    columns: list[Variable]
    moves: NDArray[np.bool_]

    def is_settled(self, variable: Variable) -> bool:
        """Whether the data determine a variable, solved or not."""
        return bool(np.abs(self.freedom[self.index[variable]]).max(initial=0.0) < _ZERO)

    def settled(self) -> list[Variable]:
        """All variables that the data determine."""
        fixed = np.abs(self.freedom).max(axis=1, initial=0.0) < _ZERO
        return [variable for variable, is_fixed in zip(self.variables, fixed, strict=True) if is_fixed]

    def responses(self, variable: Variable) -> dict[Variable, float]:
        """How a determined variable follows each datum it rests on: d log / d log."""
        row = self.response[self.index[variable], : len(self.columns)]
        return {self.columns[number]: float(row[number]) for number in np.flatnonzero(np.abs(row) > _ZERO)}

    def closed_by(self, variable: Variable) -> list[Variable]:
        """The variables of which any single one would determine an open variable."""
        row = self.freedom[self.index[variable]]
        if self.is_settled(variable):
            return []
        along = np.flatnonzero(row)
        projected = np.abs(self.freedom[:, along] @ row[along])
        near = np.flatnonzero(projected)
        norms = np.linalg.norm(self.freedom[near], axis=1)
        parallel = near[(np.abs(projected[near] - norms * np.linalg.norm(row)) < _ZERO) & (norms > _ZERO)]
        return [other for number in parallel if (other := self.variables[number]) != variable]

    def sharing(self, data: Collection[Variable]) -> set[Variable]:
        """The variables that share a degree of freedom with some others."""
        theirs = self.moves[[self.index[name] for name in data if name in self.index]].any(axis=0)
        return {self.variables[int(number)] for number in np.flatnonzero((self.moves & theirs).any(axis=1))}

    def take(self, variable: Variable) -> None:
        """Take the direction in which a variable moves out of the degrees of freedom."""
        freedom, response, number = self.freedom, self.response, self.index[variable]
        row = freedom[number].copy()
        pivot = int(np.argmax(np.abs(row)))
        along = freedom[:, pivot] / row[pivot]
        moved = np.flatnonzero(np.abs(along) > _ZERO)
        touched = np.ix_(moved, np.flatnonzero(row))  # the network is sparse: most of it stays as it is
        freedom[touched] -= along[moved, None] * row[touched[1]]
        freedom[touched] *= np.abs(freedom[touched]) > _ZERO
        freedom[:, pivot] = 0.0
        used = np.ix_(moved, np.flatnonzero(response[number]))
        response[used] -= along[moved, None] * response[number][used[1]]
        response[:, len(self.columns)] = along
        self.columns.append(variable)

    def trimmed(self) -> "Rows":
        """The same without columns in which nothing moves any more."""
        freedom = np.ascontiguousarray(self.freedom[:, self.freedom.any(axis=0)])
        response = np.ascontiguousarray(self.response[:, : len(self.columns)])
        return replace(self, freedom=freedom, response=response)
