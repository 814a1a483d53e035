"""Equations that are products of their unknowns: powers of several in which all unknowns but one cancel."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from estimator.datum import Variable
from estimator.solver.algebra import exponents
from estimator.solver.links import Link
from estimator.solver.steps import Combined

_LARGEST_DENOMINATOR = 1_000

Product = tuple[Link, dict[Variable, float]]
"""An equation, and its unknowns as powers in `1 = tree / output`."""


def connected(start: Variable, products: Sequence[Product], holding: Mapping[Variable, Sequence[int]]) -> set[Variable]:
    """The unknowns that equations tie to one of them."""
    found, queue = {start}, [start]
    while queue:
        for number in holding[queue.pop()]:
            fresh = products[number][1].keys() - found
            found |= fresh
            queue += fresh
    return found


def cancelling(products: Sequence[Product], wanted: Sequence[Variable]) -> Combined | None:
    """The first of some unknowns that a product of equations gives, the others cancelling.

    By Gauss-Jordan elimination over fractions. An equation that follows from those before it is passed over, so that
    each unknown is told by the earliest equations that give it.
    """
    table = _Table()
    for number, (_, powers) in enumerate(products):
        table.add(
            number, {name: Fraction(power).limit_denominator(_LARGEST_DENOMINATOR) for name, power in powers.items()}
        )
    for target in wanted:
        if weights := table.weights(target):
            factors = tuple((products[row][0], float(weight)) for row, weight in sorted(weights.items()))
            return Combined(target, factors, frozenset(name for _, powers in products for name in powers))
    return None


Row = dict[Any, Fraction]


class _Table:
    """Rows in reduced echelon form: each has a pivot that no other holds, and the weights of the equations in it."""

    def __init__(self) -> None:
        self.rows: dict[Variable, tuple[Row, Row]] = {}
        self.holders: dict[Variable, set[Variable]] = {}

    def add(self, number: int, powers: Row) -> None:
        """Take an equation in, unless it follows from those before it."""
        row, weights = {name: power for name, power in powers.items() if power}, {number: Fraction(1)}
        for name in [name for name in row if name in self.rows]:
            factor, (other, its_weights) = row[name], self.rows[name]
            _subtract(row, factor, other)
            _subtract(weights, factor, its_weights)
        if not row:
            return
        pivot, first = next(iter(row.items()))
        row, weights = ({name: value / first for name, value in one.items()} for one in (row, weights))
        for holder in list(self.holders.get(pivot, ())):
            held, its_weights = self.rows[holder]
            factor = held[pivot]
            self._forget(holder)
            _subtract(held, factor, row)
            _subtract(its_weights, factor, weights)
            self._keep(holder, held, its_weights)
        self._keep(pivot, row, weights)

    def weights(self, target: Variable) -> Row | None:
        """The equations whose product gives an unknown, and their powers; None where none does."""
        row, weights = self.rows.get(target, ({}, {}))
        return weights if len(row) == 1 else None

    def _keep(self, pivot: Variable, row: Row, weights: Row) -> None:
        self.rows[pivot] = row, weights
        for name in row:
            self.holders.setdefault(name, set()).add(pivot)

    def _forget(self, pivot: Variable) -> None:
        for name in self.rows[pivot][0]:
            self.holders[name].discard(pivot)


def _subtract(row: Row, factor: Fraction, other: Row) -> None:
    """Take a multiple of one row from another, in place."""
    for name, value in other.items():
        left = row.get(name, 0) - factor * value
        if left:
            row[name] = left
        else:
            row.pop(name, None)


def powers_of(link: Link, missing: frozenset[Variable], zeros: frozenset[Variable]) -> dict[Variable, float] | None:
    """The unknowns of an equation as powers in `1 = tree / output`, or None if they do not form a product.

    The power is 0 where an unknown does not matter, since it is multiplied by zero.
    """
    named = {link.name_of(variable): variable for variable in missing}
    nothing = frozenset(name for name, variable in link.names.items() if variable in zeros - missing)
    powers = exponents(link.equation.tree, frozenset(named) - {link.equation.name}, nothing)
    if powers is None:
        return None
    result = {variable: powers.get(name, 0.0) for name, variable in named.items() if name != link.equation.name}
    if link.output in missing:
        result[link.output] = result.get(link.output, 0.0) - 1.0
    return result
