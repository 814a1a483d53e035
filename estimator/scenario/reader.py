"""Reads scenario files, with every problem of a file reported at once."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from estimator.case import Claim, Phase
from estimator.datum import Source
from estimator.errors import EstimatorError, Problem, few_suggestions, suggestion
from estimator.files.document import Document, Path_
from estimator.model import model
from estimator.scenario.choices import use_names
from estimator.scenario.claims import claims_of
from estimator.scenario.layers import cited_keys, extended
from estimator.scenario.phases import laid_out
from estimator.scenario.prices import Money, price_level
from estimator.scenario.settings import SETTING, overridden
from estimator.scenario.shapes import Fact, ScenarioShape, SystemShape
from estimator.scenario.structure import levels_below, structure

_KEYS: dict[tuple[str, ...], tuple[str, ...]] = {
    (): (
        "title",
        "description",
        "sources",
        "claims",
        "correlations",
        "given",
        "assume",
        "use",
        "year",
        "years",
        "fiscal_year_ends",
        "systems",
        "extends",
    ),
    ("systems",): ("title", "description", "parts", "phases", "lifetime", "given", "assume", "use", "year"),
    ("phases",): ("id", "title", "description", "from", "to", "status", "given", "stock", "assume", "use", "year"),
    ("claims",): ("id", "value", "reads_as", "about", "source", "where", "quote", "because"),
    ("correlations",): ("between", "rho", "because"),
    ("sources",): ("title", "publisher", "date", "url", "licence"),
}
"""The keys of a map, by the section that it stands in."""


@dataclass(frozen=True, kw_only=True)
class System:
    """One thing that figures are about, as its scenario describes it."""

    name: str
    title: str
    given: Mapping[str, Fact]
    assume: Mapping[str, Fact]
    use: Mapping[str, str]
    parts: tuple[str, ...]
    year: int | None


@dataclass(frozen=True)
class Tie:
    """Two ranges by their names in the file, and the correlation of their scores."""

    between: tuple[str, str]
    rho: float
    because: str


@dataclass(frozen=True)
class Origin:
    """What a scenario was read from: a document, the sources that it cites, and what overrides it."""

    document: Document = field(default_factory=lambda: Document("", {}))
    cited: frozenset[str] = frozenset()
    settings: tuple[str, ...] = ()
    needs_facts: bool = True


@dataclass(frozen=True, repr=False, kw_only=True)
class Scenario:
    """A scenario file, read and checked; parts stand before wholes. Money is told in `prices`, such as USD2025."""

    title: str
    description: str
    systems: Mapping[str, System]
    sources: Mapping[str, Source]
    claims: tuple[Claim, ...]
    correlations: tuple[Tie, ...]
    prices: str
    document: Document
    phases: tuple[Phase, ...] = ()
    years: tuple[int, int] | None = None
    fiscal_year_ends: int | None = None
    origin: Origin = field(default_factory=Origin, repr=False, compare=False)

    def __repr__(self) -> str:
        named = [name for name in self.systems if name]
        return f"<Scenario {self.title!r:.80}: {len(named) or 1} systems, {len(self.claims)} claims>"

    def place(self, system: str, quantity: str, section: str = "given") -> str:
        """Where a fact stands, or an assumption of the scenario's own: its file and line, or its way through data.

        What was set for this run stands nowhere.
        """
        path: Path_ = ("systems", system, section, quantity) if system else (section, quantity)
        file, line = self.document.lines.get(path, ("", 0))
        return f"{file}:{line}" if line else "" if file.startswith(SETTING) else file


def read_scenario(path: str | Path, settings: Sequence[str] = ()) -> Scenario:
    """Read a scenario file and what it extends; `settings` are `system.quantity=value` texts that override it.

    Raises:
        EstimatorError: every problem of the file with its line.
    """
    with few_suggestions():
        return scenario_of_document(*extended(Path(path)), settings)


def scenario_of_document(document: Document, cited: frozenset[str], settings: Sequence[str] = ()) -> Scenario:
    """A scenario from a document that lies over all that it extends, and the sources that any of these cite."""
    with few_suggestions():
        problems: list[Problem] = []
        if wholes := _wholes_of_tables(document):
            from estimator.scenario.tables import with_tables  # readers of files that most scenarios do without

            document, cited, problems = with_tables(document, wholes, cited)
        return _checked(Origin(document, cited, tuple(settings)), problems)


def _wholes_of_tables(document: Document) -> dict[str, Mapping[str, Any]]:
    """The systems whose parts are a table, with how it is named."""
    systems = document.data.get("systems") if isinstance(document.data, dict) else None
    texts = systems.items() if isinstance(systems, dict) else ()
    parts = {name: text.get("parts") for name, text in texts if isinstance(text, dict)}
    return {name: written for name, written in parts.items() if isinstance(written, dict)}


def with_settings(scenario: Scenario, settings: Sequence[str]) -> Scenario:
    """A scenario read again, with more that overrides it.

    Raises:
        EstimatorError: every problem of it, or of what overrides it.
    """
    if not settings:
        return scenario
    return _checked(replace(scenario.origin, settings=(*scenario.origin.settings, *settings)))


def scenario_from(data: Mapping[str, Any], needs_facts: bool = True) -> Scenario:
    """A scenario from plain data in the shape of a file. Without facts, catalog entries alone can be looked at."""
    document = Document("", dict(data))
    with few_suggestions():
        return _checked(Origin(document, cited_keys(document.data), needs_facts=needs_facts))


def _checked(origin: Origin, found: Sequence[Problem] = ()) -> Scenario:
    """A scenario, if nothing is wrong with it, nor was `found` to be before."""
    kept = origin.document
    document, phases, problems = laid_out(replace(kept, data=deepcopy(kept.data), lines=dict(kept.lines)))
    problems += [*found, *overridden(origin.settings, document)]
    if not isinstance(document.data, dict):
        raise EstimatorError([Problem("should be a map that starts with title", document.file, 1)])
    shape: ScenarioShape | None = None
    try:
        shape = ScenarioShape.model_validate(document.data)
    except UnicodeEncodeError:
        raise EstimatorError([Problem("holds a character that is no text", document.file)]) from None
    except ValidationError as error:
        problems += [_rendered(detail, document) for detail in error.errors(include_url=False)]
    problems += structure(document, origin.cited, origin.needs_facts)
    if problems or shape is None:
        raise EstimatorError(problems)
    sources = {
        key: Source(
            key=key, title=text.title, publisher=text.publisher, date=str(text.date), url=text.url, licence=text.licence
        )
        for key, text in shape.sources.items()
    }
    claims = claims_of(shape, sources, document)
    together = tuple(Tie((said.between[0], said.between[1]), said.rho, said.because) for said in shape.correlations)
    systems = _systems(shape)
    chosen = {system.name: system.use["prices"] for system in systems.values() if "prices" in system.use}
    prices, problems = price_level(chosen, [*_sums(systems, document), *_sums_claimed(claims, document)])
    if problems:
        raise EstimatorError(problems)
    years = (shape.years[0], shape.years[1]) if shape.years else None
    return Scenario(
        title=shape.title,
        description=shape.description,
        systems=systems,
        sources=sources,
        claims=claims,
        correlations=together,
        prices=prices,
        document=document,
        phases=phases,
        years=years,
        fiscal_year_ends=shape.fiscal_year_ends,
        origin=origin,
    )


def _sums(systems: Mapping[str, System], document: Document) -> Iterator[Money]:
    """The money that facts and assumptions of a scenario's own state."""
    for system in systems.values():
        for section, facts in (("given", system.given), ("assume", system.assume)):
            for quantity, fact in facts.items():
                if fact.value.money:
                    path = ("systems", system.name, section, quantity) if system.name else (section, quantity)
                    yield quantity, fact.value.money, document.problem(path, "")


