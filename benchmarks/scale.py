"""What many systems cost beside one: `python benchmarks/scale.py`, about two minutes.

Each case is a process of its own: processor seconds of all it does, start included, and its resident memory at most.
A run is solving, all values, all findings and all that is open, over 1,000 draws.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import estimator
from estimator.model import model

DRAWS = 1_000
PATTERNS = 300

Scenario = dict[str, Any]


def campus(count: int) -> Scenario:
    """Sites in three patterns with one fact each, and their total where there are several."""
    facts: list[Callable[[int], tuple[str, str]]] = [
        lambda number: ("facility_capacity", f"{100 + number} MW"),
        lambda number: ("accelerators", f"{20_000 + 13 * number} accelerators"),
        lambda number: ("annual_facility_energy", f"{0.5 + number / 1000} TWh"),
    ]
    systems: Scenario = {}
    for number in range(count):
        systems[f"s{number}"] = {"given": dict([facts[number % 3](number)]), "use": {"accelerator": "h100-sxm"}}
    if count > 1:
        systems["all"] = {"parts": [f"s{number}" for number in range(count)]}
    return {"title": f"{count} sites", "systems": systems}


def mixture(count: int) -> Scenario:
    """Sites of which each states other quantities, with their total; what they state is of one world."""
    site = estimator.estimate({"facility_capacity": "100 MW", "accelerator": "h100-sxm", "reactor": "epr"}, draws=500)
    exact = {"operating_year", "one_year"}
    names = sorted(found.name for found in site if found.p50 and found.tier == "derived" and found.name not in exact)
    systems: Scenario = {}
    for number in range(count):
        chosen = random.Random(number).sample(names, random.Random(number).randint(1, 3))
        given = {}
        for name in chosen:
            unit, value = model().quantities[name].dimension.unit, float(f"{float(site[name]):.4g}")
            given[name] = value if unit == "1" else f"{value} {unit}"
        systems[f"s{number}"] = {"given": given, "use": {"accelerator": "h100-sxm", "reactor": "epr"}}
    systems["all"] = {"parts": [*systems]}
    return {"title": f"{count} patterns", "systems": systems}


def ramp(phases: int) -> Scenario:
    """A site that grows by phases over ten years."""
    months = [120 * number // phases for number in range(phases)]
    grown = [
        {
            "id": f"p{number}",
            "status": "operating",
            "from": f"{2025 + month // 12}-{1 + month % 12:02d}-01",
            "given": {"facility_capacity": f"{50 + number} MW"},
        }
        for number, month in enumerate(months)
    ]
    systems = {"site": {"use": {"accelerator": "h100-sxm"}, "phases": grown}}
    return {"title": f"{phases} phases", "years": [2025, 2035], "systems": systems}


CASES: dict[str, Callable[[int], Scenario]] = {"campus": campus, "mixture": mixture, "ramp": ramp}


def measured(case: str, count: int) -> tuple[float, int]:
    """Processor seconds and MB of a process that runs a scenario."""
    told = subprocess.run([sys.executable, __file__, case, str(count)], check=True, capture_output=True, text=True)
    seconds, memory = json.loads(told.stdout)
    return seconds, memory


def work(case: str, count: int) -> None:
    """Run a scenario and tell what it took."""
    result = estimator.run(CASES[case](count), draws=DRAWS)
    for told in (result.estimates, result.findings, result.open, result.moments):
        len(told)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([time.process_time(), memory]))


def main() -> None:
    """Print the table."""
    one, memory = measured("campus", 1)
    hundred, of_hundred = measured("campus", 100)
    thousand, of_thousand = measured("campus", 1_000)
    phase, _ = measured("ramp", 1)
    phases, of_phases = measured("ramp", 100)
    patterns, of_patterns = measured("mixture", PATTERNS)
    print("| what | ours | baseline | ratio | promise | met |\n|---|---|---|---|---|---|")
    for what, seconds, megabytes, baseline, least, most in (
        ("1,000 systems with a total", thousand, of_thousand, "one system", one, 20),
        ("1,000 systems with a total", thousand, of_thousand, "100 systems", hundred, 12),
        ("100 systems with a total", hundred, of_hundred, "one system", one, None),
        ("100 phases over ten years", phases, of_phases, "one phase", phase, 10),
    ):
        promise = f"≤ {most} ×" if most else ""
        met = "" if most is None else "yes" if seconds <= most * least else "no"
        ratio = f"{seconds / least:.1f}"
        print(f"| {what} | {seconds:.2f} s, {megabytes} MB | {baseline}: {least:.2f} s | {ratio} | {promise} | {met} |")
    met = "yes" if patterns <= 60 else "no"
    print(f"| {PATTERNS} different patterns | {patterns:.1f} s, {of_patterns} MB |  |  | ≤ 60 s | {met} |")
    print(f"| resident memory, 1,000 systems | {of_thousand} MB | one system: {memory} MB |  | ≤ 1 GB | "
          f"{'yes' if of_thousand <= 1000 else 'no'} |")  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(sys.argv[1], int(sys.argv[2]))
    else:
        main()
