"""What the catalog holds: figures of entries that a scenario names, and the assumptions taken where it names none."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, partial

from estimator.catalog.history import Version, last_day, version_at
from estimator.catalog.prices import Prices
from estimator.datum import Datum, Source
from estimator.errors import EstimatorError

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
    """One quantity of an entry. `options` holds its data: one under "", or one for each option of the choice `by`.

    `versions` are all that ever stood there, the oldest first. It stands in for an entry of the kind `unless`, and is
    not taken where one is named.
    """

    quantity: str
    by: str
    options: Mapping[str, Datum]
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict, compare=False)
    unless: str = ""

    def chosen(self, choices: Mapping[str, str]) -> Datum | None:
        """The datum that the choices select; None where there is no figure for the option, or an entry is named."""
        if self.unless and choices.get(self.unless):
            return None
        return self.options.get(choices.get(self.by, "")) or self.options.get(UNSTATED)

    def as_of(self, day: date) -> "Figure":
        """The figure as it was known on a day, with the options of which something was."""
        stood = {option: version_at(versions, day) for option, versions in self.versions.items()}
        options = {option: version.told_on(day) for option, version in stood.items() if version}
        return replace(self, options=options)


def _as_of(figures: tuple[Figure, ...], day: date) -> tuple[Figure, ...]:
    """Figures as they were known on a day, without those of which nothing was."""
    return tuple(known for figure in figures if (known := figure.as_of(day)).options)


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a document says of an entry and no equation uses: a date, a cost. It was known `since` a day."""

    name: str
    value: str
    sources: tuple[Source, ...]
    where: str = ""
    because: str = ""
    since: date = date.min


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that a scenario can name; entries of one file are a `group`.

    `server` is the server that an accelerator sits in unless told otherwise; `quantities` are those that it has figures
    of; `also` are other names that people write. Figures and notes are read when they are first asked for.
    """

    key: str
    title: str
    group: str
    server: str
    quantities: tuple[str, ...]
    _figures: Callable[[], tuple[Figure, ...]] = field(repr=False, compare=False)
    _notes: Callable[[], tuple[Note, ...]] = field(repr=False, compare=False)
    also: tuple[str, ...] = ()

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """One for each quantity."""
        return self._figures()

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What is known of the entry and enters no equation."""
        return self._notes()

    def as_of(self, day: date) -> "Entry":
        """The entry with what was known of it on a day, which may be nothing."""
        return replace(self, _figures=partial(self._figures_on, day), _notes=partial(self._notes_on, day))

    def _figures_on(self, day: date) -> tuple[Figure, ...]:
        return _as_of(self.figures, day)

    def _notes_on(self, day: date) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.since <= day)


def named(written: str, entries: Mapping[str, Entry]) -> str:
    """The key of the entry that a name stands for, however it is written; the name itself where there is none.

    `United Kingdom`, `UK` and `GBR` are united-kingdom.
    """
    if written in entries:
        return written
    key = re.sub(r"[\s_./]+", "-", written.strip().lower())
    return key if key in entries else next((one for one, entry in entries.items() if key in entry.also), written)


def shared_names(entries: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Entries whose other name is that of an entry before them, or a key."""
    known = set(entries)
    for key, entry in entries.items():
        yield from ((key, name) for name in entry.also if name in known)
        known |= set(entry.also)


class Kinds(Mapping[str, Mapping[str, Entry]]):
    """Entries by kind, each kind read when it is first asked for."""

    def __init__(self, read: Callable[[str], Mapping[str, Entry]]) -> None:
        self._read = cache(read)

    def __getitem__(self, kind: str) -> Mapping[str, Entry]:
        if kind not in KINDS:
            raise KeyError(kind)
        return self._read(kind)

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


@dataclass(frozen=True)
class Choice:
    """What a scenario may choose among, and what is taken where it does not."""

    default: str
    options: tuple[str, ...]
    because: str


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """All entries, assumptions, conventions and sources.

    `day` is that as of which the catalog `whole` is looked at; neither is there where all of it is.
    """

    version: str
    entries: Mapping[str, Mapping[str, Entry]]
    choices: Mapping[str, Choice]
    assumptions: tuple[Figure, ...]
    conventions: tuple[Figure, ...]
    sources: Mapping[str, Source]
    _prices: Callable[[], Prices] = field(repr=False, compare=False)
    day: date | None = None
    whole: "Catalog | None" = field(default=None, repr=False, compare=False)

    @property
    def dated(self) -> date:
        """The last day of its version, which is a month or a day."""
        return last_day(self.version)

    @property
    def name(self) -> str:
        """What reports call it: 2026-11, or 2026-11 as of 2025-03-01."""
        return f"{self.version} as of {self.day}" if self.day else self.version

    @property
    def stamp(self) -> dict[str, str]:
        """The same for programs."""
        return {"catalog_version": self.version} | ({"as_of": str(self.day)} if self.day else {})

    def as_of(self, day: date) -> "Catalog":
        """The catalog with what was known on a day; itself on its own.

        Raises:
            EstimatorError: the day is after the catalog's own.
        """
        if day > self.dated:
            raise EstimatorError(f"as of {day}: the catalog is of {self.dated}; of what came after it knows nothing")
        if day == self.dated:
            return self
        return replace(
            self, entries=Kinds(partial(self._entries_on, day)), assumptions=_as_of(self.assumptions, day),
            sources={key: source for key, source in self.sources.items() if _was_out(source, day)},
            _prices=partial(self._prices_on, day), day=day, whole=self,
        )  # fmt: skip

    def _entries_on(self, day: date, kind: str) -> dict[str, Entry]:
        return {key: entry.as_of(day) for key, entry in self.entries[kind].items()}

    def _prices_on(self, day: date) -> Prices:
        return self.prices.as_of(day)

    @cached_property
    def prices(self) -> Prices:
        """What turns money of one year and currency into another's; read when it is first asked for."""
        return self._prices()

    @property
    def figures(self) -> Iterator[tuple[str, Entry | None, Figure]]:
        """Every figure, with its kind and its entry if it has one."""
        for kind, entries in self.entries.items():
            yield from ((kind, entry, figure) for entry in entries.values() for figure in entry.figures)
        yield from (("assumptions", None, figure) for figure in self.assumptions)
        yield from (("conventions", None, figure) for figure in self.conventions)

    @property
    def data(self) -> Iterator[Datum]:
        """Every value of a figure."""
        for _, _, figure in self.figures:
            yield from figure.options.values()

    def versions(self, stream: str) -> tuple[Version, ...]:
        """All that ever stood for a value, by its stream, such as servers/dgx-h100/server_rated_power."""
        kind, *names = stream.split("/")
        figures = self.assumptions if kind == "assumptions" else self.entries[kind][names.pop(0)].figures
        quantity, option = [*names, ""][:2]
        return next(figure.versions[option] for figure in figures if figure.quantity == quantity)

    @property
    def notes(self) -> Iterator[Note]:
        """Every note of an entry."""
        for kind in self.entries.values():
            for entry in kind.values():
                yield from entry.notes


def _was_out(source: Source, day: date) -> bool:
    return bool(source.date) and last_day(source.date) <= day
