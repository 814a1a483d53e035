"""The plan of an unnamed system as that of one with a name."""

from collections.abc import Collection
from dataclasses import dataclass, field

from estimator.datum import Variable
from estimator.solver.links import Link, equation_in
from estimator.solver.rows import Rows
from estimator.solver.steps import Block, Combined, Solved, Step


@dataclass
class Renaming:
    """Gives what belongs to the unnamed system to `system`."""

    system: str
    _links: dict[str, Link] = field(default_factory=dict)

    def variable(self, variable: Variable) -> Variable:
        """A variable of the system."""
        return Variable(self.system, variable.quantity)

    def link(self, link: Link) -> Link:
        """An equation of the system."""
        name = link.equation.name
        if name not in self._links:
            self._links[name] = equation_in(self.system, link.equation)
        return self._links[name]

    def step(self, step: Step) -> Step:
        """A step of the system."""
        match step:
            case Solved(target, link, expression):
                return Solved(self.variable(target), self.link(link), expression)
            case Combined(target, factors, unknown):
                renamed = tuple((self.link(link), power) for link, power in factors)
                return Combined(self.variable(target), renamed, frozenset(map(self.variable, unknown)))
            case Block(targets, links):
                return Block(tuple(map(self.variable, targets)), tuple(map(self.link, links)))
        raise TypeError(f"{step} is no step of an outline")


@dataclass(frozen=True)
class Renamed:
    """What data leave free in a system, told by the rows of the unnamed one."""

    rows: Rows
    system: str

    def is_settled(self, variable: Variable) -> bool:
        """Whether the data determine a variable, solved or not."""
        return self.rows.is_settled(Variable("", variable.quantity))

    def responses(self, variable: Variable) -> dict[Variable, float]:
        """How a determined variable follows each datum it rests on."""
        found = self.rows.responses(Variable("", variable.quantity))
        return {Variable(self.system, name.quantity): response for name, response in found.items()}

    def closed_by(self, variable: Variable) -> list[Variable]:
        """The variables of which any single one would determine an open variable."""
        found = self.rows.closed_by(Variable("", variable.quantity))
        return [Variable(self.system, name.quantity) for name in found]

    def sharing(self, data: Collection[Variable]) -> set[Variable]:
        """The variables that share a degree of freedom with some others."""
        unnamed = [Variable("", name.quantity) for name in data if name.system == self.system]
        return {Variable(self.system, name.quantity) for name in self.rows.sharing(unnamed)}
