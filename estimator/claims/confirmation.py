"""How far statements agree when every range is taken as it is, uniform ones as uniform: draws instead of normals.

The statements that a plan computes from are drawn, each from its own range. Every other one is held against what they
imply, one after the other, and before the next the draws are weighted by how well they agree with it. The normal scores
of these comparisons are independent (Rosenblatt 1952, Ann. Math. Stat. 23; recursive residuals: Brown, Durbin & Evans
1975, JRSS B 37), so that the sum of their squares is the statistic of a fit without its approximation.

Each statement has a random stream of its own, keyed by what it says: another claim disturbs no draws, neither does the
order or the name of claims, and no basis that linear algebra finds has a part in it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from estimator.claims.fit import Fit
from estimator.claims.observations import Observation
from estimator.datum import Datum, Stated, Tier, Value, Variable
from estimator.solution.rounding import ROUNDED
from estimator.solver.kernel import compiled
from estimator.solver.plan import Plan, make_plan
from estimator.uncertainty.distributions import from_scores, quantiles, to_scores
from estimator.uncertainty.sampling import generator
from estimator.units.reading import to_coherent

Array = NDArray[np.float64]

_DRAWS = 32_768
_FARTHEST = 8.0
"""Normal scores beyond which draws tell nothing of a tail."""


@dataclass(frozen=True)
class Sampled:
    """The sum of squared normal scores of all checks, and the draws that the least of them amounts to."""

    statistic: float
    effective_draws: float


def sampled(fit: Fit, data: Sequence[Stated], seed: int) -> Sampled | None:
    """The statistic of a fit by draws; None where no plan computes every check, or a hard bound is one.

    Args:
        fit: of some statements, each taken once.
        data: all data of the case: several systems may share a figure.
        seed: of the draws.
    """
    from scipy.special import ndtr, ndtri  # slow to load, and not needed by other commands

    laid = _laid_out(fit, data)
    computed = _computed(laid, seed) if laid else {}
    if laid is None or any(variable not in computed for variable, _ in laid.checks):
        return None
    weight, statistic, effective = _possible(laid, computed), 0.0, inf
    for variable, observation in laid.checks:
        if not np.isfinite(weight).any():
            return Sampled(statistic, 0.0)
        weights = np.exp(weight - weight[np.isfinite(weight)].max())
        weights /= np.sum(weights)
        scores = _scores(observation, computed[variable])
        share = float(np.sum(weights * ndtr(scores)))
        statistic += float(np.clip(ndtri(share), -_FARTHEST, _FARTHEST)) ** 2
        effective = min(effective, 1 / float(np.sum(weights**2)))
        weight = weight - 0.5 * scores**2
    return Sampled(statistic, effective)


@dataclass(frozen=True)
class _Laid:
    """A plan from statements, those that are drawn by their stand-ins, and those that are checks."""

    plan: Plan
    drawn: Mapping[Datum, Observation]
    checks: Sequence[tuple[Variable, Observation]]


def _laid_out(fit: Fit, data: Sequence[Stated]) -> _Laid | None:
    """The firmest statements first, so that what is weighted is as wide as can be."""
    rows = [one for one, kept in zip(fit.observations, fit.kept, strict=True) if kept]
    active = [one for one, counts in zip(fit.observations, fit.active, strict=True) if counts]
    if any(one.datum is None for one in active):
        return None
    values = sorted((one for one in rows if one.datum and not one.side), key=_firmness)
    drawn = dict(_stand_ins(values))
    pairs = [(v, stand_in) for stand_in, one in drawn.items() for v in _shared(one, data)]
    plan = make_plan(fit.unknowns.network, [*fit.unknowns.fixed, *pairs])
    used = {plan.basis[variable] for variable, _ in pairs if variable in plan.basis}
    found = [one for one in plan.redundant if one.datum in drawn]
    checks = [(one.variable, drawn[one.datum]) for one in found]
    checks += [(one.variable, one) for one in active if one.side]
    if any(one.datum in used for one in found) or len(checks) != fit.redundancy:
        return None
    if any(plan.is_open(variable) for variable, _ in checks):
        return None
    return _Laid(plan, drawn, checks)


def _firmness(observation: Observation) -> tuple[float, str, str]:
    return round(observation.below + observation.above, 6), _said(observation), str(observation.variable)


def _said(observation: Observation) -> str:
    """A statement without its name and its system: of which quantity it says what, or which figure of the catalog."""
    datum = observation.datum
    if datum is None or not observation.is_claimed:
        return datum.key if datum else ""
    numbers = " ".join(f"{parameter:.9g}" for parameter in datum.value.parameters)
    return f"{datum.quantity} {datum.value.family} {numbers}"


def _stand_ins(observations: Sequence[Observation]) -> Iterator[tuple[Datum, Observation]]:
    """Data that a kernel draws, whatever the statements are: exact figures of the catalog were rounded, too.

    Their keys name their streams; statements that say the same are numbered.
    """
    seen = Counter[str]()
    for observation in observations:
        if datum := observation.datum:
            said = _said(observation)
            seen[said] += 1
            middle = Value("uniform", (quantiles(datum)[1],) * 2)
            key = f"{said}/{seen[said]}"
            yield (
                Datum(quantity=datum.quantity, value=middle, dimension=datum.dimension, tier=Tier.GIVEN, key=key),
                observation,
            )


def _shared(observation: Observation, data: Sequence[Stated]) -> list[Variable]:
    """The variables that a statement is about: several, where systems share a figure of the catalog."""
    if observation.is_claimed:
        return [observation.variable]
    quantity = observation.variable.quantity
    return list(dict.fromkeys(v for v, datum in data if v.quantity == quantity and datum == observation.datum))


def _computed(laid: _Laid, seed: int) -> dict[Variable, Array]:
    """The draws of what is checked, in its units."""
    checked = tuple(dict.fromkeys(variable for variable, _ in laid.checks))
    kernel = compiled(laid.plan, checked)
    memory = kernel.slots(_DRAWS)
    for datum, slot in kernel.drawn.items():
        memory[slot][:] = _values(laid.drawn[datum], datum.key, seed) * datum.factor
    kernel.run(memory)
    units = {v: to_coherent(laid.plan.network.dimension(v).unit) for v in checked}
    return {v: memory[slot] / units[v] for v, slot in kernel.outputs.items()}


def _possible(laid: _Laid, computed: Mapping[Variable, Array]) -> Array:
    """Logarithms of weights: nothing for draws that cannot be computed."""
    weight = np.zeros(_DRAWS)
    for variable, _ in laid.checks:
        weight[~np.isfinite(computed[variable])] = -inf
    return weight


@lru_cache(maxsize=128)
def _normal(key: str, seed: int) -> Array:
    return generator(key, seed, 0).standard_normal(_DRAWS)


def _values(observation: Observation, key: str, seed: int) -> Array:
    """Draws of what a statement says, in its unit."""
    scores, datum = _normal(key, seed).copy(), observation.datum
    if datum is None or _is_rounded(observation):
        return np.exp(observation.middle + np.where(scores < 0, observation.below, observation.above) * scores)
    from_scores(datum.value, datum.dimension.scale, scores, np.empty(_DRAWS))
    return scores


def _scores(observation: Observation, values: Array) -> Array:
    """The normal scores of values in what a statement says, infinite beyond where it reaches."""
    datum = observation.datum
    with np.errstate(all="ignore"):
        apart = np.log(values) - observation.middle
        if observation.side or datum is None or _is_rounded(observation):
            scores = np.where(apart < 0, apart / observation.below, apart / observation.above)
        else:
            scores = to_scores(datum.value, datum.dimension.scale, values)
            scores = np.where(values >= datum.dimension.upper, inf, scores)
    lower = datum.dimension.lower if datum else 0.0
    return np.where(values <= lower, -inf, scores)


def _is_rounded(observation: Observation) -> bool:
    """Whether a statement is one number, or a range no wider than a number that was rounded."""
    if observation.datum is None or observation.datum.value.is_point:
        return True
    p5, p50, p95 = quantiles(observation.datum)
    return p5 > 0 and min(log(p95 / p50), log(p50 / p5)) < log(1 + ROUNDED)
