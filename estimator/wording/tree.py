"""What a report says, once: headings, tables, lists and paragraphs, of which text, Markdown and HTML are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimator.wording.messages import Cell


@dataclass(frozen=True)
class Item:
    """A line of a list, and the lines under it. A formula is a line `as_is`, which is never broken."""

    cell: Cell
    under: tuple[Item, ...] = ()
    as_is: bool = False


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Item, ...]

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Items:
        """A list without anything under its lines."""
        return cls(tuple(Item(cell) for cell in cells))


@dataclass(frozen=True)
class Paragraph:
    """Some sentences. `lead` are the words that a page sets apart before them, and a terminal does not.

    On a terminal, the lines of one `as_is` end where they end, and an `unbroken` one breaks no name at a hyphen.
    """

    cell: Cell
    lead: Cell | None = None
    as_is: bool = False
    unbroken: bool = False


@dataclass(frozen=True)
class Rows:
    """Rows of a table that belong together under a name. An empty name is not told; None is no group at all."""

    rows: tuple[tuple[Cell | None, ...], ...]
    name: Cell | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Cells in columns, by groups of rows.

    The names of columns may be empty, or be missing altogether; `units` are those that columns share. On a terminal a
    table too wide for the page is printed in parts where it is `split`, and one with `aloud` is told as that list.
    """

    columns: tuple[Cell | None, ...] = ()
    units: tuple[Cell | None, ...] = ()
    groups: tuple[Rows, ...] = ()
    split: bool = False
    aloud: Items | None = None

    @classmethod
    def of(cls, table: Sequence[Sequence[Cell | None]], split: bool = False) -> Table:
        """A table whose first row has the names of its columns."""
        head, *rows = (tuple(row) for row in table)
        return cls(columns=head, groups=(Rows(tuple(rows)),), split=split)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture as data: its kind, what it shows, and what it says in words."""

    kind: str
    data: Mapping[str, Any]
    caption: Cell


Block = Table | Items | Paragraph | Figure


@dataclass(frozen=True, kw_only=True)
class Section:
    """Blocks under a heading, if they have one, and sections within.

    A `part` of a report is more than a section. Links lead to an `anchor`.
    """

    heading: Cell | None = None
    part: bool = False
    anchor: str = ""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report: its title, if it has one, its sections, and the stamp that tells how to get the same numbers again."""

    title: Cell | None = None
    sections: tuple[Section, ...] = ()
    stamp: Paragraph | None = None
