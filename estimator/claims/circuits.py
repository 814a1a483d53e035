"""Minimal sets of statements that check each other: leave any one out, and nothing is left to compare.

They are the circuits of the matroid of the slopes: which they are, and how far each is from closing, hangs on no other
statement. Hard bounds are among them only where they bind, and where the others of a set break them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
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
    stated = np.array([one.datum is not None for one in fit.observations])
    rows = np.flatnonzero((fit.active | (fit.kept & stated)) & np.isfinite(fit.slopes).all(axis=1))
    null = dependences(fit.slopes[rows])
    complete = True
    found: dict[tuple[int, ...], Circuit] = {}
    for group, columns in _groups(null):
        vectors, whole = _minimal(null[np.ix_(group, columns)])
        complete &= whole
        members = np.abs(vectors) > _ZERO
        _, first = np.unique(members, axis=0, return_index=True)
        for number in sorted(first.tolist()):
            chosen = rows[group[members[number]]]
            if circuit := _circuit(fit, chosen, vectors[number][members[number]]):
                found.setdefault(circuit.rows, circuit)
    names = [(one.name, str(one.variable)) for one in fit.observations]
    order = {circuit: (-round(circuit.z, 6), sorted(names[row] for row in circuit.rows)) for circuit in found.values()}
    return sorted(order, key=order.__getitem__), complete


def _circuit(fit: Fit, rows: NDArray[np.int_], vector: Array) -> Circuit | None:
    """A set and its combination of logarithms that is zero if it closes; None where a limit in it is kept."""
    said = [fit.observations[row] for row in rows]
    middles = np.array([one.middle for one in said])
    apart = float(np.sum(vector * (middles - fit.logarithms[rows])))
    below, above = (np.array([getattr(one, end) for one in said]) for end in ("below", "above"))
    upwards = apart * vector < 0  # what each would have to do for the set to close
    limits = np.array([{">=": 1, "<=": -1}.get(one.side, 0) for one in said])
    if np.any(np.where(upwards, limits, -limits) > 0):
        return None
    gaps = -apart / vector
    variance = (vector * (below + above) / 2) ** 2
    spreads = np.sqrt(np.maximum(variance.sum() - variance, 0.0)) / np.abs(vector)
    z = abs(apart) / float(np.sqrt(np.sum((vector * np.where(upwards, above, below)) ** 2)))
    return Circuit(tuple(rows.tolist()), tuple(gaps.tolist()), tuple(spreads.tolist()), z)


def dependences(slopes: Array) -> Array:
    """Combinations of rows that are zero, one for each row that follows from those before it: rows × combinations.

    They are read off the reduced echelon form, of which there is but one.
    """
    work, pivots = slopes.T.copy(), list[int]()
    for column in range(work.shape[1]):
        below = np.abs(work[len(pivots) :, column])
        if below.max(initial=0.0) > _ZERO:
            place = len(pivots) + int(np.argmax(below))
            work[[len(pivots), place]] = work[[place, len(pivots)]]
            pivot = work[len(pivots)] / work[len(pivots), column]
            work -= work[:, column][:, None] * pivot
            work[len(pivots)] = pivot
            pivots.append(column)
    others = [column for column in range(work.shape[1]) if column not in pivots]
    null = np.zeros((work.shape[1], len(others)))
    null[others, range(len(others))] = 1.0
    null[pivots] = -work[: len(pivots)][:, others]
    return np.where(np.abs(null) > _ZERO, null, 0.0)


def _groups(null: Array) -> Iterator[tuple[NDArray[np.int_], NDArray[np.int_]]]:
    """Rows that check each other, directly or through others, with the combinations of these alone."""
    waiting = list(range(null.shape[1]))
    while waiting:
        columns, rows = {waiting[0]}, null[:, waiting[0]] != 0
        while True:
            more = {column for column in waiting if np.any(null[rows, column] != 0)}
            if more == columns:
                break
            columns, rows = more, np.any(null[:, sorted(more)] != 0, axis=1)
        waiting = [column for column in waiting if column not in columns]
        yield np.flatnonzero(rows), np.array(sorted(columns), dtype=int)


def _minimal(basis: Array) -> tuple[Array, bool]:
    """Combinations in which as many rows as possible have no part, the largest part 1; and whether all are there."""
    rows, free = basis.shape
    if free == 1:
        return basis.T / np.abs(basis).max(), True
    whole = comb(rows, free - 1) <= MOST_TRIED
    left_out = combinations(range(rows), free - 1) if whole else _around_each(basis)
    absent = np.array(list(islice(left_out, MOST_TRIED)), dtype=int)
    vectors = cancelled(basis[absent]) @ basis.T
    largest = np.abs(vectors).max(axis=1)
    return vectors[largest > _ZERO] / largest[largest > _ZERO, None], whole


def cancelled(matrices: Array) -> Array:
    """For matrices of one row less than columns, the factors of their columns that cancel every row.

    They are zero where a row follows from the others. All matrices are reduced at once.
    """
    work, count = matrices.copy(), len(matrices)
    every, width = np.arange(count), work.shape[2]
    pivots = np.empty((count, width - 1), dtype=int)
    regular = np.ones(count, dtype=bool)
    for row in range(width - 1):
        pivots[:, row] = np.argmax(np.abs(work[:, row]), axis=1)
        size = work[every, row, pivots[:, row]]
        regular &= np.abs(size) > _ZERO
        work[:, row] /= np.where(np.abs(size) > _ZERO, size, 1.0)[:, None]
        factors = work[every, :, pivots[:, row]]
        factors[:, row] = 0.0
        work -= factors[:, :, None] * work[:, row][:, None, :]
    free = np.ones((count, width), dtype=bool)
    free[every[:, None], pivots] = False
    last = np.argmax(free, axis=1)
    found = np.zeros((count, width))
    found[every, last] = 1.0
    found[every[:, None], pivots] = -work[every[:, None], np.arange(width - 1), last[:, None]]
    found[~regular] = 0.0
    return found


def _around_each(basis: Array) -> Iterator[Sequence[int]]:
    """A few of very many ways of leaving rows out: for each row, first the last ones and first the first ones."""
    rows, free = basis.shape
    for kept in range(rows):
        for order in (range(rows - 1, -1, -1), range(rows)):
            absent = _independent(basis, (row for row in order if row != kept), free - 1)
            if len(absent) == free - 1:
                yield sorted(absent)


def _independent(basis: Array, order: Iterator[int], most: int) -> list[int]:
    """The first rows of which none follows from those before it."""
    chosen: list[int] = []
    reduced = np.empty((0, basis.shape[1]))
    for row in order:
        rest = basis[row] - (basis[row] @ reduced.T) @ reduced
        rest = rest - (rest @ reduced.T) @ reduced
        size = float(np.sqrt(np.sum(rest**2)))
        if size > _ZERO:
            chosen.append(row)
            reduced = np.vstack([reduced, rest / size])
        if len(chosen) == most:
            break
    return chosen
