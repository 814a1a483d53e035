"""What is to be swept, as somebody wrote it: names with their values, read strictly."""

import os
from collections.abc import Mapping, Sequence, Set
from typing import Any

from estimator.errors import EstimatorError
from estimator.interface.arguments import told, whole_number
from estimator.scenario.plain_data import plain_data

Swept = str | Sequence[Any]
"""`START:STOP:COUNT`, `START:STOP`, `a,b,c`, or a sequence of values."""


def swept_of(over: Any) -> Mapping[str, Swept] | Sequence[str]:
    """What is swept: by name, each with its text or its values; or texts NAME=VALUES.

    Arrays and columns of a table are sequences; a single value is a list of one.

    Raises:
        EstimatorError: what is none of these.
    """
    if over is None:
        return ()
    if isinstance(over, str):
        return (over,)
    if isinstance(over, Mapping):
        return {_name(name): _values(name, written) for name, written in over.items()}
    found = [*over] if hasattr(over, "__iter__") else [over]
    if wrong := next((one for one in found if not isinstance(one, str)), None):
        raise EstimatorError(f"over should be a map such as {{'pue': [1.1, 1.2]}}, got {told(wrong)}")
    return found


def count_of(name: str, written: Any) -> int | None:
    """A number of points, if there is one.

    Raises:
        EstimatorError: it is no whole number.
    """
    return None if written is None else whole_number(name, written, least=None)


def table_of(points: Any) -> str | None:
    """The path of a table of points, if there is one.

    Raises:
        EstimatorError: it is no path.
    """
    if points is None or isinstance(points, str):
        return points
    if isinstance(points, os.PathLike) and isinstance(path := os.fspath(points), str):
        return path
    raise EstimatorError(f"points should be the path of a CSV file, got {told(points)}; write values into over")


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise EstimatorError(f"over is swept by name, such as {{'pue': [1.1, 1.2]}}, got {told(name)} for a name")
    return name


def _values(name: str, written: Any) -> Swept:
    """The text of what a name takes, or all its values."""
    if isinstance(written, str):
        return written
    if isinstance(written, Set):
        raise EstimatorError(f"over {name}: a set has no order; write a list")
    several = hasattr(written, "__iter__") and not isinstance(written, Mapping) and getattr(written, "shape", 1) != ()
    values = [plain_data(value) for value in written] if several else [plain_data(written)]
    for value in values:
        if isinstance(value, bool) or not isinstance(value, str | int | float | Mapping):
            raise EstimatorError(f"over {name}: takes numbers and texts, got {told(value)}")
    return values
