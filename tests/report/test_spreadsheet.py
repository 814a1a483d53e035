"""The workbook, opened by another library than the one that writes it."""

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pandas
import pytest
from openpyxl.utils import get_column_letter

import estimator
from estimator.report.spreadsheet import cleaned, xlsx
from estimator.report.tables import ASSUMPTIONS, COLUMNS, FINDINGS, SOURCES, sources_used

SCENARIO = Path(__file__).parents[2] / "scenarios" / "meta-2025.yaml"


@pytest.fixture(scope="module")
def meta():
    return estimator.run(SCENARIO, draws=1_000)


@pytest.fixture(scope="module")
def book(meta):
    return openpyxl.load_workbook(io.BytesIO(xlsx([meta])))


def rows(sheet):
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def blank(row):
    return {name: value if value != "" else None for name, value in row.items()}


def test_the_sheets_are_results_assumptions_sources_and_findings(book):
    assert ["Results", "Assumptions", "Sources", "Findings"] == book.sheetnames


def test_results_are_the_rows_of_the_result(meta, book):
    assert [blank(row) for row in meta.to_rows()] == rows(book["Results"])


def test_pandas_reads_the_same_medians(meta):
    table = pandas.read_excel(io.BytesIO(xlsx([meta])), sheet_name="Results")
    assert [row["p50"] for row in meta.to_rows()] == table["p50"].to_list()


@pytest.mark.parametrize(
    ("name", "columns"),
    [("Results", COLUMNS), ("Assumptions", ASSUMPTIONS), ("Sources", SOURCES), ("Findings", FINDINGS)],
)
def test_a_sheet_has_its_columns_under_a_header_that_stays_in_view(name, columns, book):
    assert [*columns] == [cell.value for cell in book[name][1]]
    assert "A2" == book[name].freeze_panes


def test_every_assumption_that_is_made_is_listed(meta, book):
    made = [(row["system"], row["quantity"]) for row in meta.to_rows() if row["tier"] == "assumption"]
    assert made == [(row["system"], row["quantity"]) for row in rows(book["Assumptions"])]


def test_an_assumption_has_its_range_its_choice_its_reason_and_its_documents(book):
    peak = next(row for row in rows(book["Assumptions"]) if (row["system"], row["quantity"]) == ("site", "peak_pue"))
    assert (1.12, 1.25, 1.4, "cooling: unstated") == (peak["p5"], peak["p50"], peak["p95"], peak["choice"])
    assert "epoch-data-centers, lei-masanet-2022" == peak["source"]
    assert peak["because"]


def test_every_assumption_has_a_reason_or_a_document(book):
    assert [] == [row["quantity"] for row in rows(book["Assumptions"]) if not (row["because"] or row["source"])]


def test_a_choice_of_the_scenario_is_named():
    result = estimator.estimate(facility_capacity="1 GW", accelerator="gb200", cooling="liquid", draws=100)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx([result])))["Assumptions"]
    assert ["cooling: liquid"] == [row["choice"] for row in rows(sheet) if row["quantity"] == "peak_pue"]


def test_the_sheet_of_sources_has_the_documents_of_facts_values_and_claims_and_no_others(meta, book):
    said = {source.key for _, fact in meta.facts for source in fact.sources}
    said |= {claim.source.key for claim in meta.claims if claim.source}
    words = {word for row in meta.to_rows() for word in row["source"].split(", ")}
    assert (words & {*meta.catalog.sources}) | said == {row["key"] for row in rows(book["Sources"])}


def test_a_source_says_what_it_is_used_by(meta, book):
    source = next(row for row in rows(book["Sources"]) if row["key"] == "zuckerberg-2024")
    assert ("Meta", "2024-01-18", "fleet-2024.h100_equivalents") == (
        source["publisher"],
        source["date"],
        source["used_by"],
    )


def test_a_document_behind_a_claim_that_is_no_fact_is_listed(meta):
    used = {source.key: names for source, names in sources_used(meta).items()}
    assert "site-power" in used["french-press"]


