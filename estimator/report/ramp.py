"""Phases over time, as tables: one for each system and status, which are not added up."""

from collections.abc import Iterator, Sequence
from datetime import date

from estimator.case import Phase
from estimator.results.result import Result
from estimator.results.years import Group, Moment
from estimator.scenario.ramps import STATUSES
from estimator.wording import Cell, Listed, Message, Told

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


def ramp_tables(result: Result) -> Iterator[tuple[Message, list[list[Cell]]]]:
    """A heading and a table for each system and status: quantities down, years across."""
    found: dict[tuple[str, str], list[Moment]] = {}
    for moment in result.moments:
        found.setdefault((moment.system, moment.status), []).append(moment)
    order = standing(result)
    for group in sorted(result.ramps, key=lambda group: (STATUSES.index(group.status), order.index(group.system))):
        if table := _table(found.get((group.system, group.status), [])):
            yield _heading(result, group), table


def _heading(result: Result, group: Group) -> Message:
    network = result.solution.world.plan.network
    timeless = [leaf for leaf in network.leaves(group.system) if leaf not in {phase.name for phase in result.phases}]
    return Message.of(
        "ramp.heading",
        status=group.status.capitalize(),
        system=group.system,
        title=result.titles.get(group.system) or None,
        without=Message.of("ramp.without", systems=Listed(tuple(timeless))) if timeless else None,
    )


def _table(moments: Sequence[Moment]) -> list[list[Cell]]:
    """Quantities by year, from the first year in which there is anything; empty where there never is."""
    cells = {(moment.quantity, moment.measure, moment.year): moment for moment in moments}
    first = min((moment.year for moment in moments if moment.p95), default=None)
    if first is None:
        return []
    years = sorted({moment.year for moment in moments if moment.year >= first})
    table: list[list[Cell]] = [["", *map(str, years)]]
    for quantity, measure in ROWS:
        row = [cells[quantity, measure, year] for year in years if (quantity, measure, year) in cells]
        if any(moment.p95 for moment in row):
            table.append(_row(row))
    return table


def _row(moments: Sequence[Moment]) -> list[Cell]:
    """One quantity over the years, in the unit that suits the largest; blank where it is not known."""
    largest = max((moment.p50 for moment in moments if moment.p50 is not None), default=0.0)
    first = moments[0]
    less = "accelerator" if first.quantity == "accelerators" else ""
    unit = Told((largest, largest, largest), first.unit, beside=largest, less=less, shows="unit")
    name = Message.of("ramp.row", quantity=first.quantity, measure=first.measure, unit=unit)
    return [name, *(_cell(moment, largest) for moment in moments)]


def _cell(moment: Moment, largest: float) -> Cell:
    if moment.p5 is None or moment.p50 is None or moment.p95 is None:
        return ""
    values = (moment.p5, moment.p50, moment.p95)
    return Told(values, moment.unit, moment.side, beside=largest, shows="number")


def phase_table(result: Result) -> list[list[Cell]]:
    """Every phase: what it is called, how sure it is, when it comes and goes, and what it adds."""
    return [[phase.name, phase.status, _when(phase), result.titles.get(phase.name, "")] for phase in result.phases]


def _when(phase: Phase) -> Message:
    start, years = _day(phase.start), phase.lifetime or None
    if phase.end:
        return Message.of("phase.between", start=start, end=_day(phase.end), years=years)
    return Message.of("phase.on", day=start, years=years)


def _day(day: date) -> Message:
    return Message.of("day", day=day.day, month=_month(day.month), year=day.year)


def _month(number: int) -> Message:
    return Message.of("month", number=number)


def ramp_notes(result: Result) -> list[Message]:
    """What the years are, what is counted when, and what is left out."""
    told = [Message.of("ramp.years")]
    if month := result.fiscal_year_ends:
        told.append(Message.of("ramp.fiscal-years", number=month, month=_month(month)))
    told.append(Message.of("ramp.surer"))
    if any(moment.quantity == "facility_peak_demand" for moment in result.moments):
        told.append(Message.of("ramp.peaks"))
    told.append(Message.of("ramp.money"))
    if any(phase.lifetime for phase in result.phases):
        told.append(Message.of("ramp.retired"))
    if any(moment.p50 is None for moment in result.moments):
        told.append(Message.of("ramp.blank"))
    return [*told, Message.of("ramp.elsewhere")]
