"""Markdown shows what users wrote: tables stay tables, and nothing becomes HTML, a link, code or emphasis."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.report.rendering.markdown_signs import escaped, paragraph, table

WRITTEN = st.text(st.sampled_from("ab 1|\\`*_<>[]()!#~:\n-+.="), max_size=30)


def cells(row):
    """The cells of a row as GitHub finds them: signs behind a backslash do not count."""
    return re.sub(r"\\[!-/:-@\[-`{-~]", "", row).count("|") - 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        ("ends in \\", "ends in \\\\"),
        ("`code`", r"\`code\`"),
        ("*bold*", r"\*bold\*"),
        ("_slanted_", r"\_slanted\_"),
        ("facility_capacity", "facility_capacity"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("~1 GW", "~1 GW"),
        ("<script>", r"\<script>"),
        ("</b>", r"\</b>"),
        ("<!-- -->", r"\<!-- -->"),
        ("<= 5", "<= 5"),
        ("[a](https://example.org)", r"\[a\](https://example.org)"),
        ("[[a]](https://example.org)", r"\[\[a]\](https://example.org)"),
        ("![a](b.png)", r"\!\[a\](b.png)"),
        ("[a]: https://example.org", r"\[a\]: https://example.org"),
        ("pue 1.1 [assumption]", "pue 1.1 [assumption]"),
        ("two\n  lines", "two lines"),
        (r"C:\data", r"C:\data"),
    ],
)
def test_a_text_is_shown_as_it_is(text, shown):
    assert shown == escaped(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# a", r"\# a"),
        ("> a", r"\> a"),
        (">= 5", r"\>= 5"),
        ("- a", r"\- a"),
        ("-5", "-5"),
        ("+ a", r"\+ a"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("1.5 GW", "1.5 GW"),
        ("a # b", "a # b"),
    ],
)
def test_a_paragraph_is_no_heading_no_list_and_no_line(text, shown):
    assert shown == paragraph(text)


@given(st.lists(WRITTEN, min_size=3, max_size=3))
def test_a_row_has_as_many_cells_as_its_table(row):
    header, rule, line = table(("a", "b", "c"), [row])
    assert [3, 3, 3] == [cells(header), cells(rule), cells(line)]


@given(WRITTEN)
def test_what_is_shown_has_the_words_that_were_written(text):
    assert " ".join(text.split()) == re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped(text))


@given(WRITTEN)
def test_nothing_is_marked_up(text):
    left = re.sub(r"\\[!-/:-@\[-`{-~]", ".", escaped(text))
    assert None is re.search(r"[`*|]|<[A-Za-z/!?]|\[[^\]]*\][(\[:]|~~", left)
