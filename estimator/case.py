"""What is to be solved: systems and their data, what was said of them, when they come into service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from estimator.datum import Datum, Source, Stated, Tier, Variable


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
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
