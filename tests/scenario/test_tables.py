"""Systems from tables: every row is one, however the table was written, and all that is wrong is told at once."""

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas
import pyarrow
import pyarrow.parquet
import pytest
import xlsxwriter
from openpyxl.styles.numbers import FORMAT_PERCENTAGE

from estimator import EstimatorError, run, scenario_of
from estimator.scenario.sheets import MOST_ROWS

PLAIN = (
    "name,facility_capacity [MW],pue,accelerator,year\nPrometheus,1020,1.1,gb200,2025\nColossus,300,,h100-sxm,2025\n"
)


def scenario(folder, table, name="sites.csv", **told):
    """A scenario of one whole, whose parts are the rows of a table that is written beside it."""
    written = table.encode() if isinstance(table, str) else table
    if written is not None:
        (folder / name).write_bytes(written)
    cites = "epoch" in told.values() or b"epoch" in (written or b"")
    keys = "".join(f", {key}: {value}" for key, value in told.items())
    lines = [
        "title: sites",
        "sources: {epoch: {title: e}}" if cites else "description: of a table",
        "systems:",
        "  all:",
        f"    parts: {{table: {name}{keys}}}",
    ]
    path = folder / "all.yaml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def given(folder, table, system="Prometheus", **told):
    """What a scenario says of one of the systems of a table."""
    return scenario_of(scenario(folder, table, **told)).systems[system].given


def capacity(folder, table, system="Prometheus", **told):
    return given(folder, table, system, **told)["facility_capacity"].value.parameters


def problems(folder, table, **told):
    """What is told of a scenario whose table nobody can read, without the folder."""
    with pytest.raises(EstimatorError) as caught:
        scenario_of(scenario(folder, table, **told))
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def workbook(*rows, change=None, sheets=("Sheet",)):
    """The bytes of a workbook with these rows in its last sheet."""
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for title in sheets[1:]:
        book.create_sheet(title)
    sheet = book[sheets[-1]]
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def parquet(**columns):
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink)
    return sink.getvalue().to_pybytes()


HEAD = ["name", "facility_capacity [MW]", "pue"]


# What is read


def test_a_row_is_a_system(tmp_path):
    assert ("Prometheus", "Colossus", "all") == tuple(scenario_of(scenario(tmp_path, PLAIN)).systems)


def test_rows_are_the_parts_of_their_whole(tmp_path):
    assert ("Prometheus", "Colossus") == scenario_of(scenario(tmp_path, PLAIN)).systems["all"].parts


def test_the_unit_of_the_heading_is_that_of_bare_numbers(tmp_path):
    assert (1020,) == capacity(tmp_path, PLAIN)


def test_a_blank_cell_is_unknown(tmp_path):
    assert "pue" not in given(tmp_path, PLAIN, "Colossus")


def test_a_column_of_a_choice_is_used(tmp_path):
    assert "gb200" == scenario_of(scenario(tmp_path, PLAIN)).systems["Prometheus"].use["accelerator"]


def test_a_whole_has_the_year_of_its_rows(tmp_path):
    assert 2025 == scenario_of(scenario(tmp_path, PLAIN)).systems["all"].year


def test_a_total_is_the_sum_of_the_rows(tmp_path):
    assert 1320 == run(scenario(tmp_path, PLAIN), draws=1000)["all.facility_capacity"].p50


def test_a_table_is_found_beside_the_scenario_and_not_in_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    path = scenario(tmp_path, PLAIN)
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert 3 == len(scenario_of(path).systems)


def test_a_table_of_an_extended_file_is_found_beside_that_file(tmp_path):
    (tmp_path / "below").mkdir()
    scenario(tmp_path / "below", PLAIN)
    (tmp_path / "over.yaml").write_text("extends: below/all.yaml\ntitle: over\n", "utf-8")
    assert 3 == len(scenario_of(tmp_path / "over.yaml").systems)


def test_a_row_can_be_overridden_on_the_command_line(tmp_path):
    found = scenario_of(scenario(tmp_path, PLAIN), ["Colossus.pue=1.3"])
    assert (1.3,) == found.systems["Colossus"].given["pue"].value.parameters


def test_a_fact_knows_the_row_that_it_stands_in(tmp_path):
    assert f"{tmp_path}/sites.csv:3" == scenario_of(scenario(tmp_path, PLAIN)).place("Colossus", "facility_capacity")


