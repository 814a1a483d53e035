"""A document in every form: one description, nothing lost, and no text that becomes anything else."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.datum import Source, Variable
from estimator.report.rendering import READ, rendered
from estimator.wording import (
    Citation,
    Document,
    Figure,
    Item,
    Items,
    Listed,
    Marked,
    Message,
    Paragraph,
    Rows,
    Section,
    Table,
    point,
)

TABLE = Table(
    columns=("", "value"),
    groups=(
        Rows((("pue", point(1.2, "1")), ("it_capacity", point(800.0, "MW"))), "Given"),
        Rows((("capex", None),), "Cost"),
    ),
)
LIST = Items((Item("one", (Item("under it"),)), Item("a = b", as_is=True)))
DOCUMENT = Document(
    title="A site",
    sections=(
        Section(blocks=(Paragraph("it holds.", "Verdict:"),)),
        Section(heading="Values", blocks=(TABLE,)),
        Section(heading="A part", part=True, blocks=(LIST,), sections=(Section(heading="Within", blocks=(LIST,)),)),
    ),
    stamp=Paragraph("estimator 1"),
)


def test_text_has_blank_lines_between_sections_and_none_within():
    assert (
        "A site\n======\n\nVerdict: it holds.\n\n"
        "Values\n                 value\n  Given\n    pue          1.2\n    it_capacity  800 MW\n  Cost\n    capex\n\n"
    ) == rendered(DOCUMENT, "text").partition("A part")[0]


def test_a_part_is_underlined_in_text_and_a_section_is_not():
    told = rendered(DOCUMENT, "text")
    assert ("A part\n------\n  one\n    under it\n  a = b\n" in told, "\nWithin\n  one\n" in told) == (True, True)


def test_markdown_has_blank_lines_between_all_blocks():
    assert (
        "# A site\n\n**Verdict:** it holds.\n\n## Values\n\n"
        "|  | value |\n|---|---|\n| Given | |\n| pue | 1.2 |\n| it_capacity | 800 MW |\n| Cost | |\n| capex |  |\n\n"
        "## A part\n\n- one\n  - under it\n- a = b\n\n### Within\n\n- one\n  - under it\n- a = b\n\nestimator 1\n"
    ) == rendered(DOCUMENT, "markdown")


class Page(HTMLParser):
    """A page with its tags balanced: what it asks for, its tags, and its words."""

    VOID = ("meta", "br")

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.words, self.asked = [], [], [], []
        self.feed(html)
        self.close()
        assert [] == self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.asked += [value for name, value in attrs if name in ("src", "data", "action", "background")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def of(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def page(*blocks, title="A site"):
    return Page(rendered(Document(title=title, sections=(Section(blocks=blocks),)), "html"))


def test_a_page_is_balanced_and_asks_for_nothing():
    whole = Page(rendered(DOCUMENT, "html"))
    assert ([], [], []) == (whole.asked, whole.of("script"), whole.of("link"))


def test_a_page_says_its_language_and_its_title():
    whole = Page(rendered(DOCUMENT, "html"))
    assert ([{"lang": "en"}], 1, 1) == (whole.of("html"), len(whole.of("h1")), len(whole.of("title")))


def test_a_page_lets_nothing_run():
    policy = next(one["content"] for one in page().of("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_a_table_of_a_page_names_its_columns_groups_and_rows():
    scopes = [attrs["scope"] for attrs in page(TABLE).of("th")]
    assert {"col": 1, "rowgroup": 2, "row": 3} == {scope: scopes.count(scope) for scope in dict.fromkeys(scopes)}


def test_headings_of_a_page_go_down_one_by_one():
    levels = [tag for tag, _ in Page(rendered(DOCUMENT, "html")).tags if tag in ("h1", "h2", "h3", "h4")]
    assert ["h1", "h2", "h2", "h3"] == levels


HOSTILE = ("<script>alert(1)</script>", "</textarea><svg onload=alert(1)>", '" onclick="x', "<!-- -->", "&amp;")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_wrote_is_only_text_on_a_page(text):
    shown = page(
        Paragraph(text, text), Items.of([text]), Table.of([[text], [text]]), Paragraph(Marked(text, "code")), title=text
    )
    assert ([], [], 8) == (shown.of("script"), shown.of("svg"), sum(words.count(text) for words in shown.words))


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("ab <>&\"'/!-="), max_size=20))
def test_any_text_leaves_a_page_balanced(text):
    assert text in "".join(page(Paragraph(text)).words)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://x.org", "//x.org", ""])
def test_only_pages_are_linked_to(url):
    assert [] == page(Paragraph(Citation(Source(key="key", title="Title", url=url)))).of("a")


def test_a_document_is_linked_to_and_learns_nothing_of_the_reader():
    link = {"href": "https://example.org/a?b=1&c=2", "rel": "noopener noreferrer"}
    assert [link] == page(
        Paragraph(Citation(Source(key="key", title="Title", url="https://example.org/a?b=1&c=2")))
    ).of("a")


def test_a_link_of_a_page_leads_to_its_section():
    document = Document(
        sections=(Section(blocks=(Paragraph(Marked("x", "link", "#x")),)), Section(heading="x", anchor="x"))
    )
    shown = Page(rendered(document, "html"))
    assert ([{"href": "#x"}], {"id": "x"}) == (shown.of("a"), shown.of("section")[1])


def test_no_link_leaves_a_page_unseen():
    assert [] == page(Paragraph(Marked("x", "link", "javascript:alert(1)"))).of("a")


def test_values_and_names_are_told_apart_on_a_page():
    shown = page(Paragraph(Message.of("datum", variable=Variable("site", "pue"), value=point(1.2, "1"))))
    assert ([{}], [{"class": "value"}]) == (shown.of("code"), shown.of("span"))


def test_what_is_marked_is_set_apart_in_markdown_and_all_else_is_text():
    said = Message.of("datum", variable=Marked("a_b", "code"), value="*c*")
    assert "`a_b` \\*c\\*\n" == rendered(Document(sections=(Section(blocks=(Paragraph(said),)),)), "markdown")


@pytest.mark.parametrize("form", READ)
def test_a_picture_is_told_by_its_words_where_none_is_drawn(form):
    figure = Figure(kind="bars", data={}, caption="What decides")
    assert "What decides" in rendered(Document(sections=(Section(blocks=(figure,)),)), form)


@pytest.mark.parametrize("form", READ)
def test_lines_that_end_where_they_end_stay_apart(form):
    lines = Paragraph(Listed(("one", "two"), "lines"), as_is=True)
    assert "one\ntwo" in rendered(Document(sections=(Section(blocks=(lines,)),)), form)
