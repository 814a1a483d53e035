"""How much of a phase is in service at a moment, and for how long in a year: the time of a ramp."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from estimator.datum import Phase, Variable
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import exact_quantiles

_DAYS_OF_A_YEAR = 365.25
STATUSES = ("operating", "under construction", "contracted", "announced")
"""How sure a phase is, surest first. What differs in it is never added up."""


@dataclass(frozen=True)
class Moment:
    """A quantity of a system's phases of one status, in a year: at its end, within it, or up to its end.

    Numbers are p5, p50 and p95 in `unit`; None where one of the phases has no value.
    """

    system: str
    status: str
    year: int
    quantity: str
    measure: str
    unit: str
    p5: float | None
    p50: float | None
    p95: float | None
    side: str = ""


def installed(phase: Phase, day: date) -> float:
    """The share of a phase that is in service when a day begins: built by the day before, and not yet retired."""
    start, length = phase.start.toordinal(), _length(phase)

    def built(at: float) -> float:
        return min(max((at - start) / length, 0.0), 1.0) if length else float(at > start)

    at = float(day.toordinal())
    return built(at) - (built(at - phase.lifetime * _DAYS_OF_A_YEAR) if phase.lifetime else 0.0)


def days_in_service(phase: Phase, year: int) -> float:
    """Days of a calendar year for which a phase is in service; a part of it counts as a part of the day."""
    start, length = phase.start.toordinal(), _length(phase)

    def since(at: float) -> float:
        """The integral of what is built, from the beginning."""
        ramp = (min(at, start + length) - start) ** 2 / (2 * length) if length and at > start else 0.0
        return ramp + max(at - start - length, 0.0)

    first, last = float(date(year, 1, 1).toordinal()), float(date(year + 1, 1, 1).toordinal())
    retired = phase.lifetime * _DAYS_OF_A_YEAR if phase.lifetime else None
    built = since(last) - since(first)
    return built - (since(last - retired) - since(first - retired)) if retired else built


def _length(phase: Phase) -> float:
    return float(phase.end.toordinal() - phase.start.toordinal()) if phase.end else 0.0


def years_of(phases: Sequence[Phase]) -> tuple[int, int]:
    """The years from the first phase to the first whole year of the last one."""
    return min(phase.start.year for phase in phases), max((phase.end or phase.start).year for phase in phases) + 1


def is_of_a_year(quantity: str) -> bool:
    """Whether a quantity is what a year brings, and not what stands at a moment."""
    return quantity.startswith("annual_")


def moments(
    phases: Sequence[Phase],
    years: tuple[int, int],
    quantity: str,
    unit: str,
    draws: dict[Variable, Draws],
    sides: dict[Variable, str],
    hours_of_a_year: float,
) -> list[Moment]:
    """A quantity over time, by system and status. Sums are of draws, never of quantiles.

    Args:
        phases: those of all systems.
        years: the first and the last.
        quantity: what is followed; what a year brings is taken for the hours in service.
        unit: the unit of the draws.
        draws: those of the quantity for every phase that has any, all of one length.
        sides: whether a phase's value is a bound.
        hours_of_a_year: what a year's quantity is of.
    """
    found: list[Moment] = []
    ordered = sorted(phases, key=lambda phase: (phase.system, STATUSES.index(phase.status)))
    for (system, status), group in groupby(ordered, key=lambda phase: (phase.system, phase.status)):
        members = list(group)
        values = [draws.get(Variable(phase.name, quantity)) for phase in members]
        side = _side([sides.get(Variable(phase.name, quantity), "") for phase in members])
        span = range(years[0], years[1] + 1)
        if is_of_a_year(quantity):
            shares = np.array(
                [[24 * days_in_service(phase, year) / hours_of_a_year for phase in members] for year in span]
            )
            measures = {"in the year": shares, "cumulative": np.cumsum(shares, axis=0)}
        else:
            measures = {
                "at its end": np.array([[installed(p, date(year + 1, 1, 1)) for p in members] for year in span])
            }
        for measure, weights in measures.items():
            for year, row in zip(span, weights, strict=True):
                numbers = _quantiles(row, values)
                found.append(Moment(system, status, year, quantity, measure, unit, *numbers, side))
    return found


def _quantiles(
    weights: Sequence[float], values: Sequence[Draws | None]
) -> tuple[float | None, float | None, float | None]:
    """p5, p50 and p95 of a sum of draws; nothing is known where a part of it is not."""
    parts = [(weight, draws) for weight, draws in zip(weights, values, strict=True) if weight]
    if any(draws is None for _, draws in parts):
        return None, None, None
    if not parts:
        return 0.0, 0.0, 0.0
    total = sum(weight * draws for weight, draws in parts if draws is not None)
    low, middle, high = exact_quantiles(np.asarray(total, dtype=float), (0.05, 0.5, 0.95))
    return low, middle, high


def _side(sides: Sequence[str]) -> str:
    """Which way a sum is bounded."""
    told = {side for side in sides if side}
    return "" if not told else told.pop() if len(told) == 1 else "either"
