"""Tables as text: CSV of any program, such as a French spreadsheet's, with its separator, decimal mark and encoding."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from estimator.errors import EstimatorError, Problem
from estimator.scenario.sheets import Row, Sheet, sheet_of

_SEPARATORS = (";", "\t", ",")
"""The first of them in the headings, outside quotes, parts the columns."""

_NUMBER = re.compile(r"(?<![\w.,])[0-9]{1,3}(?:[ '’_\u00a0\u2009\u202f][0-9]{3})*[0-9]*(?:[.,][0-9]+)+")
_IN_THREES = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?\Z")


def sheet_of_text(raw: bytes, file: str) -> Sheet:
    """A table from the bytes of a text.

    Where semicolons part its columns, commas part decimals, as on computers that are set to French or German; else
    numbers are read as in a scenario.

    Raises:
        EstimatorError: no text, quotes that do not close, too many rows, nothing.
    """
    text = _text(raw, file)
    separator, lines_before = _separator(text)
    body = text.split("\n", lines_before)[-1]
    found = sheet_of(file, _rows(body, separator, lines_before, file))
    return Sheet(file, found.head, _with_points(found.rows)) if separator == ";" else found


def _text(raw: bytes, file: str) -> str:
    """UTF-8, UTF-16 where it says so, else what Western European Windows writes."""
    says_so = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if says_so else ["utf-8-sig", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise EstimatorError([Problem("is no text; save the table as CSV UTF-8, or name it .xlsx or .parquet", file)])


def _separator(text: str) -> tuple[str, int]:
    """What parts columns, and how many lines stand before the table: a spreadsheet's `sep=;` is one."""
    first = text.partition("\n")[0].rstrip("\r")
    if match := re.fullmatch(r"sep=(.)", first, re.IGNORECASE):
        return match[1], 1
    head = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"?', "", head)
    return next((sign for sign in _SEPARATORS if sign in unquoted), ","), 0


def _rows(text: str, separator: str, before: int, file: str) -> Iterator[Row]:
    """Rows by the lines that they start on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = before + 1
    try:
        for cells in reader:
            yield Row(line, cells)
            line = before + reader.line_num + 1
    except csv.Error as error:
        told = str(error)
        if "unexpected end" in told:
            told = "a quotation mark is never closed"
        elif "field larger" in told:
            told = f"a cell has more than {csv.field_size_limit():,} characters"
        raise EstimatorError([Problem(f"is no table: {told}", file, line)]) from None


def _with_points(rows: Sequence[Row]) -> list[Row]:
    """Rows in which decimals stand behind points, as those of a whole table show where they stood.

    One comma or point that cannot part thousands tells how the whole table is written.
    """
    numbers = [number for row in rows for cell in row.cells for number in _NUMBER.findall(cell)]
    commas = any(re.search(r",(?![0-9]{3}\Z)[0-9]+\Z", number) for number in numbers)
    points = any(re.search(r"\.(?![0-9]{3}\Z)[0-9]+\Z", number) for number in numbers)
    if points and not commas:
        return [*rows]
    return [_with_points_in(row, commas and not points) for row in rows]


def _with_points_in(row: Row, commas: bool) -> Row:
    """A row in which decimals stand behind points; `commas` says that they stood behind commas for certain."""
    wrong = {}
    for column, cell in enumerate(row.cells):
        doubtful = [number for number in _NUMBER.findall(cell) if not commas and _IN_THREES.match(number)]
        if doubtful:
            plain = doubtful[0].replace(".", "")
            wrong[column] = (
                f"{doubtful[0]}: the point is ambiguous in a table parted by semicolons; write {plain}, or decimals"
                " behind a comma"
            )
    cells = [_NUMBER.sub(_pointed, cell) for cell in row.cells]
    return Row(row.number, cells, wrong)


def _pointed(match: re.Match[str]) -> str:
    """A number with a decimal comma as one with a point, and a zero more where three digits could be thousands."""
    number = match[0].replace(".", "") if _IN_THREES.match(match[0]) else match[0]
    whole, comma, decimals = number.partition(",")
    if not comma or "," in decimals or "." in number:
        return number
    return f"{whole}.{decimals}" + "0" * (len(decimals) == len("625"))
