"""What stays open, and what would close it."""

from collections.abc import Mapping
from dataclasses import dataclass

from estimator.claims.crosschecks import Solution
from estimator.datum import Tier, Variable
from estimator.model import model
from estimator.solver.plan import LARGEST_BLOCK, Plan
from estimator.wording import listed

_MOST = 4


@dataclass(frozen=True)
class Open:
    """A quantity that nothing determines, and what would."""

    system: str
    quantity: str
    needs: str


def open_quantities(solution: Solution, providers: Mapping[str, str]) -> list[Open]:
    """Quantities that the facts bear on and do not determine; averages over parts and optional ones are not listed.

    `providers` says what brings a quantity, such as a choice of `use`.
    """
    plan = solution.world.plan
    moves = plan.network.freedom != 0
    facts = [plan.network.index[name] for name, datum in plan.basis.items() if datum.tier in (Tier.GIVEN, Tier.USE)]
    concerned = (moves & moves[facts].any(axis=0)).any(axis=1)  # shares an input with a fact
    result = []
    for number, variable in enumerate(plan.network.variables):
        quantity = plan.network.model.quantities[variable.quantity]
        average = solution.case.parts[variable.system] and quantity.dimension.over_parts != "sum"
        asked = quantity.equation and not quantity.dimension.optional and not average
        if asked and plan.is_open(variable) and concerned[number]:
            result.append(Open(variable.system, variable.quantity, needs(plan, variable, providers)))
    return result


def needs(plan: Plan, variable: Variable, providers: Mapping[str, str]) -> str:
    """What would determine an open quantity: one other value if one is enough, else what its equation lacks."""
    if variable not in plan.network.index:
        equation = model().quantities[variable.quantity].equation
        inputs = [Variable(variable.system, name) for name in equation.inputs] if equation else [variable]
        return listed([_hinted(other, variable, providers) for other in inputs])
    if plan.is_settled(variable):
        return (
            "no more data: these give it no finite value, or only through sums or more than"
            f" {LARGEST_BLOCK} unknowns at once, which is not tried"
        )
    quantities = plan.network.model.quantities
    systems = {variable.system, *plan.network.leaves(variable.system)}
    equation = quantities[variable.quantity].equation
    direct = equation.inputs if equation else ()
    single = [other for other in plan.closed_by(variable) if other.system in systems]
    inputs = [other for other in single if not quantities[other.quantity].equation]
    of_leaves = [other for other in inputs if not plan.network.parts[other.system]]
    lacking = [other for name in direct if plan.is_open(other := Variable(variable.system, name))]
    if not inputs and lacking:
        return listed([_hinted(other, variable, providers) for other in lacking])
    closing = [_hinted(other, variable, providers) for other in (of_leaves or inputs or single)[:_MOST]]
    if closing:
        return closing[0] if len(closing) == 1 else f"any one of {', '.join(closing)}"
    return "more facts about its system"


def _hinted(other: Variable, variable: Variable, providers: Mapping[str, str]) -> str:
    """The name of a variable, with what would bring it."""
    name = other.quantity if other.system == variable.system else str(other)
    return f"{name} ({providers[other.quantity]})" if other.quantity in providers else name
