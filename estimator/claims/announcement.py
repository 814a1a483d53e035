"""What is to be thought of an announcement, topic by topic: as it is usually read first, as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from estimator.case import Claim
from estimator.claims.bases import Equivalence
from estimator.claims.comparisons import comparison
from estimator.claims.readings import Reading
from estimator.claims.rules import STRETCHED
from estimator.claims.topics import Topic
from estimator.claims.usual import Unusual, unusual_told
from estimator.claims.verdicts import conflict_in_short, said
from estimator.datum import Variable
from estimator.solution.agreement import Verdict
from estimator.uncertainty.distributions import quantiles
from estimator.wording import Listed, Message, Told, stated


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a topic's verdict rests on: its readings, its equivalences, what is usual, and what nothing checks."""

    topic: Topic
    equivalences: tuple[Equivalence, ...] = ()
    unusual: tuple[Unusual, ...] = ()
    alone: Mapping[str, Listed]

    @property
    def verdict(self) -> Verdict | None:
        """The worst of all that is said of the topic as it is usually read; None where nothing is checked."""
        found: list[Verdict | None] = [one.verdict for one in self.equivalences]
        found += [one.verdict for one in self.unusual]
        found += [self.topic.readings[0].verdict] if self.topic.readings else []
        return max((one for one in found if one), key=VERDICTS.index, default=None)

    @property
    def silent(self) -> tuple[Claim, ...]:
        """Claims that nothing checks."""
        return tuple(claim for claim in (*self.topic.claims, *self.topic.equivalences) if claim.key in self.alone)


VERDICTS = ("agrees", "tension", "contradicts")
"""From the best to the worst."""


def announcement_verdict(found: Sequence[Judged]) -> Message:
    """What is to be thought of it: the verdict of its one topic, or those of all, the worst first."""
    verdicts = [topic_verdict(judged) for judged in found]
    if len(found) == 1:
        return verdicts[0]
    worst_first = sorted(zip(found, verdicts, strict=True), key=lambda one: one[0].verdict != "contradicts")
    return Message.of(
        "verdict.by-topic",
        topics=Listed(
            tuple(
                Message.of("verdict.of-topic", systems=Listed(judged.topic.systems, "comma"), verdict=verdict)
                for judged, verdict in worst_first
            ),
            "semicolon",
        ),
    )


def topic_verdict(judged: Judged) -> Message:
    """The verdict on one topic: what its figures say of each other, then each equivalence, then what is unusual."""
    parts = [*_figures(judged), *map(comparison, judged.equivalences), *map(unusual_told, judged.unusual)]
    if not parts:
        return _undetermined(judged)
    if judged.silent and judged.unusual:
        parts += [Message.of("verdict.silent", claims=Listed(tuple(map(said, judged.silent))))]
    return parts[0] if len(parts) == 1 else Message.of("verdict.parts", parts=Listed(tuple(parts), "semicolon"))


def _figures(judged: Judged) -> Iterator[Message]:
    """What the figures of a topic say of each other, if they check each other at all."""
    readings = judged.topic.readings
    checked = [reading for reading in readings if reading.verdict]
    others = judged.equivalences or judged.unusual
    if not checked or (others and not judged.topic.claims and readings[0].verdict == "agrees"):
        return
    if all(reading.verdict == "agrees" for reading in readings):
        silent = judged.silent if not others else ()
        unchecked = Listed(tuple(map(said, silent))) if silent else None
        if not stretching(readings[0]) and not any(map(stretching, readings)):
            yield Message.of("verdict.holds", readings=len(readings), unchecked=unchecked)
            return
    yield _as_usually_read(judged.topic)


def _undetermined(judged: Judged) -> Message:
    claims = (*judged.topic.claims, *judged.topic.equivalences)
    needed = tuple(dict.fromkeys(judged.alone[claim.key] for claim in claims if claim.key in judged.alone))
    needed = tuple(one for one in needed if one.items)
    needs = Listed(needed, "semicolon") if needed else Message.of("verdict.another-figure")
    return Message.of("verdict.undetermined", needs=needs)


