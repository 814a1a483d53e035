"""Which points a sweep visits: all combinations, a sample of them, or those that somebody listed.

A point is a row of numbers with a column for each axis: a number in the unit of its quantity, or the place of a choice.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from estimator.errors import EstimatorError, Problem
from estimator.files.cells import unguarded
from estimator.files.doors import read_input
from estimator.sweeps.axes import Axis, Choices, Numbers, Span, axis_of, faults, listed
from estimator.sweeps.swept import Swept
from estimator.uncertainty.distributions import Draws

_MOST = 10**9
"""Points of a sweep, whatever is allowed: days of work."""

_MOST_DRAWN = 10**7
"""Points of a sample, all of which are in memory."""


_LARGEST = 100_000_000
"""Bytes of a table of points, all of which are in memory."""


class Design(Protocol):
    """Points in a fixed order. None depends on how many are asked for at once."""

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What is swept."""

    def __len__(self) -> int: ...

    def points(self, start: int, stop: int) -> Draws:
        """Some of the points: points × axes."""


@dataclass(frozen=True)
class Grid:
    """All combinations, the last axis changing fastest."""

    axes: tuple[Axis, ...]

    def __len__(self) -> int:
        return prod(_count(axis) for axis in self.axes)

    def points(self, start: int, stop: int) -> Draws:
        """Some of the points: points × axes."""
        places = np.unravel_index(np.arange(start, min(stop, len(self))), [_count(axis) for axis in self.axes])
        return np.column_stack([_at(axis, place) for axis, place in zip(self.axes, places, strict=True)])


@dataclass(frozen=True)
class Sample:
    """A Latin hypercube: of as many equal parts of each axis as there are points, each holds one."""

    axes: tuple[Axis, ...]
    count: int
    seed: int

    def __len__(self) -> int:
        return self.count

    @cached_property
    def _shares(self) -> Draws:
        from scipy.stats import qmc  # slow to load, and seldom needed

        drawn: Draws = qmc.LatinHypercube(len(self.axes), rng=self.seed).random(self.count)
        return drawn

    def points(self, start: int, stop: int) -> Draws:
        """Some of the points: points × axes."""
        shares = self._shares[start:stop]
        return np.column_stack([_drawn(axis, share) for axis, share in zip(self.axes, shares.T, strict=True)])


@dataclass(frozen=True)
class Listed:
    """Points as somebody listed them."""

    axes: tuple[Axis, ...]
    places: Draws

    def __len__(self) -> int:
        return len(self.places)

    def points(self, start: int, stop: int) -> Draws:
        """Some of the points: points × axes."""
        places = self.places[start:stop].T
        return np.column_stack([_at(axis, place) for axis, place in zip(self.axes, places, strict=True)])


def _count(axis: Axis) -> int:
    match axis:
        case Span():
            return 0
        case Numbers():
            return axis.size
        case Choices():
            return len(axis)


def _at(axis: Axis, places: Any) -> Draws:
    """The numbers at some places of an axis, or the places of its choices themselves."""
    found: Draws = axis.at(places.astype(int)) if isinstance(axis, Numbers) else places.astype(float)
    return found


def _drawn(axis: Axis, shares: Draws) -> Draws:
    return axis.at(shares) if isinstance(axis, Span) else _at(axis, np.floor(shares * len(axis)))


def designed(
    over: Mapping[str, Swept] | Sequence[str], sample: int | None, points: str | Path | None, seed: int, most: int
) -> Design:
    """The points of a sweep.

    Args:
        over: what is swept, by name, or as texts NAME=VALUES.
        sample: how many points to draw, instead of all combinations.
        points: a CSV file of points, instead of both.
        seed: of a sample.
        most: points that are not too many.

    Raises:
        EstimatorError: every problem of the axes; too many points; a design that is none.
    """
    if most < 1:
        raise EstimatorError(f"--most-points should be at least 1, got {most}")
    if points is not None:
        if over or sample is not None:
            raise EstimatorError("--points lists whole points; leave --over and --sample out")
        return _within(_read(Path(points), most), most)
    axes, problems = _axes(over)
    spans = [axis for axis in axes if isinstance(axis, Span)]
    if sample is None:
        problems += [
            Problem(f"--over {axis.name}: say how many, such as {axis.name}=START:STOP:10, or --sample 100")
            for axis in spans
        ]
    elif sample < 1:
        problems.append(Problem(f"--sample should be at least 1, got {sample}"))
    elif sample > _MOST_DRAWN:
        problems.append(
            Problem(f"--sample draws up to {_MOST_DRAWN:,} points, got {sample:,}; draw fewer, or of several seeds")
        )
    if not axes and not problems:
        problems.append(Problem("nothing is swept; write such as --over pue=1.05:1.5:10, or --points FILE.csv"))
    if problems:
        raise EstimatorError(problems)
    if sample is not None:
        return _within(Sample(tuple(axes), sample, seed), most)
    if (count := prod(map(_count, axes))) > _MOST:
        raise EstimatorError(f"this is {count:,} points, more than a sweep can have: {_MOST:,}; sweep over fewer")
    return _within(Grid(tuple(axes)), most)


