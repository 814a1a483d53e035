"""The JSON Schema of scenario files, for editors and for other programs."""

import json
from typing import Any

from estimator.scenario.shapes import scenario_shape


def scenario_schema() -> dict[str, Any]:
    """The schema, generated from the shapes that scenarios are read by."""
    schema = scenario_shape().model_json_schema()
    name = {"type": "string"}
    extends = {
        "description": "A scenario file, or a list of them, that this one is laid over. Maps merge, null deletes.",
        "anyOf": [name, {"type": "array", "items": name, "minItems": 1}],
    }
    properties = {"title": schema["properties"].pop("title"), "extends": extends, **schema["properties"]}
    del schema["required"]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_in_draft_7(schema),
        "title": "A scenario of estimator",
        "properties": _in_draft_7(properties),
        "anyOf": [{"required": ["title"]}, {"required": ["extends"]}],
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def _in_draft_7(part: Any) -> Any:
    """Without the titles and defaults that pydantic derives from names; they say nothing to a reader."""
    if isinstance(part, dict):
        derived = ("default",) if "properties" not in part.get("properties", {}) else ()
        kept = {key: value for key, value in part.items() if key not in derived}
        if isinstance(kept.get("title"), str):
            del kept["title"]
        return {key: _in_draft_7(value) for key, value in kept.items()}
    return [_in_draft_7(value) for value in part] if isinstance(part, list) else part
