"""What stays open, and what would close it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from estimator.catalog import KINDS, Catalog
from estimator.datum import Tier, Variable
from estimator.model import model
from estimator.solution.crosschecks import Solution
from estimator.solver.plan import LARGEST_BLOCK, Plan
from estimator.wording import Cell, Listed, Message, english

Provider = Callable[[str], Cell]
"""What brings a quantity, such as a choice of `use`; "" if nothing does. Looked up only where something is open."""

_MOST = 4

_MANY = 0.25
"""Share of the entries of a kind that have a figure, from which on the others are missed."""


@dataclass(frozen=True)
class Open:
    """A quantity that nothing determines, and what would."""

    system: str
    quantity: str
    needed: Cell

    @property
    def needs(self) -> str:
        """What would determine it, in English."""
        return english(self.needed)


def open_quantities(solution: Solution, provider: Provider, usual: Callable[[str], Collection[str]]) -> list[Open]:
    """Quantities that the facts bear on and do not determine; averages over parts and optional ones are not listed.

    An optional one is, though, where all that it lacks are figures that the entry chosen has not and entries of its
    kind have by `usual`.
    """
    plan = solution.world.plan
    concerned = plan.sharing([name for name, datum in plan.basis.items() if datum.tier in (Tier.GIVEN, Tier.USE)])
    result = []
    for variable in plan.network.variables:
        quantity = plan.network.model.quantities[variable.quantity]
        average = solution.case.parts[variable.system] and quantity.dimension.over_parts != "sum"
        asked = quantity.equation and not quantity.dimension.optional and not average
        if asked and plan.is_open(variable) and variable in concerned:
            result.append(Open(variable.system, variable.quantity, needed(plan, variable, provider)))
    told = {(one.system, one.quantity) for one in result}
    return result + [one for one in _without_figure(solution, usual) if (one.system, one.quantity) not in told]


def usual_figures(catalog: Catalog, kind: str) -> frozenset[str]:
    """The quantities of which many entries of a kind have a figure."""
    return frozenset(_usual([set(one.quantities) for one in catalog.entries[kind].values()]))


def _usual(entries: Sequence[set[str]]) -> Iterator[str]:
    for quantity in set().union(*entries):
        if sum(quantity in entry for entry in entries) >= _MANY * len(entries):
            yield quantity


def _without_figure(solution: Solution, usual: Callable[[str], Collection[str]]) -> Iterator[Open]:
    """Optional quantities that only lack what entries of the kind that a system chose usually have."""
    plan, chosen = solution.world.plan, _chosen(solution)
    for system in (name for name, parts in solution.case.parts.items() if not parts):
        known = {name: entry for kind, entry in chosen.get(system, {}).items() for name in usual(kind)}
        for quantity in model().quantities.values():
            equation = quantity.equation
            if not (known and equation and quantity.dimension.optional and _lacks(plan, system, quantity.name)):
                continue
            missing = [name for name in equation.inputs if _lacks(plan, system, name)]
            if missing and known.keys() >= set(missing):
                told = [Message.of("needs.no-figure", quantity=name, entry=known[name]) for name in missing]
                yield Open(system, quantity.name, Listed(tuple(told)))


def _chosen(solution: Solution) -> dict[str, dict[str, str]]:
    """For each system, the entry of each kind of the catalog that it takes figures from."""
    result: dict[str, dict[str, str]] = {}
    for variable, datum in solution.case.data:
        kind, *path = datum.key.split("/")
        if datum.tier == Tier.USE and kind in KINDS:
            result.setdefault(variable.system, {})[kind] = path[0]
    return result


def _lacks(plan: Plan, system: str, quantity: str) -> bool:
    """Whether nothing determines a quantity, or nothing is said of its subject."""
    variable = Variable(system, quantity)
    return variable not in plan.network.index or plan.is_open(variable)


def needs(plan: Plan, variable: Variable, provider: Provider) -> str:
    """What would determine an open quantity, in English."""
    return english(needed(plan, variable, provider))


def needed(plan: Plan, variable: Variable, provider: Provider) -> Cell:
    """What would determine an open quantity: one other value if one is enough, else what its equation lacks."""
    if variable not in plan.network.index:
        equation = model().quantities[variable.quantity].equation
        inputs = [Variable(variable.system, name) for name in equation.inputs] if equation else [variable]
        return Listed(tuple(_hinted(other, variable, provider) for other in inputs))
    if plan.is_settled(variable):
        return Message.of("needs.no-more", most=LARGEST_BLOCK)
    quantities = plan.network.model.quantities
    systems = {variable.system, *plan.network.leaves(variable.system)}
    equation = quantities[variable.quantity].equation
    direct = equation.inputs if equation else ()
    single = [other for other in plan.closed_by(variable) if other.system in systems]
    inputs = [other for other in single if not quantities[other.quantity].equation]
    of_leaves = [other for other in inputs if not plan.network.parts[other.system]]
    lacking = [other for name in direct if plan.is_open(other := Variable(variable.system, name))]
    if not inputs and lacking:
        return Listed(tuple(_hinted(other, variable, provider) for other in lacking))
    closing = [_hinted(other, variable, provider) for other in (of_leaves or inputs or single)[:_MOST]]
    if closing:
        return closing[0] if len(closing) == 1 else Message.of("needs.any", variables=Listed(tuple(closing), "comma"))
    return Message.of("needs.facts")


def _hinted(other: Variable, variable: Variable, provider: Provider) -> Cell:
    """The name of a variable, with what would bring it."""
    name = Variable("", other.quantity) if other.system == variable.system else other
    brought = provider(other.quantity)
    return Message.of("needs.hint", variable=name, hint=brought) if brought else name
