"""The files of a catalog, and the problems that are found in them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from estimator.catalog.figures import KINDS
from estimator.catalog.place import texts
from estimator.catalog.shapes import Strict
from estimator.errors import EstimatorError, Problem
from estimator.files.document import Document, Path_, read_document

Item = TypeVar("Item")


SINGLE = ("assumptions", "conventions", "prices", "detectors")
"""Files of the catalog that are no folder."""

FOLDERS = (*KINDS, "sources", "validation")


def strays(folder: Path) -> Iterator[Problem]:
    """Files that nobody reads, so that what they say would be lost."""
    for path in texts(folder):
        place = path.relative_to(folder)
        known = SINGLE if len(place.parts) == 1 else FOLDERS if len(place.parts) == 2 else ()
        if place.suffix != ".yaml" or (place.parent.name or place.stem) not in known:
            message = f"is read by nobody; the catalog has {', '.join(SINGLE)}, and .yaml files in {', '.join(FOLDERS)}"
            yield Problem(message, str(path), 1)


class Folder:
    """Files of a folder, each read when it is first asked for; `problems` are those of all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}

    def whole(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """All items, or the problems that were found on the way to them."""
        before = len(self.problems)
        found = tuple(items)
        if len(self.problems) > before:
            raise EstimatorError(self.problems[before:])
        return found

    def document(self, name: str) -> Document:
        """One file, or all files of a folder as one map."""
        if name not in self.documents:
            folder = self.folder / name
            files = sorted(folder.glob("*.yaml")) if folder.is_dir() else [self.folder / f"{name}.yaml"]
            if not files:
                raise EstimatorError(
                    [Problem("holds no file of the catalog; write one that ends in .yaml", str(folder))]
                )
            self.documents[name] = self.joined([read_document(file) for file in files])
        return self.documents[name]

    def joined(self, documents: list[Document]) -> Document:
        """Several files as one map, in which no key stands twice."""
        first, *others = documents
        data = first.data
        for other in others:
            if not isinstance(data, dict) or not isinstance(other.data, dict):
                raise EstimatorError([Problem("should be a map of entries", other.file, 1)])
            for key in data.keys() & other.data.keys():
                self.problems.append(other.problem((key,), f"{key} stands in two files"))
            data = {**data, **other.data}
        lines = {path: place for document in documents for path, place in document.lines.items()}
        return Document(first.file, data, lines)

    def collected(self, read: Callable[[], Item]) -> Item | None:
        """What is read, or nothing, with its problems kept."""
        try:
            return read()
        except EstimatorError as error:
            self.problems += error.problems
            return None

    def report(self, name: str, path: Path_, message: str) -> None:
        """Keep a problem, with its file and line."""
        self.problems.append(self.document(name).problem(path, message))

    def parsed(self, shape: type[Strict], name: str, path: Path_, data: Any) -> Any:
        """Data in a strict shape, or None with its problems reported."""
        try:
            return shape.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                place = ".".join(map(str, detail["loc"]))
                self.report(name, (*path, *detail["loc"]), f"{place}: {detail['msg'].lower()}")
            return None

    def mapping(self, name: str) -> dict[str, Any]:
        """The entries of a file or folder, by key."""
        data = self.document(name).data
        if not isinstance(data, dict):
            raise EstimatorError([Problem("should be a map of entries", self.document(name).file, 1)])
        return data
