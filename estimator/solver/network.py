"""The equations, laid out over the systems of a scenario, and which values fix which others."""

import ast
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Variable
from estimator.model import Equation, Model
from estimator.solver.algebra import compute, solved_for
from estimator.units.dimensions import Dimension

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Link:
    """An equation between variables. `names` says which variable each name of the expression stands for."""

    output: Variable
    equation: Equation
    names: Mapping[str, Variable]

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """The output and all inputs."""
        return (self.output, *(self.names[name] for name in self.equation.inputs))

    def name_of(self, variable: Variable) -> str:
        """What the equation calls a variable."""
        if variable == self.output:
            return self.equation.name
        return next(name for name in self.equation.inputs if self.names[name] == variable)

    def solved_for(self, variable: Variable) -> ast.expr | None:
        """The expression that gives a variable from the others."""
        return solved_for(self.equation.name, self.equation.tree, self.name_of(variable))

    def local(self, values: Mapping[Variable, Any]) -> dict[str, Any]:
        """Known values under the equation's own names."""
        named = {self.equation.name: self.output, **self.names}
        return {name: values[variable] for name, variable in named.items() if variable in values}


@dataclass
class Network:
    """Variables and links over systems. `parts` maps each system to those it is made of, parts before wholes.

    `zeros` are inputs that are exactly zero, such as a loss: they drop out of the sums that they stand in.

    `empty` are the equations whose output is zero then, such as what fuel costs where none is burnt.

    `freedom` is the change of every variable's logarithm with each degree of freedom, taken at a random state that
    obeys all equations, `state`: what it says of ranks holds for all states but exceptional ones.
    """

    model: Model
    parts: Mapping[str, Sequence[str]]
    conventions: frozenset[str]
    zeros: frozenset[Variable] = frozenset()
    variables: list[Variable] = field(init=False)
    index: dict[Variable, int] = field(init=False)
    links: list[Link] = field(init=False)
    equations_of: dict[str, list[Link]] = field(init=False)
    touching: dict[Variable, list[int]] = field(init=False)
    empty: list[Link] = field(init=False)
    freedom: Array = field(init=False)
    free_in_whole: list[Variable] = field(init=False)
    state: dict[Variable, float] = field(init=False)
    _leaves: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.variables = [Variable(system, name) for system in self.parts for name in self.model.quantities]
        self.index = {variable: number for number, variable in enumerate(self.variables)}
        self.equations_of = {system: self._equations(system) for system in self.parts}
        self.links = [link for system in self.parts for link in (*self.equations_of[system], *self._sums(system))]
        self.touching = {variable: [] for variable in self.variables}
        for number, link in enumerate(self.links):
            for variable in link.variables:
                self.touching[variable].append(number)
        self.free_in_whole = []
        self.freedom = self._freedom()
        self.empty = [link for link in self.links if self.state[link.output] == 0]

    def leaves(self, system: str) -> list[str]:
        """The systems without parts of their own that make up a system: itself, if it has none."""
        if system not in self._leaves:
            below = [leaf for part in self.parts[system] for leaf in self.leaves(part)]
            self._leaves[system] = list(dict.fromkeys(below)) or [system]
        return self._leaves[system]

    def dimension(self, variable: Variable) -> Dimension:
        """Unit and bounds of a variable."""
        return self.model.quantities[variable.quantity].dimension

    def _equations(self, system: str) -> list[Link]:
        return [
            Link(Variable(system, equation.name), equation, {name: Variable(system, name) for name in equation.inputs})
            for equation in self.model.equations
        ]

    def _sums(self, system: str) -> list[Link]:
        parts = self.parts[system]
        return [
            Link(
                Variable(system, quantity.name),
                _sum(system, tuple(parts)),
                {part: Variable(part, quantity.name) for part in parts},
            )
            for quantity in self.model.quantities.values()
            if parts and quantity.dimension.extensive
        ]

    def _freedom(self) -> Array:
        inputs = [quantity.name for quantity in self.model.quantities.values() if not quantity.equation]
        width = len(self.parts) * len(inputs)
        state = _State(self, width)
        for system, parts in self.parts.items():
            if parts:
                state.add_whole(system, inputs)
            else:
                state.add_leaf(system, inputs)
        self.state = {variable: rate.value for variable, rate in state.rates.items()}
        return np.array([state.rates[variable].slope for variable in self.variables])[:, : state.used]


def _sum(whole: str, parts: tuple[str, ...]) -> Equation:
    tree: ast.expr = ast.Name(parts[0], ast.Load())
    for part in parts[1:]:
        tree = ast.BinOp(tree, ast.Add(), ast.Name(part, ast.Load()))
    return Equation(whole, parts, tree, _added)


def _added(**values: Any) -> Any:
    """The sum of parts; a function with a name, which other processes find."""
    return sum(values.values())


