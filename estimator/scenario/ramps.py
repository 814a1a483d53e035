"""How much of a phase is in service at a moment, and for how long in a year: the time of a ramp."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from estimator.case import Phase

Shares = NDArray[np.float64]
"""How much of each phase counts, a row for each year."""

STATUSES = ("operating", "under construction", "contracted", "announced")
"""How sure a phase is, surest first. What differs in it is never added up."""

_DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True)
class Change:
    """Something that happens at a moment, or evenly from one moment to another; moments are days of the calendar."""

    start: float
    end: float

    def done(self, at: float) -> float:
        """The share that is done before a moment."""
        if self.start == self.end:
            return float(at > self.start)
        return min(max((at - self.start) / (self.end - self.start), 0.0), 1.0)

    def since(self, at: float) -> float:
        """The days since it was done, each part of it counted from its own day: the integral of what is done."""
        length = self.end - self.start
        grown = (min(at, self.end) - self.start) ** 2 / (2 * length) if length and at > self.start else 0.0
        return grown + max(at - self.end, 0.0)


def building(phase: Phase) -> Change:
    """How a phase comes into service."""
    start = float(phase.start.toordinal())
    return Change(start, float(phase.end.toordinal()) if phase.end else start)


def retirement(phase: Phase) -> Change | None:
    """How a phase goes out of service: each part a lifetime after it came, to the day where that is whole years."""
    if not phase.lifetime:
        return None
    return Change(_later(phase.start, phase.lifetime), _later(phase.end or phase.start, phase.lifetime))


def _later(day: date, years: float) -> float:
    whole = int(years)
    leap_day = (day.month, day.day) == (2, 29)
    same = date(day.year + whole, 3, 1) if leap_day and whole else day.replace(year=day.year + whole)
    return same.toordinal() + (years - whole) * _DAYS_OF_A_YEAR


def installed(phase: Phase, day: date) -> float:
    """The share of a phase that is in service when a day begins: built by the day before, and not yet retired."""
    at, gone = float(day.toordinal()), retirement(phase)
    return building(phase).done(at) - (gone.done(at) if gone else 0.0)


def added(phase: Phase, year: int) -> float:
    """The share of a phase that comes into service in a calendar year."""
    return _within(building(phase), year)


def retired(phase: Phase, year: int) -> float:
    """The share of a phase that goes out of service in a calendar year, by the end of its last day."""
    gone = retirement(phase)
    return _within(gone, year) if gone else 0.0


def _within(change: Change, year: int) -> float:
    return change.done(_new_year(year + 1)) - change.done(_new_year(year))


def days_in_service(phase: Phase, year: int) -> float:
    """Days of a calendar year for which a phase is in service; a part of it counts as a part of the day."""
    first, last = _new_year(year), _new_year(year + 1)
    built, gone = building(phase), retirement(phase)
    days = built.since(last) - built.since(first)
    return days - (gone.since(last) - gone.since(first)) if gone else days


def years_in_service(phase: Phase, year: int) -> float:
    """The share of a calendar year for which a phase is in service."""
    return days_in_service(phase, year) / (_new_year(year + 1) - _new_year(year))


def _new_year(year: int) -> float:
    return float(date(year, 1, 1).toordinal())


def years_of(phases: Sequence[Phase]) -> tuple[int, int]:
    """The years from the first phase to the first whole year of the last one."""
    return min(phase.start.year for phase in phases), max((phase.end or phase.start).year for phase in phases) + 1


def passing(phases: Sequence[Phase]) -> set[str]:
    """The systems of phases that are followed by others, and of what stands after them: stages, and nobody's totals."""
    last = {phase.system: phase.name for phase in phases}
    return {phase.stock for phase in phases} | {phase.name for phase in phases} - {*last.values()}


def measures(
    phases: Sequence[Phase], years: tuple[int, int], quantity: str, unit: str, hours: Sequence[float] | None
) -> dict[str, Shares]:
    """What can be told of a quantity over years, and how much of each phase goes into it.

    What a year brings (`annual_…`) goes by the time in service, money that is spent once by what is added, and the rest
    is a stock. `hours` are those of the year that a phase's annual figures are of; None where these are no matter of
    hours, such as the write-off of what was built: then a calendar year is a year.
    """
    first = min(years[0], years_of(phases)[0])
    if "annual_" in quantity:
        factors = np.ones(len(phases)) if hours is None else 24 / np.asarray(hours)
        share = years_in_service if hours is None else days_in_service
        found = _over_time(_table(phases, first, years[1], share) * factors)
    elif "USD" in unit:
        found = _over_time(_table(phases, first, years[1], added))
    else:
        standing = _table(phases, first, years[1], lambda phase, year: installed(phase, date(year + 1, 1, 1)))
        found = {"at its end": standing, "added in the year": _table(phases, first, years[1], added)}
        if any(phase.lifetime for phase in phases):
            found["retired in the year"] = _table(phases, first, years[1], retired)
    return {measure: shares[years[0] - first :] for measure, shares in found.items()}


def _over_time(shares: Shares) -> dict[str, Shares]:
    return {"in the year": shares, "cumulative": np.cumsum(shares, axis=0)}


def _table(phases: Sequence[Phase], first: int, last: int, share: Callable[[Phase, int], float]) -> Shares:
    return np.array([[share(phase, year) for phase in phases] for year in range(first, last + 1)])
