"""A result for people: what was said, what follows, what was assumed, what does not fit, what stays open."""

import textwrap
from collections.abc import Iterator, Sequence

from estimator import __version__
from estimator.claims.findings import route_text
from estimator.datum import Variable
from estimator.result import Estimate, Result, sources_of
from estimator.wording import units_needed

_WIDTH = 118
_HEADINGS = {"given": "Given", "use": "From the catalog", "assumption": "Assumed"}

Table = list[tuple[str, str, str]]


def text(result: Result) -> str:
    """The whole report."""
    lines = [result.title, "=" * len(result.title), ""]
    for system in result.systems:
        if system:
            title = result.titles.get(system, "")
            lines += [f"{system}: {title}" if title else system, "-" * len(f"{system}: {title}" if title else system), ""]
        for heading, table in sections(result, system):
            lines += [heading, *aligned(table), ""]
    told = [finding for finding in result.findings if finding.kind != "conflict"]
    if told:
        lines += ["Findings"]
        for finding in told:
            lines += _wrapped(f"{finding.kind}: {finding.message}")
        lines.append("")
    if result.open:
        lines += ["Open", *_open(result), ""]
    sources = list(sources_of(result))
    if sources:
        lines += ["Sources", *(line for source in sources for line in _wrapped(source)), ""]
    return "\n".join([*lines, footer(result), ""])


def footer(result: Result) -> str:
    """What it takes to get the same numbers again."""
    world = result.solution
    return (
        f"estimator {__version__}, catalog {result.catalog.version}, {world.draws:,} draws, seed {world.seed}."
        " In brackets: 90 % intervals."
    )


def sections(result: Result, system: str) -> Iterator[tuple[str, Table]]:
    """Tables of one system: facts, results by subject, catalog, assumptions."""
    mine = [estimate for estimate in result.estimates if estimate.system == system]
    quantities = result.solution.world.plan.network.model.quantities
    by_heading: dict[str, Table] = {"Given": []}
    for subject in dict.fromkeys(quantity.subject for quantity in quantities.values()):
        by_heading[subject.capitalize()] = []
    by_heading |= {"From the catalog": [], "Assumed": []}
    for estimate in mine:
        if estimate.tier == "convention":
            continue
        heading = _HEADINGS.get(estimate.tier) or quantities[estimate.name].subject.capitalize()
        by_heading[heading] += rows(result, estimate)
    yield from ((heading, table) for heading, table in by_heading.items() if table)


def rows(result: Result, estimate: Estimate) -> Table:
    """A value and where it is from: one row, or one for each route of a conflict."""
    variable = Variable(estimate.system, estimate.name)
    if estimate.p50 is None:
        routes = result.solution.routes[variable]
        told = [route_text(result.solution, variable, route).partition(" from ") for route in routes]
        table = [("", f"  {value}", f"from {origin}") for value, _, origin in told]
        return [(estimate.name, "in conflict", ""), *table]
    origin = estimate.source
    datum = result.solution.stated.get(variable)
    if datum and datum.quote:
        origin = f"{origin}: “{datum.quote}”"
    value = _labelled(result, estimate)
    if estimate.side == "either":
        origin += "; at the stated minimum"
    return [(estimate.name, value, textwrap.shorten(origin, 76, placeholder=" …"))]


def _labelled(result: Result, estimate: Estimate) -> str:
    """A value with the reactor's name, the whole units needed, and the label that its type asks for."""
    value = str(estimate)
    if estimate.unit == "reactor" and estimate.p5 is not None and estimate.p95 is not None:
        label = result.reactor_labels.get(estimate.system, "")
        value = value.replace("reactors", label, 1) if label else value
        if estimate.tier == "derived":
            value += f", {units_needed(estimate.p5, estimate.p95, estimate.side)}"
    note = result.solution.world.plan.network.model.quantities[estimate.name].dimension.label
    return f"{value}, {note}" if note else value


def aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as indented columns."""
    widths = [max(map(len, column)) + 2 for column in zip(*table, strict=True)]
    return ["  " + "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _open(result: Result) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for item in result.open:
        groups.setdefault((item.system, item.needs), []).append(item.quantity)
    for (system, needs), names in groups.items():
        where = f"{system}: " if system else ""
        yield from _wrapped(f"{where}{', '.join(names)}: needs {needs}")
