"""What a solution says of its data, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solution.agreement import verdict
from estimator.solution.checks import Check
from estimator.solution.crosschecks import Conflict, Route, Solution
from estimator.solution.defaults import allowed
from estimator.uncertainty.measurement import MOSTLY
from estimator.wording import datum_text, factor_text, listed, value_text

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
    message: str
    ratio: float | None = None
    contradicts: bool = False


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


def name_in(solution: Solution, variable: Variable) -> str:
    """A variable's name, with its system where there are several."""
    return str(variable) if len(solution.case.parts) > 1 else variable.quantity


def _data(solution: Solution, data: tuple[Stated, ...], with_tier: bool = False) -> str:
    return listed([
        f"{name_in(solution, variable)} {datum_text(datum)}" + (f" [{datum.tier}]" if with_tier else "")
        for variable, datum in data
    ])  # fmt: skip


def _conflict(solution: Solution, conflict: Conflict) -> Finding:
    subjects = conflict.facts or conflict.members
    rest = tuple(member for member in conflict.members if member not in subjects)
    kind = "contradiction" if conflict.verdict == "contradicts" else "tension"
    verb = "contradict each other" if kind == "contradiction" else "are in tension"
    if len(subjects) == 1:
        verb = "contradicts the rest" if kind == "contradiction" else "is in tension with the rest"
    because = f": {conflict.bound}" if conflict.bound else ""
    given = f", through {_data(solution, rest, with_tier=True)}" if rest else ""
    ratios = [check.ratio for check in solution.recomputed if (check.variable, check.datum) in subjects]
    ratio = max((max(value, 1 / value) for value in ratios if value), default=None)
    factor = f"; {factor_text(ratio)}" if ratio else ""
    return Finding(
        kind=kind,
        system=conflict.at.system,
        quantities=tuple(str(variable) for variable, _ in (*subjects, *rest)),
        message=f"{_data(solution, subjects)} {verb}{given}{because}{factor}",
        ratio=ratio,
        contradicts=kind == "contradiction",
    )


def _recomputed(check: Check, solution: Solution) -> Finding:
    implied = value_text(*check.implied, check.datum.dimension.shown_in, check.direction, draws=solution.checked)
    ratio, word = check.ratio, check.verdict
    factor = "" if word == "agrees" or ratio is None else f"; {factor_text(ratio)}"
    against = f"{_AGAINST[word]} what is usual" if check.hangs_on_defaults else word
    stated = f"{name_in(solution, check.variable)} {datum_text(check.datum)}"
    return Finding(
        kind="recomputed", system=check.variable.system, quantities=(check.variable.quantity,),
        message=f"{stated} given; the rest implies {implied}{factor}; {against}", ratio=ratio,
        contradicts=word == "contradicts" and not check.hangs_on_defaults,
    )  # fmt: skip


_AGAINST = {"tension": "in tension with", "contradicts": "contradicts"}


def route_text(solution: Solution, variable: Variable, route: Route) -> str:
    """One value of a quantity in conflict and what it rests on."""
    unit = solution.world.plan.network.dimension(variable).shown_in
    value = value_text(*route.quantiles, unit, route.direction, draws=solution.checked)
    return f"{value} from {route_origin(solution, route)}"


def route_origin(solution: Solution, route: Route) -> str:
    """What a value rests on: its facts, else everything."""
    facts = [stated for stated in route.support if stated[1].tier == Tier.GIVEN]
    return listed([name_in(solution, name) for name, _ in facts or route.support])


def _routes(solution: Solution) -> Iterator[Finding]:
    for variable, routes in solution.routes.items():
        medians = [route.quantiles[1] for route in routes]
        ratio = max(medians) / min(medians) if medians and min(medians) > 0 else None
        told = "; ".join(route_text(solution, variable, route) for route in routes)
        message = f"{name_in(solution, variable)}: {told or 'no value that rests on one side of the contradiction'}"
        yield Finding(
            kind="conflict", system=variable.system, quantities=(variable.quantity,), message=message, ratio=ratio
        )