def test_a_table_is_among_the_files_that_were_read(tmp_path):
    assert {"all.yaml", "sites.csv"} == {
        Path(name).name for name in scenario_of(scenario(tmp_path, PLAIN)).document.files
    }


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("120", (120,)),
        ("0.12 GW", (120,)),
        (">= 120", (120,)),
        ("1e2", (100,)),
        ("100..150", (100, 122.474, 150)),
        ("100–150", (100, 122.474, 150)),
        ("120 (100–150)", (100, 120, 150)),
        ("~100", (90, 100, 110)),
    ],
)
def test_a_cell_is_written_as_a_value_of_a_scenario(cell, expected, tmp_path):
    found = capacity(tmp_path, f"name,facility_capacity [MW]\nPrometheus,{cell}\n")
    assert pytest.approx(expected, rel=1e-4) == found


def test_units_may_stand_in_the_cells_alone(tmp_path):
    assert (1500,) == capacity(tmp_path, "name,facility_capacity\nPrometheus,1.5 GW\n")


def test_a_multiplier_may_stand_in_the_heading(tmp_path):
    found = given(tmp_path, "name,accelerators [thousand]\nPrometheus,350\n")
    assert (350_000,) == found["accelerators"].value.parameters


def test_per_cent_may_stand_in_the_heading(tmp_path):
    found = given(tmp_path, "name,it_capacity_utilisation (%)\nPrometheus,60\n")
    assert (0.6,) == found["it_capacity_utilisation"].value.parameters


def test_headings_are_read_as_people_write_them(tmp_path):
    assert (120,) == capacity(tmp_path, "Name,Facility Capacity (MW)\nPrometheus,120\n")


def test_ends_of_a_range_may_stand_in_columns(tmp_path):
    table = (
        "name,facility_capacity.low [MW],facility_capacity [MW],facility_capacity.high [MW]\nPrometheus,90,100,120\n"
    )
    assert (90, 100, 120) == capacity(tmp_path, table)


def test_a_source_of_the_table_is_that_of_every_fact(tmp_path):
    assert "epoch" == given(tmp_path, PLAIN, source="epoch")["pue"].source


def test_a_source_of_the_row_stands_before_that_of_the_table(tmp_path):
    table = "name,pue,source\nPrometheus,1.1,epoch\n"
    assert "epoch" == given(tmp_path, table)["pue"].source


def test_a_source_of_the_column_stands_before_that_of_the_row(tmp_path):
    table = "name,pue,pue.source,pue.where,where\nPrometheus,1.1,epoch,page 2,page 1\n"
    assert ("epoch", "page 2") == (given(tmp_path, table)["pue"].source, given(tmp_path, table)["pue"].where)


def test_a_name_of_several_words_is_the_title(tmp_path):
    found = scenario_of(scenario(tmp_path, 'name,pue\n"Prometheus, New Albany (Ohio)",1.1\n'))
    assert "Prometheus, New Albany (Ohio)" == found.systems["Prometheus-New-Albany-Ohio"].title


def test_rows_without_names_are_called_by_their_whole_and_number(tmp_path):
    assert ("all-2", "all-3") == scenario_of(scenario(tmp_path, "pue\n1.1\n1.2\n")).systems["all"].parts


def test_headings_of_others_are_renamed(tmp_path):
    table = "name,Current power (MW)\nPrometheus,120\n"
    assert (120,) == capacity(tmp_path, table, columns='{"Current power (MW)": "facility_capacity [MW]"}')


def test_columns_are_left_out_by_name(tmp_path):
    table = "name,Owner,facility_capacity [MW]\nPrometheus,Meta,120\n"
    assert (120,) == capacity(tmp_path, table, leave_out="[Owner]")


# Texts


def test_semicolons_say_that_commas_part_decimals(tmp_path):
    assert (1020.5,) == capacity(tmp_path, "name;facility_capacity [MW]\nPrometheus;1020,5\n")


def test_three_decimals_behind_a_comma_are_decimals_between_semicolons(tmp_path):
    assert (1.25,) == given(tmp_path, "name;pue\nPrometheus;1,250\n")["pue"].value.parameters


def test_a_range_between_semicolons_has_commas_at_both_ends(tmp_path):
    found = capacity(tmp_path, "name;facility_capacity [MW]\nPrometheus;100,5..150,25\n")
    assert (100.5, 150.25) == (found[0], found[2])


def test_spaces_part_thousands_in_a_french_table(tmp_path):
    assert (1020.5,) == capacity(tmp_path, "name;facility_capacity [MW]\nPrometheus;1\u202f020,5\n")


