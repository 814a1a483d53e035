"""What an editor is told: how a value of each dimension is written, and what each name means."""

from collections.abc import Mapping
from typing import Any

from estimator.dimensions import Dimension
from estimator.model import Quantity
from estimator.unit_names import MULTIPLIERS, UNIT_NAMES
from estimator.units import dimensionality
from estimator.values import FAMILIES

_NUMBER = r"[-+]?(?:[0-9][0-9_, \u00a0\u202f]*(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_ENDS = ("low", "central", "high")
NOTES = ("source", "where", "quote", "because")
"""What may stand beside a value: who said it, where, in which words, or for which reason."""

Schema = dict[str, Any]


def fact_schema(quantity: Quantity) -> Schema:
    """One entry of `given`: a plain value, or a map with its range and who said it."""
    dimension = quantity.dimension
    single = {"anyOf": [_text(dimension), {"type": "number"}]} if dimension.counts else _text(dimension)
    family = {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
    notes = {name: {"type": "string", "description": text} for name, text in _ABOUT.items()}
    ends = {name: {"type": ["string", "number"]} for name in _ENDS}
    families = {name: {**family, "description": f"given by {', '.join(FAMILIES[name])}"} for name in FAMILIES}
    value = {"description": "The value, with its unit.", **single}
    full = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"value": value, **ends, **families, **notes},
    }
    plain = single.get("anyOf", [single])
    return {"description": described(quantity), "anyOf": [*plain, full, {"type": "null"}]}


def choice_schema(options: Mapping[str, str]) -> Schema:
    """A name that the catalog knows; `options` maps each to its title."""
    return {"enum": [*options], "enumDescriptions": [*options.values()]}


def described(quantity: Quantity) -> str:
    """Meaning, unit and equation."""
    unit = "" if quantity.dimension.unit == "1" else f" [{quantity.dimension.unit}]"
    equation = f"\n\n{quantity.name} = {quantity.equation.formula}" if quantity.equation else ""
    return f"{quantity.meaning}{unit}{equation}"


_ABOUT = {
    "source": "Key of a document under sources.",
    "where": "Place in the document: page, table, row.",
    "quote": "The words themselves.",
    "because": "The reason, where there is no document, or how the words were read.",
}


def _text(dimension: Dimension) -> Schema:
    example = "0.8" if dimension.unit == "1" else f"2 {dimension.unit}"
    unit = "" if dimension.unit == "1" else f" ({dimension.unit})"
    message = f"should be {dimension.noun}{unit}, such as {example}, ~{example} or >= {example}"
    return {"type": "string", "pattern": value_pattern(dimension), "patternErrorMessage": message}


def value_pattern(dimension: Dimension) -> str:
    """A regular expression for texts that are read as this dimension, for Python and JavaScript alike.

    Unusual products of units pass, so that nothing that is read is marked as wrong.
    """
    unit = _unit(dimension.unit)
    multiplier = rf"(?:(?:{'|'.join(sorted(MULTIPLIERS, key=len, reverse=True))})(?=[ /]|$))?"
    bare = rf"[$€]?{_NUMBER} *{multiplier} *"
    whole = rf"{bare}{unit}" + ("?" if dimension.counts else "")
    return rf"^ *(?:(?:>=|<=|≥|≤|~|≈)? *{whole}|{bare}{unit}? *\.\.\.? *{whole}) *$"


def _unit(unit: str) -> str:
    if unit == "1":
        return "%"
    parts = unit.split("/")
    usual = " */ *".join(f"(?:{'|'.join(_spellings(part))})" for part in parts)
    unusual = rf"[^ ]+(?: *[*·/ ] *[^ ]+){{{len(parts)},}}"
    return f"(?:{usual}|{unusual})"


def _spellings(unit: str) -> list[str]:
    """Every name of a single unit of the same dimension, longest first."""
    same = [name for name, ours in UNIT_NAMES.items() if dimensionality(ours) == dimensionality(unit)]
    return sorted(same, key=lambda name: (-len(name), name))
