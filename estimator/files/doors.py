"""The doors for files: what is read is an ordinary file of a decent size; what is written is never half-written."""

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from estimator.errors import EstimatorError, Problem

LARGEST = 1_000_000
"""Bytes of a scenario, of a manifest, or of a file of the catalog."""

LARGEST_TABLE = 20_000_000
"""Bytes of a table of systems."""

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Opening waits for nobody at the other end of a pipe, where systems know of that."""


def read_input(path: str | Path, largest: int = LARGEST, advice: str = "a scenario is a page of text") -> bytes:
    """All that a file holds, `largest` bytes at most; `advice` is for those who have more.

    Pipes without a name, as shells make of `<(command)` and `|`, are read, too.

    Raises:
        EstimatorError: there is no such file, it is a pipe with a name, a device, a socket or a folder, it cannot be
            read, or it is too large.
    """
    name = str(path)
    try:
        if kind := _strange(name):
            raise EstimatorError([Problem(f"is {kind}, which is not read; save what it tells in a file", name)])
        with open(name, "rb", opener=_opened) as file:
            raw = file.read(largest + 1)
    except FileNotFoundError:
        raise EstimatorError([Problem("there is no such file", name)]) from None
    except EstimatorError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise EstimatorError([Problem(f"cannot be read: {reason}", name)]) from None
    if len(raw) > largest:
        raise EstimatorError([Problem(f"is larger than {largest // 1_000_000} MB; {advice}", name, 1)])
    return raw


def _strange(path: str) -> str:
    """What may never end, in words; nothing for files, pipes of shells, and folders, which tell it themselves."""
    mode = Path(path).stat().st_mode
    if stat.S_ISFIFO(mode):
        return "a pipe" if Path(os.path.realpath(path)).exists() else ""
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        return "a device"
    return "a socket" if stat.S_ISSOCK(mode) else ""


def _opened(path: str, flags: int) -> int:
    """A file that is open; a pipe that took its place meanwhile is not waited for."""
    opened = os.open(path, flags | _AT_ONCE)
    if hasattr(os, "set_blocking"):
        os.set_blocking(opened, stat.S_ISFIFO(os.fstat(opened).st_mode))
    return opened


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
            with _unreplaced(path) as file:
                begun = True
                yield file
            return
        import tempfile  # loads half a dozen archivers, and --help writes no file

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
    except EstimatorError:
        raise
    except (OSError, ValueError) as error:
        if begun and not isinstance(error, OSError):  # of what was to be written
            raise
        raise EstimatorError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None


def _unreplaced(path: str) -> BinaryIO:
    """What cannot be replaced but can be written to: a pipe that somebody reads, a terminal, standard output.

    Raises:
        EstimatorError: nobody reads the pipe, or it is a disk or a socket.
    """
    mode = Path(path).stat().st_mode
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        kind = "a disk" if stat.S_ISBLK(mode) else "a socket"
        raise EstimatorError(f"{path} cannot be written: it is {kind}; name a file")
    try:
        opened = os.open(path, os.O_WRONLY | _AT_ONCE)
    except OSError as error:
        if stat.S_ISFIFO(mode) and error.errno == errno.ENXIO:
            raise EstimatorError(f"{path} cannot be written: it is a pipe that nobody reads; name a file") from None
        raise
    if hasattr(os, "set_blocking"):
        os.set_blocking(opened, True)
    return os.fdopen(opened, "wb")
