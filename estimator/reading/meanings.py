"""What an amount can mean: the first rule of the lexicon whose words stand around it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

from estimator.reading.amounts import Mention
from estimator.reading.lexicon import LANGUAGES, shelf
from estimator.reading.spellings import Spellings
from estimator.reading.text import Token

SLOTS = ("near", "before", "after", "just_before", "just_after", "next", "context")
_JUST_BEFORE, _JUST_AFTER, _AFTER, _JUST_BEHIND, _NEXT = 5, 6, 14, 5, 4


Cues = Mapping[str, Sequence[tuple[int, int]]]
"""The words of a sentence that rules know, with their places."""


@dataclass(frozen=True)
class Condition:
    """Words that must stand somewhere around an amount, or must not: the cues, by language."""

    slot: str
    absent: bool
    cues: Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of the lexicon. `reads` is empty where the amount is seen and not read, for a `reason`."""

    name: str
    reads: tuple[str, ...]
    reason: str
    kinds: frozenset[str]
    rates: frozenset[str]
    no_rates: frozenset[str]
    beside: frozenset[str]
    follows: frozenset[str]
    chip: str
    unit: str
    above: float
    below: float
    conditions: tuple[Condition, ...]
    example: Mapping[str, str]
    note: str


@dataclass(frozen=True)
class Rules:
    """All rules by kind, in order, and their cues."""

    all: tuple[Rule, ...]
    by_kind: Mapping[str, tuple[Rule, ...]]
    cues: Mapping[str, Spellings[str]]


@dataclass(frozen=True)
class Surroundings:
    """The cues of a sentence and of the one before it, with their places."""

    tokens: Sequence[Token]
    hits: Cues
    context: frozenset[str]
    language: str


@dataclass(frozen=True)
class Meaning:
    """The rule that fits, and the word of the text that made it fit, if one did."""

    rule: Rule
    cue: str = ""


@cache
def load_rules() -> Rules:
    """The rules of the lexicon, read once."""
    written = shelf("rules")
    rules = tuple(_rule(entry, written["sets"]) for entry in written["rules"])
    kinds = dict.fromkeys(kind for rule in rules for kind in rule.kinds)
    cues = {
        language: Spellings(
            (cue, cue)
            for cue in dict.fromkeys(
                cue for rule in rules for condition in rule.conditions for cue in sorted(condition.cues[language])
            )
        )
        for language in LANGUAGES
    }
    return Rules(rules, {kind: tuple(rule for rule in rules if kind in rule.kinds) for kind in kinds}, cues)


def _rule(entry: Mapping[str, Any], sets: Mapping[str, Any]) -> Rule:
    return Rule(
        name=entry["name"],
        reads=tuple(entry.get("reads", ())),
        reason=entry.get("reason", ""),
        kinds=frozenset(_listed(entry["kind"])),
        rates=frozenset(_listed(entry.get("rate", []))),
        no_rates=frozenset(_listed(entry.get("no_rate", []))),
        beside=frozenset(_listed(entry.get("with", []))),
        follows=frozenset(_listed(entry.get("follows", []))),
        chip=entry.get("chip", ""),
        unit=entry.get("unit", ""),
        above=float(entry.get("above", -inf)),
        below=float(entry.get("below", inf)),
        conditions=tuple(_conditions(entry, sets)),
        example=entry.get("example", {}),
        note=entry.get("note", ""),
    )


def _listed(written: str | list[str]) -> list[str]:
    return [written] if isinstance(written, str) else written


def _conditions(entry: Mapping[str, Any], sets: Mapping[str, Any]) -> Iterable[Condition]:
    for name, cues in entry.items():
        slot, absent = name.removeprefix("no_").removesuffix("_too"), name.startswith("no_")
        if slot in SLOTS:
            spelt = {language: frozenset(_spelt(cues[language], language, sets)) for language in LANGUAGES}
            yield Condition(slot, absent, spelt)


def _spelt(cues: Iterable[str], language: str, sets: Mapping[str, Any]) -> Iterable[str]:
    for cue in cues:
        if cue.startswith("@"):
            yield from _spelt(sets[cue[1:]][language], language, sets)
        else:
            yield cue


def cues_of(tokens: Sequence[Token], language: str) -> Cues:
    """The cues of a sentence."""
    hits: dict[str, list[tuple[int, int]]] = {}
    for hit in load_rules().cues[language].all(tokens):
        hits.setdefault(hit.name, []).append((hit.first, hit.last))
    return hits


def meaning(found: Sequence[Mention], number: int, around: Surroundings) -> Meaning | None:
    """The first rule that fits an amount; None where none does."""
    mention = found[number]
    kinds = {other.kind for other in found}
    for rule in load_rules().by_kind.get(mention.kind, ()):
        if _measured(rule, mention, kinds) and _following(rule, found, number):
            cue = _cued(rule, found, number, around)
            if cue is not None:
                return Meaning(rule, cue)
    return None


def _measured(rule: Rule, mention: Mention, kinds: set[str]) -> bool:
    """Whether an amount is of the size, the rate and the company that a rule asks for."""
    size = rule.above <= mention.high and mention.low < rule.below
    rated = (not rule.rates or mention.rate in rule.rates) and mention.rate not in rule.no_rates
    chip = not rule.chip or rule.chip == mention.chip
    return size and rated and chip and (not rule.beside or bool(rule.beside & kinds))


def _following(rule: Rule, found: Sequence[Mention], number: int) -> bool:
    """Whether an amount stands right behind one of the kind that a rule asks for: two reactors of 1.6 GW."""
    if not rule.follows:
        return True
    previous = found[number - 1] if number else None
    return bool(previous and previous.kind in rule.follows and found[number].first - previous.last <= _JUST_BEHIND)


def _cued(rule: Rule, found: Sequence[Mention], number: int, around: Surroundings) -> str | None:
    """The word that made a rule fit, "" where it needs none; None where it does not fit."""
    told = ""
    for condition in rule.conditions:
        cue = _present(condition, found, number, around)
        if condition.absent == bool(cue):
            return None
        told = told or cue
    return told


def _present(condition: Condition, found: Sequence[Mention], number: int, around: Surroundings) -> str:
    """A word of the condition where it is looked for; "" for none."""
    cues = condition.cues[around.language]
    here = cues & around.hits.keys()
    if condition.slot == "context":
        return min(here or cues & around.context, default="")
    if condition.slot == "near":
        return min(here, default="")
    start, end = _window(condition.slot, found, number, len(around.tokens))
    return min((cue for cue in here if any(start <= a and b <= end for a, b in around.hits[cue])), default="")


def _window(slot: str, found: Sequence[Mention], number: int, length: int) -> tuple[int, int]:
    """The tokens in which a slot looks."""
    mention = found[number]
    others = [other for other in found[:number] if other.kind != "share" or mention.kind == "share"]
    previous = others[-1].last if others else 0
    following = found[number + 1].first if number + 1 < len(found) else length
    if slot == "before":
        return previous, mention.first
    if slot == "just_before":
        return max(previous, mention.first - _JUST_BEFORE), mention.first
    if slot == "next":
        return mention.last, min(following, mention.last + _NEXT)
    if slot == "just_after":
        return mention.last, min(following, mention.last + _JUST_AFTER)
    return mention.last, min(following, mention.last + _AFTER)
