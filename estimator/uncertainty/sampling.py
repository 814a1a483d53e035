"""Draws that depend on the seed and the datum alone: adding an input moves no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.random.bit_generator import ISeedSequence

from estimator.datum import Datum
from estimator.uncertainty.distributions import Draws, fill

REPLICATE = 8_192
"""Draws that one generator makes: a fixed number, so that asking for more never changes the first ones."""


@dataclass(frozen=True)
class Sampler:
    """Draws of several data, replicate by replicate. Threads may share one."""

    data: tuple[Datum, ...]
    seed: int

    def fill(self, replicate: int, drawn: Sequence[Draws], scratch: Draws) -> None:
        """One replicate of every datum, in coherent units, into arrays of REPLICATE draws."""
        for datum, values in zip(self.data, drawn, strict=True):
            fill(datum.value, datum.dimension.scale, generator(datum.key, self.seed, replicate), values, scratch)
            values *= datum.factor


def sample(datum: Datum, size: int, seed: int) -> Draws:
    """`size` draws of a datum in coherent units: the same for one key and seed, whatever else is drawn."""
    if datum.value.is_point:
        return np.full(size, datum.value.parameters[0] * datum.factor)
    replicates = -(-size // REPLICATE)
    drawn, scratch = np.empty(replicates * REPLICATE), np.empty(REPLICATE)
    for number in range(replicates):
        Sampler((datum,), seed).fill(number, [drawn[number * REPLICATE : (number + 1) * REPLICATE]], scratch)
    return drawn[:size]


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
