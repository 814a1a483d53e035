"""The one reader of the catalog's files."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from estimator.catalog.detectors import FILE as DETECTORS
from estimator.catalog.detectors import load_detectors
from estimator.catalog.figures import KINDS, UNSTATED, Catalog, Choice, Entry, Figure, Kinds, Note, shared_names
from estimator.catalog.folder import Folder, strays
from estimator.catalog.history import Version, day_of, disorder, known_since, last_day
from estimator.catalog.place import CATALOG
from estimator.catalog.prices import Prices, through_pegs
from estimator.catalog.published import read_cases
from estimator.catalog.shapes import (
    Cited,
    CostText,
    DateText,
    EarlierText,
    EntryText,
    FiguresFile,
    FigureText,
    NotesText,
    PricesFile,
    SourceText,
    VersionedText,
)
from estimator.datum import Datum, Source, Tier
from estimator.errors import EstimatorError, suggestion
from estimator.files.document import Path_
from estimator.model import model
from estimator.units.reading import money_of, read
from estimator.values import value_of

MARKS = ("by", "unless")
"""Beside a figure's options: what it is chosen by, and the kind of entry that it stands in for."""


def sealed_catalog(folder: Path) -> Catalog:
    """The catalog, of which files of entries are read when their kind is asked for, and figures when their entry is.

    Raises:
        EstimatorError: every problem of what is read at once.
    """
    reader = _Reader(folder)
    catalog = reader.catalog()
    if reader.problems:
        raise EstimatorError(reader.problems)
    return catalog


def checked_catalog(folder: Path = CATALOG) -> Catalog:
    """The catalog, read and checked as a whole.

    Raises:
        EstimatorError: every unknown name, unit, source or key, every bound broken, every file that nobody reads, each
            with file and line.
    """
    reader = _Reader(folder)
    reader.problems += strays(folder)
    catalog = reader.catalog()
    for kind in KINDS:
        reader.check_entries(kind, catalog)
    for name, path, message in _strangers(catalog):
        reader.report(name, path, message)
    cited = reader.collected(lambda: read_cases(folder / "validation", catalog).sources) or ()
    reader.used |= {source.key for source in cited}
    reader.collected(lambda: catalog.prices)
    reader.collected(lambda: load_detectors(folder / DETECTORS.name))
    if not reader.problems:  # what is not read cites nothing
        for key in catalog.sources.keys() - reader.used:
            reader.report("sources", (key,), f"{key} is a source of nothing; remove it or cite it")
    if reader.problems:
        raise EstimatorError(reader.problems)
    return catalog


