"""Reads scenario files, with every problem of a file reported at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from estimator.datum import Claim, Source
from estimator.document import Document, Path_, plain, read_document
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.model import model
from estimator.scenario.claims import claims_of
from estimator.scenario.shapes import Fact, ScenarioShape, SystemShape, use_names
from estimator.scenario.structure import levels_below, structure

_LONGEST_CHAIN = 10
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
        "systems",
        "extends",
    ),
    ("systems",): ("title", "description", "parts", "given", "assume", "use", "year"),
    ("claims",): ("id", "value", "reads_as", "about", "source", "where", "quote", "because"),
    ("correlations",): ("between", "rho", "because"),
    ("sources",): ("title", "publisher", "date", "url", "licence"),
}
"""The keys of a map, by the section that it stands in."""


@dataclass(frozen=True)
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
class Together:
    """Two ranges by their names in the file, and the correlation of their scores."""

    between: tuple[str, str]
    rho: float
    because: str


@dataclass(frozen=True)
class Scenario:
    """A scenario file, read and checked; parts stand before wholes."""

    title: str
    description: str
    systems: Mapping[str, System]
    sources: Mapping[str, Source]
    claims: tuple[Claim, ...]
    correlations: tuple[Together, ...]
    document: Document

    def place(self, system: str, quantity: str, section: str = "given") -> str:
        """File and line of a fact, or of an assumption of the scenario's own."""
        path: Path_ = ("systems", system, section, quantity) if system else (section, quantity)
        file, line = self.document.lines.get(path, ("", 0))
        return f"{file}:{line}" if line else ""


def read_scenario(path: str | Path, settings: Sequence[str] = ()) -> Scenario:
    """Read a scenario file and what it extends; `settings` are `system.quantity=value` texts that override it.

    Raises:
        EstimatorError: every problem of the file with its line.
    """
    document, cited = _extended(Path(path), ())
    return _checked(document, settings, cited)


def scenario_from(data: Mapping[str, Any], needs_facts: bool = True) -> Scenario:
    """A scenario from plain data in the shape of a file. Without facts, catalog entries alone can be looked at."""
    document = Document("", dict(data))
    return _checked(document, (), _cited(document.data), needs_facts)


def _extended(path: Path, chain: tuple[Path, ...]) -> tuple[Document, frozenset[str]]:
    """A document laid over those that it extends, and the sources that any of them cites.

    Maps merge, lists and facts replace, null deletes.
    """
    document = read_document(path)
    if not isinstance(document.data, dict):
        raise EstimatorError([Problem("should be a map that starts with title", document.file, 1)])
    cited = _cited(document.data)
    bases = document.data.pop("extends", None)
    if bases is None:
        return document, cited
    bases = [bases] if isinstance(bases, str) else bases
    if not isinstance(bases, list) or not bases or not all(isinstance(base, str) for base in bases):
        raise EstimatorError([document.problem(("extends",), "extends should name a file, or a list of files")])
    result = Document(document.file, {})
    for base in bases:
        target = path.parent / base
        try:
            here, there = path.resolve(), target.resolve()
            missing = not target.is_file()
        except (OSError, RuntimeError, ValueError):
            message = f"extends {base[:40]}: this is no name of a file that can be read"
            raise EstimatorError([document.problem(("extends",), message)]) from None
        if there in (*chain, here) or len(chain) > _LONGEST_CHAIN:
            raise EstimatorError([document.problem(("extends",), f"extends runs in a circle through {base}")])
        if missing:
            raise EstimatorError([document.problem(("extends",), f"extends {base}: there is no such file")])
        below, also_cited = _extended(target, (*chain, here))
        result, cited = _laid_over(result, below), cited | also_cited
    return _laid_over(result, document), cited


def _cited(data: Any) -> frozenset[str]:
    """The sources that facts refer to."""
    systems = data.get("systems") if isinstance(data, dict) else None
    groups = [data, *(systems.values() if isinstance(systems, dict) else ())]
    claims = data.get("claims") if isinstance(data, dict) else None
    facts = [*claims] if isinstance(claims, list) else []
    facts += [
        fact
        for group in groups
        for section in ("given", "assume")
        if isinstance(group, dict) and isinstance(group.get(section), dict)
        for fact in group[section].values()
    ]
    return frozenset(fact["source"] for fact in facts if isinstance(fact, dict) and isinstance(fact.get("source"), str))


