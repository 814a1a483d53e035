"""The JSON Schema of scenario files, for editors and for other programs."""

import json
from typing import Any

from estimator.catalog import load_catalog
from estimator.model import model
from estimator.scenario.choices import use_names, use_options
from estimator.scenario.notation import Schema, choice_schema, described, fact_schema
from estimator.scenario.shapes import ScenarioShape, conventions
from estimator.units.dimensions import Dimension


def scenario_schema() -> Schema:
    """The schema, generated from the shapes that scenarios are read by and from the model."""
    schema = _told(ScenarioShape.model_json_schema())
    definitions = schema["$defs"]
    for about in (schema, definitions["SystemShape"], definitions["PhaseShape"]):
        sections = {"given": "Given", "assume": "Given", "stock": "Given", "use": "Use"}
        for name, definition in ((name, sections[name]) for name in sections.keys() & about["properties"].keys()):
            about["properties"][name] = {"$ref": f"#/$defs/{definition}", **about["properties"][name]}
    facts, choices = {}, {name: choice_schema(use_options(name), _about(name)) for name in use_names()}
    for quantity in model().quantities.values():
        if quantity.name not in conventions():
            notation = _name(quantity.dimension)
            facts[quantity.name] = {"description": described(quantity), "allOf": [{"$ref": f"#/$defs/{notation}"}]}
            definitions[notation] = fact_schema(quantity.dimension)
    for name, properties in (("Given", facts), ("Use", choices)):
        definitions[name] = {"additionalProperties": False, "properties": properties, "type": "object"}
    extends = {
        "description": "A scenario file, or a list of them, that this one is laid over. Maps merge, null deletes.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of estimator",
        "type": "object",
        "additionalProperties": False,
        "properties": {**schema["properties"], "extends": extends},
        "anyOf": [{"required": ["title"]}, {"required": ["extends"]}],
        "$defs": definitions,
    }


def _about(name: str) -> str:
    """What is chosen under a name of `use`."""
    choice = load_catalog().choices.get(name)
    return choice.because if choice else f"An entry of the catalog: a {name}."


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def _name(dimension: Dimension) -> str:
    """What a dimension's notation is called in the schema; those of one name are written alike."""
    unit = "" if dimension.unit == "1" else f" in {dimension.unit}"
    return f"{dimension.noun}{unit}".replace(" ", "-").replace("/", "-per-")


def _told(part: Any) -> Any:
    """Without the titles and defaults that pydantic derives from names; they say nothing to a reader."""
    if isinstance(part, list):
        return [_told(value) for value in part]
    if not isinstance(part, dict):
        return part
    derived = [key for key in ("title", "default") if not (isinstance(part.get(key), dict) and part[key])]
    return {key: _told(value) for key, value in part.items() if key not in derived}
