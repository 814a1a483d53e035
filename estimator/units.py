"""The one pint registry, and the only door through which text becomes a quantity."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from estimator.digits import READABLE, joined, shown
from estimator.errors import EstimatorError, suggestion
from estimator.unit_names import ADVICE, MULTIPLIERS, UNIT_NAMES

if TYPE_CHECKING:
    import pint

Side = Literal["", ">=", "<="]

_DIGITS = r"[0-9]+(?:[_ \u00a0\u202f][0-9]{3})*(?:,[0-9]+)*(?:\.[0-9]+)?|\.[0-9]+"
_NUMBER = re.compile(rf"(?P<number>[+-]?(?:{_DIGITS})(?:[eE][+-]?[0-9]{{1,3}})?)(?P<rest>.*)\Z", re.DOTALL)
_MONEY = re.compile(r"(?P<unit>[kMGT]?(?P<currency>USD|EUR|GBP|CNY))(?P<year>[0-9]{4})?(?![^\W_])")
_LONGEST = 200
_MOST_FACTORS = 6


@dataclass(frozen=True)
class Stated:
    """A number as somebody wrote it: value, 90 % range if any, side of a bound, unit of the registry."""

    central: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    side: Side = ""

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


@cache
def to_coherent(unit: str) -> float:
    """What one of `unit` is in the coherent units that equations are computed in."""
    factor = 1.0
    for name, sign in _factors(unit):
        factor *= _table()[name][0] ** sign
    return factor


@cache
def dimensionality(unit: str) -> str:
    """The dimension of a unit, as text that is equal for equal dimensions."""
    powers: dict[str, int] = {}
    for name, sign in _factors(unit):
        for dimension, power in _table()[name][1].items():
            powers[dimension] = powers.get(dimension, 0) + sign * power
    return ", ".join(f"{dimension} {power}" for dimension, power in sorted(powers.items()) if power)


def money_of(unit: str) -> tuple[str, str]:
    """The currency of a unit and the year of its prices, each "" where there is none.

    >>> money_of("MUSD2025"), money_of("EUR/W"), money_of("GW")
    (('USD', '2025'), ('EUR', ''), ('', ''))
    """
    found = _MONEY.search(unit)
    return (found["currency"], found["year"] or "") if found else ("", "")


def _factors(unit: str) -> Iterator[tuple[str, int]]:
    """The single units of a product or quotient, each with the sign of its power; money without its year."""
    for operator, name in re.findall(r"([*/]?)\s*([^\s*/]+(?:\s*\*\*\s*\d+)?)", _MONEY.sub(r"\g<unit>", unit)):
        if name != "1" and name != "dimensionless":
            yield name.replace(" ", ""), -1 if operator == "/" else 1


@cache
def _table() -> dict[str, tuple[float, dict[str, int]]]:
    """Every unit that is read, in coherent units, and its dimensions.

    The table is made from units.txt by pint, and compared with it by a test: pint itself is slow to load.
    """
    rows = Path(__file__).with_name("unit_table.txt").read_text("utf-8").splitlines()
    return {
        name: (float(factor), _powers(dimensions)) for name, factor, dimensions in (row.split("\t") for row in rows)
    }


def _powers(dimensions: str) -> dict[str, int]:
    words = dimensions.split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def _pint_name(unit: str) -> str:
    return "dimensionless" if unit in ("", "1") else unit


def read(text: str) -> Stated:
    """Read a number with its unit, range and side, as people write them.

    `2 GW`, `1.3 M accelerators`, `1,3 million accelerators`, `$65bn`, `12 bn EUR2023` (in the prices of a year),
    `~1 GW` (±10 % as a 90 % interval), `9.3..15 MUSD/MW` (a 90 % interval), `>= 1.3e6`.

    Raises:
        EstimatorError: the text is ambiguous, dangerous or no quantity; the message says what to write.
    """
    if len(text) > _LONGEST:
        raise EstimatorError(f"'{text[:20]}…' is too long for a quantity; write a number and a unit")
    body = text.strip()
    if any("\ud800" <= character <= "\udfff" for character in body):
        raise EstimatorError("the value holds a character that is no text")
    if not body:
        raise EstimatorError("an empty text is no quantity; write a number and a unit, such as 2 GW")
    if "±" in body or "+/-" in body or "+-" in body:
        raise EstimatorError(f"'{body}': ± does not say which interval it means; write low..high, a 90 % interval")
    for sign, side in ((">=", ">="), ("≥", ">="), ("<=", "<="), ("≤", "<=")):
        if body.startswith(sign):
            return _with_side(body.removeprefix(sign), side, body)  # type: ignore[arg-type]
    if body[:1] in "<>":
        raise EstimatorError(f"'{body}': write {body[:1]}= for a bound")
    if body.startswith(("~", "≈")):
        value, unit = _number_and_unit(body[1:], body)
        low, high = sorted((0.9 * value, 1.1 * value))
        if not isfinite(high - low):
            raise EstimatorError(f"'{body}' is not a finite number")
        return Stated(value, unit, low=low, high=high)
    if ".." in body:
        return _interval(body)
    value, unit = _number_and_unit(body, body)
    return Stated(value, unit)


def _with_side(text: str, side: Side, whole: str) -> Stated:
    value, unit = _number_and_unit(text, whole)
    return Stated(value, unit, side=side)


def _interval(text: str) -> Stated:
    first, _, second = text.partition("..")
    high, unit = _number_and_unit(second.lstrip("."), text)
    low, low_unit = _number_and_unit(first, text)
    if low_unit and low_unit != unit:
        low *= to_coherent(low_unit) / to_coherent(unit)
        if dimensionality(low_unit) != dimensionality(unit):
            raise EstimatorError(f"'{text}': the two ends have different dimensions")
    if _is_scaled(first) != _is_scaled(second):
        raise EstimatorError(f"'{text}': write the multiplier at both ends, and so with %")
    if not low < high:
        raise EstimatorError(f"'{text}': the range runs the wrong way; write the smaller end first")
    return Stated(None, unit, low=low, high=high)


def _is_scaled(text: str) -> tuple[bool, bool]:
    """Whether an end of a range has a multiplier, and a per cent sign."""
    words = re.findall(r"[A-Za-z]+|%", text)
    return any(word in MULTIPLIERS for word in words), "%" in words


def _number_and_unit(text: str, whole: str) -> tuple[float, str]:
    """The value and the unit's name in the registry ("" where there is none)."""
    body = text.strip()
    money = ""
    if body[:1] in ("$", "€"):
        money, body = ("USD" if body[0] == "$" else "EUR"), body[1:].strip()
    match = _NUMBER.match(body)
    if not match:
        raise EstimatorError(f"'{whole}' is not a quantity; write a number and a unit, such as 2 GW")
    value, rest = _number(match["number"], whole), match["rest"]
    multiplier, rest = _multiplier(rest)
    value *= multiplier
    if not isfinite(value):
        raise EstimatorError(f"'{whole}' is not a finite number")
    rest = rest.strip()
    if re.match(r"[-–—+]", rest):
        advice = ">= for 'or more'" if rest.startswith("+") else "low..high for a range"
        raise EstimatorError(f"'{whole}' is ambiguous; write {advice}")
    if rest.endswith("+"):
        raise EstimatorError(f"'{whole}' is ambiguous; write >= for 'or more'")
    if rest == "%":
        return value / 100, ""
    if money:
        rest = money + rest if rest.startswith("/") else f"{money} {rest}".strip()
    return value, _unit(rest, whole)


