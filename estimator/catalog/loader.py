"""The one reader of the catalog's files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from estimator.datum import Datum, Source, Tier
from estimator.document import Document, read_document
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.model import model
from estimator.values import value_of

CATALOG = Path(__file__).parent
KINDS = ("accelerators", "servers", "reactors")
"""Files of entries that a scenario chooses by name."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FigureText(_Strict):
    value: str | float
    low: str | float | None = None
    high: str | float | None = None
    source: str | list[str] = []
    where: str = ""
    because: str = ""


class _EntryText(_Strict):
    title: str
    server: str = ""
    figures: dict[str, Any]


class _ChoiceText(_Strict):
    default: str
    options: list[str]
    because: str


class _SourceText(_Strict):
    title: str
    publisher: str = ""
    date: str | int = ""
    url: str = ""
    licence: str = ""


class _FiguresFile(_Strict):
    version: str
    choices: dict[str, _ChoiceText] = {}
    figures: dict[str, Any]


@dataclass(frozen=True)
class Figure:
    """One quantity of an entry. `options` holds its data: one under "", or one for each option of the choice `by`."""

    quantity: str
    by: str
    options: Mapping[str, Datum]

    def chosen(self, choices: Mapping[str, str]) -> Datum | None:
        """The datum that the choices select; None where the entry has no figure for the option."""
        return self.options.get(choices.get(self.by, ""))


@dataclass(frozen=True)
class Entry:
    """Something that a scenario can name. `server` is the server that an accelerator sits in unless told otherwise."""

    key: str
    title: str
    server: str
    figures: tuple[Figure, ...]


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

    @property
    def data(self) -> Iterator[Datum]:
        """Every figure."""
        entries = [entry for kind in self.entries.values() for entry in kind.values()]
        figures = [figure for entry in entries for figure in entry.figures]
        for figure in [*figures, *self.assumptions, *self.conventions]:
            yield from figure.options.values()


@cache
def load_catalog(folder: Path = CATALOG) -> Catalog:
    """Read and check the catalog's files.

    Raises:
        EstimatorError: every unknown name, unit, source or key, every bound broken, each with file and line.
    """
    reader = _Reader(folder)
    sources = reader.sources()
    choices, assumptions, version = reader.figures_file("assumptions", Tier.ASSUMPTION)
    _, conventions, _ = reader.figures_file("conventions", Tier.CONVENTION)
    entries = {kind: reader.entries(kind) for kind in KINDS}
    for key, entry in entries["accelerators"].items():
        if entry.server and entry.server not in entries["servers"]:
            reader.report("accelerators", (key, "server"), f"{entry.server} is no entry of servers.yaml")
    for key in sources.keys() - reader.used:
        reader.report("sources", (key,), f"{key} is a source of nothing; remove it or cite it")
    if reader.problems:
        raise EstimatorError(reader.problems)
    return Catalog(version, entries, choices, assumptions, conventions, sources)


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        self.known_sources: dict[str, Source] = {}
        self.documents: dict[str, Document] = {}
        self.options: dict[str, Choice] = {}

    def document(self, name: str) -> Document:
        if name not in self.documents:
            self.documents[name] = read_document(self.folder / f"{name}.yaml")
        return self.documents[name]

    def report(self, name: str, path: tuple[str | int, ...], message: str) -> None:
        self.problems.append(self.document(name).problem(path, message))

    def parsed(self, shape: type[_Strict], name: str, path: tuple[str | int, ...], data: Any) -> Any:
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
            if text := self.parsed(_SourceText, "sources", (key,), data):
                self.known_sources[key] = Source(
                    key, text.title, text.publisher, str(text.date), text.url, text.licence
                )
        return self.known_sources

    def figures_file(self, name: str, tier: Tier) -> tuple[dict[str, Choice], tuple[Figure, ...], str]:
        text = self.parsed(_FiguresFile, name, (), self.document(name).data)
        if not text:
            raise EstimatorError(self.problems)
        choices = {
            key: Choice(choice.default, tuple(choice.options), choice.because) for key, choice in text.choices.items()
        }
        self.options.update(choices)
        return choices, tuple(self.figures(name, (), text.figures, tier)), text.version

    def entries(self, kind: str) -> dict[str, Entry]:
        result = {}
        for key, data in self.mapping(kind).items():
            if text := self.parsed(_EntryText, kind, (key,), data):
                figures = tuple(self.figures(kind, (key,), text.figures, Tier.USE))
                result[key] = Entry(key, text.title, text.server, figures)
        return result

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
            known = self.options[by].options if by in self.options else ()
            options = {}
            for option in data:
                if option == "by":
                    continue
                if option not in known:
                    self.report(name, (*path, option), f"{option} is no option of {by}")
                if datum := self.datum(name, (*path, option), quantity, data[option], tier):
                    options[option] = datum
            yield Figure(quantity, by, options)

    def datum(self, name: str, path: tuple[str, ...], quantity: str, data: Any, tier: Tier) -> Datum | None:
        text = self.parsed(_FigureText, name, path, data)
        if text is None:
            return None
        dimension = model().quantities[quantity].dimension
        ranged = text.low is not None or text.high is not None
        written = {"low": text.low, "central": text.value, "high": text.high} if ranged else text.value
        try:
            value = value_of(written, quantity, dimension)
        except EstimatorError as error:
            self.report(name, path, str(error))
            return None
        keys = [text.source] if isinstance(text.source, str) else text.source
        for key in keys:
            if key not in self.known_sources:
                self.report(name, path, f"{key} is no source in sources.yaml")
        if not keys and not text.because:
            self.report(name, path, f"{quantity} has neither source nor because")
        if keys and not text.where:
            self.report(name, path, f"{quantity} has a source but no where")
        self.used.update(keys)
        sources = tuple(self.known_sources[key] for key in keys if key in self.known_sources)
        stream = "/".join((name, *(part for part in path if part != "figures")))
        return Datum(quantity, value, dimension, tier, stream, sources, text.where, because=text.because)
