"""Whose figure it is: names in a sentence, what part they play, and which of them a figure belongs to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from estimator.reading.dates import date_words
from estimator.reading.lexicon import LANGUAGES, shelf
from estimator.reading.meanings import load_rules
from estimator.reading.spellings import Spellings
from estimator.reading.text import Token, key_of

AGENT, PLACE, SITE, SUPPLIER, BYSTANDER = "agent", "place", "site", "supplier", "bystander"


@dataclass(frozen=True)
class Name:
    """A name at tokens `first` up to `last`. `role` is the part it plays; `acts`: a verb of doing stands behind it."""

    first: int
    last: int
    text: str
    role: str
    acts: bool = False


@dataclass(frozen=True)
class Who:
    """Whose figure it is, "" where nobody is named; `unsure` where another sentence or another name may tell."""

    name: str = ""
    unsure: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameWords:
    """What one language knows about names."""

    known: Spellings[tuple[str, str]]
    telling: Spellings[str]
    by: Spellings[str]
    roles: Spellings[str]
    acts: Spellings[str]
    places: Spellings[str]
    things: Spellings[str]
    before_things: Spellings[str]
    demonyms: frozenset[str]
    ignored: frozenset[str]


@cache
def name_words(language: str) -> NameWords:
    """The words of one language."""
    names = shelf("names")
    function = frozenset(map(key_of, (word for one in LANGUAGES for word in shelf("words")["function"][one])))
    months = frozenset().union(*(date_words(one).months for one in LANGUAGES))
    units = (word for entry in shelf("units")["units"] for word in entry.get("words", {}).get(language, ()))
    counts = (word for one in LANGUAGES for word in shelf("numbers")[one]["multipliers"])
    common = frozenset(map(key_of, (*names["common"], *units, *counts)))
    chips = frozenset(key_of(f"{chip}{ending}") for chip in names["chips"] for ending in ("", "s") if " " not in chip)
    return NameWords(
        known=Spellings(_known(names), exact=True),
        telling=_phrases(names["telling"][language]),
        by=_phrases(names["by"][language]),
        roles=_phrases(names["roles"][language]),
        acts=_phrases(names["acts"][language]),
        places=_phrases(names["places"][language]),
        things=_phrases(names["things"][language]),
        before_things=_phrases(names["before_things"][language]),
        demonyms=frozenset(map(key_of, names["demonyms"])),
        ignored=function | months | chips | common,
    )


def _phrases(phrases: Iterable[str]) -> Spellings[str]:
    return Spellings((phrase, phrase) for phrase in phrases)


def _known(names: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for company in names["companies"].values():
        title = company["names"][0]
        yield from ((spelt, (spelt, AGENT)) for spelt in company["names"])
        yield from ((spelt, (title, AGENT)) for spelt in company.get("speakers", ()))
    yield from ((spelt, (spelt, SUPPLIER)) for spelt in names["suppliers"])
    yield from ((spelt, ("Nvidia", SUPPLIER)) for spelt in names["speakers_of_suppliers"])
    yield from ((spelt, (spelt, BYSTANDER)) for spelt in names["bystanders"])


def names(tokens: Sequence[Token], language: str) -> list[Name]:
    """The names of a sentence, in order, with the part that each plays."""
    words = name_words(language)
    found: list[Name] = []
    place = 0
    while place < len(tokens):
        hit = words.known.longest(tokens, place) if tokens[place].text[0].isalpha() else None
        if hit:
            found.append(_played(tokens, Name(hit.first, hit.last, *hit.name), words, known=True))
        else:
            last = _capitals(tokens, place, words)
            if last > place and (one := _unknown(tokens, place, last, words, language)):
                found.append(one)
            place = max(last, place + 1)
            continue
        place = hit.last
    return _spoken_for(tokens, found, words)


def _common(language: str) -> Spellings[str]:
    """Words that the rules know: a capital does not make a name of them."""
    return load_rules().cues[language]


def _capitals(tokens: Sequence[Token], place: int, words: NameWords) -> int:
    """Where a run of capitalised words that begins at a token ends."""
    last = place
    while last < len(tokens):
        token = tokens[last]
        named = token.is_name and token.text[0].isalpha() and token.key not in words.ignored
        digits = last > place and token.text.isdecimal() and len(token.text) == 1
        if last > place and token.text == "-" and not token.spaced and _numbered(tokens, last + 1):
            last += 2
            continue
        hyphen = last > place and token.text in "-&'" and not token.spaced and last + 1 < len(tokens)
        if hyphen and (tokens[last + 1].is_name or tokens[last + 1].key == "d") and not tokens[last + 1].spaced:
            last += 2
        elif (named and (last == place or token.spaced)) or digits:
            last += 1
        else:
            break
    return last


def _numbered(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is part of a name: GPT-4."""
    return place < len(tokens) and tokens[place].is_number and not tokens[place].spaced


