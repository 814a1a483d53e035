"""Solves a case and lets its data check each other: no contradiction is absorbed by an innocent quantity."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from estimator.case import Case
from estimator.computing.workers import Workers
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.solution.agreement import Direction, Verdict, verdict
from estimator.solution.checks import Check
from estimator.solution.limits import beyond
from estimator.solution.recomputing import recomputed
from estimator.solution.relations import Broken, broken_relations
from estimator.solution.world import World
from estimator.solution.worlds import Observatory
from estimator.uncertainty.measurement import Progress
from estimator.wording import Message


@dataclass(frozen=True)
class Route:
    """One of several values of a quantity: what it rests on, and its p5, median and p95."""

    support: tuple[Stated, ...]
    quantiles: tuple[float, float, float]
    direction: Direction


@dataclass(frozen=True)
class Conflict:
    """A circuit of data that cannot all hold. `bound` names the hard bound that is part of it, if one is."""

    members: tuple[Stated, ...]
    at: Variable
    p: float
    bound: Message | None = None

    @property
    def verdict(self) -> Verdict:
        """The word for how badly the circuit fails to close."""
        return verdict(self.p)

    @property
    def facts(self) -> tuple[Stated, ...]:
        """The members that the scenario states."""
        return tuple(stated for stated in self.members if stated[1].tier == Tier.GIVEN)

    @property
    def left_out(self) -> Stated:
        """The member that the main world does without: no judgement, since all members are shown as stated."""
        return (self.facts or self.members)[-1]

    def has_two_sides(self, support: Sequence[Stated]) -> bool:
        """Whether a value that rests on these data leaves out enough of the circuit to be one way round it."""
        return len(set(self.members) - set(support)) + bool(self.bound) >= 2


@dataclass(kw_only=True)
class Solution:
    """A case solved.

    `checks` are data that others determine; `routes` hold the values of every quantity in conflict; `settled` the value
    of those that only one side of a conflict determines; `invalid` the share of draws that break a bound.
    """

    case: Case
    draws: int
    seed: int
    observatory: Observatory
    world: World
    conflicts: tuple[Conflict, ...]
    checks: list[Check]
    routes: dict[Variable, list[Route]]
    settled: dict[Variable, Route]
    broken: list[Broken]
    invalid: dict[Variable, float] = field(default_factory=dict)

    @cached_property
    def recomputed(self) -> list[Check]:
        """The facts, each from all the rest: half the work of solving, and done where it is asked for."""
        left_out = [(conflict.members, conflict.left_out) for conflict in self.conflicts]
        return list(recomputed(self.observatory, left_out, self.checks))

    @property
    def checked(self) -> int:
        """The draws by which data were checked against each other."""
        return self.world.draws

    @cached_property
    def stated(self) -> dict[Variable, Datum]:
        """The datum that stands for a variable: a fact that others confirm, a member of a conflict, or the one used.

        Facts stand before the catalog, and that before defaults. A fact that only bounds its quantity stands back where
        others determine it.
        """
        members = [stated for conflict in self.conflicts for stated in conflict.members]
        confirmed = [
            (check.variable, check.datum)
            for check in self.checks
            if check.datum.tier == Tier.GIVEN and not check.datum.value.side
        ]
        used = [(name, self.world.held(name)) for name in self.world.plan.basis]
        return dict(sorted([*confirmed, *members, *used], key=lambda stated: -stated[1].tier))

    @cached_property
    def shaky(self) -> frozenset[Variable]:
        """Variables of which the main world's own value says nothing, since a conflict went into it."""
        return frozenset({*self.routes, *self.settled, *(conflict.left_out[0] for conflict in self.conflicts)})

    def beside_conflict(self, variable: Variable) -> Route | None:
        """The one value of a variable whose own equation runs through a conflict, and the data that it rests on."""
        if variable in self.settled:
            return self.settled[variable]
        world, step = self.world, self.world.plan.made_by.get(variable)
        if step is None or self.shaky.isdisjoint(step.inputs):
            return None
        return Route(world.support(variable), world.quantiles(variable), world.direction(variable))


def solve(
    model: Model,
    case: Case,
    draws: int,
    seed: int,
    qmc: bool = False,
    progress: Progress | None = None,
    workers: Workers | None = None,
) -> Solution:
    """Solve a case over draws; `progress` is told how many are done.

    Data are taken in their order. A datum that others already determine is a check; where it disagrees, and facts
    alone do not settle the matter, the whole circuit is in conflict and its quantities get one value for each route.
    """
    observatory, freed, world, conflict = _observatory(lambda one: Observatory(model, one, draws, seed, qmc), case)
    conflicts: list[Conflict] = []
    while conflict and len(conflicts) < len(case.data):
        conflicts.append(conflict)
        world = observatory.world([found.left_out for found in conflicts])
        conflict = _first_conflict(observatory, world)
    routes, settled = _routes(observatory, world, conflicts)
    checks = observatory.checks(world)
    observatory.measure(world, draws, progress, workers)
    world.aside = (*freed, *world.aside)
    return Solution(
        case=observatory.case,
        draws=draws,
        seed=seed,
        observatory=observatory,
        world=world,
        conflicts=tuple(conflicts),
        checks=checks,
        routes=routes,
        settled=settled,
        broken=[] if conflicts else list(broken_relations(model, world)),
        invalid=world.outside(),
    )


