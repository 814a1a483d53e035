"""Phrases of a lexicon, found among tokens in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from estimator.reading.text import Token, plain_of, tokens_of

Named = TypeVar("Named")

_SHORTEST_STEM = 2


class Hit(NamedTuple, Generic[Named]):
    """A phrase that stands at tokens `first` up to `last`, which is not part of it."""

    first: int
    last: int
    name: Named


class Spellings(Generic[Named]):
    """Phrases by their first word. `*` at the end of a word stands for any ending.

    With `exact`, capitals count: `MW` is not `mW`.
    """

    def __init__(self, phrases: Iterable[tuple[str, Named]], exact: bool = False) -> None:
        self._exact = exact
        self._words: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
        self._stems: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
        for phrase, name in phrases:
            words = _words(phrase, exact)
            place = self._stems if words[0].endswith("*") else self._words
            place.setdefault(words[0].rstrip("*"), []).append((words, name))
        for table in (self._words, self._stems):
            for known in table.values():
                known.sort(key=lambda pair: -len(pair[0]))
        self._longest_stem = max(map(len, self._stems), default=0)

    def at(self, tokens: Sequence[Token], place: int) -> Iterator[Hit[Named]]:
        """Every phrase that begins at a token, longer ones first where they share the first word."""
        if place >= len(tokens):
            return
        word = self._spelt(tokens[place])
        for phrase, name in self._words.get(word, ()):
            if self._fits(phrase, tokens, place):
                yield Hit(place, place + len(phrase), name)
        for length in range(min(len(word), self._longest_stem), _SHORTEST_STEM - 1, -1):
            for phrase, name in self._stems.get(word[:length], ()):
                if self._fits(phrase, tokens, place):
                    yield Hit(place, place + len(phrase), name)

    def longest(self, tokens: Sequence[Token], place: int) -> Hit[Named] | None:
        """The longest phrase that begins at a token."""
        return max(self.at(tokens, place), key=lambda hit: hit.last, default=None)

    def all(self, tokens: Sequence[Token]) -> Iterator[Hit[Named]]:
        """Every phrase among the tokens."""
        for place in range(len(tokens)):
            yield from self.at(tokens, place)

    def _spelt(self, token: Token) -> str:
        return token.text if self._exact else token.key

    def _fits(self, phrase: tuple[str, ...], tokens: Sequence[Token], place: int) -> bool:
        if place + len(phrase) > len(tokens):
            return False
        for word, token in zip(phrase, tokens[place : place + len(phrase)], strict=True):
            spelt = self._spelt(token)
            if spelt != word and not (word.endswith("*") and spelt.startswith(word[:-1])):
                return False
        return True


def _words(phrase: str, exact: bool) -> tuple[str, ...]:
    """A phrase as words; a star belongs to the word before it."""
    words: list[str] = []
    for token in tokens_of(plain_of(phrase)):
        spelt = token.text if exact else token.key
        if spelt == "*" and words and not token.spaced:
            words[-1] += "*"
        else:
            words.append(spelt)
    return tuple(words)
