"""Points that differ in numbers alone, and what they share."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from estimator.datum import Datum
from estimator.results.result import Result
from estimator.scenario.prices import in_prices
from estimator.solution.agreement import Direction
from estimator.sweeps.alone import Alone
from estimator.sweeps.axes import Choices, Numbers, Span
from estimator.sweeps.blocks import Block, Task, length
from estimator.sweeps.cases import Ground, is_of
from estimator.sweeps.programs import Array
from estimator.sweeps.shared import Shared, shared
from estimator.units.reading import to_coherent

_TRIES = 3
"""Points that are solved to find what a family shares. If none of them tells, all are solved one by one."""

_MANY = 24
"""Points from which on it pays to solve a few more of them."""


class Family:
    """All points of one choice, and the plans that they share as soon as some of them have been solved."""

    def __init__(self, ground: Ground, choice: tuple[int, ...]) -> None:
        scenario, case = ground.read(choice)
        self.alone = Alone(scenario, case, ground.method, ground.method.asked)
        self.columns = [place for place, axis in enumerate(ground.axes) if not isinstance(axis, Choices)]
        self.axes = [axis for axis in ground.axes if not isinstance(axis, Choices)]
        self.names = tuple((axis.name, axis.money) for axis in self.axes)
        self.swept = tuple(tuple(name for name, datum in case.data if is_of(datum, axis)) for axis in self.axes)
        self.data = [next(datum for _, datum in case.data if is_of(datum, axis)) for axis in self.axes]
        self.plans: list[Shared] = []
        self.solved: set[tuple[float, ...]] = set()

    def find_shared(self, points: Array) -> None:
        """Solve a few of some points, to find what all of them share; of many, some may hold other defaults back."""
        for place in dict.fromkeys((0, len(points) // 2, len(points) - 1)):
            if len(self.solved) >= _TRIES or (self.plans and len(points) < _MANY):
                return
            if tuple(points[place].tolist()) not in self.solved:
                self.solve(points[place])

    def solve(self, point: Array) -> Result:
        """A point as a run of its own, which may tell what all points share."""
        self.solved.add(tuple(point.tolist()))
        numbers = point[None, self.columns]
        result = self.alone.result(
            Block(alone=self.alone, names=self.names, numbers=numbers, coherent=numbers).stated(0)
        )
        found = shared(result, self.alone.wanted(result), self.swept)
        if found and not any(found.holds == other.holds for other in self.plans):
            self.plans.append(found)
        return result

    def blocks(self, points: Array) -> Iterator[Block]:
        """Some points as work, in their order."""
        size = length([plan.program for plan in self.plans])
        for start in range(0, len(points), size):
            numbers = points[start : start + size, self.columns]
            coherent = self.told(numbers) * [to_coherent(datum.dimension.unit) for datum in self.data]
            tasks = tuple(Task(plan.program, self._ways(plan, coherent)) for plan in self.plans)
            yield Block(alone=self.alone, names=self.names, numbers=numbers, coherent=coherent, tasks=tasks)

    def _ways(self, plan: Shared, coherent: Array) -> tuple[tuple[Direction, ...], ...]:
        """For each test of a program, on which side the implied value is open at each point."""
        tested = [test.variable for test in plan.program.tests]
        found = plan.ways(coherent, tested)
        return tuple(tuple(found.get(name, ("",) * len(coherent))) for name in tested)

    def told(self, numbers: Array) -> Array:
        """Numbers as results tell them: money in the prices of the scenario."""
        columns = [self._told(*told) for told in zip(self.axes, self.data, numbers.T, strict=True)]
        return np.column_stack(columns) if columns else numbers

    def _told(self, axis: Numbers | Span, datum: Datum, numbers: Array) -> Array:
        prices = self.alone.case.prices
        if axis.money in ("", "USD", prices):
            return numbers
        stated = [replace(datum.value, parameters=(number,), money=axis.money) for number in numbers.tolist()]
        told = [in_prices(replace(datum, value=value), prices, self.alone.method.catalog) for value in stated]
        return np.array([datum.value.parameters[0] for datum in told])
