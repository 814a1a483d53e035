"""Values that Python hands over, as floats and arrays in coherent units."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from estimator.errors import EstimatorError
from estimator.units.conversion import sane, unit_hint
from estimator.units.dimensions import Dimension
from estimator.units.plain_numbers import plain_number
from estimator.units.reading import registry, to_coherent
from estimator.values import check_bounds, value_of

_KINDS = {"b": "truths", "c": "complex numbers", "U": "texts", "S": "texts", "M": "dates", "m": "durations"}
"""What arrays hold that are none of numbers, by numpy's letter."""


def coherent(value: Any, name: str, dimension: Dimension) -> Any:
    """A text with its unit, a pint quantity, or a number or an array of a count or ratio, in coherent units.

    Raises:
        EstimatorError: no single numbers, another dimension, a broken bound, not finite.
    """
    if isinstance(value, str | Mapping):
        return _stated(value, name, dimension) * to_coherent(dimension.unit)
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        numbers = _converted(value, name, dimension)
    else:
        numbers = _numbers(value, name, dimension)
        if not dimension.counts:
            raise EstimatorError(
                f"{name} should be {dimension.noun}{unit_hint(dimension)}, got a number without a unit; write it"
                f" as text, such as '2 {dimension.unit}'"
            )
    if not np.isfinite(numbers).all():
        raise EstimatorError(f"{name} is not finite; leave it out where it is unknown")
    for end in outermost(numbers):
        check_bounds(sane(end, name), name, dimension)
    return numbers * to_coherent(dimension.unit) if np.ndim(numbers) else float(numbers) * to_coherent(dimension.unit)


def outermost(numbers: Any) -> tuple[float, ...]:
    """The smallest and the largest of some numbers, if there are any."""
    return (float(np.min(numbers)), float(np.max(numbers))) if np.size(numbers) else ()


def check_shapes(values: Mapping[str, Any]) -> None:
    """Refuse arrays that do not go together, by the names of the first two.

    Raises:
        EstimatorError: two arrays do not broadcast.
    """
    seen: dict[str, tuple[int, ...]] = {}
    for name, value in values.items():
        shape = np.shape(value)
        for other, before in seen.items():
            try:
                np.broadcast_shapes(before, shape)
            except ValueError:
                first, second = (" × ".join(map(str, one)) for one in (before, shape))
                raise EstimatorError(
                    f"{other} is an array of {first} and {name} of {second}, which do not go together; give both as"
                    " many values, or one of them a single one"
                ) from None
        seen[name] = shape


def _stated(value: str | Mapping[str, Any], name: str, dimension: Dimension) -> float:
    stated = value_of(value, name, dimension)
    if not stated.is_point:
        raise EstimatorError(f"{name}: evaluate takes single values; use estimate for ranges")
    if stated.side:
        raise EstimatorError(
            f"{name}: evaluate takes single values; use estimate for bounds, or leave out {stated.side}"
        )
    return stated.parameters[0]


def _converted(quantity: Any, name: str, dimension: Dimension) -> Any:
    """The numbers of a pint quantity, of this registry or another, in the unit of the dimension."""
    target = dimension.unit if dimension.unit != "1" else "dimensionless"
    unit = f"{quantity.units:~}".replace(" ", "") or "1"
    refused = EstimatorError(f"{name} should be {dimension.noun}{unit_hint(dimension)}, got {unit}")
    if dict(quantity.dimensionality) != dict(registry().Quantity(1.0, target).dimensionality):
        raise refused
    numbers = _numbers(quantity.magnitude, name, dimension)
    try:
        return np.asarray(type(quantity)(numbers, quantity.units).to(target).magnitude, dtype=float)
    except (AttributeError, TypeError, ValueError):  # another registry, in which our unit has no name
        raise refused from None


def _numbers(value: Any, name: str, dimension: Dimension) -> Any:
    """A number as a float, several of them as an array; nothing that only looks like a number passes."""
    due = f"{name} should be {dimension.noun}{unit_hint(dimension)}"
    try:
        if not (isinstance(value, list | tuple) or getattr(value, "shape", None)):
            return plain_number(value)
        array = np.asarray(value, dtype=object if isinstance(value, list | tuple) else None)
        if array.dtype.kind == "O":  # of lists, in which numpy would take a truth beside a number for another
            return np.array([plain_number(one) for one in array.flat], dtype=float).reshape(array.shape)
    except ValueError:
        raise EstimatorError(f"{due}, got arrays of different shapes in one list; give an array") from None
    except TypeError as error:
        raise EstimatorError(f"{due}, got {error}; give a number, a text with its unit or an array") from None
    if held := _KINDS.get(array.dtype.kind):
        raise EstimatorError(f"{due}, got {held}; give numbers")
    return array.astype(float)
