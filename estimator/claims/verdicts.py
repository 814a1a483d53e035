"""Verdicts on each reading, its conflicts, and who is to blame, as data; readings are never averaged."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp

from estimator.case import Claim
from estimator.claims.conflicts import Conflict
from estimator.claims.observations import Observation
from estimator.claims.readings import Reading
from estimator.datum import Variable
from estimator.solution.agreement import CONTRADICTS_BELOW
from estimator.wording import Cell, Listed, Message, Told, stated

WORDS: Mapping[str | None, Message] = {
    None: Message.of("reading.unchecked"),
    "agrees": Message.of("reading.agrees"),
    "tension": Message.of("reading.tension"),
    "contradicts": Message.of("reading.contradicts"),
}


def decided_by(parts: Sequence[Reading], told: bool) -> str:
    """What the p-value of a reading, or of readings of several topics, rests on; intervals where these are told."""
    if told and any(part.certain for part in parts):
        return "intervals"
    if any(part.judged.effective_draws for part in parts):
        return "draws"
    return "approximation" if any(part.judged.redundancy for part in parts) else "limits"


def said(claim: Claim) -> Message:
    """A claim by its name and value."""
    return Message.of("claim.said", name=claim.key, value=claim.value)


def conflict_in_short(reading: Reading) -> Message:
    """The gravest conflict of a reading in a sentence that can be printed: what would be, what was said, the factor."""
    if not reading.conflicts:
        return Message.of("conflict.unnamed")
    conflict = reading.conflicts[0]
    if conflict.subject is None or conflict.implied is None or conflict.subject.datum is None:
        return conflict_told(conflict, reading)
    others = tuple(_stated(member, reading) for member in conflict.claimed if member is not conflict.subject)
    return Message.of(
        "conflict.short",
        others=Listed(others) if others else None,
        subject=conflict.subject.name,
        implied=Told(conflict.implied, conflict.subject.datum.dimension.shown_in, draws=_PRECISION),
        value=reading.written.get(conflict.subject.name, stated(conflict.subject.datum)),
        factor=conflict.factor,
        p=probability(reading),
    )


def probability(reading: Reading) -> Message | None:
    """The p-value of a reading that draws or the approximation decide."""
    if reading.certain or reading.p_value is None or not reading.judged.redundancy:
        return None
    return Message.of("p.below", least=LEAST) if reading.p_value < LEAST else Message.of("p", p=reading.p_value)


LEAST = 1e-4
"""A p-value below which its size says no more."""


def conflict_told(conflict: Conflict, reading: Reading) -> Message:
    """Who contradicts whom, by how much."""
    claimed = Listed(tuple(_stated(member, reading) for member in conflict.claimed))
    known = tuple(known_told(member) for member in conflict.members if not member.is_claimed)
    if conflict.subject is None or conflict.implied is None:
        return Message.of("conflict.certain", claimed=claimed, bound=reading.broken_bound)
    unit = conflict.subject.datum.dimension.shown_in if conflict.subject.datum else ""
    return Message.of(
        "conflict.implied",
        claimed=claimed,
        known=Listed(known) if known else None,
        certain=Message.of("conflict.whatever") if conflict.certain else None,
        subject=conflict.subject.name,
        implied=Told(conflict.implied, unit, draws=_PRECISION),
        factor=conflict.factor,
        z=conflict.z,
    )


_PRECISION = 4_096
"""Draws to whose precision values that no draws were made of are printed."""


def _stated(member: Observation, reading: Reading) -> Message:
    value: Cell = stated(member.datum) if member.datum else ""
    written: Cell = reading.written.get(member.name, value)
    return Message.of("conflict.stated", name=member.name, value=written, meaning=meaning(member.name, reading))


def meaning(name: str, reading: Reading) -> Variable | None:
    """What a claim is taken for, where that is a matter of reading."""
    return reading.choice[name] if name in reading.open_claims else None


def known_told(member: Observation) -> Message:
    """A figure of the catalog or a default, with its range; or the bound of a quantity."""
    if member.datum is None:
        kind = "conflict.at-least" if member.side == ">=" else "conflict.at-most"
        return Message.of(kind, variable=member.variable, limit=exp(member.middle))
    return Message.of("datum.with-tier", variable=member.variable, value=stated(member.datum), tier=str(member.tier))


def _open(claims: Sequence[Claim], reading: Reading) -> Iterator[tuple[str, Variable]]:
    """The claims that can mean several things, and what they mean in a reading."""
    for claim in claims:
        if len(claim.readings) > 1:
            yield claim.key, reading.choice[claim.key]


def choice(claims: Sequence[Claim], reading: Reading) -> Cell:
    """A reading by what it takes the open claims for."""
    taken = tuple(Message.of("reading.as", claim=key, meaning=variable) for key, variable in _open(claims, reading))
    return Listed(taken, "comma") if taken else Message.of("reading.as-stated")


def blame(reading: Reading) -> Message | None:
    """Which statement is wrong, if the data can tell; and whether the others then agree."""
    if reading.culprit:
        return Message.of("blame.culprit", culprit=reading.culprit)
    if not reading.undecidable:
        return None
    first, *others = (_could_be_wrong(reading, rows) for rows in reading.blame.rounds)
    left = reading.blame.rest
    if left is None or left >= CONTRADICTS_BELOW:
        return Message.of("blame.cannot-tell", first=first)
    return Message.of("blame.no-single-one", first=first, others=Listed(tuple(others)) if others else None)


def _could_be_wrong(reading: Reading, rows: Sequence[int]) -> Listed:
    """The suspects of one round, the scenario's own first."""
    found = [reading.fit.observations[row] for row in rows]
    known = tuple(one.variable for one in found if not one.is_claimed)
    usual = [Message.of("blame.usual", known=Listed(known))] if known else []
    return Listed((*(one.name for one in found if one.is_claimed), *usual), "or")


def implied_told(reading: Reading) -> Iterator[Message]:
    """What all others imply for each statement of the scenario, and which were left out since they could be wrong."""
    groups: dict[tuple[str, ...], list[Message]] = {}
    for name, implied in reading.implied.items():
        value = Told(implied.quantiles, implied.shown_in, draws=_PRECISION)
        told = Message.of("implied.one", name=name, value=value)
        groups.setdefault(tuple(one.name for one in implied.without), []).append(told)
    for without, told_of in sorted(groups.items(), key=lambda group: len(group[0])):
        yield Message.of(
            "implied.by-all-else",
            without=Listed(without) if without else None,
            values=Listed(tuple(told_of), "semicolon"),
        )