def _checks(solution: Solution) -> Iterator[Finding]:
    for check in solution.checks:
        variable, datum, word = check.variable, check.datum, verdict(check.p)
        if datum.tier == Tier.GIVEN or variable in solution.routes or check.replaces_default:
            continue
        name, usual = name_in(solution, variable), datum_text(datum)
        implied = value_text(*check.implied, datum.dimension.shown_in, check.direction, draws=solution.checked)
        ratio = 1 / check.ratio if check.ratio else None
        if not check.facts_decide:
            message = f"{name} {implied} follows from the rest; {_origin(datum)} {usual}: {word}"
            yield Finding(
                kind="implied", system=variable.system, quantities=(variable.quantity,), message=message, ratio=ratio
            )
        elif word != "agrees":
            message = f"{name} is {implied} by the facts; {_origin(datum)} {usual}: {word}"
            yield Finding(
                kind="cross-check",
                system=variable.system,
                quantities=(variable.quantity,),
                message=message,
                ratio=ratio,
            )


def _yielded(solution: Solution) -> Iterator[Finding]:
    """Defaults that gave way to what is stated, where that shows."""
    world = solution.world
    for variable, datum in world.aside:
        cannot = f"the usual {datum_text(datum)} cannot hold beside what is stated, and is set aside"
        told = f"{name_in(solution, variable)}: {cannot}"
        yield Finding(kind="set-aside", system=variable.system, quantities=(variable.quantity,), message=told)
    for variable in world.plan.conditioned:
        if allowed(world.plan, world.values, variable) < _SHOWS:
            usual = world.plan.basis[variable]
            held = value_text(*world.possible(variable), usual.dimension.shown_in, draws=world.draws_of(variable))
            told = f"{name_in(solution, variable)} is {held} beside what is stated; usual is {datum_text(usual)}"
            yield Finding(kind="conditioned", system=variable.system, quantities=(variable.quantity,), message=told)


def _origin(datum: Datum) -> str:
    entry = "/".join(datum.key.split("/")[:2])
    return "assumed" if datum.tier == Tier.ASSUMPTION else f"the catalog has ({entry})"


def _share(part: float) -> str:
    """A share of more than half in per cent, never rounded to all."""
    return f"{min(100 * part, 99):.0f} %"


def _broken(solution: Solution) -> Iterator[Finding]:
    for broken in solution.broken:
        equation = broken.comparison.equation
        kind = "contradiction" if broken.comparison.certain else "expectation"
        where = f"{broken.system}: " if broken.system else ""
        told = "does not hold" if broken.p < _FEW else f"does not hold in {_share(1 - broken.p)} of draws"
        message = f"{where}{equation.formula} {told}. {broken.comparison.meaning.splitlines()[0]}"
        yield Finding(
            kind=kind,
            system=broken.system,
            quantities=equation.inputs,
            message=message,
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
        reactors = value_text(*world.quantiles(count), "reactor")
        bounded = world.direction(full)
        at_full, at_use = (
            value_text(*world.quantiles(name), "1", draws=world.draws_of(name)) for name in (full, match)
        )
        where = (f"{system}: " if system else "") + ("at the stated bound, " if bounded else "")
        more = {">=": "; a larger facility needs a higher one", "<=": "; a smaller facility needs a lower one"}
        message = (
            f"{where}{reactors} match the facility by energy at a capacity factor of {at_full} × the facility's"
            f" capacity utilisation, here {at_use}; above it they are enough, below it they are not"
            f"{more.get(bounded, '')}"
        )
        yield Finding(kind="comparison", system=system, quantities=names[1:], message=message)


def _invalid(solution: Solution) -> Iterator[Finding]:
    for variable, share in solution.invalid.items():
        rounded = share > 1 - MOSTLY  # else facts would contradict each other
        if variable in solution.routes or share < _FEW or rounded:
            continue
        dimension = solution.world.plan.network.dimension(variable)
        limit = f"outside {dimension.lower:g} to {dimension.upper:g}"
        if not isfinite(dimension.upper):
            limit = f"below {dimension.lower:g}"
        name = name_in(solution, variable)
        message = f"{100 * share:.1f} % of draws put {name} {limit}, which cannot be; its range is that of the others"
        yield Finding(kind="invalid-draws", system=variable.system, quantities=(variable.quantity,), message=message)
