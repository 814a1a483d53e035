"""`estimator.read`: a text, its figures, and the draft of a scenario that is made of them."""

from dataclasses import dataclass

from estimator.errors import EstimatorError
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.dates import published, year_of_date
from estimator.reading.figures import Reader, language_of
from estimator.reading.lexicon import LANGUAGES, load_lexicon
from estimator.reading.text import Text

LONGEST = 5_000_000
"""Characters of a text that is read; an article is a thousandth of that."""


@dataclass(frozen=True)
class Transcript:
    """What was read of a text."""

    text: Text
    claims: tuple[ReadClaim, ...]
    unread: tuple[Unread, ...]
    language: str | None
    year: int | None
    title: str = ""
    url: str = ""
    name: str = ""
    date: str = ""


def read(text: str, language: str | None = None, date: str | None = None) -> Transcript:
    """Read the figures of an English or French text."""
    if language is not None and language not in LANGUAGES:
        raise EstimatorError(f"language should be {' or '.join(LANGUAGES)}, got {language!r:.40}")
    body = Text(text, load_lexicon().abbreviations)
    tongue = language or language_of(body)
    told = published(body.plain)
    base = year_of_date(date) if date else told[0] if told else None
    if tongue is None:
        return Transcript(body, (), (), None, base)
    reader = Reader(body, tongue, base, told[1] if told else 0, fixed=language is not None)
    reader.read()
    return Transcript(body, tuple(reader.claims), tuple(reader.unread), tongue, base)
