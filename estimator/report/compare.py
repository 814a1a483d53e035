"""Scenarios side by side: for people, as Markdown, and for programs."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from estimator import __version__
from estimator.comparison.contrast import Contrast
from estimator.comparison.sides import COLUMNS, UNPAIRED, Column, Comparison, Pair, unlike
from estimator.model import model
from estimator.report.blocks import Block, Table, rendered
from estimator.report.encoding import csv_of, json_text
from estimator.report.text import brief, in_width
from estimator.wording import difference_text, listed, value_text


def comparison_text(comparison: Comparison, form: str) -> str:
    """All scenarios side by side: as text, markdown, json or csv."""
    if form == "json":
        return json_text({**about(comparison), "rows": comparison.to_rows()})
    if form == "csv":
        return csv_of(COLUMNS, comparison.to_rows())
    title = f"{listed([side.letter for side in comparison.sides])} side by side"
    return rendered(title, [legend(comparison), *_side_by_side(comparison), footer(comparison)], form)


def about(comparison: Comparison) -> dict[str, Any]:
    """What was compared, and what it takes to get the same numbers again."""
    first = comparison.sides[0].result
    return {
        "estimator_version": __version__,
        **first.catalog.stamp,
        "draws": first.solution.draws,
        "seed": first.solution.seed,
        "scenarios": [
            {"scenario": side.letter, "asked": side.asked, "title": side.result.title, "systems": list(side.systems)}
            for side in comparison.sides
        ],
    }


def footer(comparison: Comparison) -> Block:
    """What it takes to get the same numbers again, and which draws are shared."""
    first = comparison.sides[0].result
    return Block(
        paragraphs=[
            f"estimator {__version__}, catalog {first.catalog.name}, {first.solution.draws:,} draws, seed"
            f" {first.solution.seed}. In brackets: 90 % intervals. Ratios and differences are taken draw by draw; data"
            " that scenarios share have the same draws in all of them."
        ]
    )


def legend(comparison: Comparison) -> Block:
    """Which scenario each letter stands for."""
    told = []
    for side in comparison.sides:
        title = side.result.title
        if len(side.systems) == 1 and (system := side.result.titles.get(side.systems[0])):
            title = f"{title}: {system}"
        told.append(": ".join(dict.fromkeys([side.letter, side.asked, title])))
    return Block("Scenarios", paragraphs=told)


def _side_by_side(comparison: Comparison) -> Iterator[Block]:
    """Values, what they are against the first scenario, and what there is to know about both."""
    still = _still(comparison)
    columns = [column for column in comparison.columns if column not in still]
    rows = [[_labelled(name), *(_value(column, name) for column in columns)] for name in comparison.quantities]
    yield Block("Values", _turned([["", *(column.name for column in columns)], *rows]))
    pairs = [pair for pair in comparison.pairs if pair[0] not in still]
    yield from _against(comparison, "Ratios", "÷", pairs, ratio_text)
    yield from _against(comparison, "Differences", "−", pairs, gap_text)
    if notes := [*_notes(comparison), *_unmoved(still), *_over_time(comparison)]:
        yield Block("Notes", paragraphs=notes)


def _against(
    comparison: Comparison, heading: str, sign: str, pairs: Sequence[Pair], text: Callable[[Contrast], str]
) -> Iterator[Block]:
    """A column for each pair and a row for each quantity that has something to tell."""
    found = comparison.contrasts
    columns = {
        pair: [text(found[pair, name]) if (pair, name) in found else "" for name in comparison.quantities]
        for pair in pairs
    }
    told = {pair: cells for pair, cells in columns.items() if any(cells)}
    rows = [[name, *cells] for name, *cells in zip(comparison.quantities, *told.values(), strict=True) if any(cells)]
    if rows:
        yield Block(heading, _turned([["", *(pair_name(pair, sign) for pair in told)], *rows]))


def _turned(table: Table) -> Table:
    """A table with a row for each scenario, where that leaves fewer pieces than one with a column for each."""
    other = [list(row) for row in zip(*table, strict=True)]
    return other if len(list(in_width(other))) < len(list(in_width(table))) else table


def _still(comparison: Comparison) -> list[Column]:
    """Systems that no scenario moves, where another system is moved: only their names are told."""
    moved = {pair[0] for pair in comparison.pairs if any(_moves(comparison, pair, n) for n in comparison.quantities)}
    still = {pair[0] for pair in comparison.pairs} - moved
    return [column for pair in comparison.pairs if pair[0] in still for column in pair] if moved else []


def _moves(comparison: Comparison, pair: Pair, name: str) -> bool:
    """Whether two values are told differently."""
    contrast = comparison.contrasts.get((pair, name))
    return not contrast.same if contrast else _value(pair[0], name) != _value(pair[1], name)


def _unmoved(still: Sequence[Column]) -> Iterator[str]:
    names = dict.fromkeys(column.system for column in still)
    if names:
        yield f"Not shown, since all of it is the same: {listed([*names])}."


def _over_time(comparison: Comparison) -> Iterator[str]:
    if any(side.result.phases for side in comparison.sides):
        yield "Values over time are not compared; `run --format csv` has them for each scenario, by year."


def _labelled(name: str) -> str:
    label = model().quantities[name].dimension.label
    return f"{name} ({label})" if label else name


def _value(column: Column, name: str) -> str:
    estimate = column.estimate(name)
    return brief(column.side.result, estimate) if estimate else ""


def pair_name(pair: Pair, sign: str) -> str:
    """`B ÷ A`, or `B ÷ A site` where several systems are compared."""
    here, there = pair
    several = len(here.side.systems) > 1 or len(there.side.systems) > 1
    return f"{there.side.letter} {sign} {here.side.letter}" + (f" {there.system}" if several else "")


def ratio_text(contrast: Contrast) -> str:
    """There over here, with the side that it is open to; nothing where there is no ratio."""
    if contrast.same or contrast.ratio is None:
        return "same" if contrast.same else ""
    return _open(value_text(*contrast.ratio, "1", contrast.ratio_side, draws=contrast.draws), contrast.ratio_side)


def gap_text(contrast: Contrast) -> str:
    """There less here, with the side that it is open to; nothing where they are the same."""
    if contrast.same:
        return ""
    stand, side = contrast.here, contrast.difference_side
    text = difference_text(*contrast.difference, stand.dimension.unit, side, contrast.draws)
    label = stand.result.reactor_labels.get(stand.variable.system) if stand.dimension.unit == "reactor" else ""
    return _open(re.sub("reactors?", label, text) if label else text, side)


def _open(text: str, side: str) -> str:
    return f"{text}, at the stated bounds" if side == "either" else text


def _notes(comparison: Comparison) -> Iterator[str]:
    """What keeps values from being compared, contradictions, and whose dollars are meant."""
    if not comparison.pairs:
        yield f"Nothing is compared: {UNPAIRED}."
    apart: dict[str, list[str]] = {}
    for name in comparison.quantities:
        for different in dict.fromkeys(unlike(pair, name) for pair in comparison.pairs):
            apart.setdefault(different, []).append(name)
    yield from (f"{listed(names)}: {different}." for different, names in apart.items() if different)
    for side in comparison.sides:
        told = (finding for finding in side.result.findings if finding.system in side.systems)
        yield from (f"{side.letter}: {one.kind}: {one.message}" for one in told if one.kind in _GRAVE)
    if any("USD" in column.unit(name) for column in comparison.columns for name in comparison.quantities):
        years = {side.letter: side.result.prices.removeprefix("USD") for side in comparison.sides}
        if len(set(years.values())) == 1:
            yield f"Money is in dollars of {years.popitem()[1]}."
        else:
            yield f"Money is in dollars of {listed([f'{year} in {letter}' for letter, year in years.items()])}."


_GRAVE = ("contradiction", "tension")
"""Findings that leave a quantity without a value."""
