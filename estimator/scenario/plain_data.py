"""Data of Python and of its libraries as the plain data that a scenario file is read to."""

import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from estimator.errors import EstimatorError
from estimator.scenario.sheets import MOST_ROWS, too_many

_DEEPEST = 20


def plain_data(written: Any, depth: int = 0) -> Any:
    """A copy made of maps, lists, texts and numbers; what is none of these stays as it is, to be refused where it is.

    Raises:
        EstimatorError: a key that is no text, or data that hold themselves.
    """
    if depth > _DEEPEST:
        raise EstimatorError("the data are nested too deep, or hold themselves; write them as a scenario file has them")
    if isinstance(written, Mapping):
        return {_key(key): plain_data(value, depth + 1) for key, value in written.items()}
    if isinstance(written, list | tuple):
        return [plain_data(value, depth + 1) for value in written]
    if _is_frame(written):
        return _frame_rows(written)
    if getattr(written, "shape", ()) != () and hasattr(written, "tolist") and not _is_quantity(written):
        return plain_data(written.tolist(), depth + 1)
    return plain_value(written)


def plain_value(written: Any) -> Any:
    """A single value as text or a number of Python: scalars of numpy and pandas, decimals, fractions, quantities, days.

    Booleans, tuples and all else are left to whoever says what is wrong with them.

    Raises:
        EstimatorError: a quantity of several numbers, or of none.
    """
    if _is_quantity(written):
        return _quantity_text(written)
    written = _unwrapped(written)
    if isinstance(written, str):
        return str.__str__(written)
    if isinstance(written, date):
        return written.isoformat()[:10]
    if isinstance(written, os.PathLike):
        return os.fspath(written)
    if isinstance(written, bool) or not isinstance(written, Real | Decimal):
        return written
    return _number(written)


def _is_frame(written: Any) -> bool:
    """Whether something is a data frame of pandas, or works like one."""
    return all(hasattr(written, name) for name in ("columns", "itertuples", "notna", "reset_index"))


def _frame_rows(frame: Any) -> list[list[Any]]:
    """A data frame as rows under its headings; what is missing is None, and an index with a name is a column.

    Raises:
        EstimatorError: it has more rows than a table has.
    """
    if len(frame) > MOST_ROWS:
        raise EstimatorError([too_many("the data frame", len(frame))])
    told = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    rows = told.astype(object).where(told.notna(), None).itertuples(index=False, name=None)
    return [[*map(str, told.columns)], *([plain_value(cell) for cell in row] for row in rows)]


def _key(key: Any) -> str:
    """A key of a map as text; years are numbers to YAML."""
    plain = plain_value(key)
    if isinstance(plain, bool) or not isinstance(plain, str | int):
        raise EstimatorError(f"{key!r:.60} is the key of a map; write a plain word")
    return str(plain)


def _is_quantity(written: Any) -> bool:
    """Whether something has a magnitude and units, of whichever registry of pint."""
    return hasattr(written, "magnitude") and hasattr(written, "units")


def _quantity_text(quantity: Any) -> str:
    """A quantity as its number and unit: `800.0 MW`."""
    unit = f"{quantity.units:~}".replace(" / ", "/").replace(" * ", "*").replace(" ** ", "**")
    try:
        return f"{float(plain_value(quantity.magnitude))!r} {unit}".strip()
    except (TypeError, ValueError):
        raise EstimatorError(
            f"a quantity of {unit or 'no unit'} should hold one number; take one of its values"
        ) from None


def _unwrapped(written: Any) -> Any:
    """What a scalar of numpy, or an array without axes, is in Python; its days are those of the calendar."""
    kind = getattr(getattr(written, "dtype", None), "kind", "")
    if not hasattr(written, "item") or getattr(written, "shape", None) != ():
        return written
    return str(written)[:10] if kind == "M" else written.item()


def _number(written: Any) -> int | float:
    """A number as one of Python's own: infinite where it is too large for one."""
    if isinstance(written, Integral):
        return int(written)
    try:
        return float(written)
    except OverflowError:
        return float("inf")
    except ValueError:  # a signalling NaN of decimal
        return float("nan")
