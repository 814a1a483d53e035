"""The values of a result in tables: headlines by system, and all values of one system by subject."""

from collections.abc import Iterator, Sequence

from estimator.datum import Datum, Variable
from estimator.report.labels import brief, label_of, labelled
from estimator.results.estimates import Estimate
from estimator.results.findings import route_origin, route_value
from estimator.results.result import HEADLINES, Result
from estimator.wording import Cell, Message, Short, Table

Line = tuple[Cell, Cell, Cell]
"""A quantity, its value, and where that is from."""

GIVEN, CATALOG, ASSUMED = (Message.of(kind) for kind in ("section.given", "section.catalog", "section.assumed"))
_OF_TIER = {"use": CATALOG, "assumption": ASSUMED}
_MOST = 90
"""Characters of where a value is from."""


def glance(result: Result, among: Sequence[str]) -> Table:
    """Headlines by system; the row's name says what is counted."""
    systems = [name for name in among if any((name, headline) in result for headline in HEADLINES)]
    table: list[list[Cell | None]] = [["", *systems]]
    for name in HEADLINES:
        cells = [brief(result, result[system, name]) if (system, name) in result else None for system in systems]
        if any(cells):
            label = label_of(result, name)
            table.append([Message.of("quantity.labelled", name=name, label=label) if label else name, *cells])
    return Table.of(table, split=True)


def sections(result: Result, system: str) -> Iterator[tuple[Message, list[Line]]]:
    """Tables of one system: facts, results by subject, catalog, assumptions."""
    mine = [estimate for estimate in result.estimates if estimate.system == system]
    quantities = result.solution.world.plan.network.model.quantities
    headings = {
        quantity.subject: Message.of("section.subject", subject=quantity.subject.capitalize())
        for quantity in quantities.values()
    }
    by_heading: dict[Message, list[Line]] = {
        GIVEN: [_line(result, fact, datum) for fact, datum in result.facts if fact.system == system]
    }
    by_heading |= {heading: [] for heading in (*headings.values(), CATALOG, ASSUMED)}
    for estimate in mine:
        if estimate.tier == "convention" or (estimate.tier == "given" and estimate.p50 is not None):
            continue
        heading = _OF_TIER.get(estimate.tier) or headings[quantities[estimate.name].subject]
        by_heading[heading] += _lines(result, estimate)
    yield from ((heading, table) for heading, table in by_heading.items() if table)


def _lines(result: Result, estimate: Estimate) -> list[Line]:
    """A value and where it is from: one line, or one for each route of a conflict."""
    variable = Variable(estimate.system, estimate.name)
    if estimate.p50 is not None:
        return [_line(result, estimate, result.solution.stated.get(variable))]
    routes: list[Line] = [
        (
            "",
            Message.of("route.value", value=route_value(result.solution, variable, route)),
            Message.of("origin", origin=route_origin(result.solution, route)),
        )
        for route in result.solution.routes[variable]
    ]
    return [(estimate.name, IN_CONFLICT, ""), *routes]


IN_CONFLICT = Message.of("value.in-conflict")


def _line(result: Result, estimate: Estimate, datum: Datum | None) -> Line:
    origin = Message.of(
        "value.origin",
        source=estimate.source,
        quote=datum.quote if datum and datum.quote else None,
        bound=Message.of("value.bound") if estimate.side == "either" else None,
    )
    widest = result.dominant.get(Variable(estimate.system, estimate.name)) if estimate.tier == "derived" else None
    return (
        estimate.name,
        labelled(result, estimate),
        Message.of("value.from", origin=Short(origin, _MOST), dominance=dominance(*widest) if widest else None),
    )


_ALL, _HALF = 0.995, 0.5


def dominance(name: str, share: float) -> Message:
    """`mostly it_capacity_utilisation (74 %)`; `above all` where that is less than half, `only` where it is all."""
    if share >= _ALL:
        return Message.of("dominance.only", name=name)
    return Message.of("dominance.mostly" if share >= _HALF else "dominance.above-all", name=name, share=share)
