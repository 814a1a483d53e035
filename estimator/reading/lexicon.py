"""What the rules know: words of both languages, units, bounds, names and rules, as the YAML beside it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from estimator.reading.number_words import NumberWords
from estimator.reading.spellings import Spellings
from estimator.reading.text import key_of

LANGUAGES = ("en", "fr")

UNLISTED = "unlisted"
"""The key of an accelerator that the catalog does not have."""


@dataclass(frozen=True)
class Unit:
    """A spelling of a unit, or of a thing that is counted. `chip` is the accelerator that its name tells."""

    kind: str
    draft: str
    factor: float
    whole: bool = False
    counted: bool = False
    article: bool = False
    thousands: str = ""
    times: float = 1.0
    chip: str = ""


@dataclass(frozen=True)
class Composite:
    """What an amount becomes by its rate, or by a rule: its unit, and how many of them one of the kind is."""

    kind: str
    unit: str
    factor: float
    draft: str = ""


@dataclass(frozen=True)
class Words:
    """What one language knows."""

    numbers: NumberWords
    units: Spellings[Unit]
    rates: Spellings[str]
    between: Spellings[str]
    before: Spellings[str]
    after: Spellings[str]
    gap: frozenset[str]
    fillers: Spellings[str]
    elisions: Spellings[str]
    changes: Spellings[str]
    function: frozenset[str]
    labels: frozenset[str]
    links: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Lexicon:
    """Everything, by language where it is of one."""

    words: Mapping[str, Words]
    symbols: Spellings[Unit]
    kinds: Mapping[str, str]
    composites: Mapping[str, Composite]
    conversions: Mapping[str, Composite]
    convertible: Mapping[str, frozenset[str]]
    telling: Mapping[str, frozenset[str]]
    abbreviations: frozenset[str]
    factors: frozenset[float]
    numerous: frozenset[str]


@cache
def shelf(name: str) -> Any:
    """One file of the lexicon, all of it texts: `no` and `on` are words here."""
    text = (files("estimator.reading") / "lexicon" / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon, read once."""
    units, words, bounds, counts = shelf("units"), shelf("words"), shelf("bounds"), shelf("numbers")
    chips: Mapping[str, str] = shelf("names")["chips"]
    spelt = [(entry, _unit(entry, units["kinds"])) for entry in units["units"]]
    symbols = [(symbol, unit) for entry, unit in spelt for symbol in entry.get("symbols", ())]
    by_language = {
        language: _words(language, spelt, units, words, bounds, counts, _chips(chips)) for language in LANGUAGES
    }
    conversions = {name: _composite(name, {**entry, "unit": name}) for name, entry in units["conversions"].items()}
    return Lexicon(
        by_language,
        Spellings(symbols, exact=True),
        {name: kind["unit"] for name, kind in units["kinds"].items()},
        {name: _composite(_unit_of(units, entry["kind"]), entry) for name, entry in units["composites"].items()},
        conversions,
        {name: frozenset(entry["of"]) for name, entry in units["conversions"].items()},
        {language: frozenset(words["telling"][language]) for language in LANGUAGES},
        frozenset(words["abbreviations"]),
        _factors(unit.factor for _, unit in spelt) | _factors(
            unit.factor * float(entry["factor"])
            for _, unit in spelt
            for entry in (*units["conversions"].values(), *units["composites"].values())
        ),
        _numerous(counts, units["units"]),
    )  # fmt: skip


def _numerous(counts: Mapping[str, Any], units: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Words without which a sentence without digits holds no amount."""
    own = [counts[language] for language in LANGUAGES]
    words = {word for one in own for part in ("units", "tens", "about", "multipliers", "hundred") for word in one[part]}
    alone = (entry["words"][language] for entry in units if entry.get("article") for language in LANGUAGES)
    words |= {part for spelt in alone for phrase in spelt for part in phrase.split()}
    return frozenset(map(key_of, words - {word for one in own for word in one["articles"]}))


def _factors(factors: Iterable[float]) -> frozenset[float]:
    """What a number is multiplied by to be in the unit of its kind, with the multipliers that may be left out."""
    return frozenset(factor * power for factor in (1.0, *factors) for power in (1.0, 1e3, 1e6, 1e9, 1e12))


def _unit(entry: Mapping[str, Any], kinds: Mapping[str, Any]) -> Unit:
    return Unit(
        entry["kind"], entry.get("draft", ""), float(entry["factor"]),
        bool(kinds[entry["kind"]].get("whole")), bool(entry.get("counted")), bool(entry.get("article")),
        entry.get("thousands", ""), float(entry.get("times", 1)),
    )  # fmt: skip


def _unit_of(units: Mapping[str, Any], kind: str) -> str:
    return str(units["kinds"].get(kind, {}).get("unit", ""))


def _composite(unit: str, entry: Mapping[str, Any]) -> Composite:
    return Composite(entry.get("kind", ""), entry.get("unit", unit), float(entry["factor"]), entry.get("draft", ""))


def _chips(chips: Mapping[str, str]) -> list[tuple[str, Unit]]:
    """The names of accelerators as things that are counted."""
    return [
        (f"{name}{ending}", Unit("accelerators", "accelerators", 1.0, whole=True, counted=True, chip=key or UNLISTED))
        for name, key in chips.items()
        for ending in ("", "s")
    ]


def _words(
    language: str,
    spelt: Iterable[tuple[Mapping[str, Any], Unit]],
    units: Mapping[str, Any],
    words: Mapping[str, Any],
    bounds: Any,
    counts: Mapping[str, Any],
    chips: list[tuple[str, Unit]],
) -> Words:
    named = [(word, unit) for entry, unit in spelt for word in entry.get("words", {}).get(language, ())]
    rates = [(phrase, rate) for rate, entry in units["rates"].items() for phrase in entry[language]]
    links = {name: _keys(bounds["links"][name][language]) for name in bounds["links"]}
    return Words(
        _number_words(language, counts), Spellings([*named, *chips]), Spellings(rates),
        _phrases(units["between"][language]),
        Spellings((phrase, entry["bound"]) for entry in bounds["bounds"] for phrase in entry["before"][language]),
        Spellings((phrase, entry["bound"]) for entry in bounds["bounds"] for phrase in entry["after"][language]),
        _keys(bounds["gap"][language]),
        _phrases(words["fillers"][language]), _phrases(words["elisions"][language]),
        _phrases(words["changes"][language]),
        _keys(words["function"][language]), _keys(words["labels"][language]), links,
    )  # fmt: skip


def _keys(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key_of, words))


def _phrases(phrases: Iterable[str]) -> Spellings[str]:
    return Spellings((phrase, phrase) for phrase in phrases)


def _number_words(language: str, counts: Mapping[str, Any]) -> NumberWords:
    own, symbols = counts[language], counts["symbols"]
    return NumberWords(
        units=_whole(own["units"]),
        tens=_whole(own["tens"]),
        hundred=frozenset(own["hundred"]),
        joins=frozenset(own["joins"]),
        articles=frozenset(own["articles"]),
        halves=frozenset(own["halves"]),
        multipliers=_sizes(own["multipliers"]),
        about=_whole(own["about"]),
        free=_sizes(symbols["free"]),
        joined=_sizes(symbols["joined"]),
        money=_sizes(symbols["money"]),
        vague=frozenset(counts["vague"][language]),
        comma=language == "fr",
    )


def _sizes(numbers: Mapping[str, str]) -> dict[str, float]:
    return {word: float(number) for word, number in numbers.items()}


def _whole(numbers: Mapping[str, str]) -> dict[str, int]:
    return {word: int(number) for word, number in numbers.items()}
