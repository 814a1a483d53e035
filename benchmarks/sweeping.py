"""Sweeps: as fast as the same draws in one run, and memory that does not grow with the points.

python benchmarks/sweeping.py 1e6    measures the memory of one number of points, in a process of its own
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from memory import peak
from table import Row, at_most, count, duration, markdown
from timing import processor, seconds

import estimator
from estimator.report.sweep import write_sweep

HERE = Path(__file__).parent
SCENARIO = HERE.parent / "scenarios" / "two-gigawatts.yaml"
SIDE = 100
"""Numbers of each of two inputs."""

DRAWS = 10_000
FEW = 16
LIMIT = 1.3
POINTS = (10_000, 100_000, 1_000_000)
GROWTH = 1.1
"""Most that memory may grow with ten times the points, once there are enough to keep all threads at work."""


def swept(quantities: tuple[str, ...] = ()) -> float:
    """Processor time of all threads for 10,000 points of 10,000 draws."""
    over = {"pue": f"1.05:1.5:{SIDE}", "peak_pue": f"1.1:1.5:{SIDE}"}
    return seconds(lambda: exhausted(estimator.sweep(SCENARIO, over, quantities=quantities, draws=DRAWS)), processor)


def exhausted(sweep: estimator.Sweep) -> int:
    """Go through all rows, which computes them."""
    return sum(len(window.place) for window in sweep.windows())


def speed() -> list[Row]:
    """A sweep against one run with as many draws."""
    draws = SIDE * SIDE * DRAWS
    estimates = estimator.run(SCENARIO, draws=DRAWS).estimates
    names = tuple(dict.fromkeys(estimate.name for estimate in estimates))
    whole = seconds(lambda: estimator.run(SCENARIO, draws=draws), processor)
    each = f"{count(SIDE * SIDE)} points of {count(DRAWS)} draws"
    baseline = f"one run of {count(draws)} draws, all {len(names)} values"
    return [
        at_most(f"sweep, {each}, headline figures", swept(), baseline, whole, LIMIT),
        at_most(f"sweep, {each}, all {len(names)} values", swept(names), baseline, whole, LIMIT),
    ]


def in_a_process(points: int, form: str) -> tuple[float, float]:
    """Processor time and bytes of resident memory at most of one sweep that is written to a file."""
    script = "import sweeping, sys; sweeping.measure(int(sys.argv[1]), sys.argv[2])"
    paths = os.pathsep.join(map(str, (HERE.parent, HERE)))
    done = subprocess.run(
        [sys.executable, "-c", script, str(points), form],
        env={**os.environ, "PYTHONPATH": paths},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    used, memory = map(float, done.stdout.split())
    return used, memory


def measure(points: int, form: str) -> None:
    """Print what `in_a_process` reads."""
    over = {"pue": f"1.05:1.5:{points // SIDE}", "peak_pue": f"1.1:1.5:{SIDE}"}
    with tempfile.TemporaryFile() as file:
        before = processor()
        sweep = estimator.sweep(SCENARIO, over, draws=FEW, most_points=points)
        write_sweep(sweep, form, file)
        print(processor() - before, peak())


def memory_rows() -> list[Row]:
    """Resident memory of ever more points, the most against a tenth of them."""
    rows = []
    for form in ("parquet", "csv"):
        before = 0.0
        for points in POINTS:
            used, memory = in_a_process(points, form)
            what = f"resident memory, {count(points)} points of {FEW} draws to {form}, in {duration(used)}"
            row = Row(what, f"{memory / 1e6:.0f} MB", "", "")
            if points == POINTS[-1]:
                fewer = f"{count(points // 10)} points: {before / 1e6:.0f} MB"
                row = replace(
                    row, baseline=fewer, ratio=f"{memory / before:.2f}", promise=f"≤ {GROWTH:g} ×",
                    met=memory <= GROWTH * before,
                )  # fmt: skip
            rows.append(row)
            before = memory
    return rows


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for form in ("parquet", "csv"):
            used, memory = in_a_process(int(float(sys.argv[1])), form)
            print(f"{form}: {duration(used)} of processor time, {memory / 1e6:.0f} MB")
    else:
        print(markdown([*speed(), *memory_rows()]))
