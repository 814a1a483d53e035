"""Phases over time, as tables: one for each system and status, which are not added up."""

from collections.abc import Iterator

from estimator.ramps import STATUSES, Moment
from estimator.result import Result
from estimator.wording import value_text

ROWS = (
    ("facility_capacity", "at its end"), ("it_capacity", "at its end"), ("accelerators", "at its end"),
    ("h100_equivalents", "at its end"), ("peak_compute_rate", "at its end"), ("capex", "at its end"),
    ("annual_facility_energy", "in the year"), ("annual_facility_energy", "cumulative"),
    ("annual_compute", "in the year"), ("annual_compute", "cumulative"),
    ("annual_scope1", "in the year"), ("annual_scope2_location_based", "in the year"),
    ("annual_scope2_location_based", "cumulative"), ("annual_site_water_consumption", "in the year"),
    ("annual_site_water_consumption", "cumulative"), ("annual_grid_water", "in the year"),
)  # fmt: skip
"""What is shown of a ramp, in this order; rows for programs hold all that is extensive."""


def ramp_tables(result: Result) -> Iterator[tuple[str, list[list[str]]]]:
    """A heading and a table for each system and status: quantities down, years across."""
    found: dict[tuple[str, str], list[Moment]] = {}
    for moment in result.moments:
        found.setdefault((moment.system, moment.status), []).append(moment)
    order = {phase.system: number for number, phase in enumerate(result.phases)}
    for system, status in sorted(found, key=lambda key: (order[key[0]], STATUSES.index(key[1]))):
        yield f"{system} over time, {status}", _table(found[system, status])


def _table(moments: list[Moment]) -> list[list[str]]:
    """Quantities by year, from the first year in which there is anything."""
    cells = {(moment.quantity, moment.measure, moment.year): moment for moment in moments}
    first = min((moment.year for moment in moments if moment.p95), default=0)
    years = sorted({moment.year for moment in moments if moment.year >= first})
    table = [["", *map(str, years)]]
    for quantity, measure in ROWS:
        row = [cells[quantity, measure, year] for year in years if (quantity, measure, year) in cells]
        if any(moment.p95 for moment in row):
            table.append([f"{quantity}, {measure}", *map(moment_text, row)])
    return table


def moment_text(moment: Moment) -> str:
    """A value with its range, blank where it is not known."""
    if moment.p5 is None or moment.p50 is None or moment.p95 is None:
        return ""
    return value_text(moment.p5, moment.p50, moment.p95, moment.unit, moment.side)


def ramp_note(result: Result) -> str:
    """What the years are, and what is left out."""
    told = "Years are calendar years."
    if month := result.fiscal_year_ends:
        told += f" Fiscal years end with month {month}: fiscal 2025 with {_MONTHS[month - 1]} 2025."
    return f"{told} What is surer is not added to what is less sure. Prices and intensities are of one year throughout."


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
