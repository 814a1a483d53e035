"""The equations, laid out over the systems of a scenario, and which values fix which others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from estimator.datum import Variable
from estimator.model import Model
from estimator.solver.links import Link, equation_in, sum_of
from estimator.solver.states import Array, State
from estimator.units.dimensions import Dimension


@dataclass(eq=False)
class Network:
    """Variables and links over systems. `parts` maps each system to those it is made of, parts before wholes.

    `zeros` are inputs that are exactly zero, such as a loss: they drop out of the sums that they stand in.
    `seed` tells random states of one network apart. What is not asked for is not laid out.
    """

    model: Model
    parts: Mapping[str, Sequence[str]]
    conventions: frozenset[str]
    zeros: frozenset[Variable] = frozenset()
    seed: int = 0
    _leaves: dict[str, list[str]] = field(init=False, default_factory=dict)
    _pieces: dict[tuple[str, ...], "Network"] = field(init=False, default_factory=dict)

    @property
    def systems(self) -> Sequence[str]:
        """The systems whose quantities and equations are laid out."""
        return tuple(self.parts)

    @cached_property
    def variables(self) -> list[Variable]:
        """All quantities of all systems, in reading order."""
        return [Variable(system, name) for system in self.systems for name in self.model.quantities]

    @cached_property
    def index(self) -> dict[Variable, int]:
        """The number of each variable."""
        return {variable: number for number, variable in enumerate(self.variables)}

    @cached_property
    def equations_of(self) -> dict[str, list[Link]]:
        """The equations of the model, by system."""
        return {system: [equation_in(system, one) for one in self.model.equations] for system in self.systems}

    @cached_property
    def links(self) -> list[Link]:
        """The equations of every system, and the sums that make it up."""
        return [link for system in self.systems for link in (*self.equations_of[system], *self.sums(system))]

    @cached_property
    def touching(self) -> dict[Variable, list[int]]:
        """The numbers of the links in which a variable stands."""
        found: dict[Variable, list[int]] = {variable: [] for variable in self.variables}
        for number, link in enumerate(self.links):
            for variable in link.variables:
                if variable in found:
                    found[variable].append(number)
        return found

    @cached_property
    def random(self) -> State:
        """A random state that obeys all equations: what it says of ranks holds for all states but exceptional ones."""
        state = State(self)
        state.lay()
        return state

    @property
    def state(self) -> Mapping[Variable, float]:
        """The value of every variable in the random state."""
        return self.random.values

    @cached_property
    def freedom(self) -> Array:
        """The change of every variable's logarithm with each degree of freedom, at the random state."""
        rates = self.random.rates
        return np.array([rates[variable].slope for variable in self.variables])[:, : self.random.used]

    @property
    def free_in_whole(self) -> list[Variable]:
        """Inputs of wholes that no part and no equation gives."""
        return self.random.free_in_whole

    @cached_property
    def empty(self) -> list[Link]:
        """The equations whose output is zero with the zeros, such as what fuel costs where none is burnt."""
        return [link for link in self.links if self.state[link.output] == 0]

    def leaves(self, system: str) -> list[str]:
        """The systems without parts of their own that make up a system: itself, if it has none."""
        if system not in self._leaves:
            below = [leaf for part in self.parts[system] for leaf in self.leaves(part)]
            self._leaves[system] = list(dict.fromkeys(below)) or [system]
        return self._leaves[system]

    def dimension(self, variable: Variable) -> Dimension:
        """Unit and bounds of a variable."""
        return self.model.quantities[variable.quantity].dimension

    def piece(self, systems: tuple[str, ...]) -> "Network":
        """The network of some systems, which hold all parts of any of them."""
        if len(systems) == len(self.parts):
            return self
        if systems not in self._pieces:
            parts = {system: self.parts[system] for system in systems}
            zeros = frozenset(zero for zero in self.zeros if zero.system in parts)
            self._pieces[systems] = Network(self.model, parts, self.conventions, zeros)
        return self._pieces[systems]

    def sums(self, system: str) -> list[Link]:
        """The sums that make up a whole: of every quantity that adds up."""
        parts = tuple(self.parts[system])
        extensive = [quantity.name for quantity in self.model.quantities.values() if quantity.dimension.extensive]
        return [sum_of(parts, system, name) for name in extensive if parts]
