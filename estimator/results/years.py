"""Quantities over the years of a ramp, by system and status. Quantiles of sums are those of summed draws."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from estimator.case import Case, Phase
from estimator.computing.workers import Threads
from estimator.datum import Variable
from estimator.model import Model
from estimator.results.estimates import Estimate
from estimator.scenario.ramps import STATUSES, Shares, installed, measures
from estimator.uncertainty.distributions import Draws
from estimator.uncertainty.measurement import KEPT, LEVELS, exact_quantiles

Quantiles = tuple[float, float, float]
"""p5, median and p95."""

Drawing = Callable[[Sequence[Variable], int], Mapping[Variable, Draws]]
"""Joint draws of variables in their units, so many of each."""

_UNKNOWN = (float("nan"),) * 3
_HOURS = "operating_year"
_TOGETHER = ("facility_peak_demand",)
"""Peaks of phases, which a connection has to carry at once: phases of one site do the same work at the same time."""

_MOST_DRAWS = 1_000_000
_ROOM = 2 * KEPT
"""Bytes of draws that are in memory at once."""

_AT_ONCE = 2_000_000
"""Numbers of weighted sums that are in memory at once."""

_NOTHING = 1e-9
"""A share of a phase that is what subtracting days leaves behind, and no share."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A quantity of a system's phases of one status in a year, by its `measure`.

    Of what stands: at the year's end, and what is added and retired within it. Of what a year brings, and of money
    that is spent once: in the year, and cumulative from the first phase on. Numbers are p5, p50 and p95 in `unit`;
    None where one of the phases has no value. A side is that of the phases which count in the year; zero has none.
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


