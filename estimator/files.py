"""Files that are replaced in one step, so that none is ever half-written."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from estimator.errors import EstimatorError, Problem


def refuse_overwriting(outputs: Iterable[str | None], read: Iterable[str]) -> None:
    """Refuse to write results over files that they were made from.

    Raises:
        EstimatorError: each output that is one of them, by whatever path.
    """
    inputs = {os.path.realpath(path) for path in read}
    problems = [
        Problem(f"{path} is read here; write to another file")
        for path in outputs
        if path is not None and os.path.realpath(path) in inputs
    ]
    if problems:
        raise EstimatorError(problems)


def replace_file(path: str, written: str | bytes) -> None:
    """Write a whole file, or leave what was there as it was.

    Raises:
        EstimatorError: it cannot be written; with the reason.
    """
    with replacing(path) as file:
        file.write(written.encode("utf-8") if isinstance(written, str) else written)


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A file to be written bit by bit, which takes the place of another once all of it is there.

    Whatever goes wrong before, it is removed, and what was there stays as it was.

    Raises:
        EstimatorError: it cannot be written; with the reason.
    """
    begun = False
    try:
        target = Path(os.path.realpath(path))
        if Path(path).exists() and not target.is_file():
            with open(path, "wb") as file:  # a pipe or a terminal cannot be replaced
                begun = True
                yield file
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                begun = True
                yield file
            os.chmod(temporary, target.stat().st_mode if target.exists() else 0o644)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except (OSError, ValueError) as error:
        if begun and not isinstance(error, OSError):  # of what was to be written
            raise
        raise EstimatorError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None
