"""Draws that depend on the seed and the datum alone: adding an input moves no other."""

from hashlib import blake2b

import numpy as np

from estimator.datum import Datum
from estimator.uncertainty.distributions import Draws, draw

REPLICATE = 8_192
"""Draws that one generator makes: a fixed number, so that asking for more never changes the first ones."""


def sample(datum: Datum, size: int, seed: int) -> Draws:
    """`size` draws of a datum in coherent units: the same for one key and seed, whatever else is drawn."""
    if datum.value.is_point:
        return np.full(size, datum.value.parameters[0] * datum.factor)
    replicates = [
        draw(datum.value, datum.dimension.scale, _generator(datum.key, seed, number), REPLICATE)
        for number in range(-(-size // REPLICATE))
    ]
    return np.concatenate(replicates)[:size] * datum.factor


def _generator(key: str, seed: int, replicate: int) -> np.random.Generator:
    digest = blake2b(f"{seed}/{replicate}/{key}".encode(), digest_size=16).digest()
    return np.random.Generator(np.random.SFC64(int.from_bytes(digest)))
