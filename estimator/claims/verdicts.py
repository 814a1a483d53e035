"""Verdicts on each reading, and on the whole announcement, as data; readings are never averaged."""

from collections.abc import Iterator, Mapping, Sequence
from math import exp

from estimator.case import Claim
from estimator.claims.conflicts import Conflict
from estimator.claims.observations import Observation
from estimator.claims.readings import Reading
from estimator.claims.topics import Topic
from estimator.datum import Variable
from estimator.solution.agreement import CONTRADICTS_BELOW
from estimator.solution.rounding import ROUNDED_TO_WHOLE
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


def announcement_verdict(topics: Sequence[Topic], alone: Mapping[str, Listed]) -> Message:
    """What is to be thought of it: holds, holds only if, contradicted by, or cannot be determined; topic by topic.

    `alone` says of claims that nothing checks what would.
    """
    verdicts = [_verdict(topic, alone) for topic in topics]
    if len(topics) == 1:
        return verdicts[0]
    worst_first = sorted(
        zip(topics, verdicts, strict=True), key=lambda judged: judged[1].kind != "verdict.contradicted"
    )
    return Message.of(
        "verdict.by-topic",
        topics=Listed(
            tuple(
                Message.of("verdict.of-topic", systems=Listed(topic.systems, "comma"), verdict=verdict)
                for topic, verdict in worst_first
            ),
            "semicolon",
        ),
    )


def _verdict(topic: Topic, alone: Mapping[str, Listed]) -> Message:
    """The verdict on one topic, by its kind."""
    readings = topic.readings
    checked = [reading for reading in readings if reading.verdict]
    agreeing = [reading for reading in readings if reading.verdict == "agrees"]
    strained = [reading for reading in readings if reading.verdict == "tension"]
    if not checked:
        return _undetermined(topic.claims, alone)
    if len(agreeing) == len(readings):
        return Message.of("verdict.holds", readings=len(readings), rounded=_rounded(topic.claims))
    if agreeing:
        return _holds_only_if(topic, agreeing)
    return _stretched(topic, strained) if strained else _contradicted(topic, checked)


def _undetermined(claims: Sequence[Claim], alone: Mapping[str, Listed]) -> Message:
    needed = tuple(dict.fromkeys(alone[claim.key] for claim in claims if claim.key in alone))
    if not any(one.items for one in needed):
        needed = ()
    needs = Listed(needed, "semicolon") if needed else Message.of("verdict.another-figure")
    return Message.of("verdict.undetermined", needs=needs)


def _holds_only_if(topic: Topic, agreeing: Sequence[Reading]) -> Message:
    return Message.of(
        "verdict.holds-only-if",
        where=_condition(topic.claims, topic.readings, agreeing),
        open=len(agreeing) if len(agreeing) > 1 else None,
        unchecked=_unchecked(topic),
    )


def _stretched(topic: Topic, strained: Sequence[Reading]) -> Message:
    where = _condition(topic.claims, topic.readings, strained)
    return Message.of(
        "verdict.stretched",
        where=where if where.items else None,
        worst=_worst(strained[0]),
        unchecked=_unchecked(topic),
    )


def _contradicted(topic: Topic, wrong: Sequence[Reading]) -> Message:
    best = min(_best(topic), key=lambda reading: (reading.certain, reading.badness))
    unchecked = _unchecked(topic)
    several = len(wrong) if len(wrong) > 1 else None
    return Message.of(
        "verdict.contradicted",
        by=_contradicting(best),
        all=None if unchecked else several,
        some=several if unchecked else None,
        unchecked=unchecked,
        worst=_worst(best),
    )


def _best(topic: Topic) -> Sequence[Reading]:
    """The told readings of a topic that are checked."""
    return [reading for reading in topic.told if reading.verdict]


def _unchecked(topic: Topic) -> Listed | None:
    """What the claims mean in the readings that nothing checks, if there are any."""
    silent = [reading for reading in topic.readings if reading.verdict is None]
    return _condition(topic.claims, topic.readings, silent) if silent else None


def _rounded(claims: Sequence[Claim]) -> Message | None:
    """That numbers of whole units were taken to be rounded."""
    counted = any(datum.dimension.unit in ROUNDED_TO_WHOLE for claim in claims for _, datum in claim.readings)
    return Message.of("verdict.rounded") if counted else None


def _contradicting(reading: Reading) -> Message:
    """What contradicts a reading: its own statements alone, or they and what is known."""
    own = reading.certain or any(
        all(member.is_claimed for member in conflict.members) for conflict in reading.conflicts[:1]
    )
    return Message.of("verdict.itself") if own else Message.of("verdict.known")


def _condition(claims: Sequence[Claim], readings: Sequence[Reading], good: Sequence[Reading]) -> Listed:
    """What the claims have to mean; nothing where every meaning is among the good ones.

    Where the meanings of one claim depend on those of another, each good combination is named.
    """
    parts = []
    options: dict[str, list[Variable]] = {}
    for claim in claims:
        if claim.readings:
            options[claim.key] = list(dict.fromkeys(reading.choice[claim.key] for reading in good))
            if len(options[claim.key]) < len(claim.readings):
                meanings = Listed(tuple(options[claim.key]), "or")
                parts.append(Message.of("verdict.means", claim=said(claim), meanings=meanings))
    count = 1
    for variables in options.values():
        count *= len(variables)
    if count > len(good) and len(good) < len(readings):
        return Listed(tuple(dict.fromkeys(_meanings(claims, reading) for reading in good)), "or-if")
    return Listed(tuple(parts))


def _meanings(claims: Sequence[Claim], reading: Reading) -> Listed:
    """What the open claims mean in a reading."""
    return Listed(
        tuple(Message.of("verdict.means", claim=key, meanings=variable) for key, variable in _open(claims, reading))
    )


def _open(claims: Sequence[Claim], reading: Reading) -> Iterator[tuple[str, Variable]]:
    """The claims that can mean several things, and what they mean in a reading."""
    for claim in claims:
        if len(claim.readings) > 1:
            yield claim.key, reading.choice[claim.key]


def said(claim: Claim) -> Message:
    """A claim by its name and value."""
    return Message.of("claim.said", name=claim.key, value=claim.value)


def _worst(reading: Reading) -> Message:
    return conflict_told(reading.conflicts[0], reading) if reading.conflicts else Message.of("conflict.unnamed")


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
