"""What the draws of a kernel amount to: quantiles, and how many draws lie where they cannot."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from estimator.computing.workers import Threads, Workers
from estimator.datum import Variable
from estimator.solver.kernel import Kernel
from estimator.uncertainty import quasi
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.drawing import Drawing
from estimator.uncertainty.medians import median
from estimator.uncertainty.sampling import Sampler, randomisations

KEPT = 96 * 2**20
"""Bytes of draws that are kept, for exact quantiles; of more, histograms are."""

LEVELS = (0.05, 0.5, 0.95)

_MANTISSA = 10
"""Bits of the mantissa that a histogram tells apart: its quantiles are exact to less than one part in 1,024."""

Bounds = tuple[float, float]
Progress = Callable[[int, int], None]
Done = TypeVar("Done")


@dataclass(frozen=True)
class Spread:
    """p5, median and p95 of the possible draws of a variable, in coherent units, and the share of impossible ones.

    `error` is half the 95 % interval of the median that so many draws leave.
    """

    quantiles: tuple[float, float, float]
    impossible: float
    draws: int
    error: float


def measured(
    kernel: Kernel,
    sampler: Sampler,
    bounds: Mapping[Variable, Bounds],
    draws: int,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> dict[Variable, Spread]:
    """The spread of every output over a number of draws.

    Exact while the draws fit into KEPT bytes, and then made by threads of this process: to send draws takes longer than
    to make them. Of more, workers count histograms, whose error is below 0.1 %.
    """
    outputs = list(kernel.outputs)
    if not outputs:
        return {}
    workers = workers or Threads()
    if len(outputs) * draws * 8 <= KEPT:
        threads = workers if isinstance(workers, Threads) else Threads()
        kept = samples(kernel, sampler, draws, progress, threads)
        spreads = dict(zip(outputs, threads.map(lambda name: spread(kept[name], bounds[name]), outputs), strict=True))
        return {name: _scrambled(spreads[name], kept[name]) for name in outputs} if sampler.qmc else spreads
    drawing = Drawing(kernel, sampler, draws)
    histograms = {variable: Histogram(bounds[variable]) for variable in outputs}
    for counted in _run(Counting(drawing, bounds), drawing, workers, progress):
        for variable, histogram in counted.items():
            histograms[variable].add(histogram)
    return {variable: histogram.spread for variable, histogram in histograms.items()}


def samples(
    kernel: Kernel,
    sampler: Sampler,
    draws: int,
    progress: Progress | None = None,
    threads: Threads | None = None,
) -> dict[Variable, Draws]:
    """The draws themselves."""
    drawing = Drawing(kernel, sampler, draws)
    kept = {variable: np.empty(draws) for variable in kernel.outputs}

    def keep(part: range) -> None:
        for first, block in drawing.blocks(part):
            for variable, values in block.items():
                kept[variable][first : first + len(values)] = values

    deque(_run(keep, drawing, threads or Threads(), progress), maxlen=0)
    return kept


@dataclass(frozen=True)
class Counting:
    """Counts parts of a drawing. What it gives is small and adds up, whoever counted and in whatever order."""

    drawing: Drawing
    bounds: Mapping[Variable, Bounds]

    def __call__(self, part: range) -> "dict[Variable, Histogram]":
        """The histogram of each output over one part."""
        histograms = {variable: Histogram(self.bounds[variable]) for variable in self.drawing.kernel.outputs}
        for _, block in self.drawing.blocks(part):
            for variable, values in block.items():
                histograms[variable].count(values)
        return histograms


def _run(
    function: Callable[[range], Done], drawing: Drawing, workers: Workers, progress: Progress | None
) -> Iterator[Done]:
    """What a function makes of each part of a drawing; `progress` is told after each."""
    count, done = workers.count, 0
    for part, made in zip(drawing.parts(count), workers.map(function, drawing.parts(count)), strict=True):
        done += drawing.size(part)
        if progress:
            progress(done, drawing.draws)
        yield made


def spread(values: Draws, bounds: Bounds) -> Spread:
    """Exact quantiles of the possible draws, or of all finite ones where hardly any is possible."""
    lower, upper = bounds
    if lower <= values.min() and values.max() <= upper:  # not for NaN
        return _spread_of(exact_quantiles(values, _levels(len(values))), 0.0, len(values))
    possible = (values >= lower) & (values <= upper)
    share = float(np.mean(possible))
    kept = values[possible] if share >= MOSTLY else values[np.isfinite(values)]
    return _spread_of(exact_quantiles(kept, _levels(len(kept))), 1 - share, len(kept))


def _levels(draws: int) -> tuple[float, ...]:
    """The levels asked for, and those between which the median lies with 95 % confidence, by the order of draws."""
    reach = min(_Z95 / 2 / max(draws, 1) ** 0.5, 0.5)
    return (*LEVELS, 0.5 - reach, 0.5 + reach)


def _spread_of(quantiles: Sequence[float], impossible: float, draws: int) -> Spread:
    p5, p50, p95, below, above = quantiles
    return Spread((p5, p50, p95), impossible, draws, (above - below) / 2)


def _scrambled(spread: Spread, drawn: Draws) -> Spread:
    """The error of a median of quasi-random draws, from the medians of their scramblings."""
    medians = [median(part) for part in randomisations(drawn)]
    if len(medians) < quasi.RANDOMISATIONS:
        return spread
    return replace(spread, error=_T95 * float(np.std(medians, ddof=1)) / len(medians) ** 0.5)


_Z95 = 1.959963985
_T95 = 2.364624252
"""97.5th percentile of Student's t with the degrees of freedom of the scramblings, seven."""

