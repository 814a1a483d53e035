"""Points that differ in numbers alone, and what they share."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from estimator.catalog import catalog_as_of
from estimator.datum import Datum
from estimator.result import Result
from estimator.scenario.prices import in_prices
from estimator.sweeps.alone import Alone
from estimator.sweeps.axes import Choices, Numbers, Span
from estimator.sweeps.blocks import Block, length
from estimator.sweeps.cases import Ground, is_of
from estimator.sweeps.programs import Array
from estimator.sweeps.shared import Shared, shared
from estimator.units import to_coherent

_TRIES = 3
"""Points that are solved to find what a family shares. If none of them tells, all are solved one by one."""


class Family:
    """All points of one choice, and the plan that they share as soon as one of them has been solved."""

    def __init__(
        self, ground: Ground, choice: tuple[int, ...], draws: int, seed: int, quantities: tuple[str, ...]
    ) -> None:
        scenario, case = ground.read(choice)
        self.alone = Alone(scenario, case, draws, seed, quantities, ground.as_of)
        self.columns = [place for place, axis in enumerate(ground.axes) if not isinstance(axis, Choices)]
        self.axes = [axis for axis in ground.axes if not isinstance(axis, Choices)]
        self.names = tuple((axis.name, axis.money) for axis in self.axes)
        self.swept = tuple(tuple(name for name, datum in case.data if is_of(datum, axis)) for axis in self.axes)
        self.data = [next(datum for _, datum in case.data if is_of(datum, axis)) for axis in self.axes]
        self.shared: Shared | None = None
        self.tries = 0

    def find_shared(self, points: Array) -> None:
        """Solve a few of some points, until one tells what all of them share."""
        for place in dict.fromkeys((0, len(points) // 2, len(points) - 1)):
            if self.shared is not None or self.tries >= _TRIES:
                return
            self.solve(points[place])

    def solve(self, point: Array) -> Result:
        """A point as a run of its own, which may tell what all points share."""
        self.tries += 1
        result = self.alone.result(Block(self.alone, self.names, point[None, self.columns]).stated(0))
        self.shared = shared(result, self.alone.wanted(result), self.swept)
        return result

    def blocks(self, points: Array) -> Iterator[Block]:
        """Some points as work, in their order."""
        together = self.shared
        size = length(together.program if together else None)
        for start in range(0, len(points), size):
            numbers = points[start : start + size, self.columns]
            if together is None:
                yield Block(self.alone, self.names, numbers)
                continue
            tested = [test.variable for test in together.program.tests]
            coherent = self.told(numbers) * [to_coherent(datum.dimension.unit) for datum in self.data]
            found = together.ways(coherent, tested)
            ways = tuple(tuple(found.get(name, ("",) * len(numbers))) for name in tested)
            yield Block(self.alone, self.names, numbers, together.program, coherent, ways)

    def told(self, numbers: Array) -> Array:
        """Numbers as results tell them: money in the prices of the scenario."""
        columns = [self._told(*told) for told in zip(self.axes, self.data, numbers.T, strict=True)]
        return np.column_stack(columns) if columns else numbers

    def _told(self, axis: Numbers | Span, datum: Datum, numbers: Array) -> Array:
        prices = self.alone.case.prices
        if axis.money in ("", "USD", prices):
            return numbers
        stated = [replace(datum.value, parameters=(number,), money=axis.money) for number in numbers.tolist()]
        catalog = catalog_as_of(self.alone.as_of)
        told = [in_prices(replace(datum, value=value), prices, catalog) for value in stated]
        return np.array([datum.value.parameters[0] for datum in told])
