"""Which points a sweep visits: all combinations, a sample of them, or those that somebody listed.

A point is a row of numbers with a column for each axis: a number in the unit of its quantity, or the place of a choice.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from estimator.errors import EstimatorError, Problem
from estimator.sweeps.axes import Axis, Choices, Numbers, Span, axis_of, listed
from estimator.uncertainty.distributions import Draws

Written = str | Sequence[Any]
"""`START:STOP:COUNT`, `START:STOP`, `a,b,c`, or a sequence of values."""


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
    return 0 if isinstance(axis, Span) else len(axis)


def _at(axis: Axis, places: Any) -> Draws:
    """The numbers at some places of an axis, or the places of its choices themselves."""
    found: Draws = axis.numbers[places.astype(int)] if isinstance(axis, Numbers) else places.astype(float)
    return found


def _drawn(axis: Axis, shares: Draws) -> Draws:
    return axis.at(shares) if isinstance(axis, Span) else _at(axis, np.floor(shares * len(axis)))


def designed(
    over: Mapping[str, Written] | Sequence[str], sample: int | None, points: str | Path | None, seed: int, most: int
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
    if not axes and not problems:
        problems.append(Problem("nothing is swept; write such as --over pue=1.05:1.5:10, or --points FILE.csv"))
    if problems:
        raise EstimatorError(problems)
    return _within(Grid(tuple(axes)) if sample is None else Sample(tuple(axes), sample, seed), most)


def _axes(over: Mapping[str, Written] | Sequence[str]) -> tuple[list[Axis], list[Problem]]:
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


def _read(path: Path, most: int) -> Listed:
    """Points of a CSV file, whose header names what is swept.

    Raises:
        EstimatorError: the file cannot be read, a row of another length, a value that is none.
    """
    header, rows = _table(path, most)
    axes, places, problems = list[Axis](), list[Draws](), list[Problem]()
    for column, name in enumerate(header):
        texts = [row[column].strip() for row in rows]
        problems += [
            Problem(f"{name} is empty here; every point needs a value of it", str(path), line)
            for line, text in enumerate(texts, 2)
            if not text
        ]
        if not all(texts):
            continue
        try:
            axis = listed(name, texts)
        except EstimatorError as error:
            problems += [Problem(problem.message.removeprefix("--over "), str(path)) for problem in error.problems]
            continue
        order = {text: place for place, text in enumerate(axis.texts)} if isinstance(axis, Choices) else {}
        places.append(np.array([order[text] for text in texts] if order else range(len(texts)), dtype=float))
        axes.append(axis)
    if problems:
        raise EstimatorError(problems)
    return Listed(tuple(axes), np.column_stack(places))


def _table(path: Path, most: int) -> tuple[list[str], list[list[str]]]:
    rows: list[list[str]] = []
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                rows.append(row)
                if len(rows) > most + 1:
                    raise EstimatorError(
                        [Problem(f"holds more than {most:,} points; --most-points allows more", str(path))]
                    )
    except (OSError, UnicodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no table of text"
        raise EstimatorError([Problem(f"cannot be read: {reason}", str(path))]) from None
    header = [name.strip() for name in rows[0]] if rows else []
    problems = list(_misshapen(header, rows[1:], str(path)))
    if problems:
        raise EstimatorError(problems)
    return header, rows[1:]


def _misshapen(header: Sequence[str], rows: Sequence[Sequence[str]], file: str) -> Iterator[Problem]:
    if not header or not all(header):
        yield Problem("should begin with a line of names, such as pue,accelerator", file, 1)
    if doubled := {name for name in header if header.count(name) > 1}:
        yield Problem(f"{', '.join(sorted(doubled))} stands in two columns", file, 1)
    if not rows:
        yield Problem("there are no points under the names", file)
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            yield Problem(f"has {len(row)} values for {len(header)} names", file, line)
