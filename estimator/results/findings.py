"""What a solution says of its data."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solution.agreement import verdict
from estimator.solution.checks import Check
from estimator.solution.crosschecks import Conflict, Route, Solution
from estimator.solution.defaults import allowed
from estimator.uncertainty.measurement import MOSTLY
from estimator.wording import Listed, Message, Told, english, stated

_SHOWS = 0.95
"""A default is told to have given way where less than this share of it is left."""

_FEW = 5e-4
"""A share of impossible draws that would print as 0.0 %."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing worth knowing about the data. `ratio` is stated over implied, or the largest over the smallest value.

    Kinds: contradiction and tension (data that cannot all hold), conflict (a quantity with one value for each route),
    recomputed (a fact against all the rest), cross-check (a fact against the usual range), implied (an assumption
    that the rest determines), set-aside and conditioned (defaults that gave way), expectation (a relation that does not
    hold), slip (a fact far from all of the catalog), invalid-draws, comparison, apart (statements about different
    systems), later (what rests on documents that were not out on the day that is looked at).
    """

    kind: str
    system: str
    quantities: tuple[str, ...]
    told: Message
    ratio: float | None = None
    contradicts: bool = False

    @property
    def message(self) -> str:
        """The finding in English."""
        return english(self.told)


def findings(solution: Solution) -> list[Finding]:
    """All findings, gravest first."""
    return [
        *(_conflict(solution, conflict) for conflict in solution.conflicts),
        *_broken(solution),
        *(_recomputed(check, solution) for check in solution.recomputed),
        *_routes(solution),
        *_checks(solution),
        *_yielded(solution),
        *_comparisons(solution),
        *_invalid(solution),
    ]


def name_in(solution: Solution, variable: Variable) -> Variable:
    """A variable as it is called, with its system where there are several."""
    return variable if len(solution.case.parts) > 1 else Variable("", variable.quantity)


def value_told(solution: Solution, variable: Variable, datum: Datum) -> Message:
    """A datum by its name and value."""
    return Message.of("datum", variable=name_in(solution, variable), value=stated(datum))


def _subjects(solution: Solution, data: tuple[Stated, ...]) -> Listed:
    return Listed(tuple(value_told(solution, variable, datum) for variable, datum in data))


def _with_tier(solution: Solution, data: tuple[Stated, ...]) -> Listed:
    return Listed(
        tuple(
            Message.of(
                "datum.with-tier", variable=name_in(solution, variable), value=stated(datum), tier=str(datum.tier)
            )
            for variable, datum in data
        )
    )


def _conflict(solution: Solution, conflict: Conflict) -> Finding:
    subjects = conflict.facts or conflict.members
    rest = tuple(member for member in conflict.members if member not in subjects)
    kind = "contradiction" if conflict.verdict == "contradicts" else "tension"
    ratios = [check.ratio for check in solution.recomputed if (check.variable, check.datum) in subjects]
    ratio = max((max(value, 1 / value) for value in ratios if value), default=None)
    told = Message.of(
        "finding.contradiction" if kind == "contradiction" else "finding.tension",
        data=_subjects(solution, subjects),
        rest=_with_tier(solution, rest) if rest else None,
        bound=conflict.bound,
        factor=ratio or None,
    )
    names = tuple(str(variable) for variable, _ in (*subjects, *rest))
    return Finding(
        kind=kind,
        system=conflict.at.system,
        quantities=names,
        told=told,
        ratio=ratio,
        contradicts=kind == "contradiction",
    )


def _recomputed(check: Check, solution: Solution) -> Finding:
    ratio, word = check.ratio, check.verdict
    told = Message.of(
        "finding.recomputed",
        datum=value_told(solution, check.variable, check.datum),
        implied=_implied(check, solution),
        factor=None if word == "agrees" else ratio,
        word=Message.of("check.against-usual" if check.hangs_on_defaults else "check.word", word=word),
    )
    contradicts = word == "contradicts" and not check.hangs_on_defaults
    return Finding(
        kind="recomputed",
        system=check.variable.system,
        quantities=(check.variable.quantity,),
        told=told,
        ratio=ratio,
        contradicts=contradicts,
    )


def _implied(check: Check, solution: Solution) -> Told:
    """What the rest implies for a datum."""
    return Told(check.implied, check.datum.dimension.shown_in, check.direction, draws=solution.checked)


def route_value(solution: Solution, variable: Variable, route: Route) -> Told:
    """One value of a quantity in conflict."""
    unit = solution.world.plan.network.dimension(variable).shown_in
    return Told(route.quantiles, unit, route.direction, draws=solution.checked)


def route_told(solution: Solution, variable: Variable, route: Route) -> Message:
    """One value of a quantity in conflict and what it rests on."""
    return Message.of("route", value=route_value(solution, variable, route), origin=route_origin(solution, route))


def routes_told(solution: Solution, variable: Variable) -> Listed:
    """All values of a quantity in conflict and what they rest on."""
    return Listed(tuple(route_told(solution, variable, route) for route in solution.routes[variable]), "semicolon")


def route_origin(solution: Solution, route: Route) -> Listed:
    """What a value rests on: its facts, else everything."""
    facts = [stated for stated in route.support if stated[1].tier == Tier.GIVEN]
    return Listed(tuple(name_in(solution, name) for name, _ in facts or route.support))


def _routes(solution: Solution) -> Iterator[Finding]:
    for variable, routes in solution.routes.items():
        medians = [route.quantiles[1] for route in routes]
        ratio = max(medians) / min(medians) if medians and min(medians) > 0 else None
        ways = routes_told(solution, variable) if routes else Message.of("route.none")
        told = Message.of("finding.conflict", variable=name_in(solution, variable), routes=ways)
        yield Finding(kind="conflict", system=variable.system, quantities=(variable.quantity,), told=told, ratio=ratio)


def _checks(solution: Solution) -> Iterator[Finding]:
    for check in solution.checks:
        variable, datum, word = check.variable, check.datum, verdict(check.p)
        if datum.tier == Tier.GIVEN or variable in solution.routes or check.replaces_default:
            continue
        if check.facts_decide and word == "agrees":
            continue
        told = Message.of(
            "finding.cross-check" if check.facts_decide else "finding.implied",
            variable=name_in(solution, variable),
            implied=_implied(check, solution),
            origin=_origin(datum),
            usual=stated(datum),
            word=Message.of("check.word", word=word),
        )
        kind = "cross-check" if check.facts_decide else "implied"
        yield Finding(
            kind=kind,
            system=variable.system,
            quantities=(variable.quantity,),
            told=told,
            ratio=1 / check.ratio if check.ratio else None,
        )


def _yielded(solution: Solution) -> Iterator[Finding]:
    """Defaults that gave way to what is stated, where that shows."""
    world = solution.world
    for variable, datum in world.aside:
        told = Message.of("finding.set-aside", variable=name_in(solution, variable), usual=stated(datum))
        yield Finding(kind="set-aside", system=variable.system, quantities=(variable.quantity,), told=told)
    for variable in world.plan.conditioned:
        if allowed(world.plan, world.values, variable) < _SHOWS:
            usual = world.plan.basis[variable]
            held = Told(world.possible(variable), usual.dimension.shown_in, draws=world.draws_of(variable))
            told = Message.of(
                "finding.conditioned", variable=name_in(solution, variable), held=held, usual=stated(usual)
            )
            yield Finding(kind="conditioned", system=variable.system, quantities=(variable.quantity,), told=told)


def _origin(datum: Datum) -> Message:
    if datum.tier == Tier.ASSUMPTION:
        return Message.of("origin.assumed")
    return Message.of("origin.catalog", entry="/".join(datum.key.split("/")[:2]))


_MOST_SHARE = 0.99
"""A share of more than half is never rounded to all."""


def _broken(solution: Solution) -> Iterator[Finding]:
    for broken in solution.broken:
        equation = broken.comparison.equation
        kind = "contradiction" if broken.comparison.certain else "expectation"
        told = Message.of(
            "finding.broken",
            system=broken.system or None,
            formula=equation.formula,
            share=None if broken.p < _FEW else min(1 - broken.p, _MOST_SHARE),
            meaning=broken.comparison.meaning.splitlines()[0],
        )
        yield Finding(
            kind=kind,
            system=broken.system,
            quantities=equation.inputs,
            told=told,
            ratio=None,
            contradicts=broken.comparison.certain,
        )


def _comparisons(solution: Solution) -> Iterator[Finding]:
    """When would n reactors match the facility by energy? Only where somebody compared it with n reactors."""
    world = solution.world
    for system in solution.case.parts:
        names = ("compared_reactors", "full_load_matching_capacity_factor", "matching_capacity_factor")
        count, full, match = (Variable(system, name) for name in names)
        if any(variable not in world.values or variable in solution.routes for variable in (count, full, match)):
            continue
        at_full, at_use = (Told(world.quantiles(name), "1", draws=world.draws_of(name)) for name in (full, match))
        told = Message.of(
            "finding.comparison",
            system=system or None,
            reactors=Told(world.quantiles(count), "reactor"),
            at_full=at_full,
            at_use=at_use,
            side=world.direction(full),
        )
        yield Finding(kind="comparison", system=system, quantities=names[1:], told=told)


def _invalid(solution: Solution) -> Iterator[Finding]:
    for variable, share in solution.invalid.items():
        rounded = share > 1 - MOSTLY  # else facts would contradict each other
        if variable in solution.routes or share < _FEW or rounded:
            continue
        dimension = solution.world.plan.network.dimension(variable)
        name, lower, upper = name_in(solution, variable), dimension.lower, dimension.upper
        told = (
            Message.of("finding.draws-outside", share=share, variable=name, lower=lower, upper=upper)
            if isfinite(upper)
            else Message.of("finding.draws-below", share=share, variable=name, lower=lower)
        )
        yield Finding(kind="invalid-draws", system=variable.system, quantities=(variable.quantity,), told=told)
