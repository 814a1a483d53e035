"""Equations that are products of their unknowns: powers of several in which all unknowns but one cancel."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from estimator.datum import Variable
from estimator.solver.algebra import exponents
from estimator.solver.network import Array, Link
from estimator.solver.steps import Combined

_ZERO = 1e-9
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
    """The first of some unknowns that a product of equations gives, the others cancelling."""
    unknown = {variable: number for number, variable in enumerate({v: None for _, powers in products for v in powers})}
    matrix = np.zeros((len(products), len(unknown)))
    for number, (_, powers) in enumerate(products):
        for variable, power in powers.items():
            matrix[number, unknown[variable]] = power
    inverse = np.linalg.pinv(matrix, rcond=_ZERO)  # far above the noise, wherever it is computed
    for target in wanted:
        unit = np.zeros(len(unknown))
        unit[unknown[target]] = 1.0
        weights = unit @ inverse
        if np.abs(weights @ matrix - unit).max() < _ZERO:
            factors = tuple((products[row][0], weight) for row, weight in _fewest(matrix, unit, weights).items())
            return Combined(target, factors, frozenset(unknown))
    return None


def _fewest(matrix: Array, unit: Array, weights: Array) -> dict[int, float]:
    """Rows that do without any other, and their weights as the fractions that they are.

    The least weights spread over all ways round, such as -3/14 of each of four equations where one would do.
    """
    rows = np.flatnonzero(np.abs(weights) > _ZERO).tolist()
    for row in reversed(rows):
        others = [other for other in rows if other != row]
        if others and np.abs(_least(matrix[others], unit) @ matrix[others] - unit).max() < _ZERO:
            rows = others
    found = zip(rows, _least(matrix[rows], unit).tolist(), strict=True)
    return {row: float(Fraction(weight).limit_denominator(_LARGEST_DENOMINATOR)) for row, weight in found}


def _least(matrix: Array, unit: Array) -> Array:
    """The least weights of rows whose sum comes nearest to a unit."""
    least: Array = unit @ np.linalg.pinv(matrix, rcond=_ZERO)
    return least


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
