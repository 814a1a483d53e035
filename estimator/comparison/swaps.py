"""A value as a function of which inputs are swapped, from what one side knows to what the other does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

import numpy as np

from estimator.catalog import KINDS
from estimator.comparison.attribution import Design
from estimator.comparison.contrast import Stand
from estimator.comparison.terms import Terms, terms
from estimator.datum import Variable
from estimator.solver.evaluate import evaluate
from estimator.uncertainty.distributions import Draws
from estimator.units.reading import to_coherent

_SAME = 1e-9
"""Relative difference within which an input is the same on both sides, but for rounding."""

_RARE = 0.01
"""Share of draws up to which one default may be held back on one side only, and count as the same on both."""

_AT_ONCE = 2**18
"""Values that are computed at once, over states and draws: as many as stay near the processor."""

Columns = Mapping[Variable, tuple[Draws, Draws]]
"""Inputs with their values here and there: with every datum at its median, then draw by draw, in coherent units."""

HERE: Literal["here"] = "here"
THERE: Literal["there"] = "there"

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class View:
    """A gap from here to there as one side sees it: in its own terms, held against what the other knows."""

    mine: Stand
    other: Stand
    whose: Literal["here", "there"]

    @cached_property
    def twins(self) -> dict[Variable, Variable]:
        """What my variables are called on the other side; other systems than those compared, by their names."""
        mine, other = self.mine, self.other
        systems = {name: name for name in mine.result.systems if name in other.result.systems}
        systems = {name: twin for name, twin in systems.items() if twin != other.variable.system}
        systems[mine.variable.system] = other.variable.system
        return {
            name: Variable(systems[name.system], name.quantity)
            for name in mine.world.plan.network.variables
            if name.system in systems
        }

    @cached_property
    def terms(self) -> Terms:
        """The value in my terms, as far down as both sides know them."""
        known = {name: twin for name, twin in self.twins.items() if twin in self.other.sound}
        worlds = (
            {name: float(self.mine.medians[name]) for name in self.mine.sound},
            {name: float(self.other.medians[twin]) for name, twin in known.items()},
        )
        return terms(self.mine.world.plan, self.mine.variable, worlds)

    def columns(self, inputs: Sequence[Variable], draws: int) -> Columns:
        """The values of inputs on both sides."""
        mine = _values(self.mine, inputs, draws)
        other = _values(self.other, [self.twins[name] for name in inputs], draws)
        return {name: self.in_order(*pair) for name, *pair in zip(inputs, mine, other, strict=True)}

    def in_order(self, mine: Thing, other: Thing) -> tuple[Thing, Thing]:
        """Two things, the one from here first."""
        return (mine, other) if self.whose == HERE else (other, mine)


def _values(stand: Stand, variables: Sequence[Variable], draws: int) -> list[Draws]:
    world = stand.world
    if draws <= world.draws:
        drawn = [world.values[name][:draws] for name in variables]
    else:
        found = stand.result.solution.observatory.joint_draws(world, variables, draws)
        drawn = [found[name] * to_coherent(world.plan.network.dimension(name).unit) for name in variables]
    return [np.concatenate([[stand.medians[name]], column]) for name, column in zip(variables, drawn, strict=True)]


@dataclass(frozen=True)
class Switch:
    """Inputs that change together: one datum of several systems, or the figures of one entry of the catalog.

    `kind` and `entries` tell what is chosen here and there, where both choose an entry of one kind.
    """

    variables: tuple[Variable, ...]
    kind: str = ""
    entries: tuple[str, str] = ("", "")


def switches(view: View, found: Terms, columns: Columns) -> list[Switch]:
    """The inputs of a value that differ, those together that change together."""
    groups: dict[tuple[_Origin, _Origin], list[Variable]] = {}
    for name in found.inputs:
        origins = view.in_order(_origin(view.mine, name), _origin(view.other, view.twins[name]))
        differing = ~np.isclose(*columns[name], rtol=_SAME, atol=0, equal_nan=True)
        if differing[0] or np.mean(differing) > (_RARE if origins[0] == origins[1] else 0.0):
            groups.setdefault(origins, []).append(name)
    return [_switch(tuple(variables), *origins) for origins, variables in groups.items()]


@dataclass(frozen=True)
class _Entry:
    """An entry of the catalog, by what scenarios call its kind."""

    kind: str
    key: str


_Origin = _Entry | str | Variable
"""Where a value is from: an entry of the catalog, a datum of its own stream, or its own computation."""


def _origin(stand: Stand, variable: Variable) -> _Origin:
    datum = stand.world.plan.basis.get(variable)
    if datum is None:
        return variable
    kind, *path = datum.key.split("/")
    return _Entry(KINDS[kind], path[0]) if path and kind in KINDS else datum.key


def _switch(variables: tuple[Variable, ...], here: _Origin, there: _Origin) -> Switch:
    if isinstance(here, _Entry) and isinstance(there, _Entry) and here.kind == there.kind:
        return Switch(variables, here.kind, (here.key, there.key))
    return Switch(variables)


@dataclass(frozen=True)
class Shares:
    """Contributions of switches in coherent units and on logarithms; columns are as in `Columns`.

    `ends` are the values of both sides by column, `states` those of all states with every datum at its median.
    """

    differences: Draws
    logarithms: Draws
    ends: Draws
    states: Draws


def shares(found: Terms, columns: Columns, switched: Sequence[Switch], design: Design) -> Shares:
    """What each switch contributes to the change of a value, block by block of its columns."""
    length, states, parts = len(columns[found.inputs[0]][0]), len(design.changed), len(switched)
    result = Shares(np.empty((parts, length)), np.empty((parts, length)), np.empty((2, length)), np.empty(states))
    block = max(_AT_ONCE // states, 1)
    for start in range(0, length, block):
        part = slice(start, start + block)
        inputs = {name: here[part] for name, (here, _) in columns.items()}
        for changed, switch in zip(design.changed.T, switched, strict=True):
            for name in switch.variables:
                inputs[name] = np.where(changed[:, None], columns[name][1][part], columns[name][0][part])
        values = np.empty((states, len(result.ends[0, part])))
        values[:] = evaluate(found.plan, inputs)[found.variable]
        if not start:
            result.states[:] = values[:, 0]
        result.ends[:, part] = values[[0, -1]]
        with np.errstate(all="ignore"):
            result.differences[:, part] = design.contributions(values)
            result.logarithms[:, part] = design.contributions(np.log(values))
    return result
