"""Draws of a range, given that they lie between limits: those of the same percentiles in between."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from estimator.datum import Datum
from estimator.uncertainty.distributions import Draws, from_scores, to_scores


@dataclass(frozen=True)
class Truncation:
    """A range between limits, which may differ from draw to draw. All values are in coherent units."""

    datum: Datum

    def __call__(self, raw: Any, low: Any, high: Any) -> Any:
        """Draws of the range, moved between limits; those that no limit is near stay as they are."""
        from scipy.special import ndtr, ndtri  # slow to load, and needed only where a default meets a limit

        value, scale = self.datum.value, self.datum.dimension.scale
        drawn, low, high = np.broadcast_arrays(*(np.asarray(one / self.datum.factor) for one in (raw, low, high)))
        low, high = self._possible(low, -np.inf), self._possible(high, np.inf)
        with np.errstate(all="ignore"):
            scores, below, above = (to_scores(value, scale, one) for one in (drawn, low, high))
            turn = np.where(below > 0, -1.0, 1.0)  # in the upper tail, shares are told from its end
            first, last = np.minimum(turn * below, turn * above), np.maximum(turn * below, turn * above)
            shares = ndtr(first) + ndtr(turn * scores) * (ndtr(last) - ndtr(first))
            moved = np.array(turn * ndtri(shares))
            from_scores(value, scale, moved, np.empty_like(moved))
        free = (ndtr(below) == 0) & (ndtr(above) == 1)
        held = np.clip(moved, low, high)
        result: Draws = np.where(free | ~np.isfinite(held), drawn, held) * self.datum.factor
        return result if result.ndim else float(result)

    def share(self, low: Any, high: Any) -> Draws:
        """The share of the range between limits."""
        from scipy.special import ndtr  # see above

        value, scale = self.datum.value, self.datum.dimension.scale
        with np.errstate(all="ignore"):
            below, above = (
                to_scores(value, scale, self._possible(np.asarray(end / self.datum.factor), free))
                for end, free in ((low, -np.inf), (high, np.inf))
            )
        shares: Draws = np.maximum(ndtr(-below) - ndtr(-above), 0.0)
        return shares

    def _possible(self, limit: Draws, free: float) -> Draws:
        """A limit as far as the quantity reaches; what is no number limits nothing."""
        dimension = self.datum.dimension
        return np.clip(np.where(np.isnan(limit), free, limit), dimension.lower, dimension.upper)
