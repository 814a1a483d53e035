"""When: years and words such as "last year", and which amount they belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from estimator.reading.amounts import Mention
from estimator.reading.lexicon import LANGUAGES, load_lexicon, shelf
from estimator.reading.spellings import Spellings
from estimator.reading.text import Token, key_of, plain_of, tokens_of

YEARS = range(1950, 2101)
"""What four digits without a unit are taken for."""

_DAYS = range(1, 32)
_HEAD = 600
_STEPS = {"this": 0, "last": -1, "next": 1, "earlier": -1, "later": 1}


@dataclass(frozen=True)
class Moment:
    """A year, or a word for one, at tokens `first` up to `last`."""

    first: int
    last: int
    year: int | None
    relative: str = ""


@dataclass(frozen=True)
class DateWords:
    """What one language knows of dates."""

    months: frozenset[str]
    leads: frozenset[str]
    relative: Spellings[str]
    parts: Spellings[str]
    starts: frozenset[str]
    published: frozenset[str]


@cache
def date_words(language: str) -> DateWords:
    """The words of one language."""
    dates = shelf("dates")
    relative = [(phrase, name) for name, entry in dates["relative"].items() for phrase in entry[language]]
    return DateWords(
        months=frozenset(map(key_of, dates["months"][language])),
        leads=frozenset(map(key_of, dates["leads"][language])),
        relative=Spellings(relative),
        parts=Spellings((phrase, phrase) for phrase in dates["parts"][language]),
        starts=frozenset(map(key_of, dates["starts"][language])),
        published=frozenset(map(key_of, dates["published"][language])),
    )


def moments(tokens: Sequence[Token], words: DateWords) -> list[Moment]:
    """The years of a sentence and the words for such, in order; days of a month with neither have no year."""
    found: list[Moment] = []
    place = 0
    while place < len(tokens):
        one = _date(tokens, place, words) or _relative(tokens, place, words)
        if one:
            found.append(one)
        place = one.last if one else place + 1
    return found


def _relative(tokens: Sequence[Token], place: int, words: DateWords) -> Moment | None:
    hit = words.relative.longest(tokens, place)
    return Moment(hit.first, hit.last, None, hit.name) if hit else None


def _date(tokens: Sequence[Token], place: int, words: DateWords) -> Moment | None:
    """14 March 2026, March 14, 2026, December 2026, 2025-01-24, 2026."""
    token = tokens[place]
    if year := _year(tokens, place, words):
        last = place + 1
        while last + 1 < len(tokens) and tokens[last].text == "-" and re.fullmatch("[0-9]{2}", tokens[last + 1].text):
            last += 2
        return Moment(place, last, year)
    if fiscal := re.fullmatch("fy(20)?([0-9]{2})", token.key):
        return Moment(place, place + 1, 2000 + int(fiscal[2]))
    if _day(token) and place + 1 < len(tokens) and tokens[place + 1].key in words.months:
        return _with_year(tokens, place, place + 2)
    if token.key in words.months and (token.is_name or token.key not in ("may", "march", "mars")):
        follows = place + 1 < len(tokens) and _day(tokens[place + 1])
        return _with_year(tokens, place, place + 2 if follows else place + 1)
    return None


def _day(token: Token) -> bool:
    return token.text.isdecimal() and len(token.text) < 3 and int(token.text) in _DAYS


def _with_year(tokens: Sequence[Token], first: int, place: int) -> Moment | None:
    """A day or a month with the year behind it, if one stands there."""
    after = place + 1 if place < len(tokens) and tokens[place].text == "," else place
    year = _digits(tokens[after]) if after < len(tokens) else None
    return Moment(first, after + 1 if year else place, year, "" if year else "day")


def _digits(token: Token) -> int | None:
    """The year that four digits are."""
    year = int(token.text) if len(token.text) == 4 and token.text.isdecimal() else 0
    return year if year in YEARS else None


def _year(tokens: Sequence[Token], place: int, words: DateWords) -> int | None:
    """Four digits that are a year: with nothing behind that they could count, unless a word for dates stands before."""
    year = _digits(tokens[place])
    if not year:
        return None
    before = tokens[place - 1].key if place else ""
    if before in words.leads or before in words.months:
        return year
    return None if _counts(tokens, place + 1, words) else year


def _counts(tokens: Sequence[Token], place: int, words: DateWords) -> bool:
    """Whether something that can be counted stands at a place: a name, a number, a unit."""
    if place >= len(tokens):
        return False
    token = tokens[place]
    if token.is_number or token.text in "%$€£" or (token.text[0].isalpha() and (token.is_name or not token.spaced)):
        return True
    lexicon = load_lexicon()
    words_of = lexicon.words.values()
    units = any(one.units.longest(tokens, place) or one.fillers.longest(tokens, place) for one in words_of)
    return token.text[0].isalpha() and (units or lexicon.symbols.longest(tokens, place) is not None)


def published(plain: str) -> tuple[int, int] | None:
    """The year in which a text says at its beginning that it came out, and where it has said so."""
    tokens = list(tokens_of(plain, 0, min(len(plain), _HEAD)))
    for language in LANGUAGES:
        words = date_words(language)
        for moment in moments(tokens, words):
            before = {token.key for token in tokens[max(0, moment.first - 4) : moment.first]}
            if moment.year and before & words.published:
                return moment.year, tokens[moment.last - 1].end
    return None


def year_of_date(written: str) -> int | None:
    """The year of a date such as 2025-01 or 24 January 2025."""
    found = re.search(r"(?<![0-9])(19[5-9][0-9]|20[0-9]{2})(?![0-9])", plain_of(written))
    return int(found[1]) if found else None


class Calendar:
    """The years of the amounts of one sentence. `base` is that of the text, `lead` one that stands before a list."""

    def __init__(
        self, tokens: Sequence[Token], found: Sequence[Mention], times: Sequence[Moment], words: DateWords,
        base: int | None, lead: int | None,
    ) -> None:  # fmt: skip
        self._tokens, self._found, self._words, self._base = tokens, found, words, base
        self._times = [time for time in times if time.relative != "day"]
        self._lead = lead
        self._taken: dict[int, int] = {}

    def years(self) -> list[int | None]:
        """The year of each amount; None where the sentence tells none, or says that it is today's."""
        if not self._times:
            return [self._lead] * len(self._found)
        own = [self._own(number) for number in range(len(self._found))]
        years: list[int | None] = []
        for number, time in enumerate(own):
            previous = years[-1] if years else None
            if time is not None:
                years.append(self._resolved(time, previous))
                continue
            shared = self._shared(number, own)
            joined = number > 0 and not self._parted(number - 1)
            years.append(self._resolved(shared, previous) if shared else previous if joined else None)
        return [
            self._lead if year is None and own[n] is None and not self._times else year for n, year in enumerate(years)
        ]

    def lead(self) -> int | None:
        """The year before the first amount, which holds for the clauses after it, too."""
        first = self._found[0].first if self._found else len(self._tokens)
        before = [time for time in self._times if time.last <= first]
        return self._resolved(before[-1], None) if before else self._lead

    def _own(self, number: int) -> Moment | None:
        start, end = self._found[number].last, self._next(number)
        behind = [time for time in self._times if start <= time.first < end]
        behind = [time for time in behind if time.relative != "now" or self._begins_anew(time, behind)][:1] or behind[
            :1
        ]
        if behind and not self._leads_next(number, behind[0]):
            self._taken[id(behind[0])] = number
            return behind[0]
        begin = self._found[number - 1].last if number else 0
        before = [time for time in self._times if begin <= time.first < self._found[number].first]
        free = [time for time in before if id(time) not in self._taken]
        named = [time for time in free if time.relative != "now"]
        return named[-1] if named else free[-1] if free else None

    def _begins_anew(self, now: Moment, behind: Sequence[Moment]) -> bool:
        """Whether a clause of its own stands between "today" and the year after it."""
        after = next((time for time in behind if time.first >= now.last), None)
        between = self._tokens[now.last : after.first] if after else ()
        return any(token.key in self._words.starts for token in between)

    def _next(self, number: int) -> int:
        return self._found[number + 1].first if number + 1 < len(self._found) else len(self._tokens)

    def _leads_next(self, number: int, time: Moment) -> bool:
        """Whether a year behind an amount begins the clause of the next one."""
        if number + 1 == len(self._found):
            return False
        place = time.first - 1
        while place > self._found[number].last and self._tokens[place].key in self._words.leads - self._words.starts:
            place -= 1
        starts = place >= self._found[number].last and self._tokens[place].key in self._words.starts - {"("}
        following = self._found[number + 1]
        own = any(following.last <= later.first < self._next(number + 1) for later in self._times)
        return starts and not own

    def _parted(self, number: int) -> bool:
        """Whether a word between an amount and the next says that they are of different times."""
        between = self._tokens[self._found[number].last : self._next(number)]
        return self._found[number].change or any(True for _ in self._words.parts.all(between))

    def _shared(self, number: int, own: Sequence[Moment | None]) -> Moment | None:
        """The year of the next amount that has one, if nothing parts them."""
        for later in range(number + 1, len(own)):
            if self._parted(later - 1):
                return None
            if (time := own[later]) is not None:
                return time if time.first >= self._found[later].first and time.relative != "now" else None
        return None

    def _resolved(self, time: Moment, previous: int | None) -> int | None:
        if time.year or time.relative not in _STEPS:
            return time.year
        base = self._base
        if time.relative in ("earlier", "later"):
            base = previous or base
        elif base is None and time.relative == "last":
            earlier = (other.year for other in self._times if other.year and other.first < time.first)
            base = max(earlier, default=None)
        return base + _STEPS[time.relative] if base else None
