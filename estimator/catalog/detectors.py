"""Errors that are made again and again, as patterns: read from their file."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, ValidationError

from estimator.catalog.shapes import Strict
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files.document import Document, Path_, read_document
from estimator.model import model
from estimator.units.reading import to_coherent

FILE = Path(__file__).with_name("detectors.yaml")

_TERM = re.compile(r"<([a-z][a-z-]*)>")


def _quantity(name: str) -> str:
    """A quantity of the model."""
    if name not in model().quantities:
        raise ValueError(f"{name} is not a quantity{suggestion(name, model().quantities)}")
    return name


def _factor(written: float | str) -> float | str:
    """A number, or the quantity that is one."""
    return _quantity(written) if isinstance(written, str) else written


def _unit(written: str) -> str:
    """A unit that is read."""
    try:
        to_coherent(written)
    except KeyError:
        raise ValueError(f"{written} is no unit") from None
    return written


def _expression(written: str) -> str:
    """A regular expression that finds whole words."""
    if term := _TERM.search(written):
        raise ValueError(f"{term[0]} is no term of this file")
    try:
        re.compile(written)
    except re.error as error:
        raise ValueError(f"'{written}' is no regular expression: {error}") from None
    return rf"(?<!\w)(?:{written})(?!\w)"


Quantity = Annotated[str, AfterValidator(_quantity)]
Expressions = tuple[Annotated[str, AfterValidator(_expression)], ...]


class Pattern(Strict):
    """A named pattern, and what to say where it is found. `parts` are what the message can show in braces."""

    parts: ClassVar[tuple[str, ...]]
    name: str
    message: str
    because: str


class Value(Pattern):
    """One of `quantities` follows from statements and lies from `above` to `below`."""

    parts = ("claims", "quantity", "value")
    pattern: Literal["value"]
    quantities: Annotated[tuple[Quantity, ...], Field(min_length=1)]
    above: float
    below: float


class Ratio(Pattern):
    """One of `quantities` that follows from statements, over what is known of `over` or of itself, lies in a band."""

    parts = ("claims", "quantity", "value", "known")
    pattern: Literal["ratio"]
    quantities: Annotated[tuple[Quantity, ...], Field(min_length=1)]
    over: Quantity | None = None
    above: float
    below: float


class Factor(Strict):
    """A factor by which people are wrong, or the quantity that is it; `units` where it can only be of certain ones."""

    factor: Annotated[float | str, AfterValidator(_factor)]
    name: str
    units: tuple[Annotated[str, AfterValidator(_unit)], ...] = ()


class Slip(Pattern):
    """A statement, of one of `quantities` if any are named, is one of `factors` away from what all others imply.

    `more`: only where it is larger. `entries` of the catalog, such as accelerators/b200: only where one is in use.
    """

    parts = ("claims", "implied", "factor", "right")
    pattern: Literal["slip"]
    factors: Annotated[tuple[Factor, ...], Field(min_length=1)]
    quantities: tuple[Quantity, ...] = ()
    more: bool = False
    entries: tuple[str, ...] = ()


class Words(Pattern):
    """A quotation has one of `words`, one of `also` if there are any, and none of `unless`.

    `reads_as`: only where it is taken for one of these quantities.
    """

    parts = ("claims",)
    pattern: Literal["words"]
    words: Annotated[Expressions, Field(min_length=1)]
    also: Expressions = ()
    unless: Expressions = ()
    reads_as: tuple[Quantity, ...] = ()


class Apart(Pattern):
    """Figures of different systems would not fit one system."""

    parts = ("finding",)
    pattern: Literal["apart"]


Detector = Value | Ratio | Slip | Words | Apart
_PATTERNS: dict[str, type[Detector]] = {"value": Value, "ratio": Ratio, "slip": Slip, "words": Words, "apart": Apart}


class _File(Strict):
    """Expressions that others name as <term>, and the detectors."""

    terms: dict[str, tuple[str, ...]]
    detectors: dict[str, dict[str, Any]]


@cache
def load_detectors(path: Path = FILE) -> tuple[Detector, ...]:
    """All detectors, in the order of their file.

    Raises:
        EstimatorError: unknown keys, quantities, units, terms and parts of messages, and what is no expression; each
            with its line.
    """
    document = read_document(path)
    try:
        file = _File.model_validate(document.data)
    except ValidationError as error:
        raise EstimatorError(_told(error, document, (), _File)) from None
    terms: dict[str, str] = {}
    for term, written in file.terms.items():  # a term can name those before it
        terms[term] = "|".join(_expanded(one, terms) for one in written)
    found: list[Detector] = []
    problems: list[Problem] = []
    for name, data in file.detectors.items():
        place = ("detectors", name)
        shape = _PATTERNS.get(str(data.get("pattern")))
        if shape is None:
            message = f"{name}: pattern should be one of {', '.join(_PATTERNS)}"
            problems.append(document.problem((*place, "pattern"), message))
            continue
        try:
            detector = shape.model_validate({"name": name, **_spelt_out(data, terms)})
        except ValidationError as error:
            problems += _told(error, document, place, shape)
            continue
        problems += [document.problem((*place, "message"), f"{name}: message {wrong}") for wrong in _wrong(detector)]
        found.append(detector)
    if problems:
        raise EstimatorError(problems)
    return tuple(found)


def _spelt_out(data: dict[str, Any], terms: dict[str, str]) -> dict[str, Any]:
    """A detector with the terms in its expressions written out; what is no term stays as it is."""
    lists = {key: data[key] for key in ("words", "also", "unless") if isinstance(data.get(key), list)}
    return data | {key: [_expanded(one, terms) for one in written] for key, written in lists.items()}


def _expanded(written: Any, terms: dict[str, str]) -> Any:
    if not isinstance(written, str):
        return written
    return _TERM.sub(lambda found: f"(?:{terms[found[1]]})" if found[1] in terms else found[0], written)


def _told(error: ValidationError, document: Document, place: Path_, shape: type[Strict]) -> list[Problem]:
    """What pydantic found, in sentences."""
    problems = []
    for detail in error.errors(include_url=False):
        path, message = detail["loc"], detail["msg"].lower()
        if detail["type"] == "extra_forbidden":
            message = f"is not known here{suggestion(str(path[-1]), shape.model_fields)}"
        elif detail["type"] == "value_error":
            message = str(detail["ctx"]["error"])
        told = ": ".join(map(str, (*place[1:], *path[:1])))
        problems.append(document.problem((*place, *path), f"{told}: {message}"))
    return problems


def _wrong(detector: Detector) -> Iterator[str]:
    """What keeps the message of a detector from being filled."""
    try:
        parts = [part for _, part, _, _ in Formatter().parse(detector.message) if part is not None]
    except ValueError as error:
        yield f"cannot be filled: {error}"
        return
    for part in parts:
        if part not in detector.parts:
            yield f"has no part {{{part}}} to show; it has {', '.join(detector.parts)}"
