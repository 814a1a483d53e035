"""A result of many systems for people: totals and extremes first, a table of the largest, the rest in files."""

from collections import Counter
from collections.abc import Iterator, Sequence

from estimator.report.labels import brief, labelled
from estimator.report.listing import ASSUMED, CATALOG, sections
from estimator.report.register import headlines, rows, wholes
from estimator.report.run import finding_told, money, stamp
from estimator.report.saying import sources_of
from estimator.results.lateness import unknown_told
from estimator.results.result import Result
from estimator.wording import Block, Cell, Document, Items, Listed, Message, Paragraph, Section, Table

_MOST = 20
"""Systems and findings that are told; files have all of them."""

_SIZES = ("facility_capacity", "it_capacity", "accelerators", "annual_facility_energy", "h100_equivalents")
"""The figures of single systems that fit on one line."""

_LOUD = ("contradiction", "tension", "conflict", "expectation", "slip", "apart", "later", "invalid-draws")
"""Kinds of findings that are told one by one."""

_NAMED = 3
"""Systems that are named where something is not of all of them."""


def overview(result: Result) -> Document:
    """The report of many systems."""
    return Document(title=result.title, sections=(*_sections(result), *money(result)), stamp=Paragraph(stamp(result)))


def _sections(result: Result) -> Iterator[Section]:
    if result.description:
        yield Section(blocks=(Paragraph(result.description),))
    sums, systems = wholes(result), rows(result)
    yield from _section("overview.totals", _totals(result, sums), [*_lacking(result, sums)])
    if extremes := [*_extremes(result, systems)]:
        ends = Message.of("overview.most"), Message.of("overview.least")
        yield from _section("overview.extremes", Table.of([[None, *ends], *extremes]))
    yield from _section("run.findings", None, _findings(result))
    yield _largest(result, systems)
    for heading in (CATALOG, ASSUMED):
        told = _shared(result, systems, heading)
        yield from _section(heading.kind, None, [*told[:_MOST], *_more(len(told), "overview.more-values")])
    opened = [*_open(result)]
    yield from _section("run.open", None, [*opened[:_MOST], *_more(len(opened), "overview.more-gaps")])
    if result.catalog.day and (late := [*unknown_told(result.unknown)]):
        items = Items.of([*late[:_MOST], *_more(len(late), "overview.more-figures")])
        yield Section(heading=Message.of("run.not-known", day=str(result.catalog.day)), blocks=(items,))
    yield from _section("run.sources-of-facts", None, [*sources_of(result)])


def _section(heading: str, table: Table | None, items: Sequence[Cell] = ()) -> Iterator[Section]:
    """A table and a list under a heading, if there is any of them."""
    blocks: list[Block] = [table] if table else []
    blocks += [Items.of(items)] if items else []
    if blocks:
        yield Section(heading=Message.of(heading), blocks=tuple(blocks))


def _findings(result: Result) -> list[Cell]:
    """What is wrong, or worth a look; of what agrees, how much it is."""
    loud: list[Cell] = [
        finding_told(one.kind, one.told) for one in result.findings if one.contradicts or one.kind in _LOUD
    ]
    quiet = Counter(one.kind for one in result.findings if not (one.contradicts or one.kind in _LOUD))
    counted = tuple(Message.of("overview.count", count=number, kind=kind) for kind, number in quiet.items())
    rest = [Message.of("overview.quiet", counted=Listed(counted))] if quiet else []
    return [*loud[:_MOST], *_more(len(loud), "overview.more-findings"), *rest]


def _more(number: int, what: str) -> list[Cell]:
    """How many are not told here."""
    return [Message.of(what, count=number - _MOST)] if number > _MOST else []


def _totals(result: Result, sums: Sequence[str]) -> Table | None:
    """Headline figures of wholes, largest first, if there are any."""
    names = headlines(result, sums)
    told = [
        [name, *(labelled(result, result[one, name]) if (one, name) in result else None for one in reversed(sums))]
        for name in names
    ]
    return Table.of([[None, *reversed(sums)], *told]) if names else None


