"""Sentences as data: what is said, and the parts that it is said of. A language makes words of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from estimator.datum import Datum, Source, Variable
from estimator.uncertainty.distributions import quantiles

Joint = Literal["and", "or", "comma", "semicolon", "or-if", "lines"]
"""How the members of a list are joined; each language has its own signs and words for it."""


@dataclass(frozen=True)
class Told:
    """A value: p5, median and p95 in `unit`, whose prefix the reader's language chooses.

    `side` is what a bound is open to; `as_stated` keeps the digits of a stated number; an estimated range has the
    `draws` that it rests on. The unit suits the value, or one that it stands `beside`; `less` is left out of it, since
    a name says it already, and `called` is what a reactor is called here. `shows` tells what of all this is said: the
    median has no range, the number no unit. A difference is `signed`.
    """

    interval: tuple[float, float, float]
    unit: str
    side: str = ""
    as_stated: bool = False
    draws: int = 0
    beside: float = 0.0
    less: str = ""
    called: str = ""
    shows: Literal["all", "median", "number", "unit"] = "all"
    signed: bool = False


@dataclass(frozen=True)
class Short:
    """A part of which no more than so many characters are told."""

    cell: Cell
    most: int


@dataclass(frozen=True)
class Formula:
    """A formula whose names may be holes for numbers. It reads the same in every language, but for these."""

    written: str
    parts: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True)
class Listed:
    """Several parts in a row."""

    items: tuple[Cell, ...]
    joint: Joint = "and"


@dataclass(frozen=True)
class Citation:
    """A document, in full."""

    source: Source


@dataclass(frozen=True)
class Marked:
    """A part that is set apart: stressed, a name as it is typed, or one that leads to another place of the document."""

    cell: Cell
    style: Literal["strong", "emphasis", "code", "link"]
    to: str = ""


@dataclass(frozen=True)
class Message:
    """What is said, by the name that languages know it under, and its parts by the names of their holes.

    A part that is missing, or None, leaves out what its template puts in double brackets around it.
    """

    kind: str
    parts: tuple[tuple[str, Cell | None], ...] = ()

    @classmethod
    def of(cls, kind: str, /, **parts: Cell | None) -> Message:
        """A message with its parts."""
        return cls(kind, tuple(parts.items()))

    def but(self, **parts: Cell | None) -> Message:
        """The same, with other parts in the place of some."""
        return Message(self.kind, tuple({**dict(self.parts), **parts}.items()))

    def __getitem__(self, name: str) -> Cell | None:
        return dict(self.parts)[name]


Cell = str | int | float | Variable | Told | Short | Formula | Listed | Citation | Marked | Message
"""What can stand in a sentence or in a table."""


def point(value: float, unit: str) -> Told:
    """A single number."""
    return Told((value, value, value), unit)


def stated(datum: Datum) -> Told:
    """The value of a datum, as it was stated."""
    return Told(quantiles(datum), datum.dimension.shown_in, datum.value.side, as_stated=True)