@dataclass(frozen=True)
class Group:
    """The phases of one status that a system is made of, its own or those of its parts."""

    system: str
    status: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A quantity that is followed over time, and what is known of it for single phases, all in service for a year.

    `hours` are those of that year, by phase; None where the quantity is no matter of hours.
    """

    quantity: str
    unit: str
    quantiles: Mapping[str, Quantiles]
    sides: Mapping[str, str]
    hours: Mapping[str, float] | None = None


def groups_of(phases: Sequence[Phase], leaves: Mapping[str, Sequence[str]]) -> list[Group]:
    """Every system that phases make up, whose `leaves` they are, and for each status its phases, surest first."""
    within = {phase.name for phase in phases} | {phase.stock for phase in phases}
    found = []
    for system, below in leaves.items():
        if system in within:
            continue
        for status in STATUSES:
            members = tuple(phase for phase in phases if phase.status == status and phase.name in below)
            found += [Group(system, status, members)] if members else []
    return found


def mixed(phases: Sequence[Phase], leaves: Mapping[str, Sequence[str]]) -> set[str]:
    """The systems whose phases are not all equally sure."""
    status = {phase.name: phase.status for phase in phases}
    return {system for system, below in leaves.items() if len({status[leaf] for leaf in below if leaf in status}) > 1}


def counted_by_hours(model: Model) -> frozenset[str]:
    """The quantities that are computed from the hours of a year."""
    found = {_HOURS}
    while new := {one.name for one in model.equations if not found.isdisjoint(one.inputs)} - found:
        found |= new
    return frozenset(found)


def followed(model: Model, phases: Sequence[Phase], known: Mapping[Variable, Estimate], case: Case) -> list[Followed]:
    """Everything extensive that is known of some phase, and what is added up as if it came together."""
    timed = counted_by_hours(model)
    hours = {name.system: datum.value.parameters[0] for name, datum in case.data if name.quantity == _HOURS}
    found = []
    for name, quantity in model.quantities.items():
        estimates = [known[one] for phase in phases if (one := Variable(phase.name, name)) in known]
        values = {one.system: (one.p5 or 0.0, one.p50, one.p95 or 0.0) for one in estimates if one.p50 is not None}
        if (quantity.dimension.extensive or name in _TOGETHER) and values:
            sides = {one.system: one.side for one in estimates}
            unit = quantity.dimension.unit
            found.append(
                Followed(
                    quantity=name, unit=unit, quantiles=values, sides=sides, hours=hours if name in timed else None
                )
            )
    return found


def moments(
    groups: Sequence[Group], years: tuple[int, int], quantities: Sequence[Followed], draw: Drawing, draws: int
) -> list[Moment]:
    """Every quantity of every group over the years, in that order.

    Draws are only made where several ranges add up: of as many quantities at a time as there is room for.
    """
    found: list[Moment] = []
    for batch in _batches(groups, quantities, draws):
        wanted = [variable for one in batch for variable in _summed(groups, one)]
        count = min(draws, _MOST_DRAWS, max(_ROOM // (8 * max(len(wanted), 1)), 1))
        drawn = draw(wanted, count) if wanted else {}
        for one in batch:
            for group in groups:
                found += _followed(group, years, one, drawn)
    return found


def stock(group: Group, days: Sequence[date], one: Followed, draw: Drawing, draws: int) -> list[Quantiles | None]:
    """What stands of a group when each of some days begins; None where a phase that counts is not known."""
    wanted = _summed([group], one)
    count = min(draws, _MOST_DRAWS, max(_ROOM // (8 * max(len(wanted), 1)), 1))
    shares = np.array([[installed(phase, day) for phase in group.phases] for day in days])
    found = _sums(shares, [phase.name for phase in group.phases], one, draw(wanted, count) if wanted else {})
    return [
        None if low is None or middle is None or high is None else (low, middle, high) for low, middle, high in found
    ]


def _batches(groups: Sequence[Group], quantities: Sequence[Followed], draws: int) -> Iterator[list[Followed]]:
    batch: list[Followed] = []
    taken = 0
    for one in quantities:
        size = 8 * min(draws, _MOST_DRAWS) * len(_summed(groups, one))
        if batch and taken + size > _ROOM:
            yield batch
            batch, taken = [], 0
        batch.append(one)
        taken += size
    yield batch


def _summed(groups: Sequence[Group], one: Followed) -> list[Variable]:
    """The variables whose draws add up to a quantity of some group."""
    found: dict[Variable, None] = {}
    for group in groups:
        names = [phase.name for phase in group.phases]
        known = [name for name in names if name in one.quantiles]
        if len(known) > 1 and any(_is_range(one.quantiles[name]) for name in known):
            found |= dict.fromkeys(Variable(name, one.quantity) for name in known)
    return list(found)


def _is_range(quantiles: Quantiles) -> bool:
    return quantiles[0] != quantiles[2]


def _followed(group: Group, years: tuple[int, int], one: Followed, drawn: Mapping[Variable, Draws]) -> Iterator[Moment]:
    """One quantity of one group over the years."""
    names = [phase.name for phase in group.phases]
    if not any(name in one.quantiles for name in names):
        return
    hours = None if one.hours is None else [one.hours[name] for name in names]
    found = measures(group.phases, years, one.quantity, one.unit, hours)
    sums = iter(_sums(np.concatenate(list(found.values())), names, one, drawn))
    sides = [one.sides.get(name, "") for name in names]
    for measure, shares in found.items():
        for year, row in enumerate(shares, years[0]):
            p5, p50, p95 = next(sums)
            side = _side(compress(sides, row > _NOTHING)) if p50 else ""
            yield Moment(
                system=group.system,
                status=group.status,
                year=year,
                quantity=one.quantity,
                measure=measure,
                unit=one.unit,
                p5=p5,
                p50=p50,
                p95=p95,
                side=side,
            )


def _sums(
    shares: Shares, names: Sequence[str], one: Followed, drawn: Mapping[Variable, Draws]
) -> Iterator[Quantiles | tuple[None, None, None]]:
    """p5, median and p95 of phases added up by shares, for each row. Nothing is known where a part is not.

    Rows that are multiples of one direction have quantiles that are; those of one phase alone are known.
    """
    known = np.array([one.quantiles.get(name, _UNKNOWN) for name in names])
    directions = [_direction(row, known) for row in shares]
    apart = [*dict.fromkeys(filter(None, directions))]
    found = dict(zip(apart, _of_draws(apart, [Variable(name, one.quantity) for name in names], drawn), strict=True))
    for row, direction in zip(shares, directions, strict=True):
        p5, p50, p95 = found[direction] * row.max() if direction else row[row > 0] @ known[row > 0]
        yield (None, None, None) if np.isnan(p50) else (float(p5), float(p50), float(p95))


def _direction(row: Shares, known: NDArray[np.float64]) -> tuple[float, ...]:
    """Shares as parts of the largest one, where several ranges add up; empty where draws are not needed."""
    used = known[row > 0]
    if len(used) < 2 or np.isnan(used).any() or (used[:, 0] == used[:, 2]).all():
        return ()
    return tuple(np.round(row / row.max(), 12).tolist())


def _of_draws(
    rows: Sequence[tuple[float, ...]], variables: Sequence[Variable], drawn: Mapping[Variable, Draws]
) -> list[NDArray[np.float64]]:
    """Quantiles of weighted sums of draws; draws that could not be solved are left out."""
    if not rows:
        return []
    used = [number for number, variable in enumerate(variables) if variable in drawn]
    weights, values = np.array(rows)[:, used], np.stack([drawn[variables[number]] for number in used])
    step = max(_AT_ONCE // values.shape[1], 1)
    found: list[NDArray[np.float64]] = []
    for first in range(0, len(rows), step):
        found += Threads().map(_quantiles, weights[first : first + step] @ values)
    return found


def _quantiles(total: Draws) -> NDArray[np.float64]:
    return np.array(exact_quantiles(total if np.isfinite(total).all() else total[np.isfinite(total)], LEVELS))


def _side(sides: Iterable[str]) -> str:
    """Which way a sum is bounded, by the phases that go into it."""
    told = {side for side in sides if side}
    return "" if not told else told.pop() if len(told) == 1 else "either"
