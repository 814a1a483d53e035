"""Defaults that give way: where one would put a value where it cannot be, it moves, and nothing that was stated does.

A default is drawn on condition that the bound holds; where hardly any of what it usually is allows that, it is set
aside. Exact defaults, such as accelerators that run at their design limit, are part of what a chosen entry of the
catalog is: they give way to facts alone, and not where facts are held against an entry.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any

import numpy as np

from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solution.agreement import verdict
from estimator.solver.conditioning import conditioned, way_back
from estimator.solver.evaluate import evaluate, room
from estimator.solver.kernel import needed
from estimator.solver.plan import Plan
from estimator.solver.steps import Conditioned, Kept, Limit, Step
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.uncertainty.medians import median
from estimator.uncertainty.truncation import Truncation
from estimator.units.dimensions import Dimension
from estimator.units.reading import to_coherent

_HARDLY = 0.01
"""A default of which a smaller share keeps a bound cannot hold beside what is stated."""

_NARROW = 1.1
"""Limits closer to each other than this leave little to guess: the default lies there, however unusual that is."""

_ROUNDED = 1.06
"""Limits that cross by a smaller factor may do so because numbers are rounded."""

NEARLY_ALL = 0.999
"""A default of which this share is left is told as the catalog has it: a digit of it hardly moves."""

_NUDGE = 1e-3
_FAR = 1e6
"""A factor by which a default may be moved where its quantity has no bound."""

_STAGES = tuple(2.0**-step for step in range(12, -1, -1))
"""Shares of the way to where a default can go at all, the last of them there."""

_ROUNDS = 8
"""How often all defaults are moved: each halves at least what is left of the way to a bound between two stages."""


@dataclass(frozen=True)
class Demand:
    """A bound that a value has to keep, in coherent units; `upper` says that it may not be more."""

    at: Variable
    bound: float
    upper: bool

    def kept(self, values: Draws) -> float:
        """The share of draws that keep it; 1 where there is no value that could break it."""
        values = values[np.isfinite(values)]
        slack = SLACK * abs(self.bound)
        kept = values <= self.bound + slack if self.upper else values >= self.bound - slack
        return float(np.mean(kept)) if values.size else 1.0


def yielded(
    plan: Plan, values: Mapping[Variable, Draws], demand: Demand, possible: Callable[[Demand], float]
) -> Plan | Stated | None:
    """A plan in which a default gives way to a demand, or a default to set aside; None where none can.

    `possible` tells how many draws keep the demand with all defaults moved as far as they go.
    """
    defaults, broken = _defaults(plan, demand.at), verdict(demand.kept(values[demand.at])) != "agrees"
    if not defaults or (broken and verdict(possible(demand)) != "agrees"):
        return None
    for name in defaults:
        if (limit := _limit(plan, name, demand)) is None:
            continue
        datum = plan.basis[name]
        found = conditioned(plan, name, [limit], Truncation(datum))
        if can_hold(datum, *room(found.conditioned[name], values)):
            return found
    held = any(
        limit.at == demand.at
        for name in defaults
        if name in plan.conditioned
        for limit in plan.conditioned[name].limits
    )
    return (defaults[0], plan.basis[defaults[0]]) if broken and not held else None  # what is rounded stays a little off


def _defaults(plan: Plan, variable: Variable) -> list[Variable]:
    """The defaults behind a value that can give way, those first that move least else."""
    behind = [name for name in plan.response(variable) if name in plan.basis]
    entries = any(plan.basis[name].tier == Tier.USE for name in behind)
    found = [
        name for name in behind if plan.basis[name].is_default and not (entries and plan.basis[name].value.is_point)
    ]
    return sorted(found, key=lambda name: len(plan.downstream(name)))


def gives_way_first(plan: Plan, name: Variable, variable: Variable) -> bool:
    """Whether a default is the first of those behind a value to give way, and not one that stands in for another."""
    plan = replace(plan, steps=_plain(plan), conditioned={})
    ranges = (one for one in _defaults(plan, variable) if not plan.basis[one].value.is_point)
    return name == next((one for one in ranges if way_back(plan, one, variable) is not None), None)


def _limit(plan: Plan, name: Variable, demand: Demand) -> Limit | None:
    """How far a demand lets a default go; None for an exact one, and where no chain of equations tells."""
    held = plan.conditioned.get(name)
    if plan.basis[name].value.is_point or (held and any(limit.at == demand.at for limit in held.limits)):
        return None
    steps = way_back(plan, name, demand.at)
    if steps is None:
        return None
    return Limit(demand.at, demand.bound, demand.upper == (_rises(plan, name, demand.at) > 0), steps)


def allowed(plan: Plan, values: Mapping[Variable, Draws], name: Variable) -> float:
    """The share of what a conditioned default usually is that its limits leave."""
    return left(plan.basis[name], *room(plan.conditioned[name], values))


def left(datum: Datum, low: Any, high: Any) -> float:
    """The share of a range that limits leave, over draws."""
    return float(np.mean(Truncation(datum).share(low, high)))


def can_hold(datum: Datum, low: Any, high: Any) -> bool:
    """Whether limits, over draws, leave enough of a default, or so little room that it can only lie there."""
    least, most = (median(end) / datum.factor for end in (low, high))
    bottom, top = max(least, datum.dimension.lower), min(most, datum.dimension.upper)
    if not isfinite(bottom) or least > _ROUNDED * top or bottom > _ROUNDED * most:
        return False
    is_narrow = bottom > 0 and top <= _NARROW * bottom
    return is_narrow or median(Truncation(datum).share(low, high)) >= _HARDLY


def reach(plan: Plan, drawn: Mapping[Variable, Any], variable: Variable, up: bool) -> Draws:
    """A value over draws of its data, with every default behind it where it takes the value farthest up or down."""
    steps = _free(plan, variable)
    return np.asarray(evaluate(plan, {**drawn, **_farthest(plan, variable, steps, up)}, steps)[variable], dtype=float)


def _farthest(plan: Plan, variable: Variable, steps: Sequence[Step], up: bool) -> dict[Variable, float]:
    """Where the defaults behind a value take it farthest, around the medians of all data.

    One after the other is moved, and again until none moves: what one of them can do hangs on where others are. As few
    bounds as can be are broken on the way, such as that of a part that would be more than its whole.
    """
    point = {name: quantiles(datum)[1] * datum.factor for name, datum in plan.basis.items()}
    defaults = _defaults(plan, variable)
    for _ in range(_ROUNDS):
        before = dict(point)
        for name in defaults:
            places = np.array([point[name], *_places(plan.basis[name], point[name])])
            found = evaluate(plan, {**point, name: places}, steps)
            values = np.broadcast_to(found[variable] if up else -found[variable], places.shape)
            broken = _broken(plan, {other: found[other] for other in found.keys() - {variable}}, places.size)
            order = np.lexsort((-values, np.where(np.isfinite(values), broken, places.size * len(found))))
            point[name] = float(places[order[0]])
        if point == before:
            break
    return {name: point[name] for name in defaults}


def _broken(plan: Plan, values: Mapping[Variable, Any], number: int) -> Any:
    """How many computed values break a bound at each of some points."""
    broken = np.zeros(number, dtype=int)
    for name in values.keys() & plan.made_by.keys():
        lower, upper = limits(plan.network.dimension(name))
        broken += ~((values[name] >= lower) & (values[name] <= upper))
    return broken


def _rises(plan: Plan, name: Variable, variable: Variable) -> int:
    """Whether a value rises (1) or falls (-1) with a datum, around the medians of all data."""
    point = {other: quantiles(datum)[1] * datum.factor for other, datum in plan.basis.items()}
    steps = _free(plan, variable)
    before = evaluate(plan, point, steps)[variable]
    moved = point[name] * (1 + _NUDGE) or _NUDGE * plan.basis[name].factor
    after = evaluate(plan, {**point, name: moved}, steps)[variable]
    return int(np.sign(after - before)) if np.isfinite(after - before) else 0


def _free(plan: Plan, variable: Variable) -> list[Step]:
    """The steps behind a value, without those that condition defaults."""
    return needed(_plain(plan), [variable])


def _plain(plan: Plan) -> list[Step]:
    """The steps of a plan in which no default is held back."""
    return [step for step in plan.steps if not isinstance(step, Kept | Conditioned)]


def _places(datum: Datum, here: float) -> list[float]:
    """Where a default may be moved to: by stages as far as it can go at all, up and down, in coherent units."""
    dimension, middle = datum.dimension, quantiles(datum)[1]
    top = dimension.upper if dimension.upper < inf else _FAR * max(middle, 1.0)
    bottom = dimension.lower if dimension.lower > 0 or dimension.zero else middle / _FAR
    return [_between(here, end * datum.factor, share) for end in (top, bottom) for share in _STAGES]


def _between(here: float, end: float, share: float) -> float:
    """A point on the way from one number to another: by factors, or by differences where one of them is nothing."""
    if min(here, end) > 0:
        return here * float((end / here) ** share)
    return here + (end - here) * share


def demands(
    plan: Plan, values: Mapping[Variable, Draws], variables: Iterable[Variable] | None = None
) -> Iterator[Demand]:
    """The hard bounds that some draws of computed values break, or of some of them."""
    for variable in plan.made_by if variables is None else variables:
        dimension, drawn = plan.network.dimension(variable), values[variable]
        lower, upper = limits(dimension)
        if np.any(drawn < lower):
            yield Demand(variable, dimension.lower * to_coherent(dimension.unit), upper=False)
        if np.any(drawn > upper):
            yield Demand(variable, dimension.upper * to_coherent(dimension.unit), upper=True)


SLACK = 1e-9
"""By less than this, in the unit of its quantity, a value may miss a bound: rounding."""


def limits(dimension: Dimension) -> tuple[float, float]:
    """The hard bounds of a quantity in coherent units, wide enough for rounding."""
    factor = to_coherent(dimension.unit)
    return (dimension.lower - SLACK) * factor, (dimension.upper + SLACK) * factor
