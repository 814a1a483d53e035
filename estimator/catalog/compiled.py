"""A copy of the catalog as it was read and checked, so that the next start need not read its files again.

The copy is plain data, a line of JSON for what every run needs and one for each kind of entries. Its first line tells
of what it is a copy: of the bytes of all files of the catalog, read by modules of these sizes and times. A copy of
anything else, or one that is not whole, counts for nothing; without one everything works as well, only slower.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from estimator.catalog.figures import KINDS, Catalog
from estimator.catalog.place import CATALOG
from estimator.catalog.plain import catalog_of, plain_head, plain_kinds
from estimator.errors import EstimatorError
from estimator.files.doors import replace_file

_NAME = "catalog.json"
_CACHES = {"win32": "AppData/Local", "darwin": "Library/Caches"}
"""Where the cache of a user is below the home, where it is not .cache."""


def stamp(digest: str) -> str:
    """What a copy is of: the bytes of the catalog by their digest, and the code that read them."""
    found = sha256(f"{digest}\n".encode())
    for path, size, time in sorted(_modules(CATALOG.parent)):
        found.update(f"{path} {size} {time}\n".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def kept_catalog(key: str) -> Catalog | None:
    """The catalog from a copy of what `key` stands for; None where there is none."""
    for place in _places():
        with suppress(OSError, ValueError, TypeError, LookupError):
            first, _, body = place.read_bytes().partition(b"\n")
            if first.decode() == f"{key} {sha256(body).hexdigest()}":
                lines = dict(zip(("", *KINDS), body.split(b"\n"), strict=True))
                return catalog_of(json.loads(lines[""]), lambda kind, lines=lines: json.loads(lines[kind]))  # type: ignore[misc]
    return None


def keep(catalog: Catalog, key: str) -> None:
    """Keep a copy at the first place that can be written to, if there is any; whoever reads meanwhile sees no half."""
    lines = [json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in _parts(catalog)]
    body = "\n".join(lines).encode()
    written = f"{key} {sha256(body).hexdigest()}\n".encode() + body
    for place in _places():
        with suppress(OSError, EstimatorError):
            place.parent.mkdir(parents=True, exist_ok=True)
            replace_file(str(place), written)
            return


def can_be_kept() -> bool:
    """Whether a copy can be written at all: to make one takes a second."""
    return any(_is_writable(place.parent) for place in _places())


def _parts(catalog: Catalog) -> list[dict[str, Any]]:
    return [plain_head(catalog), *plain_kinds(catalog)]


def _places() -> Iterator[Path]:
    """Beside the modules as Python compiles them, unless it is told not to write there; else in the user's cache."""
    if not sys.dont_write_bytecode and sys.pycache_prefix is None:
        yield CATALOG / "__pycache__" / _NAME
    with suppress(RuntimeError, OSError):  # nobody's home
        home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / _CACHES.get(sys.platform, ".cache"))
        if Path(home).is_absolute():
            yield Path(home) / "estimator" / f"{sha256(str(CATALOG).encode()).hexdigest()[:16]}-{_NAME}"


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made in a folder, which may itself have to be made first."""
    try:
        while not folder.exists():
            folder = folder.parent
    except OSError:  # a folder on the way that is closed to this user
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _modules(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Every module below a folder, with its size and when it was changed, as Python's own caches tell them."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(Path(entry.path))
            elif entry.name.endswith(".py"):
                told = entry.stat()
                yield entry.path, told.st_size, told.st_mtime_ns
