"""Minimal sets of observations that check each other: leave any one out, and nothing is left to compare."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from estimator.claims.fit import Fit

Array = NDArray[np.float64]

MOST_TRIED = 2_000
"""Sets that are looked at in one group of observations; of more, two around each observation are."""

_ZERO = 1e-6


@dataclass(frozen=True)
class Circuit:
    """Rows of a fit whose statements must agree, and how far they do not: `z` standard deviations.

    `gaps` are by how much each row's logarithm would have to be more for the circuit to close, all others as stated;
    `spreads` are the standard deviations of what the others so imply.
    """

    rows: tuple[int, ...]
    gaps: tuple[float, ...]
    spreads: tuple[float, ...]
    z: float


def circuits(fit: Fit) -> tuple[list[Circuit], bool]:
    """The minimal sets of a fit, the worst first, and whether all were looked at."""
    active = np.flatnonzero(fit.active)
    null = fit.null_space
    complete = True
    found: dict[tuple[int, ...], Circuit] = {}
    for group in _groups(null):
        basis = _own_space(null[group])
        tried, whole = _minimal(basis)
        complete &= whole
        for vector in tried:
            members = np.flatnonzero(np.abs(vector) > _ZERO * np.abs(vector).max())
            rows = tuple(int(active[group[member]]) for member in members)
            if rows not in found:
                found[rows] = _circuit(fit, rows, vector[members])
    return sorted(found.values(), key=lambda circuit: (-circuit.z, circuit.rows)), complete


def _circuit(fit: Fit, rows: tuple[int, ...], vector: Array) -> Circuit:
    residuals, deviations = fit.residuals[list(rows)], fit.deviations[list(rows)]
    apart = float(vector @ residuals)
    gaps = tuple(float(gap) for gap in -apart / vector * deviations)
    even = np.array([(fit.observations[row].below + fit.observations[row].above) / 2 for row in rows])
    weights = vector / deviations
    variance = (weights * even) ** 2
    spreads = tuple(float(spread) for spread in np.sqrt(variance.sum() - variance) / np.abs(weights))
    return Circuit(rows, gaps, spreads, abs(apart) / float(np.linalg.norm(vector)))


def _groups(null: Array) -> Iterator[Array]:
    """Rows that check each other, directly or through others; rows that nothing checks are in none."""
    links = np.abs(null @ null.T) > _ZERO
    waiting = set(np.flatnonzero(np.diag(links)).tolist())
    while waiting:
        group, queue = set(), [min(waiting)]
        while queue:
            row = queue.pop()
            group.add(row)
            queue += [other for other in np.flatnonzero(links[row]).tolist() if other in waiting and other not in group]
        waiting -= group
        yield np.array(sorted(group), dtype=int)


def _own_space(rows: Array) -> Array:
    """The combinations of a group, as few columns as it has."""
    left, values, _ = np.linalg.svd(rows, full_matrices=False)
    return left[:, values > _ZERO]


def _minimal(basis: Array) -> tuple[list[Array], bool]:
    """Combinations in which as many rows as possible have no part; and whether all are among them."""
    rows, free = basis.shape
    whole = comb(rows, free - 1) <= MOST_TRIED
    left_out = combinations(range(rows), free - 1) if whole else _around_each(basis)
    found = []
    for absent in left_out:
        _, values, right = np.linalg.svd(basis[list(absent)], full_matrices=True)
        if free == 1 or int((values > _ZERO).sum()) == free - 1:
            found.append(basis @ right[-1])
    return found, whole


def _around_each(basis: Array) -> Iterator[tuple[int, ...]]:
    """A few of very many ways of leaving rows out: for each row, first the last ones and first the first ones."""
    rows, free = basis.shape
    for kept in range(rows):
        for order in (range(rows - 1, -1, -1), range(rows)):
            absent: list[int] = []
            for row in order:
                if row != kept and np.linalg.matrix_rank(basis[[*absent, row]], tol=_ZERO) > len(absent):
                    absent.append(row)
                if len(absent) == free - 1:
                    break
            yield tuple(sorted(absent))
