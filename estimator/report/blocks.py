"""Reports made of headings, tables and paragraphs, as text and as Markdown."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from estimator.report.rendering.markdown_signs import escaped, paragraph, table
from estimator.report.rendering.text import aligned, in_width
from estimator.report.text import wrapped

_WIDTH = 118

Table = list[list[str]]


@dataclass(frozen=True)
class Block:
    """A part of a report: a heading, a table whose first row is its head, and paragraphs. Each may be missing."""

    heading: str = ""
    table: Table | None = None
    paragraphs: Sequence[str] = ()


def rendered(title: str, blocks: Iterable[Block], form: str) -> str:
    """A report as text or markdown."""
    lines = [f"# {escaped(title)}", ""] if form == "markdown" else [title, "=" * len(title), ""]
    for block in blocks:
        lines += [*(_markdown if form == "markdown" else _text)(block), ""]
    return "\n".join(lines)


def _text(block: Block) -> Iterator[str]:
    if block.heading:
        yield block.heading
    for number, part in enumerate(in_width(block.table) if block.table else ()):
        yield from [""] * bool(number)
        yield from aligned(part)
    for told in block.paragraphs:
        yield from wrapped(told) if block.heading else textwrap.wrap(told, _WIDTH)


def _markdown(block: Block) -> Iterator[str]:
    if block.heading:
        yield from (f"## {escaped(block.heading)}", "")
    if block.table:
        head, *rows = block.table
        yield from table(head, rows)
    if block.table and block.paragraphs:
        yield ""
    bullet = "- " if block.heading else ""
    yield from (f"{bullet}{paragraph(one)}" for one in block.paragraphs)
