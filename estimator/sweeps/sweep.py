"""A scenario at many points: the rows of all of them, computed as they are asked for."""

from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimator.computing.workers import Threads, Workers
from estimator.errors import EstimatorError, few_suggestions
from estimator.interface.arguments import Texts, quantities_of, whole_number
from estimator.interface.notebooks import data_frame
from estimator.method import SEED, method_of
from estimator.results.estimates import COLUMNS
from estimator.results.result import HEADLINES, Result
from estimator.scenario import Written
from estimator.scenario.written import kept
from estimator.sweeps.axes import MOST_POINTS, Axis, Choices
from estimator.sweeps.blocks import Block, Outcome, outcome
from estimator.sweeps.cases import Ground
from estimator.sweeps.designs import Design, designed
from estimator.sweeps.families import Family
from estimator.sweeps.programs import Array
from estimator.sweeps.swept import Swept, count_of, swept_of, table_of
from estimator.sweeps.windows import Piece, Window, joined
from estimator.uncertainty.measurement import Progress

if TYPE_CHECKING:
    import pandas

POINT_DRAWS = 10_000
"""Enough for medians good to about one and a half per cent of a wide range, and many points."""

_WINDOW = 2_048
"""Points whose rows are in memory at once."""

_KEPT = 64
"""Families that are remembered."""

_FEW = 3
"""Points up to which it is not worth looking for what they share."""

_IN_THE_WAY = range(4_096, 65_536)
"""Draws of a point at which threads wait for each other: its arrays are too short to be worked on without Python."""


