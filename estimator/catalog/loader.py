"""The one reader of the catalog's files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from estimator.catalog.figures import KINDS, UNSTATED, Catalog, Choice, Entry, Figure, Note
from estimator.catalog.prices import Prices
from estimator.catalog.published import read_cases
from estimator.catalog.shapes import (
    Cited,
    CostText,
    EntryText,
    FiguresFile,
    FigureText,
    NotesText,
    PricesFile,
    SourceText,
    Strict,
)
from estimator.datum import Datum, Source, Tier
from estimator.document import Document, read_document
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.model import model
from estimator.units import money_of, read
from estimator.values import value_of

CATALOG = Path(__file__).parent
Item = TypeVar("Item")


@cache
def load_catalog(folder: Path = CATALOG) -> Catalog:
    """The catalog. Files of entries are read when their kind is asked for, figures when their entry is.

    Raises:
        EstimatorError: every problem of the sources, assumptions and conventions, with file and line; those of an entry
            are raised where it is used.
    """
    return _Reader(folder).catalog()


def checked_catalog(folder: Path = CATALOG) -> Catalog:
    """The catalog, read and checked as a whole.

    Raises:
        EstimatorError: every unknown name, unit, source or key, every bound broken, each with file and line.
    """
    reader = _Reader(folder)
    catalog = reader.catalog()
    for kind in KINDS:
        for key, entry in catalog.entries[kind].items():
            with suppress(EstimatorError):  # all are collected
                _ = entry.figures
            with suppress(EstimatorError):
                _ = entry.notes
            if entry.server and entry.server not in catalog.entries["servers"]:
                reader.report(kind, (key, "server"), f"{entry.server} is no entry of servers")
    for name, path, message in _strangers(catalog):
        reader.report(name, path, message)
    with suppress(EstimatorError):
        _ = catalog.prices
    try:
        reader.used |= {source.key for source in read_cases(folder / "validation", catalog).sources}
    except EstimatorError as error:
        reader.problems += error.problems
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
            with suppress(EstimatorError):  # reported already
                figures += ((kind, (key,), figure) for figure in entry.figures)
    for name, path, figure in figures:
        if figure.by in folders:
            for option in figure.options.keys() - {*catalog.entries[folders[figure.by]], UNSTATED}:
                yield name, (*path, "figures", figure.quantity, option), f"{option} is no {figure.by} of the catalog"


class _Kinds(Mapping[str, Mapping[str, Entry]]):
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


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        self.known_sources: dict[str, Source] = {}
        self.documents: dict[str, Document] = {}
        self.options: dict[str, Choice] = {}

    def catalog(self) -> Catalog:
        sources = self.sources()
        choices, assumptions, version = self.figures_file("assumptions", Tier.ASSUMPTION)
        _, conventions, _ = self.figures_file("conventions", Tier.CONVENTION)
        return Catalog(version, _Kinds(self.entries), choices, assumptions, conventions, sources, self.prices)

    def whole(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """All items, or the problems that were found on the way to them."""
        before = len(self.problems)
        found = tuple(items)
        if len(self.problems) > before:
            raise EstimatorError(self.problems[before:])
        return found

    def document(self, name: str) -> Document:
        """One file, or all files of a folder as one map."""
        if name not in self.documents:
            folder = self.folder / name
            files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [self.folder / f"{name}.yaml"]
            self.documents[name] = self.joined([read_document(file) for file in files])
        return self.documents[name]

    def joined(self, documents: list[Document]) -> Document:
        first, *others = documents
        data = first.data
        for other in others:
            if not isinstance(data, dict) or not isinstance(other.data, dict):
                raise EstimatorError([Problem("should be a map of entries", other.file, 1)])
            for key in data.keys() & other.data.keys():
                self.problems.append(other.problem((key,), f"{key} stands in two files"))
            data = {**data, **other.data}
        lines = {path: place for document in documents for path, place in document.lines.items()}
        return Document(first.file, data, lines)

    def report(self, name: str, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(self.document(name).problem(path, message))

    def parsed(self, shape: type[Strict], name: str, path: tuple[str | int, ...], data: Any) -> Any:
        """Data in a strict shape, or None with its problems reported."""
        try:
            return shape.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                place = ".".join(map(str, detail["loc"]))
                self.report(name, (*path, *detail["loc"]), f"{place}: {detail['msg'].lower()}")
            return None

    def mapping(self, name: str) -> dict[str, Any]:
        data = self.document(name).data
        if not isinstance(data, dict):
            raise EstimatorError([Problem("should be a map of entries", self.document(name).file, 1)])
        return data

    def sources(self) -> dict[str, Source]:
        for key, data in self.mapping("sources").items():
            if text := self.parsed(SourceText, "sources", (key,), data):
                self.known_sources[key] = Source(
                    key, text.title, text.publisher, str(text.date), text.url, text.licence
                )
        return self.known_sources

    def figures_file(self, name: str, tier: Tier) -> tuple[dict[str, Choice], tuple[Figure, ...], str]:
        text = self.parsed(FiguresFile, name, (), self.document(name).data)
        if not text:
            raise EstimatorError(self.problems)
        choices = {
            key: Choice(choice.default, tuple(choice.options), choice.because) for key, choice in text.choices.items()
        }
        self.options.update(choices)
        return choices, tuple(self.figures(name, (), text.figures, tier)), text.version

    def prices(self) -> Prices:
        """Consumer prices and exchange rates."""
        text = self.parsed(PricesFile, "prices", (), self.document("prices").data)
        if not text:
            raise EstimatorError(self.problems)
        index = self.cited("prices", ("consumer_prices",), text.consumer_prices, "consumer_prices")
        rates = self.cited("prices", ("per_euro",), text.per_euro, "per_euro")
        places = text.consumer_prices.where, text.per_euro.where
        return Prices(text.consumer_prices.index, text.per_euro.rates, index, rates, *places)

    def entries(self, kind: str) -> dict[str, Entry]:
        result = {}
        for key, data in self.mapping(kind).items():
            if text := self.parsed(EntryText, kind, (key,), data):
                group = Path(self.document(kind).lines[key,][0]).stem
                figures = partial(self.entry_figures, kind, key, text)
                notes = partial(self.entry_notes, kind, key, text)
                result[key] = Entry(key, text.title, group, text.server, tuple(text.figures), figures, notes)
        return result

    def entry_figures(self, kind: str, key: str, text: EntryText) -> tuple[Figure, ...]:
        return self.whole(self.figures(kind, (key,), text.figures, Tier.USE))

    def entry_notes(self, kind: str, key: str, text: EntryText) -> tuple[Note, ...]:
        return self.whole(self.notes(kind, key, text.notes))

    def notes(self, kind: str, key: str, texts: NotesText) -> Iterator[Note]:
        for name, text in texts:
            if text is None:
                continue
            path = (key, "notes", name)
            if isinstance(text, CostText) and (wrong := _wrong_cost(text.value)):
                self.report(kind, path, f"{name} {wrong}")
            yield Note(name, text.value, self.cited(kind, path, text, name), text.where, text.because)

    def figures(self, name: str, entry: tuple[str, ...], figures: Mapping[str, Any], tier: Tier) -> Iterator[Figure]:
        for quantity, data in figures.items():
            path = (*entry, "figures", quantity)
            if quantity not in model().quantities:
                near = suggestion(quantity, model().quantities)
                self.report(name, path, f"{quantity} is not a quantity{near}")
                continue
            by = data.get("by", "") if isinstance(data, dict) else ""
            if not by:
                datum = self.datum(name, path, quantity, data, tier)
                yield Figure(quantity, "", {"": datum} if datum else {})
                continue
            options = {}
            for option in data:
                if option == "by":
                    continue
                if not self.is_option(option, by):
                    self.report(name, (*path, option), f"{option} is no option of {by}")
                if datum := self.datum(name, (*path, option), quantity, data[option], tier):
                    options[option] = datum
            yield Figure(quantity, by, options)

    def is_option(self, option: str, by: str) -> bool:
        """Whether a choice has the option; a scenario chooses among years by the year that it covers.

        Entries that a scenario names are looked up when the whole catalog is checked, which reads their files.
        """
        if by == "year":
            return option == UNSTATED or (option.isdigit() and len(option) == 4)
        if by in KINDS.values():
            return True
        return by in self.options and option in self.options[by].options

    def cited(self, name: str, path: tuple[str, ...], text: Cited, what: str) -> tuple[Source, ...]:
        """The sources of a figure or note, which are known and say where, or for which a reason stands."""
        for message in text.unfounded(what, self.known_sources):
            self.report(name, path, message)
        self.used.update(text.keys)
        return tuple(self.known_sources[key] for key in text.keys if key in self.known_sources)

    def datum(self, name: str, path: tuple[str, ...], quantity: str, data: Any, tier: Tier) -> Datum | None:
        text = self.parsed(FigureText, name, path, data)
        if text is None:
            return None
        dimension = model().quantities[quantity].dimension
        try:
            value = value_of(text.written, quantity, dimension)
        except EstimatorError as error:
            self.report(name, path, str(error))
            return None
        if value.money and not value.money[3:]:
            self.report(name, path, f"{quantity} has no year of prices; write such as {value.money}2025")
        sources = self.cited(name, path, text, quantity)
        stream = "/".join((name, *(part for part in path if part != "figures")))
        return Datum(quantity, value, dimension, tier, stream, sources, text.where, because=text.because)


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
