"""What units are worth and of which dimension they are, without loading pint."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from estimator.units.spelling import MONEY


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
    found = MONEY.search(unit)
    return (found["currency"], found["year"] or "") if found else ("", "")


def _factors(unit: str) -> Iterator[tuple[str, int]]:
    """The single units of a product or quotient, each with the sign of its power; money without its year."""
    for operator, name in re.findall(r"([*/]?)\s*([^\s*/]+(?:\s*\*\*\s*\d+)?)", MONEY.sub(r"\g<unit>", unit)):
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
