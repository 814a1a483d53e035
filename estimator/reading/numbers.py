"""Numbers of a text, in digits and words of either language, with their powers of ten and multipliers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from estimator.reading.number_words import NumberWords, below_thousand, half_behind, joined
from estimator.reading.text import Token

_RAISED = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_CURRENCIES = frozenset("$€£¥")
_GROUP = 3
_HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number at tokens `first` up to `last`.

    `digits` is how it is written, as Python writes it, before its multiplier. `grouped` is its other value where a mark
    may part thousands as well as decimals; `doubtful`, that nothing but a whole unit can tell. `article`: it is only
    the word "a". `about`: the word itself says that it is round.
    """

    first: int
    last: int
    digits: str
    factor: float = 1.0
    grouped: float | None = None
    doubtful: bool = False
    article: bool = False
    about: bool = False
    words: bool = False

    @property
    def value(self) -> float:
        """What it is worth with its multiplier, in one rounding."""
        return float(f"{self.digits}e0") * self.factor if "e" not in self.digits else float(self.digits) * self.factor


def numbers(tokens: Sequence[Token], known: NumberWords) -> Iterator[Number]:
    """The numbers among tokens, in order; neither zero nor what is part of a name, a date or a telephone number."""
    place = 0
    while place < len(tokens):
        found = _digits(tokens, place, known) if tokens[place].is_number else _words(tokens, place, known)
        if found:
            found = _multiplied(tokens, found, known)
            if isfinite(found.value) and found.value > 0 and not _vague(tokens, found, known):
                yield found
        place = found.last if found else place + 1


def _vague(tokens: Sequence[Token], number: Number, known: NumberWords) -> bool:
    return number.words and number.first > 0 and tokens[number.first - 1].key in known.vague


def _digits(tokens: Sequence[Token], place: int, known: NumberWords) -> Number | None:
    if _of_a_name(tokens, place):
        return None
    plain = _plain_digits(tokens[place].text, known.comma)
    if plain is None:
        return None
    digits, grouped, doubtful = plain
    number = Number(first=place, last=place + 1, digits=digits, grouped=grouped, doubtful=doubtful)
    return _raised(tokens, number)


