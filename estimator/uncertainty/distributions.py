"""Every way of drawing a range: its exact quantiles, its draws, and its draws by normal scores.

docs/ranges.md has the table of families, what their numbers mean and how far they reach. A `range` is a two-piece
normal on the scale of its quantity: log x; logit x for fractions; log(x - 1) for ratios from one. Its three stated
quantiles are exact and no draw leaves the quantity's bounds.
"""

from collections.abc import Callable
from functools import cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Datum, Value
from estimator.units.dimensions import Scale

Draws = NDArray[np.float64]

Z90 = 1.6448536269514722
"""95th percentile of the standard normal."""

_SAME = 1e-12

_ON_SCALE: dict[Scale, Callable[[Draws], Draws]] = {
    "log": lambda x: np.asarray(np.log(x)),
    "logit": lambda x: np.asarray(np.log(x / (1 - x))),
    "log_excess": lambda x: np.asarray(np.log(x - 1)),
}

_FORWARD: dict[Scale, Callable[[float], float]] = {
    "log": log,
    "logit": lambda x: log(x / (1 - x)),
    "log_excess": lambda x: log(x - 1),
}


@cache
def quantiles(datum: Datum) -> tuple[float, float, float]:
    """p5, median and p95 in the quantity's unit: exact where a closed form exists, else of 65,536 fixed draws."""
    value, parameters = datum.value, datum.value.parameters
    match value.family:
        case "point":
            return (parameters[0],) * 3
        case "range":
            return parameters[0], parameters[1], parameters[2]
        case "normal":
            mean, sd = parameters
            return mean - Z90 * sd, mean, mean + Z90 * sd
        case "lognormal":
            median, gsd = parameters
            return median / gsd**Z90, median, median * gsd**Z90
        case "uniform":
            low, high = parameters
            return 0.95 * low + 0.05 * high, 0.5 * (low + high), 0.05 * low + 0.95 * high
        case "triangular":
            return _triangular(0.05, *parameters), _triangular(0.5, *parameters), _triangular(0.95, *parameters)
    drawn = draw(value, datum.dimension.scale, np.random.default_rng(0), 65_536)
    p5, p50, p95 = np.quantile(drawn, (0.05, 0.5, 0.95))
    return float(p5), float(p50), float(p95)


def support(datum: Datum) -> tuple[float, float]:
    """The least and the greatest number that a datum can be, in the quantity's unit."""
    match datum.value.family:
        case "point":
            return (datum.value.parameters[0],) * 2
        case "uniform" | "triangular" | "pert":
            return datum.value.parameters[0], datum.value.parameters[-1]
    return datum.dimension.lower, datum.dimension.upper


def to_scores(value: Value, scale: Scale, drawn: Draws) -> Draws:
    """Values of a range to their standard normal scores, infinite where it does not reach. Undoes `from_scores`."""
    parameters = value.parameters
    with np.errstate(all="ignore"):
        match value.family:
            case "range":
                low, middle, high = map(_FORWARD[scale], parameters)
                scaled: Draws = _ON_SCALE[scale](drawn) - middle
                return np.where(scaled < 0, scaled / ((middle - low) / Z90), scaled / ((high - middle) / Z90))
            case "normal":
                return (drawn - parameters[0]) / parameters[1]
            case "lognormal":
                return np.log(drawn / parameters[0]) / log(parameters[1])
        from scipy.special import ndtri  # slow to load, and seldom needed

        scores: Draws = ndtri(_percentiles(value, drawn))
        return scores


def _percentiles(value: Value, drawn: Draws) -> Draws:
    """The cumulative probability of values of a bounded family."""
    low, high = value.parameters[0], value.parameters[-1]
    match value.family:
        case "uniform":
            return np.clip((drawn - low) / (high - low), 0, 1)
        case "triangular":
            mode = value.parameters[1]
            inside = np.clip(drawn, low, high)
            rising = (inside - low) ** 2 / ((high - low) * (mode - low))
            falling = 1 - (high - inside) ** 2 / ((high - low) * (high - mode))
            return np.where(inside < mode, rising, falling)
    from scipy.special import betainc  # slow to load, and seldom needed

    low, high, alpha, beta = _shapes(value)
    found: Draws = betainc(alpha, beta, np.clip((drawn - low) / (high - low), 0, 1))
    return found


def _triangular(p: float, low: float, mode: float, high: float) -> float:
    """The quantile of a triangular distribution."""
    width, rise = high - low, mode - low
    return low + sqrt(p * width * rise) if p * width < rise else high - sqrt((1 - p) * width * (width - rise))


def relative_width(datum: Datum) -> float:
    """Width of the 90 % interval over the median: how much of an assumption is opinion."""
    p5, p50, p95 = quantiles(datum)
    return abs(p95 - p5) / abs(p50) if p50 else 0.0


