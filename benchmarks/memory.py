"""Many draws: time in proportion to them, and memory that does not grow.

python benchmarks/memory.py 1e9    measures one number of draws, in a process of its own
"""

import os
import subprocess
import sys
from pathlib import Path
from statistics import fmean

from campus import bounds, kernel, sampler
from table import Row, count, duration, markdown
from timing import processor, seconds

from estimator.uncertainty.measurement import measured

HERE = Path(__file__).parent
ROUTINE = (10_000_000, 100_000_000)
LIMIT = 300e6
"""Bytes of resident memory."""


def peak() -> float:
    """Bytes of resident memory that this process has had at most."""
    status = Path("/proc/self/status").read_text()
    return 1024 * float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def in_a_process(draws: int) -> tuple[float, float, float]:
    """Wall time, processor time, and bytes of resident memory at most, of one measurement and nothing else."""
    script = "import memory, sys; memory.measure(int(sys.argv[1]))"
    paths = os.pathsep.join(map(str, (HERE.parent, HERE)))
    done = subprocess.run(
        [sys.executable, "-c", script, str(draws)],
        env={**os.environ, "PYTHONPATH": paths},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    elapsed, used, memory = map(float, done.stdout.split())
    return elapsed, used, memory


def measure(draws: int) -> None:
    """Print what `in_a_process` reads."""
    limits, source = bounds(), sampler()
    before = processor()
    elapsed = seconds(lambda: measured(kernel(), source, limits, draws))
    print(elapsed, processor() - before, peak())


def memory_row(draws: int, memory: float) -> Row:
    """Resident memory of one measurement."""
    what = f"resident memory, {count(draws)} draws"
    return Row(what, f"{memory / 1e6:.0f} MB", "", "", f"< {LIMIT / 1e6:.0f} MB", memory < LIMIT)


def routine() -> list[Row]:
    """Processor time of all threads for ten times the draws; the fewer ones twice before and twice after.

    Their mean counts and not the least of them: the long run, too, has the speed that the machine had on average.
    """
    few, many = ROUTINE
    before = [in_a_process(few)[1] for _ in range(2)]
    later = in_a_process(many)
    usual = fmean([*before, *(in_a_process(few)[1] for _ in range(2))])
    ratio = later[1] / usual
    what, baseline = f"{count(few)} → {count(many)} draws", f"{count(few)}: {duration(usual)}"
    return [
        Row(what, duration(later[1]), baseline, f"{ratio:.1f}", "9 to 11 ×", 9 <= ratio <= 11),
        memory_row(many, later[2]),
    ]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        draws = int(float(sys.argv[1]))
        elapsed, used, memory = in_a_process(draws)
        each = duration(used / draws)
        print(f"{count(draws)} draws: {duration(elapsed)}; processor time {duration(used)}, {each} a draw")
        print(markdown([memory_row(draws, memory)]))
    else:
        print(markdown(routine()))
