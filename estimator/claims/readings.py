"""One way to read an announcement, and how far it agrees with itself and with what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from estimator.case import Case, Claim
from estimator.claims.blame import Blame, Implied, blamed, implied
from estimator.claims.boxes import impossible
from estimator.claims.circuits import Circuit, circuits
from estimator.claims.confirmation import Sampled, sampled
from estimator.claims.conflicts import MOST_CONFLICTS, Conflict, conflicts
from estimator.claims.fit import Fit, fitted, survival
from estimator.claims.observations import bounded, observed
from estimator.claims.rules import CLOSE, ENOUGH, NEAR
from estimator.claims.unknowns import Unknowns, inputs_of, unknowns_of
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.solution.agreement import Verdict, verdict
from estimator.solution.limits import beyond
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import lay_out, make_plan
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
        return 1.0 if found is None and self._keeps_a_limit else found

    @property
    def verdict(self) -> Verdict | None:
        """The word for how well the reading agrees; None where nothing is checked."""
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
    def _keeps_a_limit(self) -> bool:
        """Whether all else determines a quantity for which the scenario states a limit, and keeps to it."""
        limits = {one.name for one in self.fit.observations if one.side and one.is_claimed}
        return bool(limits) and not limits.isdisjoint(name for name, _ in implied(self.fit))


_BADNESS: dict[Verdict | None, int] = {"agrees": 0, None: 1, "tension": 2, "contradicts": 3}


def judged(fit: Fit, data: Sequence[Stated], seed: int) -> Judged:
    """How well the statements of a fit agree: by draws where these can decide, else by the normal approximation."""
    p_value = fit.p_value
    if p_value is not None and CLOSE[0] <= p_value < CLOSE[1]:
        found: Sampled | None = sampled(fit, data, seed)
        if found and found.effective_draws >= ENOUGH:
            return Judged(found.statistic, fit.redundancy, found.effective_draws)
    return Judged(fit.statistic, fit.redundancy)


class Shared:
    """What the readings of one topic have in common, worked out once: networks, and quantities as functions.

    The more is stated, the fewer inputs are left at zero: where all readings together leave as many as none of them, so
    does each, and those about the same subjects have one network.
    """

    def __init__(self, model: Model, case: Case, claims: Sequence[Claim]) -> None:
        said = [stated for claim in claims for stated in claim.readings]
        whole = replace(case, data=(*case.data, *said))
        self.model, self.case = model, case
        self.variables = tuple(dict.fromkeys(variable for variable, _ in whole.data))
        self._zeros = lay_out(model, whole).zeros if all(any(datum.value.parameters) for _, datum in said) else None
        self._subjects: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._alike: dict[object, Network | None] = {}
        self._networks: dict[object, Network] = {}
        self._functions: dict[object, Unknowns] = {}

    def network(self, case: Case) -> Network:
        """The network of a reading; those that are laid out alike are one."""
        about = tuple(dict.fromkeys(name.quantity for name, datum in case.data if datum.tier in (Tier.GIVEN, Tier.USE)))
        if about not in self._subjects:
            self._subjects[about] = tuple(self.model.about(about).quantities)
        subjects = self._subjects[about]
        if subjects not in self._alike:
            least = lay_out(self.model, replace(self.case, asked=about))
            left = {name for name in self._zeros or () if name.quantity in least.model.quantities}
            self._alike[subjects] = least if self._zeros is not None and least.zeros == left else None
        if alike := self._alike[subjects]:
            return alike
        found = lay_out(self.model, case)
        return self._networks.setdefault((subjects, found.zeros), found)

    def unknowns(self, network: Network, data: Sequence[Stated]) -> Unknowns:
        """What is observed as a function of what data leave open."""
        figures = inputs_of(network, data)
        key = (id(network), tuple((datum.key, datum.value.parameters) for datum in figures.values()))
        if key not in self._functions:
            bounds = (observation.variable for observation in bounded(network))
            outputs = dict.fromkeys((*(name for name in self.variables if name in network.index), *bounds))
            self._functions[key] = unknowns_of(network, figures, tuple(outputs))
        return self._functions[key]


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
