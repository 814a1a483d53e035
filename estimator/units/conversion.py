"""What somebody wrote as a statement about a quantity, and its numbers in the unit of that quantity."""

import re
from functools import cache
from math import isfinite
from typing import Any

from estimator.errors import EstimatorError
from estimator.units.digits import joined, shown
from estimator.units.dimensions import Dimension
from estimator.units.plain_numbers import is_several, plain_number
from estimator.units.reading import Stated, dimensionality, money_of, read, to_coherent

_PER_CENT = 100
_HUGE = 1e45
_REMARK = re.compile(r",? (?:at the stated minimum|(?:at (?:least|most) )?[0-9]+(?:–[0-9]+)? whole units?)\s*\Z")
"""What reports say of a value behind it: what it rests on, or how many whole reactors it needs."""

_NOUNS = {
    "W": "a power", "Wh": "an energy", "t": "a mass", "h": "a duration", "L": "a volume", "USD": "money in USD",
    "EUR": "money in EUR", "tCO2e": "an amount of CO2e", "FLOP": "an amount of compute", "FLOP/s": "a compute rate",
    "accelerator": "a number of accelerators", "H100e": "a number of H100 equivalents",
    "reactor": "a number of reactors", "W/accelerator": "a power per accelerator", "W/h": "a power per time",
    "Wh/h": "a power",
}  # fmt: skip


def stated_in(written: Any, name: str, dimension: Dimension) -> Stated:
    """A text or a number as a statement about the quantity `name`, in the unit that it names.

    Raises:
        EstimatorError: no number, not finite, ambiguous, of an unknown unit.
    """
    if isinstance(written, str):
        return _read(written, name, dimension)
    try:
        number = plain_number(written)
    except TypeError as error:
        advice = "; write one value, or low..high for a range" if is_several(written) else ""
        raise EstimatorError(f"{name} should be {dimension.noun}{unit_hint(dimension)}, got {error}{advice}") from None
    if not isfinite(number):
        raise EstimatorError(f"{name} is not a finite number")
    return Stated(central=number, unit="")


def _read(written: str, name: str, dimension: Dimension) -> Stated:
    """A text as it is read, without the label and the remarks that reports print behind values of this dimension."""
    text = _REMARK.sub("", written)
    text = text.strip().removesuffix(f", {dimension.label}") if dimension.label else text
    try:
        return read(text, dimension)
    except EstimatorError as error:
        raise EstimatorError(f"{name}: {error}") from None


def converted(value: float, stated: Stated, name: str, dimension: Dimension) -> float:
    """A stated number in the unit of its quantity.

    Raises:
        EstimatorError: another dimension, no unit where one is due, per cent of what is no share.
    """
    if stated.per_cent and dimension.unit != "1":
        raise EstimatorError(
            f"{name} should be {dimension.noun}{unit_hint(dimension)}, got {_PER_CENT * value:g} %;"
            f" per cent is of shares; write {dimension.noun}, such as {joined(*shown(2.0, dimension.unit))}"
        )
    if not stated.unit and dimension.counts:
        return sane(value, name)
    if not stated.unit:
        raise EstimatorError(
            f"{name} should be {dimension.noun}{unit_hint(dimension)}, got {value:g} without a unit;"
            f" write the unit, such as {value:g} {dimension.unit}"
        )
    due = _in_currency_of(stated.unit, dimension.unit)
    if dimensionality(stated.unit) != dimensionality(due):
        raise EstimatorError(_of_another_dimension(value, stated.unit, name, dimension))
    if stated.unit == dimension.unit:
        return sane(value, name)
    ratio = to_coherent(stated.unit) / to_coherent(due)
    return sane(float(f"{value * ratio:.15g}"), name)


def _of_another_dimension(value: float, unit: str, name: str, dimension: Dimension) -> str:
    """The sentence about a value of another dimension, and what was probably meant."""
    noun = _nouns().get(dimensionality(unit))
    got = f"{value:g} {unit}" + (f", {noun}" if noun else "")
    meant = [f"{unit}/{each}" for each in ("accelerator", "reactor")]
    advice = [f"; write {value:g} {one}" for one in meant if dimensionality(one) == dimensionality(dimension.unit)]
    return f"{name} should be {dimension.noun}{unit_hint(dimension)}, got {got}{''.join(advice)}"


def _in_currency_of(stated: str, due: str) -> str:
    """A unit of ours, in which money is USD, in the currency that a statement has."""
    return due.replace("USD", money_of(stated)[0] or "USD")


def sane(value: float, name: str) -> float:
    """Refuse sizes at which products of a few quantities would leave floating point."""
    if value and not 1 / _HUGE < abs(value) < _HUGE:
        raise EstimatorError(f"{name} is beyond all sense at {value:g}; check the unit and the exponent")
    return value


def in_unit(value: float, dimension: Dimension) -> str:
    """A number with its unit, as it is written in a scenario."""
    return f"{value:g}" if dimension.unit == "1" else f"{value:g} {dimension.unit}"


def unit_hint(dimension: Dimension) -> str:
    """The unit of a dimension in brackets, as messages have it behind its noun."""
    return "" if dimension.unit == "1" else f" ({dimension.unit})"


@cache
def _nouns() -> dict[str, str]:
    return {dimensionality(unit): noun for unit, noun in _NOUNS.items()}
