"""Arguments of public functions, read strictly: whole numbers, switches, lists of texts, days, names of quantities."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from operator import index
from typing import Any

from estimator.catalog.history import day_of
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.model import model

Texts = str | Sequence[str] | None
"""Some texts; a single one stands for itself, and None for none."""


def whole_number(name: str, written: Any, least: int | None = 0) -> int:
    """A whole number of Python or of numpy, however it is kept; booleans and texts are none.

    Raises:
        EstimatorError: it is none, or too small.
    """
    try:
        if isinstance(written, bool | str) or _kind(written) == "b":
            raise TypeError
        number = int(written) if isinstance(written, float) and written.is_integer() else index(written)
    except TypeError:
        raise EstimatorError(f"{name} should be a whole number, got {told(written)}") from None
    if least is not None and number < least:
        raise EstimatorError(f"{name} should be at least {least}, got {number}")
    return number


def switch(name: str, written: Any) -> bool:
    """True or False.

    Raises:
        EstimatorError: it is neither.
    """
    if isinstance(written, bool) or (_kind(written) == "b" and getattr(written, "shape", None) == ()):
        return bool(written)
    raise EstimatorError(f"{name} should be True or False, got {told(written)}")


def texts(name: str, written: Texts, example: str) -> tuple[str, ...]:
    """Some texts; a single one stands for itself.

    Raises:
        EstimatorError: they are none.
    """
    found = [written] if isinstance(written, str) else [] if written is None else written
    if isinstance(found, Mapping | bytes) or not hasattr(found, "__iter__"):
        raise EstimatorError(f"{name} should be a list of texts such as [{example!r}], got {told(written)}")
    found = [*found]
    for one in found:
        if not isinstance(one, str):
            raise EstimatorError(f"{name} should be a list of texts such as [{example!r}], got {told(one)} in it")
    return tuple(map(str, found))


def quantities_of(name: str, written: Texts) -> tuple[str, ...]:
    """Names of quantities.

    Raises:
        EstimatorError: all that are none.
    """
    found, known = texts(name, written, "pue"), model().quantities
    unknown = [Problem(f"{one} is not a quantity{suggestion(one, known)}") for one in found if one not in known]
    if unknown:
        raise EstimatorError(unknown)
    return found


def day(name: str, written: Any) -> date | None:
    """A day, if there is one; of a moment, its day.

    Raises:
        EstimatorError: it is no day of the calendar.
    """
    if written is None:
        return None
    if _kind(written) == "M":
        written = str(written)[:10]
    if isinstance(written, datetime) and type(written).__name__ != "NaTType":  # what pandas calls no time
        return written.date()
    if isinstance(written, str) or type(written) is date:
        return day_of(written)
    raise EstimatorError(f"{name} should be a day such as 2025-03-01, got {told(written)}")


def told(written: Any) -> str:
    """What somebody wrote, in a few words."""
    if written is None:
        return "nothing"
    if isinstance(written, bool | int | float):
        return f"{written!r:.40}"
    return f"'{written[:40]}'" if isinstance(written, str) else f"a value of type {type(written).__name__}"


def _kind(written: Any) -> str:
    """The kind that numpy gives to a value of its own: b for booleans, M for times."""
    return str(getattr(getattr(written, "dtype", None), "kind", ""))
