"""Claims that somebody else proposes, as JSON: they pass the gate or are refused with a reason."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isclose
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from estimator.errors import EstimatorError, Problem
from estimator.model import model
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.figures import Reader
from estimator.reading.gate import gated, value_text

_CLOSE = 1e-6
_MOST = 2_000


class ProposedShape(BaseModel):
    """A claim as `--format json` writes it; what the text itself tells (quote, line) is not taken over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: int
    end: int
    low: float
    high: float
    unit: str
    bound: Literal["=", "~", ">=", "<=", "range"] = "="
    reads_as: list[str] = Field(min_length=1, max_length=12)
    who: str = ""
    unsure: bool = True
    year: int | None = None
    why: str = ""
    value: float | None = None
    quote: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Proposed:
    """Proposed claims that passed, and those that did not."""

    claims: tuple[ReadClaim, ...]
    refused: tuple[Unread, ...]


def proposals(raw: str, name: str = "") -> tuple[ProposedShape, ...]:
    """The claims of a JSON text: a list of them, or a map with a list under `claims`.

    Raises:
        EstimatorError: no JSON, or claims of another shape; each with its number.
    """
    try:
        written: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise EstimatorError([Problem(f"is no JSON: {str(error)[:200]}", name)]) from None
    listed = written.get("claims") if isinstance(written, dict) else written
    if not isinstance(listed, list) or len(listed) > _MOST:
        raise EstimatorError(
            [Problem(f"should be a list of at most {_MOST:,} claims, or a map with one under claims", name)]
        )
    found: list[ProposedShape] = []
    problems: list[Problem] = []
    for number, one in enumerate(listed, 1):
        try:
            found.append(ProposedShape.model_validate(one))
        except ValidationError as error:
            problems += [Problem(f"claim {number}: {_sentence(wrong)}", name) for wrong in error.errors()]
    if problems:
        raise EstimatorError(problems)
    return tuple(found)


def _sentence(wrong: Any) -> str:
    place = ".".join(map(str, wrong["loc"])) or "a claim"
    return f"{place}: {wrong['msg'][:1].lower()}{wrong['msg'][1:]}"


def passed(reader: Reader, proposed: Iterable[ProposedShape]) -> Proposed:
    """Proposed claims that say what the text says, in the reader's words, and the others with the reason."""
    kept: list[ReadClaim] = []
    refused: list[Unread] = []
    for one in sorted(proposed, key=lambda each: (each.start, each.end)):
        claim = _claim(reader, one)
        if isinstance(claim, ReadClaim):
            kept.append(claim)
        else:
            length = len(reader.text.raw)
            start = min(max(0, one.start), length)
            span = (start, min(max(start, one.end), length))
            words = reader.text.raw[slice(*span)][:200]
            refused.append(Unread(span, words, reader.text.line(start), f"refused: {claim}"))
    claims, others = gated(reader.text, kept)
    return Proposed(claims, (*refused, *others))


def _claim(reader: Reader, one: ProposedShape) -> ReadClaim | str:
    """A proposed claim with what the text tells of it, or why it is none."""
    if not 0 <= one.start < one.end <= len(reader.text.raw):
        return "its span is not in the text"
    if unknown := [name for name in one.reads_as if name not in model().quantities]:
        return f"{', '.join(unknown)[:100]} is no quantity"
    for own in _amounts(reader, one):
        claim = replace(
            own, reads_as=tuple(dict.fromkeys(one.reads_as)), who=one.who[:100], unsure=one.unsure, year=one.year,
            why=f"Proposed: {one.why[:500] or 'no reason given'}.", rule="proposed", others=(),
        )  # fmt: skip
        _, names, reason = value_text(claim, "")
        return claim if names else reason
    return "its value or its bound is not what the text says there"


def _amounts(reader: Reader, one: ProposedShape) -> Iterator[ReadClaim]:
    """What the rules themselves see at a place, in the unit and with the bound that is proposed."""
    for own in reader.amounts_at(one.start):
        overlaps = max(own.span[0], one.start) < min(own.span[1], one.end)
        ends = all(isclose(mine, theirs, rel_tol=_CLOSE) for mine, theirs in ((own.low, one.low), (own.high, one.high)))
        if overlaps and ends and own.unit == one.unit and own.bound == one.bound:
            yield own
