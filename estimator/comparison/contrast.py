"""Two values of one quantity against each other, draw by draw: data that both rest on move them together."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from estimator.datum import Variable
from estimator.results.result import Result
from estimator.results.shown import world_of
from estimator.solution.agreement import Direction
from estimator.solution.world import World
from estimator.solver.evaluate import evaluate
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.uncertainty.measurement import KEPT, LEVELS, MOSTLY, exact_quantiles
from estimator.units.dimensions import Dimension

_MOST_DRAWS = 1_000_000
_SAME = 1e-9
"""Relative difference of draws that are equal but for rounding."""

Span = tuple[float, float, float]
"""p5, median and p95."""


@dataclass(frozen=True)
class Stand:
    """One of the two operands of a comparison: a value that a result shows, in the world in which it is computed."""

    result: Result
    variable: Variable

    @cached_property
    def world(self) -> World:
        """The world of the value."""
        return world_of(self.result.solution, self.variable)

    @cached_property
    def medians(self) -> dict[Variable, Any]:
        """Everything that the world knows with each datum at its median, in coherent units."""
        return evaluate(self.world.plan, self._basis())

    @property
    def sound(self) -> Set[Variable]:
        """The variables whose values in the world no conflict went into."""
        solution = self.result.solution
        return self.world.values.keys() - (solution.shaky if self.world is solution.world else frozenset())

    @property
    def dimension(self) -> Dimension:
        """Unit and bounds of the value."""
        return self.world.plan.network.dimension(self.variable)

    def moved(self, key: str, factor: float) -> float:
        """The value with every datum at its median, but those of one key at a multiple of it."""
        return float(evaluate(self.world.plan, self._basis(key, factor))[self.variable])

    @property
    def limits(self) -> dict[str, bool]:
        """The stated bounds that the value follows, by key, and whether they are lower ones."""
        used = self.world.support(self.variable)
        return {datum.key: datum.value.side == ">=" for _, datum in used if datum.value.side}

    def _basis(self, key: str = "", factor: float = 1.0) -> dict[Variable, float]:
        return {
            variable: quantiles(datum)[1] * datum.factor * (factor if datum.key == key else 1.0)
            for variable, datum in self.world.plan.basis.items()
        }


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """A value `there` against one `here`: there over here, and there less here, each with the side that it is open to.

    There is no ratio to nothing. `draws` are those behind the two; `same` tells that no draw and no bound differs.
    """

    here: Stand
    there: Stand
    ratio: Span | None
    ratio_side: Direction
    difference: Span
    difference_side: Direction
    draws: int
    same: bool


def contrasts(pairs: Sequence[tuple[Stand, Stand]]) -> list[Contrast]:
    """Every pair of values against each other."""
    drawn = _drawn([stand for pair in pairs for stand in pair])
    return [_contrast(here, there, drawn) for here, there in pairs]


def _drawn(stands: Sequence[Stand]) -> Mapping[tuple[int, Variable], Draws]:
    """Draws of all values, in their units, by world and variable."""
    by_world: dict[int, list[Stand]] = {}
    for stand in stands:
        by_world.setdefault(id(stand.world), []).append(stand)
    found: dict[tuple[int, Variable], Draws] = {}
    for number, group in by_world.items():
        variables = list(dict.fromkeys(stand.variable for stand in group))
        solution = group[0].result.solution
        draws = min(solution.draws, _MOST_DRAWS, max(KEPT // (16 * len(stands)), 1))
        drawn = solution.observatory.joint_draws(group[0].world, variables, draws)
        found |= {(number, variable): drawn[variable] for variable in variables}
    return found


def _contrast(here: Stand, there: Stand, drawn: Mapping[tuple[int, Variable], Draws]) -> Contrast:
    first, second = (drawn[id(stand.world), stand.variable] for stand in (here, there))
    possible = _possible(first, here.dimension) & _possible(second, there.dimension)
    if np.mean(possible) < MOSTLY:
        possible = np.isfinite(first) & np.isfinite(second)
    first, second = first[possible], second[possible]
    ratio = _span(second / first) if len(first) and np.all(first != 0) else None
    ratio_side, difference_side = sides(here, there)
    same = not difference_side and bool(np.allclose(first, second, rtol=_SAME, atol=0))
    return Contrast(
        here=here, there=there, ratio=ratio, ratio_side=ratio_side, difference=_span(second - first),
        difference_side=difference_side, draws=len(first), same=same,
    )  # fmt: skip


def _span(values: Draws) -> Span:
    p5, p50, p95 = exact_quantiles(values, LEVELS)
    return p5, p50, p95


def _possible(values: Draws, dimension: Dimension) -> "np.typing.NDArray[np.bool_]":
    possible: np.typing.NDArray[np.bool_] = (values >= dimension.lower - _SAME) & (values <= dimension.upper + _SAME)
    return possible


def sides(here: Stand, there: Stand) -> tuple[Direction, Direction]:
    """The sides to which a ratio and a difference are open, by moving each stated bound in both values at once."""
    ratios, differences = set[bool](), set[bool]()
    for key, up in (here.limits | there.limits).items():
        factor = 1.01 if up else 0.99
        before = float(here.medians[here.variable]), float(there.medians[there.variable])
        after = here.moved(key, factor), there.moved(key, factor)
        if all(before) and abs(change := after[1] / after[0] * before[0] / before[1] - 1) > _SAME:
            ratios.add(change > 0)
        if abs(change := (after[1] - after[0]) - (before[1] - before[0])) > _SAME * max(map(abs, before)):
            differences.add(change > 0)
    return _side(ratios), _side(differences)


def _side(moves: set[bool]) -> Direction:
    return "" if not moves else "either" if len(moves) == 2 else ">=" if True in moves else "<="
