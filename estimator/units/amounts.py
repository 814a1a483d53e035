"""One number with its unit, and which of its marks part thousands."""

import re
from dataclasses import dataclass, replace
from math import isclose, isfinite

from estimator.errors import EstimatorError
from estimator.units.digits import READABLE, WHOLE, shown
from estimator.units.dimensions import Dimension
from estimator.units.names import MONEY
from estimator.units.numerals import Numeral, ambiguous, numeral
from estimator.units.phrases import money_before, plain
from estimator.units.sizes import dimensionality, to_coherent
from estimator.units.spelling import multiplier_of, unit_of

_PER_CENT = 100

_MASS = re.compile(r"(?<![^\W])(?:k?g|[kMG]?t|lb)(?![\w*])")
"""A mass among the factors of a unit."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number in a unit of the registry, "" where there is none.

    `number` is as written, with its `multiplier`. `per_cent`: it has that sign. `value` counts both.
    """

    number: Numeral
    unit: str
    multiplier: float = 1.0
    per_cent: bool = False
    value: float = 0.0

    def times(self, number: float) -> float:
        """A number with the multiplier and the per cent sign of this one."""
        return number * self.multiplier / (_PER_CENT if self.per_cent else 1)


def amount(text: str, whole: str, due: Dimension | None = None, unit: str = "") -> Amount:
    """A number with its unit, multiplier or per cent sign; `unit` is what it is in where it names none.

    Raises:
        EstimatorError: no number, an unknown unit, a mark that may part thousands or decimals; in the `whole` text.
    """
    body = text.strip()
    money, told = money_before(body)
    number, rest = numeral(told, whole)
    multiplier, words = multiplier_of(plain(rest))
    if not isfinite(number.thousands * multiplier):
        raise EstimatorError(f"'{whole}' is not a finite number")
    words = _without_plus(words.strip(), whole)
    per_cent = words == "%" and not money
    if money:
        words = money + words if words.startswith("/") else f"{money} {words}".strip()
    named = "" if per_cent else _as_due(unit_of(words, whole, "" if due is None or due.unit == "1" else due.unit), due)
    reading = Amount(number=number, unit=named or unit, multiplier=multiplier, per_cent=per_cent)
    value = _settled(reading, due)
    if value is None:
        raise ambiguous(number, body.removesuffix(told), rest.rstrip(), whole)
    return replace(reading, unit=named, value=reading.times(value))


def _as_due(unit: str, due: Dimension | None) -> str:
    """The unit, its mass read as one of CO2e where that is due: `lb/MWh` of a grid."""
    carbon = _MASS.sub(r"\g<0>CO2e", unit)
    is_due = due is not None and carbon != unit and dimensionality(carbon) == dimensionality(due.unit)
    return carbon if is_due else unit


def _without_plus(words: str, whole: str) -> str:
    """The words behind a number, if no sign among them leaves open what is meant."""
    if re.match("[-–—]", words):
        raise EstimatorError(f"'{whole}' is ambiguous; write low..high for a range")
    if words.startswith("+") or words.endswith("+"):
        raise EstimatorError(f"'{whole}' is ambiguous; write >= for 'or more'")
    return words


def _settled(reading: Amount, due: Dimension | None) -> float | None:
    """The number before its multiplier, or None where a mark may part thousands as well as decimals.

    Things that are counted are whole: a comma parts thousands, and so does a point before digits that end on 0, which
    no decimals do. Shares have no thousands. What else is read is what we would print: commas between thousands, and no
    decimals that end on 0.
    """
    number, of_log = reading.number, due is None or due.scale == "log"
    if not number.mark:
        return number.value
    if (reading.unit or (due.unit if due else "")) in WHOLE and reading.multiplier == 1 and not reading.per_cent:
        return number.value if number.mark == "." and not number.digits.endswith("0") else number.thousands
    if number.mark == ".":
        return None if number.digits.endswith("0") and of_log else number.value
    if due and isfinite(due.upper):
        return number.value
    return number.thousands if of_log and _is_printed(reading, due) else None


def _is_printed(reading: Amount, due: Dimension | None) -> bool:
    """Whether reports print the number in this very unit, its comma between thousands."""
    unit = MONEY.sub(lambda money: money["unit"].replace(money["currency"], "USD"), reading.unit)
    shown_in = _shown_in(unit, reading.per_cent, due)
    value = reading.times(reading.number.thousands)
    if unit:
        value *= to_coherent(unit) / to_coherent(shown_in)
    digits, _, readable = shown(abs(value), shown_in, as_stated=True)
    return digits == reading.number.digits and isclose(_worth(readable), reading.times(to_coherent(unit)))


def _shown_in(unit: str, per_cent: bool, due: Dimension | None) -> str:
    """The unit of the vocabulary in which a reader is shown a quantity of this unit."""
    if per_cent:
        return "%"
    vocabulary = [due.unit] if due else [*READABLE, "accelerator", "server", "H100e", "reactor"]
    same = [name for name in vocabulary if dimensionality(name) == dimensionality(unit)]
    return same[0] if same else unit or "1"


def _worth(readable: str) -> float:
    """What one of a printed unit is worth in coherent units; 0 where it stands with a power of ten."""
    if readable.startswith("×"):
        return 0.0
    if readable == "%":
        return 1 / _PER_CENT
    multiplier, words = multiplier_of(readable)
    return multiplier * to_coherent(unit_of(words.strip(), readable))