def _observatory(
    made: Callable[[Case], Observatory], case: Case
) -> tuple[Observatory, list[Stated], World, Conflict | None]:
    """What makes the worlds of a case, and the zeros that it does without: those that would make facts contradictory.

    What is zero drops out of equations, such as generation on site, so that no draw of it shows what it decides. With
    them come the world of all data and its first conflict.
    """
    observatory, freed = made(case), list[Stated]()
    world = observatory.world()
    conflict = _first_conflict(observatory, world)
    while conflict and conflict.facts == conflict.members:
        systems = {variable.system for variable, _ in conflict.members}
        for zero in _default_zeros(observatory, systems):
            other = made(replace(observatory.case, data=tuple(one for one in observatory.case.data if one != zero)))
            its_world = other.world()
            found = _first_conflict(other, its_world)
            if found is None or found.facts != found.members:
                observatory, freed, world, conflict = other, [*freed, zero], its_world, found
                break
        else:
            break
    return observatory, freed, world, conflict


def _default_zeros(observatory: Observatory, systems: Collection[str]) -> list[Stated]:
    """Defaults of some systems that are nothing and that no fact denies."""
    return [
        (variable, datum)
        for variable, datum in observatory.case.data
        if datum.is_default and variable.system in systems and variable in observatory.network.zeros
    ]


def _first_conflict(observatory: Observatory, world: World) -> Conflict | None:
    """The first circuit that does not hold together: facts that break a bound, then data, then other broken bounds."""
    broken = {
        variable: Conflict(_circuit(observatory, world.support(variable)), variable, p, _bound(world, variable))
        for variable in world.broken()
        if verdict(p := observatory.lenient_bound(world, variable)) != "agrees"
    }
    for conflict in broken.values():
        if conflict.facts and conflict.facts == conflict.members:
            return conflict
    for check in observatory.checks(world):
        settled = check.facts_decide and check.variable not in broken
        if verdict(check.lenient) != "agrees" and not settled:
            circuit = _circuit(observatory, [*check.support, (check.variable, check.datum)])
            return Conflict(circuit, check.variable, check.lenient)
    return next((conflict for conflict in broken.values() if conflict.facts), None)


def _circuit(observatory: Observatory, members: Sequence[Stated]) -> tuple[Stated, ...]:
    found = set(members)
    return tuple(s for s in observatory.data if s in found and s[1].tier != Tier.CONVENTION)


def _bound(world: World, variable: Variable) -> Message:
    return beyond(variable, world.quantiles(variable), world.plan.network.dimension(variable))


def _routes(
    observatory: Observatory, world: World, conflicts: Sequence[Conflict]
) -> tuple[dict[Variable, list[Route]], dict[Variable, Route]]:
    """The ways round each circuit: for every quantity on which they disagree, and for those that know only one.

    Each member is left out in turn. What then follows from one side of the circuit is a route; what needs both sides,
    or the value that the rest gives the member left out, is the residual of the contradiction, and is none.
    """
    result: dict[Variable, list[Route]] = {}
    settled: dict[Variable, Route] = {}
    sound = world.values.keys() - {name for conflict in conflicts for name in _residual(world, conflict.left_out[0])}
    for conflict in conflicts:
        elsewhere = [other.left_out for other in conflicts if other is not conflict]
        found: dict[Variable, dict[frozenset[Stated], Route]] = {}
        weaker: dict[Variable, list[Route]] = {}
        medians: dict[Variable, list[float]] = {}
        for member in conflict.members:
            without = observatory.world([*elsewhere, member])
            residual = _residual(without, member[0])
            touched = observatory.touched(conflict.members)
            for variable in (name for name in without.plan.made_by if name.system in touched):
                support = without.support(variable)
                used = frozenset(support) & frozenset(conflict.members)
                if not used:
                    continue
                ways = found.setdefault(variable, {})
                route = Route(support, without.quantiles(variable), without.direction(variable))
                medians.setdefault(variable, []).append(route.quantiles[1])
                if used in ways or variable in residual:
                    continue
                if conflict.has_two_sides(support):
                    ways[used] = route
                else:
                    weaker.setdefault(variable, []).append(route)
        for variable in found.keys() - {member for member, _ in conflict.members}:
            routes = _without_demands(list(found[variable].values())) or weaker.get(variable, [])
            stands = variable in sound and conflict.has_two_sides(world.support(variable))
            if _differ(routes) or not (stands or routes or _agree(medians[variable])):
                result.setdefault(variable, []).extend(routes)
            elif not stands and routes:
                settled[variable] = routes[0]
    variables = world.plan.network.variables
    return (
        {variable: result[variable] for variable in variables if variable in result},
        {variable: settled[variable] for variable in variables if variable in settled and variable not in result},
    )


def _without_demands(routes: Sequence[Route]) -> list[Route]:
    """Routes without those that only say what the facts would need of hardware that is known without any fact."""
    tiers = [{datum.tier for _, datum in route.support} - {Tier.CONVENTION} for route in routes]
    if all(Tier.GIVEN in found for found in tiers):
        return list(routes)
    plain = [found == {Tier.GIVEN} or Tier.GIVEN not in found for found in tiers]
    return [route for route, kept in zip(routes, plain, strict=True) if kept]


def _residual(world: World, left_out: Variable) -> set[Variable]:
    """What a world computes from the value that it gives a variable left out, and from all that this rests on."""
    basis = set(world.plan.response(left_out))
    return {name for name in world.plan.downstream(left_out) if basis <= set(world.plan.response(name))}


def _agree(medians: Sequence[float]) -> bool:
    """Whether a value is the same whichever member is left out, so that the conflict does not touch it."""
    return len(medians) > 1 and max(medians) <= 1.01 * min(medians)


def _differ(routes: Sequence[Route]) -> bool:
    medians = [route.quantiles[1] for route in routes if np.isfinite(route.quantiles[1])]
    return len(medians) > 1 and max(medians) > 1.01 * min(medians)
