"""Tables that know their columns: Parquet files, and data frames of pandas as rows under their headings."""

import io
from collections.abc import Iterator
from typing import Any

from estimator.errors import EstimatorError, Problem
from estimator.scenario.plain_data import plain_value
from estimator.scenario.sheets import MOST_ROWS, Row, Sheet, sheet_of, too_many


def sheet_of_parquet(raw: bytes, file: str) -> Sheet:
    """A table from the bytes of a Parquet file, its rows counted from 1; a column's unit may stand in its metadata.

    Raises:
        EstimatorError: no Parquet, too many rows; pyarrow is not installed.
    """
    try:
        import pyarrow  # heavy, and an extra that most do without
        import pyarrow.parquet
    except ImportError:
        raise EstimatorError("Parquet is read by pyarrow: pip install 'estimator[parquet]'") from None
    try:
        opened = pyarrow.parquet.ParquetFile(io.BytesIO(raw))
        if opened.metadata.num_rows > MOST_ROWS:
            raise EstimatorError([too_many(file, opened.metadata.num_rows)])
        table = opened.read()
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, EstimatorError):
            raise
        raise EstimatorError([Problem("is no Parquet file that can be read; write it again", file)]) from None
    headings = [_heading(field) for field in table.schema]
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return sheet_of(file, _rows(headings, rows))


def _heading(field: Any) -> str:
    unit = (field.metadata or {}).get(b"unit", b"").decode("utf-8", "replace")
    return f"{field.name} [{unit}]" if unit and "[" not in field.name else field.name


def _rows(headings: list[str], rows: Any) -> Iterator[Row]:
    """Rows behind a head that no file shows a number for."""
    yield Row(0, headings)
    for number, cells in enumerate(rows, 1):
        yield Row(number, [plain_value(cell) for cell in cells])


def sheet_of_rows(rows: Any, file: str) -> Sheet:
    """A table from a list of lists, of which the first holds the headings, as data frames are kept.

    Raises:
        EstimatorError: they are none, or too many.
    """
    if not all(isinstance(row, list) for row in rows):
        raise EstimatorError([Problem("a table of rows is a list of lists, the first with the column names", file)])
    return sheet_of(file, (Row(number, row) for number, row in enumerate(rows)))
