"""Systems from a table: each of its rows is one, laid out as if it stood in the scenario, and a part of its whole."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from estimator.document import Document, Path_
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files import LARGEST_TABLE, read_input
from estimator.scenario.delimited import sheet_of_text
from estimator.scenario.frames import sheet_of_parquet, sheet_of_rows
from estimator.scenario.headings import VALUE, Column, columns_of, in_unit, number_text
from estimator.scenario.notation import NOTES
from estimator.scenario.settings import year_of
from estimator.scenario.sheets import MOST_ROWS, Row, Sheet, is_blank
from estimator.scenario.workbooks import sheet_of_workbook

_KEYS = ("table", "sheet", "source", "columns", "leave_out")
_TEXTS, _WORKBOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")
_TOTALS = ("total", "totals", "sum", "grand-total", "somme", "summe", "gesamt")
_UNKNOWN = ("n/a", "na", "n.a.", "nan", "none", "null", "unknown", "tbd", "tba", "-", "–", "—", "?", "#n/a")
"""What is written where nothing is known, and would be refused as a value."""


@dataclass
class _Layout:
    """What rows of tables add to a document."""

    systems: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path_, tuple[str, int]] = field(default_factory=dict)
    columns: dict[Path_, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)


def with_tables(document: Document, cited: frozenset[str]) -> tuple[Document, frozenset[str], list[Problem]]:
    """A document in which the rows of tables are systems; the sources that are cited by then; every problem of tables.

    `parts: {table: FILE}` names a file beside that in which it is written, or holds rows under their headings.
    """
    systems = document.data.get("systems") if isinstance(document.data, dict) else None
    wholes = {
        name: text["parts"]
        for name, text in (systems.items() if isinstance(systems, dict) else ())
        if isinstance(text, dict) and isinstance(text.get("parts"), dict)
    }
    if not isinstance(systems, dict) or not wholes:
        return document, cited, []
    layout = _Layout()
    parts = {name: _parts_of(document, name, table, layout) for name, table in wholes.items()}
    told = {
        name: {**_year(parts[name], layout), **text, "parts": parts[name]} if name in parts else text
        for name, text in systems.items()
    }
    expanded = replace(
        document, data={**document.data, "systems": {**layout.systems, **told}},
        lines={**document.lines, **layout.lines}, columns=layout.columns, files={**document.files, **layout.files},
    )  # fmt: skip
    return expanded, cited | layout.cited, layout.problems


def _year(parts: Sequence[str], layout: _Layout) -> dict[str, Any]:
    """The year that all rows of a table state, which is that of their sum, too."""
    years = {str(layout.systems[name].get("year")): layout.systems[name].get("year") for name in parts}
    return {"year": year} if len(years) == 1 and (year := [*years.values()][0]) is not None else {}


def _parts_of(document: Document, whole: str, written: Mapping[str, Any], layout: _Layout) -> list[str]:
    """The names of the systems that a table adds; problems are kept."""
    path: Path_ = ("systems", whole, "parts")
    problems = [document.problem((*path, *key), message) for key, message in _misshapen(whole, written)]
    if problems:
        layout.problems += problems
        return []
    try:
        sheet = _sheet(document, path, written, layout)
    except EstimatorError as error:
        layout.problems += error.problems
        return []
    columns, told = columns_of(sheet.head.cells, written.get("columns") or {}, written.get("leave_out") or ())
    layout.problems += (Problem(message, sheet.file, sheet.head.number) for message in told)
    if isinstance(source := written.get("source"), str):
        layout.cited.add(source)
    if columns and not sheet.rows:
        layout.problems.append(Problem("has column names and no row; write one for each system", sheet.file))
    reader = _Rows(document, whole, sheet, columns, source)
    return [name for row in sheet.rows if columns and (name := reader.system(row, layout))]


def _misshapen(whole: str, written: Mapping[str, Any]) -> Iterator[tuple[Path_, str]]:
    """What is wrong with the way in which a table is named: the key and a sentence."""
    for key in written:
        if key not in _KEYS:
            yield (key,), f"parts of {whole}: {key} is not known here{suggestion(str(key), _KEYS)}"
    table = written.get("table")
    if not isinstance(table, list) and not (isinstance(table, str) and table.strip()):
        yield (), f"parts of {whole}: table should name a file, such as sites.csv"
    for key, kind, wanted in (("sheet", str, "text"), ("source", str, "a key of sources")):
        if written.get(key) is not None and not isinstance(written[key], kind):
            yield (key,), f"parts of {whole}: {key} should be {wanted}"
    columns, left_out = written.get("columns"), written.get("leave_out")
    if columns is not None and not (isinstance(columns, dict) and all(isinstance(one, str) for one in columns.values())):
        yield ("columns",), f"parts of {whole}: columns should map headings of the table to names of ours"
    if left_out is not None and not (isinstance(left_out, list) and all(isinstance(one, str) for one in left_out)):
        yield ("leave_out",), f"parts of {whole}: leave_out should be a list of headings"


def _sheet(document: Document, path: Path_, written: Mapping[str, Any], layout: _Layout) -> Sheet:
    """The table itself; the file that it is read from is noted."""
    table, whole = written["table"], path[1]
    if isinstance(table, list):
        return sheet_of_rows(table, f"the table of {whole}")
    place = document.lines.get((*path, "table"), ("", 0))[0]
    file = Path(place).parent / table if place in document.files else Path(table)
    try:
        missing = not file.exists()
    except (OSError, ValueError):
        missing = True
    if missing:
        message = f"parts of {whole}: there is no table {file}; its path counts from the scenario's folder"
        raise EstimatorError([document.problem((*path, "table"), message)])
    ending = file.suffix.lower()
    if ending not in (*_TEXTS, *_WORKBOOKS, ".parquet"):
        message = f"parts of {whole}: {table} is no table that is read; save it as .csv, .xlsx or .parquet"
        raise EstimatorError([document.problem((*path, "table"), message)])
    if written.get("sheet") is not None and ending not in _WORKBOOKS:
        message = f"parts of {whole}: {table} has no sheets; leave sheet out"
        raise EstimatorError([document.problem((*path, "sheet"), message)])
    raw = read_input(file, LARGEST_TABLE, f"a table has at most {MOST_ROWS:,} rows, one for each system")
    layout.files[str(file)] = sha256(raw).hexdigest()
    if ending in _WORKBOOKS:
        return sheet_of_workbook(raw, str(file), written.get("sheet"))
    return sheet_of_parquet(raw, str(file)) if ending == ".parquet" else sheet_of_text(raw, str(file))


class _Rows:
    """Lays the rows of one table out as systems."""

    def __init__(
        self, document: Document, whole: str, sheet: Sheet, columns: Mapping[int, Column], source: str | None
    ) -> None:
        self.taken = document.data["systems"]
        self.whole, self.sheet, self.columns, self.source = whole, sheet, columns, source
        self.first: dict[str, int] = {}
        named = {one.name: number for number, one in columns.items()}
        self.labels = named.get("name", named.get("title"))

    def system(self, row: Row, layout: _Layout) -> str:
        """Add the system of a row, and every problem of it; its name, or nothing where it can have none."""
        self._report_cells(row, layout)
        name = self._name(row)
        if message := self._misnamed(name, row):
            layout.problems.append(Problem(message, self.sheet.file, row.number))
            return ""
        self.first[name] = row.number
        path: Path_ = ("systems", name)
        layout.lines[path] = (self.sheet.file, row.number)
        layout.systems[name] = self._told(row, path, layout)
        return name

    def _report_cells(self, row: Row, layout: _Layout) -> None:
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
        words = re.findall(r"[^\W_]+", _text(label)) if label is not None else []
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

    def _told(self, row: Row, path: Path_, layout: _Layout) -> dict[str, Any]:
        """A row as the scenario would have it."""
        facts: dict[str, dict[str, Any]] = {}
        system: dict[str, Any] = {}
        use: dict[str, Any] = {}
        notes: dict[str, Any] = {"source": self.source} if self.source else {}
        for number, column in self.columns.items():
            cell = self._cell(row, number)
            if cell is None:
                continue
            if isinstance(cell, str) and cell.strip().lower() in _UNKNOWN:
                message = f"column {column.heading}: {cell.strip()} is no value; leave the cell blank where it is unknown"
                layout.problems.append(Problem(message, self.sheet.file, row.number))
                continue
            place: Path_ = (*path, *_place(column))
            layout.lines[place], layout.columns[place] = (self.sheet.file, row.number), column.heading
            if column.is_fact:
                told = _text(cell) if column.key in NOTES else in_unit(cell, column.unit)
                facts.setdefault(column.name, {})[column.key] = told
            elif column.name in NOTES:
                notes[column.name] = _text(cell)
            elif column.name == "year":
                system["year"] = year_of(_text(cell)) if isinstance(cell, str) else _whole(cell)
            elif column.name in ("name", "title", "description"):
                system[column.name] = _text(cell)
            else:
                use[column.name] = _text(cell)
        given = {quantity: _fact(fact, notes) for quantity, fact in facts.items() if _is_told(fact)}
        layout.cited |= {fact["source"] for fact in given.values() if isinstance(fact, dict) and "source" in fact}
        system.setdefault("title", system.get("name", ""))
        return {key: told for key, told in {**system, "given": given, "use": use}.items() if told and key != "name"}


def _place(column: Column) -> Path_:
    """Where in a system the cells of a column stand."""
    if column.is_fact:
        return ("given", column.name, *(() if column.key == VALUE else (column.key,)))
    return (column.name,) if column.name in ("name", "title", "description", "year", *NOTES) else ("use", column.name)


def _is_told(fact: Mapping[str, Any]) -> bool:
    """Whether there is a value, and not only who said it."""
    return any(key not in NOTES for key in fact)


def _fact(fact: Mapping[str, Any], notes: Mapping[str, Any]) -> Any:
    """A fact as the scenario would have it: a value with low and high is the central one."""
    if "low" in fact or "high" in fact:
        fact = {("central" if key == VALUE else key): value for key, value in fact.items()}
    return {**notes, **fact}


def _text(cell: Any) -> str:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return number_text(cell) if is_number else str(cell).strip()


def _whole(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
