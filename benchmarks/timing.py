"""How long things take: the least of several rounds, in which everything that is compared takes turns."""

import gc
import os
import random
import resource
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]
Clock = Callable[[], float]

wall: Clock = time.perf_counter
processor: Clock = time.process_time


def children() -> float:
    """Processor time of all processes that this one has started and seen end."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(work: Work, clock: Clock = wall) -> float:
    """The time of one call."""
    start = clock()
    work()
    return clock() - start


def minima(works: Mapping[str, Work], rounds: int, clock: Clock = processor) -> dict[str, float]:
    """The shortest time of each work over a number of rounds, after one that does not count.

    Processor time, which for work on one thread is the wall time of an idle machine: what else runs does not count,
    but for what it takes of caches and memory, in a round from all works alike. Every round has another order, so that
    no work always finds what its neighbour left in the cache.
    """
    names, order = list(works), random.Random(1)
    for work in works.values():
        work()
    gc.collect()
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        order.shuffle(names)
        for name in names:
            found[name].append(seconds(works[name], clock))
    return {name: min(times) for name, times in found.items()}


def one_processor() -> None:
    """Keep this process on one processor, so that all that is compared has one thread."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
