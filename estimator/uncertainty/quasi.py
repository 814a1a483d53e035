"""Quasi-random scores: jointly scrambled Sobol points, one dimension for each stream.

**Dimensions.** A range of the catalog has the odd dimension of its place in CATALOG_STREAMS, a list that is only ever
appended to; the scenario's own ranges take the even ones in the order of the file. So a new figure of the catalog moves
no dimension at all, and a new fact only those of the facts behind it. Points have WIDTH dimensions, used or not (twice
as many where a scenario needs more), since the scrambling of each depends on how many there are.

**Randomisations.** Block b belongs to one of RANDOMISATIONS independent scramblings, b modulo RANDOMISATIONS, and holds
its next points. All have the same number of points, a power of two, where the number of draws is `balanced`; the spread
of a statistic over them is the error of their mean. After LONGEST blocks of a scrambling the next ones start anew, so
that a block costs the same wherever it stands, and any thread can make it without the blocks before.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from estimator.errors import EstimatorError
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.streams import CATALOG_STREAMS

RANDOMISATIONS = 8
"""Independent scramblings, over which the error of a result is estimated."""

LONGEST = 64
"""Blocks of one scrambling: the effort to skip those before a block stays that of making a block."""

WIDTH = 1024
WIDEST = 4_096
"""Dimensions of the points: the fewest, and the most that fit into memory."""

_HALF_A_STEP = 2.0**-31
"""Points are whole multiples of 2⁻³⁰; in the middle of their step none is 0, whose score would be infinite."""


def dimensions(streams: Iterable[str]) -> dict[str, int]:
    """The Sobol dimension of each stream of a case, given in the order of the case."""
    known = {stream: 2 * number + 1 for number, stream in enumerate(CATALOG_STREAMS)}
    own = [stream for stream in dict.fromkeys(streams) if stream not in known]
    return known | {stream: 2 * number for number, stream in enumerate(own)}


def scores(dimensions: Mapping[str, int], streams: Sequence[str], seed: int, block: int, size: int) -> dict[str, Draws]:
    """Independent standard normal scores of some streams: one block of `size` points, a power of two.

    Raises:
        EstimatorError: the case has more ranges than there are dimensions.
    """
    from scipy.special import ndtri  # slow to load, and seldom needed
    from scipy.stats.qmc import Sobol

    randomisation, place = _place(block)
    digest = blake2b(f"{seed}/{randomisation}/sobol".encode(), digest_size=16).digest()
    engine = Sobol(_width(dimensions), rng=int.from_bytes(digest, "little"))
    if place:
        engine.fast_forward(place * size)
    points = engine.random(size)
    return {stream: ndtri(points[:, dimensions[stream]] + _HALF_A_STEP) for stream in streams}


def _place(block: int) -> tuple[int, int]:
    """Which scrambling a block is of, and how many blocks of that scrambling come before."""
    generation, within = divmod(block, RANDOMISATIONS * LONGEST)
    place, number = divmod(within, RANDOMISATIONS)
    return generation * RANDOMISATIONS + number, place


def _width(dimensions: Mapping[str, int]) -> int:
    width = WIDTH
    while width <= max(dimensions.values()):
        width *= 2
    if width > WIDEST:
        raise EstimatorError(f"quasi-random draws are of at most {WIDEST // 2:,} stated ranges; draw without --qmc")
    return width
