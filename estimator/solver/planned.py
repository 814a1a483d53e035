"""A plan: which data are used, which are checks, and in which order the rest is computed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from estimator.datum import Datum, Variable
from estimator.solver.bearing import Bearing
from estimator.solver.network import Network
from estimator.solver.steps import Conditioned, Step, steps_after, users


@dataclass(frozen=True)
class Redundant:
    """A datum for a variable that others determine. `support` are the data that do."""

    variable: Variable
    datum: Datum
    support: frozenset[Variable]


@dataclass
class Plan:
    """The order of computing. `basis` are the data used; `redundant` those that became checks.

    `conditioned` are the steps that hold data of the basis within limits. `pieces` are the plans of systems that share
    nothing, of which this one is made, and `above` the steps of the wholes above them; both empty for a plan in one.
    """

    network: Network
    bearing: Bearing
    basis: dict[Variable, Datum]
    redundant: list[Redundant]
    steps: list[Step]
    made_by: dict[Variable, Step]
    conditioned: dict[Variable, Conditioned] = field(default_factory=dict)
    pieces: "tuple[Plan, ...]" = ()
    above: tuple[Step, ...] = ()

    def response(self, variable: Variable) -> dict[Variable, float]:
        """How a determined variable follows each datum it rests on: d log / d log. Other data have no influence.

        In a whole above systems that are alike, all of them have the number of one.
        """
        return self.bearing.responses(variable)

    def downstream(self, source: Variable) -> set[Variable]:
        """A variable and all that is computed from it."""
        moved = (target for step in self.after(source) for target in step.targets)
        return {source, *(target for target in moved if target in self.network.index)}

    def after(self, source: Variable) -> list[Step]:
        """The steps by which a variable moves others, in their order."""
        return steps_after(source, self.steps, self._users)

    @cached_property
    def _users(self) -> dict[Variable, list[int]]:
        return users(self.steps)

    def is_open(self, variable: Variable) -> bool:
        """Whether the data leave a variable undetermined, or determined in a way that cannot be solved."""
        return variable not in self.basis and variable not in self.made_by

    def is_settled(self, variable: Variable) -> bool:
        """Whether the data determine a variable, solved or not."""
        return self.bearing.is_settled(variable)

    def sharing(self, data: Collection[Variable]) -> set[Variable]:
        """The variables that share an input with some data; of wholes by themselves, those that add up."""
        return self.bearing.sharing(data)

    def closed_by(self, variable: Variable) -> list[Variable]:
        """The variables of which any single one would determine an open variable."""
        return sorted(self.bearing.closed_by(variable), key=self.network.index.__getitem__)