def _sums_claimed(claims: Sequence[Claim], document: Document) -> Iterator[Money]:
    """The money that claims state, once for each claim."""
    for number, claim in enumerate(claims):
        if money := {datum.value.money for _, datum in claim.readings} - {""}:
            yield claim.key, money.pop(), document.problem(("claims", number), "")


def _systems(shape: ScenarioShape) -> dict[str, System]:
    if not shape.systems:
        return {
            "": System(
                name="", title="", given=shape.given, assume=shape.assume, use=shape.use, parts=(), year=shape.year
            )
        }

    def system(name: str, text: SystemShape) -> System:
        return System(
            name=name,
            title=text.title,
            given=text.given,
            assume=text.assume,
            use={**shape.use, **text.use},
            parts=tuple(text.parts),
            year=text.year or shape.year,
        )

    found = {name: system(name, text) for name, text in shape.systems.items()}
    order = {name: number for number, name in enumerate(found)}
    levels = levels_below({name: list(system.parts) for name, system in found.items()})
    return {name: found[name] for name in sorted(found, key=lambda name: (levels[name], order[name]))}


def _rendered(detail: Any, document: Document) -> Problem:
    """A pydantic error as a sentence of ours."""
    path = tuple(part for part in detail["loc"] if part != "[key]")
    words = [str(part) for part in path if isinstance(part, str)]
    name, section = words[-1] if words else "the file", words[-2] if len(words) > 1 else ""
    kind = detail["type"]
    message = detail["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden" and section in ("given", "assume", "stock"):
        near = suggestion(name, model().quantities, "; estimator quantities lists them all")
        message = f"{name} is not a quantity{near}"
    elif kind == "extra_forbidden":
        known = use_names() if section == "use" else _KEYS.get(path[:-2], ())
        message = f"{name} is not known here{suggestion(name, known)}"
    elif kind == "missing":
        message = f"{name} is missing"
    elif kind != "value_error":
        wanted = {"model_type": "a map", "dict_type": "a map", "list_type": "a list", "string_type": "text"}
        message = f"{name} should be {wanted[kind]}" if kind in wanted else f"{name}: {message[0].lower()}{message[1:]}"
    return document.problem(path, message)
