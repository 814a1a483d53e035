"""Points that share a plan, as numbers alone: what is drawn once for all of them, and what each computes anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.computing.workers import Threads
from estimator.datum import Datum, Variable
from estimator.solution.agreement import Direction, p_value, verdict
from estimator.solution.defaults import NEARLY_ALL, SLACK, can_hold, left
from estimator.solution.worlds import CHECKED
from estimator.solver.evaluate import room
from estimator.solver.kernel import Kernel
from estimator.solver.steps import Conditioned
from estimator.uncertainty.distributions import Draws, quantiles
from estimator.uncertainty.measurement import LEVELS, MOSTLY, exact_quantiles, samples
from estimator.uncertainty.sampling import Sampler

_AT_ONCE = 16_384
"""Draws of several points that are computed at once: as many as stay near the processor."""

_SORTED = 2_048
"""Draws of a point up to which sorting them all is the fastest way to their quantiles."""

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A value that depends on what is swept: its bounds and the factor of its unit, in coherent units.

    `ranges` are how many ranges it rests on: without one it is a number, from one its quantiles follow, and more are
    drawn. A `safe` one is positive by its formula and has no other bounds; a default `yields` to those of another.
    """

    variable: Variable
    lower: float
    upper: float
    factor: float
    ranges: int
    safe: bool
    yields: bool


@dataclass(frozen=True)
class Test:
    """A datum that has to agree with what others imply of `variable`."""

    variable: Variable
    datum: Datum


