"""One load against every reactor type."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from estimator.catalog import Entry
from estimator.method import Method
from estimator.reactors.loads import loads
from estimator.reactors.outages import enough, standard_hours
from estimator.report.machine import as_csv, as_json
from estimator.report.rendering.markdown_signs import paragraph, table
from estimator.report.rendering.text import aligned
from estimator.report.text import footer
from estimator.results.estimates import Estimate
from estimator.results.result import Result
from estimator.wording import units_needed

_HEADER = ("", "net power", "by capacity", "units", "with one out", "{hours:g} h short", "by energy", "units")
_NOTES = (
    "By capacity: net power equals nameplate draw. By energy: a year's output equals a year's use. Units: whole ones.",
    "With one out: whole units of which one can stand still while the others cover the draw (N-1). {hours:g} h short:",
    "units of which forced outages leave too few for a constant draw for at most {hours:g} h a year; see --outages.",
    "Outages with one cause and planned refuelling are left out of both.",
)


def reactor_table(facts: Mapping[str, Any], group: str | None, method: Method, form: str) -> str:
    """The reactors of each type that a load is worth, by capacity and by energy: two different statements.

    `facts` are the load and, where they are not the catalog's, capacity_utilisation, reliability_standard and
    reactor_forced_outage_rate; `group` is a group of the catalog's reactors, all groups if None.

    Raises:
        EstimatorError: a value that cannot be read, or no power.
    """
    entries, results = map(list, zip(*loads(facts, group, method), strict=True))
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
