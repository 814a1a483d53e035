"""The shapes of the catalog's files."""

from datetime import date
from typing import Annotated, Any

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


class FigureText(Cited):
    """One figure; low and high are the ends of a 90 % interval."""

    value: str | float
    low: str | float | None = None
    high: str | float | None = None


def _calendar(written: str) -> str:
    """A date as written, if it is in the calendar."""
    first = {4: "-01-01", 7: "-01", 10: ""}.get(len(written), "")
    date.fromisoformat(written + first)
    return written


class DateText(Cited):
    """A day, a month or a year."""

    value: Annotated[str, Field(coerce_numbers_to_str=True), AfterValidator(_calendar)]


class CostText(Cited):
    """Money for each unit of power, in the prices of a year, such as `9570 EUR2023/kW`."""

    value: str


class NotesText(Strict):
    """What is known of an entry and enters no equation."""

    released: DateText | None = None
    commercial_operation: DateText | None = None
    overnight_cost: CostText | None = None


class EntryText(Strict):
    """An entry that a scenario can name."""

    title: str
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
    date: str | int = ""
    url: str = ""
    licence: str = ""


class FiguresFile(Strict):
    """A file of figures that belong to no entry."""

    version: str
    choices: dict[str, ChoiceText] = {}
    figures: dict[str, Any]


class IndexText(Cited):
    """Prices of years, relative to each other."""

    index: dict[int, Annotated[float, Field(gt=0)]]


class RatesText(Cited):
    """Units of currencies for one of another, by year."""

    rates: dict[str, dict[int, Annotated[float, Field(gt=0)]]]


class PricesFile(Strict):
    """The file of what turns money of one year and currency into another's."""

    consumer_prices: IndexText
    per_euro: RatesText