class Sweep:
    """The points of a sweep and, as often as it is gone through, their rows.

    Nothing is kept unless asked for: memory does not grow with the number of points. `first` is the first point.
    """

    def __init__(
        self,
        ground: Ground,
        design: Design,
        workers: Workers | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.ground, self.design, self.progress = ground, design, progress
        self.draws, self.seed, self.quantities = ground.method.draws, ground.method.seed, ground.method.asked
        self.workers = workers or _threads(self.draws)
        self._families: OrderedDict[tuple[int, ...], Family] = OrderedDict()
        first = design.points(0, 1)
        family = self._family(tuple(self._keys(first)[0].tolist()))
        self.first = family.solve(first[0])
        self.wanted_at_first = len(family.alone.wanted(self.first))
        self._check_quantities(self.first)
        self._kept: list[Window] | None = None

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What is swept."""
        return self.design.axes

    def __len__(self) -> int:
        return len(self.design)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Tidy rows, one for each point, system and quantity. What is open at a point has no row."""
        for window in self.windows():
            swept = [self.values(axis, column) for axis, column in zip(self.axes, window.points.T, strict=True)]
            names = [axis.name for axis in self.axes]
            for place, label, numbers in zip(
                window.place.tolist(), window.label.tolist(), window.quantiles.tolist(), strict=True
            ):
                told = window.labels[label]
                known = dict(zip(("p5", "p50", "p95"), map(_known, numbers), strict=True))
                yield {
                    "point": window.start + place + 1,
                    **{name: values[place] for name, values in zip(names, swept, strict=True)},
                    "system": told.system, "quantity": told.quantity, "unit": told.unit, **known,
                    "side": told.side, "tier": told.tier, "source": told.source,
                }  # fmt: skip

    def to_rows(self) -> list[dict[str, Any]]:
        """All rows at once."""
        return list(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """All rows as a table of pandas: what is swept in columns of its own, as numbers or as choices.

        Raises:
            EstimatorError: pandas is not installed.
        """
        swept = {axis.name: str if isinstance(axis, Choices) else float for axis in self.axes}
        return data_frame({"point": int, **swept, **COLUMNS}, self)

    def __repr__(self) -> str:
        over = ", ".join(axis.name for axis in self.axes)
        return f"<Sweep of {self.first.title!r:.80}: {len(self):,} points over {over}, {self.draws:,} draws>"

    def values(self, axis: Axis, column: Array) -> list[Any]:
        """What an axis is at some points: numbers in the unit of its quantity, or choices as they were written."""
        if isinstance(axis, Choices):
            return [axis.texts[int(place)] for place in column.tolist()]
        numbers: list[Any] = column.tolist()
        return numbers

    def keep(self) -> None:
        """Compute all rows and remember them, for who goes through them more than once."""
        self._kept = list(self.windows())

    def windows(self) -> Iterator[Window]:
        """The rows, some points at a time and in their order, whoever computes them."""
        return self._computed() if self._kept is None else iter(self._kept)

    def _computed(self) -> Iterator[Window]:
        waiting: deque[Piece] = deque()
        done = 0
        found: list[tuple[Piece, Outcome]] = []
        for piece_outcome in self.workers.map(outcome, self._blocks(waiting)):
            piece = waiting.popleft()
            found.append((piece, piece_outcome))
            done += len(piece.places)
            if self.progress:
                self.progress(done * self.draws, len(self) * self.draws)
            if piece.last:
                yield joined(found)
                found = []

    def _blocks(self, waiting: "deque[Piece]") -> Iterator[Block]:
        """All work, and for each block the points that it is of."""
        for start in range(0, len(self), _WINDOW):
            window = Window(start=start, points=self.design.points(start, start + _WINDOW))
            pieces = list(self._pieces(window))
            for piece, block in pieces:
                waiting.append(piece)
                piece.last = piece is pieces[-1][0]
                yield block

    def _pieces(self, window: Window) -> Iterator[tuple["Piece", Block]]:
        """The points of a window by family, each cut into blocks."""
        keys, member = np.unique(self._keys(window.points), axis=0, return_inverse=True)
        for number, key in enumerate(keys.tolist()):
            places = np.flatnonzero(member.ravel() == number)
            family = self._family(tuple(key))
            points = window.points[places]
            if len(points) >= _FEW:
                family.find_shared(points)
            before = 0
            for block in family.blocks(points):
                after = before + len(block.numbers)
                yield Piece(window=window, family=family, places=places[before:after], block=block), block
                before = after

    def _keys(self, points: Array) -> NDArray[np.int64]:
        """By what points belong together: what is chosen, and which numbers are nothing."""
        columns = [
            column if isinstance(axis, Choices) else column == 0
            for axis, column in zip(self.axes, points.T, strict=True)
        ]
        return np.column_stack(columns).astype(np.int64)

    def _family(self, key: tuple[int, ...]) -> Family:
        if key not in self._families:
            choice = tuple(
                place if isinstance(axis, Choices) else 0 for axis, place in zip(self.axes, key, strict=True)
            )
            self._families[key] = Family(self.ground, choice)
            while len(self._families) > _KEPT:
                self._families.popitem(last=False)
        self._families.move_to_end(key)
        return self._families[key]

    def _check_quantities(self, first: Result) -> None:
        """Refuse quantities that are open where the sweep begins."""
        known = {estimate.name for estimate in first.estimates}
        if not self.quantities and known.isdisjoint(HEADLINES):
            raise EstimatorError("there are no headline figures here; name what is wanted with --quantity")
        for name in self.quantities:
            if name not in known:
                first[first.systems[-1], name]  # says what it lacks


def _threads(draws: int) -> Threads:
    """As many threads as are faster than one; rows do not depend on it."""
    return Threads(1 if draws in _IN_THE_WAY else None)


def _known(number: float) -> float | None:
    return None if number != number else number


def sweep(
    scenario: Written,
    over: Mapping[str, Swept] | Texts = (),
    *,
    sample: int | None = None,
    points: str | Path | None = None,
    quantities: Texts = (),
    settings: Texts = (),
    draws: int = POINT_DRAWS,
    seed: int = SEED,
    assumptions: bool = True,
    most_points: int = MOST_POINTS,
    workers: Workers | None = None,
    progress: Progress | None = None,
    as_of: str | date | None = None,
) -> Sweep:
    """Solve a scenario at many points.

    Args:
        scenario: a file, by its path; its text, of two lines or more; data in the shape of a file; or a scenario that
            `scenario_of` has read.
        over: for each name what it takes: `"1.05:1.5:10"` for even steps, `"100 MW:2 GW:10:log"` for even ratios,
            `"h100-sxm,gb200"` or a sequence for a list, `"1.05:1.5"` for a sample.
        sample: how many points to draw (a Latin hypercube), instead of all combinations.
        points: a CSV file that lists the points, names in its first line, instead of `over`.
        quantities: what is wanted of each point; the headline figures if none are named.
        settings: texts `NAME=VALUE` that override it at every point.
        draws: random draws behind the ranges of each point; all points have the same ones.
        seed: of the draws, and of a sample.
        assumptions: whether the catalog's defaults fill what facts leave open.
        most_points: more are refused.
        workers: who computes, such as `workers_at` of a scheduler; threads of this process by default.
        progress: called with the number of draws done and of all draws.
        as_of: a day such as 2025-03-01, of which only what was known by then is taken from the catalog.

    Raises:
        EstimatorError: every problem of the scenario, of what is swept and of other arguments, before anything is
            computed.
    """
    method = method_of(
        draws=draws, seed=seed, assumptions=assumptions, settings=settings, as_of=as_of, progress=progress,
        workers=workers,
    )  # fmt: skip
    names = tuple(dict.fromkeys(quantities_of("quantities", quantities)))
    most, wanted = whole_number("most_points", most_points, least=None), count_of("sample", sample)
    with few_suggestions():
        design = designed(swept_of(over), wanted, table_of(points), method.seed, most)
        ground = Ground(kept(scenario), design.axes, replace(method, asked=names))
        ground.check()
    return Sweep(ground, design, workers, progress)
