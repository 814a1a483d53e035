"""Which data are used, which are checks, and in which order the rest is computed."""

import ast
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from estimator.case import Case
from estimator.datum import Datum, Stated, Tier, Variable
from estimator.model import Model
from estimator.solver.blocks import coupled, independent, is_regular
from estimator.solver.network import Array, Network
from estimator.solver.products import Product, cancelling, connected, powers_of
from estimator.solver.steps import Block, Combined, Conditioned, Solved, Step, steps_after

_ZERO = 1e-9
LARGEST_BLOCK = 8
"""Unknowns that are solved together; more are reported as open."""


@dataclass(frozen=True)
class Redundant:
    """A datum for a variable that others determine. `support` are the data that do."""

    variable: Variable
    datum: Datum
    support: frozenset[Variable]


@dataclass(kw_only=True)
class Plan:
    """The order of computing. `basis` are the data used; `redundant` those that became checks.

    `conditioned` are the steps that hold data of the basis within limits.
    """

    network: Network
    basis: dict[Variable, Datum] = field(default_factory=dict)
    redundant: list[Redundant] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    made_by: dict[Variable, Step] = field(default_factory=dict)
    conditioned: dict[Variable, Conditioned] = field(default_factory=dict)
    _columns: list[Variable] = field(default_factory=list)
    _freedom: Array = field(default_factory=lambda: np.empty((0, 0)))
    _response: Array = field(default_factory=lambda: np.empty((0, 0)))

    def response(self, variable: Variable) -> dict[Variable, float]:
        """How a determined variable follows each datum it rests on: d log / d log. Other data have no influence."""
        row = self._response[self.network.index[variable], : len(self._columns)]
        return {self._columns[number]: float(row[number]) for number in np.flatnonzero(np.abs(row) > _ZERO)}

    def downstream(self, source: Variable) -> set[Variable]:
        """A variable and all that is computed from it."""
        moved = (target for step in steps_after(source, self.steps) for target in step.targets)
        return {source, *(target for target in moved if target in self.network.index)}

    def is_open(self, variable: Variable) -> bool:
        """Whether the data leave a variable undetermined, or determined in a way that cannot be solved."""
        return variable not in self.basis and variable not in self.made_by

    def is_settled(self, variable: Variable) -> bool:
        """Whether the data determine a variable, solved or not."""
        return bool(np.abs(self._freedom[self.network.index[variable]]).max(initial=0.0) < _ZERO)

    def closed_by(self, variable: Variable) -> list[Variable]:
        """The variables of which any single one would determine an open variable."""
        row = self._freedom[self.network.index[variable]]
        if self.is_settled(variable):
            return []
        along = np.flatnonzero(row)
        projected = np.abs(self._freedom[:, along] @ row[along])
        near = np.flatnonzero(projected)
        norms = np.linalg.norm(self._freedom[near], axis=1)
        parallel = near[(np.abs(projected[near] - norms * np.linalg.norm(row)) < _ZERO) & (norms > _ZERO)]
        return [other for number in parallel if (other := self.network.variables[number]) != variable]


def lay_out(model: Model, case: Case) -> Network:
    """The network of a case, with the inputs that its data set to zero unless its facts determine them.

    It holds the subjects of which the scenario or the catalog's entries say something, or that are asked for.
    """
    said = {name.quantity for name, datum in case.data if datum.tier in (Tier.GIVEN, Tier.USE)}
    model = model.about(said | {*case.asked})
    case = replace(case, data=tuple(stated for stated in case.data if stated[0].quantity in model.quantities))
    best: dict[Variable, Datum] = {}
    for name, datum in case.data:  # an assumption of zero stands back where a fact says otherwise
        if name not in best or datum.tier < best[name].tier:
            best[name] = datum
    zeros = frozenset(name for name, datum in best.items() if datum.value.is_point and datum.value.parameters == (0.0,))
    network = Network(model, case.parts, case.conventions, zeros)
    facts = [stated for stated in case.data if stated[1].tier <= Tier.GIVEN]
    denied = _behind(network, (name for name, datum in facts if any(datum.value.parameters)))
    if denied:  # fuel is burnt, so that not all energy comes from the grid
        zeros -= denied
        network = Network(model, case.parts, case.conventions, zeros)
    if not zeros or not make_plan(network, facts).redundant:
        return network
    # with the zeros, facts check each other; without them, they may determine what was taken to be zero
    plain = make_plan(Network(model, case.parts, case.conventions), facts)
    settled = {name for name in zeros if not plain.is_open(name) and plain.basis.get(name) is None}
    settled |= _behind(network, (link.output for link in network.empty if not plain.is_open(link.output)))
    return Network(model, case.parts, case.conventions, zeros - settled) if settled else network


