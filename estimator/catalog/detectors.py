"""Errors that are made again and again, as patterns: read from their file."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ValidationError

from estimator.catalog.shapes import Strict
from estimator.document import Document, read_document
from estimator.errors import EstimatorError, Problem
from estimator.model import model

FILE = Path(__file__).with_name("detectors.yaml")


def _expression(written: str) -> str:
    """A regular expression, if it is one."""
    try:
        re.compile(written)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return written


class Slip(Strict):
    """A factor by which people are wrong, and what it comes from; `units` where it can only be of certain ones."""

    factor: float
    name: str
    units: tuple[str, ...] = ()


class Detector(Strict):
    """A named pattern, and what to say where it is found."""

    name: str
    pattern: Literal["value", "ratio", "slip", "words", "apart"]
    message: str
    because: str
    quantity: str = ""
    over: str = ""
    equals: str = ""
    within: float = 0.0
    above: float = 0.0
    below: float = 0.0
    slips: tuple[Slip, ...] = ()
    words: Annotated[str, AfterValidator(_expression)] = ""
    unless: Annotated[str, AfterValidator(_expression)] = ""
    reads_as: tuple[str, ...] = ()


@cache
def load_detectors(path: Path = FILE) -> tuple[Detector, ...]:
    """All detectors, in the order of their file.

    Raises:
        EstimatorError: keys or quantities that are none, each with its line.
    """
    document = read_document(path)
    if not isinstance(document.data, dict):
        raise EstimatorError([Problem("should be a map of detectors", document.file, 1)])
    problems: list[Problem] = []
    found = []
    for name, data in document.data.items():
        try:
            detector = Detector.model_validate({"name": name, **data} if isinstance(data, dict) else data)
        except ValidationError as error:
            problems += [
                document.problem((name, *detail["loc"]), f"{name}: {detail['msg'].lower()}")
                for detail in error.errors(include_url=False)
            ]
            continue
        problems += _unknown(document, detector)
        found.append(detector)
    if problems:
        raise EstimatorError(problems)
    return tuple(found)


def _unknown(document: Document, detector: Detector) -> list[Problem]:
    over = detector.over if detector.over != "implied" else ""
    named = [detector.quantity, detector.equals, *detector.reads_as, over]
    return [
        document.problem((detector.name,), f"{detector.name}: {word} is not a quantity")
        for word in named
        if word and word not in model().quantities
    ]
