"""Sobol indices of any function of independent inputs: the share of an output's variance that each is behind.

They take two matrices of draws and all matrices that differ from one of them in one input: the first-order estimator of
Azzini, Mara and Rosati (2021, doi:10.1016/j.envsoft.2021.105167) and the total one of Jansen (1999,
doi:10.1016/S0010-4655(98)00154-4), from both matrices. Both see differences alone: an input that does not matter has an
index of exactly 0, the only one that does has 1, and where inputs do not interact the two indices are equal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimator.uncertainty.distributions import Draws

BATCHES = 64
"""Parts of the draws that are left out in turn, to see how much of an index is chance."""

_T = 1.998
"""97.5th percentile of Student's t with 63 degrees of freedom: one less than there are batches."""

Function = Callable[[Sequence[Draws]], Draws]
"""An output from arrays of its inputs. What it gives it does not write over later."""


@dataclass(frozen=True)
class Share:
    """A share of a variance with its 95 % confidence interval, which chance can put a little below 0 or above 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What shares are computed from, input by input and batch by batch, and how many pairs each input lost.

    On average over pairs, `main` is four times the variance due to the input alone, `involved` four times all that it
    has a part in, `whole` four times the variance of the output.
    """

    main: Draws
    involved: Draws
    whole: Draws
    lost: NDArray[np.int64]
    pairs: int

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            main=self.main + other.main,
            involved=self.involved + other.involved,
            whole=self.whole + other.whole,
            lost=self.lost + other.lost,
            pairs=self.pairs + other.pairs,
        )

    @property
    def alone(self) -> list[Share]:
        """First-order indices."""
        return _shares(self.main, self.whole)

    @property
    def total(self) -> list[Share]:
        """Total indices."""
        return _shares(self.involved, self.whole)

    @property
    def spread(self) -> float:
        """Standard deviation of the output."""
        return float(np.sqrt(self.whole.sum(axis=1).max() / (4 * self.pairs)))


def sums(function: Function, here: Sequence[Draws], there: Sequence[Draws]) -> Sums:
    """The sums over two independent matrices of draws, one array for each input, whose length BATCHES divides."""
    a, b = function(here), function(there)
    shape = len(here), BATCHES
    result = Sums(
        main=np.zeros(shape),
        involved=np.zeros(shape),
        whole=np.zeros(shape),
        lost=np.zeros(len(here), dtype=np.int64),
        pairs=len(a),
    )
    for number in range(len(here)):
        ab = function([*here[:number], there[number], *here[number + 1 :]])
        ba = function([*there[:number], here[number], *there[number + 1 :]])
        with np.errstate(invalid="ignore"):
            terms = 2 * (ba - b) * (a - ab), (b - ba) ** 2 + (a - ab) ** 2, (a - b) ** 2 + (ba - ab) ** 2
        whole = np.isfinite(terms[2])  # the one term that all four values stand in
        result.lost[number] = len(whole) - np.count_nonzero(whole)
        for total, term in zip((result.main, result.involved, result.whole), terms, strict=True):
            total[number] = np.where(whole, term, 0.0).reshape(-1, BATCHES).sum(axis=0)
    return result


def _shares(parts: Draws, whole: Draws) -> list[Share]:
    """Ratios of sums, with intervals by the jackknife: the ratios without each batch in turn."""
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = parts.sum(axis=1) / whole.sum(axis=1)
        without = (parts.sum(axis=1, keepdims=True) - parts) / (whole.sum(axis=1, keepdims=True) - whole)
    reach = _T * np.sqrt((BATCHES - 1) * without.var(axis=1))
    return [
        Share(float(value), float(value - half), float(value + half))
        for value, half in zip(ratios, reach, strict=True)
    ]  # fmt: skip
