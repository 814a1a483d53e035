"""Quantities over years, in panels one below the other on one axis of time, as the bytes of a picture."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from estimator.report.pictures import INK, Form, rendered

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Span = tuple[float, float, float]
"""p5, median and p95."""


class Series(NamedTuple):
    """Values at moments, as years with their fractions; `status` says how sure they are."""

    label: str
    status: str
    times: Sequence[float]
    values: Sequence[Span]


class Panel(NamedTuple):
    """One quantity: a line with its 90 % band, or bars that each stand for a year."""

    heading: str
    kind: Literal["line", "bars"]
    series: Sequence[Series]


class Caption(NamedTuple):
    """The words around the panels."""

    title: str
    subtitle: str
    source: str


# Measured in inches; type in points. Colours differ in lightness: told apart in grey, and by every eye.
_WIDTH, _PANEL, _GAP, _LEFT, _RIGHT = 8.0, 1.75, 0.58, 0.6, 1.95
_TITLE, _HEADING, _PLAIN, _SMALL = 15.0, 9.5, 8.5, 7.0
_LEADING, _CHARACTERS = 1.35, 128
_GREY, _RULE = "#595959", "#dcdcdc"
_COLOURS = {
    "operating": "#1f4e79", "under construction": "#6d9dc9", "contracted": "#8f8f8f", "announced": "#bdbdbd",
}  # fmt: skip
_DASHES, _HATCHES = ("-", "--", ":", "-."), ("", "////", "....", "xxxx")
_LABEL = 25
"""Characters of a line of a label."""

_DPI = 110


def picture(caption: Caption, panels: Sequence[Panel], form: Form) -> bytes:
    """The panels with the caption around them: same input, same bytes.

    Raises:
        EstimatorError: matplotlib is not installed, or the form is unknown.
    """
    return rendered(lambda figure: _drawn(figure, caption, panels), caption.title, form, _DPI)


def _drawn(figure: "Figure", caption: Caption, panels: Sequence[Panel]) -> None:
    """From the top down: title, subtitle, panels, source."""
    source = [line for part in caption.source.split("\n") for line in textwrap.wrap(part, _CHARACTERS)]
    above = 0.85
    below = 0.55 + len(source) * _SMALL * _LEADING / 72
    height = above + len(panels) * (_PANEL + _GAP) + below
    figure.set_size_inches(_WIDTH, height)
    figure.text(0.25 / _WIDTH, 1 - 0.2 / height, caption.title, size=_TITLE, weight="bold", va="top")
    figure.text(0.25 / _WIDTH, 1 - 0.52 / height, caption.subtitle, size=_HEADING, color=_GREY, va="top")
    figure.text(
        0.25 / _WIDTH, 0.12 / height, "\n".join(source), size=_SMALL, color=_GREY, va="bottom", linespacing=_LEADING
    )
    inside = (_WIDTH - _LEFT - _RIGHT) / _WIDTH
    span = _span(panels)
    places = _places(panels)
    for number, panel in enumerate(panels):
        top = above + number * (_PANEL + _GAP) + _GAP * 0.6
        axes = figure.add_axes((_LEFT / _WIDTH, 1 - (top + _PANEL) / height, inside, _PANEL / height))
        _panel(axes, panel, span, places)


def _span(panels: Sequence[Panel]) -> tuple[int, int]:
    times = [time for panel in panels for series in panel.series for time in series.times]
    return int(min(times)), -int(-max(times) // 1)


def _places(panels: Sequence[Panel]) -> dict[tuple[str, str], int]:
    """For each series, how many that are as sure stand before it: it is told from them by dashes or hatches."""
    found: dict[tuple[str, str], int] = {}
    for series in (series for panel in panels for series in panel.series):
        found.setdefault((series.status, series.label), sum(status == series.status for status, _ in found))
    return found


def _panel(axes: "Axes", panel: Panel, span: tuple[int, int], places: dict[tuple[str, str], int]) -> None:
    axes.set_title(panel.heading, size=_HEADING, weight="bold", loc="left", pad=6)
    draw = _bars if panel.kind == "bars" else _line
    for number, series in enumerate(panel.series):
        draw(axes, series, places[series.status, series.label], (number, len(panel.series)))
    axes.set_xlim(*span)
    axes.set_ylim(bottom=0)
    axes.set_xticks([year + 0.5 for year in range(*span)], [str(year) for year in range(*span)])
    axes.set_xticks(range(span[0], span[1] + 1), minor=True)
    axes.tick_params(axis="x", which="major", length=0, labelsize=_PLAIN, labelcolor=_GREY)
    axes.tick_params(axis="y", length=0, labelsize=_PLAIN, labelcolor=_GREY)
    axes.grid(axis="y", color=_RULE, linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    _labels(axes, panel.series, span[1])


def _line(axes: "Axes", series: Series, place: int, _: tuple[int, int]) -> None:
    low, middle, high = zip(*series.values, strict=True)
    colour = _COLOURS[series.status]
    axes.fill_between(series.times, low, high, color=colour, alpha=0.25, linewidth=0)
    axes.plot(series.times, middle, color=colour, linestyle=_DASHES[place % len(_DASHES)], linewidth=1.8)


def _bars(axes: "Axes", series: Series, place: int, beside: tuple[int, int]) -> None:
    """A bar within each year, beside those of other series, with its 90 % interval."""
    number, count = beside
    low, middle, high = np.array(series.values).T
    width = 0.8 / count
    at = np.array(series.times) + 0.1 + width * (number + 0.5)
    hatch = _HATCHES[place % len(_HATCHES)]
    axes.bar(at, middle, width * 0.9, color=_COLOURS[series.status], edgecolor="white", hatch=hatch, linewidth=0)
    axes.errorbar(at, middle, [middle - low, high - middle], fmt="none", ecolor=INK, elinewidth=1.0, capsize=2.0)


def _labels(axes: "Axes", drawn: Sequence[Series], right: int) -> None:
    """What each line or bar is, beside its end, pushed apart where they would overlap."""
    line = axes.get_ylim()[1] * _PLAIN * 1.25 / 72 / _PANEL
    above = float("-inf")
    for series in sorted(drawn, key=lambda one: one.values[-1][1]):
        words = [*textwrap.wrap(series.label, _LABEL)[:2], series.status]
        end = series.values[-1][1]
        place = max(end, above + len(words) * line / 2)
        above = place + len(words) * line / 2
        axes.annotate(
            "\n".join(words), (right, place), (7, 0), textcoords="offset points", size=_PLAIN, color=INK,
            va="center", annotation_clip=False,
        )  # fmt: skip
        axes.plot(right, end, marker="s", markersize=4, color=_COLOURS[series.status], clip_on=False)