def test_findings_are_those_of_the_result(meta, book):
    assert [finding.message for finding in meta.findings] == [row["message"] for row in rows(book["Findings"])]


def test_numbers_are_numbers_and_text_is_text(book):
    kinds = {get_column_letter(n): kind for n, kind in enumerate(COLUMNS.values(), 1)}
    cells = [cell for line in book["Results"].iter_rows(min_row=2) for cell in line if cell.value is not None]
    wrong = [cell.coordinate for cell in cells if (cell.data_type == "n") != (kinds[cell.column_letter] is float)]
    assert [] == wrong


def test_columns_are_wide_enough_for_what_is_short_and_no_wider_than_a_page(book):
    for sheet in book:
        groups = sheet.column_dimensions.values()  # neighbours of one width are one group
        widths = {number: group.width for group in groups for number in range(group.min, group.max + 1)}
        for number, column in enumerate(sheet.columns, 1):
            longest = max(len(str(cell.value or "")) for cell in column)
            assert min(longest, 60) <= widths[number] <= 63


FORMULAS = ["=1+1", '=HYPERLINK("http://127.0.0.1")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=", "#N/A"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A workbook of a scenario in which every text of a stranger begins like a formula."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.yaml"
    given = "\n".join(
        f"  {name}: {{value: {value}, because: {text!r}}}"
        for name, value, text in zip(
            ("pue", "it_capacity", "mfu", "utilisation", "peak_pue", "demand_factor", "grid_loss", "reactors_out"),
            ("1.1", "1 GW", "0.3", "0.8", "1.2", "0.7", "0.01", "1"),
            (text.replace("\t", " ").replace("\r", " ") for text in FORMULAS),
            strict=False,
        )
    )
    sources = "sources:\n  evil: {title: '=cmd|1', publisher: '+1', url: '@x', date: '-1', licence: '=2'}\n"
    text = "accelerator_tdp: {value: 700 W/accelerator, source: evil}"
    path.write_text(f"title: '=1+1'\n{sources}given:\n{given}\n  {text}\n", "utf-8")
    return openpyxl.load_workbook(io.BytesIO(xlsx([estimator.run(path, draws=100)])))


def test_no_text_becomes_a_formula(hostile):
    texts = [cell for sheet in hostile for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]
    assert {"=1+1", "+1", "-1", "@x", "=cmd|1"} <= {cell.value for cell in texts}
    assert {"s"} == {cell.data_type for cell in texts}


def test_text_that_begins_like_a_formula_stays_text_when_it_is_edited(hostile):
    texts = [cell for sheet in hostile for line in sheet.iter_rows() for cell in line if isinstance(cell.value, str)]
    assert all(cell.quotePrefix for cell in texts if cell.value[0] in "=+-@")
    assert not any(cell.quotePrefix for cell in texts if cell.value[0].isalpha())


def test_what_no_workbook_can_hold_is_replaced():
    assert r"bell \x07" == cleaned("bell \a")


def test_text_too_long_for_a_cell_is_cut_where_it_shows():
    cut = cleaned("x" * 40_000)
    assert (32_767, " …") == (len(cut), cut[-2:])


def test_a_year_later_the_bytes_are_the_same(meta, monkeypatch):
    first = xlsx([meta])
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: time.gmtime(2_000_000_000))
    assert first == xlsx([meta])


def test_no_member_of_the_archive_tells_when_it_was_made(meta):
    with zipfile.ZipFile(io.BytesIO(xlsx([meta]))) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in archive.infolist()}


def test_the_properties_say_what_made_it(meta, book):
    assert f"estimator {estimator.__version__}" == book.properties.creator
    assert "1,000 draws, seed 1" in book.properties.description
    assert "Meta, January 2025" == book.properties.title


def test_several_results_are_told_apart_by_title(meta):
    other = estimator.estimate(facility_capacity="1 GW", draws=100)
    sheets = openpyxl.load_workbook(io.BytesIO(xlsx([meta, other])))
    assert {meta.title, other.title} == {row["title"] for row in rows(sheets["Results"])}
    assert "title" == sheets["Sources"]["A1"].value
