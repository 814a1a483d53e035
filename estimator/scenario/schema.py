"""The JSON Schema of scenario files, for editors and for other programs."""

import json
from typing import Any

from estimator.dimensions import Dimension
from estimator.model import model
from estimator.scenario.notation import Schema, fact_schema
from estimator.scenario.shapes import scenario_shape


def scenario_schema() -> Schema:
    """The schema, generated from the shapes that scenarios are read by and from the model."""
    schema = _told(scenario_shape().model_json_schema())
    definitions = {name: part for name, part in schema["$defs"].items() if name != "Given"}
    facts = {}
    given = schema["$defs"]["Given"]["properties"].items()
    for name, described in ((name, told) for name, told in given if told):  # nothing is told of conventions
        dimension = model().quantities[name].dimension
        facts[name] = {**described, "allOf": [{"$ref": f"#/$defs/{_name(dimension)}"}]}
        definitions[_name(dimension)] = fact_schema(dimension)
    definitions["Given"] = {**schema["$defs"]["Given"], "properties": facts}
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
    derived = [key for key in ("title", "default") if not isinstance(part.get(key), dict)]
    return {key: _told(value) for key, value in part.items() if key not in derived}
