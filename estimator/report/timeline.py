"""A picture of a ramp: what stands, what each year takes, and what has come of it, by system and status."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from estimator.datum import Variable
from estimator.errors import EstimatorError
from estimator.report.charts import Line, source_line
from estimator.report.curves import Caption, Panel, Series, Span, picture
from estimator.report.pictures import Form
from estimator.report.ramp import standing
from estimator.results import years as moments
from estimator.results.result import Result
from estimator.results.years import Group
from estimator.scenario.ramps import years_of
from estimator.units.digits import READABLE

_STOCKS = {
    "facility_capacity": "Nameplate power of the facilities",
    "it_capacity": "Nameplate power of the IT",
    "accelerators": "Accelerators",
}
_YEARLY = {
    "annual_facility_energy": ("bars", "in the year", "Electricity in the year"),
    "annual_scope2_location_based": ("line", "cumulative", "Emissions of the grid for it, cumulative"),
}
_MONTHS = 12


def ramp(result: Result, *systems: str, form: Form = "svg") -> bytes:
    """Power over time, electricity by year and its emissions up to then, for the systems named or for all with phases.

    Raises:
        EstimatorError: no phases, no such system, nothing to draw, or no matplotlib.
    """
    if not result.phases:
        raise EstimatorError("there is no ramp to draw: no system of the scenario has phases")
    known = list(dict.fromkeys(group.system for group in result.ramps))
    for name in systems:
        if name not in known:
            raise EstimatorError(f"{name} is no system with phases; there are {', '.join(known)}")
    order = [name for name in standing(result) if name in (systems or {phase.system for phase in result.phases})]
    groups = sorted((group for group in result.ramps if group.system in order), key=lambda one: order.index(one.system))
    panels = [panel for panel in _panels(result, groups) if panel.series]
    if not panels:
        raise EstimatorError("there is nothing to draw: power, electricity and emissions of the phases are all open")
    lines = [Line("", result, Variable(phase.name, name)) for phase in result.phases for name in _STOCKS]
    subtitle = "What is surer is not added to what is less sure. Bands and bars: 90 % intervals"
    return picture(Caption(result.title, subtitle, source_line([one for one in lines if one.estimate])), panels, form)


def _panels(result: Result, groups: Sequence[Group]) -> Iterator[Panel]:
    if stock := next((name for name in _STOCKS if name in result.followed), ""):
        yield _panel(result, stock, _STOCKS[stock], "line", [_over_months(result, group, stock) for group in groups])
    for name, (kind, measure, heading) in _YEARLY.items():
        if name in result.followed:
            series = [_by_year(result, group, name, measure) for group in groups]
            yield _panel(result, name, heading, "bars" if kind == "bars" else "line", series)


def _panel(result: Result, name: str, heading: str, kind: str, series: Sequence[Series]) -> Panel:
    """The series in the unit that suits the largest of their values."""
    kept = [one for one in series if one.values]
    largest = max((high for one in kept for _, _, high in one.values), default=0.0)
    units = READABLE.get(result.followed[name].unit, {result.followed[name].unit: 1.0})
    unit, factor = next((one for one in reversed(units.items()) if largest * one[1] >= 1), next(iter(units.items())))
    scaled = [one._replace(values=[(a * factor, b * factor, c * factor) for a, b, c in one.values]) for one in kept]
    return Panel(f"{heading}, {unit}", "bars" if kind == "bars" else "line", scaled)


def _span(result: Result) -> range:
    first, last = result.span or years_of(result.phases)
    return range(first, last + 1)


def _over_months(result: Result, group: Group, name: str) -> Series:
    """What stands at the beginning of months and of days on which something comes, as far as it is known."""
    years = _span(result)
    months = [date(year, month, 1) for year in years for month in range(1, _MONTHS + 1)]
    turns = [day for phase in group.phases for day in (phase.start, phase.start + timedelta(1), phase.end) if day]
    days = sorted({*months, date(years[-1] + 1, 1, 1), *(day for day in turns if day.year in years)})
    found = moments.standing(group, days, result.followed[name], result.joint, result.solution.draws)
    known = [(_time(day), values) for day, values in zip(days, found, strict=True) if values]
    return _begun(result, group, known)


def _time(day: date) -> float:
    """A day as a year with its fraction."""
    first, next_ = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - first) / (next_ - first)


def _by_year(result: Result, group: Group, name: str, measure: str) -> Series:
    """Each year's own, at its beginning; or what has come by its end, from nothing on."""
    wanted = (group.system, group.status, name, measure)
    told = [one for one in result.moments if (one.system, one.status, one.quantity, one.measure) == wanted]
    later = measure == "cumulative"
    known = [(one.year + later, (one.p5 or 0.0, one.p50, one.p95 or 0.0)) for one in told if one.p50 is not None]
    start = [(float(known[0][0] - 1), (0.0, 0.0, 0.0))] if later and known and known[0][1][1] else []
    return _begun(result, group, [*start, *known], before=later)


def _begun(result: Result, group: Group, known: Sequence[tuple[float, Span]], before: bool = True) -> Series:
    """A series from the last moment at which there was nothing."""
    first = next((number for number, (_, values) in enumerate(known) if values[2]), len(known))
    kept = known[max(first - before, 0) :] if first < len(known) else []
    label = result.titles.get(group.system) or group.system
    return Series(label, group.status, [time for time, _ in kept], [values for _, values in kept])