def _number(digits: str, whole: str) -> float:
    digits = re.sub(r"[_ \u00a0\u202f]", "", digits)
    if "," in digits:
        mantissa, exponent, power = digits.lower().partition("e")
        groups = mantissa.partition(".")[0].split(",")
        thousands = len(groups[0].lstrip("+-")) <= 3 and all(len(group) == 3 for group in groups[1:])
        if len(groups) == 2 and "." not in mantissa and not (thousands and groups[0].lstrip("+-") != "0"):
            mantissa = mantissa.replace(",", ".")
        elif thousands and (len(groups) > 2 or "." in mantissa):
            mantissa = mantissa.replace(",", "")
        else:
            plain, decimal = mantissa.replace(",", ""), mantissa.replace(",", ".")
            either = f"write {plain} or {decimal}" if len(groups) == 2 else f"write {plain}"
            raise EstimatorError(f"'{whole}': the comma is ambiguous; {either}")
        digits = mantissa + exponent + power
    return float(digits)


def _multiplier(rest: str) -> tuple[float, str]:
    match = re.match(r"\s*([A-Za-z]+)(?=\s|\Z|/)", rest)
    if match and match[1] in MULTIPLIERS:
        return MULTIPLIERS[match[1]], rest[match.end() :]
    return 1.0, rest


