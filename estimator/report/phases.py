"""Single phases in short: when, how much, and what that rests on. All the rest is in the other forms."""

from collections.abc import Iterable, Iterator, Sequence

from estimator.datum import Variable
from estimator.report.listing import ASSUMED, CATALOG, GIVEN, IN_CONFLICT, Line, glance, sections
from estimator.report.ramp import phase_table, phased
from estimator.results.result import Result
from estimator.wording import Cell, Listed, Message, Rows, Section, Table, english

_LISTED = (GIVEN, CATALOG, ASSUMED)


def phases_section(result: Result) -> Section:
    """All phases: a table of when each comes, their headlines, and what these rest on."""
    names = phased(result)
    told = [(name, *section) for name in names for section in sections(result, name)]
    found: dict[Cell, list[Line]] = {
        GIVEN: [_named(name, line) for name, heading, table in told if heading == GIVEN for line in table],
        Message.of("phases.conflict"): [
            _named(name, line) for name, heading, table in told if heading not in _LISTED for line in _torn(table)
        ],
    }
    for listing in (CATALOG, ASSUMED):
        found[listing] = _shared(result, [(name, table) for name, heading, table in told if heading == listing])
    amounts = Section(heading=Message.of("phases.amounts"), blocks=(glance(result, names),))
    rest = [
        Section(heading=Message.of("phases.of", heading=heading), blocks=(_table(lines),))
        for heading, lines in found.items()
        if lines
    ]
    return Section(
        heading=Message.of("phases"), part=True, blocks=(_table(phase_table(result)),), sections=(amounts, *rest)
    )


def _table(lines: Iterable[Sequence[Cell]]) -> Table:
    return Table(groups=(Rows(tuple(map(tuple, lines))),))


def _shared(result: Result, tables: Iterable[tuple[str, list[Line]]]) -> list[Line]:
    """The lines of all phases, each once; those that some phases lack say whose they are."""
    phases = [phase.name for phase in result.phases]
    whose: dict[tuple[str, ...], list[str]] = {}
    lines: dict[tuple[str, ...], Line] = {}
    for name, table in tables:
        for line in table if name in phases else ():
            words = tuple(map(english, line))  # values that print the same may rest on other draws
            whose.setdefault(words, []).append(name)
            lines.setdefault(words, line)
    told = [_of(line, whose[words] if len(whose[words]) < len(phases) else []) for words, line in lines.items()]
    return sorted(told, key=lambda line: str(line[0]))


def _of(line: Line, phases: Sequence[str]) -> Line:
    """A line that says whose it is, if it is not that of all."""
    quantity, value, origin = line
    if not phases:
        return line
    return quantity, value, Message.of("phases.from", origin=origin, phases=Listed(tuple(phases)))


def _named(system: str, line: Line) -> Line:
    quantity, value, origin = line
    return Variable(system, quantity) if isinstance(quantity, str) and quantity else "", value, origin


def _torn(table: list[Line]) -> Iterator[Line]:
    """The lines of values in conflict, with those of their routes."""
    inside = False
    for line in table:
        inside = line[1] == IN_CONFLICT or (inside and not line[0])
        if inside:
            yield line
