"""Verdicts in plain words: on each reading, and on the whole announcement; readings are never averaged."""

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
from estimator.wording import datum_text, either, listed, value_text

IMPOSSIBLE = "impossible, whatever is assumed"

WORDS = {None: "nothing checks it", "agrees": "agrees", "tension": "in tension", "contradicts": "contradicted"}


def decided_by(parts: Sequence[Reading], told: bool) -> str:
    """What the p-value of a reading, or of readings of several topics, rests on; intervals where these are told."""
    if told and any(part.certain for part in parts):
        return "intervals"
    if any(part.judged.effective_draws for part in parts):
        return "draws"
    return "approximation" if any(part.judged.redundancy for part in parts) else "limits"


def announcement_verdict(topics: Sequence[Topic], alone: Mapping[str, str]) -> str:
    """What is to be thought of it: holds, holds only if, contradicted by, or cannot be determined; topic by topic.

    `alone` says of claims that nothing checks what would.
    """
    told = [_verdict(topic, alone) for topic in topics]
    if len(topics) == 1:
        return told[0]
    named = [f"about {', '.join(topic.systems)}: {word}" for topic, word in zip(topics, told, strict=True)]
    worst = [text for text, word in zip(named, told, strict=True) if word.startswith("contradicted")]
    return "; ".join([*worst, *(text for text in named if text not in worst)])


def _verdict(topic: Topic, alone: Mapping[str, str]) -> str:
    claims, readings = topic.claims, topic.readings
    if not any(reading.verdict for reading in readings):
        needed = "; ".join(dict.fromkeys(alone[claim.key] for claim in claims if claim.key in alone))
        return f"cannot be determined from what is disclosed: needs {needed or 'a figure that checks another'}"
    agreeing = [reading for reading in readings if reading.verdict == "agrees"]
    silent = [reading for reading in readings if reading.verdict is None]
    unchecked = f"{_condition(claims, readings, silent)}, which nothing here checks" if silent else ""
    if len(agreeing) == len(readings):
        return ("holds" if len(readings) == 1 else f"holds in all {len(readings)} readings") + _rounded(claims)
    if agreeing:
        where = f"{_condition(claims, readings, agreeing)}{_left_open(agreeing)}"
        return f"holds only if {where}{'; or if ' * bool(silent)}{unchecked}"
    strained = [reading for reading in readings if reading.verdict == "tension"]
    if strained:
        where = _condition(claims, readings, strained)
        told = f"holds only if {where + ', and ' if where else ''}its ranges are stretched: {_worst(strained[0])}"
        return f"{told}{'; or if ' * bool(silent)}{unchecked}"
    wrong = [reading for reading in readings if reading.verdict]
    best = min(_best(topic), key=lambda reading: (reading.certain, reading.badness))
    whole = f" in {'all ' * (not silent)}{len(wrong)} readings, least in the best of them" if len(wrong) > 1 else ""
    told = f"contradicted by {_contradicting(best)}{whole}{', unless ' * bool(silent)}{unchecked}"
    return f"{told}: {_worst(best)}"


def _best(topic: Topic) -> Sequence[Reading]:
    """The told readings of a topic that are checked."""
    return [reading for reading in topic.told if reading.verdict]


def _rounded(claims: Sequence[Claim]) -> str:
    """That numbers of whole units were taken to be rounded."""
    counted = any(datum.dimension.unit in ROUNDED_TO_WHOLE for claim in claims for _, datum in claim.readings)
    return ", to the nearest whole reactor" if counted else ""


def _contradicting(reading: Reading) -> str:
    """What contradicts a reading: its own statements alone, or they and what is known."""
    own = reading.certain or any(
        all(member.is_claimed for member in conflict.members) for conflict in reading.conflicts[:1]
    )
    return "itself" if own else "what is known"


def _left_open(agreeing: Sequence[Reading]) -> str:
    if len(agreeing) == 1:
        return ""
    return f"; which of these {len(agreeing)} readings is meant cannot be determined from what is disclosed"


def _condition(claims: Sequence[Claim], readings: Sequence[Reading], good: Sequence[Reading]) -> str:
    """What the claims have to mean; nothing where every meaning is among the good ones.

    Where the meanings of one claim depend on those of another, each good combination is named.
    """
    parts = []
    options: dict[str, list[Variable]] = {}
    for claim in claims:
        if claim.readings:
            options[claim.key] = list(dict.fromkeys(reading.choice[claim.key] for reading in good))
            if len(options[claim.key]) < len(claim.readings):
                parts.append(f"{said(claim)} means {either([str(name) for name in options[claim.key]])}")
    count = 1
    for variables in options.values():
        count *= len(variables)
    if count > len(good) and len(good) < len(readings):
        told = [listed([f"{key} means {variable}" for key, variable in _open(claims, reading)]) for reading in good]
        return "; or ".join(dict.fromkeys(told))
    return listed(parts)


