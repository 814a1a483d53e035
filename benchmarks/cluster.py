"""Two worker processes of one thread each, against one thread of this process: the same work, and equal results.

python benchmarks/cluster.py               a sweep, or draws where this version has no sweeps; three to six minutes
python benchmarks/cluster.py draws 3e8     so many draws of the campus
python benchmarks/cluster.py sweep 15000   so many points of a sweep
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from campus import SCENARIO, bounds, kernel, sampler
from table import Row, count, faster, markdown, noted

from estimator.computing.cluster import workers_at
from estimator.computing.workers import Threads, Workers
from estimator.uncertainty.measurement import measured

LIMIT = 1.7
LONG = 60.0
"""Seconds that the work should take one thread, so that starting and stopping do not decide."""

SIZES = {"draws": 300_000_000, "sweep": 15_000}
SWEPT_DRAWS = 100_000

Work = Callable[[Workers], object]


@dataclass(frozen=True)
class Time:
    """Wall time, and that without what the threads that compute waited for a processor on average."""

    wall: float
    undisturbed: float


def draws(size: int) -> Work:
    """The quantiles of very many draws."""
    return lambda workers: measured(kernel(), sampler(), bounds(), size, workers=workers)


def sweep(size: int) -> Work:
    """A digest of all quantiles of a sweep, which goes by without being kept."""
    swept = import_module("estimator.sweeps.sweep").sweep
    over = {"peak_pue": f"1.1:1.4:{size}"}

    def digest(workers: Workers) -> str:
        found = sha256()
        for window in swept(SCENARIO, over, draws=SWEPT_DRAWS, workers=workers).windows():
            found.update(window.quantiles.tobytes())
        return found.hexdigest()

    return digest


Clocks = dict[str, tuple[int, int]]


def clocks(process: int | str) -> Clocks:
    """Nanoseconds that each thread of a process has run, and has been ready while other work had the processor."""
    found = {}
    for path in Path(f"/proc/{process}/task").glob("*/schedstat"):
        ran, delayed, _ = path.read_text("utf-8").split()
        found[path.parent.name] = int(ran), int(delayed)
    return found


def waited(before: Clocks, after: Clocks) -> float:
    """Seconds for which the thread that computed, the one that ran longest, waited for a processor."""
    since = [
        (ran - before.get(name, (0, 0))[0], delayed - before.get(name, (0, 0))[1])
        for name, (ran, delayed) in after.items()
    ]
    return max(since, default=(0, 0))[1] / 1e9


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler of this machine, and the processes of its workers."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "scheduler.json")
        dask = [sys.executable, "-m", "dask"]
        files = ["--scheduler-file", str(place), "--no-dashboard"]
        options = ["--nthreads", "1", "--no-nanny", "--local-directory", folder]
        started = [_started([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *files])]
        try:
            while not place.exists():
                time.sleep(0.1)
            started += [_started([*dask, "worker", *files, *options]) for _ in range(workers)]
            address = json.loads(place.read_text("utf-8"))["address"]
            _await(address, workers)
            yield address, [process.pid for process in started[1:]]
        finally:
            for process in started:
                process.terminate()
                process.wait()


def _started(command: list[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _await(address: str, number: int) -> None:
    with workers_at(address) as workers:
        while workers.count < number:
            time.sleep(0.1)
        list(workers.map(abs, range(20 * number)))  # so that all have loaded what they need


def timed(work: Callable[[], Any], processes: list[int | str]) -> tuple[Time, Any]:
    """How long some work takes those processes, and what comes of it."""
    before, start = [clocks(process) for process in processes], time.perf_counter()
    made = work()
    wall = time.perf_counter() - start
    after = [clocks(process) for process in processes]
    lost = sum(map(waited, before, after)) / len(processes)
    return Time(wall, wall - lost), made


def compared(what: str, work: Work) -> list[Row]:
    """One thread and two processes, each once."""
    with cluster(2) as (address, processes):

        def there() -> object:
            with workers_at(address) as workers:
                return work(workers)

        spread, found = timed(there, [*processes])
        alone, expected = timed(lambda: work(Threads(1)), ["self"])
    if found != expected:
        raise ValueError("results depend on who computed them")
    if alone.undisturbed < LONG:
        print(f"one thread took {alone.undisturbed:.0f} s; the promise is of {LONG:.0f} s and more", file=sys.stderr)
    undisturbed = f"{what}, without the time that other work had the processors"
    return [
        faster(undisturbed, spread.undisturbed, "one thread", alone.undisturbed, LIMIT),
        noted(f"{what}, by the clock on the wall", spread.wall, "one thread", alone.wall),
    ]


def main() -> None:
    """The work that is asked for, or that there is."""
    usual = "sweep" if find_spec("estimator.sweeps") else "draws"
    kind, size, *_ = [*sys.argv[1:], *("",) * 2]
    kind = kind or usual
    number = int(float(size or SIZES[kind]))
    what = f"{count(number)} draws" if kind == "draws" else f"sweep of {number:,} points"
    print(markdown(compared(f"two processes, {what}", {"draws": draws, "sweep": sweep}[kind](number))))


if __name__ == "__main__":
    main()