def draw(value: Value, scale: Scale, generator: np.random.Generator, size: int) -> Draws:
    """Random values of a range, in the quantity's unit."""
    drawn = np.empty(size)
    fill(value, scale, generator, drawn, np.empty(size))
    return drawn


def fill(value: Value, scale: Scale, generator: np.random.Generator, drawn: Draws, scratch: Draws) -> None:
    """Random values of a range into an array, in the quantity's unit; `scratch` is memory of the same length."""
    parameters = value.parameters
    match value.family:
        case "range" | "normal" | "lognormal":
            generator.standard_normal(out=drawn)
            from_scores(value, scale, drawn, scratch)
        case "uniform" | "triangular":
            generator.random(out=drawn)
            _from_uniform(value, drawn, scratch)
        case "pert" | "beta":
            low, high, alpha, beta = _shapes(value)
            drawn[:] = generator.beta(alpha, beta, len(drawn))
            drawn *= high - low
            drawn += low
        case _:
            drawn.fill(parameters[0])


def fill_scores(value: Value, generator: np.random.Generator, scores: Draws) -> None:
    """The standard normal scores of what `fill` draws with the same generator, into an array."""
    match value.family:
        case "uniform" | "triangular":
            generator.random(out=scores)
        case "pert" | "beta":
            from scipy.special import betainc  # slow to load, and seldom needed

            _, _, alpha, beta = _shapes(value)
            scores[:] = generator.beta(alpha, beta, len(scores))
            betainc(alpha, beta, scores, out=scores)
        case _:
            generator.standard_normal(out=scores)
            return
    from scipy.special import ndtri  # slow to load, and seldom needed

    ndtri(scores, out=scores)
    np.clip(scores, -_FARTHEST, _FARTHEST, out=scores)


_FARTHEST = 8.2
"""A score beyond this has a percentile that floating point cannot tell from 0 or 1."""


def from_scores(value: Value, scale: Scale, scores: Draws, scratch: Draws) -> None:
    """Standard normal scores to values of a range, in place: equal scores have equal percentiles in every family."""
    parameters = value.parameters
    match value.family:
        case "range":
            low, middle, high = map(_FORWARD[scale], parameters)
            below, above = (middle - low) / Z90, (high - middle) / Z90
            if abs(above - below) > _SAME * (above + below):  # the two pieces meet at 0, each with a slope of its own
                np.abs(scores, out=scratch)
                scratch *= (above - below) / 2
                scores *= (above + below) / 2
                scores += scratch
            else:
                scores *= above
            scores += middle
            _backward(scale, scores)
        case "normal":
            scores *= parameters[1]
            scores += parameters[0]
        case "lognormal":
            scores *= log(parameters[1])
            np.exp(scores, out=scores)
            scores *= parameters[0]
        case "point":
            scores.fill(parameters[0])
        case _:
            from scipy.special import ndtr  # slow to load, and seldom needed

            ndtr(scores, out=scores)
            _from_uniform(value, scores, scratch)


def _backward(scale: Scale, values: Draws) -> None:
    """From the scale on which a range is symmetrical to the quantity, in place."""
    if scale == "logit":
        np.negative(values, out=values)
    np.exp(values, out=values)
    if scale != "log":
        values += 1
    if scale == "logit":
        np.reciprocal(values, out=values)


def _from_uniform(value: Value, drawn: Draws, scratch: Draws) -> None:
    """Percentiles to values of a bounded family, in place."""
    parameters = value.parameters
    match value.family:
        case "uniform":
            drawn *= parameters[1] - parameters[0]
            drawn += parameters[0]
        case "triangular":
            low, mode, high = parameters
            width, rise = high - low, (mode - low) / (high - low)
            above = drawn >= rise
            np.subtract(1, drawn, out=scratch)  # both pieces everywhere: faster than picking draws out
            scratch *= (1 - rise) * width**2
            np.sqrt(scratch, out=scratch)
            np.subtract(high, scratch, out=scratch)
            drawn *= rise * width**2
            np.sqrt(drawn, out=drawn)
            drawn += low
            np.copyto(drawn, scratch, where=above)
        case _:
            from scipy.special import betaincinv  # slow to load, and seldom needed

            low, high, alpha, beta = _shapes(value)
            betaincinv(alpha, beta, drawn, out=drawn)
            drawn *= high - low
            drawn += low


def _shapes(value: Value) -> tuple[float, float, float, float]:
    """The ends of a PERT or beta distribution and the two shapes of its beta; those of a PERT add up to 6."""
    if value.family == "beta":
        return 0.0, 1.0, value.parameters[0], value.parameters[1]
    low, mode, high = value.parameters
    return low, high, 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