def _as_usually_read(topic: Topic) -> Message:
    """The ordinary reading first; then those that hold, those that do if ranges are stretched, those nothing checks."""
    ordinary, *rest = topic.readings
    open_claims = any(len(claim.readings) > 1 for claim in topic.claims)
    agreeing = [reading for reading in rest if reading.verdict == "agrees"]
    plain = [reading for reading in agreeing if not stretching(reading)]
    strained = [reading for reading in rest if reading.verdict == "tension"] if not agreeing else []
    wrong = [reading for reading in topic.readings if reading.verdict == "contradicts"]
    all_wrong = len(wrong) if len(wrong) == len(topic.readings) > 1 else None
    fitting = [reading for reading in (ordinary, *plain) if reading.verdict == "agrees"]
    return Message.of(
        _ORDINARY[ordinary.verdict],
        choice=_choice(topic.claims, ordinary) if open_claims else None,
        by=_contradicting(ordinary),
        worst=conflict_in_short(ordinary) if ordinary.verdict in ("tension", "contradicts") else None,
        all=all_wrong,
        also=_condition(topic, plain),
        strained=_condition(topic, strained),
        stretched=_stretches(agreeing),
        open=len(fitting) if len(fitting) > 1 else None,
        unchecked=_condition(topic, [one for one in rest if one.verdict is None]),
        wrong=_condition(topic, wrong) if ordinary.verdict is None else None,
    )


_ORDINARY: Mapping[str | None, str] = {
    None: "verdict.ordinary-unchecked",
    "agrees": "verdict.ordinary-agrees",
    "tension": "verdict.ordinary-tension",
    "contradicts": "verdict.ordinary-contradicts",
}


def _choice(claims: Sequence[Claim], reading: Reading) -> Listed:
    """What the open claims are taken for."""
    taken = (claim for claim in claims if len(claim.readings) > 1)
    return Listed(tuple(_as(claim, reading) for claim in taken), "comma")


def _as(claim: Claim, reading: Reading) -> Message:
    return Message.of("reading.as", claim=said(claim), meaning=reading.choice[claim.key])


def _contradicting(reading: Reading) -> Message:
    """What contradicts a reading: its own statements alone, or they and what is known."""
    own = reading.certain or any(
        all(member.is_claimed for member in conflict.members) for conflict in reading.conflicts[:1]
    )
    return Message.of("verdict.itself") if own else Message.of("verdict.known")


def _condition(topic: Topic, good: Sequence[Reading]) -> Listed | None:
    """What the claims have to mean for some readings; claim by claim where their meanings are free of each other."""
    if not good:
        return None
    options: dict[str, list[Variable]] = {
        claim.key: list(dict.fromkeys(reading.choice[claim.key] for reading in good)) for claim in topic.claims
    }
    open_claims = [claim for claim in topic.claims if len(claim.readings) > 1]
    if prod(map(len, options.values())) > len(good):
        return Listed(tuple(dict.fromkeys(_meanings(open_claims, reading) for reading in good)), "or-if")
    narrowed = [claim for claim in open_claims if len(options[claim.key]) < len(claim.readings)]
    return Listed(
        tuple(
            Message.of("verdict.means", claim=said(claim), meanings=Listed(tuple(options[claim.key]), "or"))
            for claim in narrowed or open_claims
        )
    )


def _meanings(claims: Sequence[Claim], reading: Reading) -> Listed:
    """What the open claims mean in a reading."""
    return Listed(
        tuple(Message.of("verdict.means", claim=claim.key, meanings=reading.choice[claim.key]) for claim in claims)
    )


def _stretches(readings: Sequence[Reading]) -> Listed | None:
    """What readings would make of stated limits that they keep to, by going far beyond."""
    found = [told for reading in readings for told in stretching(reading)[:1]]
    return Listed(tuple(dict.fromkeys(found)), "semicolon") if found else None


def stretching(reading: Reading) -> list[Message]:
    """Stated limits that a reading passes by so much that they would no longer say what they say."""
    result = []
    for observation in reading.fit.observations:
        implied = reading.implied.get(observation.name) if observation.side and observation.is_claimed else None
        if implied is None or observation.datum is None or observation.name in reading.choice:
            continue
        ratio = implied.quantiles[1] / quantiles(observation.datum)[1]
        if (ratio if observation.side == ">=" else 1 / ratio) > STRETCHED:
            told = Told(implied.quantiles, implied.shown_in, draws=_PRECISION)
            chosen = tuple(
                Message.of("reading.as", claim=key, meaning=variable)
                for key, variable in reading.choice.items()
                if key in reading.open_claims
            )
            result.append(
                Message.of(
                    "verdict.stretches",
                    choice=Listed(chosen, "comma") if chosen else None,
                    variable=implied.variable,
                    implied=told,
                    stated=stated(observation.datum),
                )
            )
    return result


_PRECISION = 4_096
"""Draws to whose precision values that no draws were made of are printed."""
