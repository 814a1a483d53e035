"""The shape of a scenario file. What can be given and used is what the model and the catalog know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import InitErrorDetails

from estimator.catalog import load_catalog
from estimator.characters import one_line
from estimator.datum import Value
from estimator.errors import EstimatorError, suggestion
from estimator.model import model
from estimator.scenario.choices import entry_of
from estimator.scenario.notation import NOTES, PARTS
from estimator.units.dimensions import Dimension
from estimator.values import FAMILIES, value_of

_MOST_CORRELATIONS = 1_000
_MOST_YEARS = 100
LONGEST_LIFETIME = 100
"""Years after which anything is retired that is retired at all."""

YEARS = range(1950, 2151)
"""Calendar years that annual figures can cover."""

_STRICT = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A value as given, with who said it and how."""

    value: Value
    source: str = ""
    where: str = ""
    quote: str = ""
    because: str = ""


def _written(written: Any) -> Any:
    """A value as somebody wrote it, if it can be one."""
    if isinstance(written, bool) or not isinstance(written, str | int | float | dict):
        raise EstimatorError("value should be a number with its unit, such as 2 GW, or a map of low, central and high")
    return written


def _listed(written: Any) -> Any:
    """One name as a list of one."""
    return [written] if isinstance(written, str) else written


Line = Annotated[str, AfterValidator(one_line)]
"""Text that reports have on one line, whatever its lines in the file."""


class SourceShape(BaseModel):
    """A document that facts refer to."""

    model_config = _STRICT

    title: Line
    publisher: Line = ""
    date: Line | int = ""
    url: Line = ""
    licence: Line = ""


class ClaimShape(BaseModel):
    """Something said, with what it can mean; or with what it is about, where no equation reads it yet."""

    model_config = ConfigDict(
        **_STRICT, json_schema_extra={"anyOf": [{"required": ["reads_as"]}, {"required": ["about"]}]}
    )

    id: str = Field("", description="What reports call the claim; else claim-1, claim-2, by position.")
    value: Annotated[
        Any,
        AfterValidator(_written),
        WithJsonSchema({"anyOf": [{"type": kind} for kind in ("string", "number", "object")]}),
    ] = Field(description="The value, with its unit.")
    reads_as: Annotated[
        list[str],
        BeforeValidator(_listed),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
    ] = Field(
        [],
        description="Quantities that it can mean, as usually meant first; or site.power, money, homes, reactors, water"
        " or carbon for all that these can mean. With one, the claim is a fact.",
    )
    about: Line = Field("", description="What it is of, where no equation reads it yet, such as building permits.")
    source: str = Field("", description="Key of a document under sources.")
    where: Line = Field("", description="Place in the document: page, table, row.")
    quote: Line = Field("", description="The words themselves.")
    because: Line = Field("", description="How the words were read.")


def _pair(names: list[str]) -> list[str]:
    if len(names) != 2:
        raise EstimatorError("between should name two ranges, such as [site.pue, site.peak_pue]")
    return names


class CorrelationShape(BaseModel):
    """Two ranges that are drawn together."""

    model_config = _STRICT

    between: Annotated[
        list[str],
        AfterValidator(_pair),
        WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
    ] = Field(description="Two ranges by their names: system.quantity, or quantity where there are no systems.")
    rho: float = Field(
        strict=True, gt=-1, lt=1,
        description="Correlation of their normal scores, above -1 and below 1. Ranks correlate by (6/π)·asin(rho/2).",
    )  # fmt: skip
    because: Line = Field("", description="Why they move together.")


def _facts(given: Any) -> dict[str, Fact]:
    """What `given` says of each quantity, in the reading order of the model, whatever that of the file."""
    found = _read_map(given, _fact_of)
    return {name: found[name] for name in model().quantities if name in found}


def _chosen(use: Any) -> dict[str, str]:
    """What `use` names of each kind."""
    return _read_map(use, entry_of)


def _read_map(written: Any, read: Callable[[str, Any], Any]) -> dict[str, Any]:
    """A map, each value read by its name. All problems are raised at once, as pydantic raises those of fields."""
    if not isinstance(written, dict):
        raise ValidationError.from_exception_data("map", [InitErrorDetails(type="dict_type", input=written)])
    found, problems = {}, []
    for name, value in written.items():
        try:
            found[name] = read(name, value)
        except KeyError:
            problems.append(InitErrorDetails(type="extra_forbidden", loc=(str(name),), input=value))
        except EstimatorError as error:
            context = {"error": error}
            problems.append(InitErrorDetails(type="value_error", loc=(name,), input=value, ctx=context))
    if problems:
        raise ValidationError.from_exception_data("map", problems)
    return found


class About(BaseModel):
    """What is said of a scenario, or of one of its systems."""

    model_config = _STRICT

    description: str = Field("", description="A sentence or two for the reader.")
    given: Annotated[dict[str, Any], PlainValidator(_facts), WithJsonSchema({})] = Field(
        {}, description="Facts: quantities with what was said of them."
    )
    assume: Annotated[dict[str, Any], PlainValidator(_facts), WithJsonSchema({})] = Field(
        {}, description="Values of your own in place of defaults, for what facts and catalog leave open."
    )
    use: Annotated[dict[str, str], PlainValidator(_chosen), WithJsonSchema({})] = Field(
        {}, description="Entries of the catalog, and choices among assumptions."
    )
    year: Annotated[int, Field(strict=True, ge=YEARS[0], le=YEARS[-1])] | None = Field(
        None, description="The calendar year that annual figures cover."
    )


