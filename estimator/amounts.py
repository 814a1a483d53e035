"""One number with its unit, and which of its marks part thousands."""

import re
from dataclasses import dataclass
from math import isclose, isfinite

from estimator.digits import READABLE, shown
from estimator.dimensions import Dimension
from estimator.errors import EstimatorError
from estimator.numerals import Numeral, ambiguous, numeral
from estimator.unit_names import WHOLE
from estimator.unit_sizes import dimensionality, to_coherent
from estimator.unit_spelling import MONEY, multiplier_of, unit_of

_PER_CENT = 100


@dataclass(frozen=True)
class Amount:
    """A number in a unit of the registry, "" where there is none.

    `number` is as written, and `scale` what its multiplier or per cent sign makes of one. `per_cent`: it has that sign.
    """

    value: float
    unit: str
    number: Numeral
    scale: float = 1.0
    per_cent: bool = False


def amount(text: str, whole: str, due: Dimension | None = None, unit: str = "") -> Amount:
    """A number with its unit, multiplier or per cent sign; `unit` is what it is in where it names none.

    Raises:
        EstimatorError: no number, an unknown unit, a mark that may part thousands or decimals; in the `whole` text.
    """
    body = text.strip()
    sign = body[0] if body[:1] in ("$", "€") else ""
    number, rest = numeral(body.removeprefix(sign), whole)
    scale, words = multiplier_of(rest)
    if not isfinite(number.thousands * scale):
        raise EstimatorError(f"'{whole}' is not a finite number")
    words = _without_plus(words.strip(), whole)
    per_cent = words == "%" and not sign
    if sign:
        money = "USD" if sign == "$" else "EUR"
        words = money + words if words.startswith("/") else f"{money} {words}".strip()
    if per_cent:
        scale /= _PER_CENT
    named = "" if per_cent else unit_of(words, whole, "" if due is None or due.unit == "1" else due.unit)
    reading = Amount(0.0, named or unit, number, scale, per_cent)
    value = _settled(reading, due)
    if value is None:
        raise ambiguous(number, sign, rest.rstrip(), whole)
    return Amount(value * scale, named, number, scale, per_cent)


def _without_plus(words: str, whole: str) -> str:
    """The words behind a number, if no sign among them leaves open what is meant."""
    if re.match("[-–—]", words):
        raise EstimatorError(f"'{whole}' is ambiguous; write low..high for a range")
    if words.startswith("+") or words.endswith("+"):
        raise EstimatorError(f"'{whole}' is ambiguous; write >= for 'or more'")
    return words


def _settled(reading: Amount, due: Dimension | None) -> float | None:
    """The number before its multiplier, or None where a mark may part thousands as well as decimals.

    Things that are counted are whole. A share has no thousands. What else is read is what we would print: commas
    between thousands, and no decimals that end on 0.
    """
    number = reading.number
    if not number.mark:
        return number.value
    counted = reading.unit or (due.unit if due else "")
    if counted in WHOLE and reading.scale == 1:
        return number.thousands
    if due and isfinite(due.upper):
        return number.value
    if number.mark == ".":
        return None if number.digits.endswith("0") else number.value
    return number.thousands if _is_printed(reading, due) else None


def _is_printed(reading: Amount, due: Dimension | None) -> bool:
    """Whether reports print the number in this very unit, its comma between thousands."""
    unit = MONEY.sub(lambda money: money["unit"].replace(money["currency"], "USD"), reading.unit)
    shown_in = _shown_in(unit, reading.per_cent, due)
    if due and due.scale != "log":  # a PUE of 1,250 is none, whatever would be printed
        return False
    value = reading.number.thousands * reading.scale
    if unit:
        value *= to_coherent(unit) / to_coherent(shown_in)
    digits, _, readable = shown(abs(value), shown_in, as_stated=True)
    return digits == reading.number.digits and isclose(_worth(readable), reading.scale * (to_coherent(unit) or 1))


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
