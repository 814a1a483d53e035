"""One way to read an announcement, and how far it agrees with itself and with what is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from estimator.claims.agreement import AGREES_FROM, CONTRADICTS_BELOW, Verdict, verdict
from estimator.claims.boxes import impossible
from estimator.claims.circuits import Circuit, circuits
from estimator.claims.confirmation import Confirmation, confirmed
from estimator.claims.fit import Fit, fitted
from estimator.claims.observations import Observation, bounded, observed
from estimator.claims.unknowns import unknowns_of
from estimator.datum import Case, Claim, Stated, Tier, Variable
from estimator.model import Model
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import lay_out, make_plan
from estimator.uncertainty.distributions import Z90, quantiles
from estimator.units import to_coherent
from estimator.wording import value_text

MOST_CONFLICTS = 6
"""Conflicts of a reading that are told, the gravest first."""

DECIDED = 6.0
"""By how much more than any other a statement must improve the fit when left out, to be blamed: odds of 20 to 1."""

_TENSE = 1.96
"""Standard deviations beyond which statements are in tension: the two-sided 5 % of one comparison."""


@dataclass(frozen=True)
class Implied:
    """What all other statements say of one: p5, median and p95 in its unit; readers are shown it in `shown_in`."""

    variable: Variable
    quantiles: tuple[float, float, float]
    unit: str
    shown_in: str


@dataclass(frozen=True)
class Conflict:
    """Statements that cannot all hold. `members` in the order of trust, the scenario's own first.

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


@dataclass(frozen=True)
class Reading:
    """One way to read all claims: which variable each is taken for, and what comes of it.

    `p_value` is None where nothing is checked, and 1 where only limits are, and kept. The `culprit` is the one
    statement without which the rest agrees best; `undecidable` says that several would do. `complete` says whether all
    sets of statements were compared; `broken_bound` what the scenario's own statements would make of a quantity.
    `written` holds the claims' values as they were written, `open_claims` those that can mean several things.
    """

    choice: Mapping[str, Variable]
    fit: Fit
    p_value: float | None
    conflicts: tuple[Conflict, ...]
    culprit: str | None
    undecidable: bool
    suspects: tuple[str, ...]
    implied: Mapping[str, Implied]
    written: Mapping[str, str]
    open_claims: frozenset[str]
    complete: bool
    case: Case
    broken_bound: str = ""
    certain: bool = False
    confirmation: Confirmation | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The word for how well the reading agrees; None where nothing is checked."""
        return None if self.p_value is None else verdict(self.p_value)


def read(model: Model, case: Case, claims: Sequence[Claim], choice: Mapping[str, Variable], seed: int) -> Reading:
    """A case with one meaning of every claim among its data, judged."""
    network = lay_out(model, case)
    case = replace(case, data=tuple(stated for stated in case.data if stated[0] in network.index))
    fit = _fit(network, case)
    worst, complete = circuits(fit)
    certain = impossible(network, case.data)
    claimed = [stated for stated in certain if stated[1].tier == Tier.GIVEN]
    limit = _TENSE if fit.p_value is not None and fit.p_value < AGREES_FROM else np.inf
    conflicts = list(_conflicts(fit, [circuit for circuit in worst if circuit.z >= limit]))
    if claimed:
        conflicts = _certain(claimed, fit.observations, conflicts)
    culprit, suspects = _blamed(fit, conflicts[:1])
    subject = next((conflict.subject for conflict in conflicts if conflict.subject), None)
    implied = dict(_implied(fit))
    p_value = 0.0 if claimed else fit.p_value
    if p_value is None and _keeps_a_limit(fit, implied):
        p_value = 1.0
    return Reading(
        choice,
        fit,
        p_value,
        tuple(conflicts[:MOST_CONFLICTS]),
        culprit,
        bool(suspects) and culprit is None,
        suspects,
        implied,
        {claim.key: claim.value for claim in claims},
        frozenset(claim.key for claim in claims if len(claim.readings) > 1),
        complete,
        case,
        _broken_bound(network, certain),
        bool(claimed),
        confirmed(fit, fit.observations.index(subject), seed) if subject else None,
    )


def _keeps_a_limit(fit: Fit, implied: Mapping[str, Implied]) -> bool:
    """Whether all else determines a quantity for which the scenario states a limit, and keeps to it."""
    return any(one.side and one.is_claimed and one.name in implied for one in fit.observations)


def _broken_bound(network: Network, data: Sequence[Stated]) -> str:
    """The first quantity that statements determine and put where it cannot be."""
    conventions = [(variable, datum) for variable, datum in data if datum.tier == Tier.CONVENTION]
    plan = make_plan(network, [*conventions, *data])
    values = evaluate(plan, {variable: quantiles(datum)[1] * datum.factor for variable, datum in plan.basis.items()})
    for variable in network.variables:
        if variable not in plan.made_by:
            continue
        dimension = network.dimension(variable)
        value = float(values[variable]) / to_coherent(dimension.unit)
        if value < dimension.lower or value > dimension.upper:
            limit = f"below {dimension.lower:g}" if value < dimension.lower else f"above {dimension.upper:g}"
            return f"{variable} would be {value_text(value, value, value, dimension.shown_in)} and cannot be {limit}"
    return ""


def _fit(network: Network, case: Case) -> Fit:
    said = list(observed(case.data))
    limits = list(bounded(network))
    unknowns = unknowns_of(network, case.data, [*said, *limits])
    _, slopes = unknowns.linearised(unknowns.start)
    moving = {v for v, row in zip(unknowns.outputs, slopes, strict=True) if np.any(np.abs(row) > 0)}
    return fitted(unknowns, [observation for observation in (*said, *limits) if observation.variable in moving])


def _certain(data: Sequence[Stated], observations: Sequence[Observation], others: Sequence[Conflict]) -> list[Conflict]:
    """Conflicts with a certain one before them, in place of any other between the same statements."""
    known = {(observation.variable, observation.datum): observation for observation in observations}
    members = tuple(known[stated] for stated in data if stated in known)
    same = [conflict for conflict in others if set(conflict.claimed) == set(members)]
    alone = next((conflict for conflict in same if conflict.members == conflict.claimed), Conflict(members))
    return [replace(alone, certain=True), *(conflict for conflict in others if conflict not in same)]


def _conflicts(fit: Fit, worst: Sequence[Circuit]) -> Iterator[Conflict]:
    """One conflict for each set of the scenario's statements: those with a document alone first, then by z."""
    told: dict[frozenset[str], Conflict] = {}
    for circuit in worst:
        members = sorted(
            (fit.observations[row] for row in circuit.rows if fit.observations[row].datum), key=lambda one: one.tier
        )
        claimed = frozenset(member.name for member in members if member.is_claimed)
        if claimed and (claimed not in told or len(members) == len(circuit.rows) > len(told[claimed].members)):
            told[claimed] = _conflict(fit, circuit, tuple(members))

    def gravity(claimed: frozenset[str]) -> tuple[bool, float]:
        conflict = told[claimed]
        return not all(one.is_documented and one.is_claimed for one in conflict.members), -(conflict.z or 0.0)

    return iter([told[claimed] for claimed in sorted(told, key=gravity)])