class _State:
    """Builds the random state and its rates of change, leaves first."""

    def __init__(self, network: Network, width: int) -> None:
        self.network, self.width, self.used = network, width, 0
        self.rates: dict[Variable, _Rate] = {}
        self.waiting: dict[str, list[Link]] = {}
        self.random = random.Random(20250124)
        self.constant = np.zeros(width)

    def free(self, variable: Variable) -> None:
        """Give an input a value and, unless it is a convention, a degree of freedom of its own."""
        slope = self.constant
        if variable.quantity not in self.network.conventions:
            slope = self.constant.copy()
            slope[self.used] = 1.0
            self.used += 1
        value = _CONVENTION if slope is self.constant else self.random.uniform(0.3, 0.7)
        lower = self.network.dimension(variable).lower
        self.rates[variable] = _Rate(0.0 if variable in self.network.zeros else lower + value, slope)

    def add_leaf(self, system: str, inputs: Sequence[str]) -> None:
        for name in inputs:
            self.free(Variable(system, name))
        self.propagate(system)

    def add_whole(self, system: str, inputs: Sequence[str]) -> None:
        for name, quantity in self.network.model.quantities.items():
            if quantity.dimension.extensive:
                parts = [self.rates[Variable(part, name)] for part in self.network.parts[system]]
                self.rates[Variable(system, name)] = sum(parts[1:], parts[0])
            elif name in self.network.conventions:
                self.free(Variable(system, name))
        quantities = self.network.model.quantities
        for name in sorted(inputs, key=lambda name: quantities[name].dimension.unit != "1"):
            self.propagate(system)
            variable = Variable(system, name)
            if variable not in self.rates:
                self.free(variable)
                self.network.free_in_whole.append(variable)
        self.propagate(system)

    def propagate(self, system: str) -> None:
        """Compute what the equations of one system give, until they give no more."""
        waiting = self.waiting.setdefault(system, list(self.network.equations_of[system]))
        found = True
        while found:
            found = False
            for link in waiting[:]:
                missing = [variable for variable in link.variables if variable not in self.rates]
                if len(missing) == 1 and (expression := link.solved_for(missing[0])) is not None:
                    try:
                        self.rates[missing[0]] = compute(expression, link.local(self.rates))
                    except ZeroDivisionError:  # nothing, times a factor, says nothing of the factor
                        continue
                    found = True
                if len(missing) <= 1:
                    waiting.remove(link)


_CONVENTION = 0.5
_STEP = 1e-30


class _Rate:
    """A value and the slope of its logarithm in every degree of freedom."""

    __slots__ = ("slope", "value")

    def __init__(self, value: float, slope: Array) -> None:
        self.value, self.slope = value, slope

    def __add__(self, other: "_Rate | float") -> "_Rate":
        if isinstance(other, _Rate):
            total = self.value + other.value
            if total == 0:
                return _Rate(0.0, 0 * self.slope)
            return _Rate(total, (self.value * self.slope + other.value * other.slope) / total)
        return _Rate(self.value + other, self.slope * (self.value / (self.value + other)))

    def __neg__(self) -> "_Rate":
        return _Rate(-self.value, self.slope)

    def __sub__(self, other: "_Rate | float") -> "_Rate":
        return self + (-other)

    def __rsub__(self, other: float) -> "_Rate":
        return -self + other

    def __mul__(self, other: "_Rate | float") -> "_Rate":
        if isinstance(other, _Rate):
            value = self.value * other.value
            return _Rate(value, self.slope + other.slope if value else 0 * self.slope)  # nothing has no freedom
        return _Rate(self.value * other, self.slope)

    def __truediv__(self, other: "_Rate | float") -> "_Rate":
        if isinstance(other, _Rate):
            return _Rate(self.value / other.value, self.slope - other.slope)
        return _Rate(self.value / other, self.slope)

    def __rtruediv__(self, other: float) -> "_Rate":
        return _Rate(other / self.value, -self.slope)

    def __pow__(self, power: "_Rate | float") -> "_Rate":
        if isinstance(power, _Rate):
            slope = power.value * (self.slope + log(self.value) * power.slope)
            return _Rate(self.value**power.value, slope)
        return _Rate(self.value**power, self.slope * power)

    __radd__, __rmul__ = __add__, __mul__

    @staticmethod
    def through(function: Callable[..., Any], arguments: Sequence["_Rate | float"]) -> "_Rate":
        """A function of rates, its slopes by complex steps."""
        numbers = [argument.value if isinstance(argument, _Rate) else argument for argument in arguments]
        value = float(function(*numbers))
        slope: Any = 0.0
        for place, argument in enumerate(arguments):
            if isinstance(argument, _Rate):
                moved = [*numbers[:place], numbers[place] + _STEP * 1j, *numbers[place + 1 :]]
                slope = slope + argument.slope * (argument.value * function(*moved).imag / _STEP / value)
        return _Rate(value, slope)
