"""What the columns of a table are: names of systems, quantities with their units, choices, who said it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from estimator.errors import EstimatorError, suggestion
from estimator.model import model
from estimator.scenario.choices import use_names
from estimator.scenario.notation import NOTES
from estimator.units.conversion import converted, stated_in

ABOUT = ("name", "title", "description", "year")
"""Columns about a system, beside those of what is given and used."""

VALUE = "value"
_ENDS = ("low", "central", "high")
_UNIT = re.compile(r"(?P<name>[^\[(]*?)\s*(?:\[(?P<square>[^\]]*)\]|\((?P<round>[^)]*)\))?\s*\Z", re.DOTALL)

_NUMBER = (
    r"[-+−]?(?:[0-9][0-9.,_'’ \u00a0\u2009\u202f]*|\.[0-9]+)"
    r"(?:[eE][-+−]?[0-9]+|\s*[×x·*]\s*10(?:(?:\^|\*\*)[-+−]?[0-9]+|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)
_SINGLE = re.compile(rf"\s*(?P<sign>>=|<=|≥|≤|~|≈)?\s*(?P<number>{_NUMBER})\s*\Z")
_INTERVAL = re.compile(rf"\s*(?P<low>{_NUMBER}?)\s*(?:\.\.\.?|–)\s*(?P<high>{_NUMBER})\s*\Z")
_BRACKETS = re.compile(rf"\s*(?P<number>{_NUMBER})\s*(?P<ends>\([^()]+\))\s*\Z")


@dataclass(frozen=True)
class Column:
    """A column by its heading: what of a system it tells.

    `key` is what it tells of a quantity: its value, an end of its range, or a note such as the source; `unit` is that
    of the cells that name none.
    """

    heading: str
    name: str
    key: str = VALUE
    unit: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it is of a quantity."""
        return self.name in model().quantities


def columns_of(
    headings: Sequence[Any], renamed: Mapping[str, str], left_out: Sequence[str]
) -> tuple[dict[int, Column], list[str]]:
    """Columns by their place, and every problem of the headings in a sentence.

    `renamed` maps headings of the file to ours; columns that are `left_out` are not read.
    """
    told = {number: str(heading).strip() for number, heading in enumerate(headings) if heading is not None}
    problems = [*_unknown_headings(told, renamed, "columns"), *_unknown_headings(told, left_out, "leave_out")]
    columns: dict[int, Column] = {}
    for number, heading in told.items():
        if not heading or heading in left_out:
            continue
        try:
            columns[number] = column_of(heading, renamed.get(heading, heading))
        except EstimatorError as error:
            problems.append(str(error))
    known = list(columns.values())
    if not known:
        few = ", ".join(repr(heading) for heading in [*told.values()][:3])
        advice = "write names of columns above the rows, such as name, facility_capacity [MW], accelerator"
        return {}, [f"has no header: its first row is {few}; {advice}"]
    return columns, [*problems, *_twice(known)]


def _unknown_headings(told: Mapping[int, str], wanted: Mapping[str, str] | Sequence[str], key: str) -> Iterator[str]:
    for heading in wanted:
        if heading not in told.values():
            yield f"{key} names the column {heading}, which is not there{suggestion(heading, told.values())}"


def _twice(columns: Sequence[Column]) -> Iterator[str]:
    """What two columns tell."""
    first: dict[tuple[str, str], str] = {}
    for column in columns:
        place = column.name, column.key
        if place in first:
            what = column.name if column.key == VALUE else f"{column.name}.{column.key}"
            yield f"column {column.heading}: {what} stands in two columns, first in {first[place]}; leave one out"
        first.setdefault(place, column.heading)


def column_of(heading: str, ours: str) -> Column:
    """What a column tells, by its heading in our words: `facility_capacity [MW]`, `pue.low`, `pue.source`, `reactor`.

    Raises:
        EstimatorError: no such thing, or a unit that does not fit.
    """
    match = _UNIT.match(ours)
    words, unit = (match["name"], match["square"] or match["round"] or "") if match else (ours, "")
    name, _, key = re.sub(r"[\s-]+", "_", words.strip().lower()).partition(".")
    known = model().quantities
    if name not in known and (match_use := name.replace("_", "-")) in use_names():
        name = match_use
    if name in known:
        column = Column(heading, name, key or VALUE, unit.strip())
        _check_key(column)
        _check_unit(column)
        return column
    if key or name not in (*ABOUT, *NOTES, *use_names()):
        near = suggestion(name, [*known, *use_names(), *ABOUT, *NOTES])
        advice = "rename it under columns, or name it under leave_out"
        raise EstimatorError(f"column {heading}: {words.strip()} is not a quantity{near or ';'} {advice}")
    if unit:
        raise EstimatorError(f"column {heading}: {name} has no unit; leave [{unit}] out")
    return Column(heading, name)


def _check_key(column: Column) -> None:
    keys = (VALUE, *_ENDS, *NOTES)
    if column.key not in keys:
        near = suggestion(column.key, keys, f"; it can be {', '.join(keys[1:])}")
        raise EstimatorError(f"column {column.heading}: {column.key} is nothing of a value{near}")
    if column.unit and column.key in NOTES:
        raise EstimatorError(f"column {column.heading}: {column.key} has no unit; leave [{column.unit}] out")


def _check_unit(column: Column) -> None:
    """Refuse a unit in a heading that its quantity cannot have."""
    if not column.unit:
        return
    dimension = model().quantities[column.name].dimension
    try:
        stated = stated_in(f"1 {column.unit}", column.name, dimension)
        converted(1.0, stated, column.name, dimension)
    except EstimatorError as error:
        raise EstimatorError(f"column {column.heading}: {error}") from None


def in_unit(written: Any, unit: str) -> Any:
    """What a cell says, in the unit of its column unless it names one itself.

    Read are `120`, `~120`, `>= 120`, `100..150`, `100–150` and `2.0 (1.8–2.2)`.

    >>> in_unit("100..150", "MW"), in_unit("0.2 GW", "MW"), in_unit(120, "MW")
    ('100..150 MW', '0.2 GW', '120 MW')
    """
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return written
    text = written if isinstance(written, str) else number_text(written)
    if not unit:
        return text if isinstance(written, str) else written
    if match := _SINGLE.match(text):
        return f"{match['sign'] or ''}{' ' if match['sign'] else ''}{match['number'].strip()} {unit}"
    if (match := _INTERVAL.match(text)) and match["low"]:
        return f"{match['low'].strip()} {unit}..{match['high'].strip()} {unit}"
    if match := _BRACKETS.match(text):
        return f"{match['number'].strip()} {unit} {match['ends']}"
    return text


def number_text(number: float) -> str:
    """A number as text that is read as the very same one: a digit more where three could part thousands."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < _EXACT):
        return str(int(number))
    text = repr(number)
    return text + "0" * (len(text.partition(".")[2]) == len("625") and "e" not in text)


_EXACT = 2**53
"""Floating point numbers below which every whole number is one."""
