"""What went wrong, in sentences: where, what is wrong, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input. `file` and `line` are absent where the input is not a file."""

    message: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        return place + self.message


class EstimatorError(ValueError):
    """Bad input: every problem found, one line each."""

    def __init__(self, problems: str | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (Problem(problems),)
            if isinstance(problems, str)
            else tuple(sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.message)))
        )
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["EstimatorError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)  # another process gets them one by one, too


_MOST = 3
"""Names that are suggested where several begin alike."""


def suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The end of a sentence about an unknown word: what was probably meant."""
    names = list(known)
    begun = [name for name in names if name.startswith(word.lower())][:_MOST] if word else []
    near = begun or get_close_matches(word.lower(), names, n=1, cutoff=0.55)
    return f"; did you mean {' or '.join(near)}?" if near and word else otherwise
