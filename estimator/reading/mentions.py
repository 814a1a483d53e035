"""Amounts that a sentence mentions: numbers with what they are numbers of, ranges, changes and bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from estimator.reading.amounts import Mention, composed, settled, written
from estimator.reading.lexicon import Lexicon, Unit, Words
from estimator.reading.numbers import Number, numbers
from estimator.reading.text import Token

_MOST_FILLERS = 7
_CURRENCY = frozenset("$€£")
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class _Spelt:
    """A number with its unit, before its value is settled."""

    number: Number
    first: int
    last: int
    unit: Unit | None
    currency: Unit | None


def mentions(tokens: Sequence[Token], words: Words, lexicon: Lexicon, skipped: frozenset[int]) -> list[Mention]:
    """The amounts of a sentence, in order; `skipped` are tokens that are part of dates."""
    return list(_Scanner(tokens, words, lexicon, skipped).found())


class _Scanner:
    def __init__(self, tokens: Sequence[Token], words: Words, lexicon: Lexicon, skipped: frozenset[int]) -> None:
        self.tokens, self.words, self.lexicon, self.skipped = tokens, words, lexicon, skipped
        self.numbers = [one for one in numbers(tokens, words.numbers) if one.first not in skipped and self._free(one)]
        self._after = {number.first: self.numbers[place + 1 :][:1] for place, number in enumerate(self.numbers)}

    def found(self) -> Iterator[Mention]:
        """Each amount once; the second number of a range goes with the first."""
        done = 0
        for number in self.numbers:
            if number.first < done:
                continue
            spelt = self._spelt(number)
            pair = self._pair(spelt)
            if pair:
                second, change = pair
                yield from self._both(spelt, second, change)
                done = second.last
            elif single := self._single(spelt):
                yield single
                done = spelt.last

    def _free(self, number: Number) -> bool:
        """Whether a number stands by itself: no telephone number, no letters joined to it that are no unit."""
        place = number.last
        if number.article:
            return place < len(self.tokens) and (unit := self._unit(number)) is not None and unit[0].article
        if place >= len(self.tokens):
            return True
        token = self.tokens[place]
        if token.is_number and not number.words and token.spaced and number.factor == 1:
            return False
        if number.factor == 1 and number.first and self.tokens[number.first - 1].key in self.words.labels:
            return self._unit(number) is not None and not token.text[0].isspace() and token.text != ":"
        joined = not token.spaced and (token.text[0].isalpha() or token.text in "_/@#" or token.text == ":")
        return not joined or self._unit(number) is not None

    # ------------------------------------------------------------------ units

    def _spelt(self, number: Number) -> _Spelt:
        currency, first = self._currency(number.first)
        found = self._unit(number)
        if found and (not currency or found[0].kind == "money"):
            return _Spelt(number, first, found[1], found[0], currency)
        return _Spelt(number, first, number.last, currency, currency)

    def _currency(self, place: int) -> tuple[Unit | None, int]:
        """A currency directly before a number, and where it begins."""
        for length in (2, 1):
            if place < length or (place - length and self.tokens[place - length - 1].text in _CURRENCY):
                continue
            hit = self.lexicon.symbols.longest(self.tokens[place - length : place], 0)
            if hit and hit.last == length and hit.name.kind == "money":
                return hit.name, place - length
        return None, place

    def _unit(self, number: Number) -> tuple[Unit, int] | None:
        """The unit behind a number, past a hyphen and, for things that are counted, past names and adjectives."""
        place = number.last
        while place < len(self.tokens) and self.tokens[place].text == "-" and not self.tokens[place].spaced:
            place += 1
        multiplied = number.factor > 1 or number.about
        while multiplied and place < len(self.tokens) and self.tokens[place].key in ("d", "'", "de", "of"):
            place += 1
        found = self._unit_at(place)
        if found and not (place > number.last and self.tokens[place].text in _CURRENCY):
            return self._longer(found)
        return self._counted(number.last)

    def _unit_at(self, place: int) -> tuple[Unit, int] | None:
        hits = [self.lexicon.symbols.longest(self.tokens, place), self.words.units.longest(self.tokens, place)]
        best = max((hit for hit in hits if hit), key=lambda hit: hit.last, default=None)
        return (best.name, best.last) if best else None

    def _longer(self, found: tuple[Unit, int]) -> tuple[Unit, int]:
        """The name of a chip with the noun behind it: H100 GPUs, H800 GPU hours."""
        unit, last = found
        if not unit.counted:
            return found
        beyond = self._counted(last, most=3) if unit.chip or unit.kind == "accelerators" else None
        if beyond and beyond[0].kind in ("accelerators", "accelerator_hours", "h100_equivalents"):
            return replace(beyond[0], chip=beyond[0].chip or unit.chip), beyond[1]
        return found

    def _counted(self, place: int, most: int = _MOST_FILLERS) -> tuple[Unit, int] | None:
        """The thing that is counted, past names and adjectives."""
        chip, ended = "", None
        limit = place + most
        while place < min(limit, len(self.tokens)):
            found = self._unit_at(place)
            if found and found[0].counted:
                ended, chip = found, chip or found[0].chip
                place = found[1]
                if not found[0].chip:
                    break
                continue
            step = self._filler(place)
            if not step:
                break
            place = step
        return (replace(ended[0], chip=chip), ended[1]) if ended else None

    def _filler(self, place: int) -> int:
        """Where a name or an adjective before what is counted ends, 0 where there is none."""
        if hit := self.words.fillers.longest(self.tokens, place):
            return hit.last
        token = self.tokens[place]
        named = token.is_name and token.text[0].isalpha() and token.key not in self.words.function
        return place + 1 if named and place and self.tokens[place - 1].text not in ",.:(" else 0

    # ------------------------------------------------------------------ pairs

    def _pair(self, spelt: _Spelt) -> tuple[_Spelt, bool] | None:
        """The second number of a range or of a change, and whether it is a change."""
        following = self._after[spelt.number.first]
        if not following or following[0].article:
            return None
        second = self._spelt(following[0])
        between = self.tokens[spelt.last : second.first]
        if len(between) != 1 or (spelt.unit and second.unit and not self._same(spelt.unit, second.unit)):
            return None
        link, links = between[0].key, self.words.links
        before = self.tokens[spelt.first - 1].key if spelt.first else ""
        lead = self._lead(spelt.first)
        if link in links["pairs"]:
            return (second, False) if lead & links["between"] else None
        if link not in links["ranges"] or (link == "-" and between[0].spaced != self.tokens[second.first].spaced):
            return None
        if not second.unit and not spelt.unit and second.number.factor == 1:
            return None
        change = bool({before} & links["from"] or lead & links["from"]) and self._changes(spelt.first)
        return second, change

    def _lead(self, first: int) -> set[str]:
        return {token.key for token in self.tokens[max(0, first - 3) : first]}

    def _changes(self, first: int) -> bool:
        start = max(0, first - 10)
        near = self.tokens[start:first]
        return any(True for _ in self.words.changes.all(near))

    def _same(self, one: Unit, other: Unit) -> bool:
        return one.kind == other.kind and (one.kind != "money" or one.draft == other.draft)

    def _both(self, spelt: _Spelt, second: _Spelt, change: bool) -> Iterator[Mention]:
        unit = second.unit or spelt.unit
        first = self._shared(spelt.number, second.number)
        low, high = (self._single(replace(one, number=number, unit=one.unit or unit)) for one, number in
                     ((spelt, first), (second, second.number)))  # fmt: skip
        if not low or not high:
            return
        if change or low.low >= high.high:
            yield from (
                replace(low, last=spelt.last, rate=high.rate, elided=None if spelt.unit else -1, change=True),
                high,
            )
            return
        bounded = replace(high, first=low.first, low=low.low, bound="range", heads=(first, second.number))
        yield replace(bounded, written=self._range(low, high))

    def _shared(self, first: Number, second: Number) -> Number:
        """The first number of a pair with the multiplier of the second, where it has none and is no thousandfold."""
        alone = first.factor == 1 and second.factor > 1 and float(first.digits) <= float(second.digits) * 1000
        return replace(first, factor=second.factor) if alone and not first.words else first

    @staticmethod
    def _range(low: Mention, high: Mention) -> str:
        return f"{low.written}..{high.written}" if low.written and high.written else ""

    # ------------------------------------------------------------------ values

    def _single(self, spelt: _Spelt) -> Mention | None:
        number, unit = spelt.number, spelt.unit
        value = settled(number, unit)
        if value is None:
            return None
        plain = Mention(
            first=spelt.first, last=spelt.last, low=value, high=value, kind="plain", unit="1", heads=(number,)
        )
        if not unit:
            return self._bounded(self._rated(plain, spelt.last))
        kind = "a_reactor" if number.article and unit.kind == "reactors" else unit.kind
        amount = value * unit.factor
        scaled = self.lexicon.kinds[unit.kind]
        named = replace(
            plain, low=amount, high=amount, kind=kind, chip=unit.chip, draft=(unit.thousands, unit.draft),
            unit=scaled + unit.draft if unit.kind == "money" else scaled,
        )  # fmt: skip
        rated = self._rated(named, spelt.last)
        return self._bounded(replace(rated, written=written(number, value, unit, rated.draft[1])))

    def _rated(self, mention: Mention, place: int) -> Mention:
        """An amount with the rate behind it, such as a day or apiece."""
        if hit := self.words.between.longest(self.tokens, place):
            place = hit.last
        hit = self.words.rates.longest(self.tokens, place)
        if not hit or self.skipped & set(range(hit.first, hit.last)):  # "a year earlier" is no rate
            return mention
        rated = replace(mention, last=hit.last, rate=hit.name)
        known = self.lexicon.composites.get(f"{mention.kind}/{hit.name}")
        if known is None:
            return rated if hit.name == "each" or mention.kind == "plain" else replace(rated, kind="other", unit="")
        return composed(rated, known)

    def _bounded(self, mention: Mention) -> Mention:
        bound = self._bound(mention)
        about = any(head.about for head in mention.heads)
        return replace(mention, bound=bound or ("~" if about else "="))

    def _bound(self, mention: Mention) -> str:
        """The word that says how the amount is meant, directly before it or behind it."""
        for place in (mention.last, mention.heads[-1].last):
            if hit := self.words.after.longest(self.tokens, place):
                plus = self.tokens[place].text == "+" and self.tokens[place].spaced
                if not plus and self.tokens[place].key != "plus":
                    return hit.name
        place = mention.first
        for _ in range(3):
            ending = [
                hit for start in range(max(0, place - 5), place) for hit in self.words.before.at(self.tokens, start)
                if hit.last == place
            ]  # fmt: skip
            if ending:
                return min(ending, key=lambda hit: hit.first).name
            if not place or self.tokens[place - 1].key not in self.words.gap:
                return ""
            place -= 1
        return ""