def _axes(over: Mapping[str, Swept] | Sequence[str]) -> tuple[list[Axis], list[Problem]]:
    named = [*over.items()] if isinstance(over, Mapping) else [_named(text) for text in over]
    axes: list[Axis] = []
    problems: list[Problem] = []
    for number, (name, written) in enumerate(named):
        if name in (other for other, _ in named[:number]):
            problems.append(Problem(f"--over {name}: is swept twice; write one list"))
            continue
        try:
            axes.append(axis_of(name, written))
        except EstimatorError as error:
            problems += error.problems
    return axes, problems


def _named(text: str) -> tuple[str, str]:
    name, equals, written = (part.strip() for part in text.partition("="))
    if not (name and equals and written):
        raise EstimatorError(
            f"--over {text}: write NAME=VALUES, such as pue=1.05:1.5:10, or accelerator=h100-sxm,gb200"
        )
    return name, written


def _within(design: Design, most: int) -> Design:
    if not len(design):
        raise EstimatorError("there are no points")
    if len(design) > most:
        raise EstimatorError(
            f"this is {len(design):,} points, more than {most:,}; --most-points {len(design)} allows it"
        )
    return design


Row = tuple[int, Sequence[str]]
"""The line of a table that a row begins on, and its values."""


def _read(path: Path, most: int) -> Listed:
    """Points of a CSV file, whose header names what is swept.

    Raises:
        EstimatorError: the file cannot be read, a row of another length, every value that is none.
    """
    (first, header), *rows = _table(path, most)
    axes, places, problems = list[Axis](), list[Draws](), list[Problem]()
    for column, name in enumerate(header):
        texts = [row[column] for _, row in rows]
        try:
            wrong = {text: f"{name}: {fault}" for text, fault in faults(name, [*filter(None, texts)]).items()}
            wrong[""] = f"{name} is empty here; every point needs a value of it"
            found = [
                Problem(wrong[text], str(path), line)
                for (line, _), text in zip(rows, texts, strict=True)
                if text in wrong
            ]
            axis = None if found else listed(name, texts)
        except EstimatorError as error:
            problems += [
                Problem(problem.message.removeprefix("--over "), str(path), first) for problem in error.problems
            ]
            continue
        problems += found
        if axis is not None:
            order = {text: place for place, text in enumerate(axis.texts)} if isinstance(axis, Choices) else {}
            places.append(np.array([order[text] for text in texts] if order else range(len(texts)), dtype=float))
            axes.append(axis)
    if problems:
        raise EstimatorError(problems)
    return Listed(tuple(axes), np.column_stack(places))


def _table(path: Path, most: int) -> list[Row]:
    """The rows of a table, its names first; blank lines are skipped."""
    raw = read_input(path, _LARGEST, "split it, and sweep over the parts")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "is no table of text; write the points as CSV, with a line of names above them"
        raise EstimatorError([Problem(message, str(path))]) from None
    rows: list[Row] = []
    line = 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if len(row) > 1 or any(map(str.strip, row)):
                rows.append((line, [unguarded(cell.strip()) for cell in row]))
            line = reader.line_num + 1
            if len(rows) > most + 1:
                raise EstimatorError(
                    [Problem(f"holds more than {most:,} points; --most-points allows more", str(path))]
                )
    except csv.Error as error:
        raise EstimatorError([Problem(_misread(error), str(path), line)]) from None
    if problems := list(_misshapen(rows, str(path))):
        raise EstimatorError(problems)
    return rows


def _misread(error: csv.Error) -> str:
    """What keeps a line from being one of a table."""
    if "field limit" in str(error) or "field larger" in str(error):
        return f"has a value of more than {csv.field_size_limit():,} characters; a point is a line of short ones"
    if "quote" in str(error) or "expected after" in str(error) or "unexpected end" in str(error):
        return "has a quote that is never closed, or that ends within a value"
    return f"cannot be read as CSV: {error}"


def _misshapen(rows: Sequence[Row], file: str) -> Iterator[Problem]:
    first, header = rows[0] if rows else (1, [])
    if not header or not all(header):
        yield Problem("should begin with a line of names, such as pue,accelerator", file, first)
    if doubled := {name for name, times in Counter(header).items() if times > 1}:
        yield Problem(f"{', '.join(sorted(doubled))} stands in two columns", file, first)
    if not rows[1:]:
        yield Problem("there are no points under the names", file)
    for line, row in rows[1:]:
        if len(row) != len(header):
            yield Problem(f"has {len(row)} values for {len(header)} names", file, line)
