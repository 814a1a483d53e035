"""Pictures of a sweep over one or two inputs: lines with their 90 % bands, ranges side by side, or a map of medians."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Variable
from estimator.errors import EstimatorError
from estimator.report.bars import (
    DARK,
    GREY,
    HEADING,
    MARGIN,
    PLAIN,
    RULE,
    SMALL,
    TITLE,
    WIDTH,
    sheet,
    written,
)
from estimator.report.charts import Line, source_line
from estimator.report.pictures import INK, Form
from estimator.report.sweep import unit_of
from estimator.sweeps.alone import Label
from estimator.sweeps.axes import Axis, Choices, Numbers
from estimator.sweeps.designs import Grid
from estimator.sweeps.sweep import Sweep
from estimator.units.digits import scaled
from estimator.wording import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

_MOST_POINTS = 10_000
MOST_VALUES = 6
MOST_LINES = 8
"""More than these no reader can tell apart."""

_HEIGHT, _LEFT = 2.3, 0.75
_COLOURS = (DARK, "#c45a1d", "#3c8a57", "#7b4b94", "#a3862a", "#5b7f95", "#b0486b", "#4a4a4a")
_MARKS = "osD^vPX*"
_SIDES = {">=": "at least", "<=": "at most", "either": "at the stated minimum"}


@dataclass(frozen=True)
class Curve:
    """A value over all points: its p5, median and p95 in the unit of the quantity, not a number where it has none."""

    label: Label
    quantiles: Array


def check_picture(sweep: Sweep) -> None:
    """Refuse a sweep that no picture shows, before it is computed.

    Raises:
        EstimatorError: more than two inputs, too many points, values or lines, or a scatter of two numbers.
    """
    numeric = [axis for axis in sweep.axes if not isinstance(axis, Choices)]
    lines = [len(axis) for axis in sweep.axes if isinstance(axis, Choices)]
    values = sweep.wanted_at_first
    if len(sweep.axes) > 2:
        raise EstimatorError(f"a picture shows one or two inputs, and these are {len(sweep.axes)}")
    if len(sweep) > _MOST_POINTS:
        raise EstimatorError(f"a picture shows up to {_MOST_POINTS:,} points, and these are {len(sweep):,}")
    if values > MOST_VALUES:
        raise EstimatorError(
            f"a picture shows up to {MOST_VALUES} values, and these are {values}; choose with --quantity"
        )
    if len(numeric) == 2 and not isinstance(sweep.design, Grid):
        raise EstimatorError("a picture of two numbers needs all combinations; write START:STOP:COUNT for both")
    if lines and len(sweep.axes) == 2 and lines[-1] > MOST_LINES:
        raise EstimatorError(f"a picture shows up to {MOST_LINES} lines, and these are {lines[-1]}")


def sweep_picture(sweep: Sweep, form: Form = "svg") -> bytes:
    """The values of a sweep over what is swept, a panel for each.

    Raises:
        EstimatorError: nothing that could be drawn, or no matplotlib.
    """
    check_picture(sweep)
    points = sweep.design.points(0, len(sweep))
    curves = [curve for curve in _curves(sweep) if np.isfinite(curve.quantiles).any()]
    if not curves:
        raise EstimatorError("there is nothing to draw: all values are open or in conflict")
    lines = [Line("", sweep.first, Variable(curve.label.system, curve.label.quantity)) for curve in curves]

    def drawn(paper: "Axes") -> float:
        y = written(paper, sweep.first.title, MARGIN, TITLE, weight="bold")
        y = written(paper, _subtitle(sweep), y + 0.05, HEADING, colour=GREY)
        for curve in curves:
            y = _panel(paper, sweep, points, curve, y + 0.2)
        return written(paper, source_line(lines), y + 0.15, SMALL, colour=GREY) + MARGIN

    return sheet(drawn, sweep.first.title, form)


def _curves(sweep: Sweep) -> Iterator[Curve]:
    """The values of a sweep, in the order in which they first occur."""
    found: dict[tuple[str, str], tuple[Label, Array]] = {}
    for window in sweep.windows():
        for code, label in enumerate(window.labels):
            first = (label, np.full((len(sweep), 3), np.nan))
            _, quantiles = found.setdefault((label.system, label.quantity), first)
            mine = window.label == code
            quantiles[window.start + window.place[mine]] = window.quantiles[mine]
    for label, quantiles in found.values():
        yield Curve(label, quantiles)


def _subtitle(sweep: Sweep) -> str:
    names = listed([axis.name for axis in sweep.axes])
    what = "Medians" if _is_map(sweep.axes) else "Medians with their 90 % intervals"
    return f"{what}, over {names}"


def _is_map(axes: tuple[Axis, ...]) -> bool:
    return len(axes) == 2 and not any(isinstance(axis, Choices) for axis in axes)


def _panel(paper: "Axes", sweep: Sweep, points: Array, curve: Curve, y: float) -> float:
    """One value, and where the room for it ends."""
    label = curve.label
    unit, factor = scaled(float(np.nanmax(np.abs(curve.quantiles))), label.unit)
    words = [".".join(filter(None, (label.system, label.quantity))), unit, _SIDES.get(label.side, "")]
    y = written(paper, ", ".join(filter(None, words)), y, HEADING, weight="bold") + 0.08
    if _is_map(sweep.axes):
        _map(paper, sweep, points, curve.quantiles[:, 1] * factor, y)
    else:
        _lines(_room(paper, y, WIDTH - MARGIN), sweep.axes, points, curve.quantiles * factor)
    return y + _HEIGHT + 0.45


def _room(paper: "Axes", y: float, right: float) -> "Axes":
    """Axes on the paper, from `y` down."""
    left = MARGIN + _LEFT
    room = _placed(paper, left, right, y)
    room.tick_params(labelsize=PLAIN, colors=GREY, length=2.5)
    for side, spine in room.spines.items():
        spine.set(visible=side in ("left", "bottom"), color=GREY, linewidth=0.7)
    return room


def _placed(paper: "Axes", left: float, right: float, y: float) -> "Axes":
    """Axes that find their place when the height of the paper is known."""
    figure = paper.figure

    def place(*_: object) -> Any:
        corners = paper.transData.transform([(left, y + _HEIGHT), (right, y)])
        return paper.get_position().from_extents(*figure.transFigure.inverted().transform(corners).ravel())

    axes: Axes = figure.add_axes((0, 0, 1, 1), facecolor="none")
    axes.set_axes_locator(place)
    return axes


def _lines(room: "Axes", axes: tuple[Axis, ...], points: Array, quantiles: Array) -> None:
    """A line with its band for each choice of a second input; marks where the first is itself a choice."""
    across = next((place for place, axis in enumerate(axes) if not isinstance(axis, Choices)), 0)
    axis, others = axes[across], [place for place in range(len(axes)) if place != across]
    groups = np.unique(points[:, others[0]]) if others else np.zeros(1)
    for number, group in enumerate(groups.tolist()):
        mine = points[:, others[0]] == group if others else np.ones(len(points), dtype=bool)
        order = np.argsort(points[mine, across], kind="stable")
        x, (low, middle, high) = points[mine, across][order], quantiles[mine][order].T
        name = _name(axes[others[0]], group) if others else None
        colour = _COLOURS[number % len(_COLOURS)]
        if isinstance(axis, Choices):
            aside = x + 0.12 * (number - (len(groups) - 1) / 2)
            room.vlines(aside, low, high, color=colour, linewidth=1.1)
            room.plot(aside, middle, _MARKS[number % len(_MARKS)], color=colour, label=name, markersize=4)
        else:
            room.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0)
            room.plot(x, middle, color=colour, label=name, linewidth=1.3, marker="." if len(x) < 30 else None)
    _ruled(room, axis)
    room.grid(axis="y", color=RULE, linewidth=0.7)
    room.set_axisbelow(True)
    room.yaxis.set_major_formatter(lambda value, _: _plain(value))
    if others:
        title = axes[others[0]].name
        room.legend(title=title, fontsize=SMALL, title_fontsize=SMALL, frameon=False, labelcolor=INK)


def _map(paper: "Axes", sweep: Sweep, points: Array, medians: Array, y: float) -> None:
    """A shade for each combination of two numbers, with a key beside it."""
    room = _room(paper, y, WIDTH - MARGIN - 1.0)
    across, up = (np.unique(column) for column in points.T)
    shades = medians.reshape(len(across), len(up)).T
    drawn = room.pcolormesh(across, up, shades, cmap="cividis", shading="nearest", rasterized=True)
    _ruled(room, sweep.axes[0])
    axis = sweep.axes[1]
    room.set_ylabel(_heading(axis), fontsize=PLAIN, color=GREY)
    if isinstance(axis, Numbers) and axis.log:
        room.set_yscale("log")
    room.yaxis.set_major_formatter(lambda value, _: _plain(value))
    left = WIDTH - MARGIN - 0.85
    key = _placed(paper, left, left + 0.15, y)
    paper.figure.colorbar(drawn, cax=key)
    key.tick_params(labelsize=PLAIN, colors=GREY, length=2.5)
    key.yaxis.set_major_formatter(lambda value, _: _plain(value))


def _ruled(room: "Axes", axis: Axis) -> None:
    """The horizontal axis: its name and unit, its choices or its scale."""
    room.set_xlabel(_heading(axis), fontsize=PLAIN, color=GREY)
    if isinstance(axis, Choices):
        room.set_xticks(range(len(axis)), labels=axis.texts)
        room.set_xlim(-0.5, len(axis) - 0.5)
        return
    if axis.log:
        room.set_xscale("log")
    room.xaxis.set_major_formatter(lambda value, _: _plain(value))


def _heading(axis: Axis) -> str:
    unit = unit_of(axis)
    return axis.name + (f", {unit}" if unit not in ("", "1") else "")


def _name(axis: Axis, place: float) -> Any:
    return axis.texts[int(place)] if isinstance(axis, Choices) else _plain(place)


def _plain(value: float) -> str:
    """A number beside an axis."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"
