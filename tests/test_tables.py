"""Results as tables of pandas and of notebooks."""

import sys
from html.parser import HTMLParser

import pandas as pd
import pytest

import estimator
from estimator import EstimatorError

EVIL = '<script>alert("x")</script> & $x$'
SITE = {"title": EVIL, "given": {"it_capacity": {"value": "100 MW", "because": EVIL}, "pue": 1.2}}
SAID = {"title": EVIL, "claims": [
    {"value": "100 MW", "reads_as": ["facility_capacity", "it_capacity"], "because": EVIL},
    {"value": "130 MW", "reads_as": "facility_capacity"},
]}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    """Everything that gives a table, by what it is."""
    result = estimator.run(SITE, draws=500)
    return {
        "result": result,
        "sensitivity": result.sensitivity("facility_capacity"),
        "check": estimator.check(SAID),
        "comparison": estimator.compare(SITE, SITE, draws=500),
        "sweep": estimator.sweep(SITE, {"peak_pue": [1.1, 1.2], "accelerator": ["h100-sxm", "gb200"]}, draws=200),
    }


KINDS = ["result", "sensitivity", "check", "comparison", "sweep"]
NUMBERS = {
    "result": {"p5", "p50", "p95"},
    "sensitivity": {"central", "p5", "p50", "p95", "at_p5", "at_p95", "alone", "alone_low", "alone_high", "total",
                    "total_low", "total_high"},
    "check": {"reading", "p_value"},
    "comparison": {"p5", "p50", "p95", "ratio_p5", "ratio_p50", "ratio_p95", "difference_p5", "difference_p50",
                   "difference_p95"},
    "sweep": {"point", "peak_pue", "p5", "p50", "p95"},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_pandas_has_the_rows(kind, tables):
    expected = pd.DataFrame(tables[kind].to_rows())
    pd.testing.assert_frame_equal(expected, tables[kind].to_pandas(), check_dtype=False)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_numbers_and_texts_are_texts(kind, tables):
    found = tables[kind].to_pandas()
    assert NUMBERS[kind] == {name for name in found if pd.api.types.is_numeric_dtype(found[name])}


def test_units_have_a_column_of_their_own(tables):
    assert {"MW"} == set(tables["result"].to_pandas().query("quantity == 'it_capacity'")["unit"])


def test_what_is_in_conflict_is_missing():
    torn = estimator.estimate(
        facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm", draws=500
    )
    open_ones = [estimate.name for estimate in torn if estimate.p50 is None]
    found = torn.to_pandas().set_index("quantity")["p50"]
    assert [] != open_ones == list(found[found.isna()].index)


def test_a_table_without_rows_has_its_columns():
    nothing = estimator.check({"title": "x", "claims": [{"value": "1 GW", "reads_as": "it_capacity"}]})
    assert "float64" == nothing.to_pandas()["p_value"].dtype


@pytest.mark.parametrize("kind", KINDS)
def test_without_pandas_it_is_told_what_to_install(kind, tables, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EstimatorError, match=r"to_pandas needs pandas; install the extra"):
        tables[kind].to_pandas()


SHOWN = [kind for kind in KINDS if kind != "sweep"]


class Tags(HTMLParser):
    """The tags of a page, and the texts between them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_notebook_shows_a_table_and_no_tag_of_a_scenario(kind, tables):
    page = Tags(tables[kind]._repr_html_())
    assert {"table", "caption", "thead", "tbody", "tr", "th", "td"} == set(page.tags)


@pytest.mark.parametrize("kind", ["result", "check", "comparison"])
def test_a_notebook_shows_the_title_as_it_is_written(kind, tables):
    assert EVIL in "".join(Tags(tables[kind]._repr_html_()).texts)


def test_a_notebook_shows_each_value_of_a_result(tables):
    page = Tags(tables["result"]._repr_html_())
    assert [] == [estimate for estimate in tables["result"] if str(estimate) not in page.texts]


def test_a_notebook_does_not_take_dollars_for_formulas(tables):
    assert tables["result"]._repr_html_().startswith('<table class="tex2jax_ignore mathjax_ignore">')


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_is_stands_in_one_line(kind, tables):
    assert repr(tables[kind]).startswith("<")
    assert "\n" not in repr(tables[kind])
    assert 400 > len(repr(tables[kind]))


def test_the_rows_of_a_check_have_each_claim_in_each_reading(tables):
    found = [(row["reading"], row["claim"], row["reads_as"]) for row in tables["check"].to_rows()]
    assert [
        (1, "claim-1", "facility_capacity"), (1, "claim-2", "facility_capacity"),
        (2, "claim-1", "it_capacity"), (2, "claim-2", "facility_capacity"),
    ] == found  # fmt: skip


def test_the_rows_of_a_check_have_the_verdict_of_the_reading(tables):
    verdicts = [reading.verdict for reading in tables["check"].readings]
    assert verdicts == [row["verdict"] for row in tables["check"].to_rows()][::2]