def _day(written: Any) -> str:
    """A day of the calendar."""
    try:
        day = date.fromisoformat(str(written))
    except ValueError:
        raise EstimatorError(f"{written} is no day; write such as 2025-06-30") from None
    if not 1950 <= day.year <= 2150:
        raise EstimatorError(f"{written} is out of reach; days lie in 1950 to 2150")
    return day.isoformat()


def _day_if_any(written: Any) -> str:
    return _day(written) if written not in (None, "") else ""


def _called(written: Any) -> str:
    """A short name, which may be a number such as 2025."""
    if isinstance(written, bool) or not isinstance(written, str | int | date):
        raise EstimatorError("id should be a short name, such as 2025 or first")
    return str(written)


Day = Annotated[str, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class PhaseShape(About):
    """What a system grows by, when, and how sure that is."""

    model_config = ConfigDict(**_STRICT, populate_by_name=False)

    id: Annotated[str, BeforeValidator(_called)] = Field(
        description="A short name, such as 2025: the phase is the system NAME-2025."
    )
    title: Line = Field("", description="What the phase adds.")
    start: Day = Field(alias="from", description="The day on which it comes into service, or its first part does.")
    end: Annotated[str, BeforeValidator(_day_if_any), WithJsonSchema({"type": "string", "format": "date"})] = Field(
        "", alias="to", description="The day from which all of it serves, built evenly till then."
    )
    status: Literal["operating", "under construction", "contracted", "announced"] = Field(
        description="How sure it is. What differs in it is never added up."
    )
    stock: Annotated[dict[str, Any], PlainValidator(_facts), WithJsonSchema({})] = Field(
        {}, description="Facts about all that stands after this phase; those under given are about what it adds."
    )


class SystemShape(About):
    """A thing that figures are about."""

    title: Line = Field("", description="What the figures are about.")
    parts: Annotated[list[str], WithJsonSchema(PARTS)] = Field([], description="What it is the sum of.")
    phases: list[PhaseShape] = Field([], description="What it grows by, in the order of time; phases are its parts.")
    lifetime: Annotated[float, Field(strict=True, gt=0, le=LONGEST_LIFETIME)] | None = Field(
        None, description="Years after which what a phase brought is retired; without it nothing is."
    )


def _span(years: list[int]) -> list[int]:
    """The first and the last year of a ramp."""
    if not (1950 <= years[0] <= years[1] <= min(years[0] + _MOST_YEARS, 2150)):
        message = f"years should be the first and the last, such as [2022, 2028], at most {_MOST_YEARS} apart"
        raise EstimatorError(f"{message}, got {years}")
    return years


class ScenarioShape(About):
    """A scenario file."""

    title: Line = Field(description="The headline of the report.")
    sources: dict[str, SourceShape] = Field(
        {}, description="Documents by a short key, which facts cite as their source."
    )
    claims: list[ClaimShape] = Field(
        [], description="What was said, and what it can mean; estimator check tells which readings agree."
    )
    correlations: list[CorrelationShape] = Field(
        [], max_length=_MOST_CORRELATIONS,
        description="Ranges that move together; all others are drawn independently.",
    )  # fmt: skip
    systems: dict[str, SystemShape] = Field(
        {}, description="Things that figures are about; no ratio is formed across them."
    )
    years: Annotated[list[int], Field(min_length=2, max_length=2), AfterValidator(_span)] | None = Field(
        None, description="The first and the last calendar year that phases are followed through."
    )
    fiscal_year_ends: Annotated[int, Field(strict=True, ge=1, le=12)] | None = Field(
        None, description="The month in which fiscal years end, told beside the calendar years."
    )


def conventions() -> tuple[str, ...]:
    """Quantities that are exact and known, so that nobody states them."""
    return tuple(figure.quantity for figure in load_catalog().conventions)


def _fact_of(name: str, written: Any) -> Fact:
    quantity = model().quantities[name]
    if name in conventions():
        advice = "; write year: 2024 for its hours" if name == "operating_year" else ""
        raise EstimatorError(f"{name} is a convention and cannot be given{advice}")
    return _fact(written, name, quantity.dimension)


def _fact(written: Any, name: str, dimension: Dimension) -> Fact:
    """Read one entry of `given`: a plain value, or a map with its source."""
    if not isinstance(written, dict):
        return Fact(value=value_of(written, name, dimension))
    notes = {key: written[key] for key in NOTES if key in written}
    if wrong := [key for key, text in notes.items() if not isinstance(text, str) or not text]:
        raise EstimatorError(f"{name}: {wrong[0]} should be text")
    notes = {key: one_line(text) for key, text in notes.items()}
    rest = {key: value for key, value in written.items() if key not in NOTES}
    known = ("value", "low", "central", "high", *FAMILIES, *NOTES)
    if unknown := [key for key in rest if key not in known]:
        raise EstimatorError(f"{name}: {unknown[0]} is not known here{suggestion(str(unknown[0]), known)}")
    if "value" in rest and len(rest) > 1:
        raise EstimatorError(f"{name}: write either value, or low, central and high")
    return Fact(value=value_of(rest.get("value", rest), name, dimension), **notes)
