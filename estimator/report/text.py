"""A result for people: what was said, what follows, what was assumed, what does not fit, what stays open."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from estimator import __version__
from estimator.case import Claim
from estimator.datum import Datum, Variable
from estimator.report.ramp import phase_table, phased, ramp_notes, ramp_tables, standing
from estimator.results.estimates import Estimate
from estimator.results.findings import route_text
from estimator.results.lateness import unknown_texts
from estimator.results.result import HEADLINES, Result
from estimator.wording import dominance_text, either, listed, units_needed

_WIDTH = 118
_HEADINGS = {"use": "From the catalog", "assumption": "Assumed"}
_LISTED = ("Given", *_HEADINGS.values())

Table = list[tuple[str, str, str]]


def text(result: Result) -> str:
    """The whole report; phases over time before all else, and single phases in short."""
    systems, ramps = standing(result), {phase.system for phase in result.phases}
    lines = [*_underlined(result.title, "="), ""]
    if result.description:
        lines += [*textwrap.wrap(result.description, _WIDTH), ""]
    if len(systems) > 1:
        lines += ["At a glance (no ratio is formed across systems)", *_in_tables(_glance(result, systems))]
    if result.phases:
        lines += [*_over_time(result), ""]
    lines += _findings(result)
    for system in systems:
        if system:
            lines += [*_underlined(": ".join(filter(None, (system, result.titles.get(system)))), "-"), ""]
        for heading, table in sections(result, system):
            if heading not in _HEADINGS.values() or system not in ramps:  # what these rest on is told of their phases
                lines += [heading, *aligned(table), ""]
    lines += _phases(result) if result.phases else []
    for heading, claims in said(result):
        lines += [heading, *(line for claim in claims for line in wrapped(claim_text(claim))), ""]
    if result.open:
        lines += ["Open", *_open(result), ""]
    if not_known := list(unknown_texts(result.unknown)):
        lines += [f"Not known by {result.catalog.day}", *(line for told in not_known for line in wrapped(told)), ""]
    sources = list(sources_of(result))
    if sources:
        lines += ["Sources of the facts", *(line for source in sources for line in wrapped(source)), ""]
    return "\n".join([*lines, *_invalid(result), *money_line(result), footer(result), ""])


def _in_tables(table: list[list[str]]) -> list[str]:
    """A table in as many as it takes, with a blank line after each."""
    return [line for part in in_width(table) for line in (*aligned(part), "")]


def _over_time(result: Result) -> list[str]:
    """Phases over time, and what is counted how."""
    lines: list[str] = []
    for heading, table in ramp_tables(result):
        lines += [*_underlined(heading, "-"), *_in_tables(table)]
    return [*lines, *(line for note in ramp_notes(result) for line in wrapped(note))]


def _phases(result: Result) -> list[str]:
    """Single phases in short: when, how much, and what that rests on. All the rest is in the other forms."""
    names = phased(result)
    lines = [*_underlined("Phases", "-"), *aligned(phase_table(result)), ""]
    lines += ["What each amounts to, all of it in service for a whole year", *_in_tables(_glance(result, names))]
    told = [(name, *section) for name in names for section in sections(result, name)]
    given = [(name, row) for name, heading, table in told if heading == "Given" for row in table]
    torn = [(name, row) for name, heading, table in told if heading not in _LISTED for row in _torn(table)]
    found = {"Given": [_named(*one) for one in given], "In conflict": [_named(*one) for one in torn]}
    for listing in _HEADINGS.values():
        found[listing] = _shared(result, [(name, table) for name, heading, table in told if heading == listing])
    for heading, table in found.items():
        lines += [f"{heading}, for phases", *aligned(table), ""] if table else []
    return lines


def _shared(result: Result, tables: Iterable[tuple[str, Table]]) -> Table:
    """The rows of all phases, each once; those that some phases lack say whose they are."""
    phases = [phase.name for phase in result.phases]
    whose: dict[tuple[str, str, str], list[str]] = {}
    for name, table in tables:
        for row in table if name in phases else ():
            whose.setdefault(row, []).append(name)
    told = [
        (quantity, value, origin if len(of) == len(phases) else f"{origin}; of {listed(of)}")
        for (quantity, value, origin), of in whose.items()
    ]
    return sorted(told, key=lambda row: row[0])


def _named(system: str, row: tuple[str, str, str]) -> tuple[str, str, str]:
    quantity, value, origin = row
    return f"{system}.{quantity}" if quantity else "", value, origin


def _torn(table: Table) -> Iterator[tuple[str, str, str]]:
    """The rows of values in conflict, with those of their routes."""
    inside = False
    for row in table:
        inside = row[1] == "in conflict" or (inside and not row[0])
        if inside:
            yield row


def money_line(result: Result) -> list[str]:
    """In whose prices money is told, and which facts do not say in whose they are; nothing where there is no money."""
    if not any("USD" in estimate.unit for estimate in result.estimates):
        return []
    undated = [str(Variable(fact.system, fact.name)) for fact, datum in result.facts if datum.value.money == "USD"]
    told = f"; no year of prices was stated for {listed(undated)}, so that is taken" if undated else ""
    return [f"Money is in dollars of {result.prices.removeprefix('USD')}{told}.", ""]


def _underlined(title: str, line: str) -> tuple[str, str]:
    return title, line * len(title)


def _glance(result: Result, among: Sequence[str]) -> list[list[str]]:
    """Headlines by system; the row's name says what is counted."""
    systems = [name for name in among if any((name, headline) in result for headline in HEADLINES)]
    table = [["", *systems]]
    quantities = result.solution.world.plan.network.model.quantities
    for name in HEADLINES:
        cells = [brief(result, result[system, name]) if (system, name) in result else "" for system in systems]
        if any(cells):
            note = quantities[name].dimension.label
            table.append([f"{name} ({note})" if note else name, *cells])
    return table


