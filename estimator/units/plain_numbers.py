"""Numbers of Python and of its libraries as floats: of numpy and pandas, decimals and fractions."""

from collections.abc import Sequence, Set
from numbers import Complex, Number, Real
from typing import Any

_NAMES: dict[type, str] = {
    list: "a list", tuple: "a tuple", set: "a set", frozenset: "a set", str: "a text", type(None): "nothing",
}  # fmt: skip
_MISSING = ("NAType", "NaTType")
"""What pandas calls a cell without a value."""


def plain_number(written: Any) -> float:
    """A single number as a float: infinite where it is too large for one, NaN where it is none.

    Scalars of numpy and arrays without axes are numbers, and so are decimals and fractions; booleans are none.

    Raises:
        TypeError: it is no number; the message says what it is, as in `a tuple`.
    """
    number = _unwrapped(written)
    is_complex = isinstance(number, Complex) and not isinstance(number, Real)
    if isinstance(number, bool) or is_complex or not isinstance(number, Number):
        raise TypeError(_told(number))
    try:
        return float(number)  # type: ignore[arg-type]  # decimals are numbers, but not real ones to Python
    except OverflowError:
        return float("inf")
    except ValueError:  # a signalling NaN of decimal
        return float("nan")
    except TypeError:  # a duration of numpy, which is a whole number to Python
        raise TypeError(_told(written)) from None


def _unwrapped(written: Any) -> Any:
    """What a scalar of numpy, or an array without axes, is in Python; dates and texts stay what they are."""
    kind = getattr(getattr(written, "dtype", None), "kind", "")
    single = hasattr(written, "item") and getattr(written, "shape", None) == () and kind not in tuple("mMSUV")
    return written.item() if single else written


def _told(written: Any) -> str:
    """What something is that is no number."""
    if isinstance(written, bool):
        return str(written).lower()
    if type(written).__name__ in _MISSING:
        return "nothing"
    if shape := getattr(written, "shape", None):
        return f"an array of {' × '.join(map(str, shape))}"
    if isinstance(written, Complex) and not isinstance(written, Real):
        return "a complex number"
    return _NAMES.get(type(written)) or f"a value of type {type(written).__name__}"


def is_several(written: Any) -> bool:
    """Whether something holds several values: a list, a set, an array with axes."""
    several = isinstance(written, Sequence | Set) and not isinstance(written, str | bytes)
    return several or bool(getattr(written, "shape", None))
