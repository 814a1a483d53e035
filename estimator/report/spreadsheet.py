"""Results as a workbook: sheets of values, assumptions, sources and findings."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from estimator import __version__
from estimator.characters import visible
from estimator.errors import EstimatorError
from estimator.files.cells import is_formula
from estimator.report import tables
from estimator.report.register import is_register, systems_table
from estimator.report.tables import Table
from estimator.report.text import footer
from estimator.results.result import Result

_DATE = datetime(1980, 1, 1)
"""What the file says of when it was made, so that one scenario gives one file: the first date that archives know."""

_NARROWEST, _WIDEST = 8, 60
_LONGEST = 32_767
"""Characters that a cell can hold."""

_NO_XML = re.compile("[\ufffe\uffff]")


def xlsx(results: Sequence[Result]) -> bytes:
    """The workbook: the same bytes for the same results.

    Raises:
        EstimatorError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # an extra that most do without
    except ImportError:
        raise EstimatorError("XLSX is written by XlsxWriter: pip install 'estimator[xlsx]'") from None
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})  # else there are temporary files, and their dates
    workbook.set_properties(
        {
            "title": cleaned("; ".join(result.title for result in results)),
            "author": f"estimator {__version__}",
            "comments": " ".join(dict.fromkeys(footer(result) for result in results)),
            "created": _DATE,
        }
    )
    for name, table in _sheets(results).items():
        _fill(workbook, workbook.add_worksheet(name), table)
    workbook.close()
    return stream.getvalue()


def cleaned(text: str) -> str:
    """Text that a workbook can hold: nothing that XML cannot or that hides, and not longer than a cell."""
    shown = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text))
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 2] + " …"


def _sheets(results: Sequence[Result]) -> dict[str, Table]:
    """The tables by the names of their sheets; many systems have one of their own, a row each, before all others."""
    many = [result for result in results if is_register(result)]
    return {
        **({"Systems": systems_table(many)} if many else {}),
        "Results": tables.values(results),
        "Assumptions": tables.assumptions(results),
        "Sources": tables.sources(results),
        "Findings": tables.findings(results),
    }


def _fill(workbook: Any, sheet: Any, table: Table) -> None:
    """The header, which stays in view, and the rows; columns as wide as what is in them, within reason.

    Numbers are written as numbers, text as text: never a formula, whatever it starts with, nor after it is edited.
    """
    bold, quoted = workbook.add_format({"bold": True}), workbook.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for column, (name, kind) in enumerate(table.columns.items()):
        sheet.write_string(0, column, name, bold)
        shown = [name]
        for line, row in enumerate(table.rows, 1):
            if row[name] in (None, ""):
                continue
            if kind is str:
                text = cleaned(row[name])
                sheet.write_string(line, column, text, quoted if is_formula(text) else None)
                shown.append(text)
            else:
                sheet.write_number(line, column, row[name])
                shown.append(str(row[name]))
        sheet.set_column(column, column, min(max(_NARROWEST, *map(len, shown)), _WIDEST) + 2)
