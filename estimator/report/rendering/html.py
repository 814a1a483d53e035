"""Documents as HTML: one file that asks for no other, in which every text is only text."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape

from estimator.datum import Variable
from estimator.wording import (
    Block,
    Cell,
    Citation,
    Document,
    Figure,
    Item,
    Items,
    Language,
    Marked,
    Paragraph,
    Piece,
    Rows,
    Section,
    Table,
    Told,
)

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 1rem }
.lines { white-space: pre-line }
.wide { overflow-x: auto }
table { border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .15rem .75rem .15rem 0; border-bottom: 1px solid #8884 }
.value { font-variant-numeric: tabular-nums }
.formula { font-family: ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
footer { margin-top: 2rem; font-size: .875rem }
""".strip()
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_TAGS = {"strong": "strong", "emphasis": "em", "code": "code"}
_DEEPEST = 6


def html_of(document: Document, language: Language) -> str:
    """A document as a page: nothing is fetched, nothing runs, and its own style is all that it has."""
    title = _text(document.title, language)
    return "\n".join([
        "<!doctype html>",
        f'<html lang="{escape(language.code)}">',
        '<head>',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{title or _NAME}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        *([f"<h1>{_inline(document.title, language)}</h1>"] if title else []),
        *(line for section in document.sections for line in _section(section, language, 2)),
        "</main>",
        *(["<footer>", *_paragraph(document.stamp, language), "</footer>"] if document.stamp else []),
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip


_NAME = "estimator"


def _section(section: Section, language: Language, level: int) -> Iterator[str]:
    yield f'<section id="{escape(section.anchor)}">' if section.anchor else "<section>"
    if section.heading:
        heading = f"h{min(level, _DEEPEST)}"
        yield f"<{heading}>{_inline(section.heading, language)}</{heading}>"
    for block in section.blocks:
        yield from _block(block, language)
    for inner in section.sections:
        yield from _section(inner, language, level + 1)
    yield "</section>"


def _block(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _paragraph(block, language)
        case Items(items=items):
            yield from _items(items, language)
        case Table():
            yield from _table(block, language)
        case Figure(caption=caption):
            yield from _paragraph(Paragraph(caption), language)


def _paragraph(block: Paragraph, language: Language) -> Iterator[str]:
    lead = f"<strong>{_inline(block.lead, language)}</strong> " if block.lead else ""
    kind = ' class="lines"' if block.as_is else ""
    yield f"<p{kind}>{lead}{_inline(block.cell, language)}</p>"


def _items(items: Sequence[Item], language: Language) -> Iterator[str]:
    yield "<ul>"
    for item in items:
        told = _inline(item.cell, language)
        yield f'<li><span class="formula">{told}</span>' if item.as_is else f"<li>{told}"
        if item.under:
            yield from _items(item.under, language)
        yield "</li>"
    yield "</ul>"


def _table(block: Table, language: Language) -> Iterator[str]:
    yield '<div class="wide"><table>'
    if any(language.text(column) for column in block.columns):
        heads = [head for head in (block.columns, block.units) if head]
        rows = ("".join(_head(cell, language, "col") for cell in head) for head in heads)
        yield f"<thead>{''.join(f'<tr>{cells}</tr>' for cells in rows)}</thead>"
    for group in block.groups:
        yield from _rows(group, language)
    yield "</table></div>"


def _rows(group: Rows, language: Language) -> Iterator[str]:
    yield "<tbody>"
    if group.name:
        width = max((len(row) for row in group.rows), default=1)
        yield f'<tr><th scope="rowgroup" colspan="{width}">{_inline(group.name, language)}</th></tr>'
    for row in group.rows:
        first, *others = row
        cells = "".join(f"<td>{_inline(cell, language)}</td>" for cell in others)
        yield f"<tr>{_head(first, language, 'row')}{cells}</tr>"
    yield "</tbody>"


def _head(cell: Cell | None, language: Language, scope: str) -> str:
    """The name of a column or a row; a blank one is a cell like others."""
    told = _inline(cell, language)
    return f'<th scope="{scope}">{told}</th>' if told else "<td></td>"


def _text(cell: Cell | None, language: Language) -> str:
    return escape(language.text(cell))


def _inline(cell: Cell | None, language: Language) -> str:
    """The words of a part, each value, name and document as what it is."""
    return "".join(_piece(piece) for piece in language.pieces(cell))


def _piece(piece: Piece) -> str:
    told = escape(piece.text)
    match piece.cell:
        case Told():
            return f'<span class="value">{told}</span>'
        case Variable():
            return f"<code>{told}</code>"
        case Citation(source=source) if _is_safe(source.url):
            return f'<cite><a href="{escape(source.url)}" rel="noopener noreferrer">{told}</a></cite>'
        case Citation():
            return f"<cite>{told}</cite>"
        case Marked(style="link", to=to) if to.startswith("#"):
            return f'<a href="{escape(to)}">{told}</a>'
        case Marked(style=style) if style in _TAGS:
            return f"<{_TAGS[style]}>{told}</{_TAGS[style]}>"
    return told


def _is_safe(url: str) -> bool:
    """Whether a link leads to a page, and runs nothing."""
    return url.startswith(("https://", "http://"))
