"""Facts whose own words say that they are of another quantity than the one they stand under."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TOLD = ("value", "quote", "where", "because")


@dataclass(frozen=True)
class Misnomer:
    """Words that tell a quantity from those it is mistaken for."""

    quantities: tuple[str, ...]
    words: re.Pattern[str]
    message: str


MISNOMERS = (
    Misnomer(
        ("grid_carbon_intensity", "annual_scope2_location_based", "training_carbon_location_based"),
        re.compile(
            r"market[- ]based|guarantees? of origin|renewable energy certificates?|\bRECs?\b|\bPPAs?\b"
            r"|power purchase agreements?|residual mix|(carbon|climate)[- ]neutral|renewable (supply|tariff|contract)"
            r"|100 ?(%|per ?cent|percent) (renewable|clean|green|carbon[- ]free)|contracted",
            re.IGNORECASE,
        ),
        "is by location, and its words speak of what was contracted; write contracted_carbon_intensity or"
        " annual_scope2_market_based",
    ),
    Misnomer(
        ("grid_carbon_intensity",),
        re.compile(r"^0+(\.0+)? ?k?gCO2e"),
        "is by location, and no grid emits nothing; for what was contracted, write contracted_carbon_intensity",
    ),
    Misnomer(
        ("wue", "withdrawal_wue", "peak_day_wue"),
        re.compile(
            r"(per|of|over) (total|facility|all|whole)( (facility|site|data ?cent(er|re)))? (energy|electricity|kWh)"
            r"|(total|facility|site)[- ](kWh|MWh|energy use)|(kWh|MWh)(_| of )(total|facility)|including (PUE|cooling)",
            re.IGNORECASE,
        ),
        "is over IT energy, and its words speak of all energy of the facility; write facility_wue",
    ),
)


def misnomers(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Facts that their own words contradict: the quantity, and what to write."""
    for quantity, fact in given.items():
        told = " ".join(str(fact[note]) for note in _TOLD if note in fact) if isinstance(fact, dict) else str(fact)
        for misnomer in MISNOMERS:
            if quantity in misnomer.quantities and (found := misnomer.words.search(told)):
                yield quantity, f"{quantity} {misnomer.message} (“{found[0]}”)"