def _conflict(fit: Fit, circuit: Circuit, members: tuple[Observation, ...]) -> Conflict:
    place = max(number for number, row in enumerate(circuit.rows) if fit.observations[row].is_claimed)
    subject, gap, spread = fit.observations[circuit.rows[place]], circuit.gaps[place], circuit.spreads[place]
    implied = _around(subject.middle + gap, spread)
    return Conflict(members, subject, implied, exp(min(abs(gap), _MOST)), circuit.z)


_MOST = 100.0
"""The logarithm of a factor beyond which its size says no more."""


def _around(logarithm: float, spread: float) -> tuple[float, float, float]:
    reach = Z90 * spread
    p5, p50, p95 = (exp(min(max(value, -300.0), 300.0)) for value in (logarithm - reach, logarithm, logarithm + reach))
    return p5, p50, p95


def _blamed(fit: Fit, worst: Sequence[Conflict]) -> tuple[str | None, tuple[str, ...]]:
    """The scenario's statement to blame, if one stands out; and all that could be, its own first.

    Exact figures of the catalog are never blamed; in a certain conflict, nothing but its members is.
    """
    if fit.p_value is None or fit.p_value >= CONTRADICTS_BELOW:
        return None, ()
    only = {member.name for conflict in worst if conflict.certain for member in conflict.members}
    improved = {
        observation.name: float(normalised**2)
        for observation, normalised in zip(fit.observations, fit.normalised, strict=True)
        if normalised and _can_be_wrong(observation) and observation.name in (only or [observation.name])
    }
    if not improved:
        return None, ()
    claimed = {observation.name for observation in fit.observations if observation.is_claimed}
    own = max((improved[name] for name in claimed & improved.keys()), default=0.0)
    most = max(improved.values())
    suspects = tuple(
        name for name, gain in improved.items() if most - gain < DECIDED or (name in claimed and gain == own)
    )
    return (suspects[0] if len(suspects) == 1 and suspects[0] in claimed else None), suspects


def _can_be_wrong(observation: Observation) -> bool:
    datum = observation.datum
    return datum is not None and (observation.is_claimed or not datum.value.is_point)


def _implied(fit: Fit) -> Iterator[tuple[str, Implied]]:
    """The value of each of the scenario's statements by all others."""
    for row, observation in enumerate(fit.observations):
        if not observation.is_claimed:
            continue
        rest = fit.without(row) if fit.active[row] else fit
        if rest.determined(row):
            dimension = fit.unknowns.network.dimension(observation.variable)
            p5, p50, p95 = (
                min(max(end, dimension.lower), dimension.upper)
                for end in _around(rest.logarithms[row], rest.spread(row))
            )
            yield observation.name, Implied(observation.variable, (p5, p50, p95), dimension.unit, dimension.shown_in)
