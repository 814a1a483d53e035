"""The seal of the catalog: a digest of its files as they were when all of them had been read and checked.

Reading everything takes a third of a short run. It is left out where no file has changed since a test read all of it.
"""

from hashlib import sha256
from pathlib import Path

from estimator.catalog.place import texts
from estimator.files.doors import read_input

SEAL = "seal.txt"


def is_sealed(folder: Path) -> bool:
    """Whether the files of a folder are those that were checked.

    Raises:
        EstimatorError: a file that cannot be read at all.
    """
    seal = seal_of(folder)
    return bool(seal) and seal == digest(folder)


def seal_of(folder: Path) -> str:
    """The digest that a folder is sealed with; nothing where it is not.

    Raises:
        EstimatorError: the seal cannot be read.
    """
    seal = folder / SEAL
    return read_input(seal).decode("ascii", "replace").strip() if seal.is_file() else ""


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
