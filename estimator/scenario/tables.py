"""Systems from a table: each of its rows is one, laid out as if it stood in the scenario, and a part of its whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files.document import Document, Path_
from estimator.files.doors import LARGEST_TABLE, read_input
from estimator.scenario.delimited import sheet_of_text
from estimator.scenario.frames import sheet_of_parquet, sheet_of_rows
from estimator.scenario.headings import columns_of
from estimator.scenario.rows import Layout, Rows
from estimator.scenario.sheets import MOST_ROWS, Sheet
from estimator.scenario.workbooks import sheet_of_workbook

_KEYS = ("table", "sheet", "source", "columns", "leave_out")
_TEXTS, _WORKBOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")


def with_tables(
    document: Document, wholes: Mapping[str, Mapping[str, Any]], cited: frozenset[str]
) -> tuple[Document, frozenset[str], list[Problem]]:
    """A document in which the rows of tables are systems; the sources that are cited by then; every problem of tables.

    `wholes` are the systems whose parts are `{table: FILE}`, which names a file beside that in which it is written, or
    holds rows under their headings.
    """
    systems: Mapping[str, Any] = document.data["systems"]
    layout = Layout()
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


def _year(parts: Sequence[str], layout: Layout) -> dict[str, Any]:
    """The year that all rows of a table state, which is that of their sum, too."""
    years = {layout.systems[name].get("year") for name in parts}
    year = years.pop() if len(years) == 1 else None
    return {"year": year} if year is not None else {}


def _parts_of(document: Document, whole: str, written: Mapping[str, Any], layout: Layout) -> list[str]:
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
    reader = Rows(document, whole, sheet, columns, source)
    return [reader.system(row, layout) for row in sheet.rows] if columns else []


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
    if columns is not None and not (isinstance(columns, dict) and _are_texts(columns.values())):
        yield ("columns",), f"parts of {whole}: columns should map headings of the table to names of ours"
    if left_out is not None and not (isinstance(left_out, list) and _are_texts(left_out)):
        yield ("leave_out",), f"parts of {whole}: leave_out should be a list of headings"


def _are_texts(found: Iterable[Any]) -> bool:
    return all(isinstance(one, str) for one in found)


def _sheet(document: Document, path: Path_, written: Mapping[str, Any], layout: Layout) -> Sheet:
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
