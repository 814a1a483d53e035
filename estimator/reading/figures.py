"""The figures of a text, sentence by sentence: amounts, meanings, years and names brought together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from estimator.reading.amounts import Mention
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.dates import Calendar, Moment, date_words, moments
from estimator.reading.elisions import completed
from estimator.reading.lexicon import UNLISTED, Lexicon, load_lexicon, shelf
from estimator.reading.meanings import Cues, Meaning, Surroundings, cues_of, meaning
from estimator.reading.mentions import mentions
from estimator.reading.subjects import Name, Who, names, who
from estimator.reading.text import Sentence, Text, Token, counted

MOST_FIGURES = 2_000
"""Numbers of one text that are read; of more, nobody corrects a draft."""

_LONGEST_QUOTE = 200
_BACK = 3
_CONTEXT = 2
_MANY = 4
_SHARES = frozenset({"national_share", "world_data_centre_share"})
_CHIP_KINDS = frozenset({"accelerators", "h100_equivalents"})


@dataclass
class Reader:
    """Reads a text from its beginning to its end.

    `language` is that of the text and, if `fixed`, of every sentence; `base` its year, which it says before `dated`.
    """

    text: Text
    language: str
    base: int | None
    dated: int = 0
    fixed: bool = False
    claims: list[ReadClaim] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _names: dict[int, list[Name]] = field(default_factory=dict)
    _cues: dict[int, Cues] = field(default_factory=dict)

    def read(self) -> None:
        """Fill the lists of claims and of what is unread, in the order of the text."""
        before: Sequence[Mention] = ()
        lead: int | None = None
        seen = 0
        for sentence in self.text.sentences:
            if not sentence.may_count(load_lexicon().numerous):
                before, lead = (), None
                continue
            if seen >= MOST_FIGURES:
                span = (sentence.start, sentence.start)
                rest = f"more than {MOST_FIGURES:,} numbers; split the text to have the rest read"
                self.unread.append(Unread(span, "", self.text.line(sentence.start), rest))
                return
            found = _Figures(self, sentence, before)
            found.lead = lead
            for one in found.all():
                (self.claims if isinstance(one, ReadClaim) else self.unread).append(one)  # type: ignore[arg-type]
            seen += len(found.mentions) + sum(token.is_number for token in found.tokens) // _MANY
            before = found.mentions
            ends = self.text.plain[sentence.end - 1 : sentence.end] == ";"
            lead = found.calendar.lead() if ends else None

    def amounts_at(self, place: int) -> Iterator[ReadClaim]:
        """Every amount of the sentence at a place, in its own unit and in those that words could turn it into."""
        sentence = self.text.sentence_at(place)
        before = self.text.sentences[max(0, sentence.number - 1) : sentence.number]
        earlier = [mention for one in before for mention in _Figures(self, one, ()).mentions]
        yield from _Figures(self, sentence, earlier).amounts()

    def tongue(self, sentence: Sentence) -> str:
        """The language in which a sentence is read."""
        return self.language if self.fixed else sentence.language(load_lexicon().telling, self.language)

    def cues(self, number: int) -> Cues:
        """The words of a sentence that rules know, by its number."""
        if number not in self._cues:
            sentence = self.text.sentences[number]
            self._cues[number] = cues_of(sentence.tokens, self.tongue(sentence))
        return self._cues[number]

    def names(self, number: int) -> list[Name]:
        """The names of a sentence, by its number."""
        if number not in self._names:
            sentence = self.text.sentences[number]
            self._names[number] = names(sentence.tokens, self.tongue(sentence))
        return self._names[number]


class _Figures:
    """The figures of one sentence."""

    def __init__(self, reader: Reader, sentence: Sentence, before: Sequence[Mention]) -> None:
        self._reader, self._sentence = reader, sentence
        self._lexicon: Lexicon = load_lexicon()
        self._language = reader.tongue(sentence)
        self._words = self._lexicon.words[self._language]
        self.tokens: Sequence[Token] = sentence.tokens
        self.lead: int | None = None
        found = mentions(self.tokens, self._words, self._lexicon, self._dated)
        self.mentions = completed(found, self.tokens, self._words, before)

    @cached_property
    def moments(self) -> list[Moment]:
        return moments(self.tokens, date_words(self._language))

    @property
    def _dated(self) -> frozenset[int]:
        return frozenset(place for one in self.moments for place in range(one.first, one.last))

    @cached_property
    def calendar(self) -> Calendar:
        words = date_words(self._language)
        times = [time for time in self.moments if self.tokens[time.last - 1].end > self._reader.dated]
        return Calendar(self.tokens, self.mentions, times, words, self._reader.base, self.lead)

    def all(self) -> Iterator[ReadClaim | Unread]:
        if not self.mentions:
            return
        number = self._sentence.number
        context = frozenset(
            name for near in range(max(0, number - _CONTEXT), number) for name in self._reader.cues(near)
        )
        around = Surroundings(self.tokens, self._reader.cues(number), context, self._language)
        meanings = [meaning(self.mentions, place, around) for place in range(len(self.mentions))]
        years = self.calendar.years()
        for place, mention in enumerate(self.mentions):
            told = self._meaning(place, meanings)
            if told and told.rule.reads:
                yield self._claim(mention, told, years[place])
            elif mention.kind != "plain" or not mention.heads[0].words:
                yield self._unread(mention, told)

    def _meaning(self, place: int, meanings: Sequence[Meaning | None]) -> Meaning | None:
        """What an amount means; one that leaves out its unit means what its neighbour does, or what it says itself."""
        elided, own = self.mentions[place].elided, meanings[place]
        source = place if elided is None else place + 1 if elided == -1 else elided
        shared = meanings[source] if source < len(meanings) else None
        return own if own and own.rule.note and shared and set(own.rule.reads) == set(shared.rule.reads) else shared

    def amounts(self) -> Iterator[ReadClaim]:
        """The amounts as claims without a meaning."""
        for mention in self.mentions:
            for unit in ("", *(into for into, kinds in self._lexicon.convertible.items() if mention.kind in kinds)):
                yield self._placed(self._converted(mention, unit), mention.kind)

    def _placed(self, mention: Mention, kind: str) -> ReadClaim:
        start, end = self._span(mention)
        quoted = self._quoted(start, end)
        return ReadClaim(
            span=(start, end),
            quote=self._reader.text.raw[quoted[0] : quoted[1]],
            quoted=quoted,
            line=self._reader.text.line(start),
            low=mention.low,
            high=mention.high,
            unit=mention.unit,
            bound=mention.bound,
            reads_as=(),
            kind=kind,
            written=mention.written,
            use=tuple(self._use(mention)),
            sentence=self._sentence.number,
        )

    def _span(self, mention: Mention) -> tuple[int, int]:
        return self.tokens[mention.first].start, self.tokens[mention.last - 1].end

    def _unread(self, mention: Mention, told: Meaning | None) -> Unread:
        start, end = self._span(mention)
        reason, rule = (told.rule.reason, told.rule.name) if told else ("nothing that the model knows", "")
        return Unread((start, end), self._reader.text.raw[start:end], self._reader.text.line(start), reason, rule)

    def _claim(self, mention: Mention, told: Meaning, year: int | None) -> ReadClaim:
        owner = self._who(mention, told)
        return replace(
            self._placed(self._converted(mention, told.rule.unit), mention.kind),
            reads_as=told.rule.reads,
            who=owner.name,
            unsure=owner.unsure,
            others=owner.others,
            year=year,
            why=self._why(told, owner),
            rule=told.rule.name,
        )

    def _converted(self, mention: Mention, unit: str) -> Mention:
        """An amount in the unit of its rule, where the words around it tell what it is of."""
        if not unit or mention.kind not in self._lexicon.convertible.get(unit, ()):
            return replace(mention, unit=unit or mention.unit)
        into = self._lexicon.conversions[unit]
        written = mention.written if mention.bound != "range" else ""
        bare = written.removesuffix(" accelerators") if into.draft.startswith(" ") else written
        return replace(
            mention, unit=unit, low=mention.low * into.factor, high=mention.high * into.factor,
            written=f"{bare}{into.draft}" if written else "",
        )  # fmt: skip

    def _who(self, mention: Mention, told: Meaning) -> Who:
        number = self._sentence.number
        paragraph = self._sentence.paragraph
        sentences = self._reader.text.sentences[max(0, number - _BACK) : number]
        near = [one.number for one in reversed(sentences) if paragraph - one.paragraph <= 1]
        earlier = (self._reader.names(one) for one in near)
        return who(self._reader.names(number), mention.first, earlier, told.rule.reads[0] in _SHARES)

    def _why(self, told: Meaning, owner: Who) -> str:
        cue = f": “{told.cue.rstrip('*')}”" if told.cue else ""
        note = f" ({told.rule.note})" if told.rule.note else ""
        if not owner.name:
            return f"Read by rule {told.rule.name}{cue}{note}. Who: not named."
        return f"Read by rule {told.rule.name}{cue}{note}. Who: {owner.name}{' (unsure)' if owner.unsure else ''}."

    def _quoted(self, start: int, end: int) -> tuple[int, int]:
        """A piece of the sentence that holds the figure: all of it, or the words around."""
        first, last = self._sentence.start, self._sentence.end
        if last - first > _LONGEST_QUOTE:
            first = max(first, end - _LONGEST_QUOTE // 2 - (end - start) // 2)
            last = min(last, max(end, first + _LONGEST_QUOTE))
            inside = [token for token in self.tokens if first <= token.start and token.end <= last]
            first, last = inside[0].start, inside[-1].end
        first, last = min(first, start), max(last, end)
        raw = self._reader.text.raw
        while first < start and raw[first].isspace():
            first += 1
        while last > end and raw[last - 1].isspace():
            last -= 1
        return first, last

    def _use(self, mention: Mention) -> Iterator[tuple[str, str]]:
        """What the words name that the catalog knows: the accelerator, the reactor."""
        if mention.chip not in ("", UNLISTED) and mention.kind in _CHIP_KINDS:
            yield "accelerator", mention.chip
        if mention.kind == "reactors":
            known: Mapping[str, str] = shelf("names")["reactors"]
            near = {token.text for token in self.tokens[mention.first : mention.last + 4]}
            if named := [key for name, key in known.items() if name in near]:
                yield "reactor", named[0]


def language_of(text: Text) -> str | None:
    """The language of a text by its short words; English where it has next to none, None where it is of another."""
    sample = [token for sentence in text.sentences[:200] for token in sentence.tokens]
    words = [token for token in sample if token.text[0].isalpha()]
    counts = counted(words, load_lexicon().telling)
    best = max(counts, key=lambda name: counts[name])
    if len(words) > _MANY_WORDS and counts[best] < len(words) * _FEW:
        return None
    return best if counts[best] else "en"


_MANY_WORDS, _FEW = 25, 0.08
