"""Values as Parquet, read by the programs that they are written for."""

import io

import pandas
import pyarrow.parquet
import pytest

import estimator
from estimator.report.parquet import values_parquet
from estimator.report.tables import COLUMNS

SITE = {"facility_capacity": "2 GW", "accelerator": "h100-sxm", "reactor": "epr"}


@pytest.fixture(scope="module")
def result():
    return estimator.estimate(SITE, draws=1_000, seed=7)


@pytest.fixture(scope="module")
def conflict():
    return estimator.estimate(facility_capacity="1 GW", accelerators="1.3M", accelerator="h100-sxm", draws=1_000)


def read(*results):
    return pyarrow.parquet.read_table(io.BytesIO(values_parquet(results)))


def test_rows_are_those_of_the_result(result):
    assert result.to_rows() == read(result).to_pylist()


def test_pandas_reads_the_same_medians(result):
    table = pandas.read_parquet(io.BytesIO(values_parquet([result])))
    assert [row["p50"] for row in result.to_rows()] == table["p50"].to_list()


def test_units_stand_in_their_own_column(result):
    table = pandas.read_parquet(io.BytesIO(values_parquet([result]))).set_index("quantity")
    assert "TWh" == table.loc["annual_facility_energy", "unit"]


def test_columns_are_those_of_the_other_forms(result):
    assert [*COLUMNS] == read(result).column_names


def test_quantiles_are_numbers_and_the_rest_is_text(result):
    kinds = {field.name: str(field.type) for field in read(result).schema}
    assert {"p5": "double", "p50": "double", "p95": "double"} == {n: k for n, k in kinds.items() if k != "string"}


def test_a_value_in_conflict_is_null_and_its_column_stays_one_of_numbers(conflict):
    table = read(conflict)
    assert "double" == str(table.schema.field("p50").type)
    in_conflict = [row["quantity"] for row in conflict.to_rows() if row["p50"] is None]
    assert in_conflict
    assert in_conflict == [row["quantity"] for row in table.to_pylist() if row["p50"] is None]


def test_a_table_without_any_value_keeps_its_types():
    result = estimator.estimate(reactor="epr", draws=100, assumptions=False)
    names = {*read(result).column_names}
    assert {*COLUMNS} == names


def test_versions_seed_and_title_are_in_the_metadata(result):
    metadata = {key.decode(): value.decode() for key, value in read(result).schema.metadata.items()}
    expected = {"title": result.title, "estimator": estimator.__version__, "draws": "1000", "seed": "7"}
    assert expected | {"catalog": result.catalog.version} == metadata


def test_several_results_are_told_apart_by_title(result, conflict):
    table = read(result, conflict)
    assert {result.title, conflict.title} == {*table["title"].to_pylist()}
    assert len(result.to_rows()) + len(conflict.to_rows()) == table.num_rows


def test_the_same_run_gives_the_same_bytes(result):
    assert values_parquet([estimator.estimate(SITE, draws=1_000, seed=7)]) == values_parquet([result])
