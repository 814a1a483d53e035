"""What follows from the statements of a reading alone, and what is usual without them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from estimator.claims.readings import Reading
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.solver.evaluate import evaluate
from estimator.solver.network import Network
from estimator.solver.plan import make_plan
from estimator.uncertainty.distributions import quantiles
from estimator.units.reading import to_coherent


@dataclass(frozen=True)
class Number:
    """The median of a quantity that data determine, in its unit, and the statements that it rests on."""

    variable: Variable
    median: float
    unit: str
    support: tuple[Stated, ...]


@dataclass(frozen=True)
class Determined:
    """All that a set of data determines; `redundant` where some of them say what others say already."""

    numbers: Mapping[Variable, Number]
    redundant: bool


class Memory:
    """Sets of data and what they determine, worked out once: readings have most of them in common."""

    def __init__(self) -> None:
        self._found: dict[frozenset[Stated], Determined] = {}

    def determined(self, network: Network, data: Sequence[Stated]) -> Determined:
        """What a set of data determines; nothing that rests on a limit, which is no value."""
        key = frozenset(data)
        if key not in self._found:
            self._found[key] = _determined(network, data)
        return self._found[key]


def _determined(network: Network, data: Sequence[Stated]) -> Determined:
    plan = make_plan(network, data)
    values = evaluate(plan, {variable: quantiles(datum)[1] * datum.factor for variable, datum in plan.basis.items()})
    used = [stated for stated in data if plan.basis.get(stated[0]) == stated[1]]
    numbers = {}
    for variable, value in values.items():
        basis = {variable} if variable in plan.basis else set(plan.response(variable))
        support = [stated for stated in used if stated[0] in basis]
        if not any(datum.value.side for _, datum in support):
            unit = network.dimension(variable).unit
            said = tuple(stated for stated in support if stated[1].tier == Tier.GIVEN)
            numbers[variable] = Number(variable, float(value) / to_coherent(unit), unit, said)
    return Determined(numbers, bool(plan.redundant))


@dataclass(frozen=True)
class Consequences:
    """A reading's own statements by name, the numbers that follow from them, and what is usual of every quantity.

    Where some of the statements say what others say already, what follows from any two of them counts too: an error may
    lie between those two, and not between the others.
    """

    reading: Reading
    stated: Mapping[str, Stated]
    numbers: Sequence[Number]
    usual: Mapping[Variable, Number]


def consequences(reading: Reading, memory: Memory) -> Consequences:
    """What follows from a reading's statements."""
    network: Network = reading.fit.unknowns.network
    data = reading.case.data
    said = [stated for stated in data if stated[1].tier == Tier.GIVEN]
    known = [stated for stated in data if stated[1].tier != Tier.GIVEN]
    about = {variable for variable, _ in said}
    exact = [stated for stated in known if _is_exact(stated[1]) and stated[0] not in about]
    all_of_it = memory.determined(network, [*exact, *said])
    numbers = list(all_of_it.numbers.values())
    for pair in combinations(said, 2) if all_of_it.redundant else ():
        numbers += memory.determined(network, [*exact, *pair]).numbers.values()
    return Consequences(
        reading,
        {datum.key: (variable, datum) for variable, datum in said},
        [number for number in numbers if number.support],
        memory.determined(network, known).numbers,
    )


def _is_exact(datum: Datum) -> bool:
    """Whether a datum leaves nothing open: conventions, and defaults such as no general servers beside accelerators."""
    return datum.tier == Tier.CONVENTION or (datum.tier == Tier.ASSUMPTION and datum.value.is_point)
