"""Who computes: threads of this process, or anything else that maps a function over blocks of work."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

Work = TypeVar("Work")
Done = TypeVar("Done")

AHEAD = 2
"""Blocks that wait for each worker, so that none is idle and few are in memory."""


class Workers(Protocol):
    """What computes blocks of work. What comes back does not depend on who computed it, nor on how many did."""

    @property
    def count(self) -> int:
        """How many blocks are worked on at the same time."""

    def map(self, function: Callable[[Work], Done], blocks: Iterable[Work]) -> Iterator[Done]:
        """What the function makes of each block, in the order of the blocks; only a few are under way at once."""


class Threads:
    """Threads of this process, as many as it may use processors."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or threads()

    def map(self, function: Callable[[Work], Done], blocks: Iterable[Work]) -> Iterator[Done]:
        """What the function makes of each block, in the order of the blocks."""
        if self.count == 1:
            yield from map(function, blocks)
            return
        waiting: deque[Future[Done]] = deque()
        with ThreadPoolExecutor(self.count) as pool:
            try:
                for block in blocks:
                    waiting.append(pool.submit(function, block))
                    if len(waiting) >= AHEAD * self.count:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()


def threads() -> int:
    """How many threads compute: as many as this process may use processors."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
