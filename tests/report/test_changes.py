"""Numbers that changed: as the catalog's history has them, and as the changelog prints them."""

import csv
import io
import json
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from estimator import EstimatorError
from estimator.catalog import catalog_as_of, load_catalog
from estimator.report.changes import COLUMNS, changes, changes_text

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
BEGINS, ENDS = "<!-- from here: estimator catalog --changes --format markdown -->\n", "<!-- to here -->\n"
CHANGES = changes(load_catalog())


@pytest.mark.generated
def test_the_changelog_has_what_the_command_prints():
    before, begins, rest = CHANGELOG.read_text("utf-8").partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    assert (BEGINS, ENDS) == (begins, ends)
    whole = f"{before}{BEGINS}\n{changes_text('markdown')}\n{ENDS}{after}"
    if "ESTIMATOR_UPDATE_GOLDEN" in os.environ:
        CHANGELOG.write_text(whole, "utf-8")
    assert whole == CHANGELOG.read_text("utf-8"), "run: estimator catalog --changes --format markdown"


def test_a_change_tells_before_after_and_why():
    ap1000 = next(change for change in CHANGES if change.entry == "reactors/ap1000")
    assert "reactor_capacity_factor" == ap1000.figure
    assert ("2026-11-23", "0.91 (0.80–0.95)", "0.89 (0.80–0.95)") == (ap1000.date, ap1000.before, ap1000.after)
    assert "Records of Sanmen, Haiyang and Vogtle 3 and 4" in ap1000.why


def test_a_change_of_an_option_names_it():
    assert "peak_pue (cooling: unstated)" in {change.figure for change in CHANGES}


def test_money_has_the_year_of_its_prices():
    (h100,) = (change for change in CHANGES if "h100-sxm" in change.figure)
    assert ("USD2023", "USD2025") == (h100.before.split()[1][:7], h100.after.split()[1][:7])


def test_the_newest_change_comes_first():
    days = [change.date for change in CHANGES]
    assert sorted(days, reverse=True) == days


def test_every_change_changes_a_number():
    assert [] == [change for change in CHANGES if change.before == change.after]


def test_changes_from_a_day_on_are_those_of_that_day_and_later():
    since = changes(load_catalog(), date(2026, 11, 23))
    assert [change for change in CHANGES if change.date >= "2026-11-23"] == since
    assert {"2026-11-23", "2026-11-30"} == {change.date for change in since}


def test_changes_as_of_a_day_are_those_until_then():
    known = changes(catalog_as_of("2025-10-29"))
    assert [change for change in CHANGES if change.date <= "2025-10-29"] == known


def test_csv_and_json_say_the_same():
    rows = list(csv.DictReader(io.StringIO(changes_text("csv"))))
    assert [asdict(change) for change in CHANGES] == rows == json.loads(changes_text("json"))
    assert list(COLUMNS) == list(rows[0])


def test_text_has_every_change():
    assert len(CHANGES) == sum(" → " in line for line in changes_text("text").splitlines())


def test_changes_of_one_entry_are_its_own():
    assert {"reactors/epr"} == {row["entry"] for row in json.loads(changes_text("json", None, "reactors", "epr"))}


def test_an_entry_is_not_one_whose_key_begins_alike():
    assert "reactors/epr2" not in {row["entry"] for row in json.loads(changes_text("json", None, "reactors", "epr"))}


def test_what_never_changed_is_told():
    with pytest.raises(EstimatorError, match="nothing of reactors/htr-pm is on record as changed"):
        changes_text("text", None, "reactors", "htr-pm")


def test_a_day_of_no_calendar_is_told():
    with pytest.raises(EstimatorError, match="soon is no day of the calendar"):
        changes_text("text", "soon")
