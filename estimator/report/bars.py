"""Bars with 90 % intervals, or swings, in panels, as the bytes of a picture; and the sheet that any picture is on."""

import textwrap
from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import TYPE_CHECKING, NamedTuple

from estimator.report.pictures import INK, Form, rendered

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Bar(NamedTuple):
    """A median with its interval; `side` is that of a bound, `stated` tells a fact from what follows."""

    label: str
    value: str
    low: float
    median: float
    high: float
    side: str
    stated: bool

    @property
    def start(self) -> float:
        """Where it begins."""
        return 0.0

    @property
    def end(self) -> float:
        """The farthest that is drawn of it."""
        return max(self.median, self.high)


class Swing(NamedTuple):
    """A value that moves from the middle as an input goes to its p5 and to its p95."""

    label: str
    value: str
    at_p5: float
    middle: float
    at_p95: float

    @property
    def start(self) -> float:
        """The least that is drawn of it."""
        return min(self.at_p5, self.middle, self.at_p95)

    @property
    def end(self) -> float:
        """The most that is drawn of it."""
        return max(self.at_p5, self.middle, self.at_p95)


class Panel(NamedTuple):
    """Bars under one heading, and a note about what is not among them."""

    heading: str
    bars: Sequence[Bar | Swing]
    note: str = ""


class Caption(NamedTuple):
    """The words around the bars; `whole` is for an axis that counts."""

    title: str
    subtitle: str
    axis: str
    source: str
    whole: bool = False


class Scale(NamedTuple):
    """Inches on paper of one unit, and the values at which lines are ruled."""

    inches: float
    ticks: Sequence[float]
    start: float

    def at(self, value: float) -> float:
        """Where a value lies on paper."""
        return _LEFT + (value - self.start) * self.inches


# A picture is one sheet of paper, measured in inches from its upper left corner; type is measured in points.
WIDTH, MARGIN, _LABELS = 8.0, 0.25, 2.1
_LEFT, _RIGHT = MARGIN + _LABELS, WIDTH - MARGIN
_ROW, _BAR, _CAP, _ARROW = 0.3, 0.17, 0.04, 0.2
TITLE, HEADING, PLAIN, SMALL = 15.0, 9.5, 8.5, 7.0
_LEADING = 1.35
GREY, RULE = "#595959", "#dcdcdc"
DARK, LIGHT = "#1f4e79", "#a9c8e3"  # far apart in lightness: told apart in grey, and by every eye
_DPI = 160


def picture(caption: Caption, panels: Sequence[Panel], form: Form) -> bytes:
    """The panels one below the other on one axis, with the caption around them.

    Raises:
        EstimatorError: matplotlib is not installed, or the form is unknown.
    """
    return sheet(lambda paper: _drawn(paper, caption, panels), caption.title, form)


def sheet(drawn: Callable[["Axes"], float], title: str, form: Form) -> bytes:
    """A sheet of paper as the bytes of a picture; `drawn` draws on it, in inches, and tells how high it is.

    Raises:
        EstimatorError: matplotlib is not installed, or the form is unknown.
    """

    def on_paper(figure: "Figure") -> None:
        paper = figure.add_axes((0, 0, 1, 1), frame_on=False, xticks=[], yticks=[])
        height = ceil(drawn(paper) * _DPI) / _DPI  # whole pixels, which no version rounds its own way
        figure.set_size_inches(WIDTH, height)
        paper.set(xlim=(0, WIDTH), ylim=(height, 0))

    return rendered(on_paper, title, form, _DPI)


def _drawn(paper: "Axes", caption: Caption, panels: Sequence[Panel]) -> float:
    """Draws from the top down and gives the height that it took."""
    bars = [bar for panel in panels for bar in panel.bars]
    scale = _scale(bars, caption.whole)
    y = written(paper, caption.title, MARGIN, TITLE, weight="bold")
    y = written(paper, caption.subtitle, y + 0.05, HEADING, colour=GREY)
    y = _key(paper, bars, y + 0.2)
    for panel in panels:
        y = _panel(paper, panel, scale, y + 0.12)
    y = _axis(paper, caption.axis, scale, y + 0.03)
    return written(paper, caption.source, y + 0.15, SMALL, colour=GREY) + MARGIN


def _scale(bars: Sequence[Bar | Swing], whole: bool) -> Scale:
    """Room for the longest bar, and for the text at the end of every bar."""
    room = _RIGHT - _LEFT
    start, end = min(bar.start for bar in bars), max(bar.end for bar in bars)
    start -= 0.05 * (end - start) if start else 0.0  # swings do not begin at zero, and not at the edge
    inches = min((room - _ARROW - 0.1 - _inches(bar.value, PLAIN)) / (bar.end - start) for bar in bars)
    inches = max(inches, 0.2 * room / (end - start))
    longest = min(end - start, room / inches)
    rough = longest / 5
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    step = max(step, 1.0) if whole and room / inches >= 1 else step
    ticks = [round(step * count, 9) for count in range(ceil(start / step), int((start + longest) / step) + 2)]
    return Scale(inches, [tick for tick in ticks if (tick - start) * inches <= room], start)


