"""What went wrong, in sentences: where, what is wrong, what to do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from estimator.characters import visible_line

MOST_TOLD = 100
"""Problems of one input that are told; of all others it is told how many there are."""

_LONGEST, _END = 1_000, 250
"""Characters of a problem that are told, and those of them that are its end."""

_LEFT: ContextVar[Iterator[int] | None] = ContextVar("_LEFT", default=None)
"""What is left of the suggestions of one input."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input. `file` and `line` are absent where the input is not a file.

    As text it is one line, in which nothing is left that a terminal would obey.
    """

    message: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        told = visible_line(place + self.message)
        return told if len(told) <= _LONGEST else f"{told[: _LONGEST - _END]} … {told[-_END:]}"


class EstimatorError(ValueError):
    """Bad input: every problem found. As text, one line for each of the first of them, and how many more there are."""

    def __init__(self, problems: str | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (Problem(problems),)
            if isinstance(problems, str)
            else tuple(sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.message)))
        )
        lines = [*map(str, self.problems[:MOST_TOLD])]
        if more := len(self.problems) - len(lines):
            lines.append(f"and {more:,} more; mend these first")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type["EstimatorError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # another process gets them one by one, too


_MOST = 3
"""Names that are suggested where several begin alike."""

_MOST_KNOWN = 2_000
"""Names among which one is looked for."""


@contextmanager
def few_suggestions() -> Iterator[None]:
    """Make suggestions for the first unknown words only: to look for what is near to thousands takes minutes."""
    before = _LEFT.set(iter(range(MOST_TOLD)))
    try:
        yield
    finally:
        _LEFT.reset(before)


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The end of a sentence about an unknown word: what was probably meant."""
    left = _LEFT.get()
    if left is not None and next(left, None) is None:
        return otherwise
    names = [name for name in islice(known, _MOST_KNOWN) if isinstance(name, str)]  # keys of data may be anything
    begun = [name for name in names if name.startswith(word.lower())][:_MOST] if word else []
    near = begun or get_close_matches(word.lower(), names, n=1, cutoff=0.55)
    return f"; did you mean {' or '.join(near)}?" if near and word else otherwise
