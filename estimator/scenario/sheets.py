"""A table as it was read: headings, rows of cells with their numbers, and what is wrong with single cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from estimator.errors import EstimatorError, Problem

MOST_ROWS = 10_000
"""Rows of a table: a register of sites has a thousand."""

MOST_COLUMNS = 200


@dataclass(frozen=True)
class Row:
    """Cells under the headings; `number` is the one that a spreadsheet or an editor shows for it.

    `wrong` tells what is wrong with cells that cannot be read, by their column.
    """

    number: int
    cells: Sequence[Any]
    wrong: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in it."""
        return not self.wrong and all(map(is_blank, self.cells))


@dataclass(frozen=True)
class Sheet:
    """A table by its file: headings, which stand in a row of their own, and rows without the blank ones."""

    file: str
    head: Row
    rows: Sequence[Row]


def is_blank(cell: Any) -> bool:
    """Whether a cell is unknown: nothing, spaces, or what is no number."""
    return cell is None or (isinstance(cell, str) and not cell.strip()) or (isinstance(cell, float) and cell != cell)


def sheet_of(file: str, rows: Iterable[Row]) -> Sheet:
    """A table from its rows, of which the first that is not blank holds the headings.

    Raises:
        EstimatorError: there is nothing in it, or too much; rows are taken no further than it takes to tell.
    """
    told: list[Row] = []
    for row in rows:
        if len(row.cells) > MOST_COLUMNS and not all(map(is_blank, row.cells[MOST_COLUMNS:])):
            message = f"has more than {MOST_COLUMNS} columns; keep those of quantities"
            raise EstimatorError([Problem(message, file, row.number)])
        if not row.is_blank:
            told.append(row)
        if len(told) > MOST_ROWS + 1:
            raise EstimatorError([too_many(file)])
    if not told:
        raise EstimatorError([Problem("is empty; a table has column names and a row for each system", file)])
    return Sheet(file, told[0], told[1:])


def too_many(file: str, rows: int | None = None) -> Problem:
    """That a table has too many rows, which are counted where that costs nothing."""
    counted = f"{rows:,} rows" if rows else "more rows than can be read"
    advice = f"a table has at most {MOST_ROWS:,}, one for each system; take the part that the question is about"
    return Problem(f"has {counted}; {advice}", file)
