"""Text in cells is never a formula, and is read back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.files.cells import guarded, unguarded
from estimator.report.encoding import csv_of

FORMULAS = [
    "=1+1",
    "+1-1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "-",
    "- 5 MW",
    "'=1",
    "''=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_has_an_apostrophe_before_it(text):
    assert f"'{text}" == guarded(text)


@pytest.mark.parametrize("text", ["", "2 GW", "-5", "+1e5", "-0.5", "it's", "'tis", "≥ 5", "<= 5", "a=b", "~1 GW"])
def test_numbers_and_other_texts_stay_as_they_are(text):
    assert text == guarded(text) == unguarded(text)


@given(st.text(st.sampled_from("'=+-@\t\r ab1.")))
def test_a_guarded_text_is_read_back(text):
    assert text == unguarded(guarded(text))


@given(st.text(st.sampled_from("'=+-@ ab1,\"\n|")))
def test_no_cell_of_a_table_begins_like_a_formula(text):
    written = csv_of(["name", "end"], [{"name": text, "end": "x"}])
    (row,) = csv.DictReader(io.StringIO(written, newline=""), strict=True)
    assert {"name": guarded(text), "end": "x"} == row
