"""Wall time: the least of several rounds, in which everything that is compared takes turns."""

import gc
import os
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def minima(works: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """The shortest time of each work over a number of rounds, after one that does not count.

    What else runs on the machine can only make a work slower, and slows neighbours in a round alike.
    """
    for work in works.values():
        work()
    gc.collect()
    found = [{name: seconds(work) for name, work in works.items()} for _ in range(rounds)]
    return {name: min(times[name] for times in found) for name in works}


def one_processor() -> None:
    """Keep this process on one processor, so that all that is compared has one thread."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
