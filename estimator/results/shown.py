"""The plan behind each value that is shown: that of the case, or another where a conflict leaves a route of its own."""

from estimator.datum import Tier, Variable
from estimator.solution.crosschecks import Solution
from estimator.solution.world import World
from estimator.solver.plan import Plan, make_plan


def plan_of(solution: Solution, variable: Variable) -> Plan:
    """The plan behind a value: a stated one is not computed, one beside a conflict follows from its own route."""
    plan, datum, route = solution.world.plan, solution.stated.get(variable), solution.beside_conflict(variable)
    if datum:
        return make_plan(plan.network, [(variable, datum)])
    if route:
        data = solution.observatory.data
        known = [stated for stated in data if stated[1].tier == Tier.CONVENTION or stated[0] in plan.network.zeros]
        return make_plan(plan.network, [*route.support, *known])
    return plan


def world_of(solution: Solution, variable: Variable) -> World:
    """The world in which a value stands: the main one, if that gives the variable the value that is shown."""
    aside = variable in solution.stated and variable not in solution.world.plan.basis
    if aside or solution.beside_conflict(variable):
        world = solution.observatory.drawn(plan_of(solution, variable))
        return world if variable in world.values else solution.world
    return solution.world


def relevant_values(solution: Solution) -> set[Variable]:
    """Values that rest on something said about this system, and all that they are made of on the way."""
    world = solution.world
    result = {variable for variable, datum in solution.stated.items() if datum.tier in (Tier.GIVEN, Tier.USE)}
    on_the_way: set[Variable] = set()
    for variable, step in world.plan.made_by.items():
        support = world.support(variable)
        rests_on_facts = any(datum.tier in (Tier.GIVEN, Tier.USE) for _, datum in support)
        if rests_on_facts or any(name in result and name in world.plan.made_by for name in step.inputs):
            result |= {variable, *(name for name, _ in support)}
            result |= {name for name in step.inputs if name in world.plan.basis}
            on_the_way |= {*step.inputs}
    for conflict in solution.conflicts:
        result |= {variable for variable, _ in conflict.members}
    return result | on_the_way
