"""Which inputs decide a value: as bars of characters, as a picture, and as rows for programs."""

from dataclasses import replace
from typing import Any

from estimator import __version__
from estimator.model import model
from estimator.report.bars import Caption, Panel, Swing, picture
from estimator.report.charts import Line, source_line
from estimator.report.encoding import csv_of, json_text
from estimator.report.pictures import Form
from estimator.report.rendering import rendered
from estimator.report.run import stamp
from estimator.results.result import Result
from estimator.results.sensitivity import COLUMNS, OF_INPUT, Influence, Sensitivity
from estimator.uncertainty.indices import Share
from estimator.units.digits import scaled
from estimator.wording import (
    WIDTH,
    Cell,
    Document,
    Message,
    Paragraph,
    Rows,
    Section,
    Table,
    datum_text,
    english,
    point,
)

_NAME, _RANGE, _BAR = 36, 32, 24
"""Most characters of a name, of a range, and of half a bar."""

_FEW = 5e-4
"""A share of draws that would print as 0.0 %."""


def sensitivity_text(result: Result, found: Sensitivity) -> str:
    """Two tables: how far each input moves the value alone, and the share of its variance that each is behind."""
    return rendered(sensitivity_document(result, found), "text")


def sensitivity_document(result: Result, found: Sensitivity) -> Document:
    """How far each input moves the value, what share of its variance each is behind, and what these mean."""
    shares = sorted(found.influences, key=lambda influence: -influence.total.value)
    columns = tuple(Message.of("sensitivity.column", column=name) for name in ("", "alone", "total", ""))
    swings = Section(
        heading=Message.of("sensitivity.swings", middle=point(found.central, _unit(found))),
        blocks=(Table(groups=(Rows(tuple(_swings(found))),)),),
    )
    parts = Section(
        heading=Message.of("sensitivity.shares", of=_of(found)),
        blocks=(Table(columns=columns, groups=(Rows(tuple(map(_share, shares))),)),),
    )
    notes = Section(blocks=tuple(Paragraph(note) for note in (*_notes(result, found), stamp(result))))
    title = Message.of("explain.value", variable=found.variable, value=result[found.variable].told)
    return Document(title=title, sections=(swings, parts, notes))


def _unit(found: Sensitivity) -> str:
    """What readers are shown the output in."""
    return model().quantities[found.variable.quantity].dimension.shown_in


def _of(found: Sensitivity) -> Message:
    return Message.of("sensitivity.of-logarithm" if found.on_logarithm else "sensitivity.of-value")


