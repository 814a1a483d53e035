"""One load against every reactor type."""

from collections.abc import Iterator
from math import inf
from typing import Any

from estimator.catalog import Entry, load_catalog
from estimator.errors import EstimatorError, Problem
from estimator.report.machine import as_csv, as_json
from estimator.report.markdown import paragraph, table
from estimator.report.outages import enough, standard_hours
from estimator.report.text import aligned, footer
from estimator.results.estimates import Estimate
from estimator.results.result import Result
from estimator.runs import estimate
from estimator.wording import units_needed

TYPES = "types"
"""The group of the catalog's reactors that are no single unit and no fleet."""

_HEADER = ("", "net power", "by capacity", "units", "with one out", "{hours:g} h short", "by energy", "units")
_NOTES = (
    "By capacity: net power equals nameplate draw. By energy: a year's output equals a year's use. Units: whole ones.",
    "With one out: whole units of which one can stand still while the others cover the draw (N-1). {hours:g} h short:",
    "units of which forced outages leave too few for a constant draw for at most {hours:g} h a year; see --outages.",
    "Outages with one cause and planned refuelling are left out of both.",
)


def reactor_table(
    load: Any,
    of: str,
    utilisation: str | None,
    group: str | None,
    draws: int,
    seed: int,
    form: str,
    standard: Any = None,
    outage_rate: Any = None,
    as_of: str | None = None,
) -> str:
    """The reactors of each type that a load is worth, by capacity and by energy: two different statements.

    `load` is a value of the quantity `of`; `utilisation` one of capacity_utilisation; `group` a group of the catalog's
    reactors, all groups if None; `standard` a value of reliability_standard and `outage_rate` one of
    reactor_forced_outage_rate, where they are not the catalog's, which is looked at `as_of` a day.

    Raises:
        EstimatorError: a value that cannot be read, or no power.
    """
    entries = [entry for entry in load_catalog().entries["reactors"].values() if group in (None, entry.group)]
    entries.sort(key=lambda entry: (entry.group != TYPES, entry.group))
    stated = {
        of: load, "capacity_utilisation": utilisation, "reliability_standard": standard,
        "reactor_forced_outage_rate": outage_rate,
    }  # fmt: skip
    facts = {name: value for name, value in stated.items() if value is not None}
    try:
        results = [
            _titled(estimate({**facts, "reactor": entry.key}, draws=draws, seed=seed, as_of=as_of), entry.title)
            for entry in entries
        ]
    except EstimatorError as error:
        raise EstimatorError([Problem(problem.message) for problem in error.problems]) from None
    if form == "json":
        return as_json(results)
    if form == "csv":
        return as_csv(results)
    hours = standard_hours(results[0])
    header, *rows = _table(entries, results, hours)
    notes = [note.format(hours=hours) for note in _NOTES]
    about = _about(results[0])
    notes += [f"Blank: not known by {results[0].catalog.day}."] if any("" in row for row in rows) else []
    if form == "markdown":
        lines = [*map(paragraph, about), "", *table(header, rows)]
    else:
        lines = [*about, "", *aligned([header, *rows])]
    return "\n".join([*lines, "", *notes, footer(results[0]), ""])


def _about(result: Result) -> list[str]:
    full = result["maximum_annual_facility_energy"]
    used = [f"{result['annual_facility_energy']} in a year"] if "annual_facility_energy" in result else []
    facts = {fact.name: fact for fact, _ in result.facts}
    if "capacity_utilisation" not in facts:
        decisive: tuple[str, ...] = ("it_capacity_utilisation", "pue", "peak_pue")
    else:
        decisive = ("peak_pue",) if "it_capacity" in facts else ()
    given = ", ".join(f"{name} {fact}" for name, fact in facts.items())
    assumed = ", ".join(f"{name} {result[name]}" for name in decisive if name in result)
    energies = f"{', '.join([*used, str(full)])} if it ran at nameplate throughout"
    return [
        f"{result['facility_capacity']} of facility capacity; {energies}",
        f"given: {given}" + (f"; assumed: {assumed}" if assumed else ""),
    ]


def _titled(result: Result, title: str) -> Result:
    return Result(title, result.solution, result.catalog, titles=result.titles, reactor_labels=result.reactor_labels)


def _table(entries: list[Entry], results: list[Result], hours: float) -> Iterator[tuple[str, ...]]:
    group = ""
    yield tuple(cell.format(hours=hours) for cell in _HEADER)
    for entry, result in zip(entries, results, strict=True):
        if entry.group != group and len({other.group for other in entries}) > 1:
            group = entry.group
            yield (group, *[""] * (len(_HEADER) - 1))
        yield _row(entry.key, result)


def _row(key: str, result: Result) -> tuple[str, ...]:
    """The cells of one reactor, blank for what is not known."""
    known = {name: result[name] for name in _SHOWN if name in result}
    capacity, outage, energy = (known.get(f"reactors_{name}") for name in ("by_capacity", "with_outage", "by_energy"))
    net_power = str(known.get("reactor_net_power", "")).replace("/reactor", "")
    supply = _supply(result, capacity.side) if capacity and "reactor_forced_outage_rate" in known else ""
    return (
        f"  {key}", net_power, _bare(capacity), _units(capacity), _units(outage), supply, _bare(energy), _units(energy)
    )  # fmt: skip


def _supply(result: Result, side: str) -> str:
    """Units of which forced outages leave enough."""
    low, _, high = enough(result)
    return _whole(low, high, side) if high < inf else "too many"


_SHOWN = (
    "reactor_net_power", "reactors_by_capacity", "reactors_with_outage", "reactors_by_energy",
    "reactor_forced_outage_rate",
)  # fmt: skip


def _bare(value: Estimate | None) -> str:
    return str(value or "").replace(" reactors", "").replace(" reactor", "")


def _units(value: Estimate | None) -> str:
    return _whole(value.p5 or 0.0, value.p95 or 0.0, value.side) if value else ""


def _whole(low: float, high: float, side: str) -> str:
    return units_needed(low, high, side).partition(" whole")[0]
