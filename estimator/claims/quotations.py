"""The words of statements, in which known errors are looked for."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from estimator.case import Claim
from estimator.claims.topics import Topic
from estimator.datum import Tier, Variable
from estimator.wording import datum_text


@dataclass(frozen=True)
class Quotation:
    """The words of a statement on one line, and what is said of them: value, readings, what else it is about."""

    name: str
    value: str
    quote: str
    about: str
    readings: tuple[Variable, ...]


def quotations(claims: Sequence[Claim], found: Sequence[Topic]) -> Iterator[Quotation]:
    """Everything that is quoted: of claims, and of the facts beside them."""
    for claim in claims:
        variables = tuple(variable for variable, _ in claim.readings)
        yield Quotation(claim.key, claim.value, _plain(claim.quote), _plain(claim.about), variables)
    known = {claim.key for claim in claims}
    for variable, datum in (stated for topic in found for stated in topic.case.data):
        if datum.tier == Tier.GIVEN and datum.key not in known:
            yield Quotation(datum.key, datum_text(datum), _plain(datum.quote), "", (variable,))


def _plain(text: str) -> str:
    """Text with one kind of space and of apostrophe, and accents as one character with their letter."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())
