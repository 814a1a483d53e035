"""Many systems are told by totals and extremes; files have all of them."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

import estimator
from estimator.report.outputs import rendered as written
from estimator.report.overview import overview
from estimator.report.register import is_register, systems_table
from estimator.report.rendering import rendered
from estimator.report.spreadsheet import xlsx

SCENARIOS = Path(__file__).parents[2] / "scenarios"
HEAD = ["name", "facility_capacity [MW]", "peak_pue"]


def run(rows, **more):
    parts = {"table": [HEAD, *rows]}
    return estimator.run({"title": "sites", "systems": {"all": {"parts": parts}}, **more}, draws=1000)


@pytest.fixture(scope="module")
def ten():
    return run([[f"site-{number}", 100 * number, 1.25] for number in range(1, 11)])


@pytest.fixture(scope="module")
def told(ten):
    return rendered(overview(ten), "text")


def after(text, heading):
    return text.partition(heading)[2].partition("\n\n")[0]


def test_totals_come_first(told):
    assert "facility_capacity" in after(told, "In all (no ratio is formed across systems)")
    assert told.index("In all") < told.index("Extremes") < told.index("Systems, the largest first")


def test_a_total_is_the_sum_of_all_rows(told):
    assert "5.5 GW" in after(told, "In all (no ratio is formed across systems)")


def test_extremes_name_the_systems_at_the_ends(told):
    (line,) = [line for line in after(told, "Extremes").splitlines() if line.lstrip().startswith("facility_capacity ")]
    assert ["facility_capacity", "1.0 GW, site-10", "100 MW, site-1"] == re.split(" {2,}", line.strip())


def test_the_largest_system_stands_on_top(told):
    assert "site-10" == after(told, "Systems, the largest first").split("\n")[2].split()[0]


def test_what_all_rest_on_is_told_once(told):
    assert 1 == told.count("non_accelerator_it_capacity 0 MW")


def test_a_total_that_is_open_says_for_want_of_what():
    found = rendered(
        overview(run([*([f"site-{number}", 100, 1.25] for number in range(9)), ["dark", None, None]])), "text"
    )
    assert "all.facility_capacity is open, for want of that of dark; 9 have it" in found


def test_a_hundred_systems_are_no_longer_than_ten(ten):
    hundred = run([[f"site-{number}", 100 * number, 1.25] for number in range(1, 31)])
    assert "The 20 largest of 30 systems." in rendered(overview(hundred), "text")


def test_few_parts_are_no_register():
    assert not is_register(run([["a", 100, 1.2], ["b", 100, 1.2]]))


def test_phases_are_no_register():
    assert not is_register(estimator.run(SCENARIOS / "meta-2022-2028.yaml", draws=100))


def test_markdown_says_the_same(ten):
    assert "## Extremes" in written([ten], "markdown")


def test_a_workbook_has_a_sheet_with_a_row_for_each_system(ten):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx([ten])))["Systems"]
    header, *rows = sheet.iter_rows(values_only=True)
    assert (["name", "title", "facility_capacity [MW]"], 11) == ([*header[:3]], len(rows))


def test_a_range_has_its_ends_in_columns_beside_it(ten):
    columns = [*systems_table([ten]).columns]
    at = columns.index("annual_facility_energy [TWh]")
    assert ["annual_facility_energy.low [TWh]", "annual_facility_energy.high [TWh]"] == columns[at + 1 : at + 3]


def test_csv_has_every_value_of_every_system(ten):
    rows = csv.DictReader(io.StringIO(written([ten], "csv")))
    assert {"all", *(f"site-{number}" for number in range(1, 11))} == {row["system"] for row in rows}
