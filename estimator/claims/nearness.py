"""How far statements of a fit are apart, and how far they may be before anybody minds."""

from math import exp

from estimator.claims.fit import Fit
from estimator.claims.observations import Observation
from estimator.claims.rules import BOUGHT_WITH_ROOM, ROUNDLY_SAID

_POWER = "MW"
_COUNTS = frozenset({"accelerator", "H100e", "server"})
"""Units of what a hall is bought for."""

_MOST = 100.0
"""The logarithm of a factor beyond which its size says no more."""


def worst_factor(fit: Fit) -> float:
    """How far the worst of the scenario's own statements is from what all others imply, as a factor above one."""
    rows = [row for row, one in enumerate(fit.observations) if one.is_claimed and fit.checked[row] > 0]
    gaps = [abs(fit.residuals[row] * fit.deviations[row]) / fit.checked[row] for row in rows]
    return exp(min(max(gaps, default=0.0), _MOST))


def tolerance(fit: Fit) -> float:
    """How far apart is near: a site may have more power than its accelerators take, and nothing passes a bound."""
    shares = zip(fit.observations, fit.checked, fit.residuals, strict=True)
    checked = [(one, float(residual)) for one, share, residual in shares if share > 0]
    if any(one.datum is None for one, _ in checked):
        return 1.0
    units = {_unit(fit, one) for one, _ in checked if one.is_claimed}
    power = [residual for one, residual in checked if one.is_claimed and _unit(fit, one) == _POWER]
    with_room = units & _COUNTS and power and min(power) >= 0
    return BOUGHT_WITH_ROOM if with_room else ROUNDLY_SAID


def _unit(fit: Fit, observation: Observation) -> str:
    return fit.unknowns.network.dimension(observation.variable).unit
