"""Blocks of points as work that anybody can do: numbers in, rows out, no names of files and no units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Value
from estimator.solution.agreement import Direction
from estimator.sweeps.alone import Alone, Row
from estimator.sweeps.programs import Array, Program

_AT_ONCE = 2**22
"""Draws of a block: a good part of a second of work, so that handing it over costs next to nothing."""

_MOST = 2_048
_MOST_ALONE = 8
"""Points of a block, at most: of few draws, and of those that are solved one by one."""


@dataclass(frozen=True, eq=False)
class Task:
    """A program that some points may share; for each of its tests, on which side the implied value is open."""

    program: Program
    ways: tuple[tuple[Direction, ...], ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Block:
    """Points that differ in numbers alone.

    Attributes:
        alone: how to solve any of them by itself.
        names: what is swept by numbers, and the money that they are in.
        numbers: as they are stated, points × names.
        coherent: the numbers as programs take them.
        tasks: how to compute them together, as far as they share a plan.
    """

    alone: Alone
    names: tuple[tuple[str, str], ...]
    numbers: Array
    coherent: Array
    tasks: tuple[Task, ...] = ()

    def stated(self, point: int) -> Mapping[str, Value]:
        """What a point gives each name."""
        row = self.numbers[point].tolist()
        return {
            name: Value("point", (number,), money=money) for (name, money), number in zip(self.names, row, strict=True)
        }


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a block amounts to.

    `together` has for each task the points that it computed, and the quantiles of all its targets there, points ×
    targets × 3; `alone` the rows of points that were solved by themselves.
    """

    together: tuple[tuple[NDArray[np.int64], Array], ...]
    alone: Mapping[int, list[Row]]


def outcome(block: Block) -> Outcome:
    """All points of a block: together as far as their data agree, the others one by one."""
    left = np.arange(len(block.numbers))
    together = []
    for task in block.tasks:
        found, sound = task.program.computed(
            block.coherent[left], [[ways[point] for point in left] for ways in task.ways]
        )
        together.append((left[sound], found[sound]))
        left = left[~sound]
    return Outcome(tuple(together), {point: block.alone.rows(block.stated(point)) for point in left.tolist()})


def length(programs: Sequence[Program]) -> int:
    """How many points make a block."""
    width = max((program.width for program in programs), default=0)
    return max(min(_AT_ONCE // width, _MOST), 1) if width else _MOST_ALONE
