"""What the catalog holds: figures of entries that a scenario names, and the assumptions taken where it names none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from estimator.catalog.prices import Prices
from estimator.datum import Datum, Source

KINDS = {
    "accelerators": "accelerator",
    "servers": "server",
    "reactors": "reactor",
    "countries": "country",
    "cities": "city",
    "grids": "grid",
    "climates": "climate",
    "operators": "fleet",
    "costs": "cost",
    "models": "model",
    "technologies": "supply",
    "generators": "generator",
    "materials": "materials",
    "sites": "site",
}
"""Folders of entries that a scenario chooses by name, and what it calls one under `use`.

Where entries of two kinds have figures of one quantity, the later kind counts: what a grid's electricity costs stands
before its country's price, and what an operator measured before what the climate would allow.
"""

UNSTATED = "unstated"
"""The option that stands for all that have no figure of their own, such as the years without a record."""


@dataclass(frozen=True)
class Figure:
    """One quantity of an entry. `options` holds its data: one under "", or one for each option of the choice `by`."""

    quantity: str
    by: str
    options: Mapping[str, Datum]

    def chosen(self, choices: Mapping[str, str]) -> Datum | None:
        """The datum that the choices select; None where the entry has no figure for the option."""
        return self.options.get(choices.get(self.by, "")) or self.options.get(UNSTATED)


@dataclass(frozen=True)
class Note:
    """What a document says of an entry and no equation uses: a date, a cost."""

    name: str
    value: str
    sources: tuple[Source, ...]
    where: str = ""
    because: str = ""


@dataclass(frozen=True)
class Entry:
    """Something that a scenario can name; entries of one file are a `group`.

    `server` is the server that an accelerator sits in unless told otherwise; `quantities` are those that it has figures
    of. Figures and notes are read when they are first asked for.
    """

    key: str
    title: str
    group: str
    server: str
    quantities: tuple[str, ...]
    _figures: Callable[[], tuple[Figure, ...]] = field(repr=False, compare=False)
    _notes: Callable[[], tuple[Note, ...]] = field(repr=False, compare=False)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """One for each quantity."""
        return self._figures()

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What is known of the entry and enters no equation."""
        return self._notes()


@dataclass(frozen=True)
class Choice:
    """What a scenario may choose among, and what is taken where it does not."""

    default: str
    options: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class Catalog:
    """All entries, assumptions, conventions and sources."""

    version: str
    entries: Mapping[str, Mapping[str, Entry]]
    choices: Mapping[str, Choice]
    assumptions: tuple[Figure, ...]
    conventions: tuple[Figure, ...]
    sources: Mapping[str, Source]
    _prices: Callable[[], Prices] = field(repr=False, compare=False)

    @cached_property
    def prices(self) -> Prices:
        """What turns money of one year and currency into another's; read when it is first asked for."""
        return self._prices()

    @property
    def data(self) -> Iterator[Datum]:
        """Every figure."""
        entries = [entry for kind in self.entries.values() for entry in kind.values()]
        figures = [figure for entry in entries for figure in entry.figures]
        for figure in [*figures, *self.assumptions, *self.conventions]:
            yield from figure.options.values()

    @property
    def notes(self) -> Iterator[Note]:
        """Every note of an entry."""
        for kind in self.entries.values():
            for entry in kind.values():
                yield from entry.notes
