"""One load on so many reactors of a type: how often, and by how much, forced outages leave it short."""

from collections.abc import Mapping, Sequence
from math import floor, log10
from typing import Any

import numpy as np

from estimator import __version__
from estimator.method import Method
from estimator.reactors.outages import Outages, Quantiles, loaded_alone, measures_of, spread_of
from estimator.reactors.reliability import Supply
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering.markdown_signs import paragraph, table
from estimator.report.rendering.text import aligned
from estimator.report.text import footer
from estimator.results.result import Result
from estimator.units.digits import READABLE, joined, shown

COLUMNS = ("reactor", "units", "spare", "quantity", "unit", "p5", "p50", "p95")
_HEADER = ("units", "", "load met", "short in a year", "unserved in a year", "of the load", "when short")
_NOTES = (
    "Load met: the probability at any one time that enough units run, each out of order on its own (binomial, exact).",
    "The draw is taken to be constant, at nameplate. N: units that cover it, all running; N-1: with one of them out.",
    "Left out: failures with one cause, planned refuelling (in its weeks the row above holds), output at part of the",
    "power, ramping, lines, and any help from a grid or storage.",
)
_NOTHING = 1e-9


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
            {"reactor": reactor, "units": row.units, "spare": _spare(row), "quantity": name, "unit": unit}
            | dict(zip(("p5", "p50", "p95"), quantiles, strict=True))
            for row, measures in rows
            for name, (unit, quantiles) in measures.items()
        ]
        return csv_of(COLUMNS, tidy) if form == "csv" else _json(result, entry.title, outages, tidy)
    shown_rows = [_row(row, measures, outages) for row, measures in rows]
    about = _about(result, entry.title, outages)
    if form == "markdown":
        told = [*map(paragraph, about), "", *table(_HEADER, shown_rows)]
    else:
        told = [*about, "", *aligned([_HEADER, *shown_rows])]
    return "\n".join([*told, "", *_NOTES, footer(result), ""])


def _spare(row: Supply) -> str:
    """How many units can be missing, in the words of planners: N, N-1; a range where draws differ."""
    low, _, high = (round(spare) for spare in spread_of(row.spare))
    names = ["too few" if spare < 0 else f"N-{spare}" if spare else "N" for spare in (low, high)]
    return names[0] if names[0] == names[1] else f"{names[0]} to {names[1]}"


def _row(row: Supply, measures: dict[str, tuple[str, Quantiles]], outages: Outages) -> tuple[str, ...]:
    met, hours, energy, share = (
        measures[name][1] for name in ("probability_met", "hours_short", "unserved_energy", "unserved_share")
    )
    is_enough = float(np.mean(row.short <= outages.share_short)) >= 0.5
    return (
        str(row.units),
        _spare(row) + (", enough" if is_enough else ""),
        _spread([_percent(value) for value in met], "%"),
        _spread([_rounded(value, outages.digits, outages.hours) for value in hours], "h"),
        _in_readable([value / 1e6 for value in energy], "TWh", outages.digits),
        _spread([_rounded(100 * value, outages.digits) for value in share], "%"),
        _in_readable(measures["power_short"][1], "MW", outages.digits) if "power_short" in measures else "",
    )


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


def _about(result: Result, title: str, outages: Outages) -> list[str]:
    load, power, rate = (
        result[name] for name in ("facility_capacity", "reactor_net_power", "reactor_forced_outage_rate")
    )
    said = ", ".join(f"{fact.name} {fact}" for fact, _ in result.facts)
    side = "; at the stated minimum" if load.side == ">=" else "; at the stated maximum" if load.side == "<=" else ""
    return [
        f"{load} of facility capacity, drawn without pause, on {title} alone",
        f"net power {str(power).replace('/reactor', '')}, forced outage rate {rate}; given: {said}{side}",
        f"enough: short for at most {outages.standard:g} h in a year (reliability_standard), in half of the draws",
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
