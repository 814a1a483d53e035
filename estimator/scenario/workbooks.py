"""Tables in workbooks (XLSX): what a reader of the sheet sees, and what cannot be read of it."""

import io
import warnings
import zipfile
from collections.abc import Callable, Collection, Iterator
from datetime import date, time, timedelta
from typing import Any

from estimator.errors import EstimatorError, Problem, suggestion
from estimator.scenario.sheets import Row, Sheet, is_blank, sheet_of

_LARGEST = 50_000_000
"""Bytes of a workbook when it is unpacked."""


def sheet_of_workbook(raw: bytes, file: str, name: str | None = None) -> Sheet:
    """A sheet of a workbook: the one that is named, else the only one with anything in it.

    A formula counts as the value that was last computed for it.

    Raises:
        EstimatorError: no workbook, no such sheet, several sheets, merged cells, too many rows, nothing; openpyxl is
            not installed.
    """
    try:
        import openpyxl  # an extra that most do without
    except ImportError:
        raise EstimatorError("XLSX is read by openpyxl: pip install 'estimator[xlsx]'") from None
    _check_size(raw, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and drawings that are not kept
            return _sheet(raw, file, name, openpyxl.load_workbook)
    except EstimatorError:
        raise
    except Exception as error:  # what a broken workbook makes openpyxl raise is of every kind
        told = f"{type(error).__name__}: {error}"
        raise EstimatorError([Problem(f"is no workbook that can be read ({told:.80}); save it again", file)]) from None


def _sheet(raw: bytes, file: str, name: str | None, load: Callable[..., Any]) -> Sheet:
    """Formulas and their values stand in two views of one workbook, and merged cells in a third, which is slow."""
    formulas = load(io.BytesIO(raw), read_only=True)
    chosen = _chosen(formulas, file, name)
    found = sheet_of(file, _rows(formulas[chosen], ()))  # what is too large is refused here
    if _has_merged(raw):
        _check_merged(load(io.BytesIO(raw))[chosen], found)
    computed = {
        (row.number, column)
        for row in found.rows
        for column, cell in enumerate(row.cells)
        if isinstance(cell, str) and cell.startswith("=")
    }
    values = load(io.BytesIO(raw), read_only=True, data_only=True)
    return sheet_of(file, _rows(values[chosen], computed))


def _check_size(raw: bytes, file: str) -> None:
    """Refuse what is no archive, and what unpacks to more than memory is for."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        raise EstimatorError([Problem("is no XLSX workbook, or has a password; save it as XLSX", file)]) from None
    if size > _LARGEST:
        message = f"unpacks to {-(-size // 1_000_000):,} MB; a table has at most {_LARGEST // 1_000_000}"
        raise EstimatorError([Problem(f"{message}; keep the sheet, rows and columns of the systems", file)])


def _chosen(workbook: Any, file: str, name: str | None) -> str:
    """The sheet to read."""
    names: list[str] = [sheet.title for sheet in workbook.worksheets]
    if name is not None:
        if name not in names:
            near = suggestion(name, names, f"; it has {', '.join(names)}")
            raise EstimatorError([Problem(f"has no sheet {name}{near}", file)])
        return name
    filled: list[str] = [sheet.title for sheet in workbook.worksheets if _has_anything(sheet)]
    if len(filled) > 1:
        raise EstimatorError(
            [Problem(f"has the sheets {', '.join(filled)}; say which, as in sheet: {filled[0]}", file)]
        )
    if not filled:
        raise EstimatorError([Problem("is empty; a table has column names and a row for each system", file)])
    return filled[0]


def _has_anything(sheet: Any) -> bool:
    return any(not is_blank(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def _rows(sheet: Any, formulas: Collection[tuple[int, int]]) -> Iterator[Row]:
    """Rows as they are seen; a formula that was never computed is wrong, and no blank."""
    sheet.reset_dimensions()  # what a file says of its size may be of another day
    for number, cells in enumerate(sheet.iter_rows(), 1):
        wrong = {}
        for column, cell in enumerate(cells):
            if told := _wrong(cell, (number, column) in formulas):
                wrong[column] = told
        yield Row(number, [_seen(cell) for cell in cells], wrong)


def _wrong(cell: Any, is_formula: bool) -> str:
    """Why a cell cannot be read, in a sentence; nothing if it can."""
    value = cell.value
    if is_formula and value is None:
        return "is a formula whose value was never computed; open and save it in a spreadsheet, or write the value"
    if cell.data_type == "e" or (is_formula and isinstance(value, str) and value.startswith("#")):
        return f"holds the error {value}; write the value, or nothing where it is unknown"
    if isinstance(value, date | time | timedelta):
        return f"is a date to the spreadsheet ({value}); format the cell as a number or as text, and write it again"
    return ""


def _seen(cell: Any) -> Any:
    """What a reader sees in a cell: shares that are shown in per cent are."""
    value, form = cell.value, getattr(cell, "number_format", None) or ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{100 * value:.15g} %" if is_number and "%" in form else value


def _has_merged(raw: bytes) -> bool:
    """Whether any sheet has cells that are merged."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<mergeCell " in archive.read(name) for name in sheets)


def _check_merged(sheet: Any, found: Sheet) -> None:
    """Refuse merged cells among the rows that are read: their value stands in one, and the others would be unknown."""
    rows = {found.head.number, *(row.number for row in found.rows)}
    problems = [
        Problem(f"{cells} are merged, so that only one of them has the value; unmerge and fill them", found.file, row)
        for cells in sheet.merged_cells.ranges
        if (row := cells.min_row) in rows or rows & {*range(cells.min_row, cells.max_row + 1)}
    ]
    if problems:
        raise EstimatorError(problems)
