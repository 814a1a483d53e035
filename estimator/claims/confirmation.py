"""Importance sampling: whether a contradiction stands when ranges are taken as they are, and not as lognormal.

Draws come from the normal approximation of all other statements, a little wider, and are weighted by how well each
agrees with them. The effective sample size says how good the approximation was.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimator.claims.fit import Fit
from estimator.claims.observations import Observation
from estimator.uncertainty.distributions import to_scores

Array = NDArray[np.float64]

DRAWS = 8_192
_WIDER = 1.3
"""Standard deviations of the proposal over those of the approximation, so that no tail is missed."""


@dataclass(frozen=True)
class Confirmation:
    """Two-sided p-value of one statement against all others, and the draws that it amounts to."""

    name: str
    p_value: float
    effective_draws: float


def confirmed(fit: Fit, row: int, seed: int) -> Confirmation | None:
    """One statement against the draws of all others; None where they do not determine it."""
    rest = fit.without(row)
    if not rest.determined(row):
        return None
    generator = np.random.default_rng(seed)
    root = rest.covariance_root()
    scores = generator.standard_normal((DRAWS, root.shape[1]))
    logarithms = fit.unknowns.logarithms(rest.state + _WIDER * scores @ root.T)
    columns = [fit.unknowns.column[observation.variable] for observation in fit.observations]
    weight = 0.5 * np.sum(scores**2, axis=1)
    for number, observation in enumerate(fit.observations):
        if number != row:
            with np.errstate(all="ignore"):
                weight -= 0.5 * np.nan_to_num(_deviance(observation, logarithms[:, columns[number]]), nan=np.inf)
    subject = fit.observations[row]
    if not np.isfinite(weight).any():
        return Confirmation(subject.name, 0.0, 0.0)
    weights = np.exp(weight - weight[np.isfinite(weight)].max())
    weights /= weights.sum()
    said = _drawn(subject, generator)
    implied = logarithms[:, columns[row]]
    above, below = float(weights @ (implied >= said)), float(weights @ (implied <= said))
    p_value = {">=": above, "<=": below}.get(subject.side, min(1.0, 2 * min(above, below)))
    return Confirmation(subject.name, p_value, float(1 / np.sum(weights**2)))


def _deviance(observation: Observation, logarithms: Array) -> Array:
    """The squared normal score of values in what a statement says; infinite beyond a hard bound."""
    datum, apart = observation.datum, logarithms - observation.middle
    if observation.side:
        broken = apart < 0 if observation.side == ">=" else apart > 0
        return np.where(broken, np.inf if datum is None else (apart / observation.below) ** 2, 0.0)
    if datum is None or datum.value.is_point:
        return np.where(apart < 0, apart / observation.below, apart / observation.above) ** 2
    found: Array = to_scores(datum.value, datum.dimension.scale, np.exp(logarithms)) ** 2
    return found


def _drawn(observation: Observation, generator: np.random.Generator) -> Array:
    """Logarithms of what a statement can mean, as a normal of two pieces; that of a limit is the limit."""
    scores = generator.standard_normal(DRAWS)
    if observation.side:
        return np.full(DRAWS, observation.middle)
    return observation.middle + np.where(scores < 0, observation.below, observation.above) * scores
