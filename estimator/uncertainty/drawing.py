"""The draws of a kernel, in parts: each is made alike by whoever makes it, in any order and on any machine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from estimator.datum import Variable
from estimator.solver.kernel import Kernel
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.sampling import REPLICATE, Sampler

GROUP = 4
"""Replicates that are computed at once: longer blocks are called less often and still stay near the processor."""

_SHORT = 32
"""Replicates below which a run is too short to win back the memory that longer blocks take."""

_MOST_VALUES = 2**27
"""Values of a part at most. They take about a second: long beside sending what they amount to, and soon made again."""


@dataclass(frozen=True)
class Drawing:
    """A number of draws of the outputs of a kernel. It can be sent to other processes, and threads may share it."""

    kernel: Kernel
    sampler: Sampler
    draws: int

    def parts(self, workers: int) -> Iterator[range]:
        """The replicates, shared out evenly among workers: one part for each, or several where that would be long."""
        replicates, longest = -(-self.draws // REPLICATE), _MOST_VALUES // REPLICATE // max(len(self.kernel.outputs), 1)
        rounds = -(-replicates // (workers * max(longest, 1)))
        length = -(-replicates // (workers * rounds * self._group)) * self._group
        return (range(start, min(start + length, replicates)) for start in range(0, replicates, length))

    def blocks(self, part: range) -> Iterator[tuple[int, Mapping[Variable, Draws]]]:
        """The draws of a part, a block at a time after the number of its first one.

        A block is written over by the next.
        """
        slots = self.kernel.slots(self._group * REPLICATE)
        places = [slice(number * REPLICATE, (number + 1) * REPLICATE) for number in range(self._group)]
        drawn = [[slots[slot][place] for slot in self.kernel.drawn.values()] for place in places]
        scratch = np.empty(REPLICATE)
        for replicate in range(part.start, part.stop, self._group):
            many = min(self._group, part.stop - replicate)
            for number in range(many):
                self.sampler.fill(replicate + number, drawn[number], scratch)
            self.kernel.run(slots)
            first = replicate * REPLICATE
            length = min(many * REPLICATE, self.draws - first)
            yield first, {variable: slots[slot][:length] for variable, slot in self.kernel.outputs.items()}

    def size(self, part: range) -> int:
        """How many draws a part has."""
        return min(part.stop * REPLICATE, self.draws) - part.start * REPLICATE

    @property
    def _group(self) -> int:
        return min(GROUP, max(-(-self.draws // REPLICATE) // _SHORT, 1))
