"""Phases over time, as tables: one for each system and status, which are not added up."""

from collections.abc import Iterator, Sequence
from datetime import date

from estimator.datum import Phase
from estimator.moments import Group, Moment
from estimator.ramps import STATUSES
from estimator.result import Result
from estimator.wording import listed, number_text

Table = list[list[str]]

_STANDING = ("at its end", "added in the year", "retired in the year")
_FLOWING = ("in the year", "cumulative")
ROWS = tuple(
    (quantity, measure)
    for quantity, told in {
        "facility_capacity": _STANDING[:1], "facility_peak_demand": _STANDING[:1],
        "average_facility_load": _STANDING[:1], "connection_capacity": _STANDING[:1], "it_capacity": _STANDING[:1],
        "accelerators": _STANDING,
        "h100_equivalents": _STANDING[:1], "peak_compute_rate": _STANDING[:1],
        "annual_facility_energy": _FLOWING, "annual_compute": _FLOWING, "annual_scope1": _FLOWING,
        "annual_scope2_location_based": _FLOWING, "annual_embodied_carbon": _FLOWING,
        "annual_site_water_consumption": _FLOWING, "annual_grid_water": _FLOWING,
        "capex": _FLOWING, "annual_electricity_cost": _FLOWING,
    }.items()
    for measure in told
)  # fmt: skip
"""What is shown of a ramp, in this order; rows for programs hold all that is extensive."""


def standing(result: Result) -> list[str]:
    """The systems of a scenario without those that phases, and facts about what stands after them, are laid out as."""
    within = {phase.name for phase in result.phases} | {phase.stock for phase in result.phases} - {""}
    ramps = [*dict.fromkeys(phase.system for phase in result.phases)]
    in_turn = iter(ramps)  # in the order of the file: in that of the systems, those of many phases come late
    return [next(in_turn) if system in ramps else system for system in result.systems if system not in within]


def phased(result: Result) -> list[str]:
    """The systems of phases, in their order, each before what stands after it."""
    return [name for phase in result.phases for name in (phase.name, phase.stock) if name]


def ramp_tables(result: Result) -> Iterator[tuple[str, Table]]:
    """A heading and a table for each system and status: quantities down, years across."""
    found: dict[tuple[str, str], list[Moment]] = {}
    for moment in result.moments:
        found.setdefault((moment.system, moment.status), []).append(moment)
    order = standing(result)
    for group in sorted(result.ramps, key=lambda group: (STATUSES.index(group.status), order.index(group.system))):
        if table := _table(found.get((group.system, group.status), [])):
            yield _heading(result, group), table


def _heading(result: Result, group: Group) -> str:
    network = result.solution.world.plan.network
    timeless = [leaf for leaf in network.leaves(group.system) if leaf not in {phase.name for phase in result.phases}]
    title = result.titles.get(group.system, "")
    verb = "has" if len(timeless) == 1 else "have"
    without = f", without {listed(timeless)}, which {verb} no phases" if timeless else ""
    return f"{group.status.capitalize()}: {group.system}{f', {title}' if title else ''}{without}"


def _table(moments: Sequence[Moment]) -> Table:
    """Quantities by year, from the first year in which there is anything; empty where there never is."""
    cells = {(moment.quantity, moment.measure, moment.year): moment for moment in moments}
    first = min((moment.year for moment in moments if moment.p95), default=None)
    if first is None:
        return []
    years = sorted({moment.year for moment in moments if moment.year >= first})
    table = [["", *map(str, years)]]
    for quantity, measure in ROWS:
        row = [cells[quantity, measure, year] for year in years if (quantity, measure, year) in cells]
        if any(moment.p95 for moment in row):
            table.append(_row(row))
    return table


def _row(moments: Sequence[Moment]) -> list[str]:
    """One quantity over the years, in the unit that suits the largest; blank where it is not known."""
    largest = max((moment.p50 for moment in moments if moment.p50 is not None), default=0.0)
    first = moments[0]
    _, unit = number_text(largest, largest, largest, first.unit, "", largest)
    told = unit.removesuffix(" accelerators") if first.quantity == "accelerators" else unit
    return [f"{first.quantity} {first.measure}, {told}", *(_cell(moment, largest) for moment in moments)]


def _cell(moment: Moment, largest: float) -> str:
    if moment.p5 is None or moment.p50 is None or moment.p95 is None:
        return ""
    return number_text(moment.p5, moment.p50, moment.p95, moment.unit, moment.side, largest)[0]


def phase_table(result: Result) -> Table:
    """Every phase: what it is called, how sure it is, when it comes and goes, and what it adds."""
    return [[phase.name, phase.status, _when(phase), result.titles.get(phase.name, "")] for phase in result.phases]


def _when(phase: Phase) -> str:
    came = f"{_day(phase.start)} to {_day(phase.end)}, evenly" if phase.end else f"on {_day(phase.start)}"
    return f"{came}; each part for {phase.lifetime:g} years" if phase.lifetime else came


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def ramp_notes(result: Result) -> list[str]:
    """What the years are, what is counted when, and what is left out."""
    told = ["Years are calendar years; what a phase brings counts for the hours in service, 8,784 in a leap year."]
    if month := result.fiscal_year_ends:
        told.append(f"Fiscal years end with month {month}: fiscal 2025 with {_MONTHS[month - 1]} 2025.")
    told.append("What is surer is never added to what is less sure. Prices and intensities are of one year throughout.")
    if any(moment.quantity == "facility_peak_demand" for moment in result.moments):
        told.append(
            "Peaks of phases are added as if they came together, loads at full service are those of a whole year."
        )
    told.append("Money is counted when what it buys comes into service, and not again when that is retired.")
    if any(phase.lifetime for phase in result.phases):
        told.append("What is retired is not replaced, unless a phase says so.")
    if any(moment.p50 is None for moment in result.moments):
        told.append("Blank is what is open, or in conflict, for a phase that counts in that year.")
    told.append("Elsewhere, figures of a system with phases are those of all its phases at once, for a whole year.")
    return told


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
