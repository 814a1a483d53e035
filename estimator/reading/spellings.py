"""Phrases of a lexicon, found among tokens in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from estimator.reading.text import Token, plain_of, tokens_of

Named = TypeVar("Named")

_MOST_KEPT = 20_000


class Hit(NamedTuple, Generic[Named]):
    """A phrase that stands at tokens `first` up to `last`, which is not part of it."""

    first: int
    last: int
    name: Named


class _Phrase(NamedTuple, Generic[Named]):
    """The words of a phrase, and what it stands for."""

    words: tuple[str, ...]
    name: Named


class Spellings(Generic[Named]):
    """Phrases by their first word. `*` at the end of a word stands for any ending.

    With `exact`, capitals count: `MW` is not `mW`.
    """

    def __init__(self, phrases: Iterable[tuple[str, Named]], exact: bool = False) -> None:
        self._exact = exact
        self._words: dict[str, list[_Phrase[Named]]] = {}
        self._stems: dict[str, list[_Phrase[Named]]] = {}
        for phrase, name in phrases:
            words = _words(phrase, exact)
            place = self._stems if words[0].endswith("*") else self._words
            place.setdefault(words[0].rstrip("*"), []).append(_Phrase(words, name))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._met: dict[str, tuple[_Phrase[Named], ...]] = {}

    def at(self, tokens: Sequence[Token], place: int) -> Iterator[Hit[Named]]:
        """Every phrase that begins at a token, longer ones first."""
        if place >= len(tokens):
            return
        word = self._spelt(tokens[place])
        found = self._met.get(word)
        for phrase in self._beginning(word) if found is None else found:
            if len(phrase.words) == 1 or self._fits(phrase.words, tokens, place):
                yield Hit(place, place + len(phrase.words), phrase.name)

    def _beginning(self, word: str) -> tuple["_Phrase[Named]", ...]:
        """The phrases that begin with a word, kept for the next time."""
        found = [*self._words.get(word, ())]
        for length in self._lengths:
            if length > len(word):
                break
            found += self._stems.get(word[:length], ())
        phrases = tuple(sorted(found, key=lambda phrase: -len(phrase.words)))
        if len(self._met) < _MOST_KEPT:
            self._met[word] = phrases
        return phrases

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
        """Whether the words of a phrase behind the first stand behind a token."""
        if place + len(phrase) > len(tokens):
            return False
        for step in range(1, len(phrase)):
            spelt, word = self._spelt(tokens[place + step]), phrase[step]
            if spelt != word and not (word[-1] == "*" and spelt.startswith(word[:-1])):
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
