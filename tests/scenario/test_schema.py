"""The JSON Schema says the same as the reader, as far as a schema can."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from estimator.catalog import KINDS, load_catalog
from estimator.errors import EstimatorError
from estimator.files.document import read_document
from estimator.model import model
from estimator.scenario import scenario_from
from estimator.scenario.schema import scenario_schema, schema_text
from estimator.values import value_of

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
SCHEMA = scenario_schema()
VALIDATOR = Draft7Validator(SCHEMA)


def is_valid(given=None, **more):
    return VALIDATOR.is_valid({"title": "A site", "given": given or {"pue": 1.1}, **more})


def is_read(given=None, **more):
    try:
        return bool(scenario_from({"title": "A site", "given": given or {"pue": 1.1}, **more}))
    except EstimatorError:
        return False


def test_the_shipped_schema_is_the_current_one():
    shipped = (ROOT / "scenarios" / "scenario.schema.json").read_text("utf-8")
    assert schema_text() == shipped, "run: estimator schema -o scenarios/scenario.schema.json"


def test_the_schema_is_one():
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_is_valid(path):
    assert [] == [error.message for error in VALIDATOR.iter_errors(read_document(path).data)]


def test_every_quantity_but_conventions_can_be_given():
    conventions = {figure.quantity for figure in load_catalog().conventions}
    assert set(model().quantities) - conventions == set(SCHEMA["$defs"]["Given"]["properties"])


@pytest.mark.parametrize("quantity", SCHEMA["$defs"]["Given"]["properties"])
def test_a_quantity_is_described_with_its_meaning(quantity):
    first = model().quantities[quantity].meaning.partition("\n")[0]
    assert first in SCHEMA["$defs"]["Given"]["properties"][quantity]["description"]


@pytest.mark.parametrize("kind", load_catalog().entries)
def test_every_entry_of_the_catalog_can_be_used(kind):
    known, several = SCHEMA["$defs"]["Use"]["properties"][KINDS[kind]]["anyOf"]
    entries = load_catalog().entries[kind]
    assert [*entries] == known["enum"] == several["items"]["enum"]
    assert [entry.title for entry in entries.values()] == known["enumDescriptions"]


# Texts of every way of writing a value, for dimensions of every kind: what the reader takes, the schema must take.
TEXTS = {
    "facility_capacity": [
        "2 GW", "2GW", "~1 GW", "≈ 1 GW", ">= 2 GW", "≥ 2 GW", "1..1.4 GW", "1 GW..1.4 GW", "0.9 GW .. 1100 MW",
        "1,3 GW", "1 300 MW", "1_300 MW", "1.3e3 MW", "8760 MWh/h", "2 GWh", "2", "2 MW/accelerator", "GW", "",
        "2 gw", "2 GW+", "1-2 GW", "<= 3 GW", "> 3 GW",
    ],
    "accelerators": [
        "1.3 M", "1.3 M accelerators", "1,3 million accelerators", "100k", "100k GPUs", ">= 1.3e6", "1..2 M",
        "100 k..200 k accelerators", "100k chips", "2 GW", "1.3 M H100e",
    ],
    "accelerator_tdp": [
        "700 W/accelerator", "0.7 kW/GPU", "700 W / accelerator", "700 W", "700 W/reactor", "1..2 kW/GPU",
        "700 J/s/GPU",
    ],
    "pue": ["1.2", "120 %", "1.1..1.3", "~1.2", ">= 1.1", "1.2 MW", "one"],
    "mfu": ["0.4", "40 %", "30 %..50 %", "30..50 %", "0.4 FLOP"],
    "peak_compute_rate": ["1e21 FLOP/s", "1 ZFLOP/s", "5 EFLOP/s", "1e21 FLOP", "1e21 FLOPS"],
    "accelerator_peak_rate": ["989.4 TFLOP/s/accelerator", "1 PFLOP/s/GPU", "989 TFLOP/s", "989 TOPS"],
    "accelerator_memory_bandwidth": ["3.35 TB/s/accelerator", "3350 GB/s/GPU", "3.35 TB/s", "3.35 TB/accelerator"],
    "annual_facility_energy": ["17.5 TWh", "17 500 GWh", "63 PJ", "17.5 TWh/year", "2 GW"],
    "compared_reactors": ["2", "2 reactors", "1 reactor", "2 EPR"],
    "h100_equivalents": ["600k H100e", "600k", "600k accelerators"],
}  # fmt: skip
WRITTEN = [(name, text) for name, texts in TEXTS.items() for text in texts]


@pytest.mark.parametrize(("name", "text"), WRITTEN, ids=[f"{name}-{text}" for name, text in WRITTEN])
def test_what_the_reader_takes_the_schema_takes_and_only_few_things_more(name, text):
    more = {
        ("facility_capacity", "<= 3 GW"),
        ("mfu", "30..50 %"),
        ("accelerators", "1..2 M"),
    }  # what only the reader knows to refuse
    taken = is_read({name: text})
    assert taken <= is_valid({name: text}), "an editor would mark a value that is read"
    assert taken == is_valid({name: text}) or (name, text) in more


@pytest.mark.parametrize("name", TEXTS)
def test_a_value_in_a_map_is_written_as_one_alone(name):
    assert [is_valid({name: text}) for text in TEXTS[name]] == [
        is_valid({name: {"value": text}}) for text in TEXTS[name]
    ]


@pytest.mark.parametrize("quantity", SCHEMA["$defs"]["Given"]["properties"])
def test_the_unit_of_the_vocabulary_is_taken(quantity):
    dimension = model().quantities[quantity].dimension
    text = "1" if dimension.unit == "1" else f"1 {dimension.unit}"
    assert value_of(text, quantity, dimension)
    assert is_valid({quantity: text})


REFUSED = {
    "an unknown quantity": {"given": {"facility_capacty": "2 GW"}},
    "a convention": {"given": {"operating_year": "8760 h"}},
    "an unknown accelerator": {"use": {"accelerator": "h1000"}},
    "an unknown choice": {"use": {"coolant": "air"}},
    "a map of an unknown key": {"given": {"pue": {"value": 1.1, "sources": "x"}}},
    "a year of text": {"year": "next"},
    "parts of no list": {"systems": {"a": {"parts": "b"}}, "given": None},
    "an unknown key": {"giveen": {}},
    "a source without title": {"sources": {"a": {"url": "https://example.org"}}},
    "a correlation of one": {"correlations": [{"between": ["pue"], "rho": 0.5}]},
    "a correlation of three": {"correlations": [{"between": ["pue", "peak_pue", "mfu"], "rho": 0.5}]},
    "a rho of one": {"correlations": [{"between": ["pue", "peak_pue"], "rho": 1}]},
    "a correlation of no strength": {"correlations": [{"between": ["pue", "peak_pue"]}]},
    "a claim about nothing": {"claims": [{"value": "80 bn USD"}]},
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_what_the_reader_refuses_for_its_shape_the_schema_refuses(mistake):
    assert (False, False) == (is_read(**REFUSED[mistake]), is_valid(**REFUSED[mistake]))


def test_correlations_are_taken_by_reader_and_schema():
    correlations = [{"between": ["pue", "peak_pue"], "rho": 0.6, "because": "both follow the climate"}]
    assert (True, True) == (is_read(correlations=correlations), is_valid(correlations=correlations))


def test_a_scenario_without_title_is_valid_only_if_it_extends_another():
    assert (False, True) == (VALIDATOR.is_valid({"use": {}}), VALIDATOR.is_valid({"extends": "other.yaml"}))


def test_the_schema_is_json():
    assert SCHEMA == json.loads(schema_text())
