"""What would have to be true for "as much as two reactors": the condition, instead of a yes or no."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from estimator.case import Case, Claim
from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import Model
from estimator.scenario.equivalences import is_equivalence
from estimator.solution.world import World
from estimator.solution.worlds import Observatory
from estimator.uncertainty.distributions import quantiles
from estimator.wording import Cell, Message, Told

_COMPARED = ("reactors_by_capacity", "reactors_by_energy")
_HALF = 0.5
"""How far a number of whole units may be from the exact one."""


def conditions(
    model: Model, case: Case, claims: Sequence[Claim], labels: Mapping[str, str], draws: int, seed: int
) -> Iterator[Message]:
    """For every claim of so many reactors: at which capacity factor they give as much energy, and what capacity says.

    Other claims are taken in their first reading.
    """
    for claim in claims:
        compared = [(variable, datum) for variable, datum in claim.readings if variable.quantity in _COMPARED]
        if not compared:
            continue
        system, number = compared[0][0].system, quantiles(compared[0][1])[1]
        others = [other.readings[0] for other in claims if other.readings and not is_equivalence(other)]
        asked = Variable(system, "compared_reactors")
        dimension = model.quantities[asked.quantity].dimension
        datum = Datum(
            quantity=asked.quantity, value=Value("point", (number,)), dimension=dimension, tier=Tier.GIVEN,
            key=claim.key,
        )  # fmt: skip
        data = [stated for stated in (*case.data, *others) if stated[0] != asked]
        world = Observatory(model, replace(case, data=(*data, (asked, datum))), draws, seed).world()
        yield from _condition(world, system, number, labels.get(system) or Message.of("reactors"), claim)


def _condition(world: World, system: str, number: float, label: Cell, claim: Claim) -> Iterator[Message]:
    factor, ratio = Variable(system, "full_load_matching_capacity_factor"), Variable(system, "reactors_by_capacity")
    if factor not in world.values or ratio not in world.values:
        return
    known = Variable(system, "reactor_capacity_factor")
    yield Message.of(
        "equivalence",
        claim=claim.key,
        number=number,
        label=label,
        system=system or "",
        needed=Told(world.quantiles(factor), "1", draws=world.draws),
        nearest=_nearest(number, world.quantiles(factor)[1]),
        usual=Told(world.quantiles(known), "1") if known in world.values else None,
        by_capacity=Told(world.quantiles(ratio), "1", draws=world.draws),
    )


def _nearest(number: float, factor: float) -> Message | None:
    """The factors at which a whole number is the nearest to the exact one."""
    if number < 1 or number != int(number):
        return None
    few, many = factor * number / (number + _HALF), factor * number / (number - _HALF)
    return Message.of("equivalence.nearest", number=number, few=few, many=many)
