"""Draws of a range, given that they lie between limits: those of the same percentiles in between."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from estimator.datum import Datum
from estimator.uncertainty.distributions import Draws, from_scores, to_scores
from estimator.uncertainty.normal import score_above, share_below


@dataclass(frozen=True)
class Truncation:
    """A range between limits, which may differ from draw to draw. All values are in coherent units."""

    datum: Datum

    def __call__(self, raw: Any, low: Any, high: Any) -> Any:
        """Draws of the range, moved between limits; those that no limit is near stay as they are."""
        value, scale = self.datum.value, self.datum.dimension.scale
        drawn, low, high = (np.asarray(one / self.datum.factor) for one in (raw, low, high))
        low, high = self._possible(low, -np.inf), self._possible(high, np.inf)
        with np.errstate(all="ignore"):
            scores, below, above = (to_scores(value, scale, one) for one in (drawn, low, high))
            first, last, turn = _outward(below, above)
            least, most = share_below(first), share_below(last)
            shares = least + share_below(turn * scores) * (most - least)
            moved = np.array(turn * score_above(shares))
            from_scores(value, scale, moved, np.empty_like(moved))
        free = (least == 0) & (most == 1)
        held = np.clip(moved, low, high)
        result: Draws = np.where(free | ~np.isfinite(held), drawn, held) * self.datum.factor
        return result if result.ndim else float(result)

    def share(self, low: Any, high: Any) -> Draws:
        """The share of the range between limits."""
        value, scale = self.datum.value, self.datum.dimension.scale
        with np.errstate(all="ignore"):
            below, above = (
                to_scores(value, scale, self._possible(np.asarray(end / self.datum.factor), free))
                for end, free in ((low, -np.inf), (high, np.inf))
            )
        shares: Draws = np.maximum(share_below(-below) - share_below(-above), 0.0)
        return shares

    def _possible(self, limit: Draws, free: float) -> Draws:
        """A limit as far as the quantity reaches; what is no number limits nothing."""
        dimension = self.datum.dimension
        return np.clip(np.where(np.isnan(limit), free, limit), dimension.lower, dimension.upper)


def _outward(below: Any, above: Any) -> tuple[Any, Any, Any]:
    """Limits as scores, the lower first, and -1 where they were turned round: in the upper tail, from its end."""
    if np.all(below <= 0) and np.all(below <= above):  # limits that are one number for all draws stay one
        return below, above, 1.0
    turn = np.where(below > 0, -1.0, 1.0)
    return np.minimum(turn * below, turn * above), np.maximum(turn * below, turn * above), turn
