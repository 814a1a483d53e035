"""Phases over time in reports: what stands first, what is told in short, and what rows programs get."""

import json
from datetime import date

import pytest

import estimator
from estimator.report.iamc import iamc_rows
from estimator.report.machine import as_csv, as_json, as_markdown
from estimator.report.ramp import phase_table, ramp_notes, ramp_tables
from estimator.report.text import text
from estimator.wording import english

RAMP = """title: t
years: [2024, 2027]
systems:
  old: {given: {it_capacity: 50 MW}}
  site:
    lifetime: 6
    use: {accelerator: gb200}
    phases:
      - {id: 1, from: 2024-07-01, status: operating, given: {it_capacity: 90 MW..110 MW}}
      - {id: 2, from: 2025-01-01, to: 2025-12-31, status: operating, stock: {it_capacity: 300 MW}}
      - {id: 3, from: 2026-06-01, status: announced, use: {accelerator: h100-sxm}, given: {it_capacity: 1 GW}}
  all: {title: both, parts: [old, site]}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    file = tmp_path_factory.mktemp("ramp") / "ramp.yaml"
    file.write_text(RAMP)
    return estimator.run(file, draws=2000)


def test_tables_over_time_are_the_first_thing_after_the_glance(result):
    lines = text(result).splitlines()
    headings = [
        line for line in lines if line.startswith(("At a glance", "Operating: ", "Announced: ", "old", "Phases"))
    ]
    assert headings[0].startswith("At a glance")
    assert ["Operating: site", "Operating: all, both, without old, which has no phases"] == headings[1:3]
    assert headings.index("Announced: site") < headings.index("old") < headings.index("Phases")


def in_words(result):
    """The tables of a ramp in English, by their headings."""
    return {english(heading): [[*map(english, row)] for row in table] for heading, table in ramp_tables(result)}


def test_all_systems_without_phases_are_told(tmp_path):
    file = tmp_path / "ramp.yaml"
    file.write_text(RAMP.replace("parts: [old, site]", "parts: [old, new, site]").replace(
        "  site:\n", "  new: {given: {it_capacity: 70 MW}}\n  site:\n"))  # fmt: skip
    headings = [english(heading) for heading, _ in ramp_tables(estimator.run(file, draws=200))]
    assert "Operating: all, both, without old and new, which have no phases" in headings


def test_single_phases_have_no_section_of_their_own(result):
    assert not [line for line in text(result).splitlines() if line.startswith("site-")]


def test_what_phases_rest_on_is_told_once_with_whose_it_is(result):
    found = [line for line in text(result).splitlines() if line.startswith("  accelerator_tdp ")]
    assert [["1,200", "site-1 and site-2"], ["700", "site-3"]] == sorted(
        [line.split()[1], line.partition("; of ")[2]] for line in found if "; of " in line
    )


def test_facts_of_phases_and_of_what_stands_after_them_are_told_in_one_table(result):
    lines = text(result).splitlines()
    start = lines.index("Given, for phases")
    assert ["site-1.it_capacity", "site-2-stock.it_capacity", "site-3.it_capacity"] == [
        line.split()[0] for line in lines[start + 1 : start + 4]
    ]


def test_values_in_conflict_in_a_phase_are_not_hidden(tmp_path):
    file = tmp_path / "torn.yaml"
    facts = "accelerators: 1 M accelerators, it_capacity: 100 MW"
    file.write_text(
        "title: t\nuse: {accelerator: h100-sxm}\nsystems:\n  site:\n    phases:\n"
        f"      - {{id: 1, from: 2025-01-01, status: operating, given: {{{facts}}}}}\n"
    )
    report = text(estimator.run(file, draws=500))
    assert "contradict each other" in report
    torn = report[report.index("In conflict, for phases") :]
    assert "site-1.it_power_per_accelerator  in conflict" in torn.split("\n\n")[0]


def test_the_table_for_pyam_has_the_years(result):
    rows = list(iamc_rows([result]))
    assert {
        "model": rows[0]["model"], "scenario": "t", "region": "site",
        "variable": "it_capacity|at its end|operating|50.0th Percentile", "unit": "MW", "year": 2025, "value": 300.0,
    } in rows  # fmt: skip
    assert {2024, 2025, 2026, 2027} == {row["year"] for row in rows}


def test_a_row_has_one_unit_that_suits_its_largest_value(result):
    tables = in_words(result)
    rows = {row[0]: row[1:] for row in tables["Operating: site"]}
    assert ["2024", "2025", "2026", "2027"] == rows[""]
    assert ["99 (90–110)", "300", "300", "300"] == rows["it_capacity at its end, MW"]


def test_years_before_anything_comes_are_left_out(result):
    tables = in_words(result)
    assert ["", "2026", "2027"] == tables["Announced: site"][0]


def test_every_phase_is_listed_with_its_days(result):
    assert [
        ["site-1", "operating", "on 1 July 2024; each part for 6 years", "1"],
        ["site-2", "operating", "1 January 2025 to 31 December 2025, evenly; each part for 6 years", "2"],
        ["site-3", "announced", "on 1 June 2026; each part for 6 years", "3"],
    ] == [[*map(english, row)] for row in phase_table(result)]


def test_fiscal_years_are_a_label(result):
    before = as_csv([result])
    result.fiscal_year_ends = 6
    assert "Fiscal years end with month 6: fiscal 2025 with June 2025." in map(english, ramp_notes(result))
    assert before == as_csv([result])
    result.fiscal_year_ends = None


def test_retirement_without_replacement_is_said(result):
    assert any("not replaced" in english(note) for note in ramp_notes(result))


def test_rows_carry_year_measure_and_status(result):
    header, *rows = as_csv([result]).splitlines()
    assert header.startswith("system,quantity,year,measure,status,unit,p5")
    assert any(row.startswith("site,it_capacity,2025,at its end,operating,MW,300.0") for row in rows)
    assert any(row.startswith("site-1,it_capacity,,,,MW") for row in rows)


def test_json_has_the_phases_over_time_apart(result):
    over_time = json.loads(as_json([result]))["over_time"]
    assert {"at its end", "added in the year", "retired in the year", "in the year", "cumulative"} == {
        row["measure"] for row in over_time
    }
    assert {"operating", "announced"} == {row["status"] for row in over_time}


def test_markdown_has_the_tables_first_and_every_phase_in_full(result):
    page = as_markdown(result)
    assert page.index("## Operating: site") < page.index("## old")
    assert "## site-1: 1" in page


def test_a_scenario_without_phases_says_nothing_of_them():
    plain = estimator.estimate(it_capacity="100 MW", draws=500)
    assert "Phases" not in text(plain)
    assert "year,measure" not in as_csv([plain])


def test_parquet_and_workbook_hold_the_years_as_numbers(result, tmp_path):
    pytest.importorskip("pyarrow")
    import io

    import openpyxl
    import pyarrow.parquet

    from estimator.report.parquet import values_parquet
    from estimator.report.spreadsheet import xlsx

    table = pyarrow.parquet.read_table(io.BytesIO(values_parquet([result])))
    assert "int64" == str(table.schema.field("year").type)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx([result])))["Results"]
    header, *rows = sheet.iter_rows(values_only=True)
    year, quantity, measure = (header.index(name) for name in ("year", "quantity", "measure"))
    found = [row for row in rows if (row[quantity], row[measure], row[year]) == ("it_capacity", "at its end", 2025)]
    assert 4 == len(found)  # of two systems, operating and announced
    assert date(2025, 1, 1).year == found[0][year]