def _laid_over(base: Document, over: Document) -> Document:
    """One document over another, each value with the line of the file that it comes from."""
    lines = dict(base.lines)

    def merged(first: Any, second: Any, path: Path_) -> Any:
        replaces = not (isinstance(first, dict) and isinstance(second, dict)) or path[-2:-1] in (
            ("given",),
            ("assume",),
        )
        if replaces:
            for known in [known for known in lines if known[: len(path)] == path]:
                del lines[known]
        depth = len(path) if replaces else None
        lines.update({known: place for known, place in over.lines.items() if known[:depth] == path})
        if replaces:
            return second
        result = dict(first)
        for key, value in second.items():
            if value is None:
                result.pop(key, None)
            else:
                result[key] = merged(result.get(key), value, (*path, key))
        return result

    return Document(over.file, merged(base.data, over.data, ()), lines, {**base.files, **over.files})


def _checked(document: Document, settings: Sequence[str], cited: frozenset[str], needs_facts: bool = True) -> Scenario:
    problems = list(_apply(settings, document))
    if not isinstance(document.data, dict):
        raise EstimatorError([Problem("should be a map that starts with title", document.file, 1)])
    shape: ScenarioShape | None = None
    try:
        shape = ScenarioShape.model_validate(document.data)
    except UnicodeEncodeError:
        raise EstimatorError([Problem("holds a character that is no text", document.file)]) from None
    except ValidationError as error:
        problems += [_rendered(detail, document) for detail in error.errors(include_url=False)]
    problems += structure(document, cited, needs_facts)
    if problems or shape is None:
        raise EstimatorError(problems)
    sources = {
        key: Source(key, text.title, text.publisher, str(text.date), text.url, text.licence)
        for key, text in shape.sources.items()
    }
    claims = claims_of(shape, sources, document)
    together = tuple(
        Together((said.between[0], said.between[1]), said.rho, said.because) for said in shape.correlations
    )
    return Scenario(shape.title, shape.description, _systems(shape), sources, claims, together, document)


def _systems(shape: ScenarioShape) -> dict[str, System]:
    if not shape.systems:
        return {"": System("", "", shape.given, shape.assume, shape.use, (), shape.year)}

    def system(name: str, text: SystemShape) -> System:
        return System(
            name,
            text.title,
            text.given,
            text.assume,
            {**shape.use, **text.use},
            tuple(text.parts),
            text.year or shape.year,
        )

    found = {name: system(name, text) for name, text in shape.systems.items()}
    order = {name: number for number, name in enumerate(found)}
    levels = levels_below({name: list(system.parts) for name, system in found.items()})
    return {name: found[name] for name in sorted(found, key=lambda name: (levels[name], order[name]))}


def _apply(settings: Sequence[str], document: Document) -> Iterator[Problem]:
    """Write `--set NAME=VALUE` into the data, as facts of the command line."""
    for setting in settings:
        name, equals, value = setting.partition("=")
        system, dot, key = name.strip().rpartition(".")
        data = document.data if isinstance(document.data, dict) else {}
        if not equals or not value.strip():
            yield Problem(f"--set {setting}: write NAME=VALUE, such as site.pue=1.1")
            continue
        target = data
        if dot:
            systems = data.get("systems")
            if not isinstance(systems, dict) or not isinstance(systems.get(system), dict):
                known = systems if isinstance(systems, dict) else {}
                yield Problem(f"--set {setting}: there is no system {system}{suggestion(system, known)}")
                continue
            target = systems[system]
        elif data.get("systems") and key not in (*use_names(), "year"):
            yield Problem(f"--set {setting}: say of which system, such as {next(iter(data['systems']))}.{key}")
            continue
        section = "given" if key in model().quantities else "use" if key in use_names() else ""
        if not section and key != "year":
            near = suggestion(key, [*model().quantities, *use_names(), "year"])
            yield Problem(f"--set {setting}: {key} is not a quantity{near}")
            continue
        written = plain(value.strip())
        path: Path_ = (*(("systems", system) if dot else ()), *([section] if section else []), key)
        document.lines[path] = (f"--set {name}", 0)
        if not section:
            target[key] = year_of(written)
            continue
        if not isinstance(target.get(section), dict):
            target[section] = {}
        target[section][key] = _set(written) if section == "given" else written


def _set(written: Any) -> dict[str, Any]:
    """A value of the command line as a fact."""
    return {**(written if isinstance(written, dict) else {"value": written}), "because": "set for this run"}


def year_of(written: Any) -> Any:
    """A year of the command line as a number; what is none is left for the shape to refuse."""
    return int(written) if isinstance(written, str) and len(written) == 4 and written.isdecimal() else written


def _rendered(detail: Any, document: Document) -> Problem:
    """A pydantic error as a sentence of ours."""
    path = tuple(part for part in detail["loc"] if part != "[key]")
    words = [str(part) for part in path if isinstance(part, str)]
    name, section = words[-1] if words else "the file", words[-2] if len(words) > 1 else ""
    kind = detail["type"]
    message = detail["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden" and section in ("given", "assume"):
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
