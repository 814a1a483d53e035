"""HTML pages and bytes: the words, and what stands about them."""

import pytest

from estimator import EstimatorError
from estimator.reading.decoding import text_of
from estimator.reading.pages import is_page, page_of

PAGE = """<!DOCTYPE html><html><head><title>Un  campus</title>
<meta property="article:published_time" content="2026-05-12T08:00">
<link rel="canonical" href="https://example.org/a"><style>p {color: #123456}</style></head><body><nav>99 GW</nav>
<h1>Un campus</h1><p>Il tirera 2&nbsp;GW &amp; 10<sup>26</sup>&nbsp;FLOP<sup>3</sup>.</p>
<ul><li>Phase 1&nbsp;: 120 MW</li></ul>
<script>var x = 77;</script><table><tr><td>GPU</td><td>400 000</td></tr></table></body></html>"""


def test_the_words_of_a_page_are_its_text():
    assert "Il tirera 2\u00a0GW & 10^26\u00a0FLOP3." in page_of(PAGE).text


def test_menus_scripts_and_styles_are_no_words():
    assert not any(number in page_of(PAGE).text for number in ("99", "77", "123456"))


def test_a_page_tells_its_title_date_and_address():
    page = page_of(PAGE)
    assert ("Un campus", "2026-05-12", "https://example.org/a") == (page.title, page.date, page.url)


def test_items_of_lists_stand_on_lines_of_their_own():
    assert "\n- Phase 1\u00a0: 120 MW" in page_of(PAGE).text


def test_text_without_tags_stays_as_it_is():
    assert "The campus draws 2 GW." == page_of("The campus draws 2 GW.").text


def test_addresses_that_are_none_are_not_taken_over():
    assert "" == page_of('<html><link rel="canonical" href="javascript:alert(1)"></html>').url


@pytest.mark.parametrize(
    ("text", "due"), [(PAGE, True), ("\n <HTML lang=fr>", True), ("a < b", False), ("<p>x</p>", False)]
)
def test_what_begins_as_a_page_is_one(text, due):
    assert due == is_page(text)


def test_bytes_are_read_as_utf_8():
    assert "Skåne 2 GW" == text_of("Skåne 2 GW".encode())


def test_bytes_with_a_mark_are_read_as_utf_16():
    assert "Skåne 2 GW" == text_of("Skåne 2 GW".encode("utf-16"))


def test_other_bytes_are_read_as_windows_1252():
    assert "Skåne – 2 GW" == text_of("Skåne – 2 GW".encode("cp1252"))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"%PDF-1.7 2 GW", "is a PDF; save its text"),
        (b"PK\x03\x04", "an archive; save it as text"),
        (b"\x89PNG", "is a picture"),
        (b"\x00\x01\x02 2 GW", "is no text .UTF-8 and Windows-1252 tried"),
        (b"\xff\xfe\x00", "is no text .UTF-16 tried"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(raw, message):
    with pytest.raises(EstimatorError, match=message):
        text_of(raw, "article")