def _unit(text: str, whole: str) -> str:
    """A product or quotient of known unit names; nothing else is ever handed to pint."""
    if not text:
        return ""
    parts = re.split(r"\s*([*/·])\s*|\s+", text)
    names: list[str] = []
    operator = "*"
    for part in parts:
        if part is None:
            operator = "*" if names else operator
        elif part in ("*", "·", "/"):
            operator = "/" if part == "/" else "*"
        elif name := _unit_name(part):
            names.append(("/" if operator == "/" else "*" if names else "") + name)
            operator = "*"
        else:
            raise EstimatorError(f"'{whole}': {_unknown_unit(part or text)}")
    if len(names) > 1 and any(name.strip("*/") == "year" for name in names):
        raise EstimatorError(f"'{whole}': instead of 'year', {ADVICE['yr']}")
    if len(names) > _MOST_FACTORS:
        raise EstimatorError(f"'{whole[:40]}…' has too many units")
    if not names or operator == "/" or names[0].startswith("/"):
        raise EstimatorError(f"'{whole}': '{text}' is not a unit; write such as GW or W/accelerator")
    return "".join(names)


def _unit_name(spelling: str) -> str:
    """What the registry calls a unit, "" if it is none; money keeps the year of its prices, as in `EUR2023`."""
    money = _MONEY.fullmatch(spelling)
    return f"{UNIT_NAMES[money['unit']]}{money['year'] or ''}" if money else UNIT_NAMES.get(spelling, "")


def _unknown_unit(token: str) -> str:
    if token in ADVICE:
        advice = ADVICE[token]
        return f"'{token}' {advice}" if advice.startswith(("may", "is ")) else f"instead of '{token}', {advice}"
    if not token or not re.fullmatch(r"[^\W\d_][\w³]*", token):
        return f"'{token}' is not a unit; write a number and a unit, such as 2 GW"
    by_case = [known for known in UNIT_NAMES if known.lower() == token.lower()]
    return f"'{token}' is not a unit" + (
        f"; did you mean {by_case[0]}?" if by_case else suggestion(token, UNIT_NAMES, "; write such as GW, TWh or USD")
    )


def show(quantity: "pint.Quantity[float]") -> str:
    """A quantity with the readable prefix and justified digits.

    >>> show(registry().Quantity(2000, "MW")), show(registry().Quantity(1453.5, "W/accelerator"))
    ('2.0 GW', '1,454 W/accelerator')
    """
    for unit in (*READABLE, "accelerator", "reactor", "1"):
        if quantity.is_compatible_with(_pint_name(unit)):
            return joined(*shown(float(quantity.to(_pint_name(unit)).magnitude), unit))
    return joined(*shown(float(quantity.magnitude), f"{quantity.units:~}".replace(" ", "")))
