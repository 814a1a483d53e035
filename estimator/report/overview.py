"""A result of many systems for people: totals and extremes first, a table of the largest, the rest in files."""

from collections import Counter
from collections.abc import Iterator, Sequence

from estimator.claims.lateness import unknown_texts
from estimator.report.blocks import Block, Table, rendered
from estimator.report.register import headlines, rows, wholes
from estimator.report.text import brief, footer, labelled, money_line, sections, sources_of
from estimator.result import Result
from estimator.wording import listed

_MOST = 20
"""Systems and findings that are told; files have all of them."""

_SIZES = ("facility_capacity", "it_capacity", "accelerators", "annual_facility_energy", "h100_equivalents")
"""The figures of single systems that fit on one line."""

_LOUD = ("contradiction", "tension", "conflict", "expectation", "slip", "apart", "later", "invalid-draws")
"""Kinds of findings that are told one by one."""

_NAMED = 3
"""Systems that are named where something is not of all of them."""


def overview(result: Result, form: str) -> str:
    """The report, as text or markdown."""
    return rendered(result.title, _blocks(result), form)


def _blocks(result: Result) -> Iterator[Block]:
    if result.description:
        yield Block(paragraphs=[result.description])
    sums, systems = wholes(result), rows(result)
    yield Block("In all (no ratio is formed across systems)", _totals(result, sums), [*_lacking(result, sums)])
    if extremes := [*_extremes(result, systems)]:
        yield Block("Extremes", [["", "most", "least"], *extremes])
    if findings := _findings(result):
        yield Block("Findings", None, findings)
    yield _largest(result, systems)
    for heading in ("From the catalog", "Assumed"):
        if told := _shared(result, systems, heading):
            yield Block(heading, None, [*told[:_MOST], *_more(len(told), "values")])
    if opened := [*_open(result)]:
        yield Block("Open", None, [*opened[:_MOST], *_more(len(opened), "gaps")])
    if result.catalog.day and (late := [*unknown_texts(result.unknown)]):
        yield Block(f"Not known by {result.catalog.day}", None, [*late[:_MOST], *_more(len(late), "figures")])
    if sources := [*sources_of(result)]:
        yield Block("Sources of the facts", None, sources)
    yield Block(paragraphs=[*filter(None, money_line(result)), footer(result)])


def _findings(result: Result) -> list[str]:
    """What is wrong, or worth a look; of what agrees, how much it is."""
    loud = [f"{one.kind}: {one.message}" for one in result.findings if one.contradicts or one.kind in _LOUD]
    quiet = Counter(one.kind for one in result.findings if not (one.contradicts or one.kind in _LOUD))
    counted = listed([f"{number:,} {kind}" for kind, number in quiet.items()])
    rest = [f"{counted}: nothing contradicts; -o FILE.xlsx has them"] if quiet else []
    return [*loud[:_MOST], *_more(len(loud), "findings"), *rest]


def _more(number: int, what: str) -> list[str]:
    """How many are not told here."""
    return [f"and {number - _MOST:,} more {what}: -o FILE.xlsx has all of them"] if number > _MOST else []


def _totals(result: Result, sums: Sequence[str]) -> Table | None:
    """Headline figures of wholes, largest first, if there are any."""
    names = headlines(result, sums)
    told = [
        [name, *(labelled(result, result[one, name]) if (one, name) in result else "" for one in reversed(sums))]
        for name in names
    ]
    return [["", *reversed(sums)], *told] if names else None


def _lacking(result: Result, sums: Sequence[str]) -> Iterator[str]:
    """Why a whole has no total of what most of its parts have: the parts that lack it."""
    for whole in sums:
        parts = result.solution.case.parts[whole]
        for name in _SIZES:
            without = [part for part in parts if (part, name) not in result]
            if (whole, name) not in result and 2 * len(without) < len(parts):
                told = listed(without) if len(without) <= _NAMED else f"{len(without):,} systems"
                yield f"{whole}.{name} is open, for want of that of {told}; {len(parts) - len(without):,} have it"


def _extremes(result: Result, systems: Sequence[str]) -> Iterator[list[str]]:
    """For each headline figure in which systems differ, the systems at its ends; values in conflict are at none."""
    for name in headlines(result, systems):
        held = [result[system, name] for system in systems if (system, name) in result]
        known = [one for one in held if one.p50 is not None]
        if len({one.p50 for one in known}) > 1:
            most, least = max(known, key=float), min(known, key=float)
            yield [name, *(f"{brief(result, one)}, {one.system}" for one in (most, least))]


def _largest(result: Result, systems: Sequence[str]) -> Block:
    """The largest systems by the first figure that most of them have, with a few figures of each."""
    sizes = [name for name in headlines(result, systems) if name in _SIZES]
    held = {name: sum((system, name) in result for system in systems) for name in sizes}
    shown = [name for name in sizes if 2 * held[name] > len(systems)] or sizes
    ordered = sorted(systems, key=lambda system: [-_size(result, system, name) for name in shown])[:_MOST]
    table = [["", *shown]]
    table += [[system, *(_cell(result, system, name) for name in shown)] for system in ordered]
    more = f"The {_MOST} largest of {len(systems):,} systems. " if len(systems) > _MOST else ""
    files = "-o FILE.xlsx has all values of all systems with sources and reasons, .csv and .parquet the values alone"
    return Block("Systems, the largest first", table, [f"{more}{files}."])


def _size(result: Result, system: str, name: str) -> float:
    return (result[system, name].p50 or 0.0) if (system, name) in result else 0.0


def _cell(result: Result, system: str, name: str) -> str:
    return brief(result, result[system, name]) if (system, name) in result else ""


def _shared(result: Result, systems: Sequence[str], heading: str) -> list[str]:
    """What systems rest on, each value once; where not all of them do, with which."""
    whose: dict[tuple[str, str, str], list[str]] = {}
    for system in systems:
        for title, table in sections(result, system):
            for row in table if title == heading else ():
                whose.setdefault(row, []).append(system)
    told = sorted(whose.items(), key=lambda item: (-len(item[1]), item[0]))
    return [f"{name} {value}{_of(names, len(systems))}: {origin}" for (name, value, origin), names in told]


def _of(names: Sequence[str], all_of_them: int) -> str:
    if len(names) == all_of_them:
        return ""
    return f" of {listed([*names])}" if len(names) <= _NAMED else f" of {len(names):,} systems"


def _open(result: Result) -> Iterator[str]:
    """What stays open, each gap once, with the systems that have it."""
    needs: dict[tuple[str, str], list[str]] = {}
    for item in result.open:
        needs.setdefault((item.quantity, item.needs), []).append(item.system)
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (quantity, need), systems in needs.items():
        together.setdefault((need, tuple(systems)), []).append(quantity)
    for (need, whose), quantities in together.items():
        of = listed([*whose]) if len(whose) <= _NAMED else f"{len(whose):,} systems"
        yield f"{of}: {', '.join(quantities)}: needs {need}"
