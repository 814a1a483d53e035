"""A register as others keep it, made up: 75 sites, headings and columns of its own, most cells blank."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

import estimator
from estimator.catalog import load_catalog
from estimator.report.outputs import rendered
from estimator.report.spreadsheet import xlsx
from estimator.scenario import case_of

TABLE = Path(__file__).parent / "75-sites.csv"
PARTS = {
    "table": str(TABLE),
    "source": "register",
    "columns": {"Current power (MW)": "facility_capacity [MW]", "H100 equivalents": "h100_equivalents"},
    "leave_out": ["Owner", "Country", "Notes"],
}
DATA = {"title": "75 sites", "sources": {"register": {"title": "made up"}}, "systems": {"all": {"parts": PARTS}}}
FEW = 12


@pytest.fixture(scope="module")
def scenario():
    return estimator.scenario_of(DATA)


@pytest.fixture(scope="module")
def few():
    """The first of them, as long as planning many takes its time."""
    rows = [*csv.reader(io.StringIO(TABLE.read_text("utf-8")))][: FEW + 1]
    return {**DATA, "systems": {"all": {"parts": {**PARTS, "table": rows}}}}


@pytest.fixture(scope="module")
def result(few):
    return estimator.run(few, draws=500)


def test_every_row_is_a_system(scenario):
    assert 75 == len(scenario.systems["all"].parts)


def test_every_fact_has_its_source(scenario):
    stated = [fact for system in scenario.systems.values() for fact in system.given.values()]
    assert {"register"} == {fact.source for fact in stated}


def test_names_keep_their_letters(scenario):
    assert "Alder-Île-de-France" in scenario.systems


def test_all_of_them_make_a_case(scenario):
    assert 76 == len(case_of(scenario, load_catalog()).parts)


def test_they_are_run(result):
    assert FEW == sum((system, "facility_capacity") in result for system in result.systems if system != "all")


def test_they_are_checked(few):
    claim = {"value": "6 GW", "reads_as": ["all.facility_capacity", "all.average_facility_load"]}
    assert "75 sites" == estimator.check({**few, "claims": [claim]}).title


def test_they_are_told_in_short(result):
    assert rendered([result], "text").startswith("75 sites\n========\n\nIn all")


def test_they_are_exported(result):
    assert FEW + 2 == openpyxl.load_workbook(io.BytesIO(xlsx([result])))["Systems"].max_row