def _panel(paper: "Axes", panel: Panel, scale: Scale, y: float) -> float:
    if panel.heading:
        y = written(paper, panel.heading, y + 0.06, HEADING, weight="bold") + 0.05
    top = y
    for bar in panel.bars:
        label = _lines(bar.label, PLAIN, _LABELS - 0.1)
        height = max(_ROW, _height(label, PLAIN) + 0.12)
        for number, line in enumerate(label):
            offset = PLAIN * _LEADING / 72 * (number - (len(label) - 1) / 2)
            paper.text(MARGIN, y + height / 2 + offset, line, size=PLAIN, va="center_baseline")
        if isinstance(bar, Swing):
            _swing(paper, bar, scale, y + height / 2)
        else:
            _bar(paper, bar, scale, y + height / 2)
        y += height
    for tick in scale.ticks if panel.bars else ():
        x = scale.at(tick)
        paper.plot((x, x), (top, y), color=RULE if tick else GREY, linewidth=0.7, zorder=1 if tick else 3)
    return written(paper, panel.note, y + 0.04, SMALL, colour=GREY)


def _bar(paper: "Axes", bar: Bar, scale: Scale, y: float) -> None:
    start, low, median, high = (scale.at(value) for value in (0, bar.low, bar.median, bar.high))
    _block(paper, start, y, median - start, bar.stated)
    end = max(median, high)
    if high > low:
        _interval(paper, low, high, y, on_dark=bar.stated)
    if bar.side == ">=":
        _arrow(paper, end, end + _ARROW, y)
    elif bar.side == "<=":
        _arrow(paper, low, low - _ARROW, y)
    paper.text(
        end + (_ARROW if bar.side == ">=" else 0) + 0.07, y, bar.value, size=PLAIN, va="center_baseline",
        weight="bold" if bar.stated else "normal", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


def _swing(paper: "Axes", swing: Swing, scale: Scale, y: float) -> None:
    at_p5, middle, at_p95 = (scale.at(value) for value in (swing.at_p5, swing.middle, swing.at_p95))
    for end, at_p95_too in sorted(((at_p5, False), (at_p95, True)), key=lambda drawn: -abs(drawn[0] - middle)):
        _block(paper, min(end, middle), y, abs(end - middle), at_p95_too)  # the shorter one over the longer
    paper.plot((middle, middle), (y - _ROW / 2, y + _ROW / 2), color=INK, linewidth=1.1, zorder=3)
    paper.text(
        scale.at(swing.end) + 0.07, y, swing.value, size=PLAIN, va="center_baseline",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


def _block(paper: "Axes", x: float, y: float, width: float, stated: bool) -> None:
    colour = DARK if stated else LIGHT
    paper.barh(y, width, _BAR, left=x, color=colour, edgecolor=DARK, linewidth=0.7, zorder=2)


def _interval(paper: "Axes", low: float, high: float, y: float, on_dark: bool = False) -> None:
    for width, colour in ((3.2, "white"), (1.1, INK)) if on_dark else ((1.1, INK),):
        paper.plot((low, high), (y, y), color=colour, linewidth=width, solid_capstyle="butt", zorder=3)
        for end in (low, high):
            paper.plot((end, end), (y - _CAP, y + _CAP), color=colour, linewidth=width, zorder=3)


def _arrow(paper: "Axes", start: float, end: float, y: float) -> None:
    style = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "linewidth": 1.1, "color": INK, "mutation_scale": 8}
    paper.annotate("", (end, y), (start, y), arrowprops=style, zorder=4)


def _key(paper: "Axes", drawn: Sequence[Bar | Swing], y: float) -> float:
    """What the signs mean, for those that occur."""
    x = MARGIN
    bars = [bar for bar in drawn if isinstance(bar, Bar)]
    sides = {bar.side for bar in bars}
    for words, occurs in (
        ("input at its p5", len(bars) < len(drawn)),
        ("input at its p95", len(bars) < len(drawn)),
        ("stated", any(bar.stated for bar in bars)),
        ("computed (median)", not all(bar.stated for bar in bars)),
        ("90 % interval", any(bar.high > bar.low for bar in bars)),
        ("or more (≥)", ">=" in sides),
        ("or less (≤)", "<=" in sides),
    ):
        if not occurs:
            continue
        if words in ("input at its p5", "input at its p95", "stated", "computed (median)"):
            _block(paper, x, y, 0.26, words in ("input at its p95", "stated"))
        elif words == "90 % interval":
            _interval(paper, x, x + 0.26, y)
        else:
            _arrow(paper, *((x, x + 0.26) if "≥" in words else (x + 0.26, x)), y)
        paper.text(x + 0.33, y, words, size=PLAIN, va="center_baseline")
        x += 0.33 + _inches(words, PLAIN) + 0.15
    return y + 0.1


def _axis(paper: "Axes", words: str, scale: Scale, y: float) -> float:
    for tick in scale.ticks:
        paper.text(scale.at(tick), y + 0.05, f"{tick:,g}", size=PLAIN, color=GREY, ha="center", va="top")
    paper.text(MARGIN, y + 0.05, words, size=PLAIN, color=GREY, va="top")
    return y + 0.2


def written(paper: "Axes", words: str, y: float, size: float, colour: str = INK, weight: str = "normal") -> float:
    """Text over the whole width, and where it ends."""
    lines = _lines(words, size * (1.13 if weight == "bold" else 1), _RIGHT - MARGIN)
    for number, line in enumerate(lines):
        paper.text(MARGIN, y + _height(lines[:number], size), line, size=size, color=colour, weight=weight, va="top")
    return y + _height(lines, size)


def _lines(words: str, size: float, width: float) -> list[str]:
    wanted = max(int(width / _inches("n", size)), 1)
    return [line for part in words.split("\n") for line in textwrap.wrap(part.replace(" %", "\u00a0%"), wanted)]


def _height(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * _LEADING / 72


def _inches(words: str, size: float) -> float:
    """The width of text in DejaVu Sans, rather more than less."""
    return len(words) * size * 0.57 / 72
