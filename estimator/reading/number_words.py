"""Numbers below a thousand in words, in either language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from estimator.reading.text import Token

_TEN = 10


@dataclass(frozen=True)
class NumberWords:
    """The words of numbers of one language, as the lexicon has them."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    hundred: frozenset[str]
    joins: frozenset[str]
    articles: frozenset[str]
    halves: frozenset[str]
    multipliers: Mapping[str, float]
    about: Mapping[str, int]
    free: Mapping[str, float]
    joined: Mapping[str, float]
    money: Mapping[str, float]
    vague: frozenset[str]
    comma: bool
    """Whether a comma parts decimals."""


def half_behind(tokens: Sequence[Token], place: int, known: NumberWords) -> int | None:
    """Where "and a half" or "et demi" ends."""
    if place >= len(tokens) or tokens[place].key not in known.joins:
        return None
    place += 1
    while place < len(tokens) and tokens[place].key in known.articles and not known.comma:
        place += 1
    return place + 1 if place < len(tokens) and tokens[place].key in known.halves else None


def joined(tokens: Sequence[Token], place: int, known: NumberWords) -> int:
    """Past hyphens and a word that joins."""
    while place < len(tokens) and (tokens[place].text == "-" or tokens[place].key in known.joins):
        place += 1
    return place


def below_thousand(tokens: Sequence[Token], place: int, known: NumberWords) -> tuple[int, int] | None:
    """A number in words below a thousand, and where it ends."""
    if known.comma and place < len(tokens) and tokens[place].key == "mille":  # needs nothing before it
        return 1, place
    first = _below_hundred(tokens, place, known)
    value, last = first or (1, place)
    if not first and place < len(tokens) and tokens[place].key in known.articles:
        last = place + 1
    if last < len(tokens) and tokens[last].key in known.hundred and value < 10 + 10 * (not known.comma):
        after = joined(tokens, last + 1, known)
        one = known.comma and after < len(tokens) and tokens[after].key in known.articles  # deux cent un
        rest = (1, after + 1) if one else _below_hundred(tokens, after, known)
        return (value * 100 + rest[0], rest[1]) if rest else (value * 100, last + 1)
    if first:
        return first
    counts = last > place and last < len(tokens) and tokens[last].key in known.multipliers
    return (1, last) if counts else (1, place + 1) if last > place else None


def _below_hundred(tokens: Sequence[Token], place: int, known: NumberWords) -> tuple[int, int] | None:
    """Tens and units: forty-two, soixante et onze, quatre-vingt-dix."""
    if place >= len(tokens):
        return None
    key = tokens[place].key
    if key in known.units and key not in known.articles:
        score = joined(tokens, place + 1, known)
        if known.units[key] == 4 and score < len(tokens) and tokens[score].key.startswith("vingt") and known.comma:
            return _with_units(tokens, 80, score + 1, known)
        if known.units[key] == _TEN and known.comma:
            return _teens(tokens, place + 1, known)
        return known.units[key], place + 1
    return _with_units(tokens, known.tens[key], place + 1, known) if key in known.tens else None


def _with_units(tokens: Sequence[Token], tens: int, place: int, known: NumberWords) -> tuple[int, int]:
    after = joined(tokens, place, known)
    key = tokens[after].key if after < len(tokens) else ""
    units = known.units.get(key, 0)
    most = 20 if known.comma and tens in (60, 80) else 10
    if not 0 < units < most:
        return tens, place
    if units == _TEN and known.comma:
        teens, last = _teens(tokens, after + 1, known)
        return tens + teens, last
    return tens + units, after + 1


def _teens(tokens: Sequence[Token], place: int, known: NumberWords) -> tuple[int, int]:
    """Behind the word for ten: dix-sept, dix-huit, dix-neuf, or ten itself."""
    last = joined(tokens, place, known)
    more = known.units.get(tokens[last].key, 0) if last < len(tokens) else 0
    return (_TEN + more, last + 1) if 7 <= more <= 9 else (_TEN, place)
