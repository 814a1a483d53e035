"""A text as the rules see it: one character for one character, in sentences, each in its language."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import normalize

LONGEST_SENTENCE = 1_500
"""Characters after which a sentence is cut: what is nearby is looked for inside a sentence only."""

_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\ufeff"
_PLAIN = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, "’ʼ‘′＇"), "'"),
    **dict.fromkeys(map(ord, "–−‑‐‒﹣－"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060"), "\u00ad"),
    **{ord("₀") + number: str(number) for number in range(10)},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in (0xFF07, 0xFF0D)},
    **dict.fromkeys(map(ord, "\v\f\u0085\u2028\u2029"), "\n"),
    ord("\r"): " ",
}
"""What is written for the same thing: each character for one, so that places stay places."""

_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,3}(?P<mark>[ '.,])[0-9]{3}(?![0-9])(?:(?P=mark)[0-9]{3}(?![0-9]))*(?:[.,][0-9]+)*"
    r"|[0-9]+(?:[.,][0-9]+)*|\.[0-9]+)"
    r"|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[^\W\d_][^\W_]*(?:\u00ad[^\W_]+)*|\S"
)
_BREAK = re.compile(r"[.!?…]['\"”»)\]]{0,3}(?=\s)|;|\n")
_LIST_MARK = re.compile(r"\s{0,8}(?:[-•*·|▪‣–]|[0-9]{1,2}[.)])\s")
_SHORT_LINE = 60
_DIGIT, _WORD = re.compile("[0-9]"), re.compile(r"[^\W\d_]+")


class Token(NamedTuple):
    """A word, a number or a sign. `key` is how the lexicon spells it: small letters without accents."""

    start: int
    end: int
    text: str
    key: str
    spaced: bool

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit or a decimal point before one."""
        return self.text[0] in "0123456789" or (len(self.text) > 1 and self.text[0] == ".")

    @property
    def is_name(self) -> bool:
        """Whether it is written with a capital."""
        return self.text[0].isupper()


@lru_cache(maxsize=1 << 16)
def key_of(word: str) -> str:
    """A word in small letters, without accents and soft hyphens."""
    return "".join(normalize("NFKD", letter)[0] for letter in word.lower() if letter != "\u00ad")


def tokens_of(plain: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a piece of a plain text, with their places in it."""
    before = start
    for match in _TOKEN.finditer(plain, start, len(plain) if end is None else end):
        text, place = match[0], match.start()
        yield Token(place, match.end(), text, key_of(text), place > before)
        before = match.end()


def plain_of(text: str) -> str:
    """The same text with one spelling of spaces, apostrophes, hyphens and digits, character for character."""
    return text.translate(_PLAIN)


@dataclass(frozen=True)
class Sentence:
    """A sentence, a line of a list, or a clause before a semicolon."""

    number: int
    start: int
    end: int
    paragraph: int
    plain: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its words, numbers and signs."""
        return tuple(tokens_of(self.plain, self.start, self.end))

    def may_count(self, words: frozenset[str]) -> bool:
        """Whether it holds a digit or a word of numbers, so that it is worth taking apart."""
        if _DIGIT.search(self.plain, self.start, self.end):
            return True
        return any(key_of(word) in words for word in set(_WORD.findall(self.plain, self.start, self.end)))

    def language(self, words: Mapping[str, frozenset[str]], otherwise: str) -> str:
        """The language of its short words; that of the text where they do not tell."""
        counts = counted(self.tokens, words)
        best = max(counts, key=lambda name: counts[name])
        rest = max((count for name, count in counts.items() if name != best), default=0)
        return best if counts[best] >= rest + 2 else otherwise


def counted(tokens: Iterable[Token], words: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How many tokens are short words of each language."""
    keys = [token.key for token in tokens]
    return {name: sum(key in known for key in keys) for name, known in words.items()}


class Text:
    """A text with its sentences and lines. Places are offsets into it as it came."""

    def __init__(self, raw: str, abbreviations: frozenset[str] = frozenset()) -> None:
        self.raw = raw
        self.plain = plain_of(raw)
        self.sentences = tuple(self._sentences(abbreviations))

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.plain))]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def line(self, place: int) -> int:
        """The number of the line of a place, from one on."""
        return bisect_right(self._lines, place)

    def sentence_at(self, place: int) -> Sentence:
        """The sentence that holds a place."""
        return self.sentences[max(0, bisect_right(self._starts, place) - 1)]

    def _sentences(self, abbreviations: frozenset[str]) -> Iterator[Sentence]:
        number, paragraph = 0, 0
        for start, end, blank in self._pieces(abbreviations):
            for first in range(start, end, LONGEST_SENTENCE):
                yield Sentence(number, first, min(end, first + LONGEST_SENTENCE), paragraph, self.plain)
                number += 1
            paragraph += blank

    def _pieces(self, abbreviations: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
        start = 0
        for match in _BREAK.finditer(self.plain):
            line = match[0] == "\n"
            if line and not self._line_ends(start, match.start()):
                continue
            if match[0][0] == "." and not self._stops(start, match.start(), match.end(), abbreviations):
                continue
            if self.plain[start : match.end()].strip(" \n"):
                yield start, match.end(), line
            start = match.end()
        if start < len(self.plain):
            yield start, len(self.plain), True

    def _stops(self, start: int, place: int, end: int, abbreviations: frozenset[str]) -> bool:
        """Whether a full stop ends a sentence: no small letter follows, no abbreviation precedes."""
        follows = self.plain[end : end + 4].lstrip(" \n\"'“«([")
        if follows[:1].islower():
            return False
        word = re.search(r"[^\W\d_]{1,12}\Z", self.plain[max(start, place - 12) : place])
        return not word or not ((len(word[0]) == 1 and word[0].isupper()) or word[0].lower() in abbreviations)

    def _line_ends(self, start: int, place: int) -> bool:
        """Whether a line break ends more than a line: a blank line, a list, a heading, a row of a table."""
        follows = self.plain[place + 1 : place + 10]
        if not follows.strip(" ") or follows.lstrip(" ").startswith("\n") or _LIST_MARK.match(follows):
            return True
        begun = self.plain.rfind("\n", max(start, place - _SHORT_LINE), place)
        short = place - max(begun, start) < _SHORT_LINE
        if (
            _LIST_MARK.match(self.plain, max(begun, start), place)
            or self.plain[max(start, place - 1) : place] in ".:!?"
        ):
            return True
        first = follows.lstrip(" ")[:1]
        return short and (first.isupper() or first in "0123456789$€£|")
