"""One load on so many reactors of a type: how often, and by how much, forced outages leave it short."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from estimator.catalog import Entry, load_catalog
from estimator.datum import Variable
from estimator.errors import EstimatorError, suggestion
from estimator.method import Method
from estimator.reactors.loads import loaded
from estimator.reactors.reliability import Array, Supply, outage_table, units_enough
from estimator.results.result import Result
from estimator.units.reading import to_coherent

_LEVELS = (0.05, 0.5, 0.95)
_DRAWN = ("facility_capacity", "reactor_net_power", "grid_loss", "reactor_forced_outage_rate")
_MANY = 5_000
"""Draws from which two digits of a range of rare events are worth printing."""

Quantiles = tuple[float, float, float]


def loaded_alone(facts: Mapping[str, Any], reactor: str, method: Method) -> tuple[Entry, Result]:
    """A load on one type of reactor, by its key.

    Raises:
        EstimatorError: no such reactor, a value that cannot be read, or no power.
    """
    known = load_catalog().entries["reactors"]
    if reactor not in known:
        raise EstimatorError(f"{reactor} is not in the catalog of reactors{suggestion(reactor, known)}")
    return known[reactor], loaded(facts, reactor, method)


def enough(result: Result, most: int = 2_000) -> Quantiles:
    """Units with which forced outages leave the draw short for no longer than the standard: p5, median, p95."""
    outages = Outages(result, most)
    return spread_of(units_enough(outages.load, outages.unit, outages.outage_rate, outages.share_short))


def standard_hours(result: Result) -> float:
    """Hours of a year for which the standard lets the draw be short."""
    return _exact(result, "reliability_standard")


class Outages:
    """What the outage table is made of, over joint draws: powers in MW, times in hours."""

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
        """A row for each number of units, from what few draws need to what is enough."""
        return list(outage_table(self.load, self.unit, self.outage_rate, self.share_short))


def _exact(result: Result, name: str) -> float:
    """A single number of a case, in hours: the most trusted one that is stated of it."""
    datum = next((datum for variable, datum in result.solution.case.data if variable.quantity == name), None)
    if datum is None:
        raise EstimatorError(f"{name} is not known by {result.catalog.day}; state it with --standard")
    if not datum.value.is_point:
        raise EstimatorError(f"{name} should be one number, got a range")
    return datum.value.parameters[0] * datum.factor / to_coherent("h")


def spread_of(values: Array) -> Quantiles:
    """The ends and the middle of a range, as numbers that occur."""
    low, middle, high = (float(f"{value:.12g}") for value in np.quantile(values, _LEVELS, method="inverted_cdf"))
    return low, middle, high


def measures_of(row: Supply, outages: Outages) -> Iterator[tuple[str, tuple[str, Quantiles]]]:
    """The measures of one row, each with its unit."""
    yield "probability_met", ("1", spread_of(1 - row.short))
    yield "hours_short", ("h", spread_of(row.short * outages.hours))
    yield "unserved_energy", ("MWh", spread_of(row.missing * outages.hours))
    yield "unserved_share", ("1", spread_of(row.missing / outages.load))
    if len(short := row.missing_when_short):
        yield "power_short", ("MW", spread_of(short))
