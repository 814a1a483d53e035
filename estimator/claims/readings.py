"""One way to read an announcement, and how far it agrees with itself and with what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from estimator.case import Case, Claim
from estimator.claims.blame import Blame, Implied, blamed, implied
from estimator.claims.boxes import impossible
from estimator.claims.circuits import Circuit, circuits
from estimator.claims.confirmation import Sampled, sampled
from estimator.claims.conflicts import MOST_CONFLICTS, Conflict, conflicts
from estimator.claims.fit import Fit, fitted, survival
from estimator.claims.nearness import tolerance, worst_factor
from estimator.claims.observations import bounded, observed
from estimator.claims.rules import CLOSE, ENOUGH, NEAR
from estimator.claims.shared import Shared
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solution.agreement import Verdict, verdict
from estimator.solution.limits import beyond
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import make_plan
from estimator.uncertainty.distributions import quantiles
from estimator.units.reading import to_coherent
from estimator.wording import Message


@dataclass(frozen=True)
class Judged:
    """How well statements agree: a statistic that follows chi-squared if they are right, and by what it was found.

    `effective_draws` are those that it rests on; None where the normal approximation decides.
    """

    statistic: float
    redundancy: int
    effective_draws: float | None = None

    @property
    def p_value(self) -> float | None:
        """How often right statements would disagree by this much or more; None where nothing is redundant."""
        return survival(self.statistic, self.redundancy) if self.redundancy > 0 else None


@dataclass(frozen=True)
class Confirmation:
    """A p-value that draws decide: of which statement against the others, and the draws that it amounts to."""

    name: str
    p_value: float
    effective_draws: float


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to read all claims: which variable each is taken for, and what comes of it.

    `written` holds the claims' values as they were written, `open_claims` those that can mean
    several things. What only a reader of the reading needs is worked out when it is asked for.
    """

    choice: Mapping[str, Variable]
    fit: Fit
    written: Mapping[str, str]
    open_claims: frozenset[str]
    case: Case
    seed: int

    @cached_property
    def impossible(self) -> tuple[Stated, ...]:
        """The statements that cannot be, whatever is assumed, after the conventions.

        What cannot be is beyond the farthest end of some statement, and so not near the best values of all.
        """
        nothing = any(not any(datum.value.parameters) for _, datum in self.case.data if datum.tier == Tier.GIVEN)
        if self.fit.statistic < NEAR and not nothing:
            return ()
        return impossible(self.fit.unknowns.network, self.case.data)

    @property
    def certain(self) -> bool:
        """Whether the scenario's own statements cannot be, whatever is assumed."""
        return any(datum.tier == Tier.GIVEN for _, datum in self.impossible)

    @cached_property
    def judged(self) -> Judged:
        """How well all statements agree."""
        return judged(self.fit, self.case.data, self.seed)

    @cached_property
    def p_value(self) -> float | None:
        """How often right statements would disagree this much; None where nothing is checked, 1 if limits are kept."""
        if self.certain:
            return 0.0
        found = self.judged.p_value
        return 1.0 if found is None and self.kept_limits else found

    @property
    def verdict(self) -> Verdict | None:
        """The word for how well the reading agrees; None where nothing is checked.

        A difference that is too small for anybody to mind is none, however sure it is.
        """
        return "agrees" if self.is_about_right else self._by_probability

    @property
    def is_about_right(self) -> bool:
        """Whether statements differ more than their ranges allow, and less than a reader would mind."""
        return (
            self._by_probability in ("tension", "contradicts")
            and not self.certain
            and self.factor <= tolerance(self.fit)
        )

    @cached_property
    def factor(self) -> float:
        """How far the worst of the scenario's own statements is from what all others imply."""
        return worst_factor(self.fit)

    @cached_property
    def _by_probability(self) -> Verdict | None:
        if (found := self.judged.p_value) is not None and verdict(found) == "contradicts":
            return "contradicts"  # certainly or not
        return None if self.p_value is None else verdict(self.p_value)

    @property
    def badness(self) -> tuple[int, float]:
        """By which readings are put in order, the best first: the verdict, then how well it agrees."""
        found = self.judged.p_value if self.verdict == "contradicts" else self.p_value
        return _BADNESS[self.verdict], -float(f"{found or 0.0:.6g}")

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Who contradicts whom, the gravest first, where the reading does not agree.

        Of many, the gravest that has nothing to do with what is found wrong is among those that are told.
        """
        told = self._conflicts[:MOST_CONFLICTS]
        wrong = {self.fit.observations[row] for rows in self.blame.rounds for row in rows}
        others = (conflict for conflict in self._conflicts if wrong.isdisjoint(conflict.claimed))
        other = next(others, None)
        return told if other is None or other in told else (*told[:-1], other)

    @property
    def complete(self) -> bool:
        """Whether all sets of statements were compared."""
        return self._circuits[1]

    @property
    def culprit(self) -> str | None:
        """The one statement without which the rest agrees best, and does not contradict itself."""
        return self.blame.culprit(self.fit)

    @property
    def suspects(self) -> tuple[str, ...]:
        """All statements that could be wrong, where the reading is contradicted."""
        return self.blame.suspects(self.fit)

    @property
    def undecidable(self) -> bool:
        """Whether several statements could be wrong, or no single one explains the contradiction."""
        return bool(self.suspects) and self.culprit is None

    @cached_property
    def blame(self) -> Blame:
        """Which statements could be wrong, round by round."""
        if self.verdict != "contradicts":
            return Blame()
        certain = self._conflicts[0].members if self.certain else ()
        return blamed(self.fit, certain, lambda fit: judged(fit, self.case.data, self.seed).p_value)

    @cached_property
    def implied(self) -> Mapping[str, Implied]:
        """What all other statements say of each of the scenario's own, those that could be wrong left out."""
        return dict(implied(self.fit, self.blame.rounds))

    @cached_property
    def broken_bound(self) -> Message | None:
        """What impossible statements would make of a quantity."""
        return _broken_bound(self.fit.unknowns.network, self.impossible)

    @property
    def confirmation(self) -> Confirmation | None:
        """The p-value of a reading that does not agree, where draws decide it."""
        if self.certain or self.judged.effective_draws is None or not self.conflicts or self.p_value is None:
            return None
        subject = self.conflicts[0].subject
        return Confirmation(subject.name if subject else "", self.p_value, self.judged.effective_draws)

    @cached_property
    def _circuits(self) -> tuple[list[Circuit], bool]:
        return circuits(self.fit)

    @cached_property
    def _conflicts(self) -> tuple[Conflict, ...]:
        if self.verdict in (None, "agrees"):
            return ()
        found = conflicts(self.fit, self._circuits[0], self.impossible if self.certain else ())
        if self.judged.redundancy == 1 and len(found) == 1 and found[0].z is not None:
            found = [replace(found[0], z=self.judged.statistic**0.5)]  # one check, and one measure of it
        return tuple(found)

    @property
    def within_limits(self) -> frozenset[str]:
        """The scenario's statements that keep to a limit that is stated, and those limits."""
        seen = {name: row != 0 for name, row in zip(self._names, self.fit.slopes, strict=True)}
        kept = self.kept_limits
        return kept | {name for name in seen if any(np.any(seen[name] & seen[limit]) for limit in kept)}

    @property
    def _names(self) -> list[str]:
        return [one.name for one in self.fit.observations]

    @cached_property
    def kept_limits(self) -> frozenset[str]:
        """The scenario's limits of what all else determines: these are checked, if only from one side."""
        limits = {one.name for one in self.fit.observations if one.side and one.is_claimed}
        return frozenset(name for name, _ in implied(self.fit) if name in limits) if limits else frozenset()


