"""One load against every reactor type."""

from estimator.catalog import load_catalog
from estimator.errors import EstimatorError, Problem
from estimator.report.machine import as_csv, as_json
from estimator.report.text import aligned, footer
from estimator.result import Result
from estimator.runs import estimate
from estimator.units import read
from estimator.wording import units_needed


def reactor_table(load: str, draws: int, seed: int, form: str) -> str:
    """The reactors of each type that a load is worth, by capacity and by energy: two different statements."""
    entries = load_catalog().entries["reactors"]
    try:
        read(load)
        results = [
            _titled(estimate({"facility_capacity": load, "reactor": key}, draws=draws, seed=seed), entry.title)
            for key, entry in entries.items()
        ]
    except EstimatorError as error:
        raise EstimatorError([Problem(problem.message) for problem in error.problems]) from None
    if form == "json":
        return as_json(results)
    if form == "csv":
        return as_csv(results)
    first = results[0]
    header = ("reactor", "net power", "by capacity", "by energy")
    table = [header, *(_row(key, result) for key, result in zip(entries, results, strict=True))]
    facility, energy = first["facility_capacity"], first["annual_facility_energy"]
    full = first["maximum_annual_facility_energy"]
    assumed = [first[name] for name in ("it_capacity_utilisation", "pue", "peak_pue")]
    about = [
        f"{facility} of facility capacity; {energy} in a year, {full} if it ran at nameplate throughout",
        "assumed: " + ", ".join(f"{value.name} {value}" for value in assumed),
    ]
    if form == "markdown":
        body = ["| " + " | ".join(row) + " |" for row in table]
        lines = [*about, "", body[0], "|---|---|---|---|", *body[1:]]
    else:
        lines = [*about, "", *aligned(table)]
    notes = "By capacity: net power equals nameplate draw. By energy: a year's output equals a year's use."
    return "\n".join([*lines, "", notes, footer(first), ""])


def _titled(result: Result, title: str) -> Result:
    return Result(title, result.solution, result.catalog, titles=result.titles, reactor_labels=result.reactor_labels)


def _row(key: str, result: Result) -> tuple[str, str, str, str]:
    capacity, energy = (result["reactors_by_capacity"], result["reactors_by_energy"])
    shown = []
    for value in (capacity, energy):
        needed = units_needed(value.p5 or 0.0, value.p95 or 0.0, value.side)
        shown.append(f"{value}, {needed}".replace(" reactors", ""))
    return key, str(result["reactor_net_power"]).replace("/reactor", ""), shown[0], shown[1]
