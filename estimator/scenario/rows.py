"""Rows of a table as systems: what each cell says of one, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from estimator.errors import Problem
from estimator.files.document import Document, Path_
from estimator.scenario.headings import ABOUT, VALUE, Column, in_unit, number_text
from estimator.scenario.notation import NOTES
from estimator.scenario.settings import year_of
from estimator.scenario.sheets import Row, Sheet, is_blank

_TOTALS = ("total", "totals", "sum", "grand-total", "somme", "summe", "gesamt")
_UNKNOWN = ("n/a", "na", "n.a.", "nan", "none", "null", "unknown", "tbd", "tba", "-", "–", "—", "?", "#n/a")
"""What is written where nothing is known, and would be refused as a value."""


@dataclass
class Layout:
    """What rows of tables add to a document."""

    systems: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path_, tuple[str, int]] = field(default_factory=dict)
    columns: dict[Path_, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)


class Rows:
    """Lays the rows of one table out as systems."""

    def __init__(
        self, document: Document, whole: str, sheet: Sheet, columns: Mapping[int, Column], source: str | None
    ) -> None:
        self.taken = document.data["systems"]
        self.whole, self.sheet, self.columns, self.source = whole, sheet, columns, source
        self.first: dict[str, int] = {}
        named = {one.name: number for number, one in columns.items()}
        self.labels = named.get("name", named.get("title"))

    def system(self, row: Row, layout: Layout) -> str:
        """Add the system of a row, and every problem of it; its name."""
        self._report_cells(row, layout)
        name = self._name(row)
        if message := self._misnamed(name, row):
            layout.problems.append(Problem(message, self.sheet.file, row.number))
            name = f"{self.whole}-in-row-{row.number}"  # what else is wrong with it is told, too
        self.first[name] = row.number
        path: Path_ = ("systems", name)
        layout.lines[path] = (self.sheet.file, row.number)
        layout.systems[name] = self._told(row, path, layout)
        return name

    def _report_cells(self, row: Row, layout: Layout) -> None:
        """Note what cannot be read of single cells."""
        headings = {number: column.heading for number, column in self.columns.items()}
        for number, message in row.wrong.items():
            if number in headings:
                told = Problem(f"column {headings[number]}: {message}", self.sheet.file, row.number)
                layout.problems.append(told)
        width = len(self.sheet.head.cells)
        if any(not is_blank(cell) for cell in row.cells[width:]):
            message = f"has {len(row.cells)} cells under {width} headings; is a separator within a value?"
            layout.problems.append(Problem(message, self.sheet.file, row.number))

    def _name(self, row: Row) -> str:
        """What the system of a row is called: its name or title in letters, digits and dashes, else its number."""
        label = self._cell(row, self.labels) if self.labels is not None else None
        words = re.findall(r"[^\W_]+", text_of(label)) if label is not None else []
        return "-".join(words) or f"{self.whole}-{row.number}"

    def _misnamed(self, name: str, row: Row) -> str:
        """Why a row cannot have its name, in a sentence; nothing if it can."""
        if name.lower() in _TOTALS:
            return f"is called {name}; a total is no system, and would be counted with what it is the total of"
        if name in self.first:
            return f"{name} stands in two rows, first in {self.first[name]}; give each row a name of its own"
        if name in self.taken:
            return f"{name} is also a system of the scenario; rename one"
        return ""

    def _cell(self, row: Row, number: int) -> Any:
        """What stands in a column; None where it is blank or cannot be read."""
        cell = row.cells[number] if number < len(row.cells) and number not in row.wrong else None
        return None if is_blank(cell) else cell

    def _told(self, row: Row, path: Path_, layout: Layout) -> dict[str, Any]:
        """A row as the scenario would have it."""
        facts: dict[str, dict[str, Any]] = {}
        notes: dict[str, Any] = {"source": self.source} if self.source else {}
        told: dict[str, Any] = {"use": {}}
        for number, column in self.columns.items():
            cell = self._known(row, number, layout)
            if cell is None:
                continue
            place: Path_ = (*path, *_place(column))
            layout.lines[place], layout.columns[place] = (self.sheet.file, row.number), column.heading
            if column.is_fact:
                is_note = column.key in NOTES
                facts.setdefault(column.name, {})[column.key] = text_of(cell) if is_note else in_unit(cell, column.unit)
            elif column.name in NOTES:
                notes[column.name] = text_of(cell)
            elif column.name == "year":
                told["year"] = year_of(text_of(cell))
            else:
                (told if column.name in ABOUT else told["use"])[column.name] = text_of(cell)
        told["given"] = {quantity: _fact(fact, notes) for quantity, fact in facts.items() if _is_told(fact)}
        layout.cited |= {fact["source"] for fact in told["given"].values() if "source" in fact}
        title = told.get("title") or (told.get("name") if told.get("name") != path[-1] else "")
        return {key: value for key, value in {**told, "title": title}.items() if value and key != "name"}

    def _known(self, row: Row, number: int, layout: Layout) -> Any:
        """What stands in a column; None where it is blank, and where it only says that nothing is known."""
        cell = self._cell(row, number)
        if not isinstance(cell, str) or cell.strip().lower() not in _UNKNOWN:
            return cell
        message = f"column {self.columns[number].heading}: {cell.strip()} is no value; leave the cell blank"
        layout.problems.append(Problem(f"{message} where it is unknown", self.sheet.file, row.number))
        return None


def _place(column: Column) -> Path_:
    """Where in a system the cells of a column stand."""
    if column.is_fact:
        return ("given", column.name, *(() if column.key == VALUE else (column.key,)))
    return (column.name,) if column.name in (*ABOUT, *NOTES) else ("use", column.name)


def _is_told(fact: Mapping[str, Any]) -> bool:
    """Whether there is a value, and not only who said it."""
    return any(key not in NOTES for key in fact)


def _fact(fact: Mapping[str, Any], notes: Mapping[str, Any]) -> Any:
    """A fact as the scenario would have it: a value with low and high is the central one."""
    if "low" in fact or "high" in fact:
        fact = {("central" if key == VALUE else key): value for key, value in fact.items()}
    return {**notes, **fact}


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without decimals, all others as they are read again."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return number_text(cell) if is_number else str(cell).strip()
