"""Wholes of which nothing is stated: they follow from their parts, which are planned without them.

Of parts that are alike, so many stand for all that none is an exception; each is taken at a random state of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from estimator.datum import Variable
from estimator.solver.building import COMBINING, EMPTYING, Builder, Outline
from estimator.solver.network import Network
from estimator.solver.rows import Rows
from estimator.solver.states import Array, Rate, State
from estimator.solver.steps import Step


@dataclass(frozen=True)
class Standing:
    """Systems that are planned together, at a random state, and stand for others like them.

    `name_of` is what the outline calls each system. `freedom` and `response` are where its columns begin.
    """

    outline: Outline
    name_of: Mapping[str, str]
    freedom: int
    response: int

    def row(self, variable: Variable) -> int:
        """The number of a variable in the outline."""
        return self.outline.rows.index[Variable(self.name_of[variable.system], variable.quantity)]

    def value(self, variable: Variable) -> float:
        """What a variable is at the random state."""
        return self.outline.values[Variable(self.name_of[variable.system], variable.quantity)]

    @property
    def columns(self) -> list[Variable]:
        """The data that the systems rest on."""
        named = {name: system for system, name in self.name_of.items()}
        return [Variable(named[name.system], name.quantity) for name in self.outline.rows.columns]


class Upper(Network):
    """The network of wholes above systems of which some stand for all."""

    def __init__(self, network: Network, wholes: Sequence[str], standing: Sequence[Standing], seed: int = 0) -> None:
        super().__init__(network.model, network.parts, network.conventions, network.zeros, seed)
        self.wholes, self.standing = tuple(wholes), standing
        self.of_system = {system: one for one in standing for system in one.name_of}

    @property
    def systems(self) -> Sequence[str]:
        """The wholes."""
        return self.wholes

    @cached_property
    def random(self) -> State:
        """A random state of the wholes, from those of the systems below."""
        state = _UpperState(self)
        state.lay()
        return state

    @cached_property
    def moves(self) -> Array:
        """How each variable moves: with free inputs of wholes, with what is free below, with the data below."""
        slopes = [self.random.rates[variable].slope for variable in self.variables]
        return np.array(slopes).reshape(len(slopes), self.random.width)

    @property
    def own(self) -> int:
        """Columns of inputs of the wholes themselves."""
        return len(self.wholes) * len(self.random.inputs)

    @cached_property
    def free(self) -> int:
        """Columns of what is free below."""
        return sum(len(one.outline.rows.freedom[0]) for one in self.standing)

    def rows(self) -> Rows:
        """What the data below leave free of the wholes."""
        end = self.own + self.free
        columns = [name for one in self.standing for name in one.columns]
        response = np.hstack([self.moves[:, end:], np.zeros((len(self.variables), self.own))])
        return Rows(self.variables, self.index, self.moves[:, :end].copy(), response, columns, self.moves[:, :end] != 0)


class _UpperState(State):
    """The random state of wholes."""

    network: Upper

    @property
    def width(self) -> int:
        """Columns of all kinds."""
        standing = self.network.standing
        below: int = sum(len(one.outline.rows.freedom[0]) + len(one.outline.rows.columns) for one in standing)
        return len(self.network.wholes) * len(self.inputs) + below

    def lay(self) -> None:
        """Go through the wholes, parts before wholes."""
        for system in self.network.wholes:
            self.add_whole(system)

    def of_parts(self, system: str, name: str) -> Rate:
        """What those parts of a whole that stand for all have of a quantity together."""
        total, slope = 0.0, np.zeros(self.width)
        own = len(self.network.wholes) * len(self.inputs)
        for part in dict.fromkeys(self.network.parts[system]):
            variable = Variable(part, name)
            if variable in self.rates:
                total += self.rates[variable].value
                slope += self.rates[variable].value * self.rates[variable].slope
            elif one := self.network.of_system.get(part):
                rows, number, value = one.outline.rows, one.row(variable), one.value(variable)
                total += value
                for first, row in ((one.freedom, rows.freedom[number]), (one.response, rows.response[number])):
                    slope[own + first : own + first + len(row)] += value * row
        return Rate(total, slope / total if total else 0 * slope)


@dataclass
class Found:
    """What planning has found below wholes: `steps` after the variable that made each possible, else by round.

    `basis` are the data used, by number. Rounds hold what started them: in the first, data by number.
    """

    basis: dict[Variable, int]
    data: dict[int, Variable]
    steps: dict[Variable, list[Step]]
    rounds: dict[int, list[Step]]
    shared: list[Variable]


class UpperBuilder(Builder):
    """Plans wholes, and brings all steps into the order that they would have if all were planned together.

    `is_beyond` tells that a whole would say something of its parts, so that they have to be planned together.
    """

    def __init__(self, network: Upper, below: Found, alike: Sequence[int]) -> None:
        super().__init__(network, network.rows(), alike)
        self.below, self.basis = below, {**below.basis}
        started = chain(*below.steps.values(), *below.rounds.values())
        self.found = {*below.basis, *(target for step in started for target in step.targets)}
        self.touching: dict[Variable, list[int]] = {}
        for number, link in enumerate(network.links):
            for variable in link.variables:
                self.touching.setdefault(variable, []).append(number)
        self.is_beyond = False

    def build_on(self, data: Mapping[int, Variable]) -> Outline:
        """The outline, with the data of the wholes themselves, by number."""
        for number, variable in sorted([*self.below.data.items(), *data.items()]):
            if number in data:
                self.take(variable, number)
            else:
                self.learn(variable)
        self.close()
        self.is_beyond = self.is_beyond or bool(self.unreached())
        return self.outline()

    def learn(self, variable: Variable) -> None:
        """Compute whatever follows from a variable, below and above."""
        queue = [variable]
        while queue:
            variable = queue.pop(0)
            if variable in self.known:
                continue
            self.known.add(variable)
            for step in self.below.steps.get(variable, ()):
                self.add(step)
                queue += step.targets
            for number in self.touching.get(variable, ()):
                self.missing[number] -= 1
                if self.missing[number] == 1 and (target := self.solve(number, variable, queue)):
                    queue.append(target)

    def follow(self, steps: Sequence[Step]) -> None:
        """Take steps that were found below."""
        for step in steps:
            self.add(step)
            for target in step.targets:
                self.learn(target)

    def empty(self) -> None:
        """Give nothing to what has nothing as a factor, below and above."""
        self.follow(self.below.rounds.get(EMPTYING, ()))
        super().empty()

    def share(self) -> None:
        """Give wholes the data that all of their leaves use, below and above."""
        for variable in self.below.shared:
            self.learn(variable)
        super().share()

    def combine(self) -> None:
        """Reach what is determined by no chain of single equations, below and above."""
        self.follow(self.below.rounds.get(COMBINING, ()))
        super().combine()

    def follows(self, target: Variable) -> bool:
        """Whether data determine a variable of a whole."""
        if target not in self.network.index:
            self.is_beyond = True
            return False
        return super().follows(target)