def _lacking(result: Result, sums: Sequence[str]) -> Iterator[Cell]:
    """Why a whole has no total of what most of its parts have: the parts that lack it."""
    for whole in sums:
        parts = result.solution.case.parts[whole]
        for name in _SIZES:
            without = [part for part in parts if (part, name) not in result]
            if (whole, name) not in result and 2 * len(without) < len(parts):
                having = len(parts) - len(without)
                yield Message.of("overview.lacking", whole=whole, name=name, parts=_some(without), having=having)


def _some(systems: Sequence[str]) -> Cell:
    """A few systems by name, many by their number."""
    if len(systems) <= _NAMED:
        return Listed(tuple(systems))
    return Message.of("overview.systems", count=len(systems))


def _extremes(result: Result, systems: Sequence[str]) -> Iterator[list[Cell]]:
    """For each headline figure in which systems differ, the systems at its ends; values in conflict are at none."""
    for name in headlines(result, systems):
        held = [result[system, name] for system in systems if (system, name) in result]
        known = [one for one in held if one.p50 is not None]
        if len({one.p50 for one in known}) > 1:
            ends = max(known, key=float), min(known, key=float)
            told = (Message.of("overview.end", value=brief(result, one), system=one.system) for one in ends)
            yield [name, *told]


def _largest(result: Result, systems: Sequence[str]) -> Section:
    """The largest systems by the first figure that most of them have, with a few figures of each."""
    sizes = [name for name in headlines(result, systems) if name in _SIZES]
    held = {name: sum((system, name) in result for system in systems) for name in sizes}
    shown = [name for name in sizes if 2 * held[name] > len(systems)] or sizes
    ordered = sorted(systems, key=lambda system: [-_size(result, system, name) for name in shown])[:_MOST]
    table: list[list[Cell | None]] = [[None, *shown]]
    table += [[system, *(_cell(result, system, name) for name in shown)] for system in ordered]
    few = Message.of("overview.of-all", most=_MOST, count=len(systems)) if len(systems) > _MOST else None
    blocks = (Table.of(table), Items.of([Message.of("overview.files", few=few)]))
    return Section(heading=Message.of("overview.largest"), blocks=blocks)


def _size(result: Result, system: str, name: str) -> float:
    return (result[system, name].p50 or 0.0) if (system, name) in result else 0.0


def _cell(result: Result, system: str, name: str) -> Cell | None:
    return brief(result, result[system, name]) if (system, name) in result else None


def _shared(result: Result, systems: Sequence[str], heading: Message) -> list[Cell]:
    """What systems rest on, each value once; where not all of them do, with which."""
    whose: dict[tuple[Cell, Cell, Cell], list[str]] = {}
    for system in systems:
        for title, table in sections(result, system):
            for row in table if title == heading else ():
                whose.setdefault(row, []).append(system)
    told = sorted(whose.items(), key=lambda item: (-len(item[1]), str(item[0][0])))
    return [
        Message.of(
            "overview.shared",
            name=name,
            value=value,
            of=_some(names) if len(names) < len(systems) else None,
            origin=origin,
        )
        for (name, value, origin), names in told
    ]


def _open(result: Result) -> Iterator[Cell]:
    """What stays open, each gap once, with the systems that have it."""
    needs: dict[tuple[str, Cell], list[str]] = {}
    for item in result.open:
        needs.setdefault((item.quantity, item.needed), []).append(item.system)
    together: dict[tuple[Cell, tuple[str, ...]], list[str]] = {}
    for (quantity, need), systems in needs.items():
        together.setdefault((need, tuple(systems)), []).append(quantity)
    for (need, whose), quantities in together.items():
        listed = Listed(tuple(quantities), "comma")
        yield Message.of("overview.open", systems=_some(whose), quantities=listed, needs=need)
