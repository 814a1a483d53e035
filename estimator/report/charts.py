"""Pictures of a result, as bytes: the power ladder, and reactor equivalents.

Each carries its title, the sources of its facts and what it takes to get it again. Same input, same bytes.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from estimator.datum import Source, Tier, Variable
from estimator.errors import EstimatorError
from estimator.report.bars import Bar, Caption, Panel, picture
from estimator.report.pictures import Form
from estimator.report.text import footer, labelled
from estimator.results.estimates import Estimate
from estimator.results.result import Result
from estimator.units.digits import READABLE

LADDER = (
    "accelerator_capacity", "server_capacity", "it_capacity", "facility_capacity", "facility_peak_demand",
    "average_facility_load",
)  # fmt: skip
"""From the chips to the grid: what is installed, the most that is drawn at once, what is drawn on average."""

STATEMENTS = {
    "compared_reactors": "As stated: the number that the facility was compared with",
    "reactors_by_capacity": "By capacity: reactors whose net power equals the nameplate draw",
    "reactors_by_energy": "By energy: reactors whose output of a year equals the use of a year",
}
"""What was said, and two answers that mean different things."""


class Line(NamedTuple):
    """A quantity of a system, and what it is called in the picture."""

    label: str
    result: Result
    variable: Variable

    @property
    def estimate(self) -> Estimate | None:
        """Its value, where it has one."""
        if self.variable not in self.result:
            return None
        found = self.result[self.variable]
        return None if found.p50 is None else found


def power_ladder(result: Result, *systems: str, form: Form = "svg") -> bytes:
    """Power from the accelerators to the facility, for the systems named or for all.

    Raises:
        EstimatorError: no such system, no power that could be drawn, or no matplotlib.
    """
    ladders = {
        system: [Line(_words(name), result, Variable(system, name)) for name in LADDER]
        for system in systems or result.systems
    }
    lines = [line for ladder in ladders.values() for line in ladder]
    unit, factor = _power_unit(lines)
    panels = [_panel(_capitalised(_title(result, system)), ladder, factor) for system, ladder in ladders.items()]
    subtitle = "Power at each step from the accelerators to the facility, and the average over a year"
    return picture(Caption(result.title, subtitle, f"Power, {unit}", source_line(lines)), panels, form)


def reactor_equivalents(result: Result, *systems: str, form: Form = "svg") -> bytes:
    """Reactors by capacity and by energy, two different statements, for the systems named or for all.

    Raises:
        EstimatorError: no such system, no number that could be drawn, or no matplotlib.
    """
    statements = {
        name: [
            Line(_capitalised(_title(result, system)) or _words(name), result, Variable(system, name))
            for system in systems or result.systems
        ]
        for name in STATEMENTS
    }
    # Nothing is missing where no comparison was stated.
    statements["compared_reactors"] = [line for line in statements["compared_reactors"] if line.estimate]
    return _reactors(result.title, statements, form)


def reactor_types(results: Sequence[Result], system: str = "", form: Form = "svg") -> bytes:
    """Reactors by capacity and by energy for one system, with one result for each type of reactor.

    Raises:
        EstimatorError: no such system, no number that could be drawn, or no matplotlib.
    """
    # A number that was stated was stated of one type, so it does not stand beside the others.
    statements = {
        name: [Line(_reactor(result, system), result, Variable(system, name)) for result in results]
        for name in ("reactors_by_capacity", "reactors_by_energy")
    }
    titles = {": ".join(filter(None, (result.title, _title(result, system)))) for result in results}
    title = titles.pop() if len(titles) == 1 else "One facility, several types of reactor"
    return _reactors(title, statements, form)


def _reactors(title: str, statements: dict[str, list[Line]], form: Form) -> bytes:
    lines = [line for told in statements.values() for line in told]
    if not any(line.estimate for line in lines):
        raise EstimatorError("there are no reactors to draw: their numbers are open or in conflict")
    panels = [_panel(STATEMENTS[name], told) for name, told in statements.items() if told]
    subtitle = "Reactor equivalents by capacity and by energy: two different statements"
    return picture(Caption(title, subtitle, "Reactors", source_line(lines), whole=True), panels, form)


def _panel(heading: str, lines: Sequence[Line], factor: float = 1.0) -> Panel:
    """A bar for each line that has one value; the others are named, and so are facts that others contradict."""
    disputed = [line.label for line in lines if line.estimate and line.variable in _disputed(line.result)]
    torn = [line.label for line in lines if not line.estimate and line.variable in line.result]
    unknown = [line.label for line in lines if line.variable not in line.result]
    notes = {"At odds with other data": disputed, "Left out, in conflict": torn, "Left out, open": unknown}
    note = ". ".join(f"{why}: {', '.join(found)}" for why, found in notes.items() if found)
    return Panel(heading, [_bar(line, line.estimate, factor) for line in lines if line.estimate], note)


def _disputed(result: Result) -> set[Variable]:
    return {variable for conflict in result.solution.conflicts for variable, _ in conflict.members}


def _bar(line: Line, estimate: Estimate, factor: float) -> Bar:
    low, median, high = ((value or 0.0) * factor for value in (estimate.p5, estimate.p50, estimate.p95))
    value = labelled(line.result, estimate) + (", at the stated minimum" if estimate.side == "either" else "")
    return Bar(line.label, value, low, median, high, estimate.side, estimate.tier == str(Tier.GIVEN))


def _power_unit(lines: Sequence[Line]) -> tuple[str, float]:
    """The unit in which the largest power reads well, and how many of it make the unit of the vocabulary."""
    largest = max((line.estimate.p95 or 0.0 for line in lines if line.estimate), default=0.0)
    if not largest:
        raise EstimatorError("there is no power to draw: all of it is open or in conflict")
    units = list(READABLE["MW"].items())
    return [(unit, factor) for unit, factor in units if largest * factor >= 1 or unit == units[0][0]][-1]


def _title(result: Result, system: str) -> str:
    return result.titles.get(system) or system


def _capitalised(title: str) -> str:
    return title[:1].upper() + title[1:] if title.partition(" ")[0].islower() else title  # xAI stays xAI


def _reactor(result: Result, system: str) -> str:
    """A type of reactor and what one of it delivers."""
    power = str(result[system, "reactor_net_power"]).replace("/reactor", "")
    return f"{result.reactor_labels.get(system, 'reactor')}\n{power}"


def _words(name: str) -> str:
    return " ".join("IT" if word == "it" else word for word in name.split("_"))


def source_line(lines: Sequence[Line]) -> str:
    """The scenario, the documents of the facts behind the bars, and what it takes to get the same numbers again."""
    drawn = [line for line in lines if line.estimate]
    titles = dict.fromkeys(line.result.title for line in drawn)
    facts = dict.fromkeys(document for line in drawn for document in _documents(line))
    rest = dict.fromkeys(footer(line.result) for line in drawn)
    return f"Scenario: {'; '.join(titles)}. Facts: {'; '.join(facts)}.\n{' '.join(rest)}"


def _documents(line: Line) -> Iterator[str]:
    """Where the facts come from on which a value rests."""
    solution, variable = line.result.solution, line.variable
    if variable in solution.stated:
        support = [solution.stated[variable]]
    else:
        route = solution.settled.get(variable)
        support = [datum for _, datum in (route.support if route else solution.world.support(variable))]
    for datum in support:
        if datum.tier == Tier.GIVEN and not datum.sources:
            yield datum.because or "stated, no source"
        elif datum.tier == Tier.GIVEN:
            yield from map(_document, datum.sources)


def _document(source: Source) -> str:
    publisher = "" if source.publisher in source.title else source.publisher
    return ", ".join(filter(None, (publisher, source.title, source.date)))
