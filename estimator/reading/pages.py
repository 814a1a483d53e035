"""HTML pages as plain text: the words, one block a paragraph, with the title, the date and the address of the page."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "form", "svg", "button", "select", "iframe"}
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table",
     "blockquote", "figure", "figcaption", "pre", "dl", "dt", "dd", "hr", "body"}
)  # fmt: skip
_LINES = frozenset({"li", "tr", "br"})
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "source", "wbr"})
_TITLES = ("og:title", "twitter:title")
_DATES = ("article:published_time", "date", "datepublished", "dc.date", "pubdate", "og:published_time")


@dataclass
class Page:
    """What a page says: its words, and what it says about itself."""

    text: str = ""
    title: str = ""
    date: str = ""
    url: str = ""


@dataclass
class _Found:
    parts: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    page: Page = field(default_factory=Page)


class _Words(HTMLParser):
    """Collects the words of a page; what is silent is left out as deep as it goes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Found()
        self._silent: list[str] = []
        self._in_title = False
        self._raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self._about(tag, said)
        if tag in _SILENT:
            self._silent.append(tag)
        self._in_title = tag == "title" and not self._silent
        if tag == "sup":
            self._raised = True
        if tag in _BLOCKS:
            self.found.parts.append("\n\n")
        elif tag in _LINES:
            self.found.parts.append("\n- " if tag == "li" else "\n")
        elif tag in ("td", "th"):
            self.found.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        if tag == "title":
            self._in_title = False
        if tag == "sup":
            self._raised = False
        if tag in _BLOCKS:
            self.found.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.found.title.append(data)
        elif not self._silent:
            power = self._raised and re.fullmatch(r"\s*[-−+]?[0-9]{1,3}\s*", data) and self._after_ten()
            self.found.parts.append(f"^{data.strip()}" if power else data)

    def _after_ten(self) -> bool:
        """Whether what stands before is a ten, so that what is raised is its power and no footnote."""
        return bool(self.found.parts) and re.search(r"(?<![0-9.,])10\Z", self.found.parts[-1]) is not None

    def _about(self, tag: str, said: dict[str, str]) -> None:
        """What a page says about itself in its head."""
        page = self.found.page
        name = (said.get("property") or said.get("name") or said.get("itemprop") or "").lower()
        if tag == "meta" and name in _TITLES:
            page.title = page.title or said.get("content", "")
        elif tag == "meta" and name in _DATES:
            page.date = page.date or said.get("content", "")
        elif tag == "time" and "datetime" in said:
            page.date = page.date or said["datetime"]
        elif (tag == "link" and said.get("rel") == "canonical") or (tag == "meta" and name == "og:url"):
            page.url = page.url or said.get("href", "") or said.get("content", "")


def page_of(html: str) -> Page:
    """The words of a page, and its title, date and address where it tells them. Text without tags stays as it is."""
    words = _Words()
    words.feed(html)
    words.close()
    page = words.found.page
    text = re.sub(r"[ \t\r\f\v]+", " ", "".join(words.found.parts))
    text = re.sub(r" ?\n ?", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    title = page.title or " ".join("".join(words.found.title).split())
    url = page.url if page.url.startswith(("https://", "http://")) else ""
    return Page(text, " ".join(title.split()), page.date[:10], url)


def is_page(text: str) -> bool:
    """Whether a text begins as HTML pages do."""
    return (
        re.match(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", text[:1_000], re.IGNORECASE) is not None
    )