MOSTLY = 0.05
"""The share of possible draws below which a value contradicts its bounds, and all its draws are shown."""


def exact_quantiles(values: Draws, levels: Sequence[float]) -> tuple[float, ...]:
    """Quantiles by linear interpolation between draws.

    Counting the draws in narrow bins finds the few bins in which the quantiles lie; only those are sorted.
    """
    if not len(values):
        return (float("nan"),) * len(levels)
    keys = _keys(values)
    keys = keys - keys.min()
    counts = np.bincount(keys)
    below = np.cumsum(counts) - counts
    places = [level * (len(values) - 1) for level in levels]
    ranks = np.array([(floor(place), ceil(place)) for place in places])
    bins = np.searchsorted(below, ranks, side="right") - 1
    marked = np.zeros(len(counts), dtype=bool)
    marked[bins] = True
    kept = np.sort(values[marked[keys]])
    counts[~marked] = 0
    ends = kept[ranks - below[bins] + (np.cumsum(counts) - counts)[bins]]
    return tuple(
        float(low + (high - low) * (place - floor(place))) for (low, high), place in zip(ends, places, strict=True)
    )


class Histogram:
    """A log-linear histogram, as HdrHistogram has it: bins as wide as a step of the upper bits of a number."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.first = 0
        self.counts: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.total = self.impossible = 0

    def count(self, values: Draws) -> None:
        """Count a block of draws."""
        lower, upper = self.bounds
        self.total += len(values)
        finite = values
        if not (lower <= values.min() and values.max() <= upper):
            finite = values[np.isfinite(values)]
            self.impossible += len(values) - int(np.count_nonzero((values >= lower) & (values <= upper)))
        if len(finite):
            keys = _keys(finite)
            first = int(keys.min())
            self._include(first, np.bincount(keys - first))

    def __getstate__(self) -> tuple[Any, ...]:
        """What is sent to other processes: the bins that are not empty, in as few bytes as hold them."""
        filled = np.flatnonzero(self.counts)
        sent = (numbers.astype(np.min_scalar_type(numbers.max(initial=0))) for numbers in (filled, self.counts[filled]))
        return self.bounds, self.first, len(self.counts), self.total, self.impossible, *sent

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.bounds, self.first, length, self.total, self.impossible, filled, counts = state
        self.counts = np.zeros(length, dtype=np.int64)
        self.counts[filled] = counts

    def add(self, other: "Histogram") -> None:
        """Count what another histogram has counted."""
        self.total += other.total
        self.impossible += other.impossible
        if len(other.counts):
            self._include(other.first, other.counts)

    def _include(self, first: int, counts: NDArray[np.int64]) -> None:
        if not len(self.counts):
            self.first = first
        start, end = min(self.first, first), max(self.first + len(self.counts), first + len(counts))
        if (start, end) != (self.first, self.first + len(self.counts)):
            grown = np.zeros(end - start, dtype=np.int64)
            grown[self.first - start : self.first - start + len(self.counts)] = self.counts
            self.first, self.counts = start, grown
        self.counts[first - self.first : first - self.first + len(counts)] += counts

    @property
    def spread(self) -> Spread:
        """Quantiles of the possible draws, or of all finite ones where hardly any is possible."""
        share = 1 - self.impossible / self.total
        edges = _values(np.arange(self.first, self.first + len(self.counts) + 1))
        counts = self.counts
        if self.impossible and share >= MOSTLY:
            inside = (edges[1:] > self.bounds[0]) & (edges[:-1] < self.bounds[1])
            counts = np.where(inside, counts, 0)
        total = int(counts.sum())
        return _spread_of(_quantiles(counts, edges, _levels(total)), 1 - share, total)


def _quantiles(counts: NDArray[np.int64], edges: Draws, levels: Iterable[float]) -> list[float]:
    reached = np.concatenate([[0], np.cumsum(counts)])
    return [float(np.interp(level * reached[-1], reached, edges)) for level in levels]


def _keys(values: Draws) -> NDArray[np.int64]:
    """The upper bits of numbers, in their order; negative ones below all others."""
    bits = values.view(np.int64) >> (52 - _MANTISSA)
    return bits if bits.min() >= 0 else np.where(bits < 0, ~(bits & _POSITIVE), bits)


def _values(keys: NDArray[np.int64]) -> Draws:
    """The number at the lower edge of each bin; those of the first bins are as good as zero."""
    edges = (np.abs(keys) << (52 - _MANTISSA)).view(np.float64)
    edges[edges < _NORMAL] = 0.0
    return np.where(keys < 0, -edges, edges)


_NORMAL = float(np.finfo(np.float64).tiny)
_POSITIVE = (1 << (12 + _MANTISSA - 1)) - 1