def _unknown(tokens: Sequence[Token], first: int, last: int, words: NameWords, language: str) -> Name | None:
    """A name that nobody knows; a single capitalised word that begins a sentence is one only if it acts."""
    keys = [token.key for token in tokens[first:last]]
    text = "".join((" " if token.spaced and n else "") + token.text for n, token in enumerate(tokens[first:last]))
    coded = last - first == 1 and any(letter.isdigit() for letter in text)
    if coded or all(key in words.demonyms for key in keys) or len(text) < 3:
        return None
    one = _played(tokens, Name(first, last, text, AGENT), words)
    if all(any(hit.last == 1 for hit in _common(language).at(tokens[n : n + 1], 0)) for n in range(first, last)):
        return None
    begins = first == 0 or tokens[first - 1].text in '.:•-*"“«·'
    if begins and last - first == 1 and not one.acts and one.role == AGENT and not _labels(tokens, last):
        return None
    return one


def _labels(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name at the beginning of a line is what the line is about: Phoenix, AZ: 40 MW."""
    signs = [token.text for token in tokens[place : place + 4]]
    return ":" in signs[:3] and signs[0] == ","


def _played(tokens: Sequence[Token], one: Name, words: NameWords, known: bool = False) -> Name:
    """A name with its part: one that tells, a place, a site, or somebody who acts."""
    relative = one.last < len(tokens) and tokens[one.last].key in ("qui", "which", "who", ",")
    acts = words.acts.longest(tokens, one.last + relative) is not None or _ends_at(words.by, tokens, one.first)
    role = one.role
    if role == AGENT:
        if _ends_at(words.telling, tokens, one.first) and not acts:
            role = BYSTANDER
        elif not known and (words.things.longest(tokens, one.last) or _ends_at(words.before_things, tokens, one.first)):
            role = SITE
        elif not known and _ends_at(words.places, tokens, one.first):
            role = PLACE
    return Name(one.first, one.last, one.text, role, acts)


def _ends_at(phrases: Spellings[str], tokens: Sequence[Token], place: int) -> bool:
    return any(hit.last == place for start in range(max(0, place - 4), place) for hit in phrases.at(tokens, start))


def _spoken_for(tokens: Sequence[Token], found: Sequence[Name], words: NameWords) -> list[Name]:
    """The names without persons who speak for the one named next: Oona Reyes, chief executive of Thornfield."""
    kept: list[Name] = []
    for number, one in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if following and following.first - one.last <= 8 and _ends_at(words.roles, tokens, following.first):
            continue
        if number and found[number - 1].role == PLACE and one.first - found[number - 1].last == 1 and not one.acts:
            one = Name(one.first, one.last, one.text, PLACE)  # Memphis, Tennessee
        spoken = number and kept_role(words, tokens, one)
        kept.append(Name(one.first, one.last, one.text, AGENT, True) if spoken and one.role != SUPPLIER else one)
    return kept


def kept_role(words: NameWords, tokens: Sequence[Token], one: Name) -> bool:
    """Whether a name is that of the firm that somebody speaks for."""
    return _ends_at(words.roles, tokens, one.first)


def who(found: Sequence[Name], place: int, previous: Iterable[Sequence[Name]], country: bool) -> Who:
    """Whose figure it is that stands at a token; `previous` are the names of the sentences before, nearest first.

    `country`: the figure is a share of a country's electricity, so that a place is what it is of.
    """
    here = _of(found, place, country)
    if here:
        others = {one.text for one in found if one.role in (AGENT, SITE)} - {here.text}
        return Who(here.text, len(others) > 0 and not here.acts, tuple(sorted(others)))
    for earlier in previous:
        if one := _main(earlier):
            return Who(one.text, True)
    after = [one for one in found if one.role in (AGENT, SUPPLIER)]
    return Who(after[0].text, True) if after else Who()


def _of(found: Sequence[Name], place: int, country: bool) -> Name | None:
    """The name that a figure belongs to by its own sentence: who acts before it, a site, who acts after it, a place."""
    before = [one for one in found if one.last <= place]
    if country and (one := _nearest([one for one in found if one.role in (PLACE, AGENT)], place)):
        return one
    acting = [one for one in before if one.role in (AGENT, SITE) and one.acts]
    sites = [one for one in found if one.role == SITE]
    after = [one for one in found if one.first >= place and one.role == AGENT and one.acts]
    plain = [one for one in before if one.role == AGENT]
    places = [one for one in found if one.role == PLACE]
    for group in (acting[-1:], plain[:1], sites[:1], after[:1]):
        if group:
            return group[0]
    return _nearest(places, place)


def _nearest(found: Sequence[Name], place: int) -> Name | None:
    return min(found, key=lambda one: min(abs(one.first - place), abs(one.last - place)), default=None)


def _main(found: Sequence[Name]) -> Name | None:
    """Whom a sentence is about, for the sentence after it."""
    agents = [one for one in found if one.role in (AGENT, SITE)]
    acting = [one for one in agents if one.acts]
    return acting[-1] if acting else agents[0] if agents else None
