"""Documents as Markdown."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from estimator.report.rendering.markdown_signs import escaped, marked_line, paragraph, rule
from estimator.wording import (
    Block,
    Cell,
    Document,
    Figure,
    Item,
    Items,
    Language,
    Listed,
    Marked,
    Message,
    Paragraph,
    Piece,
    Section,
    Table,
)

_SIGNS = {"strong": "**", "emphasis": "*", "code": "`"}


def markdown_of(document: Document, language: Language) -> str:
    """A document as Markdown, every block apart from the others."""
    title = [[f"# {_inline(document.title, language)}"]] if document.title else []
    blocks = [block for section in document.sections for block in _section(section, language, 2)]
    stamp = [[*_paragraph(document.stamp, language)]] if document.stamp else []
    return "\n".join(line for block in (*title, *blocks, *stamp) for line in (*block, ""))


def _section(section: Section, language: Language, level: int) -> Iterator[list[str]]:
    if section.heading:
        yield [f"{'#' * level} {_inline(section.heading, language)}"]
    for block in section.blocks:
        if told := [*_block(block, language)]:
            yield told
    for inner in section.sections:
        yield from _section(inner, language, level + 1)


def _block(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _paragraph(block, language)
        case Items(items=items):
            yield from _items(items, language, 0)
        case Table():
            yield from _table(block, language)
        case Figure(caption=caption):
            yield from _paragraph(Paragraph(caption), language)


def _paragraph(block: Paragraph, language: Language) -> Iterator[str]:
    if block.lead:
        yield f"**{_inline(block.lead, language)}** {_inline(block.cell, language)}"
    elif block.as_is and not _has_marks(block.cell):
        yield from map(paragraph, language.text(block.cell).split("\n"))
    else:
        yield _started(block.cell, language)


def _items(items: Sequence[Item], language: Language, depth: int) -> Iterator[str]:
    for item in items:
        yield f"{'  ' * depth}- {_started(item.cell, language)}"
        yield from _items(item.under, language, depth + 1)


def _table(block: Table, language: Language) -> Iterator[str]:
    width = max((len(row) for group in block.groups for row in group.rows), default=len(block.columns))
    columns = block.columns or ("",) * width
    yield marked_line(_inline(cell, language) for cell in columns)
    yield rule([""] * len(columns))
    if block.units:
        yield marked_line(_inline(cell, language) for cell in block.units)
    for group in block.groups:
        if group.name:
            yield f"| {_inline(group.name, language)} |{' |' * (len(columns) - 1)}"
        yield from (marked_line(_inline(cell, language) for cell in row) for row in group.rows)


def _started(cell: Cell | None, language: Language) -> str:
    """A part at the start of a line, or of an item of a list."""
    return _inline(cell, language) if _has_marks(cell) else paragraph(language.text(cell))


def _inline(cell: Cell | None, language: Language) -> str:
    """A part within a line: what users wrote is text, and what is marked is set apart."""
    if not _has_marks(cell):
        return escaped(language.text(cell))
    told = groupby(language.pieces(cell), lambda piece: isinstance(piece.cell, Marked))
    return "".join(
        _marked(piece.cell, language) if isinstance(piece.cell, Marked) else _spaced(piece.text)
        for marked, pieces in told
        for piece in (pieces if marked else [Piece("".join(one.text for one in pieces))])
    )


def _spaced(text: str) -> str:
    """Escaped text with its lines, and with the spaces at its ends, which stand between it and what is marked."""
    return "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    return f"{before and ' '}{escaped(text)}{after and ' '}"


def _marked(mark: Marked, language: Language) -> str:
    text = language.text(mark.cell)
    match mark.style:
        case "code":
            return f"`{text}`"
        case "link":
            return f"[{escaped(text)}]({mark.to})"
    return f"{_SIGNS[mark.style]}{escaped(text)}{_SIGNS[mark.style]}"


def _has_marks(cell: Cell | None) -> bool:
    match cell:
        case Marked():
            return True
        case Message(parts=parts):
            return any(_has_marks(part) for _, part in parts)
        case Listed(items=items):
            return any(_has_marks(item) for item in items)
    return False
