"""The rows of some points, put together from the blocks that they were computed in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.sweeps.alone import Label
from estimator.sweeps.blocks import Block, Outcome
from estimator.sweeps.families import Family
from estimator.sweeps.programs import Array
from estimator.sweeps.rounding import rounded
from estimator.sweeps.shared import Shared


@dataclass(kw_only=True)
class Window:
    """Some points and their rows, in the order of the points: row `n` is of `points[place[n]]`, the first is `start`.

    `labels` are what `label[n]` counts. Quantiles are not a number where data are in conflict.
    """

    start: int
    points: Array
    labels: list[Label] = field(default_factory=list)
    place: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    label: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    quantiles: Array = field(default_factory=lambda: np.empty((0, 3)))


@dataclass(kw_only=True)
class Piece:
    """The points of a window that a block is of; `last` ends the window."""

    window: Window
    family: Family
    places: NDArray[np.int64]
    block: Block
    last: bool = False


def joined(found: Sequence[tuple[Piece, Outcome]]) -> Window:
    """A window with the rows of all of its pieces, in the order of its points."""
    window = found[0][0].window
    codes: dict[Label, int] = {}
    places, labels, quantiles = list[Any](), list[Any](), list[Array]()
    for piece, made in found:
        for part_places, part_labels, part_quantiles in _parts(piece, made):
            places.append(part_places)
            labels.append([codes.setdefault(label, len(codes)) for label in part_labels])
            quantiles.append(part_quantiles)
    if not places:  # all of them are open
        return window
    place = np.concatenate([np.asarray(part, dtype=np.int64) for part in places])
    order = np.argsort(place, kind="stable")
    window.labels = list(codes)
    window.place = place[order]
    window.label = np.concatenate([np.asarray(part, dtype=np.int64) for part in labels])[order]
    window.quantiles = rounded(np.concatenate(quantiles)[order])
    return window


def _parts(piece: Piece, made: Outcome) -> Iterator[tuple[Any, list[Label], Array]]:
    for point, rows in made.alone.items():
        if rows:
            yield [piece.places[point]] * len(rows), [label for label, _ in rows], np.array([row for _, row in rows])
    told, coherent = piece.family.told(piece.block.numbers), piece.block.coherent
    for shared, (points, quantiles) in zip(piece.family.plans, made.together, strict=False):
        if len(points):
            yield from _lines(piece, shared, points, quantiles, told[points], coherent[points])


def _lines(
    piece: Piece, shared: Shared, points: NDArray[np.int64], quantiles: Array, told: Array, coherent: Array
) -> Iterator[tuple[Any, list[Label], Array]]:
    """The rows of points that were computed together."""
    ways = shared.ways(coherent, [line.variable for line in shared.lines if line.target is not None])
    for line in shared.lines:
        if line.target is not None:
            numbers = quantiles[:, line.target]
        elif line.column is not None:
            numbers = np.repeat(told[:, line.column, None], 3, axis=1)
        else:
            numbers = np.tile(np.array(line.always), (len(points), 1))
        sides = ways.get(line.variable)
        labels = [line.label] * len(points) if sides is None else [line.label._replace(side=way) for way in sides]
        yield piece.places[points], labels, numbers
