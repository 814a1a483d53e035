"""The one pint registry, and the only door through which text becomes a quantity."""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from estimator.errors import EstimatorError
from estimator.units.amounts import Amount, amount
from estimator.units.digits import READABLE, joined, shown
from estimator.units.dimensions import Dimension
from estimator.units.names import MULTIPLIERS
from estimator.units.numerals import Numeral, numeral
from estimator.units.sizes import dimensionality, money_of, to_coherent

if TYPE_CHECKING:
    import pint

__all__ = ["Side", "Stated", "dimensionality", "money_of", "read", "registry", "show", "to_coherent", "written"]

Side = Literal["", ">=", "<="]

_SIDES: tuple[tuple[str, Side], ...] = ((">=", ">="), ("≥", ">="), ("<=", "<="), ("≤", "<="))
_BRACKET = re.compile(
    r"(?P<body>[^()]*[^()\s])\s*\((?P<low>[^()]*?[0-9][^()]*?)\s*(?:–|-|\.\.\.?|\bto\b)\s*(?P<high>[^()]+)\)\Z"
)
_DASHED = re.compile(r"(?P<low>[^–]*[^–\s])\s*–\s*(?P<high>[+−-]?[0-9.$€][^–]*)\Z")
_LONGEST = 200
_APPARENT = ("VA", "kVA", "MVA", "GVA")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A number as somebody wrote it: value, 90 % range if any, side of a bound, unit of the registry.

    `per_cent`: it was written with a per cent sign, which only ratios have. `step` is one unit in the last digit of a
    value that is written with its range in brackets, as reports print it: its numbers are rounded.
    """

    central: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    side: Side = ""
    per_cent: bool = field(default=False, compare=False)
    step: float = field(default=0.0, compare=False)

    @property
    def quantity(self) -> "pint.Quantity[float]":
        """The stated value; the middle of a range that names none, geometric if it is positive."""
        low, high = self.low or 0.0, self.high or 0.0
        middle = (low * high) ** 0.5 if low > 0 else (low + high) / 2
        value = self.central if self.central is not None else middle
        return registry().Quantity(value, self.unit or "dimensionless")


@cache
def registry() -> "pint.UnitRegistry[Any]":
    """The registry of this project. pint's application registry is never touched."""
    import pint  # slow to load, and not needed for --help

    definitions = str(Path(__file__).with_name("units.txt"))
    ours: pint.UnitRegistry[Any] = pint.UnitRegistry(definitions, autoconvert_to_preferred=False)
    return ours


def _pint_name(unit: str) -> str:
    return "dimensionless" if unit in ("", "1") else unit


def read(text: str, due: Dimension | None = None) -> Stated:
    """Read a number with its unit, range and side, as people write them and as reports print them.

    `2 GW`, `1.3 M accelerators`, `1,3 million accelerators`, `$65bn`, `12 bn EUR2023` (in the prices of a year),
    `~1 GW` (±10 % as a 90 % interval), `9.3..15 MUSD/MW` (a 90 % interval), `>= 1.3e6`, `1.14×10²¹ FLOP/s`,
    `2.0 GW (1.8–2.2)` (a median with its 90 % interval). `due` is the dimension of the quantity, if it is known: it
    decides whether a comma or a point before three digits parts thousands or decimals.

    Raises:
        EstimatorError: the text is ambiguous, dangerous or no quantity; the message says what to write.
    """
    body = _checked(text)
    for sign, side in _SIDES:
        if body.startswith(sign):
            return _with_side(body.removeprefix(sign).strip(), side, body, due)
    if body[:1] in "<>":
        raise EstimatorError(f"'{body}': write {body[:1]}= for a bound")
    if body.startswith(("~", "≈")):
        return _about(body, due)
    if match := _BRACKET.match(body):
        return _bracketed(match["body"], match["low"], match["high"], body, due)
    if ".." in body:
        first, _, second = body.partition("..")
        return _interval(first, second.lstrip("."), body, due)
    if match := _DASHED.match(body):
        return _interval(match["low"], match["high"], body, due)
    single = amount(body, body, due)
    return _apparent(single) if single.unit in _APPARENT else _point(single)


def _point(single: Amount, side: Side = "") -> Stated:
    if single.unit in _APPARENT:
        raise EstimatorError(f"'{single.unit}' is apparent power, 0.9 to 1 of which is power; write {_watts(single)}")
    return Stated(central=single.value, unit=single.unit, side=side, per_cent=single.per_cent)


def _apparent(single: Amount) -> Stated:
    """Apparent power as power: sites correct their power factor, and grids ask for 0.9 or more of it."""
    low, high = sorted((0.9 * single.value, single.value))
    return Stated(central=(low + high) / 2, unit=_watts(single), low=low, high=high)


def _watts(single: Amount) -> str:
    return single.unit.replace("VA", "W")


def _checked(text: str) -> str:
    """The text without space around it, if it can be a quantity at all."""
    if len(text) > _LONGEST:
        raise EstimatorError(f"'{text[:20]}…' is too long for a quantity; write a number and a unit")
    body = text.strip()
    if any("\ud800" <= character <= "\udfff" for character in body):
        raise EstimatorError("the value holds a character that is no text")
    if not body:
        raise EstimatorError("an empty text is no quantity; write a number and a unit, such as 2 GW")
    if "±" in body or "+/-" in body or "+-" in body:
        raise EstimatorError(f"'{body}': ± does not say which interval it means; write low..high, a 90 % interval")
    return body


