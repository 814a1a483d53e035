"""The rows of a sweep, written as they are computed: for people, and as tables for programs."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from estimator import __version__
from estimator.characters import visible
from estimator.errors import EstimatorError
from estimator.model import model
from estimator.report.blocks import Block, rendered
from estimator.report.encoding import csv_text, json_of
from estimator.report.parquet import pyarrow_library
from estimator.report.tables import about
from estimator.results.estimates import COLUMNS
from estimator.sweeps.alone import Label
from estimator.sweeps.axes import Axis, Choices
from estimator.sweeps.sweep import Sweep
from estimator.sweeps.windows import Window
from estimator.wording import listed, value_text

MOST_SHOWN = 1_000
"""Points that people are shown; programs read the rest."""


def check_form(sweep: Sweep, form: str) -> None:
    """Refuse a form that does not suit a sweep, before it is computed.

    Raises:
        EstimatorError: too many points for a page, or no package for the form.
    """
    if form in ("text", "markdown") and len(sweep) > MOST_SHOWN:
        raise EstimatorError(
            f"{form} shows up to {MOST_SHOWN:,} points, and these are {len(sweep):,}; write a table with -o FILE.csv"
        )
    if form == "parquet":
        pyarrow_library()


def write_sweep(sweep: Sweep, form: str, file: BinaryIO) -> None:
    """Compute a sweep and write its rows: as csv, json, parquet, text or markdown."""
    if form == "parquet":
        _write_parquet(sweep, file)
        return
    pieces = {"csv": _csv, "json": _json}.get(form)
    for piece in pieces(sweep) if pieces else [_shown(sweep, form)]:
        file.write(visible(piece).encode())


def _names(sweep: Sweep) -> list[str]:
    return ["point", *(axis.name for axis in sweep.axes), *COLUMNS]


def _columns(sweep: Sweep, window: Window) -> list[list[Any]]:
    """The rows of a window by column; blank where a number is unknown."""
    places = window.place.tolist()
    swept = [sweep.values(axis, column) for axis, column in zip(sweep.axes, window.points.T, strict=True)]
    labels = [window.labels[code] for code in window.label.tolist()]
    numbers = [[None if number != number else number for number in column.tolist()] for column in window.quantiles.T]
    system, quantity, unit, *rest = ([label[part] for label in labels] for part in range(len(Label._fields)))
    return [
        (window.place + window.start + 1).tolist(),
        *([values[place] for place in places] for values in swept),
        system, quantity, unit, *numbers, *rest,
    ]  # fmt: skip


def _csv(sweep: Sweep) -> Iterator[str]:
    yield csv_text([_names(sweep)])
    for window in sweep.windows():
        yield csv_text(zip(*_columns(sweep, window), strict=True))


def _json(sweep: Sweep) -> Iterator[str]:
    """One object; its rows one a line."""
    head = {
        "title": sweep.first.title, "estimator_version": __version__, **sweep.first.catalog.stamp,
        "draws": sweep.draws, "seed": sweep.seed, "points": len(sweep),
        "over": [{"name": axis.name, "unit": unit_of(axis)} for axis in sweep.axes],
    }  # fmt: skip
    yield json_of(head).removesuffix("\n}") + ',\n  "rows": ['
    before = "\n    "
    for row in sweep:
        yield before + json_of(row, indent=None)
        before = ",\n    "
    yield "\n  ]\n}\n"


def unit_of(axis: Axis) -> str:
    """The unit of what is swept; nothing for choices."""
    if isinstance(axis, Choices):
        return ""
    unit = model().quantities[axis.name.rpartition(".")[2]].dimension.unit
    return unit.replace("USD", axis.money or "USD")


def _write_parquet(sweep: Sweep, file: BinaryIO) -> None:
    """One row group for each window, so that only one is in memory."""
    arrow = pyarrow_library()
    text, number = arrow.string(), arrow.float64()
    fields = [arrow.field("point", arrow.int64())]
    fields += [
        arrow.field(axis.name, text if isinstance(axis, Choices) else number, metadata={"unit": unit_of(axis)})
        for axis in sweep.axes
    ]
    fields += [arrow.field(name, number if name in ("p5", "p50", "p95") else text) for name in COLUMNS]
    schema = arrow.schema(fields, metadata=about([sweep.first]))
    with arrow.parquet.ParquetWriter(file, schema) as writer:
        for window in sweep.windows():
            writer.write_table(arrow.Table.from_arrays(_arrays(arrow, sweep, window), schema=schema))


def _arrays(arrow: Any, sweep: Sweep, window: Window) -> list[Any]:
    """The rows of a window as columns of Arrow."""
    arrays = [arrow.array(window.place + window.start + 1)]
    for axis, column in zip(sweep.axes, window.points.T, strict=True):
        told = column[window.place]
        if isinstance(axis, Choices):
            arrays.append(arrow.array(axis.texts, arrow.string()).take(arrow.array(told.astype(np.int64))))
        else:
            arrays.append(arrow.array(told))
    codes = arrow.array(window.label)
    parts = [
        arrow.array([label[part] for label in window.labels], arrow.string()) for part in range(len(Label._fields))
    ]
    system, quantity, unit, *rest = (part.take(codes) for part in parts)
    numbers = [arrow.array(column, from_pandas=True) for column in window.quantiles.T]  # not a number becomes null
    return [*arrays, system, quantity, unit, *numbers, *rest]


def _shown(sweep: Sweep, form: str) -> str:
    """A row for each point and a column for each value."""
    (window,) = sweep.windows()
    cells: dict[tuple[str, str], dict[int, str]] = {}
    for place, code, numbers in zip(
        window.place.tolist(), window.label.tolist(), window.quantiles.tolist(), strict=True
    ):
        label = window.labels[code]
        cells.setdefault((label.system, label.quantity), {})[place] = _value(label, numbers, sweep.draws)
    order = {name: number for number, name in enumerate(sweep.first.systems)}
    reading = {name: number for number, name in enumerate(model().quantities)}
    found = sorted(cells, key=lambda cell: (order[cell[0]], reading[cell[1]]))
    heads = [".".join(filter(None, name)) for name in found]
    points = _points(sweep, window, form)
    table = [[*points[0], *heads]]
    table += [[*point, *(cells[name].get(place, "open") for name in found)] for place, point in enumerate(points[1:])]
    names = listed([axis.name for axis in sweep.axes])
    return rendered(f"{sweep.first.title}: swept over {names}", [Block("", table), _footer(sweep)], form)


def _points(sweep: Sweep, window: Window, form: str) -> list[list[str]]:
    """What is swept, point by point under its names: in one column of text, or in a column each."""
    columns = [
        [axis.name, *_told(axis, sweep.values(axis, c))] for axis, c in zip(sweep.axes, window.points.T, strict=True)
    ]
    if form == "markdown":
        return [list(row) for row in zip(*columns, strict=True)]
    widths = [max(map(len, column)) for column in columns]
    rows = zip(*columns, strict=True)
    return [["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()] for row in rows]


def _told(axis: Axis, values: list[Any]) -> list[str]:
    """What an axis is at some points, as people read it."""
    unit = unit_of(axis)
    return [value_text(value, value, value, unit, as_stated=True) if unit else value for value in values]


def _value(label: Label, numbers: list[float], draws: int) -> str:
    if numbers[1] != numbers[1]:
        return label.source
    dimension = model().quantities[label.quantity].dimension
    unit = dimension.shown_in if dimension.share else label.unit
    stated = label.tier != "derived"
    text = value_text(numbers[0], numbers[1], numbers[2], unit, label.side, stated, 0 if stated else draws)
    return f"{text}, {dimension.label}" if dimension.label else text


def _footer(sweep: Sweep) -> Block:
    versions = f"estimator {__version__}, catalog {sweep.first.catalog.name}"
    numbers = f"{len(sweep):,} points of {sweep.draws:,} draws, seed {sweep.seed}"
    return Block(paragraphs=[f"{versions}, {numbers}. In brackets: 90 % intervals. All points have the same draws."])
