"""Draws that depend on the seed and the datum alone: adding an input moves no other.

Quasi-random draws are made jointly instead, see `quasi`; correlated ones are sums of independent scores, see
`correlation`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence

from estimator.case import Correlation
from estimator.datum import Datum
from estimator.errors import EstimatorError
from estimator.uncertainty import quasi
from estimator.uncertainty.correlation import Weights, weights
from estimator.uncertainty.distributions import Draws, fill, fill_scores, from_scores

REPLICATE = 8_192
"""Draws that one generator makes: a fixed number, so that asking for more never changes the first ones."""

MOST_DRAWS = 10**11


@dataclass(frozen=True, kw_only=True)
class Sampler:
    """Draws of several data, replicate by replicate. Threads may share one.

    `among` are all ranges of the case in its order, where `data` are but some of them: correlations may lead to any,
    and their order decides the dimensions of quasi-random points.
    """

    data: tuple[Datum, ...]
    seed: int
    correlations: tuple[Correlation, ...] = ()
    qmc: bool = False
    among: tuple[Datum, ...] = ()

    def fill(self, replicate: int, drawn: Sequence[Draws], scratch: Draws) -> None:
        """One replicate of every datum, in coherent units, into arrays of REPLICATE draws."""
        points = self._points(replicate)
        for datum, values in zip(self.data, drawn, strict=True):
            terms = self._terms(datum)
            if datum.value.is_point or not (points or len(terms) > 1):
                own = generator(datum.key, self.seed, replicate)
                fill(datum.value, datum.dimension.scale, own, values, scratch)
            else:
                values.fill(0)
                for stream, weight in terms:
                    self._fill_independent(stream, replicate, points, scratch)
                    scratch *= weight
                    values += scratch
                from_scores(datum.value, datum.dimension.scale, values, scratch)
            if datum.factor != 1:
                values *= datum.factor

    def sample(self, size: int) -> list[Draws]:
        """`size` draws of every datum, in coherent units: those of the first replicates."""
        replicates = -(-size // REPLICATE)
        drawn, scratch = [np.empty(replicates * REPLICATE) for _ in self.data], np.empty(REPLICATE)
        for number in range(replicates):
            start, end = number * REPLICATE, (number + 1) * REPLICATE
            self.fill(number, [values[start:end] for values in drawn], scratch)
        return [values[:size] for values in drawn]

    @cached_property
    def _streams(self) -> dict[str, Datum]:
        """A datum of every stream that may be drawn, in the order of the case."""
        return {datum.key: datum for datum in (*self.data, *self.among)}

    @cached_property
    def _dimensions(self) -> dict[str, int]:
        every = (*self.among, *(datum for datum in self.data if not datum.value.is_point))
        return quasi.dimensions(datum.key for datum in every)

    @cached_property
    def _weights(self) -> dict[str, Weights]:
        return weights(self.correlations)

    def _terms(self, datum: Datum) -> Weights:
        return self._weights.get(datum.key, ((datum.key, 1.0),))

    def _points(self, replicate: int) -> Mapping[str, Draws]:
        """The independent scores of all data that are drawn, where they are quasi-random."""
        drawn = [datum for datum in self.data if not datum.value.is_point]
        if not (self.qmc and drawn):
            return {}
        needed = dict.fromkeys(stream for datum in drawn for stream, _ in self._terms(datum))
        return quasi.scores(self._dimensions, [*needed], self.seed, replicate, REPLICATE)

    def _fill_independent(self, stream: str, replicate: int, points: Mapping[str, Draws], scores: Draws) -> None:
        if stream in points:
            scores[:] = points[stream]
        else:
            fill_scores(self._streams[stream].value, generator(stream, self.seed, replicate), scores)


def sample(datum: Datum, size: int, seed: int) -> Draws:
    """`size` draws of a datum in coherent units: the same for one key and seed, whatever else is drawn."""
    if datum.value.is_point:
        return np.full(size, datum.value.parameters[0] * datum.factor)
    return Sampler(data=(datum,), seed=seed).sample(size)[0]


def check_draws(draws: int) -> None:
    """Refuse a number of draws that makes no sense.

    Raises:
        EstimatorError: below 1, or so many that they would take days.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise EstimatorError(f"draws should be between 1 and {MOST_DRAWS:,}, got {draws:,}")


def randomisations(drawn: Draws) -> list[Draws]:
    """Quasi-random draws by their scrambling: independent estimates of whatever is computed from each.

    The standard deviation of such estimates, over the root of their number, is the error of their mean. There are fewer
    than RANDOMISATIONS below RANDOMISATIONS * REPLICATE draws.
    """
    blocks = [drawn[start : start + REPLICATE] for start in range(0, len(drawn), REPLICATE)]
    return [
        np.concatenate(blocks[number :: quasi.RANDOMISATIONS])
        for number in range(min(len(blocks), quasi.RANDOMISATIONS))
    ]


def balanced(draws: int) -> int:
    """The least number of draws, from this one up, that gives every scrambling the same power of two of points."""
    blocks = -(-draws // (quasi.RANDOMISATIONS * REPLICATE))
    return quasi.RANDOMISATIONS * REPLICATE << (max(blocks, 1) - 1).bit_length()


def generator(key: str, seed: int, replicate: int) -> np.random.Generator:
    """The generator of one replicate of a datum."""
    digest = blake2b(f"{seed}/{replicate}/{key}".encode(), digest_size=24).digest()
    return np.random.Generator(np.random.SFC64(_Digest(digest)))  # type: ignore[arg-type]  # NumPy takes it, its stubs do not


class _Digest(ISeedSequence):
    """A digest as the state of a generator: it is well mixed already, and NumPy's own mixing takes longer."""

    def __init__(self, digest: bytes) -> None:
        self.digest = digest

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> Any:
        """The three words of 64 bits that SFC64 asks for."""
        return np.frombuffer(self.digest, dtype=np.dtype(dtype), count=n_words)
