"""Lists as lines of text: each level further in, long lines broken, formulas as they are."""

import textwrap
from collections.abc import Iterator, Sequence

from estimator.wording.language import Language
from estimator.wording.tree import Item

WIDTH = 118
"""Characters of a line that every terminal and page of a report has room for."""


def lines(items: Sequence[Item], language: Language, depth: int = 0) -> Iterator[str]:
    """The lines of a list, from a depth on; what is under an item is one further in."""
    for item in items:
        text = language.text(item.cell)
        yield from [f"{_STEP * depth}{text}".rstrip()] if item.as_is else broken(text, depth)
        yield from lines(item.under, language, depth + 1)


def broken(text: str, depth: int) -> list[str]:
    """A text within the width of the page, its further lines one step further in than the first."""
    return textwrap.wrap(
        " ".join(text.split()), WIDTH, initial_indent=_STEP * depth, subsequent_indent=_STEP * (depth + 1),
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


_STEP = "  "