def _swings(found: Sensitivity) -> list[tuple[Cell, ...]]:
    """Name, range, the bar from what the output falls to up to what it rises to, and these ends."""
    names = [_short(influence.name, _NAME) for influence in found.influences]
    ranges = [_short(datum_text(influence.datum), _RANGE) for influence in found.influences]
    ends = [_ends(found, influence) for influence in found.influences]
    taken = sum(max(map(len, column)) + 2 for column in (names, ranges, map(english, ends)))
    half = min(max((WIDTH - taken - 3) // 2, 1), _BAR)
    bars = [_bar(found, influence, half) for influence in found.influences]
    return list(zip(names, ranges, bars, ends, strict=True))


def _ends(found: Sensitivity, influence: Influence) -> Message:
    """What the output falls and rises to; the unit once where it is the same."""
    reached = influence.at_p5, found.central, influence.at_p95
    low, high = (point(end, _unit(found)) for end in (min(reached), max(reached)))
    if english(replace(low, shows="unit")) == english(replace(high, shows="unit")):
        return Message.of("sensitivity.between", low=replace(low, shows="number"), high=high)
    return Message.of("sensitivity.from-to", low=low, high=high)


def _bar(found: Sensitivity, influence: Influence, half: int) -> str:
    """The output with the input at its p5 (-) and at its p95 (#), on the scale of the widest bar."""
    farthest = max(abs(end - found.central) for other in found.influences for end in (other.at_p5, other.at_p95))
    cells = [" "] * half + ["|"] + [" "] * half
    moves = [(influence.at_p5 - found.central, "-"), (influence.at_p95 - found.central, "#")]
    for move, sign in sorted(moves, key=lambda drawn: -abs(drawn[0])):  # the shorter one over the longer
        for place in range(1, round(half * abs(move) / farthest) + 1 if farthest else 1):
            cells[half + (place if move > 0 else -place)] = sign
    return "".join(cells)


def _share(influence: Influence) -> tuple[str, ...]:
    bar = "#" * round(2 * _BAR * min(max(influence.total.value, 0.0), 1.0))
    return _short(influence.name, _NAME), _percent(influence.alone), _percent(influence.total), bar


def _percent(share: Share) -> str:
    half = 50 * (share.high - share.low)
    return f"{100 * max(share.value, 0.0):.1f} %" + (f" ± {half:.1f}" if half >= 0.05 else "")


def _notes(result: Result, found: Sensitivity) -> list[Message]:
    alone = sum(influence.alone.value for influence in found.influences)
    bounds = Message.of("sensitivity.bounds") if result[found.variable].side else None
    notes = [Message.of("sensitivity.terms", alone=alone, bounds=bounds)]
    if result.solution.case.correlations:
        notes.append(Message.of("sensitivity.correlations"))
    if found.impossible >= _FEW:
        notes.append(Message.of("sensitivity.impossible", share=found.impossible, variable=found.variable))
    if found.lost:
        notes.append(Message.of("sensitivity.lost", percent=100 * found.lost))
    catalog = result.catalog.name if result.catalog.day else None
    return [*notes, Message.of("sensitivity.pairs", pairs=found.pairs, seed=found.seed, catalog=catalog)]


def sensitivity_data(result: Result, found: Sensitivity) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "title": result.title,
        "estimator_version": __version__,
        **result.catalog.stamp,
        "system": found.variable.system,
        "quantity": found.variable.quantity,
        "unit": found.unit,
        "side": result[found.variable].side,
        "central": found.central,
        "share_of": found.share_of,
        "pairs": found.pairs,
        "seed": found.seed,
        "impossible": found.impossible,
        "lost": found.lost,
        "inputs": [{name: row[name] for name in OF_INPUT} for row in found.to_rows()],
    }


def sensitivity_table(result: Result, found: Sensitivity, form: str) -> str:
    """As text, JSON or CSV."""
    if form == "json":
        return json_text(sensitivity_data(result, found))
    if form == "csv":
        return csv_of(tuple(COLUMNS), found.to_rows())
    return sensitivity_text(result, found)


def sensitivity_picture(result: Result, found: Sensitivity, form: Form = "svg") -> bytes:
    """A tornado: the value with one input at its p5 and at its p95, the others at their medians.

    Raises:
        EstimatorError: no matplotlib, or the form is unknown.
    """
    unit, factor = _readable(found)
    swings = [
        Swing(
            f"{influence.name}\n{datum_text(influence.datum)}",
            f"{100 * max(influence.alone.value, 0.0):.1f} %",
            *(value * factor for value in (influence.at_p5, found.central, influence.at_p95)),
        )
        for influence in found.influences
    ]
    subtitle = (
        f"{found.variable} = {result[found.variable]}: where it goes with one input at an end of its 90 % interval and"
        " the others at their medians. Beside each: the share of the variance of"
        f" {english(_of(found))} that is due to it alone."
    )
    source = f"{source_line([Line('', result, found.variable)])} Shares: {found.pairs:,} pairs of draws."
    return picture(Caption(result.title, subtitle, unit, source), [Panel("", swings)], form)


def _readable(found: Sensitivity) -> tuple[str, float]:
    """The unit in which the largest value reads well, and how many of it make the unit of the vocabulary."""
    ends = (end for influence in found.influences for end in (influence.at_p5, influence.at_p95))
    return scaled(max(map(abs, ends)), _unit(found))


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
