"""Ramps: five systems that grow over twenty years, against one year of the same five systems.

python benchmarks/ramps.py 20    also with a phase of every system in every year
"""

import resource
import sys
import tempfile
from pathlib import Path

from table import Row, count, duration, markdown
from timing import minima

import estimator

SYSTEMS, YEARS, DRAWS = 5, 20, 100_000
PHASES = 4
"""Of each system: one begins every five years."""

LIMIT = 3.0
USE = "{accelerator: gb200, grid: us-tva, cost: epoch-2026, reactor: epr}"


def written(phases: int) -> str:
    """A scenario of five systems in 20 years, each with so many phases; without phases, each as it is."""
    lines = ["title: five systems", f"use: {USE}", *([f"years: [2025, {2024 + YEARS}]"] if phases else []), "systems:"]
    for system in range(SYSTEMS):
        if not phases:
            lines.append(f"  s{system}: {{given: {{it_capacity: ~{100 + 10 * system} MW}}}}")
            continue
        lines += [f"  s{system}:", "    lifetime: 6", "    phases:"]
        for number in range(phases):
            year = 2025 + number * YEARS // phases
            given = f"given: {{it_capacity: ~{100 + 10 * system + number} MW}}"
            lines.append(f"    - {{id: p{number}, from: {year}-03-01, to: {year}-11-01, status: operating, {given}}}")
    return "\n".join(lines)


def ramp(path: Path) -> int:
    """All values of a scenario and, where there are phases, all moments; how many they are."""
    result = estimator.run(path, draws=DRAWS)
    return len(result.estimates) + len(result.moments)


def row(phases: int, promise: bool, rounds: int = 3) -> Row:
    """The time of a ramp, against 20 times one year."""
    with tempfile.TemporaryDirectory() as place:
        files = {}
        for name, number in (("year", 0), ("ramp", phases)):
            files[name] = Path(place) / f"{name}.yaml"
            files[name].write_text(written(number))
        found = minima({name: lambda path=path: ramp(path) for name, path in files.items()}, rounds)
    ratio = found["ramp"] / (YEARS * found["year"])
    what = f"{YEARS} years × {SYSTEMS} systems, {SYSTEMS * phases} phases, {count(DRAWS)} draws"
    baseline = f"{YEARS} × one year of the {SYSTEMS} systems: {duration(YEARS * found['year'])}"
    told = (f"≤ {LIMIT:g} ×", ratio <= LIMIT) if promise else ("", None)
    return Row(what, duration(found["ramp"]), baseline, f"{ratio:.2f}", *told)


def routine() -> list[Row]:
    """The promise."""
    return [row(PHASES, promise=True)]


if __name__ == "__main__":
    rows = routine()
    rows += [row(int(phases), promise=False, rounds=1) for phases in sys.argv[1:]]
    print(markdown(rows))
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB resident at most", file=sys.stderr)
