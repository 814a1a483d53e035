"""Published cases that the model is held against: read from the files of `validation/`, one for each group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from estimator.catalog.figures import KINDS, Catalog
from estimator.catalog.shapes import CaseKind, CaseText, FigureText, GroupText, PublishedText
from estimator.datum import Datum, Source, Tier
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files.document import Document, Path_, read_document
from estimator.model import model
from estimator.values import value_of

GROUPS = ("power", "facility", "reactors", "training", "inference", "carbon", "water", "cost", "macro")
"""The files, in the order of the page."""


@dataclass(frozen=True, kw_only=True)
class PublishedCase:
    """One published case. `because` says what it shows, and where the model misses, why."""

    key: str
    title: str
    group: str
    kind: CaseKind
    year: int | None
    given: tuple[Datum, ...]
    assume: tuple[Datum, ...]
    use: Mapping[str, str]
    published: tuple[Datum, ...]
    because: str
    file: str
    line: int

    @property
    def data(self) -> tuple[Datum, ...]:
        """Every figure of the case."""
        return (*self.given, *self.assume, *self.published)


@dataclass(frozen=True)
class LeftOut:
    """A published figure that the model is not held against, and the reason."""

    title: str
    because: str


@dataclass(frozen=True)
class Cases:
    """All cases, group by group, with what is said of a group, and what was left out."""

    by_key: Mapping[str, PublishedCase]
    about: Mapping[str, str]
    left_out: tuple[LeftOut, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The documents that the cases cite."""
        data = (datum for case in self.by_key.values() for datum in case.data)
        return tuple({source.key: source for datum in data for source in datum.sources}.values())


def read_cases(folder: Path, catalog: Catalog) -> Cases:
    """The cases of a folder, their documents and entries looked up in a catalog.

    Raises:
        EstimatorError: unknown keys, quantities, units, entries and sources, figures without a document, and quantities
            that are published and given at once; each with file and line.
    """
    cases: dict[str, PublishedCase] = {}
    about: dict[str, str] = {}
    left_out: list[LeftOut] = []
    problems = [
        Problem(f"is no group of cases; there are {', '.join(GROUPS)}", str(file), 1)
        for file in sorted(folder.glob("*.yaml"))
        if file.stem not in GROUPS
    ]
    for group in GROUPS:
        reader = _Reader(group, read_document(folder / f"{group}.yaml"), catalog)
        if text := reader.parsed():
            for key, case in text.cases.items():
                if key in cases:
                    reader.report(("cases", key), f"{key} stands in two files")
                cases[key] = reader.case(key, case)
            about[group] = text.about
            left_out += [LeftOut(one.title, " ".join(one.because.split())) for one in text.left_out]
        problems += reader.problems
    if problems:
        raise EstimatorError(problems)
    return Cases(cases, about, tuple(left_out))


class _Reader:
    """Reads one file, and keeps its problems."""

    def __init__(self, group: str, document: Document, catalog: Catalog) -> None:
        self.group, self.document, self.catalog = group, document, catalog
        self.problems: list[Problem] = []

    def report(self, path: Path_, message: str) -> None:
        self.problems.append(self.document.problem(path, message))

    def parsed(self) -> GroupText | None:
        try:
            return GroupText.model_validate(self.document.data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                place = ".".join(map(str, detail["loc"])) or "the file"
                self.report(detail["loc"], f"{place}: {detail['msg'].lower()}")
            return None

    def case(self, key: str, text: CaseText) -> PublishedCase:
        path = ("cases", key)
        for quantity in text.published.keys() & text.given.keys():
            self.report((*path, "published", quantity), f"{quantity} is published and given at once")
        for name, option in text.use.items():
            for message in self.unknown(name, option):
                self.report((*path, "use", name), message)
        file, line = self.document.lines[path]
        return PublishedCase(
            key=key, title=text.title, group=self.group, kind=text.kind, year=text.year,
            given=tuple(self.data((*path, "given"), text.given, Tier.GIVEN)),
            assume=tuple(self.data((*path, "assume"), text.assume, Tier.ASSUMPTION)),
            use=text.use,
            published=tuple(self.data((*path, "published"), text.published, Tier.GIVEN)),
            because=" ".join(text.because.split()), file=file, line=line,
        )  # fmt: skip

    def unknown(self, name: str, option: str) -> Iterator[str]:
        """What is wrong with a choice under `use`."""
        kinds = {one: kind for kind, one in KINDS.items()}
        if name not in kinds and name not in self.catalog.choices:
            yield f"{name} is not known under use{suggestion(name, [*kinds, *self.catalog.choices])}"
            return
        known = self.catalog.entries[kinds[name]] if name in kinds else self.catalog.choices[name].options
        if option not in known:
            yield f"{option} is no {name} of the catalog{suggestion(option, known)}"

    def data(self, path: Path_, figures: Mapping[str, FigureText | PublishedText], tier: Tier) -> Iterator[Datum]:
        for quantity, text in figures.items():
            try:
                yield self.datum((*path, quantity), quantity, text, tier)
            except EstimatorError as error:
                self.report((*path, quantity), str(error))

    def datum(self, path: Path_, quantity: str, text: FigureText | PublishedText, tier: Tier) -> Datum:
        if quantity not in model().quantities:
            raise EstimatorError(f"{quantity} is not a quantity{suggestion(quantity, model().quantities)}")
        if any(quantity == figure.quantity for figure in self.catalog.conventions):
            raise EstimatorError(f"{quantity} is a convention and cannot be stated")
        dimension = model().quantities[quantity].dimension
        value = value_of(text.written, quantity, dimension)
        one_number = value.is_point and not value.side and value.parameters[0] > 0
        if isinstance(text, PublishedText) and not (one_number and text.keys):
            raise EstimatorError(f"{quantity}: what was published is one number above 0, with a source")
        for message in text.unfounded(quantity, self.catalog.sources):
            self.report(path, message)
        known = tuple(self.catalog.sources[key] for key in text.keys if key in self.catalog.sources)
        return Datum(
            quantity=quantity, value=value, dimension=dimension, tier=tier, key=quantity, sources=known,
            where=text.where, because=text.because,
        )  # fmt: skip
