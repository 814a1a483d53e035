"""Least squares piece by piece: rows and unknowns that have nothing to do with each other are solved apart.

Most figures of a catalog are an unknown of their own, which no other statement is about; what is left is small, so that
linear algebra takes no time and no threads.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.int_]


Groups = list[tuple[Rows, Rows]]


def separated(matrix: Array) -> tuple[tuple[Rows, Rows], Groups]:
    """Rows and columns that have only each other, pair by pair; and all others, in groups that share nothing."""
    filled = matrix != 0
    return _separated(filled.tobytes(), *filled.shape)


@lru_cache(maxsize=1024)  # steps of a fit, and fits of readings, share their patterns
def _separated(pattern: bytes, height: int, width: int) -> tuple[tuple[Rows, Rows], Groups]:
    filled = np.frombuffer(pattern, dtype=bool).reshape(height, width)
    alone = (filled.sum(axis=1) == 1) & (filled @ (filled.sum(axis=0) == 1).astype(int) == 1)
    rows = np.flatnonzero(alone)
    columns = filled[rows].argmax(axis=1) if len(rows) else np.empty(0, dtype=int)
    rest = np.setdiff1d(np.arange(width), columns)
    return (rows, columns), list(_groups(filled, rest))


def _groups(filled: NDArray[np.bool_], columns: Rows) -> Iterator[tuple[Rows, Rows]]:
    """The groups of some columns: each column takes the least number that it can reach, until none is less."""
    part = filled[:, columns]
    labels = np.arange(len(columns))
    while len(columns):
        of_rows = np.where(part, labels, len(columns)).min(axis=1)
        less = np.minimum(labels, np.where(part, of_rows[:, None], len(columns)).min(axis=0, initial=len(columns)))
        if np.array_equal(less, labels):
            break
        labels = less
    for label in np.unique(labels):
        group = labels == label
        rows = np.flatnonzero(part[:, group].any(axis=1))
        if len(rows):
            yield rows, columns[group]


def least_squares(matrix: Array, values: Array, rank: float) -> Array:
    """The smallest solution that comes nearest; directions weaker than `rank` times the strongest count as none."""
    (rows, columns), groups = separated(matrix)
    result = np.zeros(matrix.shape[1])
    result[columns] = values[rows] / matrix[rows, columns]
    for among, unknown in groups:
        result[unknown] = np.linalg.lstsq(matrix[np.ix_(among, unknown)], values[among], rcond=rank)[0]
    return result


def principal_directions(matrix: Array, rank: float) -> tuple[Array, Array, Array]:
    """Singular vectors on the left, values, and vectors on the right, without directions that no row observes."""
    (rows, columns), groups = separated(matrix)
    height, width = matrix.shape
    found = [(rows, columns, np.eye(len(rows)), matrix[rows, columns], np.eye(len(rows)))]
    for among, unknown in groups:
        left, values, right = np.linalg.svd(matrix[np.ix_(among, unknown)], full_matrices=False)
        kept = values > rank * max(values[0], 1.0)
        found.append((among, unknown, left[:, kept], values[kept], right[kept]))
    count = sum(len(values) for _, _, _, values, _ in found)
    lefts, rights, place = np.zeros((height, count)), np.zeros((count, width)), 0
    for among, unknown, left, values, right in found:
        here = np.arange(place, place + len(values))
        lefts[np.ix_(among, here)], rights[np.ix_(here, unknown)] = left, right
        place += len(values)
    return lefts, np.concatenate([values for _, _, _, values, _ in found]), rights
