"""Interval contraction (as HC4 does it): what can be at all. An empty interval is a contradiction.

Intervals are carried through the equations, forward and back, until nothing changes.

Only what the scenario states and what a quantity can be go in, no default: an empty interval is certain, whatever is
assumed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf, isnan
from typing import Any

import numpy as np

from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solution.rounding import FARTHEST_ROUNDED, ROUNDED_TO_WHOLE, rounding
from estimator.solver.algebra import compute
from estimator.solver.network import Network
from estimator.uncertainty.distributions import support
from estimator.units.reading import to_coherent

_ROUNDS = 100
_WORTH = 1e-6
"""A narrowing by less than this share is not passed on."""

_NOISE = 1e-9


@dataclass(frozen=True)
class Box:
    """An interval of numbers that are not negative, or of differences of such; it is never empty itself."""

    low: float
    high: float

    def __add__(self, other: "Box | float") -> "Box":
        other = _box(other)
        return Box(self.low + other.low, self.high + other.high)

    def __neg__(self) -> "Box":
        return Box(-self.high, -self.low)

    def __sub__(self, other: "Box | float") -> "Box":
        return self + -_box(other)

    def __rsub__(self, other: float) -> "Box":
        return -self + other

    def __mul__(self, other: "Box | float") -> "Box":
        other = _box(other)
        ends = [_product(mine, its) for mine in (self.low, self.high) for its in (other.low, other.high)]
        return Box(min(ends), max(ends))

    def __truediv__(self, other: "Box | float") -> "Box":
        other = _box(other)
        if other.low <= 0 <= other.high:
            if other.low < 0 or self.low < 0:
                return Box(-inf, inf)
            return Box(self.low / other.high if other.high else 0.0, inf)
        return self * Box(1 / other.high, 1 / other.low)

    def __rtruediv__(self, other: float) -> "Box":
        return _box(other) / self

    def __pow__(self, power: "float | Box") -> "Box":
        exponent = power.low if isinstance(power, Box) else power
        low = max(self.low, 0.0)
        ends = [_power(low, exponent), _power(self.high, exponent)]
        return Box(min(ends), max(ends))

    __radd__, __rmul__ = __add__, __mul__

    @staticmethod
    def through(function: Callable[..., Any], arguments: Sequence["Box | float"]) -> "Box":
        """A function that rises or falls steadily is highest and lowest in corners."""
        corners = product(*((_box(argument).low, _box(argument).high) for argument in arguments))
        with np.errstate(invalid="ignore"):
            values = [float(function(*corner)) for corner in corners]
        return Box(-inf, inf) if any(map(isnan, values)) else Box(min(values), max(values))


def _box(value: Box | float) -> Box:
    return value if isinstance(value, Box) else Box(value, value)


def _product(first: float, second: float) -> float:
    """A product in which zero wins over infinity: an end that is not reached."""
    found = first * second
    return 0.0 if isnan(found) else found


def _power(value: float, exponent: float) -> float:
    if value == 0:
        return 0.0 if exponent > 0 else inf
    return float(value**exponent)


def impossible(network: Network, data: Sequence[Stated]) -> tuple[Stated, ...]:
    """A minimal set of statements that no values satisfy, after the conventions; nothing where values do.

    Those without a document are the first to be taken out, and then by quantity: the order of the file decides nothing.
    """
    stated = [item for item in data if item[1].tier == Tier.GIVEN]
    fixed = [item for item in data if item[1].tier == Tier.CONVENTION]
    if not _is_empty(network, [*fixed, *stated]):
        return ()
    needed = list(stated)
    for item in sorted(stated, key=_expendable):
        rest = [other for other in needed if other is not item]
        if _is_empty(network, [*fixed, *rest]):
            needed = rest
    return (*fixed, *needed)


def _expendable(item: Stated) -> tuple[bool, str, tuple[float, ...]]:
    variable, datum = item
    return bool(datum.sources), variable.quantity, datum.value.parameters


def _is_empty(network: Network, data: Sequence[Stated]) -> bool:
    boxes = {variable: _possible(network, variable) for variable in network.variables}
    changed = set()
    for variable, datum in data:
        if variable not in boxes:
            continue
        box = _met(boxes[variable], _stated(datum))
        if box is None:
            return True
        boxes[variable] = box
        changed.add(variable)
    for _ in range(_ROUNDS):
        links = dict.fromkeys(number for variable in sorted(changed) for number in network.touching[variable])
        changed = set()
        for number in links:
            narrowed = _narrowed(network, number, boxes)
            if narrowed is None:
                return True
            changed |= narrowed
        if not changed:
            break
    return False


def _narrowed(network: Network, number: int, boxes: dict[Variable, Box]) -> set[Variable] | None:
    """The variables that one equation narrows; None where it leaves one of them nothing."""
    link, changed = network.links[number], set()
    for variable in dict.fromkeys(link.variables):
        expression = link.solved_for(variable)
        if expression is None:
            continue
        before = boxes[variable]
        after = _met(before, compute(expression, link.local(boxes)))
        if after is None:
            return None
        boxes[variable] = after
        if _worth(before, after):
            changed.add(variable)
    return changed


def _met(first: Box, second: Box) -> Box | None:
    """What two intervals share, give or take rounding; None where that is nothing."""
    low, high = max(first.low, second.low), min(first.high, second.high)
    if low <= high:
        return Box(low, high)
    return Box(high, low) if low - high <= _NOISE * max(abs(low), abs(high)) else None


def _worth(before: Box, after: Box) -> bool:
    up = after.low - before.low > _WORTH * max(abs(after.low), abs(before.low))
    down = before.high > after.high and (before.high == inf or before.high - after.high > _WORTH * abs(before.high))
    return up or down


def _possible(network: Network, variable: Variable) -> Box:
    dimension = network.dimension(variable)
    return Box(dimension.lower, dimension.upper) * to_coherent(dimension.unit)


def _stated(datum: Datum) -> Box:
    """Where a statement lies for certain, in coherent units: a rounded number, a limit, the ends of a family."""
    low, high = support(datum)
    if datum.value.is_point and datum.tier == Tier.GIVEN:
        half = 0.5 if datum.dimension.unit in ROUNDED_TO_WHOLE else rounding(low, FARTHEST_ROUNDED) * low
        low, high = max(low - half, 0.0), high + half
    if datum.value.side == ">=":
        high = inf
    if datum.value.side == "<=":
        low = 0.0
    return Box(low, high) * datum.factor
