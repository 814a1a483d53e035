"""The catalog on paper: as text to read, as a table to compute with."""

import csv
import io
import json

import pytest

from estimator import EstimatorError
from estimator.catalog import KINDS, load_catalog
from estimator.report.catalog import COLUMNS, catalog_table, catalog_text
from estimator.uncertainty.distributions import quantiles

CATALOG = load_catalog()
SHOWN = [*KINDS, "assumptions", "conventions", "sources"]


def rows(kind=None, key=None):
    return list(csv.DictReader(io.StringIO(catalog_table(kind, key, "csv"))))


def test_every_kind_is_counted():
    assert SHOWN == [line.split()[0] for line in catalog_text(None, None).splitlines()[1:]]


@pytest.mark.parametrize("kind", CATALOG.entries)
def test_the_overview_has_a_row_for_every_entry(kind):
    shown = {line.split()[0] for line in catalog_text(kind, None).splitlines() if line.startswith("    ")}
    assert set(CATALOG.entries[kind]) <= shown


@pytest.mark.parametrize("kind", CATALOG.entries)
def test_an_entry_shows_every_document_of_its_figures(kind):
    for key, entry in CATALOG.entries[kind].items():
        text = catalog_text(kind, key)
        cited = [source for figure in entry.figures for datum in figure.options.values() for source in datum.sources]
        assert [] == [source.key for source in cited if f"{source.key}: " not in text]


def test_the_table_has_the_agreed_columns():
    assert ",".join(COLUMNS) == catalog_table("accelerators", None, "csv").splitlines()[0]


@pytest.mark.parametrize("kind", CATALOG.entries)
def test_the_table_has_a_row_for_every_figure_and_note(kind):
    entries = CATALOG.entries[kind].values()
    figures = sum(len(figure.options) for entry in entries for figure in entry.figures)
    assert figures + sum(len(entry.notes) for entry in entries) == len(rows(kind))


def test_the_table_of_everything_has_every_figure():
    assert len(list(CATALOG.data)) + len(list(CATALOG.notes)) == len(rows())


def test_a_row_holds_the_numbers_of_its_figure():
    row = next(row for row in rows("servers", "dgx-h100") if row["quantity"] == "server_rated_power")
    figure = next(f for f in CATALOG.entries["servers"]["dgx-h100"].figures if f.quantity == "server_rated_power")
    assert quantiles(figure.options[""]) == tuple(float(row[column]) for column in ("p5", "p50", "p95"))


def test_a_yearly_figure_names_its_year():
    found = [row for row in rows("reactors", "olkiluoto-3") if row["quantity"] == "reactor_annual_energy"]
    assert ("2024", "year", "9.69") in {(row["option"], row["choice"], row["p50"]) for row in found}


def test_sources_have_a_table_of_their_own():
    assert set(CATALOG.sources) == {row["key"] for row in rows("sources")}


def test_json_says_the_same_as_csv():
    data = json.loads(catalog_table("servers", None, "json"))
    assert [row["key"] for row in rows("servers")] == [row["key"] for row in data]


def test_reactor_is_not_a_kind_but_reactors_is():
    with pytest.raises(EstimatorError, match="reactor is no kind of the catalog; did you mean reactors"):
        catalog_text("reactor", None)


@pytest.mark.parametrize("show", [catalog_text, lambda kind, key: catalog_table(kind, key, "csv")])
def test_an_unknown_entry_is_told_with_what_was_meant(show):
    with pytest.raises(EstimatorError, match="accelerators has no h100-smx; did you mean h100-sxm"):
        show("accelerators", "h100-smx")
