"""FILE:SYSTEM@NAME=VALUE, and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.errors import EstimatorError
from estimator.scenario.asked import asked

TEXTS = [
    ("a.yaml", "a.yaml", "", ()),
    ("a.yaml:site", "a.yaml", "site", ()),
    ("a.yaml@pue=1.1", "a.yaml", "", ("pue=1.1",)),
    ("a.yaml:site@pue=1.1", "a.yaml", "site", ("site.pue=1.1",)),
    ("a.yaml:site@fleet.pue=1.1", "a.yaml", "site", ("fleet.pue=1.1",)),
    ("a.yaml@pue=1.1@accelerator=gb200", "a.yaml", "", ("pue=1.1", "accelerator=gb200")),
    ("a.yaml@pue={low: 1.1, high: 1.2}", "a.yaml", "", ("pue={low: 1.1, high: 1.2}",)),
    ("folder@home/a.yaml:fleet-2025", "folder@home/a.yaml", "fleet-2025", ()),
    (r"C:\scenarios\a.yaml", r"C:\scenarios\a.yaml", "", ()),
    ("a:b.yaml", "a:b.yaml", "", ()),
    (":site", ":site", "", ()),
]


@pytest.mark.parametrize(("text", "source", "system", "settings"), TEXTS, ids=[text for text, *_ in TEXTS])
def test_a_text_names_a_file_a_system_and_settings(text, source, system, settings):
    found = asked(text)
    assert (source, system, settings) == (found.source, found.system, found.settings)


def test_settings_of_all_come_before_those_of_one():
    assert ("site.pue=1.1", "site.pue=1.2") == asked("a.yaml:site@pue=1.2", ["pue=1.1"]).settings


@given(st.text())
def test_any_text_asks_for_something(text):
    assert text == asked(text).text


def test_data_in_the_shape_of_a_file_are_a_scenario():
    assert "t" == asked({"title": "t", "given": {"pue": 1.1}}).scenario().title


def test_settings_do_not_override_data():
    with pytest.raises(EstimatorError, match="settings override files; write them into the data"):
        asked({"title": "t", "given": {"pue": 1.1}}, ["pue=1.2"]).scenario()
