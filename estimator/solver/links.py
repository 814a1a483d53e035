"""Equations between the variables of systems: those of the model, and the sums of parts."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from estimator.datum import Variable
from estimator.model import Equation
from estimator.solver.algebra import solved_for


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


def equation_in(system: str, equation: Equation) -> Link:
    """An equation of the model, in a system."""
    names = {name: Variable(system, name) for name in equation.inputs}
    return Link(Variable(system, equation.name), equation, names)


def sum_of(parts: tuple[str, ...], whole: str, quantity: str) -> Link:
    """What a whole has of a quantity, as the sum of what its parts have."""
    names = {part: Variable(part, quantity) for part in parts}
    return Link(Variable(whole, quantity), summed(whole, parts), names)


@lru_cache(maxsize=256)
def summed(whole: str, parts: tuple[str, ...]) -> Equation:
    """A whole as the sum of its parts."""
    return Equation(whole, parts, _sum(parts), _added)


_LONG = 32
"""Terms that are written one after the other; sums of more are halved, since trees must not be as deep as sums long."""


def _sum(parts: Sequence[str]) -> ast.expr:
    if len(parts) > _LONG:
        half = len(parts) // 2
        return ast.BinOp(_sum(parts[:half]), ast.Add(), _sum(parts[half:]))
    tree: ast.expr = ast.Name(parts[0], ast.Load())
    for part in parts[1:]:
        tree = ast.BinOp(tree, ast.Add(), ast.Name(part, ast.Load()))
    return tree


def _added(**values: Any) -> Any:
    """The sum of parts; a function with a name, which other processes find."""
    return sum(values.values())