def _of_a_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether digits are joined to a word before them, as in GPT-4, or begin with zeros that no number has."""
    token = tokens[place]
    if re.match(r"0[0-9]", token.text):
        return True
    if place and not token.spaced and tokens[place - 1].text in "_/:#.@'":
        return True
    if place < 2 or token.spaced or tokens[place - 1].text != "-" or tokens[place - 1].spaced:
        return False
    before = tokens[place - 2]
    written = before.is_number or (place > 2 and tokens[place - 3].is_number and not before.spaced)  # 50M-60M
    return not written and before.text not in _CURRENCIES | {"%"}


def _plain_digits(text: str, comma: bool) -> tuple[str, float | None, bool] | None:
    """Digits as Python writes them, their other value, and whether nobody can tell which; None for no number."""
    body = re.sub("[ ']", "", text)
    marks = re.findall("[.,]", body)
    groups = re.split("[.,]", body)
    if not marks:
        return body, None, False
    if len(set(marks)) == len(marks) == 1:
        return _one_mark(body, marks[0], groups, body != text, comma)
    if not all(len(group) == _GROUP for group in groups[1 : len(marks) if len(set(marks)) > 1 else None]):
        return None
    if len(set(marks)) == 1:
        return "".join(groups), None, False
    if len(set(marks[:-1])) > 1:
        return None
    return f"{''.join(groups[:-1])}.{groups[-1]}", None, False


def _one_mark(body: str, mark: str, groups: Sequence[str], spaced: bool, comma: bool) -> tuple[str, float | None, bool]:
    """A single mark: thousands or decimals. Of three digits that end on 0 nobody can tell, if the mark is strange."""
    decimal = f"{groups[0] or 0}.{groups[1]}"
    if spaced or len(groups[1]) != _GROUP or not groups[0] or groups[0].startswith("0") or len(groups[0]) > _GROUP:
        return decimal, None, False
    whole = groups[0] + groups[1]
    if mark == "," and not comma:
        return whole, None, False
    doubtful = whole.endswith("0") or (mark == "." and comma)
    return decimal, float(whole), doubtful


def _raised(tokens: Sequence[Token], number: Number) -> Number | None:
    """A number with the power of ten behind it: 5e26, 10^26, 1.1 x 10^25, 10²⁶."""
    place = number.last
    joined = tokens[place].text if place < len(tokens) and not tokens[place].spaced else ""
    if match := re.fullmatch("[eE]([0-9]{1,3})", joined):
        return _scientific(number, int(match[1]), place + 1)
    if number.digits == "10" and (power := _power(tokens, place)):
        return _finite(replace(number, last=power[1], digits=f"1e{power[0]}"))
    signs = place + 1 < len(tokens) and tokens[place].text in "×xX*·"
    if signs and tokens[place + 1].text == "10" and (power := _power(tokens, place + 2)):
        return _scientific(number, *power)
    return number


def _scientific(number: Number, power: int, last: int) -> Number | None:
    return _finite(replace(number, last=last, digits=f"{number.digits}e{power}", grouped=None, doubtful=False))


def _finite(number: Number) -> Number | None:
    return number if isfinite(float(number.digits)) else None


def _power(tokens: Sequence[Token], place: int) -> tuple[int, int] | None:
    """The exponent at a place, and where it ends."""
    text = [token.text for token in tokens[place : place + 6]]
    if text and re.fullmatch("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}", text[0]) and not tokens[place].spaced:
        return int(text[0].translate(_RAISED)), place + 1
    shown = "".join(text)
    match = re.match(r"(?:\^|\*\*|puissance)\{?([+-]?[0-9]{1,3})(?![0-9.,])\}?", shown)
    if not match:
        return None
    length, last = 0, place
    while length < match.end():
        length += len(tokens[last].text)
        last += 1
    return int(match[1]), last


def _multiplied(tokens: Sequence[Token], number: Number, known: NumberWords) -> Number:
    """A number with the words and letters that multiply it."""
    for _ in range(2):
        place = number.last
        while place < len(tokens) and (
            tokens[place].text == "-" or (number.about and tokens[place].key in ("de", "d", "'"))
        ):
            place += 1
        half = half_behind(tokens, number.last, known)
        place = half or place
        factor = _factor(tokens, place, number, known)
        if factor is None:
            return number
        digits = str(float(number.digits) + _HALF) if half else number.digits
        number = replace(number, last=place + 1, digits=digits, factor=number.factor * factor, article=False)
        if after := half_behind(tokens, number.last, known):
            number = replace(number, last=after, digits=str(float(number.digits) + _HALF))
    return number


def _factor(tokens: Sequence[Token], place: int, number: Number, known: NumberWords) -> float | None:
    if place >= len(tokens):
        return None
    token = tokens[place]
    if (by_word := known.multipliers.get(token.key)) and token.text not in known.joined:
        return by_word
    if number.words:
        return None
    if token.text in known.free:
        return known.free[token.text]
    beside = tokens[place + 1].text if place + 1 < len(tokens) and not tokens[place + 1].spaced else ""
    before = tokens[number.first - 1].text if number.first else ""
    if beside in _CURRENCIES or (before in _CURRENCIES and not token.spaced):
        return known.money.get(token.text)
    return None if token.spaced else known.joined.get(token.text)


def _words(tokens: Sequence[Token], place: int, known: NumberWords) -> Number | None:
    """A number in words: a sum of parts below a thousand, each with its multiplier."""
    key = tokens[place].key
    if key in known.halves:
        return _half_of(tokens, place, known)
    if key in known.about or (
        key in known.articles and place + 1 < len(tokens) and tokens[place + 1].key in known.about
    ):
        last = place + 1 if key in known.about else place + 2
        return Number(first=place, last=last, digits=str(known.about[tokens[last - 1].key]), about=True, words=True)
    total, limit, last = 0.0, float("inf"), place
    while part := below_thousand(tokens, last, known):
        value, after = part
        factor = known.multipliers.get(tokens[after].key, 1.0) if after < len(tokens) else 1.0
        if factor >= limit or (total and factor == 1.0 and value >= limit):
            break
        total, last, limit = total + value * factor, after + (factor > 1), factor
        if factor == 1.0:
            break
        if half := half_behind(tokens, last, known):
            total, last = total + _HALF * factor, half
            break
        last = joined(tokens, last, known)
    if not total:
        return None
    if last > place and tokens[last - 1].key in known.joins:
        last -= 1
    alone = last == place + 1 and key in known.articles
    return Number(first=place, last=last, digits=f"{total:.0f}", article=alone, words=True)


def _half_of(tokens: Sequence[Token], place: int, known: NumberWords) -> Number | None:
    """Half a million; un demi-milliard, whose article is no part of it."""
    last = place + 1
    while last < len(tokens) and (tokens[last].text == "-" or tokens[last].key in known.articles):
        last += 1
    joined = last > place + 1 and last < len(tokens)
    return Number(first=place, last=last, digits=str(_HALF), words=True, article=True) if joined else None
