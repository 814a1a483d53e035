"""Every way in which an announcement can be read, thing by thing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod

from estimator.case import Case, Claim
from estimator.claims.fit import survival
from estimator.claims.readings import Reading, read
from estimator.claims.shared import Shared
from estimator.datum import Tier, Variable
from estimator.errors import EstimatorError
from estimator.model import Model
from estimator.scenario.equivalences import is_equivalence
from estimator.solution.agreement import Verdict, verdict

MOST_READINGS = 256
"""Combinations of readings that are evaluated; of more, an announcement has no meaning to check."""

_MOST_TOLD = 16
"""Readings of one topic whose conflicts are told; of more, the others are far from the best."""


@dataclass(frozen=True)
class Topic:
    """Systems that parts or readings tie together, the claims about them, and every way in which these can be read.

    Equivalences are no part of any reading: they are held against what follows from all else. `case` is what else is
    known. There are no readings where nothing is said but equivalences.
    """

    systems: tuple[str, ...]
    claims: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    equivalences: tuple[Claim, ...]
    case: Case

    @cached_property
    def told(self) -> tuple[Reading, ...]:
        """The readings that are told in full: all, or the best of many."""
        if len(self.readings) <= _MOST_TOLD:
            return self.readings
        return tuple(sorted(self.readings, key=lambda reading: reading.badness)[:_MOST_TOLD])

    @property
    def untold(self) -> tuple[Reading, ...]:
        """The readings of which only the verdict is told."""
        told = {id(reading) for reading in self.told}
        return tuple(reading for reading in self.readings if id(reading) not in told)


@dataclass(frozen=True)
class Combination:
    """One reading of every claim of an announcement. Topics do not depend on each other, so that their tests add up."""

    parts: tuple[Reading, ...]

    @property
    def choice(self) -> dict[str, Variable]:
        """What each claim is taken for."""
        return {name: variable for part in self.parts for name, variable in part.choice.items()}

    @property
    def judged_p_value(self) -> float | None:
        """Of the sum of all statistics; None where nothing is checked."""
        redundancy = sum(part.judged.redundancy for part in self.parts)
        return survival(sum(part.judged.statistic for part in self.parts), redundancy) if redundancy else None

    @cached_property
    def p_value(self) -> float | None:
        """How often right statements would disagree this much; 0 where some cannot be, whatever is assumed."""
        if self.judged_p_value is None or any(part.certain for part in self.parts):
            return min((part.p_value for part in self.parts if part.p_value is not None), default=None)
        return self.judged_p_value

    @property
    def verdict(self) -> Verdict | None:
        """The word for how well the combination agrees; None where nothing is checked."""
        if (found := self.judged_p_value) is not None and verdict(found) == "contradicts":
            return "contradicts"  # certainly or not
        return None if self.p_value is None else verdict(self.p_value)

    def told_in(self, found: Sequence[Topic]) -> bool:
        """Whether all of its parts are told in full."""
        judged = (topic for topic in found if topic.readings)
        return all(any(part is one for one in topic.told) for part, topic in zip(self.parts, judged, strict=True))

    @property
    def culprit(self) -> str | None:
        """The statement to blame, where one stands out in one topic and no other topic is contradicted."""
        culprits = [part.culprit for part in self.parts if part.suspects]
        return culprits[0] if len(culprits) == 1 else None


def topics(model: Model, case: Case, claims: Sequence[Claim], seed: int = 1) -> list[Topic]:
    """An announcement by what it is about; `case` holds everything but the claims.

    Raises:
        EstimatorError: more combinations of readings than can be told.
    """
    meaning = [claim for claim in claims if claim.readings]
    count = prod(len(claim.readings) for claim in meaning if not is_equivalence(claim))
    if count > MOST_READINGS:
        raise EstimatorError(
            f"the claims can be read in {count:,} ways, more than {MOST_READINGS}; leave readings out or split the file"
        )
    found = []
    for systems in _tied(case, meaning):
        about = tuple(claim for claim in meaning if claim.readings[0][0].system in systems)
        if about:
            parts = {name: parts for name, parts in case.parts.items() if name in systems}
            data = tuple(stated for stated in case.data if stated[0].system in systems)
            found.append(_topic(model, Case(parts=parts, data=data), systems, about, seed))
    return found


def _topic(model: Model, case: Case, systems: tuple[str, ...], about: Sequence[Claim], seed: int) -> Topic:
    compared = tuple(claim for claim in about if is_equivalence(claim))
    claims = two_ends(tuple(claim for claim in about if claim not in compared))
    stated = claims or any(datum.tier == Tier.GIVEN for _, datum in case.data)
    readings = tuple(_readings(model, case, claims, seed)) if stated else ()
    return Topic(systems, claims, readings, compared, case)


def two_ends(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims of which several are the most, or the least, of one system, as the numbers that they are.

    "Up to 600 k accelerators" and "up to 500 MW" are two ends of one thing: at its full size it has both.
    """
    ends = Counter(map(_end, claims))
    return tuple(
        _numbers(claim) if claim.readings[0][1].value.side and ends[_end(claim)] > 1 else claim for claim in claims
    )


def _end(claim: Claim) -> tuple[str, str]:
    variable, datum = claim.readings[0]
    return variable.system, datum.value.side


def _numbers(claim: Claim) -> Claim:
    """A claim without its side."""
    readings = ((variable, replace(datum, value=replace(datum.value, side=""))) for variable, datum in claim.readings)
    return replace(claim, readings=tuple(readings))


def combinations(found: Sequence[Topic]) -> list[Combination]:
    """Every reading of one topic with every reading of the others."""
    judged = [topic.readings for topic in found if topic.readings]
    return [Combination(parts) for parts in product(*judged)] if judged else []


def _tied(case: Case, claims: Sequence[Claim]) -> list[tuple[str, ...]]:
    """Systems in groups: wholes with their parts, and all that one claim may be about."""
    group = {name: {name} for name in case.parts}
    ties = [(name, *parts) for name, parts in case.parts.items()]
    ties += [tuple(variable.system for variable, _ in claim.readings) for claim in claims]
    for tie in ties:
        merged = set().union(*(group[name] for name in tie))
        group |= dict.fromkeys(merged, merged)
    return list(dict.fromkeys(tuple(name for name in case.parts if name in group[system]) for system in case.parts))


def _readings(model: Model, case: Case, claims: Sequence[Claim], seed: int) -> Iterator[Reading]:
    shared = Shared(model, case, claims)
    for chosen in product(*(claim.readings for claim in claims)):
        choice = {claim.key: variable for claim, (variable, _) in zip(claims, chosen, strict=True)}
        yield read(replace(case, data=(*case.data, *chosen)), claims, choice, seed, shared)


def untested(topic: Topic) -> list[str]:
    """Claims of a topic that nothing else checks, however all are read; what keeps to a stated limit is checked."""
    checked = {
        observation.name
        for reading in topic.readings
        for observation, share in zip(reading.fit.observations, reading.fit.checked, strict=True)
        if share
    }
    kept = {name for reading in topic.readings for name in reading.within_limits}
    return [claim.key for claim in topic.claims if claim.key not in checked | kept]
