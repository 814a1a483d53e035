"""How reliably equal units meet a constant load: the outage table of power engineers, exact for independent outages.

Of n units that each fail to run with one probability, the number that runs is binomial. All functions take numbers or
arrays that broadcast; powers may be in any one unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr

Array = NDArray[np.float64]
Units = int | NDArray[np.int64]

PAGE = 24
"""Rows of a table that a reader takes in."""

_WHOLE = 1e-9
"""By less than this share of a unit, a load does not ask for one more."""


def units_covering(load: ArrayLike, unit: ArrayLike) -> Array:
    """Whole units whose power, all running, covers the load: N."""
    return np.ceil(np.divide(load, unit) - _WHOLE)


def probability_short(units: Units, load: ArrayLike, unit: ArrayLike, outage_rate: ArrayLike) -> Array:
    """The probability that, at any one time, too few units run to meet the load (loss of load probability)."""
    too_few = np.minimum(units_covering(load, unit) - 1, units)
    return np.asarray(bdtr(too_few, units, 1 - np.asarray(outage_rate)), dtype=float)


def power_short(units: Units, load: ArrayLike, unit: ArrayLike, outage_rate: ArrayLike) -> Array:
    """The power that is missing, averaged over all time; times hours, the expected unserved energy.

    Short of the load by what too few units give: load × P(K ≤ m) less the power of the K that run there. Of K binomial,
    k P(K = k) = n p P(K' = k - 1) with K' of one unit less, so the sums are distribution functions, too.
    """
    running = 1 - np.asarray(outage_rate)
    too_few = np.minimum(units_covering(load, unit) - 1, units)
    one_less = np.where(too_few >= 1, bdtr(np.maximum(too_few - 1, 0), units - 1, running), 0.0)
    missing = np.asarray(load) * bdtr(too_few, units, running) - np.asarray(unit) * units * running * one_less
    return np.asarray(np.maximum(missing, 0.0))  # a difference of near numbers


def units_enough(load: ArrayLike, unit: ArrayLike, outage_rate: ArrayLike, share_short: float) -> Array:
    """The fewest units with which the load is short for at most a share of the time; infinity beyond all reason.

    Every unit more makes it short for less of the time, so halving an interval finds them.
    """
    needed = units_covering(load, unit)
    fewest = np.array(np.broadcast_to(needed, np.broadcast_shapes(needed.shape, np.shape(outage_rate))), dtype=int)
    most = _beyond_reason(fewest)
    while (fewest < most).any():
        middle = (fewest + most) // 2
        enough = probability_short(middle, load, unit, outage_rate) <= share_short
        fewest, most = np.where(enough, fewest, middle + 1), np.where(enough, middle, most)
    return np.where(probability_short(most, load, unit, outage_rate) <= share_short, most, np.inf)


def _beyond_reason(needed: Any) -> Any:
    """More units than anybody would build to make sure of a load that so many cover."""
    return 2 * needed + 50


@dataclass(frozen=True)
class Supply:
    """A number of units over the draws: how many are to spare, and how short they leave the load."""

    units: int
    spare: Array
    short: Array
    missing: Array

    @property
    def missing_when_short(self) -> Array:
        """The power that is missing, averaged over the time in which any is; nothing where the load is never short."""
        return self.missing[self.short > 0] / self.short[self.short > 0]


def outage_table(load: Array, unit: Array, outage_rate: Array, share_short: float) -> Iterator[Supply]:
    """From the units that few draws need up to those that are enough in half of the draws, two to spare at least.

    Where that takes more than a page, only every so many units.
    """
    needed = units_covering(load, unit)
    fewest, middle = _whole_quantiles(needed, 0.05, 0.5)
    enough = np.minimum(units_enough(load, unit, outage_rate, share_short), _beyond_reason(middle))
    last = max(*_whole_quantiles(enough, 0.5), middle + 2)
    page = range(fewest, last, 1 + (last - fewest) // PAGE)
    for units in sorted({*page, middle, middle + 1, middle + 2, last}):
        short = probability_short(units, load, unit, outage_rate)
        yield Supply(units, units - needed, short, power_short(units, load, unit, outage_rate))


def _whole_quantiles(values: Array, *levels: float) -> list[int]:
    return [int(value) for value in np.quantile(values, levels, method="inverted_cdf")]