def _behind(network: Network, names: Iterable[Variable]) -> frozenset[Variable]:
    """The zeros by which some variables are zero; those that are not are passed over."""
    found: set[Variable] = set()
    queue = [name for name in names if network.state[name] == 0 and name not in network.zeros]
    while queue:
        name = queue.pop()
        below = {other for link in network.empty if link.output == name for other in link.variables} - {name}
        found |= below & network.zeros
        queue += [other for other in below - network.zeros if network.state[other] == 0]
    return frozenset(found)


def make_plan(network: Network, data: Iterable[Stated], excluded: Collection[Stated] = ()) -> Plan:
    """Take data in their order, each for what is still open, and order the steps that compute the rest.

    `excluded` data are left out: their variables follow from the others, if those determine them. So are data of
    subjects that the network does not hold.
    """
    builder = _Builder(network)
    for variable, datum in data:
        if (variable, datum) not in excluded and variable in network.index:
            builder.take(variable, datum)
    builder.empty()
    builder.share()
    builder.combine()
    return builder.plan


class _Builder:
    def __init__(self, network: Network) -> None:
        count, width = network.freedom.shape
        self.network = network
        self.plan = Plan(network=network)
        self.plan._freedom = network.freedom.copy()
        self.plan._response = np.zeros((count, width))
        self.missing = [len(set(link.variables)) for link in network.links]
        self.known: set[Variable] = set()

    def take(self, variable: Variable, datum: Datum) -> None:
        """Use a datum if its variable is open; else keep it as a check."""
        plan, number = self.plan, self.network.index[variable]
        convention = variable.quantity in self.network.conventions
        row = plan._freedom[number]
        if variable in plan.basis or (not convention and np.abs(row).max(initial=0.0) < _ZERO):
            support = frozenset([variable]) if variable in plan.basis else frozenset(plan.response(variable))
            plan.redundant.append(Redundant(variable, datum, support))
            return
        if not convention:
            self._fix(number)
            plan._columns.append(variable)
        plan.basis[variable] = datum
        self.learn(variable)

    def _fix(self, number: int) -> None:
        """Take the direction in which a variable moves out of the degrees of freedom."""
        freedom, response, column = self.plan._freedom, self.plan._response, len(self.plan._columns)
        row = freedom[number].copy()
        pivot = int(np.argmax(np.abs(row)))
        along = freedom[:, pivot] / row[pivot]
        moved = np.flatnonzero(np.abs(along) > _ZERO)
        touched = np.ix_(moved, np.flatnonzero(row))  # the network is sparse: most of it stays as it is
        freedom[touched] -= along[moved, None] * row[touched[1]]
        freedom[touched] *= np.abs(freedom[touched]) > _ZERO
        freedom[:, pivot] = 0.0
        used = np.ix_(moved, np.flatnonzero(response[number]))
        response[used] -= along[moved, None] * response[number][used[1]]
        response[:, column] = along

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
                if self.missing[number] == 1:
                    link = self.network.links[number]
                    target = next(other for other in link.variables if other not in self.known)
                    expression = link.solved_for(target)
                    new = target not in self.plan.made_by and target not in queue
                    if new and expression is not None and self.follows(target):
                        self.add(Solved(target, link, expression))
                        queue.append(target)

    def follows(self, target: Variable) -> bool:
        """Whether data determine a variable: no fuel at no cost leaves the price of fuel open."""
        return target.quantity in self.network.conventions or self.plan.is_settled(target)

    def add(self, step: Step) -> None:
        self.plan.steps.append(step)
        self.plan.made_by.update(dict.fromkeys(step.targets, step))

    def empty(self) -> None:
        """Give nothing to what has nothing as a factor, whatever the others are: no fuel costs nothing at any price."""
        for link in self.network.empty:
            if link.output not in self.known:
                self.add(Solved(link.output, link, ast.Constant(0.0)))
                self.learn(link.output)

    def share(self) -> None:
        """Give a whole the datum that all of its leaves use, where no equation determines the whole's value."""
        for variable in self.network.free_in_whole:
            data = [
                self.plan.basis.get(Variable(leaf, variable.quantity)) for leaf in self.network.leaves(variable.system)
            ]
            first = data[0]
            is_free = np.abs(self.plan._freedom[self.network.index[variable]]).max(initial=0.0) > _ZERO
            if first is not None and is_free and all(datum and datum.key == first.key for datum in data):
                self.take(variable, first)

    def combine(self) -> None:
        """Reach what is determined, but by no chain of single equations."""
        while unreached := self._unreached():
            steps = self._combined(unreached) or self._block(unreached)
            if not steps:
                return
            for step in steps:
                self.add(step)
                for target in step.targets:
                    self.learn(target)

    def _unreached(self) -> list[Variable]:
        fixed = np.abs(self.plan._freedom).max(axis=1, initial=0.0) < _ZERO
        return [
            variable
            for variable, settled in zip(self.network.variables, fixed, strict=True)
            if settled and variable not in self.known and variable.quantity not in self.network.conventions
        ]

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
