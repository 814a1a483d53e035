"""A value with its range, where it comes from, and how far it is to be trusted against others."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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
