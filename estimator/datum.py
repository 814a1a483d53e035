"""A value with its range, where it comes from, and how far it is to be trusted against others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Literal, NamedTuple

from estimator.units.dimensions import Dimension
from estimator.units.reading import Side, to_coherent

Family = Literal["point", "range", "normal", "lognormal", "uniform", "triangular", "pert", "beta"]


class Tier(IntEnum):
    """Who wins where two values meet: the lower number."""

    CONVENTION = 0
    GIVEN = 1
    USE = 2
    ASSUMPTION = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Source:
    """A document."""

    key: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    licence: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publisher, self.title, self.date, self.url) if part)


@dataclass(frozen=True)
class Value:
    """A number or a range, in the unit of its quantity.

    `parameters` by family: point (x); range (p5, median, p95) of a two-piece normal on the dimension's scale;
    normal (mean, sd); lognormal (median, geometric sd); uniform (low, high); triangular and pert (low, mode, high);
    beta (alpha, beta). A side says that the value bounds the quantity. `money` is the currency of a sum and the year of
    its prices, such as EUR2023; without digits where no year was stated.
    """

    family: Family
    parameters: tuple[float, ...]
    side: Side = ""
    money: str = ""

    @property
    def is_point(self) -> bool:
        """Whether the value is one number."""
        return self.family == "point"


@dataclass(frozen=True)
class Datum:
    """One value of one quantity. `key` names its random stream: data with one key share their draws."""

    quantity: str
    value: Value
    dimension: Dimension
    tier: Tier
    key: str
    sources: tuple[Source, ...] = ()
    where: str = ""
    quote: str = ""
    because: str = ""
    place: str = field(default="", compare=False)

    @property
    def is_default(self) -> bool:
        """Whether the catalog assumes it: the keys of its figures are paths, which names of systems cannot be."""
        return self.tier == Tier.ASSUMPTION and "/" in self.key

    @property
    def factor(self) -> float:
        """From the quantity's unit to the coherent unit that equations are computed in."""
        return to_coherent(self.dimension.unit)


class Variable(NamedTuple):
    """One quantity of one system; the unnamed system is ""."""

    system: str
    quantity: str

    def __str__(self) -> str:
        return f"{self.system}.{self.quantity}" if self.system else self.quantity


Stated = tuple[Variable, Datum]


@dataclass(frozen=True)
class Claim:
    """Something that was said. `readings` are what it can mean; where no equation reads it, `about` says what it is of.

    `value` is as it was written, `key` what reports call the claim. One reading makes a claim a fact.
    """

    key: str
    value: str
    about: str = ""
    readings: tuple[Stated, ...] = ()
    source: Source | None = None
    where: str = ""
    quote: str = ""
    because: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Phase:
    """When a part of `system`, itself the system `name`, comes into service: at once, or evenly from start to end.

    Each part of it is retired after `lifetime` years, if there is one. `stock` is the system of all that stands after
    it, where facts are stated about that and later phases follow.
    """

    system: str
    name: str
    status: str
    start: date
    end: date | None = None
    lifetime: float | None = None
    stock: str = ""


@dataclass(frozen=True)
class Correlation:
    """Two streams of draws that move together: `rho` is the correlation of their standard normal scores."""

    first: str
    second: str
    rho: float


@dataclass(frozen=True)
class Unknown:
    """A value of the catalog that was not known as of a day; it was `since` another, when `sources` were out."""

    variable: Variable
    since: date
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Case:
    """What is to be solved: systems with their parts, parts before wholes, and all data in the order of trust.

    Money is in `prices`, such as USD2025.
    `unknown` is what the catalog has by now and had not as of the day that it is looked at.
    `asked` are quantities that somebody wants to know of, though the data may say nothing of their subject.
    """

    parts: Mapping[str, tuple[str, ...]]
    data: tuple[Stated, ...]
    correlations: tuple[Correlation, ...] = ()
    prices: str = ""
    asked: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def ranges(self) -> tuple[Datum, ...]:
        """One datum of every stream that is drawn, in the order of the data."""
        return tuple({datum.key: datum for _, datum in self.data if not datum.value.is_point}.values())

    @property
    def conventions(self) -> frozenset[str]:
        """The quantities that are exact and known everywhere."""
        return frozenset(variable.quantity for variable, datum in self.data if datum.tier == Tier.CONVENTION)
