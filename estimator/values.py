"""From what somebody wrote to a value in the unit of its quantity, or a sentence about why not."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import isfinite
from typing import Any

from estimator.datum import Family, Value
from estimator.errors import EstimatorError, suggestion
from estimator.units.conversion import converted, in_unit, sane, stated_in
from estimator.units.dimensions import Dimension, middle
from estimator.units.reading import Stated, money_of, read

FAMILIES: dict[Family, tuple[str, ...]] = {
    "normal": ("mean", "sd"),
    "lognormal": ("median", "gsd"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "pert": ("low", "mode", "high"),
    "beta": ("alpha", "beta"),
}
"""The named families and the numbers that each is given by."""

_PURE = ("gsd", "alpha", "beta")
_PER_CENT = 100
_TAIL = 6.0
"""Standard deviations that a normal or lognormal must keep from a hard bound."""


def value_of(written: Any, name: str, dimension: Dimension) -> Value:
    """Read one value of a quantity: text, a bare number, or a map of low, central and high or of a named family.

    Money of other currencies is read as its own number of units; `Value.money` says which they are.

    Raises:
        EstimatorError: wrong dimension, bounds broken, a range the wrong way round, no number; with what to write.
    """
    value = _value_of(written, name, dimension)
    return replace(value, money=_money(written, name, dimension)) if "USD" in dimension.unit else value


def scaled(value: Value, factor: float, money: str) -> Value:
    """Money in other units: every number times a factor, in its four digits, but for those that are ratios."""
    kept = 1 if value.family == "lognormal" else len(value.parameters)
    parameters = tuple(float(f"{x * factor:.4g}") for x in value.parameters[:kept]) + value.parameters[kept:]
    return replace(value, parameters=parameters, money=money)


def _money(written: Any, name: str, dimension: Dimension) -> str:
    """The one money that a value is stated in, such as EUR2023."""
    if isinstance(written, Mapping):
        found = {_money(number, name, dimension) for number in written.values()} - {""}
    else:
        found = {"".join(money_of(read(written, dimension).unit))} - {""} if isinstance(written, str) else set()
    if len(found) > 1:
        raise EstimatorError(f"{name}: {' and '.join(sorted(found))} in one range; write both ends in the same money")
    return found.pop() if found else ""


def _value_of(written: Any, name: str, dimension: Dimension) -> Value:
    if isinstance(written, Mapping):
        return _from_map(written, name, dimension)
    stated = stated_in(written, name, dimension)
    if stated.low is None or stated.high is None:
        return _point(stated, name, dimension)
    central = None if stated.central is None else converted(stated.central, stated, name, dimension)
    low, high = (converted(end, stated, name, dimension) for end in (stated.low, stated.high))
    if central is None:
        _check_ends(low, high, name, dimension)
        return Value("range", (low, middle(low, high, dimension.scale), high))
    if stated.step and low == high:
        return _point(stated, name, dimension)
    if stated.step:
        step = stated.step * (high - low) / (stated.high - stated.low)
        low, central, high = _parted((low, central, high), step, dimension)
    return _range(low, central, high, name, dimension)


def _parted(printed: tuple[float, float, float], step: float, dimension: Dimension) -> tuple[float, float, float]:
    """Rounded numbers that may be equal, or on a bound, within less than half of their last digit of what is printed.

    A lower bound of 0 is none that rounding reaches: a printed end is never 0 where the value is not.
    """
    low, central, high = printed
    near = step / 8
    if dimension.lower:
        low, central = max(low, dimension.lower + near), max(central, dimension.lower + 2 * near)
    if isfinite(dimension.upper):
        high, central = min(high, dimension.upper - near), min(central, dimension.upper - 2 * near)
    return (low if low < central else central - near), central, (high if high > central else central + near)


def _point(stated: Stated, name: str, dimension: Dimension) -> Value:
    value = converted(stated.central or 0.0, stated, name, dimension)
    check_bounds(value, name, dimension)
    return Value("point", (value,), stated.side)


def _from_map(written: Mapping[str, Any], name: str, dimension: Dimension) -> Value:
    if set(written) == {"low", "central", "high"}:
        low, central, high = (_number(written[key], name, dimension) for key in ("low", "central", "high"))
        return _range(low, central, high, name, dimension)
    if set(written) == {"low", "high"}:
        low, high = (_number(written[key], name, dimension) for key in ("low", "high"))
        _check_ends(low, high, name, dimension)
        return Value("range", (low, middle(low, high, dimension.scale), high))
    if len(written) != 1:
        raise EstimatorError(f"{name}: write value, or low, central and high, or one of {', '.join(FAMILIES)}")
    family, numbers = next(iter(written.items()))
    if family not in FAMILIES:
        raise EstimatorError(f"{name}: {family} is no family of ranges{suggestion(str(family), FAMILIES)}")
    return _named(family, numbers, name, dimension)


def _named(family: Family, numbers: Any, name: str, dimension: Dimension) -> Value:
    wanted = FAMILIES[family]
    if not isinstance(numbers, Mapping) or set(numbers) != set(wanted):
        raise EstimatorError(f"{name}: {family} is given by {', '.join(wanted)}")
    pure = Dimension("1", "a number")
    values = [_number(numbers[key], f"{name} {key}", pure if key in _PURE else dimension) for key in wanted]
    _check_family(family, values, name)
    value = Value(family, tuple(values))
    low, high = _support(value)
    sane(high, name)
    if low < dimension.lower or high > dimension.upper or (family == "beta" and dimension.upper != 1):
        raise EstimatorError(
            f"{name}: {family} reaches beyond {_bounds(dimension)}; narrow it, or write low..high, which cannot"
        )
    return value


def _check_family(family: Family, values: list[float], name: str) -> None:
    """Refuse numbers that no distribution of the family has."""
    wanted = FAMILIES[family]
    if family in ("uniform", "triangular", "pert") and not all(first < second for first, second in pairwise(values)):
        raise EstimatorError(f"{name}: {family} needs {' < '.join(wanted)}")
    if family == "lognormal" and not (values[0] > 0 and values[1] > 1):
        raise EstimatorError(f"{name}: lognormal needs a median above 0 and a gsd, the geometric sd, above 1")
    if (family == "beta" and min(values) <= 0) or (family == "normal" and values[1] <= 0):
        needed = " and ".join(wanted) if family == "beta" else wanted[-1]
        raise EstimatorError(f"{name}: {family} needs {needed} above 0")


def _support(value: Value) -> tuple[float, float]:
    """The ends of a distribution, or four standard deviations where it has none."""
    first, second = value.parameters[0], value.parameters[1]
    match value.family:
        case "normal":
            return first - _TAIL * second, first + _TAIL * second
        case "lognormal":
            return first / second**_TAIL, first * second**_TAIL
        case "beta":
            return 0.0, 1.0
    return first, value.parameters[-1]


def _range(low: float, central: float, high: float, name: str, dimension: Dimension) -> Value:
    _check_ends(low, high, name, dimension)
    if not low < central < high:
        raise EstimatorError(f"{name}: the central value should lie between low and high, which are p5 and p95")
    return Value("range", (low, central, high))


def _check_ends(low: float, high: float, name: str, dimension: Dimension) -> None:
    for end in (low, high):
        inside = dimension.lower <= end <= dimension.upper
        if not inside or low == high:
            check_bounds(end, name, dimension)
        if low == high:
            raise EstimatorError(f"{name}: the range has no width; write {in_unit(low, dimension)}, or a wider one")
        if not low < high:
            raise EstimatorError(f"{name}: the range runs the wrong way; write the smaller end first")
        if end in (dimension.lower, dimension.upper):
            raise EstimatorError(
                f"{name}: a 90 % interval cannot end on the bound {end:g}; move the end inside, or write"
                f" {{uniform: {{low: {low:g}, high: {high:g}}}}}"
            )


def check_bounds(value: float, name: str, dimension: Dimension) -> None:
    """Refuse a number outside the hard bounds of its quantity."""
    if not dimension.lower <= value <= dimension.upper:
        raise EstimatorError(f"{name} should be {_bounds(dimension)}, got {value:g}{_meant(value, dimension)}")
    if value == 0 and not dimension.zero:
        raise EstimatorError(f"{name} should be above 0; leave it out where it is unknown")


def _meant(value: float, dimension: Dimension) -> str:
    """What was probably meant by a number outside the bounds: per cent, or the inverse."""
    if dimension.inverse and 0 < value < dimension.lower:
        return f"; if it is {dimension.inverse}, write {1 / value:.3g}"
    return f"; if it is per cent, write {value:g} %" if dimension.upper == 1 < value <= _PER_CENT else ""


def _bounds(dimension: Dimension) -> str:
    unit = "" if dimension.unit == "1" else f" {dimension.unit}"
    if isfinite(dimension.upper):
        return f"between {dimension.lower:g} and {dimension.upper:g}{unit}"
    return f"at least {dimension.lower:g}{unit}"


def _number(written: Any, name: str, dimension: Dimension) -> float:
    stated = stated_in(written, name, dimension)
    if stated.central is None or stated.low is not None or stated.side:
        raise EstimatorError(f"{name}: {written} stands where one number is due")
    return converted(stated.central, stated, name, dimension)
