"""Rows as JSON and CSV, as every report writes them: no terminal obeys them, and no spreadsheet computes with them."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from estimator.characters import in_json, visible
from estimator.files.cells import guarded


def json_of(data: Any, indent: int | None = 2) -> str:
    """Data as JSON, without the new line at the end of a file. What is not finite is refused: it would be no JSON."""
    return in_json(json.dumps(data, indent=indent, ensure_ascii=False, allow_nan=False))


def json_text(data: Any) -> str:
    """Data as a file of JSON."""
    return json_of(data) + "\n"


def csv_of(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows under a header; what is no column is left out, and what is unknown is blank."""
    return csv_text([columns, *([row.get(column) for column in columns] for row in rows)])


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Rows of cells. A text that a spreadsheet would take for a formula has an apostrophe before it."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(map(_cell, row) for row in rows)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    return guarded(visible(value)) if isinstance(value, str) else value
