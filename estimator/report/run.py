"""A result for people: what was said, what follows, what was assumed, what does not fit, what stays open."""

from collections.abc import Iterable, Iterator, Sequence

from estimator import __version__
from estimator.catalog import load_catalog
from estimator.datum import Variable
from estimator.report.listing import ASSUMED, CATALOG, glance, sections
from estimator.report.phases import phases_section
from estimator.report.ramp import ramp_notes, ramp_tables, standing
from estimator.report.saying import claim_told, said, sources_of
from estimator.results.lateness import unknown_told
from estimator.results.result import Result
from estimator.wording import (
    Cell,
    Document,
    Items,
    Listed,
    Marked,
    Message,
    Paragraph,
    Rows,
    Section,
    Table,
)


def on_screen(result: Result) -> Document:
    """The whole report; phases over time before all else, and single phases in short."""
    systems, ramps = standing(result), {phase.system for phase in result.phases}
    told: list[Section] = [*_description(result)]
    if len(systems) > 1:
        told.append(Section(heading=Message.of("run.glance"), blocks=(glance(result, systems),)))
    told += [*_over_time(result, split=True)]
    findings = [one for one in result.findings if one.kind not in ("conflict", "invalid-draws")]
    told += _list(Message.of("run.findings"), (finding_told(one.kind, one.told) for one in findings))
    for system in systems:
        told += _system(result, system, in_short=system in ramps)
    told += [phases_section(result)] if result.phases else []
    told += [*_said(result), *_list(Message.of("run.open"), _open(result)), *_not_known(result)]
    told += _list(Message.of("run.sources-of-facts"), sources_of(result))
    if invalid := _invalid(result):
        told.append(Section(blocks=tuple(Paragraph(line, as_is=True) for line in invalid)))
    return Document(title=result.title, sections=(*told, *money(result)), stamp=Paragraph(stamp(result), as_is=True))


def on_page(result: Result) -> Document:
    """The same where there is room: a table for each system, single phases too, and all findings."""
    told: list[Section] = [*_description(result), *_over_time(result, split=False)]
    told += [_table(result, system) for system in result.systems]
    findings = [one for one in result.findings if one.kind != "conflict"]
    told += _list(Message.of("run.findings"), (finding_told(one.kind, one.told) for one in findings))
    told += _said(result)
    opened = (
        Message.of("run.needs-one", variable=Variable(one.system, one.quantity), needs=one.needed)
        for one in result.open
    )
    told += [*_list(Message.of("run.open"), opened), *_not_known(result)]
    told += _list(Message.of("run.sources"), sources_of(result))
    return Document(title=result.title, sections=(*told, *money(result)), stamp=Paragraph(stamp(result)))


def on_one_page(results: Sequence[Result]) -> Document:
    """Several results in one document, one after the other."""
    pages = [on_page(result) for result in results]
    if len(pages) == 1:
        return pages[0]
    parts = [
        Section(heading=page.title, part=True, sections=(*page.sections, Section(blocks=(Paragraph(stamp(result)),))))
        for page, result in zip(pages, results, strict=True)
    ]
    return Document(title=Message.of("run.several", count=len(pages)), sections=tuple(parts))


def stamp(result: Result) -> Message:
    """What it takes to get the same numbers again, and how good they are."""
    solution = result.solution
    errors = [estimate.error / abs(estimate.p50) for estimate in result.estimates if estimate.p50 and estimate.error]
    return Message.of(
        "run.stamp-quasi" if solution.observatory.qmc else "run.stamp",
        version=__version__,
        catalog=result.catalog.name,
        draws=solution.draws,
        seed=solution.seed,
        error=float(f"{100 * max(errors):.1g}") if errors else None,
    )


def _description(result: Result) -> Iterator[Section]:
    if result.description:
        yield Section(blocks=(Paragraph(result.description),))


def _list(heading: Message, told: Iterable[Cell]) -> Iterator[Section]:
    """A list under its heading, if there is anything in it."""
    items = Items.of(told)
    if items.items:
        yield Section(heading=heading, blocks=(items,))


def finding_told(kind: str, told: Message) -> Message:
    """A finding with its kind before it."""
    return Message.of("run.finding", kind=kind, told=told)


def _over_time(result: Result, split: bool) -> Iterator[Section]:
    """Phases over time, and what is counted how."""
    for heading, table in ramp_tables(result):
        yield Section(heading=heading, part=True, blocks=(Table.of(table, split=split),))
    if result.phases:
        yield Section(blocks=(Items.of(ramp_notes(result)),))


def _name(result: Result, system: str) -> Message:
    return Message.of("run.system", name=system, title=result.titles.get(system) or None)


def _system(result: Result, system: str, in_short: bool) -> Iterator[Section]:
    """The tables of a system; without what its phases rest on, which is told of these."""
    tables = tuple(
        Section(heading=heading, blocks=(Table(groups=(Rows(tuple(rows)),)),))
        for heading, rows in sections(result, system)
        if not (in_short and heading in (CATALOG, ASSUMED))
    )
    if system:
        yield Section(heading=_name(result, system), part=True, sections=tables)
    else:
        yield from tables


def _table(result: Result, system: str) -> Section:
    """All of a system in one table."""
    columns = (Message.of("run.quantity"), Message.of("run.value"), Message.of("run.from"))
    groups = tuple(Rows(tuple(rows), Marked(heading, "strong")) for heading, rows in sections(result, system))
    return Section(heading=_name(result, system) if system else None, blocks=(Table(columns=columns, groups=groups),))


def _said(result: Result) -> Iterator[Section]:
    for heading, claims in said(result):
        yield from _list(heading, map(claim_told, claims))


def _open(result: Result) -> Iterator[Message]:
    """What is open, all that needs the same together."""
    groups: dict[tuple[str, Cell], list[str]] = {}
    for item in result.open:
        groups.setdefault((item.system, item.needed), []).append(item.quantity)
    for (system, needs), names in groups.items():
        quantities = Listed(tuple(names), "comma")
        yield Message.of("run.needs", system=system or None, quantities=quantities, needs=needs)


def _not_known(result: Result) -> Iterator[Section]:
    return _list(Message.of("run.not-known", day=str(result.catalog.day)), unknown_told(result.unknown))


def _invalid(result: Result) -> list[Message]:
    """Impossible draws, told once for all systems in which they are as many."""
    messages: dict[Message, list[str]] = {}
    for finding in result.findings:
        if finding.kind == "invalid-draws":
            everywhere = finding.told.but(variable=Variable("", finding.quantities[0]))
            messages.setdefault(everywhere, []).append(finding.system)
    return [
        Message.of("run.invalid", told=told, systems=Listed(tuple(names), "comma") if any(names) else None)
        for told, names in messages.items()
    ]


def money(result: Result) -> Iterator[Section]:
    """In whose prices money is told, and which facts do not say in whose they are; nothing where there is no money."""
    if not any("USD" in estimate.unit for estimate in result.estimates):
        return
    undated = tuple(Variable(fact.system, fact.name) for fact, datum in result.facts if datum.value.money == "USD")
    year, prices = int(result.prices.removeprefix("USD")), load_catalog().prices
    known = prices.stands_for(year, prices.index)
    told = Message.of(
        "run.money",
        year=str(year),
        undated=Listed(undated) if undated else None,
        known=str(known) if known != year else None,
    )
    yield Section(blocks=(Paragraph(told, as_is=True),))
