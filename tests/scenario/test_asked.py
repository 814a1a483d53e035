"""FILE:SYSTEM@NAME=VALUE, and what it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.text().filter(lambda text: "\n" not in text))
def test_any_text_of_one_line_asks_for_something(text):
    assert text == asked(text).text


def test_data_in_the_shape_of_a_file_are_a_scenario():
    assert "t" == asked({"title": "t", "given": {"pue": 1.1}}).scenario().title


def test_settings_override_data_too():
    data = {"title": "x", "given": {"pue": 1.1}}
    assert (1.2,) == asked(data, ["pue=1.2"]).scenario().systems[""].given["pue"].value.parameters


def test_a_text_of_several_lines_is_the_scenario_itself():
    text = "title: a@pue=1.1\ngiven: {pue: 1.2}\n"
    assert ("", text, "", ()) == (asked(text).text, asked(text).source, asked(text).system, asked(text).settings)
