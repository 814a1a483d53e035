"""`estimator.read`: a text, its figures, and the draft of a scenario that is made of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from estimator.claims.checking import Checked, check
from estimator.errors import EstimatorError
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.dates import published, year_of_date
from estimator.reading.drafting import Origin, draft
from estimator.reading.figures import Reader, language_of
from estimator.reading.gate import gated
from estimator.reading.lexicon import LANGUAGES, load_lexicon
from estimator.reading.meanings import load_rules
from estimator.reading.proposals import ProposedShape, passed
from estimator.reading.systems import groups
from estimator.reading.text import Text
from estimator.scenario import Scenario, scenario_of

LONGEST = 5_000_000
"""Characters of a text that is read; an article is a thousandth of that."""

_LONGEST_TITLE = 300


load_lexicon()  # with the module, so that the first text takes as long as any other
load_rules()


@dataclass(frozen=True, repr=False)
class Transcript:
    """What was read of a text: claims, and what was seen and not read, in the order of the text.

    `language` is that of the text, None where it is neither English nor French.
    """

    text: Text
    claims: tuple[ReadClaim, ...]
    unread: tuple[Unread, ...]
    language: str | None
    origin: Origin

    def __repr__(self) -> str:
        return f"<Transcript: claims {len(self.claims)}, numbers seen and not read {len(self.unread)}>"

    @cached_property
    def _draft(self) -> str:
        return draft(self.text, self.claims, self.unread, self.origin)

    def to_yaml(self) -> str:
        """The draft of a scenario, with a comment for what is doubtful or was not read."""
        return self._draft

    def scenario(self) -> Scenario:
        """The draft, read as a scenario.

        Raises:
            EstimatorError: nothing was read.
        """
        return scenario_of(self._claimed())

    def check(self) -> Checked:
        """The draft, checked.

        Raises:
            EstimatorError: nothing was read.
        """
        return check(self._claimed())

    def to_data(self) -> dict[str, Any]:
        """Plain data, as the JSON form has it."""
        return {
            "title": self.origin.title, "url": self.origin.url, "date": self.origin.date, "year": self.origin.year,
            "language": self.language, "claims": [claim.to_data() for claim in self.claims],
            "unread": [one.to_data() for one in self.unread],
        }  # fmt: skip

    def only(self, wanted: Collection[str]) -> "Transcript":
        """The same with the claims of some groups alone: power, energy, money and so on.

        Raises:
            EstimatorError: a group that is none.
        """
        known = dict.fromkeys(groups().values())
        if unknown := [name for name in wanted if name not in known]:
            raise EstimatorError(f"{', '.join(unknown)} is no group of figures; there are {', '.join(known)}")
        return self._sorted_out([claim for claim in self.claims if groups()[claim.kind] in wanted], "left out")

    def strict(self) -> "Transcript":
        """The same with the claims that can be read in one way alone, of somebody who is named in their sentence."""
        sure = [claim for claim in self.claims if len(claim.reads_as) == 1 and not claim.unsure]
        return self._sorted_out(sure, "can be read in several ways, or of several")

    def _sorted_out(self, kept: list[ReadClaim], reason: str) -> "Transcript":
        out = [claim for claim in self.claims if claim not in kept]
        raw = self.text.raw
        seen = [Unread(claim.span, raw[slice(*claim.span)], claim.line, reason) for claim in out]
        unread = sorted((*self.unread, *seen), key=lambda one: one.span)
        return replace(self, claims=tuple(kept), unread=tuple(unread))

    def _claimed(self) -> str:
        if not self.claims:
            raise EstimatorError("nothing was read, so there is nothing to check")
        return self._draft


def read(
    text: str,
    language: str | None = None,
    date: str | None = None,
    *,
    title: str = "",
    url: str = "",
    name: str = "",
    proposed: Sequence[ProposedShape] | None = None,
) -> Transcript:
    """Read the figures of an English or French text.

    Args:
        text: the words, without markup.
        language: en or fr; else it is told from the short words, sentence by sentence.
        date: when the text came out, such as 2025-01, by which "this year" is read; else what its beginning says.
        title: of the text, for the draft.
        url: its address, for the draft.
        name: of its file, for the draft.
        proposed: claims of somebody else, which are read in place of those of the rules, and pass the same gate.

    Raises:
        EstimatorError: a language that is neither, a date without a year, more characters than an article has, or none.

    >>> claim = read("The campus will draw 1.8 GW by 2027.").claims[0]
    >>> claim.value, claim.unit, claim.reads_as[0], claim.year
    (1800.0, 'MW', 'facility_capacity', 2027)
    """
    _refuse(text, language, date)
    body = Text(text, load_lexicon().abbreviations)
    told = published(body.plain)
    base = year_of_date(date) if date else told[0] if told else None
    tongue = language or language_of(body)
    origin = Origin(title[:_LONGEST_TITLE], url, date or "", name, base)
    if tongue is None:
        unread = (Unread((0, 0), "", 1, "the text is neither English nor French; --language says which to try"),)
        return Transcript(body, (), unread, None, origin)
    reader = Reader(body, tongue, base, told[1] if told and not date else 0, fixed=language is not None)
    if proposed is not None:
        found = passed(reader, proposed)
        return Transcript(body, found.claims, found.refused, tongue, origin)
    reader.read()
    claims, refused = gated(body, reader.claims)
    seen = sorted((*reader.unread, *refused), key=lambda one: one.span)
    return Transcript(body, claims, tuple(seen), tongue, origin)


def _refuse(text: str, language: str | None, date: str | None) -> None:
    """Refuse what cannot be read."""
    if not isinstance(text, str):
        raise EstimatorError(f"the text should be a string, got {type(text).__name__}")
    if not text.strip():
        raise EstimatorError("the text is empty; give the words of an article")
    if len(text) > LONGEST:
        raise EstimatorError(
            f"the text has {len(text):,} characters, more than {LONGEST:,}; give one article at a time"
        )
    if language is not None and language not in LANGUAGES:
        raise EstimatorError(f"language should be {' or '.join(LANGUAGES)}, got {str(language)[:40]!r}")
    if date is not None and (not isinstance(date, str) or year_of_date(date) is None):
        raise EstimatorError(f"date should be a day, a month or a year, such as 2025-01, got {str(date)[:40]!r}")
