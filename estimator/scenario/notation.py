"""What an editor is told: how a value of each dimension is written, and what each name means."""

import re
from collections.abc import Mapping
from typing import Any

from estimator.model import Quantity
from estimator.units.dimensions import Dimension
from estimator.units.names import CURRENCIES, MONIES, MULTIPLIERS, UNIT_NAMES
from estimator.units.phrases import SIGNS
from estimator.units.reading import dimensionality, money_of
from estimator.values import FAMILIES

_POWER = r"(?:[eE][-+−]?[0-9]+| *[×x·*] *10(?:(?:\^|\*\*)[-+−]?[0-9]+|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
_NUMBER = rf"[-+−]?(?:[0-9][0-9_'’ \u00a0\u2009\u202f]*(?:[.,][0-9]+)*|\.[0-9]+){_POWER}?"
_MONEY = rf"(?:{'|'.join(map(re.escape, SIGNS))}|{'|'.join(CURRENCIES)})"
_PHRASED = (  # left to the reader of scenarios, which knows them better than a pattern can
    r"[^0-9(]*(?:[$€£₹₩¢]|CO[2₂]|[Cc]ubic|[Aa]cre|[Gg]allon|m\^3|tons?|g/|t/|lb|dollar|sterling|franc|rupee|cube|crore"
    r"| per | par |[0-9] an? | de | of |d['’]|VA)[^(]*"
)
_ENDS = {"low": "5th percentile.", "central": "Median.", "high": "95th percentile."}
_ABOUT = {
    "source": "Key of a document under sources.",
    "where": "Place in the document: page, table, row.",
    "quote": "The words themselves.",
    "because": "The reason, where there is no document, or how the words were read.",
}
NOTES = tuple(_ABOUT)
"""What may stand beside a value."""

Schema = dict[str, Any]

PARTS: Schema = {
    "anyOf": [
        {"description": "Systems by their names.", "type": "array", "items": {"type": "string"}},
        {
            "description": "A table with a row for each system.",
            "type": "object",
            "additionalProperties": False,
            "required": ["table"],
            "properties": {
                "table": {
                    "description": "A file (.csv, .xlsx, .parquet) beside this one, or rows under their headings.",
                    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "array"}}],
                },
                "sheet": {"description": "The sheet of a workbook.", "type": "string"},
                "source": {"description": "Key of the document behind values without one.", "type": "string"},
                "columns": {
                    "description": "Names of ours for headings of the table.",
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                },
                "leave_out": {
                    "description": "Headings of columns that are not read.",
                    "type": "array",
                    "items": {"type": "string"},
                },
            },
        },
    ]
}
"""How parts are written; rows of tables are systems by the time that this shape is held against them."""


def fact_schema(dimension: Dimension) -> Schema:
    """One entry of `given` of this dimension: a plain value, or a map with its range and who said it."""
    plain: list[Schema] = [_text(dimension), *([{"type": "number"}] if dimension.counts else [])]
    end: dict[str, Any] = {"type": ["string", "number"]}
    ends: Schema = {name: {"description": text, **end} for name, text in _ENDS.items()}
    families: Schema = {
        name: {"description": f"given by {', '.join(FAMILIES[name])}", "type": "object", "additionalProperties": end}
        for name in FAMILIES
    }
    notes: Schema = {name: {"description": text, "type": "string"} for name, text in _ABOUT.items()}
    value: Schema = {"description": "The value, with its unit.", "anyOf": plain}
    full = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"value": value, **ends, **families, **notes},
    }
    return {"anyOf": [*plain, full, {"type": "null"}]}


def choice_schema(options: Mapping[str, str], description: str) -> Schema:
    """A name that the catalog knows, or several, which are readings; `options` maps each to its title."""
    one = {"enum": [*options], "enumDescriptions": [*options.values()]}
    return {"description": description, "anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def described(quantity: Quantity) -> str:
    """Meaning, unit and equation."""
    unit = "" if quantity.dimension.unit == "1" else f" [{quantity.dimension.unit}]"
    equation = f"\n\n{quantity.name} = {quantity.equation.formula}" if quantity.equation else ""
    return f"{quantity.meaning}{unit}{equation}"


def _text(dimension: Dimension) -> Schema:
    example = "0.8" if dimension.unit == "1" else f"2 {dimension.unit}"
    unit = "" if dimension.unit == "1" else f" ({dimension.unit})"
    message = f"should be {dimension.noun}{unit}, such as {example}, ~{example} or >= {example}"
    return {"type": "string", "pattern": value_pattern(dimension), "patternErrorMessage": message}


def value_pattern(dimension: Dimension) -> str:
    """A regular expression for texts that are read as this dimension, for Python and JavaScript alike.

    Units over and by time pass unchecked, so that nothing that is read is marked as wrong.
    """
    unit = _unit(dimension.unit)
    multiplier = rf"(?:(?:{'|'.join(sorted(MULTIPLIERS, key=len, reverse=True))})(?=[ /.–(]|$))?"
    bare = rf"(?:{_MONEY} *)?{_NUMBER} *{multiplier} *"
    whole = rf"{bare}(?:{unit}|{_PHRASED})" + ("?" if dimension.counts else "")
    interval = rf"\({_NUMBER} *(?:–|-|\.\.\.?|to) *{_NUMBER}\)"
    label = f"(?:, {re.escape(dimension.label)})?" if dimension.label else ""
    one = rf"(?:>=|<=|≥|≤|~|≈)? *{whole}|{bare}{unit}? *(?:–|\.\.\.?) *{whole}|{whole} *{interval}"
    return rf"^ *(?:{one}){label} *$"


def _unit(unit: str) -> str:
    if unit == "1":
        return "%"
    first, *others = (f"(?:{'|'.join(_spellings(part))})" for part in unit.split("/"))
    hours = [name for name in _spellings("h") if not name.startswith("year")]  # TWh/year is refused
    in_time = rf"[A-Za-z]+ *[*·/] *(?:{'|'.join(hours)})"  # such as MWh/h, J/s or GW*h
    return f"(?:{' */ *'.join([f'(?:{first}|{in_time})', *others])})"


def _spellings(unit: str) -> list[str]:
    """Every name of a single unit of the same dimension, longest first; money of any currency, dated or not."""
    if money_of(unit)[0]:
        return [rf"[ckMGT]?(?:{'|'.join(CURRENCIES)})(?:[0-9]{{4}})?", *sorted(MONIES, key=len, reverse=True)]
    same = [name for name, ours in UNIT_NAMES.items() if dimensionality(ours) == dimensionality(unit)]
    return sorted(same, key=lambda name: (-len(name), name))
