"""One load on so many reactors of a type: how often, and by how much, forced outages leave it short."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import floor, log10
from typing import Any

import numpy as np

from estimator import __version__
from estimator.catalog import load_catalog
from estimator.datum import Variable
from estimator.digits import READABLE, joined, shown
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.reliability import Array, Supply, outage_table, units_enough
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering import rendered
from estimator.report.run import stamp
from estimator.result import Result
from estimator.runs import estimate
from estimator.units import to_coherent
from estimator.wording import Cell, Document, Listed, Message, Paragraph, Rows, Section, Table, Told, english

LEVELS = (0.05, 0.5, 0.95)
COLUMNS = ("reactor", "units", "spare", "quantity", "unit", "p5", "p50", "p95")
_DRAWN = ("facility_capacity", "reactor_net_power", "grid_loss", "reactor_forced_outage_rate")
_COLUMNS = ("units", "", "met", "short", "unserved", "share", "power")
_MANY = 5_000
"""Draws from which two digits of a range of rare events are worth printing."""

_NOTHING = 1e-9

Quantiles = tuple[float, float, float]
Row = tuple[Supply, dict[str, tuple[str, Quantiles]]]


def outage_report(
    load: Any,
    of: str,
    reactor: str,
    draws: int,
    seed: int,
    form: str,
    standard: Any = None,
    outage_rate: Any = None,
    as_of: str | None = None,
) -> str:
    """The outage table of one reactor type, from the units that a load needs to those that are enough.

    `load` is a value of the quantity `of`; `standard` one of reliability_standard and `outage_rate` one of
    reactor_forced_outage_rate, where they are not the catalog's, which is looked at `as_of` a day.

    Raises:
        EstimatorError: no such reactor, a value that cannot be read, or no power.
    """
    known = load_catalog().entries["reactors"]
    if reactor not in known:
        raise EstimatorError(f"{reactor} is not in the catalog of reactors{suggestion(reactor, known)}")
    stated = {of: load, "reliability_standard": standard, "reactor_forced_outage_rate": outage_rate}
    facts = {name: value for name, value in stated.items() if value is not None}
    try:
        result = estimate({**facts, "reactor": reactor}, draws=draws, seed=seed, as_of=as_of)
    except EstimatorError as error:
        raise EstimatorError([Problem(problem.message) for problem in error.problems]) from None
    inputs = _Inputs(result)
    rows = [(row, dict(_measured(row, inputs))) for row in inputs.table()]
    if form in ("csv", "json"):
        tidy = [
            {"reactor": reactor, "units": row.units, "spare": english(_spare(row)), "quantity": name, "unit": unit}
            | dict(zip(("p5", "p50", "p95"), quantiles, strict=True))
            for row, measured in rows
            for name, (unit, quantiles) in measured.items()
        ]
        return csv_of(COLUMNS, tidy) if form == "csv" else _json(result, known[reactor].title, inputs, tidy)
    return rendered(_document(result, known[reactor].title, inputs, rows), form)


def _document(result: Result, title: str, inputs: "_Inputs", rows: Sequence[Row]) -> Document:
    """The load, how units meet it, and what is left out."""
    table = Table(
        columns=tuple(Message.of("outages.column", column=name) for name in _COLUMNS),
        groups=(Rows(tuple(_row(row, measured, inputs) for row, measured in rows)),),
    )
    notes = [Message.of("outages.notes"), stamp(result)]
    blocks = (_lines(_about(result, title, inputs)), table, _lines(notes))
    return Document(sections=tuple(Section(blocks=(block,)) for block in blocks))


def _lines(told: Sequence[Message]) -> Paragraph:
    return Paragraph(Listed(tuple(told), "lines"), as_is=True)


def enough(result: Result, most: int = 2_000) -> Quantiles:
    """Units with which forced outages leave the draw short for no longer than the standard: p5, median, p95."""
    inputs = _Inputs(result, most)
    return _quantiles(units_enough(inputs.load, inputs.unit, inputs.outage_rate, inputs.share_short))


def standard_hours(result: Result) -> float:
    """Hours of a year for which the standard lets the draw be short."""
    return _exact(result, "reliability_standard")


class _Inputs:
    """What the outage table is made of, over joint draws: powers in MW."""

    def __init__(self, result: Result, most: int = 1_000_000) -> None:
        joint = result.draws(*_DRAWN, most=most)
        self.load, net_power, loss, self.outage_rate = (joint[Variable("", name)] for name in _DRAWN)
        self.unit = net_power * (1 - loss)
        self.hours = _exact(result, "operating_year")
        self.standard = _exact(result, "reliability_standard")
        self.share_short = self.standard / self.hours
        is_exact = all(result[name].p5 == result[name].p95 for name in _DRAWN)
        self.digits = 3 if is_exact else 2 if len(self.load) >= _MANY else 1

    def table(self) -> list[Supply]:
        return list(outage_table(self.load, self.unit, self.outage_rate, self.share_short))


def _exact(result: Result, name: str) -> float:
    """A single number of a case, in hours: the most trusted one that is stated of it."""
    datum = next((datum for variable, datum in result.solution.case.data if variable.quantity == name), None)
    if datum is None:
        raise EstimatorError(f"{name} is not known by {result.catalog.day}; state it with --standard")
    if not datum.value.is_point:
        raise EstimatorError(f"{name} should be one number, got a range")
    return datum.value.parameters[0] * datum.factor / to_coherent("h")


def _quantiles(values: Array) -> Quantiles:
    low, middle, high = (float(f"{value:.12g}") for value in np.quantile(values, LEVELS, method="inverted_cdf"))
    return low, middle, high


def _measured(row: Supply, inputs: _Inputs) -> Iterator[tuple[str, tuple[str, Quantiles]]]:
    """The measures of one row, each with its unit."""
    yield "probability_met", ("1", _quantiles(1 - row.short))
    yield "hours_short", ("h", _quantiles(row.short * inputs.hours))
    yield "unserved_energy", ("MWh", _quantiles(row.missing * inputs.hours))
    yield "unserved_share", ("1", _quantiles(row.missing / inputs.load))
    if len(short := row.missing_when_short):
        yield "power_short", ("MW", _quantiles(short))


def _spare(row: Supply) -> Cell:
    """How many units can be missing, in the words of planners: N, N-1; a range where draws differ."""
    low, _, high = (round(spare) for spare in _quantiles(row.spare))
    names: list[Cell] = [
        Message.of("outages.too-few") if spare < 0 else f"N-{spare}" if spare else "N" for spare in (low, high)
    ]
    return names[0] if names[0] == names[1] else Message.of("outages.between", low=names[0], high=names[1])


def _row(row: Supply, measured: dict[str, tuple[str, Quantiles]], inputs: _Inputs) -> tuple[Cell, ...]:
    met, hours, energy, share = (
        measured[name][1] for name in ("probability_met", "hours_short", "unserved_energy", "unserved_share")
    )
    is_enough = float(np.mean(row.short <= inputs.share_short)) >= _HALF
    enough_said = Message.of("outages.is-enough") if is_enough else None
    return (
        str(row.units),
        Message.of("outages.spare", spare=_spare(row), enough=enough_said),
        _spread([_percent(value) for value in met], "%"),
        _spread([_rounded(value, inputs.digits, inputs.hours) for value in hours], "h"),
        _in_readable([value / 1e6 for value in energy], "TWh", inputs.digits),
        _spread([_rounded(100 * value, inputs.digits) for value in share], "%"),
        _in_readable(measured["power_short"][1], "MW", inputs.digits) if "power_short" in measured else "",
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


def _about(result: Result, title: str, inputs: _Inputs) -> list[Message]:
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
        Message.of("outages.enough", hours=inputs.standard),
    ]


def _json(result: Result, title: str, inputs: _Inputs, rows: Sequence[dict[str, Any]]) -> str:
    given = {
        fact.name: {"unit": fact.unit, "p5": fact.p5, "p50": fact.p50, "p95": fact.p95} for fact, _ in result.facts
    }
    data = {
        "title": title,
        "estimator_version": __version__,
        **result.catalog.stamp,
        "given": given,
        "reliability_standard": inputs.standard,
        "rows": rows,
    }
    return json_text(data)
