"""A random state that obeys all equations, and how every variable moves there with each degree of freedom."""

import random
from collections.abc import Callable, Sequence
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Variable
from estimator.solver.algebra import compute

if TYPE_CHECKING:
    from estimator.solver.links import Link
    from estimator.solver.network import Network

Array = NDArray[np.float64]


class State:
    """Builds the random state and its rates of change, leaves first."""

    def __init__(self, network: "Network") -> None:
        model = network.model
        self.inputs = [quantity.name for quantity in model.quantities.values() if not quantity.equation]
        self.network, self.used = network, 0
        self.rates: dict[Variable, Rate] = {}
        self.free_in_whole: list[Variable] = []
        self.waiting: dict[str, list[Link]] = {}
        self.random = random.Random(_SEED + network.seed)
        self.constant = np.zeros(self.width)

    @property
    def width(self) -> int:
        """Degrees of freedom at most."""
        return len(self.network.parts) * len(self.inputs)

    @property
    def values(self) -> dict[Variable, float]:
        """The value of every variable."""
        return {variable: rate.value for variable, rate in self.rates.items()}

    def lay(self) -> None:
        """Go through all systems, parts before wholes."""
        for system, parts in self.network.parts.items():
            if parts:
                self.add_whole(system)
            else:
                self.add_leaf(system)

    def free(self, variable: Variable) -> None:
        """Give an input a value and, unless it is a convention, a degree of freedom of its own."""
        slope = self.constant
        if variable.quantity not in self.network.conventions:
            slope = self.constant.copy()
            slope[self.used] = 1.0
            self.used += 1
        value = _CONVENTION if slope is self.constant else self.random.uniform(0.3, 0.7)
        lower = self.network.dimension(variable).lower
        self.rates[variable] = Rate(0.0 if variable in self.network.zeros else lower + value, slope)

    def add_leaf(self, system: str) -> None:
        """Inputs are free, and the equations give the rest."""
        for name in self.inputs:
            self.free(Variable(system, name))
        self.propagate(system)

    def add_whole(self, system: str) -> None:
        """What adds up follows from the parts; inputs that nothing gives are free."""
        quantities = self.network.model.quantities
        for name, quantity in quantities.items():
            if quantity.dimension.extensive:
                self.rates[Variable(system, name)] = self.of_parts(system, name)
            elif name in self.network.conventions:
                self.free(Variable(system, name))
        for name in sorted(self.inputs, key=lambda name: quantities[name].dimension.unit != "1"):
            self.propagate(system)
            variable = Variable(system, name)
            if variable not in self.rates:
                self.free(variable)
                self.free_in_whole.append(variable)
        self.propagate(system)

    def of_parts(self, system: str, name: str) -> "Rate":
        """What the parts of a whole have of a quantity together."""
        parts = [self.rates[Variable(part, name)] for part in self.network.parts[system]]
        return sum(parts[1:], parts[0])

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


_SEED = 20250124
_CONVENTION = 0.5
_STEP = 1e-30


class Rate:
    """A value and the slope of its logarithm in every degree of freedom."""

    __slots__ = ("slope", "value")

    def __init__(self, value: float, slope: Array) -> None:
        self.value, self.slope = value, slope

    def __add__(self, other: "Rate | float") -> "Rate":
        if isinstance(other, Rate):
            total = self.value + other.value
            if total == 0:
                return Rate(0.0, 0 * self.slope)
            return Rate(total, (self.value * self.slope + other.value * other.slope) / total)
        return Rate(self.value + other, self.slope * (self.value / (self.value + other)))

    def __neg__(self) -> "Rate":
        return Rate(-self.value, self.slope)

    def __sub__(self, other: "Rate | float") -> "Rate":
        return self + (-other)

    def __rsub__(self, other: float) -> "Rate":
        return -self + other

    def __mul__(self, other: "Rate | float") -> "Rate":
        if isinstance(other, Rate):
            value = self.value * other.value
            return Rate(value, self.slope + other.slope if value else 0 * self.slope)  # nothing has no freedom
        return Rate(self.value * other, self.slope)

    def __truediv__(self, other: "Rate | float") -> "Rate":
        if isinstance(other, Rate):
            return Rate(self.value / other.value, self.slope - other.slope)
        return Rate(self.value / other, self.slope)

    def __rtruediv__(self, other: float) -> "Rate":
        return Rate(other / self.value, -self.slope)

    def __pow__(self, power: "Rate | float") -> "Rate":
        if isinstance(power, Rate):
            slope = power.value * (self.slope + log(self.value) * power.slope)
            return Rate(self.value**power.value, slope)
        return Rate(self.value**power, self.slope * power)

    __radd__, __rmul__ = __add__, __mul__

    @staticmethod
    def through(function: Callable[..., Any], arguments: Sequence["Rate | float"]) -> "Rate":
        """A function of rates, its slopes by complex steps."""
        numbers = [argument.value if isinstance(argument, Rate) else argument for argument in arguments]
        value = float(function(*numbers))
        slope: Any = 0.0
        for place, argument in enumerate(arguments):
            if isinstance(argument, Rate):
                moved = [*numbers[:place], numbers[place] + _STEP * 1j, *numbers[place + 1 :]]
                slope = slope + argument.slope * (argument.value * function(*moved).imag / _STEP / value)
        return Rate(value, slope)
