"""One load against every reactor type."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Any

from estimator.catalog import Entry
from estimator.method import Method
from estimator.reactors.loads import loads
from estimator.reactors.outages import enough, standard_hours
from estimator.report.labels import units_alone
from estimator.report.machine import as_csv, as_json
from estimator.report.rendering import rendered
from estimator.report.run import stamp
from estimator.results.estimates import Estimate
from estimator.results.result import Result
from estimator.wording import Cell, Document, Listed, Message, Paragraph, Rows, Section, Table, Told

_COLUMNS = ("power", "capacity", "units", "outage", "supply", "energy", "units")


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
    return rendered(reactor_document(entries, results), form)


def reactor_document(entries: list[Entry], results: list[Result]) -> Document:
    """The load, what each type comes to, and what the columns mean."""
    hours, first = standard_hours(results[0]), results[0]
    table = _table(entries, results, hours)
    blank = any(cell is None for group in table.groups for row in group.rows for cell in row)
    notes = [
        Message.of("reactors.notes", hours=hours),
        *([Message.of("reactors.blank", day=str(first.catalog.day))] if blank else []),
        stamp(first),
    ]
    return Document(
        sections=(Section(blocks=(_lines(_about(first)),)), Section(blocks=(table,)), Section(blocks=(_lines(notes),)))
    )


def _lines(told: Sequence[Message]) -> Paragraph:
    return Paragraph(Listed(tuple(told), "lines"), as_is=True)


def _about(result: Result) -> list[Message]:
    facts = {fact.name: fact for fact, _ in result.facts}
    if "capacity_utilisation" not in facts:
        decisive: tuple[str, ...] = ("it_capacity_utilisation", "pue", "peak_pue")
    else:
        decisive = ("peak_pue",) if "it_capacity" in facts else ()
    assumed = tuple(Message.of("fact", name=name, value=result[name].told) for name in decisive if name in result)
    given = tuple(Message.of("fact", name=name, value=fact.told) for name, fact in facts.items())
    known = "annual_facility_energy" in result
    return [
        Message.of(
            "reactors.load",
            load=result["facility_capacity"].told,
            used=result["annual_facility_energy"].told if known else None,
            most=result["maximum_annual_facility_energy"].told,
        ),
        Message.of(
            "reactors.given",
            given=Listed(given, "comma"),
            assumed=Listed(assumed, "comma") if assumed else None,
        ),
    ]


def _table(entries: list[Entry], results: list[Result], hours: float) -> Table:
    head = (None, *(Message.of("reactors.column", column=name, hours=hours) for name in _COLUMNS))
    rows: dict[str, list[tuple[Cell | None, ...]]] = {}
    for entry, result in zip(entries, results, strict=True):
        rows.setdefault(entry.group, []).append(_row(entry.key, result))
    groups = (Rows(tuple(mine), group if len(rows) > 1 else "") for group, mine in rows.items())
    return Table(columns=head, groups=tuple(groups))


def _row(key: str, result: Result) -> tuple[Cell | None, ...]:
    """The cells of one reactor, blank for what is not known."""
    known = {name: result[name] for name in _SHOWN if name in result}
    capacity, outage, energy = (known.get(f"reactors_{name}") for name in ("by_capacity", "with_outage", "by_energy"))
    supply = _supply(result, capacity.side) if capacity and "reactor_forced_outage_rate" in known else None
    return (
        key, _bare(known.get("reactor_net_power")), _bare(capacity), _units(capacity), _units(outage), supply,
        _bare(energy), _units(energy),
    )  # fmt: skip


def _supply(result: Result, side: str) -> Message:
    """Units of which forced outages leave enough."""
    low, _, high = enough(result)
    return units_alone(low, high, side) if high < inf else Message.of("reactors.too-many")


_SHOWN = (
    "reactor_net_power", "reactors_by_capacity", "reactors_with_outage", "reactors_by_energy",
    "reactor_forced_outage_rate",
)  # fmt: skip


def _bare(value: Estimate | None) -> Cell | None:
    """A value without what the head of its column says."""
    told = value.told if value else None
    return replace(told, less="reactor") if isinstance(told, Told) else told


def _units(value: Estimate | None) -> Message | None:
    return units_alone(value.p5 or 0.0, value.p95 or 0.0, value.side) if value else None
