"""What was read, for people: each figure in its words, with its place, what it can be, and why."""

import json
from collections.abc import Iterator

from estimator.characters import in_json, one_line
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.reader import Transcript

FORMS = ("yaml", "json", "text")

_AROUND = 40


def told(transcript: Transcript, form: str) -> str:
    """What was read as YAML (the draft), JSON or text, with the end of its last line."""
    if form == "json":
        return in_json(json.dumps(transcript.to_data(), ensure_ascii=False, indent=2)) + "\n"
    if form == "text":
        return "\n".join(_text(transcript)) + "\n"
    return transcript.to_yaml()


def _text(transcript: Transcript) -> Iterator[str]:
    name = transcript.origin.name or "text"
    count = len(transcript.claims)
    yield f"{count} {'figure' if count == 1 else 'figures'} read, {len(transcript.unread)} seen and not read"
    for claim in transcript.claims:
        yield ""
        yield f"{marked(transcript, claim)} ({place(name, claim)})"
        yield f"  reads as {', '.join(claim.reads_as)}"
        yield f"  {_owner(claim)}{'' if claim.year is None else f', {claim.year}'}; {one_line(claim.why)}"
    if transcript.unread:
        yield ""
        yield "Seen, not read"
        yield from (f"  {_seen(name, one)}" for one in transcript.unread)


def marked(transcript: Transcript, claim: ReadClaim) -> str:
    """The words of a claim between quotation marks, its number between brackets: “consommant [2 GW] d'énergie”."""
    raw = transcript.text.raw
    (start, end), (first, last) = claim.span, claim.quoted
    first, last = max(first, start - _AROUND), min(last, end + _AROUND)
    while first > claim.quoted[0] and not raw[first - 1].isspace():
        first -= 1
    while last < claim.quoted[1] and not raw[last].isspace():
        last += 1
    return f"“{one_line(f'{raw[first:start]}[{raw[start:end]}]{raw[end:last]}')}”"


def place(name: str, claim: ReadClaim) -> str:
    """Where a claim stands: article.txt:11, characters 1311–1315."""
    return f"{name}:{claim.line}, characters {claim.span[0]}–{claim.span[1]}"


def _owner(claim: ReadClaim) -> str:
    return f"{claim.who}{' (unsure)' if claim.unsure else ''}" if claim.who else "nobody named"


def _seen(name: str, one: Unread) -> str:
    return f"{one_line(one.words) or '…'} ({name}:{one.line}): {one.reason}"
