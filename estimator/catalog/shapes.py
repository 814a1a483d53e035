"""The shapes of the catalog's files."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A map in which no key is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(Strict):
    """Something that a document says, at a place in it, or that stands for a reason."""

    source: str | list[str] = []
    where: str = ""
    because: str = ""

    @property
    def keys(self) -> list[str]:
        """The sources cited."""
        return [self.source] if isinstance(self.source, str) else self.source

    def unfounded(self, what: str, sources: Collection[str]) -> Iterator[str]:
        """What keeps a reader from a document, the place in it, or a reason; `sources` are the keys that are known."""
        for key in self.keys:
            if key not in sources:
                yield f"{key} is no source in sources"
        if not self.keys and not self.because:
            yield f"{what} has neither source nor because"
        if self.keys and not self.where:
            yield f"{what} has a source but no where"


class FigureText(Cited):
    """One figure; low and high are the ends of a 90 % interval."""

    value: str | float
    low: str | float | None = None
    high: str | float | None = None

    @property
    def written(self) -> Any:
        """The value as a scenario would have it: one number, or a map of a range."""
        ranged = self.low is not None or self.high is not None
        return {"low": self.low, "central": self.value, "high": self.high} if ranged else self.value


def _calendar(written: str) -> str:
    """A date as written, if it is in the calendar."""
    first = {4: "-01-01", 7: "-01", 10: ""}.get(len(written), "")
    date.fromisoformat(written + first)
    return written


def _calendar_or_none(written: str) -> str:
    return written and _calendar(written)


Calendar = Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_calendar)]
"""A day, a month or a year."""


class DateText(Cited):
    """A day, a month or a year, with who says so."""

    value: Calendar


class EarlierText(FigureText):
    """What stood for a figure `until` a day, and `why` another took its place."""

    until: Annotated[Calendar, Field(min_length=10)]
    why: Annotated[str, Field(min_length=1)]
    known: DateText | None = None


class VersionedText(FigureText):
    """A figure over time. `earlier` versions stand with the oldest first.

    `known` is the day from which what the documents say was public, where they are later copies of it.
    """

    earlier: list[EarlierText] = []
    known: DateText | None = None


class CostText(Cited):
    """Money for each unit of power, in the prices of a year, such as `9570 EUR2023/kW`."""

    value: str


class NotesText(Strict):
    """What is known of an entry and enters no equation."""

    released: DateText | None = None
    commercial_operation: DateText | None = None
    overnight_cost: CostText | None = None


class EntryText(Strict):
    """An entry that a scenario can name; `also` are other names for it, such as codes."""

    title: str
    also: list[Annotated[str, Field(coerce_numbers_to_str=True)]] = []
    server: str = ""
    notes: NotesText = NotesText()
    figures: dict[str, Any]


class ChoiceText(Strict):
    """A choice among assumptions."""

    default: str
    options: list[str]
    because: str


class SourceText(Strict):
    """A document."""

    title: str
    publisher: str = ""
    date: Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_calendar_or_none)] = ""
    url: str = ""
    licence: str = ""


class FiguresFile(Strict):
    """A file of figures that belong to no entry."""

    version: Calendar
    choices: dict[str, ChoiceText] = {}
    figures: dict[str, Any]


ByYear = Annotated[
    dict[Annotated[int, Field(ge=1900, le=2150)], Annotated[float, Field(gt=0, allow_inf_nan=False)]],
    Field(min_length=1),
]
"""Averages by year."""


Currency = Annotated[str, Field(pattern="^[A-Z]{3}$")]


def _through_dollars(rates: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    if "USD" not in rates:
        raise ValueError("USD is missing, which all other currencies are told in")
    return rates


class YearsText(Cited):
    """Averages of years, each known so many days after its year."""

    known_after: Annotated[int, Field(ge=0, le=3_660)]


class IndexText(YearsText):
    """Prices of years, relative to each other."""

    index: ByYear


class RatesText(YearsText):
    """Units of currencies for one of another, by year."""

    rates: Annotated[dict[Currency, ByYear], AfterValidator(_through_dollars)]


Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class PegsText(Cited):
    """Units of currencies for a dollar, which their issuers keep from year to year."""

    rates: dict[Currency, Rate]


class PricesFile(Strict):
    """The file of what turns money of one year and currency into another's."""

    consumer_prices: IndexText
    per_euro: RatesText
    pegged: PegsText


CaseKind = Literal["independent", "identity", "calibration", "unlike"]
"""What a published case can prove.

Independent: nothing that the model takes comes from the published figure. Identity: its author computed it from the
same inputs by the same rule, so it tests arithmetic and is no evidence. Calibration: it is one of the figures behind a
default or an entry of the catalog. Unlike: the document counts something else than the quantity that it is held
against, or does not say what it counts; hits and misses alike prove nothing, and the case says what the gap is made of.
"""


class PublishedText(Cited):
    """What a document gives for a quantity."""

    value: str | float

    @property
    def written(self) -> Any:
        """The value as a scenario would have it."""
        return self.value


class CaseText(Strict):
    """Inputs, and what was published of what follows from them."""

    title: str
    kind: CaseKind
    year: Annotated[int, Field(ge=1950, le=2150)] | None = None
    given: dict[str, FigureText] = {}
    assume: dict[str, FigureText] = {}
    use: dict[str, str] = {}
    published: Annotated[dict[str, PublishedText], Field(min_length=1)]
    because: str = ""


class LeftOutText(Strict):
    """A published figure that no case is made of, and the reason."""

    title: str
    because: str


class GroupText(Strict):
    """A file of cases. `about` says what they hold against what."""

    about: str = ""
    cases: dict[str, CaseText]
    left_out: list[LeftOutText] = []
