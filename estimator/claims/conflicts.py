"""Which statements contradict each other, and by how much: circuits that do not close, told of the scenario's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from estimator.claims.circuits import Circuit
from estimator.claims.fit import Fit
from estimator.claims.observations import Observation
from estimator.claims.rules import TENSE
from estimator.datum import Stated
from estimator.uncertainty.distributions import Z90

MOST_CONFLICTS = 6
"""Conflicts of a reading that are told, the gravest first."""


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """Statements that cannot all hold. `members` in the order of trust, the scenario's own first; bounds are last.

    `subject` is held against the value `implied` by the others: `factor` apart, `z` standard deviations. A certain
    conflict rests on statements and bounds alone; where a bound makes it, it has no subject.
    """

    members: tuple[Observation, ...]
    subject: Observation | None = None
    implied: tuple[float, float, float] | None = None
    factor: float | None = None
    z: float | None = None
    certain: bool = False

    @property
    def claimed(self) -> tuple[Observation, ...]:
        """The members that the scenario states."""
        return tuple(member for member in self.members if member.is_claimed)


def conflicts(fit: Fit, found: Sequence[Circuit], certain: Sequence[Stated]) -> list[Conflict]:
    """The conflicts of a reading that does not agree, the gravest first: `certain` statements cannot be at all.

    Circuits in tension are told; where none is by itself, the worst one.
    """
    worst = [circuit for circuit in found if circuit.z >= TENSE] or found[:1]
    told = list(_conflicts(fit, worst))
    return _certain(certain, fit.observations, told) if certain else told


def _certain(data: Sequence[Stated], observations: Sequence[Observation], others: Sequence[Conflict]) -> list[Conflict]:
    """Conflicts with a certain one before them, in place of any other between the same statements."""
    known = {(observation.variable, observation.datum): observation for observation in observations}
    members = tuple(known[stated] for stated in data if stated in known)
    same = [conflict for conflict in others if set(conflict.claimed) == set(members)]
    alone = next((conflict for conflict in same if conflict.members == conflict.claimed), Conflict(members=members))
    return [replace(alone, certain=True), *(conflict for conflict in others if conflict not in same)]


def _conflicts(fit: Fit, worst: Sequence[Circuit]) -> Iterator[Conflict]:
    """One conflict for each set of the scenario's statements: those with a document alone first, then by z.

    Of several between the same statements the worst is told, and one that needs no hard bound before one that does.
    """
    told: dict[frozenset[str], Conflict] = {}
    for circuit in sorted(worst, key=lambda circuit: any(fit.observations[row].datum is None for row in circuit.rows)):
        members = sorted((fit.observations[row] for row in circuit.rows), key=_trust)
        claimed = frozenset(member.name for member in members if member.is_claimed)
        if claimed and claimed not in told:
            told[claimed] = _conflict(fit, circuit, tuple(members))

    def gravity(claimed: frozenset[str]) -> tuple[bool, float, list[str]]:
        conflict = told[claimed]
        documented = all(one.is_documented and one.is_claimed for one in conflict.members)
        return not documented, -round(conflict.z or 0.0, 6), sorted(claimed)

    return iter([told[claimed] for claimed in sorted(told, key=gravity)])


def _trust(member: Observation) -> tuple[bool, int]:
    return member.datum is None, member.tier


def _conflict(fit: Fit, circuit: Circuit, members: tuple[Observation, ...]) -> Conflict:
    place = max(number for number, row in enumerate(circuit.rows) if fit.observations[row].is_claimed)
    subject, gap, spread = fit.observations[circuit.rows[place]], circuit.gaps[place], circuit.spreads[place]
    implied = around(subject.middle + gap, spread)
    return Conflict(members=members, subject=subject, implied=implied, factor=exp(min(abs(gap), _MOST)), z=circuit.z)


_MOST = 100.0
"""The logarithm of a factor beyond which its size says no more."""


def around(logarithm: float, spread: float) -> tuple[float, float, float]:
    """p5, median and p95 about a logarithm, by its standard deviation."""
    reach = Z90 * spread
    p5, p50, p95 = (exp(min(max(value, -300.0), 300.0)) for value in (logarithm - reach, logarithm, logarithm + reach))
    return p5, p50, p95