def in_width(table: list[list[str]]) -> Iterator[list[list[str]]]:
    """A table in as many as it takes to stay within the page, each with the names of its rows."""
    names, *columns = zip(*table, strict=True)
    shown: list[tuple[str, ...]] = []
    for column in columns:
        if shown and sum(max(map(len, part)) + 2 for part in (names, *shown, column)) > _WIDTH:
            yield _filled(names, shown)
            shown = []
        shown.append(column)
    yield _filled(names, shown)


def _filled(names: tuple[str, ...], columns: list[tuple[str, ...]]) -> list[list[str]]:
    """Columns as rows, without the rows that they leave blank."""
    return [[name, *cells] for name, *cells in zip(names, *columns, strict=True) if any(cells)]


def brief(result: Result, estimate: Estimate) -> str:
    """A value for a narrow column: without whole units, labels, and what the name of its row says anyway."""
    text = labelled(result, estimate).partition(", ")[0] if estimate.unit in ("reactor", "TWh") else str(estimate)
    return text.replace("/accelerator", "").replace(" accelerators", "")


def _findings(result: Result) -> list[str]:
    told = [finding for finding in result.findings if finding.kind not in ("conflict", "invalid-draws")]
    lines = [line for finding in told for line in wrapped(f"{finding.kind}: {finding.message}")]
    return ["Findings", *lines, ""] if lines else []


def _invalid(result: Result) -> list[str]:
    messages: dict[str, list[str]] = {}
    for finding in result.findings:
        if finding.kind == "invalid-draws":
            message = finding.message.replace(f"{finding.system}.", "", 1) if finding.system else finding.message
            messages.setdefault(message, []).append(finding.system)
    told = [f"{message} ({', '.join(names)})" if any(names) else message for message, names in messages.items()]
    return [*told, ""] if told else []


def footer(result: Result) -> str:
    """What it takes to get the same numbers again, and how good they are."""
    solution = result.solution
    kind = "quasi-random draws" if solution.observatory.qmc else "draws"
    errors = [estimate.error / abs(estimate.p50) for estimate in result.estimates if estimate.p50 and estimate.error]
    good = f" Medians are good to {float(f'{100 * max(errors):.1g}'):g} %." if errors else ""
    return (
        f"estimator {__version__}, catalog {result.catalog.name}, {solution.draws:,} {kind}, seed {solution.seed}."
        f" In brackets: 90 % intervals.{good}"
    )


