"""Many systems at once: which of a result are rows of a register, and their headline figures as a table."""

from collections.abc import Iterator, Sequence

from estimator.report.tables import Columns, Row, Table
from estimator.results.estimates import Estimate
from estimator.results.result import HEADLINES, Result
from estimator.units.digits import without_noise

_MANY = 8
"""Parts of one whole from which on a report tells totals and extremes, and the rest as a table."""


def is_register(result: Result) -> bool:
    """Whether a result is of many systems side by side: parts of one whole, without phases."""
    return not result.phases and any(len(parts) >= _MANY for parts in result.solution.case.parts.values())


def wholes(result: Result) -> list[str]:
    """The systems that are sums of others, the largest last."""
    return [system for system, parts in result.solution.case.parts.items() if parts]


def rows(result: Result) -> list[str]:
    """The systems that are no sums, in the order of the scenario."""
    return [system for system, parts in result.solution.case.parts.items() if not parts]


def headlines(result: Result, systems: Sequence[str]) -> list[str]:
    """The headline figures that any of some systems has."""
    return [name for name in HEADLINES if any((system, name) in result for system in systems)]


def systems_table(results: Sequence[Result]) -> Table:
    """One row for each system; columns for each headline figure: its median, and the ends of its 90 % range."""
    title = {"scenario": str} if len(results) > 1 else {}
    told = [row for result in results for row in _rows(result)]
    figures = {column: float for name in HEADLINES for _, values in told for column in values.get(name, ())}
    columns: Columns = {**title, "name": str, "title": str, **figures}
    lines = [{**about, **{key: one for part in values.values() for key, one in part.items()}} for about, values in told]
    return Table(columns, [{column: line.get(column) for column in columns} for line in lines])


def _rows(result: Result) -> Iterator[tuple[Row, dict[str, Row]]]:
    """What each system is called, and its figures by headline, in columns such as `facility_capacity.low [MW]`."""
    for system in result.systems:
        about = {"scenario": result.title, "name": system, "title": result.titles.get(system, "")}
        found = {name: result[system, name] for name in headlines(result, [system])}
        yield about, {name: _figure(result, one) for name, one in found.items() if one.p50 is not None}


def _figure(result: Result, estimate: Estimate) -> Row:
    """A value as cells: its median, and the ends of its range if it has one."""
    unit = "" if estimate.unit == "1" else f" [{estimate.unit.replace('USD', result.prices)}]"
    cells = {"": estimate.p50, ".low": estimate.p5, ".high": estimate.p95}
    exact = estimate.p5 == estimate.p95
    return {
        f"{estimate.name}{end}{unit}": None if exact and end else without_noise(cell) for end, cell in cells.items()
    }
