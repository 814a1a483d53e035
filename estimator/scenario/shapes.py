"""The shape of a scenario file, built from the model and the catalog, so that neither is written down twice."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, create_model

from estimator.catalog import load_catalog
from estimator.datum import Value
from estimator.dimensions import Dimension
from estimator.errors import EstimatorError, suggestion
from estimator.model import model
from estimator.scenario.notation import NOTES, choice_schema, described
from estimator.units import read
from estimator.values import FAMILIES, value_of

_MOST_CORRELATIONS = 1_000
_STRICT = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


@dataclass(frozen=True)
class Fact:
    """A value as given, with who said it and how."""

    value: Value
    source: str = ""
    where: str = ""
    quote: str = ""
    because: str = ""


def _readable(written: str) -> str:
    """A claim's value as it was written, if it is a number with a unit."""
    read(written)
    return written


class SourceShape(BaseModel):
    """A document that facts refer to."""

    model_config = _STRICT

    title: str
    publisher: str = ""
    date: str | int = ""
    url: str = ""
    licence: str = ""


class ClaimShape(BaseModel):
    """Something said that no equation reads yet, such as an amount of money."""

    model_config = _STRICT

    value: Annotated[str, AfterValidator(_readable)]
    about: str
    source: str = ""
    where: str = ""
    quote: str = ""
    because: str = ""


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
    because: str = Field("", description="Why they move together.")


@cache
def scenario_shape() -> type[BaseModel]:
    """The pydantic model of a scenario file."""
    given = _given_shape()
    use = _use_shape()
    year = Annotated[int, Field(strict=True, ge=1950, le=2150)]
    about: dict[str, Any] = {
        "description": (str, Field("", description="A sentence or two for the reader.")),
        "given": (given, Field(default_factory=given, description="Facts: quantities with what was said of them.")),
        "use": (use, Field(default_factory=use, description="Entries of the catalog, and choices among assumptions.")),
        "year": (year | None, Field(None, description="The calendar year that annual figures cover.")),
    }
    parts: Any = Field(default_factory=list, description="Systems that this one is the sum of.")
    system = create_model(
        "System",
        __config__=_STRICT,
        title=(str, Field("", description="What the figures are about.")),
        parts=(list[str], parts),
        **about,
    )
    documents: Any = Field(
        default_factory=dict, description="Documents by a short key, which facts cite as their source."
    )
    claims: Any = Field(default_factory=list, description="What was said and no equation reads yet, such as money.")
    correlations: Any = Field(
        default_factory=list,
        max_length=_MOST_CORRELATIONS,
        description="Ranges that move together; all others are drawn independently.",
    )
    things: Any = Field(
        default_factory=dict, description="Things that figures are about; no ratio is formed across them."
    )
    return create_model(
        "Scenario",
        __config__=_STRICT,
        title=(str, Field(description="The headline of the report.")),
        sources=(dict[str, SourceShape], documents),
        claims=(list[ClaimShape], claims),
        correlations=(list[CorrelationShape], correlations),
        systems=(dict[str, system], things),  # type: ignore[valid-type]
        **about,
    )


def _given_shape() -> type[BaseModel]:
    conventions = {figure.quantity for figure in load_catalog().conventions}
    fields: dict[str, Any] = {}
    for quantity in model().quantities.values():
        if quantity.name in conventions:
            refused = BeforeValidator(partial(_convention, name=quantity.name))
            fields[quantity.name] = (Annotated[None, refused, WithJsonSchema({})], None)
            continue
        read = BeforeValidator(partial(_fact, name=quantity.name, dimension=quantity.dimension))
        fields[quantity.name] = (
            Annotated[Fact | None, read, WithJsonSchema({"description": described(quantity)})],
            None,
        )
    return create_model("Given", __config__=_STRICT, **fields)


@cache
def use_options() -> dict[str, dict[str, str]]:
    """What each name under `use` may be, with titles."""
    catalog = load_catalog()
    options = {
        kind.removesuffix("s"): {key: entry.title for key, entry in entries.items()}
        for kind, entries in catalog.entries.items()
    }
    return options | {
        name: {option: "the default" if option == choice.default else "" for option in choice.options}
        for name, choice in catalog.choices.items()
    }


def _use_shape() -> type[BaseModel]:
    reasons = {name: choice.because for name, choice in load_catalog().choices.items()}
    fields: dict[str, Any] = {
        name: (
            Annotated[
                str | None,
                BeforeValidator(partial(_chosen, name=name, known=tuple(known))),
                WithJsonSchema(choice_schema(known, reasons.get(name, f"An entry of the catalog's {name}s."))),
            ],
            None,
        )
        for name, known in use_options().items()
    }
    return create_model("Use", __config__=_STRICT, **fields)


def use_names() -> tuple[str, ...]:
    """What `use:` can choose: catalog kinds and the choices among assumptions."""
    return tuple(use_options())


def _chosen(written: Any, name: str, known: tuple[str, ...]) -> str:
    if not isinstance(written, str) or written not in known:
        few = ", ".join(known[:6]) + (", …" if len(known) > 6 else "")
        near = suggestion(str(written), known, f"; it has {few}")
        raise EstimatorError(f"{written} is no {name} of the catalog{near}")
    return written


def _convention(_: Any, name: str) -> None:
    advice = "; write year: 2024 for its hours" if name == "operating_year" else ""
    raise EstimatorError(f"{name} is a convention and cannot be given{advice}")


def _fact(written: Any, name: str, dimension: Dimension) -> Fact:
    """Read one entry of `given`: a plain value, or a map with its source."""
    if not isinstance(written, dict):
        return Fact(value_of(written, name, dimension))
    notes = {key: written[key] for key in NOTES if key in written}
    if wrong := [key for key, text in notes.items() if not isinstance(text, str) or not text]:
        raise EstimatorError(f"{name}: {wrong[0]} should be text")
    rest = {key: value for key, value in written.items() if key not in NOTES}
    known = ("value", "low", "central", "high", *FAMILIES, *NOTES)
    if unknown := [key for key in rest if key not in known]:
        raise EstimatorError(f"{name}: {unknown[0]} is not known here{suggestion(str(unknown[0]), known)}")
    if "value" in rest and len(rest) > 1:
        raise EstimatorError(f"{name}: write either value, or low, central and high")
    return Fact(value_of(rest.get("value", rest), name, dimension), **notes)
