"""One load on so many reactors of a type: how often, and by how much, forced outages leave it short."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import floor, log10
from typing import Any

import numpy as np

from estimator import __version__
from estimator.method import Method
from estimator.reactors.outages import Outages, Quantiles, loaded_alone, measures_of, spread_of
from estimator.reactors.reliability import Supply
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering import rendered
from estimator.report.run import stamp
from estimator.results.result import Result
from estimator.units.digits import READABLE, joined, shown
from estimator.wording import Cell, Document, Listed, Message, Paragraph, Rows, Section, Table, Told, english

COLUMNS = ("reactor", "units", "spare", "quantity", "unit", "p5", "p50", "p95")
_COLUMNS = ("units", "", "met", "short", "unserved", "share", "power")
_NOTHING = 1e-9

Row = tuple[Supply, dict[str, tuple[str, Quantiles]]]


def outage_report(facts: Mapping[str, Any], reactor: str, method: Method, form: str) -> str:
    """The outage table of one reactor type, from the units that a load needs to those that are enough.

    `facts` are the load and, where they are not the catalog's, reliability_standard and reactor_forced_outage_rate.

    Raises:
        EstimatorError: no such reactor, a value that cannot be read, or no power.
    """
    entry, result = loaded_alone(facts, reactor, method)
    outages = Outages(result)
    rows = [(row, dict(measures_of(row, outages))) for row in outages.table()]
    if form in ("csv", "json"):
        tidy = [
            {"reactor": reactor, "units": row.units, "spare": english(_spare(row)), "quantity": name, "unit": unit}
            | dict(zip(("p5", "p50", "p95"), quantiles, strict=True))
            for row, measures in rows
            for name, (unit, quantiles) in measures.items()
        ]
        return csv_of(COLUMNS, tidy) if form == "csv" else _json(result, entry.title, outages, tidy)
    return rendered(_document(result, entry.title, outages, rows), form)


def _document(result: Result, title: str, outages: Outages, rows: Sequence[Row]) -> Document:
    """The load, how units meet it, and what is left out."""
    table = Table(
        columns=tuple(Message.of("outages.column", column=name) for name in _COLUMNS),
        groups=(Rows(tuple(_row(row, measures, outages) for row, measures in rows)),),
    )
    notes = [Message.of("outages.notes"), stamp(result)]
    blocks = (_lines(_about(result, title, outages)), table, _lines(notes))
    return Document(sections=tuple(Section(blocks=(block,)) for block in blocks))


def _lines(told: Sequence[Message]) -> Paragraph:
    return Paragraph(Listed(tuple(told), "lines"), as_is=True)


def _spare(row: Supply) -> Cell:
    """How many units can be missing, in the words of planners: N, N-1; a range where draws differ."""
    low, _, high = (round(spare) for spare in spread_of(row.spare))
    names: list[Cell] = [
        Message.of("outages.too-few") if spare < 0 else f"N-{spare}" if spare else "N" for spare in (low, high)
    ]
    return names[0] if names[0] == names[1] else Message.of("outages.between", low=names[0], high=names[1])


def _row(row: Supply, measures: dict[str, tuple[str, Quantiles]], outages: Outages) -> tuple[Cell, ...]:
    met, hours, energy, share = (
        measures[name][1] for name in ("probability_met", "hours_short", "unserved_energy", "unserved_share")
    )
    is_enough = float(np.mean(row.short <= outages.share_short)) >= _HALF
    enough_said = Message.of("outages.is-enough") if is_enough else None
    return (
        str(row.units),
        Message.of("outages.spare", spare=_spare(row), enough=enough_said),
        _spread([_percent(value) for value in met], "%"),
        _spread([_rounded(value, outages.digits, outages.hours) for value in hours], "h"),
        _in_readable([value / 1e6 for value in energy], "TWh", outages.digits),
        _spread([_rounded(100 * value, outages.digits) for value in share], "%"),
        _in_readable(measures["power_short"][1], "MW", outages.digits) if "power_short" in measures else "",
    )


_HALF = 0.5


def _percent(probability: float) -> str:
    """A probability near one with as many nines as it has, and one digit more."""
    missing = 100 * (1 - probability)
    return f"{100 * probability:.{max(0, -floor(log10(missing))) if missing > _NOTHING else 0}f}"


def _in_readable(values: Sequence[float], unit: str, digits: int) -> str:
    """A range with the prefix that suits its median."""
    fitting = [(name, factor) for name, factor in READABLE[unit].items() if values[1] * factor >= 1]
    name, factor = (fitting or list(READABLE[unit].items())[:1])[-1]
    return _spread([_rounded(value * factor, digits) for value in values], name)


def _rounded(value: float, digits: int, most: float = np.inf) -> str:
    """A number with so many significant digits: ranges of rare events span orders of magnitude."""
    if abs(value) < _NOTHING:
        return "0"
    if abs(value) < 1e-4:
        return shown(float(f"{value:.{digits - 1}e}"), "", as_stated=True)[0] + shown(value, "")[2]
    rounded = min(float(f"{value:.{digits}g}"), most)
    return f"{rounded:,.{max(0, digits - 1 - floor(log10(abs(rounded))))}f}"


def _spread(numbers: Sequence[str], unit: str) -> str:
    low, middle, high = numbers
    return joined(middle, "" if low == high else f"{low}–{high}", unit)


def _about(result: Result, title: str, outages: Outages) -> list[Message]:
    load, power, rate = (
        result[name] for name in ("facility_capacity", "reactor_net_power", "reactor_forced_outage_rate")
    )
    given = tuple(Message.of("fact", name=fact.name, value=fact.told) for fact, _ in result.facts)
    net = power.told
    return [
        Message.of("outages.load", load=load.told, title=title),
        Message.of(
            "outages.given",
            power=replace(net, less="reactor") if isinstance(net, Told) else net,
            rate=rate.told,
            given=Listed(given, "comma"),
            side=load.side,
        ),
        Message.of("outages.enough", hours=outages.standard),
    ]


def _json(result: Result, title: str, outages: Outages, rows: Sequence[dict[str, Any]]) -> str:
    given = {
        fact.name: {"unit": fact.unit, "p5": fact.p5, "p50": fact.p50, "p95": fact.p95} for fact, _ in result.facts
    }
    data = {
        "title": title,
        "estimator_version": __version__,
        **result.catalog.stamp,
        "given": given,
        "reliability_standard": outages.standard,
        "rows": rows,
    }
    return json_text(data)