@dataclass(frozen=True)
class Hold:
    """A default that keeps within limits, and its datum."""

    step: Conditioned
    datum: Datum

    def as_in_a_run(self, values: Mapping[Variable, Any]) -> NDArray[np.bool_]:
        """The points at which a run would hold the default: some draws are beyond its limits, and they leave enough."""
        raw, low, high = np.broadcast_arrays(values[self.step.raw], *room(self.step, values))
        beyond = np.any((raw < low) | (raw > high), axis=1)
        enough = [can_hold(self.datum, *pair) for pair in zip(low, high, strict=True)]
        return np.array(beyond & enough)

    def hardly_moves(self, values: Mapping[Variable, Any]) -> NDArray[np.bool_]:
        """The points at which a run would tell the default as the catalog has it."""
        _, low, high = np.broadcast_arrays(values[self.step.raw], *room(self.step, values))
        return np.array([left(self.datum, *pair) >= NEARLY_ALL for pair in zip(low, high, strict=True)])


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """How to compute all points that share a plan.

    `constant` computes what does not depend on the point from draws that all points share; `kernel` the rest, from this
    and from what is swept: for each column of numbers the variables that it stands for. `targets` are wanted, `watched`
    must stay within their bounds. `exact` are the quantiles of what is constant. `held` are defaults that keep within
    limits, `fixed` what of these limits is the same in all draws.
    """

    constant: Kernel
    sampler: Sampler
    draws: int
    exact: Mapping[Variable, tuple[float, float, float]]
    kernel: Kernel
    swept: tuple[tuple[Variable, ...], ...]
    targets: tuple[Target, ...]
    watched: tuple[Target, ...]
    tests: tuple[Test, ...]
    tested: Sampler
    held: tuple[Hold, ...]
    fixed: Mapping[Variable, float]

    @cached_property
    def width(self) -> int:
        """The draws of a point that are computed: all, or as many as check bounds where none is measured."""
        measured = any(target.ranges > 1 or not target.safe for target in self.targets)
        return self.draws if measured else min(self.draws, CHECKED)

    @cached_property
    def columns(self) -> dict[Variable, Array]:
        """What all points share: its draws, and then its quantiles."""
        drawn = samples(self.constant, self.sampler, self.width, threads=Threads(1))
        return {name: np.concatenate([values, self.exact[name]])[None, :] for name, values in drawn.items()}

    @cached_property
    def stated(self) -> list[Draws]:
        """Draws of the data that have to agree."""
        return self.tested.sample(min(self.draws, CHECKED))

    def computed(self, numbers: Array, directions: Sequence[Sequence[Direction]]) -> tuple[Array, NDArray[np.bool_]]:
        """The quantiles of every target at some points, and at which points these are what a run would give.

        Args:
            numbers: what is swept, in coherent units: points × columns.
            directions: for every test, on which side the implied value is open at each point.

        Returns:
            points × targets × quantiles, in the units of the quantities.
        """
        found = np.empty((len(numbers), len(self.targets), len(LEVELS)))
        sound = np.ones(len(numbers), dtype=bool)
        together = max(_AT_ONCE // (self.width + len(LEVELS)), 1)
        for start in range(0, len(numbers), together):
            part = slice(start, start + together)
            values = self._values(numbers[part])
            with np.errstate(all="ignore"):  # numbers of points that are not sound are of no use
                self._check(values, sound[part], [ways[part] for ways in directions])
                as_usual = [(hold, hold.hardly_moves(self._checked(values))) for hold in self.held]
                self._measure(values, found[part], sound[part])
            for hold, points in as_usual:
                for number, target in enumerate(self.targets):
                    if target.variable == hold.step.target:
                        found[part][points, number] = quantiles(hold.datum)
        return found, sound

    def _values(self, numbers: Array) -> dict[Variable, Array]:
        """Everything that the kernel gives: points × draws, and the quantiles behind them."""
        shape = len(numbers), self.width + len(LEVELS)
        known: dict[Variable, Any] = dict(self.columns)
        known |= {name: numbers[:, [place]] for place, names in enumerate(self.swept) for name in names}
        slots = self.kernel.slots(shape)
        for name, slot in self.kernel.inputs.items():
            slots[slot] = known[name]
        self.kernel.run(slots)
        passed_on = {*self.kernel.inputs.values()}
        found = {name: slots[slot] for name, slot in self.kernel.outputs.items() if slot not in passed_on}
        for name, slot in self.kernel.outputs.items():
            if slot in passed_on:  # a factor of one leaves an input as it is
                found[name] = np.broadcast_to(slots[slot], shape).copy()
        for names in (*self.swept, tuple(name for hold in self.held for name in hold.step.inputs)):
            found |= {name: np.broadcast_to(known[name], shape) for name in names if name in known}
        return found

    def _check(
        self, values: Mapping[Variable, Array], sound: NDArray[np.bool_], directions: Sequence[Sequence[Direction]]
    ) -> None:
        """Mark the points at which a run would find data in conflict, or a value that is not finite."""
        checked = min(self.draws, CHECKED)
        for drawn in values.values():
            sound &= np.isfinite(drawn.sum(axis=1))  # neither infinite nor NaN anywhere
        for target in self.watched:
            drawn = values[target.variable][:, :checked]
            if not (drawn.min() >= target.lower and drawn.max() <= target.upper):  # not for NaN
                shares = ((drawn >= target.lower) & (drawn <= target.upper)).mean(axis=1).tolist()
                sound &= np.array([share == 1 if target.yields else verdict(share) == "agrees" for share in shares])
        for hold in self.held:
            sound &= hold.as_in_a_run(self._checked(values))
        for test, stated, ways in zip(self.tests, self.stated, directions, strict=True):
            for point, implied in enumerate(values[test.variable][:, :checked]):
                p = p_value(implied, ways[point], stated, test.datum)
                sound[point] &= verdict(p) == "agrees"

    def _checked(self, values: Mapping[Variable, Array]) -> dict[Variable, Any]:
        """What limits rest on, over the draws by which data check each other."""
        checked = min(self.draws, CHECKED)
        return {**self.fixed, **{name: drawn[:, :checked] for name, drawn in values.items()}}

    def _measure(self, values: Mapping[Variable, Array], found: Array, sound: NDArray[np.bool_]) -> None:
        """The quantiles of every target; the draws of those that are drawn change their order."""
        for number, target in enumerate(self.targets):
            drawn = values[target.variable]
            draws = drawn[:, : self.width]
            possible = _are_possible(draws, target)
            if target.ranges < 2:
                found[:, number] = np.sort(drawn[:, self.width :], axis=1)
            elif possible.all() and self.width <= _SORTED:
                draws.sort(axis=1)
                found[:, number] = _between(draws)
                continue
            for point in np.flatnonzero(sound & (~possible | (target.ranges > 1))).tolist():
                checked = draws[point, None, : min(self.draws, CHECKED)]
                if target.ranges > 1 or not _are_possible(checked, target).all():
                    row = draws[point] if possible[point] else _possible(draws[point], target)
                    found[point, number] = exact_quantiles(row, LEVELS)
        factor = np.array([target.factor for target in self.targets])[:, None]
        lower, upper = (
            np.array([getattr(target, end) for target in self.targets])[:, None] for end in ("lower", "upper")
        )
        np.clip(found, lower + SLACK * factor, upper - SLACK * factor, out=found)  # as a run tells what is rounded
        found /= factor


def _between(draws: Array) -> Array:
    """The quantiles of sorted rows, as `exact_quantiles` has them."""
    places = np.array(LEVELS) * (draws.shape[1] - 1)
    low, high = draws[:, np.floor(places).astype(int)], draws[:, np.ceil(places).astype(int)]
    result: Array = low + (high - low) * (places - np.floor(places))
    return result


def _are_possible(draws: Array, target: Target) -> NDArray[np.bool_]:
    """The points at which all draws lie within the bounds."""
    if target.safe or (draws.min() >= target.lower and draws.max() <= target.upper):  # not for NaN
        return np.ones(len(draws), dtype=bool)
    result: NDArray[np.bool_] = (draws.min(axis=1) >= target.lower) & (draws.max(axis=1) <= target.upper)
    return result


def _possible(draws: Draws, target: Target) -> Draws:
    """The draws that a run would measure: those within the bounds, or all finite ones where hardly any is."""
    possible = (draws >= target.lower) & (draws <= target.upper)
    return draws[possible] if float(np.mean(possible)) >= MOSTLY else draws[np.isfinite(draws)]
