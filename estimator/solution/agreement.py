"""One scale for every comparison: agrees, tension, contradicts."""

from typing import Literal

import numpy as np

from estimator.datum import Datum
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.medians import median

Verdict = Literal["agrees", "tension", "contradicts"]
Direction = Literal["", ">=", "<=", "either"]

AGREES_FROM = 0.05
CONTRADICTS_BELOW = 0.01
ROUNDING = 0.01
"""Medians closer than this are one value, rounded differently."""


def verdict(p: float) -> Verdict:
    """The word for a p-value."""
    return "agrees" if p >= AGREES_FROM else "contradicts" if p < CONTRADICTS_BELOW else "tension"


def p_value(implied: Draws, direction: Direction, stated: Draws, datum: Datum) -> float:
    """How well an implied value agrees with a stated one, over the draws: two-sided, or one-sided for bounds.

    `direction` says that the implied value is itself only a bound. Two bounds that leave common ground agree.
    """
    finite = np.isfinite(implied)
    if not finite.any() or direction == "either":
        return 1.0 if direction == "either" else 0.0
    implied, stated = implied[finite], stated[finite]
    middle, other = median(implied), median(stated)
    if abs(middle - other) <= ROUNDING * max(abs(middle), abs(other)):
        return 1.0
    above, below = float(np.mean(implied >= stated)), float(np.mean(implied <= stated))
    stated_side = datum.value.side
    if direction and direction == stated_side:
        return 1.0
    if direction == ">=" or stated_side == "<=":
        return below
    if direction == "<=" or stated_side == ">=":
        return above
    return min(1.0, 2 * min(above, below))
