"""Documents as text of a fixed width, for terminals."""

import textwrap
from collections.abc import Iterator, Sequence

from estimator.wording import (
    WIDTH,
    Block,
    Cell,
    Document,
    Figure,
    Items,
    Language,
    Paragraph,
    Section,
    Table,
    lines,
)

Cells = list[list[str]]
"""Rows of cells in words, each as long as the others."""


def text_of(document: Document, language: Language) -> str:
    """A document as text: what belongs together without blank lines, all else with one between."""
    chunks = [_underlined(language.text(document.title), "=")] if document.title else []
    chunks += [chunk for section in document.sections for chunk in _chunks(section, language)]
    chunks += [[*_paragraph(document.stamp, language)]] if document.stamp else []
    return "\n".join(line for chunk in chunks for line in (*chunk, ""))


def _chunks(section: Section, language: Language) -> Iterator[list[str]]:
    """A section and those within it, one after the other."""
    heading = language.text(section.heading)
    head = (_underlined(heading, "-") if section.part else [heading]) if heading else []
    if own := [*head, *(line for block in section.blocks for line in _block(block, language))]:
        yield own
    for inner in section.sections:
        yield from _chunks(inner, language)


def _underlined(title: str, sign: str) -> list[str]:
    return [title, sign * len(title)]


def _block(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _paragraph(block, language)
        case Items():
            yield from lines(block.items, language, 1)
        case Table(aloud=Items() as told):
            yield from lines(told.items, language, 1)
        case Table():
            yield from _table(block, language)
        case Figure(caption=caption):
            yield from _paragraph(Paragraph(caption), language)


def _paragraph(block: Paragraph, language: Language) -> list[str]:
    told = " ".join(filter(None, (language.text(block.lead), language.text(block.cell))))
    if block.as_is:
        return told.split("\n")
    return textwrap.wrap(told, WIDTH, break_on_hyphens=not block.unbroken, break_long_words=not block.unbroken)


def _table(block: Table, language: Language) -> Iterator[str]:
    cells = table_cells(block, language)
    if not block.split:
        yield from aligned(cells)
        return
    for number, part in enumerate(in_width(cells)):
        yield from [""] * bool(number)
        yield from aligned(part)


def table_cells(block: Table, language: Language) -> Cells:
    """The rows of a table in words: its columns, and its groups under their names, a step further in."""
    named = any(group.name is not None for group in block.groups)
    rows = [_row(head, language) for head in (block.columns, block.units) if head]
    for group in block.groups:
        inner = [_row(row, language) for row in group.rows]
        if group.name:
            width = max(len(row) for row in (block.columns, *group.rows))
            rows.append([language.text(group.name), *[""] * (width - 1)])
        rows += [[f"  {first}", *others] for first, *others in inner] if named else inner
    return rows


def _row(cells: Sequence[Cell | None], language: Language) -> list[str]:
    return [language.text(cell) for cell in cells]


def aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as indented columns."""
    widths = [max(map(len, column)) + 2 for column in zip(*table, strict=True)]
    return [
        "  " + "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    ]


def in_width(table: Cells) -> Iterator[Cells]:
    """A table in as many as it takes to stay within the page, each with the names of its rows."""
    names, *columns = zip(*table, strict=True)
    taken: list[tuple[str, ...]] = []
    for column in columns:
        if taken and sum(max(map(len, part)) + 2 for part in (names, *taken, column)) > WIDTH:
            yield _filled(names, taken)
            taken = []
        taken.append(column)
    yield _filled(names, taken)


def _filled(names: tuple[str, ...], columns: list[tuple[str, ...]]) -> Cells:
    """Columns as rows, without the rows that they leave blank."""
    return [[name, *cells] for name, *cells in zip(names, *columns, strict=True) if any(cells)]
