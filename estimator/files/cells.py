"""Text in the cells of tables that spreadsheets open: none is taken for a formula."""

import re

_FORMULA = re.compile(r"'*(?:\s*[=+\-@]|[\t\r])")
"""How texts begin that a spreadsheet would compute, an apostrophe before them or not."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute with a text, or take it for a number."""
    return bool(_FORMULA.match(text))


def guarded(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would take it for a formula; numbers are none.

    >>> guarded("=1+1"), guarded("-5"), guarded("- 5 MW"), guarded("it's")
    ("'=1+1", '-5', "'- 5 MW", "it's")
    """
    return f"'{text}" if is_formula(text) and not _is_number(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and is_formula(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