def test_points_part_thousands_in_a_table_of_decimal_commas(tmp_path):
    assert (1020,) == capacity(tmp_path, "name;facility_capacity [MW];pue\nPrometheus;1.020;1,25\n")


def test_points_part_decimals_between_semicolons_where_the_table_shows_it(tmp_path):
    assert (1.125,) == given(tmp_path, "name;pue\nColossus;1.25\nPrometheus;1.125\n")["pue"].value.parameters


def test_a_point_is_doubtful_between_semicolons_where_nothing_shows_what_it_parts(tmp_path):
    (told,) = problems(tmp_path, "name;facility_capacity [MW]\nPrometheus;1.125\n")
    assert told.startswith("sites.csv:2: column facility_capacity [MW]: 1.125: the point is ambiguous")


def test_a_comma_is_doubtful_where_commas_part_columns(tmp_path):
    (told,) = problems(tmp_path, 'name,facility_capacity [MW]\nPrometheus,"10,5"\nColossus,"1,500"\n')
    assert told.startswith(
        "sites.csv:3: column facility_capacity [MW]: facility_capacity: '1,500 MW': the comma is amb"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_french_spreadsheet_writes_in_any_of_its_encodings(encoding, tmp_path):
    table = "name;facility_capacity [MW]\r\nÉtoile;12,5\r\n".encode(encoding)
    assert (12.5,) == capacity(tmp_path, table, "Étoile")


def test_a_spreadsheet_says_itself_what_parts_columns(tmp_path):
    assert (12.5,) == capacity(tmp_path, "sep=;\r\nname;facility_capacity [MW]\r\nPrometheus;12,5\r\n")


def test_tabs_part_columns(tmp_path):
    assert (12.5,) == capacity(tmp_path, "name\tfacility_capacity [MW]\nPrometheus\t12.5\n", name="sites.tsv")


def test_a_quoted_cell_may_break_lines_and_rows_keep_their_lines(tmp_path):
    (told,) = problems(tmp_path, 'name,pue\n"Pro\nmetheus",1.1\nColossus,0.5\n')
    assert told.startswith("sites.csv:4: column pue: pue should be at least 1")


def test_blank_lines_are_no_rows(tmp_path):
    assert 2 == len(scenario_of(scenario(tmp_path, "\nname,pue\n\nPrometheus,1.1\n,\n\n")).systems)


# Workbooks, Parquet, data frames


def test_a_workbook_is_read(tmp_path):
    assert (120,) == capacity(tmp_path, workbook(HEAD, ["Prometheus", 120, None]), name="sites.xlsx")


def test_three_decimals_of_a_workbook_are_decimals(tmp_path):
    assert (1.125,) == given(tmp_path, workbook(HEAD, ["Prometheus", 1, 1.125]), name="sites.xlsx")[
        "pue"
    ].value.parameters


def test_what_is_shown_in_per_cent_is_in_per_cent(tmp_path):
    def change(sheet):
        sheet["B2"].number_format = FORMAT_PERCENTAGE

    book = workbook(["name", "it_capacity_utilisation [%]"], ["Prometheus", 0.6], change=change)
    assert (0.6,) == given(tmp_path, book, name="sites.xlsx")["it_capacity_utilisation"].value.parameters


def test_a_formula_is_the_value_that_was_computed_for_it(tmp_path):
    path = tmp_path / "sites.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD[:2])
        sheet.write_string(1, 0, "Prometheus")
        sheet.write_formula(1, 1, "=60*2", None, 120)
    assert (120,) == capacity(tmp_path, path.read_bytes(), name="sites.xlsx")


def test_a_formula_that_was_never_computed_is_told(tmp_path):
    (told,) = problems(tmp_path, workbook(HEAD, ["Prometheus", "=60*2"]), name="sites.xlsx")
    assert told.startswith("sites.xlsx:2: column facility_capacity [MW]: is a formula whose value was never computed")


def test_merged_cells_are_told(tmp_path):
    def change(sheet):
        sheet.merge_cells("B2:B3")

    (told,) = problems(tmp_path, workbook(HEAD, ["a", 120], ["b", None], change=change), name="sites.xlsx")
    assert told.startswith("sites.xlsx:2: B2:B3 are merged")


def test_a_date_in_a_workbook_is_no_number(tmp_path):
    (told,) = problems(tmp_path, workbook(HEAD, ["a", datetime(2025, 5, 1)]), name="sites.xlsx")
    assert told.startswith("sites.xlsx:2: column facility_capacity [MW]: is a date to the spreadsheet (2025-05-01")


def test_an_error_of_a_workbook_is_told(tmp_path):
    (told,) = problems(tmp_path, workbook(HEAD, ["a", "#DIV/0!"]), name="sites.xlsx")
    assert told.startswith("sites.xlsx:2: column facility_capacity [MW]: holds the error #DIV/0!")


def test_empty_sheets_of_a_workbook_do_not_count(tmp_path):
    book = workbook(HEAD, ["Prometheus", 120], sheets=("Feuil1", "Feuil2"))
    assert (120,) == capacity(tmp_path, book, name="sites.xlsx")


def test_of_several_sheets_one_is_to_be_named(tmp_path):
    def change(sheet):
        sheet.parent["notes"].append(["a note"])

    book = workbook(HEAD, ["Prometheus", 120], change=change, sheets=("notes", "sites"))
    (told,) = problems(tmp_path, book, name="sites.xlsx")
    assert "sites.xlsx: has the sheets notes, sites; say which, as in sheet: notes" == told
    assert (120,) == capacity(tmp_path, book, name="sites.xlsx", sheet="sites")


def test_no_workbook_is_told(tmp_path):
    (told,) = problems(tmp_path, "name,pue\n", name="sites.xlsx")
    assert told.startswith("sites.xlsx: is no XLSX workbook, or has a password")


def test_a_workbook_that_unpacks_to_more_than_memory_is_refused(tmp_path):
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    (told,) = problems(tmp_path, path.read_bytes(), name="sites.xlsx")
    assert told.startswith("sites.xlsx: unpacks to 60 MB; a table has at most 50")


def test_parquet_is_read(tmp_path):
    table = parquet(**{"name": ["Prometheus"], "facility_capacity [MW]": [120.0], "pue": [None]})
    assert (120,) == capacity(tmp_path, table, name="sites.parquet")


def test_a_data_frame_is_read():
    frame = pandas.DataFrame({"name": ["a", "b"], "facility_capacity [MW]": [120, None], "pue": [1.1, 1.125]})
    found = scenario_of({"title": "t", "systems": {"all": {"parts": {"table": frame}}}})
    assert ((120,), (1.125,)) == tuple(
        found.systems[name].given[quantity].value.parameters
        for name, quantity in (("a", "facility_capacity"), ("b", "pue"))
    )


def test_the_index_of_a_data_frame_is_a_column_if_it_has_a_name():
    frame = pandas.DataFrame({"pue": [1.1]}, index=pandas.Index(["a"], name="name"))
    assert ("a",) == scenario_of({"title": "t", "systems": {"all": {"parts": {"table": frame}}}}).systems["all"].parts


def test_a_problem_of_a_data_frame_is_told_with_row_and_column():
    frame = pandas.DataFrame({"name": ["a", "b"], "pue": [1.1, 0.5]})
    with pytest.raises(EstimatorError, match=r"\Athe table of all:2: column pue: pue should be at least 1"):
        scenario_of({"title": "t", "systems": {"all": {"parts": {"table": frame}}}})


# What is wrong


def test_all_problems_are_told_at_once(tmp_path):
    table = "name,facility_capacity [MW],pue,accelerator\na,120 GWh,0.5,h101\nb,10,1.1,gb200\nb,,n/a,\n"
    assert [
        "sites.csv:2: column accelerator: h101 is no accelerator of the catalog",
        "sites.csv:2: column facility_capacity [MW]: facility_capacity should be a power (MW), got 120 GWh, an energy",
        "sites.csv:2: column pue: pue should be at least 1, got 0.5",
        "sites.csv:4: b stands in two rows, first in 3; give each row a name of its own",
        "sites.csv:4: column pue: n/a is no value; leave the cell blank where it is unknown",
    ] == [told.partition("; did")[0].partition("; it")[0].partition("; if")[0] for told in problems(tmp_path, table)]


def test_a_table_without_header_is_told(tmp_path):
    (told,) = problems(tmp_path, "Prometheus,1020\nColossus,300\n")
    assert told.startswith("sites.csv:1: has no header: its first row is 'Prometheus', '1020'; write names of columns")


def test_a_quantity_in_two_columns_is_told(tmp_path):
    (told,) = problems(tmp_path, "name,pue,facility_capacity [MW],facility_capacity [GW]\na,1.1,120,0.12\n")
    assert told.startswith("sites.csv:1: column facility_capacity [GW]: facility_capacity stands in two columns")


def test_a_unit_that_does_not_fit_is_told_once(tmp_path):
    (told,) = problems(tmp_path, "name,facility_capacity [MWh]\na,120\nb,130\n")
    assert told.startswith("sites.csv:1: column facility_capacity [MWh]: facility_capacity should be a power (MW)")


def test_an_unknown_column_is_told(tmp_path):
    (told,) = problems(tmp_path, "name,facility_capcity [MW]\na,120\n")
    assert told.startswith(
        "sites.csv:1: column facility_capcity [MW]: facility_capcity is not a quantity; did you mean"
    )


def test_a_missing_table_is_told_where_it_is_named(tmp_path):
    (told,) = problems(tmp_path, None)
    assert told == "all.yaml:5: parts of all: there is no table sites.csv; its path counts from the scenario's folder"


def test_a_source_that_is_not_listed_is_told_with_its_column(tmp_path):
    (told,) = problems(tmp_path, "name,pue,pue.source\na,1.1,epok\n")
    assert told.startswith("sites.csv:2: column pue.source: pue: there is no source epok")


def test_nothing_is_known_where_nothing_is_written(tmp_path):
    (told,) = problems(tmp_path, "name,pue\na,n/a\n")
    assert "sites.csv:2: column pue: n/a is no value; leave the cell blank where it is unknown" == told


def test_a_row_of_totals_is_refused(tmp_path):
    (told,) = problems(tmp_path, "name,facility_capacity [MW]\na,120\nTotal,120\n")
    assert told.startswith("sites.csv:3: is called Total; a total is no system")


def test_a_row_with_more_cells_than_headings_is_told(tmp_path):
    told = problems(tmp_path, "name,accelerators\na,1,300,000\n")
    assert "sites.csv:2: has 4 cells under 2 headings; is a separator within a value?" in told


def test_a_table_without_rows_is_told(tmp_path):
    assert ["sites.csv: has column names and no row; write one for each system"] == problems(tmp_path, "name,pue\n")


def test_an_empty_table_is_told(tmp_path):
    (told,) = problems(tmp_path, "\n\n")
    assert told.startswith("sites.csv: is empty")


def test_a_quotation_that_does_not_end_is_told(tmp_path):
    (told,) = problems(tmp_path, 'name,pue\n"a,1.1\n')
    assert told.startswith("sites.csv:2: is no table: a quotation mark is never closed")


def test_years_that_differ_are_told(tmp_path):
    path = scenario(tmp_path, "name,pue,year\na,1.1,2024\nb,1.1,2025\n")
    with pytest.raises(EstimatorError, match=r"all.yaml:5: all and its parts cover different years"):
        run(path, draws=100)


def test_an_unknown_key_beside_a_table_is_told(tmp_path):
    (told,) = problems(tmp_path, PLAIN, sheets="x")
    assert told == "all.yaml:5: parts of all: sheets is not known here; did you mean sheet?"


def test_a_table_of_another_kind_is_refused(tmp_path):
    (told,) = problems(tmp_path, "x", name="sites.ods")
    assert told == "all.yaml:5: parts of all: sites.ods is no table that is read; save it as .csv, .xlsx or .parquet"


def test_a_name_that_the_scenario_has_is_told(tmp_path):
    (told,) = problems(tmp_path, "name,pue\nall,1.1\n")
    assert "sites.csv:2: all is also a system of the scenario; rename one" == told


def test_a_million_rows_are_refused_in_words(tmp_path):
    (told,) = problems(tmp_path, "name,pue\n" + "a,1.1\n" * 1_000_000)
    assert f"sites.csv: has more rows than can be read; a table has at most {MOST_ROWS:,}" in told


def test_what_is_larger_than_any_table_is_refused_in_words(tmp_path):
    (told,) = problems(tmp_path, "name,pue\n" + "a much longer name,1.1\n" * 1_000_000)
    assert "sites.csv:1: is larger than 20 MB; a table has at most 10,000 rows, one for each system" == told


def test_a_million_rows_of_parquet_are_refused_before_they_are_read(tmp_path):
    (told,) = problems(tmp_path, parquet(pue=[1.1] * 1_000_000), name="sites.parquet")
    assert told.startswith("sites.parquet: has 1,000,000 rows; a table has at most")


def test_a_million_rows_of_a_data_frame_are_refused():
    frame = pandas.DataFrame({"pue": range(1_000_000)})
    with pytest.raises(EstimatorError, match="the data frame: has 1,000,000 rows"):
        scenario_of({"title": "t", "systems": {"all": {"parts": {"table": frame}}}})
