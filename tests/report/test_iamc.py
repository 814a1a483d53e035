"""The long table that pyam reads: its columns, its quantiles, its years."""

import csv
import io

import pandas
import pytest

import estimator
from estimator import EstimatorError
from estimator.report.iamc import QUANTILES, UNNAMED, iamc_rows
from estimator.report.outputs import rendered

FLEETS = """
title: Two fleets
year: 2025
systems:
  old: {given: {accelerators: 100k}, use: {accelerator: h100-sxm}}
  new: {given: {accelerators: 200k}, use: {accelerator: gb200}}
  all: {parts: [old, new]}
"""


@pytest.fixture(scope="module")
def fleets(tmp_path_factory):
    path = tmp_path_factory.mktemp("iamc") / "fleets.yaml"
    path.write_text(FLEETS, "utf-8")
    return estimator.run(path, draws=1_000)


def estimate(**facts):
    return estimator.estimate(draws=500, **facts)


def test_columns_are_those_of_the_data_model(fleets):
    header = next(csv.reader(io.StringIO(rendered([fleets], "iamc"))))
    assert ["model", "scenario", "region", "variable", "unit", "year", "value"] == header


def test_every_quantile_of_every_value_has_a_row(fleets):
    expected = {
        (row["system"], f"{row['quantity']}|{name}"): row[quantile]
        for row in fleets.to_rows()
        for quantile, name in QUANTILES.items()
    }
    assert expected == {(row["region"], row["variable"]): row["value"] for row in iamc_rows([fleets])}


def test_quantiles_are_named_as_in_the_database_of_the_sixth_assessment_report():
    assert ["5.0th Percentile", "50.0th Percentile", "95.0th Percentile"] == [*QUANTILES.values()]


def test_pandas_reads_years_as_whole_numbers_and_values_as_numbers(fleets):
    table = pandas.read_csv(io.StringIO(rendered([fleets], "iamc")))
    assert ("int64", "float64") == (str(table["year"].dtype), str(table["value"].dtype))
    assert {2025} == {*table["year"]}


def test_no_row_lacks_what_pyam_cannot_do_without(fleets):
    table = pandas.read_csv(io.StringIO(rendered([fleets], "iamc")), keep_default_na=False)
    assert not (table.drop(columns="unit") == "").any().any()


def test_rows_are_told_apart_by_what_pyam_indexes_them_by(fleets):
    table = pandas.read_csv(io.StringIO(rendered([fleets], "iamc")))
    assert not table.duplicated(["model", "scenario", "region", "variable", "unit", "year"]).any()


def test_what_has_no_dimension_has_no_unit(fleets):
    units = {row["variable"].partition("|")[0]: row["unit"] for row in iamc_rows([fleets])}
    assert ("", "TWh") == (units["pue"], units["annual_facility_energy"])


def test_the_one_system_of_a_plain_scenario_has_a_region():
    assert {UNNAMED} == {row["region"] for row in iamc_rows([estimate(pue=1.2, it_capacity="1 GW", year=2026)])}


def test_a_value_in_conflict_has_no_rows():
    result = estimate(facility_capacity="1 GW", accelerators="1.3M", accelerator="h100-sxm", year=2025)
    in_conflict = {row["quantity"] for row in result.to_rows() if row["p50"] is None}
    assert in_conflict
    assert in_conflict.isdisjoint(row["variable"].partition("|")[0] for row in iamc_rows([result]))


def test_scenarios_without_a_year_are_refused_with_what_to_do():
    with pytest.raises(EstimatorError, match=r"iamc needs the year .* add year=2025 to the facts"):
        list(iamc_rows([estimate(it_capacity="1 GW")]))


def test_every_system_without_a_year_is_named(tmp_path):
    path = tmp_path / "fleets.yaml"
    path.write_text(FLEETS.replace("year: 2025\n", ""), "utf-8")
    with pytest.raises(EstimatorError) as caught:
        list(iamc_rows([estimator.run(path, draws=100)]))
    assert ["all", "new", "old"] == [problem.message.partition(":")[0] for problem in caught.value.problems]


def test_scenarios_of_one_title_are_refused(fleets):
    with pytest.raises(EstimatorError, match="Two fleets: two scenarios have this title"):
        list(iamc_rows([fleets, fleets]))


def test_scenarios_of_different_titles_stand_in_one_table(fleets):
    other = estimate(it_capacity="1 GW", year=2026)
    found = {(row["scenario"], row["year"]) for row in iamc_rows([fleets, other])}
    assert {("Two fleets", 2025), (other.title, 2026)} == found