def _strangers(catalog: Catalog) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Options of figures that are entries of no kind, each with its file and path in it."""
    folders = {name: kind for kind, name in KINDS.items()}
    figures: list[tuple[str, tuple[str, ...], Figure]] = [("assumptions", (), each) for each in catalog.assumptions]
    for kind in KINDS:
        for key, entry in catalog.entries[kind].items():
            with suppress(EstimatorError):  # its problems were collected when it was checked
                figures += ((kind, (key,), figure) for figure in entry.figures)
    for name, path, figure in figures:
        if figure.by in folders:
            for option in figure.options.keys() - {*catalog.entries[folders[figure.by]], UNSTATED}:
                yield name, (*path, "figures", figure.quantity, option), f"{option} is no {figure.by} of the catalog"


class _Reader(Folder):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.used: set[str] = set()
        self.known_sources: dict[str, Source] = {}
        self.options: dict[str, Choice] = {}
        self.latest = date.max

    def catalog(self) -> Catalog:
        sources = self.sources()
        choices, assumptions, version = self.figures_file("assumptions", Tier.ASSUMPTION)
        _, conventions, _ = self.figures_file("conventions", Tier.CONVENTION)
        return Catalog(
            version=version, entries=Kinds(self.entries), choices=choices, assumptions=assumptions,
            conventions=conventions, sources=sources, _prices=self.prices,
        )  # fmt: skip

    def check_entries(self, kind: str, catalog: Catalog) -> None:
        """Read all of a kind, and keep every problem of it."""
        for key, entry in (self.collected(lambda: catalog.entries[kind]) or {}).items():
            self.collected(partial(getattr, entry, "figures"))
            self.collected(partial(getattr, entry, "notes"))
            if entry.server and entry.server not in catalog.entries["servers"]:
                self.report(kind, (key, "server"), f"{entry.server} is no entry of servers")

    def sources(self) -> dict[str, Source]:
        for key, data in self.mapping("sources").items():
            if text := self.parsed(SourceText, "sources", (key,), data):
                self.known_sources[key] = Source(
                    key=key, title=text.title, publisher=text.publisher, date=str(text.date), url=text.url,
                    licence=text.licence,
                )  # fmt: skip
        return self.known_sources

    def figures_file(self, name: str, tier: Tier) -> tuple[dict[str, Choice], tuple[Figure, ...], str]:
        text = self.parsed(FiguresFile, name, (), self.document(name).data)
        if not text:
            raise EstimatorError(self.problems)
        choices = {
            key: Choice(choice.default, tuple(choice.options), choice.because) for key, choice in text.choices.items()
        }
        for key, choice in choices.items():
            if choice.default not in choice.options:
                self.report(name, ("choices", key, "default"), f"{choice.default} is no option of {key}")
        self.options.update(choices)
        self.latest = last_day(text.version)
        return choices, tuple(self.figures(name, (), text.figures, tier)), text.version

    def prices(self) -> Prices:
        """Consumer prices and exchange rates."""
        text = self.parsed(PricesFile, "prices", (), self.document("prices").data)
        if not text:
            raise EstimatorError(self.problems)
        index = self.cited("prices", ("consumer_prices",), text.consumer_prices, "consumer_prices")
        rates = self.cited("prices", ("per_euro",), text.per_euro, "per_euro")
        pegs = self.cited("prices", ("pegged",), text.pegged, "pegged")
        return Prices(
            index=text.consumer_prices.index,
            per_euro=through_pegs(text.per_euro.rates, text.pegged.rates),
            index_sources=index,
            rate_sources=rates,
            index_where=text.consumer_prices.where,
            rate_where=text.per_euro.where,
            index_lag=timedelta(text.consumer_prices.known_after),
            rate_lag=timedelta(text.per_euro.known_after),
            running=self.latest.year,
            peg_sources=dict.fromkeys(text.pegged.rates, pegs),
        )

    def entries(self, kind: str) -> dict[str, Entry]:
        result = {}
        for key, data in self.mapping(kind).items():
            if text := self.parsed(EntryText, kind, (key,), data):
                group, also = Path(self.document(kind).lines[key,][0]).stem, tuple(text.also)
                figures = partial(self.entry_figures, kind, key, text)
                notes = partial(self.entry_notes, kind, key, text)
                result[key] = Entry(
                    key=key, title=text.title, group=group, server=text.server, quantities=tuple(text.figures),
                    _figures=figures, _notes=notes, also=also,
                )  # fmt: skip
        for key, name in shared_names(result):
            self.report(kind, (key, "also"), f"{name} is the name of more than one entry")
        return result

    def entry_figures(self, kind: str, key: str, text: EntryText) -> tuple[Figure, ...]:
        return self.whole(self.figures(kind, (key,), text.figures, Tier.USE, text.notes.released))

    def entry_notes(self, kind: str, key: str, text: EntryText) -> tuple[Note, ...]:
        return self.whole(self.notes(kind, key, text.notes))

    def notes(self, kind: str, key: str, texts: NotesText) -> Iterator[Note]:
        for name, text in texts:
            if text is None:
                continue
            path = (key, "notes", name)
            if isinstance(text, CostText) and (wrong := _wrong_cost(text.value)):
                self.report(kind, path, f"{name} {wrong}")
            sources = self.cited(kind, path, text, name)
            since = last_day(text.value) if isinstance(text, DateText) else known_since(sources, self.latest)
            yield Note(
                name=name, value=text.value, sources=sources, where=text.where, because=text.because, since=since
            )

    def figures(
        self,
        name: str,
        entry: tuple[str, ...],
        figures: Mapping[str, Any],
        tier: Tier,
        released: DateText | None = None,
    ) -> Iterator[Figure]:
        for quantity, data in figures.items():
            path = (*entry, "figures", quantity)
            if quantity not in model().quantities:
                near = suggestion(quantity, model().quantities)
                self.report(name, path, f"{quantity} is not a quantity{near}")
                continue
            by, unless = (data.get(mark, "") if isinstance(data, dict) else "" for mark in MARKS)
            if not isinstance(by, str) or unless not in ("", *KINDS.values()):
                self.report(name, path, f"{quantity}: by should name a choice, and unless a kind of entries")
                continue
            known = {}
            for option in data if by else ("",):
                if option in MARKS:
                    continue
                if by and not self.is_option(option, by):
                    self.report(name, (*path, option), f"{option} is no option of {by}")
                place, written = ((*path, option), data[option]) if by else (path, data)
                if versions := self.versions(name, place, quantity, written, tier, released):
                    known[option] = versions
            yield Figure(quantity, by, {option: found[-1].datum for option, found in known.items()}, known, unless)

    def is_option(self, option: str, by: str) -> bool:
        """Whether a choice has the option; a scenario chooses among years by the year that it covers.

        Entries that a scenario names are looked up when the whole catalog is checked, which reads their files.
        """
        if by == "year":
            return option == UNSTATED or (option.isdigit() and len(option) == 4)
        if by in KINDS.values():
            return True
        return by in self.options and option in self.options[by].options

    def cited(self, name: str, path: Path_, text: Cited, what: str) -> tuple[Source, ...]:
        """The sources of a figure or note, which are known and say where, or for which a reason stands."""
        for message in text.unfounded(what, self.known_sources):
            self.report(name, path, message)
        self.used.update(text.keys)
        return tuple(self.known_sources[key] for key in text.keys if key in self.known_sources)

    def versions(
        self, name: str, path: tuple[str, ...], quantity: str, data: Any, tier: Tier, released: DateText | None
    ) -> tuple[Version, ...]:
        """All that ever stood for a value, the oldest first; nothing where it cannot be read."""
        text = self.parsed(VersionedText, name, path, data)
        if text is None:
            return ()
        stream = "/".join((name, *(part for part in path if part != "figures")))
        places: list[Path_] = [(*path, "earlier", number) for number in range(len(text.earlier))]
        found: list[Version] = []
        for each, place in zip([*text.earlier, text], [*places, path], strict=True):
            datum = self.datum(name, place, quantity, each, tier, stream)
            if datum is None:
                return ()
            since, public = self.public(name, (*place, "known"), datum, each.known, released)
            if found and found[-1].until:
                since = found[-1].until
            until, why = (day_of(each.until), each.why) if isinstance(each, EarlierText) else (None, "")
            found.append(Version(datum=datum, since=since, until=until, why=why, public=public))
        for number, message in disorder(found, self.latest):
            self.report(name, (*path, "earlier", number, "until"), f"{quantity}: {message}")
        return tuple(found)

    def public(
        self, name: str, path: Path_, datum: Datum, known: DateText | None, released: DateText | None
    ) -> tuple[date, str]:
        """From when a value was public, and who says so if not its own documents.

        What is specified of a product is public when it is released.
        """
        by_documents = known_since(datum.sources, self.latest)
        if known:
            self.cited(name, path, known, "known")
            if last_day(known.value) > self.latest:
                self.report(name, path, f"known {known.value} is after the catalog's own date, {self.latest}")
            return last_day(known.value), _told(known)
        if released and (last_day(released.value) < by_documents or not datum.sources):
            return last_day(released.value), f"released, {_told(released)}"
        return by_documents, ""

    def datum(self, name: str, path: Path_, quantity: str, text: FigureText, tier: Tier, stream: str) -> Datum | None:
        dimension = model().quantities[quantity].dimension
        try:
            value = value_of(text.written, quantity, dimension)
        except EstimatorError as error:
            self.report(name, path, str(error))
            return None
        if value.money and not value.money[3:]:
            self.report(name, path, f"{quantity} has no year of prices; write such as {value.money}2025")
        sources = self.cited(name, path, text, quantity)
        return Datum(
            quantity=quantity, value=value, dimension=dimension, tier=tier, key=stream, sources=sources,
            where=text.where, because=text.because,
        )  # fmt: skip


def _told(day: DateText) -> str:
    """Who says so, and where."""
    return f"{day.where} ({', '.join(day.keys)})" if day.keys else day.because


def _wrong_cost(written: str) -> str:
    """What is wrong with money for each kW, "" if nothing."""
    try:
        unit = read(written).unit
    except EstimatorError as error:
        return str(error)
    currency, year = money_of(unit)
    if unit != f"{currency}{year}/kW" or not year:
        return f"should be money per kW in the prices of a year, such as 9570 EUR2023/kW, got {written}"
    return ""
