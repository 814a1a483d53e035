"""Markdown in which what users wrote is text: it neither ends a table nor starts emphasis, code, a link or HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence

_SIGNS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"  # a backslash that would be taken for an escape, or would escape what follows the text
    r"|[|*`]"
    r"|<(?=[A-Za-z/!?])"  # HTML, and links such as <https://example.org>; not <= 5
    r"|!?\[(?=.*\][(\[:])|\](?=[(\[:])"  # links and pictures; not [assumption]
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; not the words of facility_capacity
    r"|~(?=~)|(?<=~)~",
    re.DOTALL,
)
_STARTS_BLOCK = re.compile(r"[#>=]|[+-](?=[\s+-]|$)|~~~|(\d{1,9})(?=[.)](?:\s|$))")
"""How a paragraph begins that Markdown takes for a heading, a quotation, a list or a line."""


def escaped(text: str) -> str:
    """Text on one line, as the cell of a table or within a line.

    >>> escaped("a | b_c <b> [x](https://example.org)")
    'a \\\\| b_c \\\\<b> \\\\[x\\\\](https://example.org)'
    """
    return _SIGNS.sub(lambda found: "".join(f"\\{sign}" for sign in found[0]), " ".join(text.split()))


def paragraph(text: str) -> str:
    """The same at the start of a line, or of an item of a list."""
    told = escaped(text)
    if not (start := _STARTS_BLOCK.match(told)):
        return told
    number = start[1] or ""
    return f"{number}\\{told[len(number) :]}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table."""
    yield from (line(header), rule(header), *map(line, rows))


def line(cells: Iterable[str]) -> str:
    """One line of a table."""
    return marked_line(map(escaped, cells))


def marked_line(cells: Iterable[str]) -> str:
    """One line of a table whose cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def rule(header: Sequence[str]) -> str:
    """What stands under the names of a table."""
    return "|" + "---|" * len(header)
