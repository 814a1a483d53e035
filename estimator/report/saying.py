"""What somebody said, and the documents that it stands in, as every report tells them."""

from estimator.datum import Claim, Source
from estimator.wording import Citation, Message


def quoted(claim: Claim) -> Message | None:
    """The document and the words of a claim."""
    key = claim.source.key if claim.source else None
    if claim.quote:
        return Message.of("said.words", source=key, quote=claim.quote)
    return Message.of("said.source", source=key) if key else None


def document_told(source: Source) -> Message:
    """A document with its key."""
    return Message.of("source", key=source.key, document=Citation(source))
