"""What was read of a text: figures with their places, and what was seen and not read."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ReadClaim:
    """A figure of a text.

    `span` are the characters of the number with its unit, `quote` is a piece of the text around it, `line` where it
    begins. `low` and `high` are in `unit`; `value` is between them. `bound` is `=`, `~`, `>=`, `<=` or `range`.
    `reads_as` are the quantities that it can be, the likeliest first. `who` is whose figure it is, "" where nobody is
    named, and `unsure` says that another may be meant. `year` is None where the text tells none. `why` says how the
    words were read, by which `rule`. `written` is the value as scenarios write it.
    """

    span: tuple[int, int]
    quote: str
    quoted: tuple[int, int]
    line: int
    low: float
    high: float
    unit: str
    bound: str
    reads_as: tuple[str, ...]
    who: str = ""
    unsure: bool = False
    others: tuple[str, ...] = ()
    year: int | None = None
    why: str = ""
    rule: str = ""
    kind: str = ""
    written: str = ""
    use: tuple[tuple[str, str], ...] = ()
    sentence: int = 0

    @property
    def value(self) -> float:
        """The figure, or the middle of its range."""
        return self.low if self.low == self.high else (self.low + self.high) / 2

    def to_data(self) -> dict[str, Any]:
        """Plain data, as JSON has it."""
        return {
            "start": self.span[0], "end": self.span[1], "line": self.line, "quote": self.quote,
            "value": self.value, "low": self.low, "high": self.high, "unit": self.unit, "bound": self.bound,
            "reads_as": list(self.reads_as), "who": self.who, "unsure": self.unsure, "year": self.year, "why": self.why,
        }  # fmt: skip


@dataclass(frozen=True)
class Unread:
    """A number that was seen and is no claim, with the reason, and the rule that gave it, if one did."""

    span: tuple[int, int]
    words: str
    line: int
    reason: str
    rule: str = ""

    def to_data(self) -> dict[str, Any]:
        """Plain data, as JSON has it."""
        return {
            "start": self.span[0],
            "end": self.span[1],
            "line": self.line,
            "words": self.words,
            "reason": self.reason,
        }
