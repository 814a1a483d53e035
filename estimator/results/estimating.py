"""Every value that a solution has, with its range and where it is from."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from estimator.datum import Datum, Tier, Variable
from estimator.results.estimates import Estimate, cited
from estimator.results.explanation import derivation
from estimator.results.shown import relevant_values
from estimator.solution.crosschecks import Solution
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.wording import english

Drawn = Callable[[Variable], Draws]
"""The draws of a variable, made when they are asked for."""


def estimates_of(solution: Solution, untold: Collection[str], drawn: Drawn) -> Iterator[tuple[Variable, Estimate]]:
    """Every value, in reading order; of systems whose totals would tell nothing, what is stated only."""
    relevant = relevant_values(solution)
    world = solution.world
    for variable in world.plan.network.variables:
        datum = solution.stated.get(variable)
        if variable.system in untold and not (datum and datum.tier == Tier.GIVEN):
            continue
        if variable in solution.routes and variable not in solution.stated:
            yield variable, _estimate(solution, variable, (None, None, None), "", "in conflict", drawn)
        elif datum:
            if variable in relevant:
                yield variable, stated_estimate(solution, variable, datum, drawn)
        elif variable in solution.settled:
            route, origin = solution.settled[variable], derivation(solution, variable)
            yield variable, _estimate(solution, variable, route.quantiles, route.direction, english(origin), drawn)
        elif variable in world.values and variable in relevant:
            origin, numbers = derivation(solution, variable), world.possible(variable)
            yield variable, _estimate(solution, variable, numbers, world.direction(variable), english(origin), drawn)


def stated_estimate(solution: Solution, variable: Variable, datum: Datum, drawn: Drawn) -> Estimate:
    """A datum as a value."""
    source, side = cited(datum), datum.value.side
    return _estimate(solution, variable, quantiles(datum), side, source, drawn, str(datum.tier))


def _estimate(
    solution: Solution,
    variable: Variable,
    values: tuple[float | None, ...],
    side: str,
    source: str,
    drawn: Drawn,
    tier: str = "derived",
) -> Estimate:
    world = solution.world
    dimension = world.plan.network.dimension(variable)
    p5, p50, p95 = values
    draws = solution.checked if variable in solution.settled else 0
    computed = tier == "derived" or variable in world.plan.conditioned
    if computed and variable in world.values and not draws:
        draws = world.draws_of(variable)
    error = world.error(variable) if draws else 0.0
    return Estimate(
        system=variable.system,
        name=variable.quantity,
        unit=dimension.unit,
        p5=p5,
        p50=p50,
        p95=p95,
        side=side,
        tier=tier,
        source=source,
        draws=draws,
        error=error,
        drawn=partial(drawn, variable),
        shown_in=dimension.shown_in,
        prices=solution.case.prices,
    )
