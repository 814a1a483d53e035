"""Characters that a terminal obeys are told by their numbers, wherever they come from."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.characters import in_json, one_line, visible, visible_line

OBEYED = {
    "escape": ("\x1b", r"\x1b"), "bell": ("\a", r"\x07"), "backspace": ("\b", r"\x08"), "return": ("\r", r"\x0d"),
    "nul": ("\0", r"\x00"), "delete": ("\x7f", r"\x7f"), "control sequence introducer": ("\x9b", r"\x9b"),
    "next line": ("\x85", r"\x85"), "override": ("\u202e", r"\u202e"), "isolate": ("\u2066", r"\u2066"),
    "end of isolate": ("\u2069", r"\u2069"), "mark": ("\u200f", r"\u200f"), "Arabic mark": ("\u061c", r"\u061c"),
    "line separator": ("\u2028", r"\u2028"), "paragraph separator": ("\u2029", r"\u2029"),
    "a byte": ("\udcff", r"\xff"),
    "half a character": ("\ud800", r"\ud800"),
}  # fmt: skip

TEXT = st.text(st.characters(), max_size=40)  # surrogates, too


@pytest.mark.parametrize(("sign", "told"), OBEYED.values(), ids=OBEYED)
def test_a_character_that_is_obeyed_is_told(sign, told):
    assert f"a{told}b" == visible(f"a{sign}b")


@pytest.mark.parametrize("text", ["2 GW", "naïve", "a\tb", "a\nb", "東京", "🦆", "−5 °C", "a\u00a0b", "á"])
def test_text_stays_as_it_is(text):
    assert text == visible(text)


@given(TEXT)
def test_what_is_visible_has_no_control_character_and_can_be_written(text):
    shown = visible(text)
    assert [] == [
        sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") and sign not in "\n\t"
    ]
    assert shown.encode("utf-8")[:0] == b""


@given(TEXT)
def test_what_is_visible_is_visible_already(text):
    assert visible(text) == visible(visible(text))


@given(TEXT)
def test_a_visible_line_is_one_line(text):
    assert 1 >= len(visible_line(text).splitlines())


@given(st.dictionaries(TEXT, TEXT, max_size=3))
def test_json_means_the_same_when_it_is_escaped(data):
    written = in_json(json.dumps(data, ensure_ascii=False))
    assert data == json.loads(written)
    assert written == visible(written)


@given(TEXT)
def test_one_line_has_the_same_words(text):
    assert text.split() == one_line(text).split()
    assert "\n" not in one_line(text)