def _with_side(text: str, side: Side, whole: str, due: Dimension | None) -> Stated:
    if match := _BRACKET.match(text):
        body, low, high = match["body"], match["low"], match["high"]
        _bracketed(body, low, high, whole, due)
        raise EstimatorError(
            f"'{whole}' is a bound and a range; write {side} {body}, the bound, or {body} ({low}–{high}), the range"
        )
    return _point(amount(text, whole, due), side)


def _about(whole: str, due: Dimension | None) -> Stated:
    if _BRACKET.match(whole):
        raise EstimatorError(f"'{whole}' has two ranges; leave out {whole[0]}")
    single = amount(whole[1:], whole, due)
    low, high = sorted((0.9 * single.value, 1.1 * single.value))
    if not isfinite(high - low):
        raise EstimatorError(f"'{whole}' is not a finite number")
    return replace(_point(single), low=low, high=high)


def _interval(first: str, second: str, whole: str, due: Dimension | None) -> Stated:
    """A 90 % interval of two ends, of which the second has the unit."""
    last = amount(second, whole, due)
    head = amount(first, whole, due, last.unit)
    low, high = head.value * _in_units_of(last.unit, head.unit, whole), last.value
    if _is_scaled(first) != _is_scaled(second):
        raise EstimatorError(f"'{whole}': write the multiplier at both ends, and so with %")
    if low == high:
        raise EstimatorError(f"'{whole}': the range has no width; write {second.strip()}, or two ends that differ")
    if not low < high:
        raise EstimatorError(f"'{whole}': the range runs the wrong way; write the smaller end first")
    return Stated(central=None, unit=last.unit, low=low, high=high, per_cent=last.per_cent)


def _in_units_of(due: str, unit: str, whole: str) -> float:
    """What one unit of an end of a range is in that of the other end; one that is left out is the same."""
    if not unit or unit == due:
        return 1.0
    if dimensionality(unit) != dimensionality(due):
        raise EstimatorError(f"'{whole}': the two ends have different dimensions")
    monies = {"".join(money_of(unit)), "".join(money_of(due))}
    if len(monies) > 1:
        raise EstimatorError(
            f"'{whole}': {' and '.join(sorted(monies))} in one range; write both ends in the same money"
        )
    return to_coherent(unit) / to_coherent(due)


def _is_scaled(text: str) -> tuple[bool, bool]:
    """Whether an end of a range has a multiplier, and a per cent sign."""
    words = re.findall(r"[A-Za-z]+|%", text)
    return any(word in MULTIPLIERS for word in words), "%" in words


def _bracketed(body: str, low: str, high: str, whole: str, due: Dimension | None) -> Stated:
    """A value with its 90 % interval in brackets; multiplier, power of ten and unit hold for all three."""
    single = amount(body, whole, due)
    ends = [numeral(end, whole) for end in (low, high)]
    if any(rest.strip() for _, rest in ends):
        raise EstimatorError(f"'{whole}': write the range as numbers in the unit before it, such as 2 GW (1.8–2.2)")
    first, last = (single.times(_end(end.sharing(single.number.power))) for end, _ in ends)
    if not isfinite(last - first):
        raise EstimatorError(f"'{whole}' is not a finite number")
    if first > last:
        raise EstimatorError(f"'{whole}': the range runs the wrong way; write the smaller end first")
    if not first <= single.value <= last:
        raise EstimatorError(f"'{whole}': the value should lie between the ends of its range")
    return replace(_point(single), low=first, high=last, step=single.times(single.number.step))


def _end(number: Numeral) -> float:
    """An end of a range in brackets, in which a comma before three digits parts thousands, as in all that we print."""
    return number.thousands if number.mark == "," else number.value


def show(quantity: "pint.Quantity[float]") -> str:
    """A quantity with the readable prefix and justified digits.

    >>> show(registry().Quantity(2000, "MW")), show(registry().Quantity(1453.5, "W/accelerator"))
    ('2.0 GW', '1,454 W/accelerator')
    """
    for unit in (*READABLE, "accelerator", "reactor", "1"):
        if quantity.is_compatible_with(_pint_name(unit)):
            return joined(*shown(float(quantity.to(_pint_name(unit)).magnitude), unit))
    return joined(*shown(float(quantity.magnitude), f"{quantity.units:~}".replace(" ", "")))


def written(quantity: "pint.Quantity[float]") -> str:
    """A quantity as text that is read as the very same number: a digit more where three could part thousands.

    >>> written(registry().Quantity(1.25, "GW")), written(registry().Quantity(137.625, "accelerator"))
    ('1.25 GW', '137.6250 accelerator')
    """
    number = repr(float(quantity.magnitude))
    number += "0" * (len(number.partition(".")[2]) == len("625") and "e" not in number)
    return f"{number} {quantity.units:~}".replace(" / ", "/").replace(" * ", "*").strip()
