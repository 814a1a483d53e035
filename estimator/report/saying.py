"""What was said, and the documents that it stands in, as every report tells them."""

from collections.abc import Iterator, Sequence

from estimator.case import Claim
from estimator.datum import Source
from estimator.results.result import Result
from estimator.scenario.equivalences import is_equivalence
from estimator.wording import Cell, Citation, Listed, Message


def quoted(claim: Claim) -> Message | None:
    """The document and the words of a claim."""
    key = claim.source.key if claim.source else None
    if claim.quote:
        return Message.of("said.words", source=key, quote=claim.quote)
    return Message.of("said.source", source=key) if key else None


def document_told(source: Source) -> Message:
    """A document with its key."""
    return Message.of("source", key=source.key, document=Citation(source))


def origin(sources: Sequence[Source], where: str, because: str) -> Iterator[Message]:
    """The documents of a figure, the place in them and the reason."""
    yield from map(document_told, sources)
    if where:
        yield Message.of("explain.where", where=where)
    if because:
        yield Message.of("explain.because", because=because)


def said(result: Result) -> Iterator[tuple[Message, list[Claim]]]:
    """Claims that are no facts, under what keeps them from being any."""
    groups = {
        Message.of("said.unread"): [claim for claim in result.claims if not claim.readings],
        Message.of("said.open"): [
            claim for claim in result.claims if len(claim.readings) > 1 and not is_equivalence(claim)
        ],
        Message.of("said.compared"): [claim for claim in result.claims if is_equivalence(claim)],
    }
    yield from ((heading, claims) for heading, claims in groups.items() if claims)


def claim_told(claim: Claim) -> Message:
    """What was said, about what, and by whom."""
    about: Cell = claim.about or Listed(tuple(variable for variable, _ in claim.readings), "or")
    return Message.of(
        "said.claim",
        value=_in_line(claim.value),
        about=_in_line(about) if isinstance(about, str) else about,
        said=quoted(claim),
        because=_in_line(claim.because) or None,
    )


def _in_line(text: str) -> str:
    return " ".join(text.split())


def sources_of(result: Result) -> Iterator[Message]:
    """The documents that the facts of a scenario come from."""
    documents = {source.key: source for _, datum in result.facts for source in datum.sources}
    documents |= {claim.source.key: claim.source for claim in result.claims if claim.source}
    yield from map(document_told, documents.values())
