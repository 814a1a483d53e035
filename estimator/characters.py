"""Characters that a terminal obeys, that hide or turn round what stands beside them, or that are no text at all."""

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # what terminals obey, all but the tab and the new line
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns text round
    "\u2028\u2029"  # ends of lines that only some programs see
    "\ud800-\udfff]"  # bytes of names and arguments that are no UTF-8
)


def visible(text: str) -> str:
    r"""Text in which each of them is told by its number, such as `\x1b`; all else, new lines too, is as it was.

    >>> visible("a\x1b[31m\u202eb")
    'a\\x1b[31m\\u202eb'
    """
    return _UNSEEN.sub(_told, text)


def visible_line(text: str) -> str:
    r"""The same, in which a new line is told, too, so that what is one sentence stays on one line."""
    return visible(text).replace("\n", "\\n")


def in_json(text: str) -> str:
    """JSON in which they are escaped as JSON has it; those that JSON itself does not escape stand only in its texts."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """A name or a title, whose lines are one."""
    return " ".join(text.split())


def _told(found: re.Match[str]) -> str:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:  # a byte that Python could not read as UTF-8
        number -= 0xDC00
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"
