"""Planning a scenario, against evaluating its plan on 2,000 draws in the same process."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from estimator.case import Case
from estimator.catalog import load_catalog
from estimator.datum import Stated
from estimator.model import model
from estimator.scenario import case_of, read_scenario
from estimator.solution.checks import ordered
from estimator.solution.worlds import Observatory
from estimator.solver.plan import Plan, lay_out, make_plan

SCENARIOS = Path(__file__).parents[1] / "scenarios"
ROUNDS = 50


def milliseconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - start)


def _planned(case: Case, data: tuple[Stated, ...]) -> Plan:
    return make_plan(lay_out(model(), case), data)


def main() -> None:
    """Print one row of the table for each scenario."""
    for path in sorted(SCENARIOS.glob("*.yaml")):
        case = case_of(read_scenario(path), load_catalog())
        data = ordered(case, model())
        observatory = Observatory(model(), case, 2_000, 1)
        plan = observatory.plan()
        observatory.drawn(plan)
        planning, drawing = [], []
        for _ in range(ROUNDS):
            planning.append(milliseconds(partial(_planned, case, data)))
            drawing.append(milliseconds(partial(observatory.drawn, plan)))
        first, second = statistics.median(planning), statistics.median(drawing)
        print(f"| {path.stem} | {first:.1f} ms | {second:.1f} ms | {first / second:.1f} |")


if __name__ == "__main__":
    main()
