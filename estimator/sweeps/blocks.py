"""Blocks of points as work that anybody can do: numbers in, rows out, no names of files and no units."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from estimator.claims.agreement import Direction
from estimator.datum import Value
from estimator.sweeps.alone import Alone, Row
from estimator.sweeps.programs import Array, Program

_AT_ONCE = 2**22
"""Draws of a block: a good part of a second of work, so that handing it over costs next to nothing."""

_MOST = 2_048
_MOST_ALONE = 8
"""Points of a block, at most: of few draws, and of those that are solved one by one."""


@dataclass(frozen=True, eq=False)
class Block:
    """Points that differ in numbers alone.

    Attributes:
        alone: how to solve any of them by itself.
        names: what is swept by numbers, and the money that they are in.
        numbers: as they are stated, points × names.
        program: how to compute them together, if they share a plan.
        coherent: the numbers as the program takes them.
        ways: for each of its tests, on which side the implied value is open.
    """

    alone: Alone
    names: tuple[tuple[str, str], ...]
    numbers: Array
    program: Program | None = None
    coherent: Array | None = None
    ways: tuple[tuple[Direction, ...], ...] = ()

    def stated(self, point: int) -> Mapping[str, Value]:
        """What a point gives each name."""
        row = self.numbers[point].tolist()
        return {
            name: Value("point", (number,), money=money) for (name, money), number in zip(self.names, row, strict=True)
        }


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a block amounts to: the quantiles of all targets, points × targets × 3, and rows of points solved alone."""

    quantiles: Array
    alone: Mapping[int, list[Row]]


def outcome(block: Block) -> Outcome:
    """All points of a block: together as far as their data agree, the others one by one."""
    count = len(block.numbers)
    found, sound = np.empty((count, 0, 3)), np.zeros(count, dtype=bool)
    if block.program is not None and block.coherent is not None:
        found, sound = block.program.computed(block.coherent, block.ways)
    return Outcome(found, {point: block.alone.rows(block.stated(point)) for point in np.flatnonzero(~sound).tolist()})


def length(program: Program | None) -> int:
    """How many points make a block."""
    return max(min(_AT_ONCE // program.width, _MOST), 1) if program else _MOST_ALONE
