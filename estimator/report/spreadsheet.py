"""Results as a workbook: sheets of values, assumptions, sources and findings."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from estimator import __version__
from estimator.errors import EstimatorError
from estimator.report import tables
from estimator.report.tables import Table
from estimator.report.text import footer
from estimator.result import Result

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_DATE = datetime(1980, 1, 1)
"""What the file says of when it was made, so that one scenario gives one file: the first date that archives know."""

_CORE = "docProps/core.xml"
_NARROWEST, _WIDEST = 8, 60
_LONGEST = 32_767
"""Characters that a cell can hold."""

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def xlsx(results: Sequence[Result]) -> bytes:
    """The workbook: the same bytes for the same results.

    Raises:
        EstimatorError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook  # heavy, and an extra that most do without
        from openpyxl.packaging.core import DocumentProperties
        from openpyxl.xml.functions import tostring
    except ImportError:
        raise EstimatorError("XLSX is written by openpyxl: pip install 'estimator[xlsx]'") from None
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, table in _sheets(results).items():
        _fill(workbook.create_sheet(name), table)
    workbook.properties = DocumentProperties(
        creator=f"estimator {__version__}",
        title=_cleaned("; ".join(result.title for result in results)),
        description=" ".join(dict.fromkeys(footer(result) for result in results)),
        created=_DATE,
    )
    stream = io.BytesIO()
    workbook.save(stream)
    workbook.properties.modified = _DATE
    return _undated(stream, tostring(workbook.properties.to_tree()))


def _sheets(results: Sequence[Result]) -> dict[str, Table]:
    return {
        "Results": tables.values(results),
        "Assumptions": tables.assumptions(results),
        "Sources": tables.sources(results),
        "Findings": tables.findings(results),
    }


def _fill(sheet: "Worksheet", table: Table) -> None:
    """The header, which stays in view, and the rows; columns as wide as what is in them, within reason."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for number, (name, kind) in enumerate(table.columns.items(), 1):
        _write(sheet.cell(1, number), name)
        sheet.cell(1, number).font = Font(bold=True)
        shown = [name]
        for line, row in enumerate(table.rows, 2):
            if row[name] not in (None, ""):
                _write(sheet.cell(line, number), row[name])
                shown.append(f"{row[name]:.12g}" if kind is float else str(row[name]))
        width = min(max(_NARROWEST, *map(len, shown)), _WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width + 2
    sheet.freeze_panes = "A2"


def _write(cell: "Cell | MergedCell", value: Any) -> None:
    """A number as a number, text as text: never a formula, whatever it starts with, nor after it is edited."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _cleaned(value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(_STARTS_FORMULA)


def _cleaned(text: str) -> str:
    """Text that a workbook can hold: nothing that XML cannot, and not longer than a cell."""
    shown = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 2] + " …"


def _undated(workbook: io.BytesIO, core: bytes) -> bytes:
    """The same archive with one date throughout and `core` as its properties: openpyxl dates what it saves."""
    stream = io.BytesIO()
    with ZipFile(workbook) as dated, ZipFile(stream, "w") as archive:
        for name in dated.namelist():
            member = ZipInfo(name, _DATE.timetuple()[:6])
            member.create_system = 3  # else the operating system's
            archive.writestr(member, core if name == _CORE else dated.read(name), ZIP_DEFLATED)
    return stream.getvalue()