def _open(claims: Sequence[Claim], reading: Reading) -> Iterator[tuple[str, Variable]]:
    """The claims that can mean several things, and what they mean in a reading."""
    for claim in claims:
        if len(claim.readings) > 1:
            yield claim.key, reading.choice[claim.key]


def said(claim: Claim) -> str:
    """A claim by its name and value."""
    return f"{claim.key} ({claim.value})"


def _worst(reading: Reading) -> str:
    return conflict_text(reading.conflicts[0], reading) if reading.conflicts else "its statements do not fit together"


def conflict_text(conflict: Conflict, reading: Reading) -> str:
    """Who contradicts whom, by how much."""
    claimed = listed([_stated(member, reading) for member in conflict.claimed])
    known = [member for member in conflict.members if not member.is_claimed]
    verb = "cannot all hold" if len(conflict.claimed) > 2 else "cannot both hold"
    if len(conflict.claimed) == 1:
        verb = "cannot hold"
    if conflict.subject is None or conflict.implied is None:
        because = f": {reading.broken_bound}" if reading.broken_bound else ""
        return f"{claimed} {verb}, whatever is assumed{because}"
    through = f" with {listed([known_text(member) for member in known])}" if known else ""
    through += ", whatever is assumed" if conflict.certain else ""
    unit = conflict.subject.datum.dimension.shown_in if conflict.subject.datum else ""
    implied = value_text(*conflict.implied, unit, draws=_PRECISION)
    others = "what is known implies" if len(conflict.claimed) == 1 else "the others imply"
    return (
        f"{claimed} {verb}{through}: for {conflict.subject.name}, {others} {implied}; factor {conflict.factor:.3g},"
        f" z = {conflict.z:.1f}"
    )


_PRECISION = 4_096
"""Draws to whose precision values that no draws were made of are printed."""


def _stated(member: Observation, reading: Reading) -> str:
    value = datum_text(member.datum) if member.datum else ""
    return f"{member.name} {reading.written.get(member.name, value)}" + meaning(member.name, reading)


def meaning(name: str, reading: Reading) -> str:
    """What a claim is taken for, where that is a matter of reading."""
    return f" as {reading.choice[name]}" if name in reading.open_claims else ""


def known_text(member: Observation) -> str:
    """A figure of the catalog or a default, with its range; or the bound of a quantity."""
    if member.datum is None:
        return f"{member.variable} {'≥' if member.side == '>=' else '≤'} {exp(member.middle):g} [bound]"
    return f"{member.variable} {datum_text(member.datum)} [{member.tier}]"


def choice_text(claims: Sequence[Claim], reading: Reading) -> str:
    """A reading by what it takes the open claims for."""
    return ", ".join(f"{key} as {variable}" for key, variable in _open(claims, reading)) or "as stated"


def blame_text(reading: Reading) -> str:
    """Which statement is wrong, if the data can tell; and whether the others then agree."""
    if reading.culprit:
        return f"the one that does not fit is {reading.culprit}"
    if not reading.undecidable:
        return ""
    first, *others = (_could_be_wrong(reading, rows) for rows in reading.blame.rounds)
    left = reading.blame.rest
    if left is None or left >= CONTRADICTS_BELOW:
        return f"the data cannot tell which is wrong: {first}"
    also = f": then {listed(others)} could be wrong too" if others else ""
    return (
        f"no single statement explains it: {first} could be wrong, and without that the rest contradicts itself{also}"
    )


def _could_be_wrong(reading: Reading, rows: Sequence[int]) -> str:
    """The suspects of one round, the scenario's own first."""
    found = [reading.fit.observations[row] for row in rows]
    known = [str(one.variable) for one in found if not one.is_claimed]
    usual = [f"the usual {listed(known)}"] if known else []
    return either([*(one.name for one in found if one.is_claimed), *usual])


def implied_texts(reading: Reading) -> Iterator[str]:
    """What all others imply for each statement of the scenario, and which were left out since they could be wrong."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, implied in reading.implied.items():
        text = value_text(*implied.quantiles, implied.shown_in, draws=_PRECISION)
        groups.setdefault(tuple(one.name for one in implied.without), []).append(f"{name} {text}")
    for without, texts in sorted(groups.items(), key=lambda group: len(group[0])):
        yield f"what all else{f' but {listed([*without])}' if without else ''} implies: {'; '.join(texts)}"
