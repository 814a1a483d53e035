"""Every way of writing a range: its exact quantiles and its draws.

| written | family | what the numbers are |
|---|---|---|
| `2 GW` | point | exact |
| `~1 GW` | range | ±10 % as a 90 % interval |
| `1.1..1.4` | range | p5 and p95; the median is the middle of the scale |
| `{low, central, high}` | range | p5, median, p95 |
| `{normal: {mean, sd}}` | normal | |
| `{lognormal: {median, gsd}}` | lognormal | gsd: geometric standard deviation |
| `{uniform: {low, high}}` | uniform | ends of the support |
| `{triangular: {low, mode, high}}` | triangular | ends of the support |
| `{pert: {low, mode, high}}` | pert | ends of the support, shape 4 |
| `{beta: {alpha, beta}}` | beta | on 0 to 1 |

A `range` is a two-piece normal on the scale of its quantity: log x; logit x for fractions; log(x - 1) for ratios from
one. Its three stated quantiles are exact and no draw leaves the quantity's bounds.
"""

from collections.abc import Callable
from functools import cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Datum, Value
from estimator.dimensions import Scale

Draws = NDArray[np.float64]

Z90 = 1.6448536269514722
"""95th percentile of the standard normal."""

_SCALES: dict[Scale, tuple[Callable[[float], float], Callable[[Draws], Draws]]] = {
    "log": (log, np.exp),
    "logit": (lambda x: log(x / (1 - x)), lambda y: 1 / (1 + np.exp(-y))),
    "log_excess": (lambda x: log(x - 1), lambda y: 1 + np.exp(y)),
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
    parameters = value.parameters
    match value.family:
        case "point":
            return np.full(size, parameters[0])
        case "range":
            forward, backward = _SCALES[scale]
            low, middle, high = map(forward, parameters)
            z = generator.standard_normal(size) / Z90
            return backward(middle + z * np.where(z < 0, middle - low, high - middle))
        case "normal":
            return parameters[0] + parameters[1] * generator.standard_normal(size)
        case "lognormal":
            return parameters[0] * np.exp(log(parameters[1]) * generator.standard_normal(size))
        case "uniform":
            return generator.uniform(parameters[0], parameters[1], size)
        case "triangular":
            low, mode, high = parameters
            return generator.triangular(low, mode, high, size)
        case "pert":
            low, mode, high = parameters
            alpha, beta = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
            return low + (high - low) * generator.beta(alpha, beta, size)
        case "beta":
            return generator.beta(parameters[0], parameters[1], size)