_BADNESS: dict[Verdict | None, int] = {"agrees": 0, None: 1, "tension": 2, "contradicts": 3}


def judged(fit: Fit, data: Sequence[Stated], seed: int) -> Judged:
    """How well the statements of a fit agree: by draws where these can decide, else by the normal approximation."""
    p_value = fit.p_value
    if p_value is not None and CLOSE[0] <= p_value < CLOSE[1]:
        found: Sampled | None = sampled(fit, data, seed)
        if found and found.effective_draws >= ENOUGH:
            return Judged(found.statistic, fit.redundancy, found.effective_draws)
    return Judged(fit.statistic, fit.redundancy)


def read(case: Case, claims: Sequence[Claim], choice: Mapping[str, Variable], seed: int, shared: Shared) -> Reading:
    """A case with one meaning of every claim among its data, fitted."""
    network = shared.network(case)
    case = replace(case, data=tuple(stated for stated in case.data if stated[0] in network.index))
    unknowns = shared.unknowns(network, case.data)
    said = [*observed(case.data), *bounded(network)]
    return Reading(
        choice=choice,
        fit=fitted(unknowns, [observation for observation in said if observation.variable in unknowns.moving]),
        written={claim.key: claim.value for claim in claims},
        open_claims=frozenset(claim.key for claim in claims if len(claim.readings) > 1), case=case, seed=seed,
    )  # fmt: skip


def _broken_bound(network: Network, data: Sequence[Stated]) -> Message | None:
    """The first quantity that statements determine and put where it cannot be."""
    conventions = [(variable, datum) for variable, datum in data if datum.tier == Tier.CONVENTION]
    plan = make_plan(network, [*conventions, *data])
    basis: dict[Variable, Datum] = plan.basis
    values = evaluate(plan, {variable: quantiles(datum)[1] * datum.factor for variable, datum in basis.items()})
    for variable in network.variables:
        if variable not in plan.made_by:
            continue
        dimension = network.dimension(variable)
        value = float(values[variable]) / to_coherent(dimension.unit)
        if value < dimension.lower * (1 - _NOISE) or value > dimension.upper * (1 + _NOISE):
            return beyond(variable, (value, value, value), dimension)
    return None


_NOISE = 1e-9
