"""Takes data in their order, each for what is still open, and orders the steps that compute the rest."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from estimator.datum import Variable
from estimator.solver.blocks import coupled, independent, is_regular
from estimator.solver.network import Network
from estimator.solver.products import Product, cancelling, connected, powers_of
from estimator.solver.rows import Rows
from estimator.solver.steps import Block, Combined, Solved, Step

LARGEST_BLOCK = 8
"""Unknowns that are solved together; more are reported as open."""

TAKING, EMPTYING, SHARING, COMBINING = range(4)
"""The rounds of planning."""


@dataclass(frozen=True)
class Outline:
    """A plan for data of which only the variables are known, by their numbers.

    `basis` are the data used; `redundant` those that others determine, with what these rest on. `after` tells of each
    step which variable made it possible, if one did, and `when` the round of planning in which that was. `values` are
    those of the random state.
    """

    basis: Mapping[Variable, int]
    redundant: Sequence[tuple[Variable, int, frozenset[Variable]]]
    steps: Sequence[Step]
    after: Sequence[Variable | None]
    when: Sequence[int]
    rows: Rows
    values: Mapping[Variable, float]

    def is_open(self, variable: Variable) -> bool:
        """Whether the data leave a variable undetermined, or determined in a way that cannot be solved."""
        return variable not in self.basis and not any(variable in step.targets for step in self.steps)


class Builder:
    """Builds the outline of a plan for a network. `alike` tells which data are the same, by the number of the first."""

    def __init__(self, network: Network, rows: Rows, alike: Sequence[int] = ()) -> None:
        self.network, self.rows, self.alike = network, rows, alike
        self.missing = [len(set(link.variables)) for link in network.links]
        self.known: set[Variable] = set()
        self.basis: dict[Variable, int] = {}
        self.redundant: list[tuple[Variable, int, frozenset[Variable]]] = []
        self.steps: list[Step] = []
        self.after: list[Variable | None] = []
        self.when: list[int] = []
        self.found: set[Variable] = set()
        self.round = TAKING

    def build(self, data: Sequence[Variable]) -> Outline:
        """Take the data of some variables, and find what follows."""
        for number, variable in enumerate(data):
            self.take(variable, number)
        self.close()
        return self.outline()

    def close(self) -> None:
        """Find what follows when all data are taken."""
        for number, find in ((EMPTYING, self.empty), (SHARING, self.share), (COMBINING, self.combine)):
            self.round = number
            find()

    def outline(self) -> Outline:
        """What was found."""
        rows, values = self.rows.trimmed(), self.network.state
        return Outline(self.basis, self.redundant, self.steps, self.after, self.when, rows, values)

    def take(self, variable: Variable, datum: int) -> None:
        """Use a datum if its variable is open; else keep it as a check."""
        convention = variable.quantity in self.network.conventions
        if variable in self.basis or (not convention and self.rows.is_settled(variable)):
            support = [variable] if variable in self.basis else self.rows.responses(variable)
            self.redundant.append((variable, datum, frozenset(support)))
            return
        if not convention:
            self.rows.take(variable)
        self.basis[variable] = datum
        self.found.add(variable)
        self.learn(variable)

    def learn(self, variable: Variable) -> None:
        """Compute whatever follows from a variable by one equation at a time."""
        queue = [variable]
        while queue:
            variable = queue.pop(0)
            if variable in self.known:
                continue
            self.known.add(variable)
            for number in self.network.touching[variable]:
                self.missing[number] -= 1
                if self.missing[number] == 1 and (target := self.solve(number, variable, queue)):
                    queue.append(target)

    def solve(self, number: int, last: Variable, waiting: Sequence[Variable]) -> Variable | None:
        """Solve an equation for the one unknown that it has, if data determine that."""
        link = self.network.links[number]
        target = next(other for other in link.variables if other not in self.known)
        if target in self.found or target in waiting:
            return None
        expression = link.solved_for(target)
        if expression is not None and self.follows(target):
            self.add(Solved(target, link, expression), last)
            return target
        return None

    def follows(self, target: Variable) -> bool:
        """Whether data determine a variable: no fuel at no cost leaves the price of fuel open."""
        return target.quantity in self.network.conventions or self.rows.is_settled(target)

    def add(self, step: Step, after: Variable | None = None) -> None:
        """Take a step."""
        self.steps.append(step)
        self.after.append(after)
        self.when.append(self.round)
        self.found.update(step.targets)

    def empty(self) -> None:
        """Give nothing to what has nothing as a factor, whatever the others are: no fuel costs nothing at any price."""
        for link in self.network.empty:
            if link.output not in self.known:
                self.add(Solved(link.output, link, ast.Constant(0.0)))
                self.learn(link.output)

    def share(self) -> None:
        """Give a whole the datum that all of its leaves use, where no equation determines the whole's value."""
        for variable in self.network.free_in_whole:
            leaves = [Variable(leaf, variable.quantity) for leaf in self.network.leaves(variable.system)]
            if not self.rows.is_settled(variable) and (datum := self.shared(leaves)) is not None:
                self.take(variable, datum)

    def shared(self, leaves: Sequence[Variable]) -> int | None:
        """The datum that all leaves use; None where there is none."""
        data = [self.basis.get(leaf) for leaf in leaves]
        first = data[0]
        alike = first is not None and all(one is not None and self.alike[one] == self.alike[first] for one in data)
        return first if alike else None

    def combine(self) -> None:
        """Reach what is determined, but by no chain of single equations."""
        while unreached := self.unreached():
            steps = self._combined(unreached) or self._block(unreached)
            if not steps:
                return
            for step in steps:
                self.add(step)
                for target in step.targets:
                    self.learn(target)

    def unreached(self) -> list[Variable]:
        """What the data determine and no step gives."""
        conventions = self.network.conventions
        settled = self.rows.settled()
        return [name for name in settled if name not in self.known and name.quantity not in conventions]

    def _combined(self, unreached: Sequence[Variable]) -> list[Combined]:
        """One step for each set of unknowns that equations tie together, such as a system's."""
        products: list[Product] = []
        holding: dict[Variable, list[int]] = {}
        for link in self.network.links:
            missing = frozenset(variable for variable in link.variables if variable not in self.known)
            if missing and (powers := powers_of(link, missing, self.network.zeros)) is not None:
                for variable in powers:
                    holding.setdefault(variable, []).append(len(products))
                products.append((link, powers))
        found: list[Combined] = []
        tried: set[Variable] = set()
        for target in unreached:
            if target in holding and target not in tried:
                together = connected(target, products, holding)
                rows = sorted({number for variable in together for number in holding[variable]})
                wanted = [variable for variable in unreached if variable in together]
                if step := cancelling([products[number] for number in rows], wanted):
                    found.append(step)
                tried |= together
        return found

    def _block(self, unreached: Sequence[Variable]) -> list[Block]:
        settled, state = set(unreached), self.network.state
        missing = {
            link: frozenset(variable for variable in link.variables if variable not in self.known)
            for link in self.network.links
        }
        able = [link for link, unknown in missing.items() if unknown and unknown <= settled]
        unknowns = [variable for variable in unreached if any(variable in missing[link] for link in able)]
        apart = independent(able, unknowns, state) if unknowns else []
        for group in coupled([missing[link] for link in apart]):
            targets = tuple(sorted(group, key=self.network.index.__getitem__))
            links = tuple(link for link in able if missing[link] <= group)
            if len(targets) <= LARGEST_BLOCK and is_regular(links, targets, state):
                return [Block(targets, links)]
        return []