def sections(result: Result, system: str) -> Iterator[tuple[str, Table]]:
    """Tables of one system: facts, results by subject, catalog, assumptions."""
    mine = [estimate for estimate in result.estimates if estimate.system == system]
    quantities = result.solution.world.plan.network.model.quantities
    given = [_row(result, fact, datum) for fact, datum in result.facts if fact.system == system]
    by_heading: dict[str, Table] = {"Given": given}
    for subject in dict.fromkeys(quantity.subject for quantity in quantities.values()):
        by_heading[subject.capitalize()] = []
    by_heading |= {"From the catalog": [], "Assumed": []}
    for estimate in mine:
        if estimate.tier == "convention" or (estimate.tier == "given" and estimate.p50 is not None):
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
    return [_row(result, estimate, result.solution.stated.get(variable))]


def _row(result: Result, estimate: Estimate, datum: Datum | None) -> tuple[str, str, str]:
    origin = estimate.source
    if datum and datum.quote:
        origin = f"{origin}: “{datum.quote}”"
    if estimate.side == "either":
        origin += "; at the stated minimum"
    widest = result.dominant.get(Variable(estimate.system, estimate.name)) if estimate.tier == "derived" else None
    told = f"; {dominance_text(*widest)}" if widest else ""
    return estimate.name, labelled(result, estimate), textwrap.shorten(origin, 90, placeholder=" …") + told


def labelled(result: Result, estimate: Estimate) -> str:
    """A value with the reactor's name, the whole units needed, and the label that its type asks for."""
    value = str(estimate)
    note = result.solution.world.plan.network.model.quantities[estimate.name].dimension.label
    if note and estimate.side == ">=":
        value, note = value.removeprefix("≥ "), f"{note} at the stated minimum"
    if estimate.unit == "reactor" and estimate.p5 is not None and estimate.p95 is not None:
        label = result.reactor_labels.get(estimate.system, "")
        value = re.sub("reactors?", label, value, count=1) if label else value
        if estimate.tier == "derived":
            value += f", {units_needed(estimate.p5, estimate.p95, estimate.side)}"
    return f"{value}, {note}" if note else value


def aligned(table: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as indented columns."""
    widths = [max(map(len, column)) + 2 for column in zip(*table, strict=True)]
    return [
        "  " + "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in table
    ]


def said(result: Result) -> Iterator[tuple[str, list[Claim]]]:
    """Claims that are no facts, under what keeps them from being any."""
    groups = {
        "Said, and not yet in any equation": [claim for claim in result.claims if not claim.readings],
        "Said, and open to several readings; estimator check tells which agree": [
            claim for claim in result.claims if len(claim.readings) > 1
        ],
    }
    yield from ((heading, claims) for heading, claims in groups.items() if claims)


def claim_text(claim: Claim) -> str:
    """What was said, about what, and by whom."""
    about = claim.about or either([str(variable) for variable, _ in claim.readings])
    told = f"{claim.value}: {about}{said_by(claim)}"
    return " ".join(". ".join(filter(None, (told, claim.because))).split())


def said_by(claim: Claim) -> str:
    """The document and the words of a claim, in brackets."""
    by = ([claim.source.key] if claim.source else []) + [f"“{claim.quote}”"] * bool(claim.quote)
    return f" ({': '.join(by)})" if by else ""


def wrapped(line: str) -> list[str]:
    """A line of a list, within the width of the page."""
    return textwrap.wrap(
        line, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False, break_long_words=False
    )


def _open(result: Result) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for item in result.open:
        groups.setdefault((item.system, item.needs), []).append(item.quantity)
    for (system, needs), names in groups.items():
        where = f"{system}: " if system else ""
        yield from wrapped(f"{where}{', '.join(names)}: needs {needs}")


def sources_of(result: Result) -> Iterator[str]:
    """The documents that the facts of a scenario come from, one line each."""
    documents = {source.key: source for _, datum in result.facts for source in datum.sources}
    documents |= {claim.source.key: claim.source for claim in result.claims if claim.source}
    yield from (f"{key}: {source}" for key, source in documents.items())
