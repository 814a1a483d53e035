"""The seal of the catalog: a digest of its files as they were when all of them had been read and checked.

Reading everything takes a third of a short run. It is left out where no file has changed since a test read all of it.
"""

from hashlib import sha256
from pathlib import Path

from estimator.catalog.folder import texts
from estimator.files.doors import read_input

SEAL = "seal.txt"


def is_sealed(folder: Path) -> bool:
    """Whether the files of a folder are those that were checked.

    Raises:
        EstimatorError: a file that cannot be read at all.
    """
    seal = folder / SEAL
    return seal.is_file() and read_input(seal).decode("ascii", "replace").strip() == digest(folder)


def digest(folder: Path) -> str:
    """The SHA-256 of the names and the bytes of all files, whatever the ends of their lines.

    Raises:
        EstimatorError: a file that cannot be read at all.
    """
    found = sha256()
    for path in texts(folder):
        raw = read_input(path).replace(b"\r\n", b"\n")
        found.update(f"{path.relative_to(folder).as_posix()} {len(raw)}\n".encode("utf-8", "surrogateescape"))
        found.update(raw)
    return found.hexdigest()
