"""BibTeX, read by a small parser of its grammar that shares nothing with the writer."""

import re
from pathlib import Path

import pytest

import estimator
from estimator.catalog import load_catalog
from estimator.datum import Source
from estimator.report import bibliography
from estimator.report.bibliography import bibtex
from estimator.report.tables import sources_used

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def parsed(text):
    """Entries by key: each a map of its fields. Braces nest; a value in braces or a bare word; anything else fails."""
    entries, at = {}, 0

    def skip(pattern):
        nonlocal at
        found = re.compile(pattern).match(text, at)
        assert found, f"expected {pattern} at {text[at : at + 30]!r}"
        at = found.end()
        return found[0]

    def braced():
        nonlocal at
        skip(r"\{")
        start, depth = at, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        return text[start : at - 1]

    while at < len(text):
        skip(r"\s*@misc\{")
        key = skip(r"[^\s,{}\"#%~\\=']+")
        skip(r",\s*")
        assert key not in entries
        entries[key] = {}
        while text[at] != "}":
            name = skip(r"[a-z]+")
            skip(r"\s*=\s*")
            value = braced() if text[at] == "{" else skip(r"[a-z]+")
            skip(r",\s*")
            assert name not in entries[key]
            entries[key][name] = value
        skip(r"\}\s*")
    return entries


def plain(text):
    """What TeX prints for a value."""
    words = {"textbraceleft": "{", "textbraceright": "}", "textbackslash": "\\", "textasciitilde": "~"}
    words |= {"textasciicircum": "^"}
    text = re.sub(r"\\(text[a-z]+)\{\}", lambda found: f"<{found[1]}>", text)
    text = text.replace("{", "").replace("}", "")
    text = re.sub(r"\\([&%$#_])", r"\1", text)
    return re.sub(r"<(text[a-z]+)>", lambda found: words[found[1]], text)


def entry(**fields):
    """One source as it is written and read again."""
    result = {**vars(Source(key="key", title="Title")), **fields}
    return dict(bibliography._fields(Source(**result)))


@pytest.fixture(scope="module")
def meta():
    return estimator.run(SCENARIOS / "meta-2025.yaml", draws=500)


def test_every_document_that_is_used_has_an_entry(meta):
    assert [source.key for source in sources_used(meta)] == [*parsed(bibtex([meta]))]


def test_an_entry_says_what_is_known_of_its_document(meta):
    expected = {
        "title": "{Facebook post by Mark Zuckerberg, as quoted by International Business Times}",
        "author": "{Meta}",
        "year": "2025",
        "month": "jan",
        "day": "24",
        "url": "https://www.ibtimes.com/meta-data-center-half-size-manhattan-3760836",
    }
    assert expected == parsed(bibtex([meta]))["zuckerberg"]


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_documents_of_every_shipped_scenario_are_cited_in_full(path):
    result = estimator.run(path, draws=100)
    read = parsed(bibtex([result]))
    for source in sources_used(result):
        found = read[source.key]
        assert (source.title, source.publisher) == (plain(found["title"]), plain(found.get("author", "")))
        assert source.url == found.get("url", "")
        date = [found.get("year"), *([f"{MONTHS.index(found['month']) + 1:02}"] if "month" in found else [])]
        assert source.date == "-".join([*filter(None, date), *([found["day"]] if "day" in found else [])])
        assert source.licence in plain(found.get("note", ""))


def test_every_source_of_the_catalog_can_be_cited():
    sources = load_catalog().sources.values()
    text = "".join(
        f"@misc{{{bibliography._key(source.key, set())},\n"
        + "".join(f"{name} = {value},\n" for name, value in bibliography._fields(source))
        + "}\n"
        for source in sources
    )
    read = parsed(text)
    assert [source.key for source in sources] == [*read]
    assert [source.title for source in sources] == [plain(fields["title"]) for fields in read.values()]


@pytest.mark.parametrize(
    "text", ["50 % of R&D_1 for $5 #2", "a {b} c", "open { brace", "back\\slash", "~ and ^", "é–µ"]
)
def test_what_tex_reads_as_its_own_is_printed_as_written(text):
    written = f"@misc{{key,\n  title = {entry(title=text)['title']},\n}}\n"
    assert text == plain(parsed(written)["key"]["title"])


def test_line_breaks_within_a_title_are_spaces():
    assert "{{One title}}" == entry(title="One\n   title")["title"]


@pytest.mark.parametrize(
    ("date", "fields"),
    [
        ("2024", {"year": "{2024}"}),
        ("2024-02", {"year": "{2024}", "month": "feb"}),
        ("2024-12-31", {"year": "{2024}", "month": "dec", "day": "{31}"}),
        ("", {}),
        ("spring 2024", {"note": "{Date: spring 2024}"}),
        ("2024-13", {"year": "{2024}"}),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(date, fields):
    assert fields == {name: value for name, value in entry(date=date).items() if name != "title"}


def test_braces_in_an_address_are_escaped_as_addresses_are():
    assert "{https://x.org/%7Ba%7D?b=1%20c&d_e#f}" == entry(url="https://x.org/{a}?b=1%20c&d_e#f")["url"]


@pytest.mark.parametrize(
    ("written", "key"), [("meta-2025", "meta-2025"), ("le monde, 2025", "le-monde-2025"), ("{é}", "source")]
)
def test_a_key_is_one_that_bibtex_takes(written, key):
    assert key == bibliography._key(written, set())


def test_two_documents_of_one_key_are_both_cited(tmp_path):
    results = []
    for title in ("One", "Other"):
        path = tmp_path / f"{title}.yaml"
        fact = "{value: 1 GW, source: doc}"
        path.write_text(f"title: t\nsources: {{doc: {{title: {title}}}}}\ngiven: {{it_capacity: {fact}}}\n", "utf-8")
        results.append(estimator.run(path, draws=100, assumptions=False))
    read = parsed(bibtex(results))
    assert {"doc": "{One}", "doc-2": "{Other}"} == {key: read[key]["title"] for key in ("doc", "doc-2")}


def test_a_document_of_two_results_is_cited_once():
    results = [estimator.estimate(it_capacity=power, accelerator="gb200", draws=100) for power in ("1 GW", "2 GW")]
    assert bibtex(results[:1]) == bibtex(results)


def test_a_result_without_documents_has_an_empty_bibliography():
    assert "" == bibtex([estimator.estimate(it_capacity="1 GW", draws=100, assumptions=False)])
