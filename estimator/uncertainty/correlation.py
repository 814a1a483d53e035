"""A Gaussian copula: correlated scores as weighted sums of independent ones.

`rho` is the correlation of two standard normal scores. Whatever the families of the two ranges, the rank correlation of
their draws is then (6 / π) · asin(rho / 2). Pairs of a group that are not stated have a rho of 0.
"""

from collections.abc import Sequence

import numpy as np

from estimator.case import Correlation
from estimator.uncertainty.distributions import Draws

Weights = tuple[tuple[str, float], ...]
"""Independent scores by their stream, and how much of each."""


def weights(correlations: Sequence[Correlation]) -> dict[str, Weights]:
    """Every correlated stream as a weighted sum of the independent scores of its group.

    These are the rows of the Cholesky factor, streams in the order of their keys: the first of a group is its own score
    alone, whatever the order of the file. Streams of weight 0 are left out.
    """
    result = {}
    for group in groups(correlations):
        factor = np.linalg.cholesky(matrix(group, correlations))
        for row, stream in zip(factor, group, strict=True):
            result[stream] = tuple((other, float(weight)) for other, weight in zip(group, row, strict=True) if weight)
    return result


def groups(correlations: Sequence[Correlation]) -> list[tuple[str, ...]]:
    """Streams that are correlated with each other, directly or through others, each group in the order of its keys."""
    found: list[set[str]] = []
    for correlation in correlations:
        pair = {correlation.first, correlation.second}
        joined = [group for group in found if group & pair]
        found = [group for group in found if not group & pair] + [pair.union(*joined)]
    return sorted(tuple(sorted(group)) for group in found)


def matrix(group: Sequence[str], correlations: Sequence[Correlation]) -> Draws:
    """The correlation matrix of the scores of a group."""
    place = {stream: number for number, stream in enumerate(group)}
    result = np.eye(len(group))
    for correlation in correlations:
        if correlation.first in place:
            first, second = place[correlation.first], place[correlation.second]
            result[first, second] = result[second, first] = correlation.rho
    return result


def smallest_eigenvalue(group: Sequence[str], correlations: Sequence[Correlation]) -> float:
    """Above 0 where all the correlations of a group can hold at once."""
    return float(np.linalg.eigvalsh(matrix(group, correlations))[0])
