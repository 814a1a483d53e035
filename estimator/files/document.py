"""YAML 1.2 text to plain data that remembers the line of every value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from estimator.errors import EstimatorError, Problem
from estimator.files.doors import read_input

Path_ = tuple[str | int, ...]

_DEEPEST = 20
_TOO_DEEP = "is nested too deep"
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser where libyaml is there, else the same in Python

_INTEGER = re.compile(r"[-+]?[0-9]{1,300}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NUMERIC = frozenset("0123456789+-.")
"""What numbers begin with."""
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelling: value for value in (True, False) for spelling in (str(value), str(value).lower(), str(value).upper())
}


@dataclass(frozen=True)
class Document:
    """The data of a file and where each of it stands. `lines` maps a path into the data to (file, line).

    `files` maps every file that was read for it to the SHA-256 of what was read; `columns` those paths that come from
    a table to the headings of their columns.
    """

    file: str
    data: Any
    lines: dict[Path_, tuple[str, int]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[Path_, str] = field(default_factory=dict)

    def problem(self, path: Path_, message: str) -> Problem:
        """A problem at the nearest place that the document knows."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                file, line = self.lines[path[:length]]
                column = self.columns.get(path[:length], "")
                return Problem(f"column {column}: {message}" if column else message, file, line)
        return Problem(message, self.file)


def read_document(path: str | Path) -> Document:
    """Read a YAML file.

    Raises:
        EstimatorError: the file is missing, no ordinary one, too large, not UTF-8, empty or not YAML 1.2 of the plain
            kind: no anchors, tags, duplicate keys or nesting beyond reason.
    """
    name = str(path)
    raw = read_input(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise EstimatorError([Problem("is not UTF-8 text; save it as UTF-8", name, line)]) from None
    return replace(read_text(text, name), files={name: sha256(raw).hexdigest()})


def read_text(text: str, name: str) -> Document:
    """Read YAML text; `name` stands for the file in messages."""
    document = Document(name, None, {})
    try:
        data = _Builder(name, _LOADER(text).get_event, document.lines).document()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise EstimatorError([Problem("holds a character that is no text; save it as UTF-8", name, line)]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, max(error.position, 0)) + 1
        raise EstimatorError([Problem("holds a character that YAML text cannot hold", name, line)]) from None
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark or error.context_mark, "line", 0) + 1
        what = str(error.problem or error.context)  # parsers of late have a limit of their own to nesting
        message = _TOO_DEEP if "nesting depth" in what else f"is not YAML: {what}"
        raise EstimatorError([Problem(message, name, line)]) from None
    return Document(name, data, document.lines)


def plain(text: str) -> Any:
    """A value of the command line: a map where the text is one, such as `{low: 1, high: 3}`, else the text.

    Raises:
        EstimatorError: the text starts like a map and is none.
    """
    if not text.startswith("{"):
        return text
    try:
        return read_text(text, "").data
    except EstimatorError:
        raise EstimatorError(f"'{text[:60]}' is no map; write such as {{low: 1.1, central: 1.2, high: 1.4}}") from None


class _Builder:
    """Builds data from parser events, so that depth, duplicates and aliases are seen before they can hurt."""

    def __init__(self, name: str, following: Callable[[], Any], lines: dict[Path_, tuple[str, int]]) -> None:
        self.name, self.following, self.lines = name, following, lines
        self.problems: list[Problem] = []

    def document(self) -> Any:
        self.following()  # the stream starts
        start = self.following()
        if isinstance(start, yaml.StreamEndEvent):
            raise EstimatorError([Problem("is empty; a scenario needs at least title and given", self.name, 1)])
        data = self.value(self.following(), ())
        self.following()
        if isinstance(after := self.following(), yaml.DocumentStartEvent):
            self.report(after, "holds more than one document; write one scenario a file")
        if self.problems:
            raise EstimatorError(self.problems)
        return data

    def report(self, event: Any, message: str) -> None:
        self.problems.append(Problem(message, self.name, _line(event)))

    def value(self, event: Any, path: Path_) -> Any:
        self.lines.setdefault(path, (self.name, _line(event)))
        if len(path) > _DEEPEST:
            raise EstimatorError([Problem(_TOO_DEEP, self.name, _line(event))])
        if isinstance(event, yaml.AliasEvent):
            self.report(event, f"*{event.anchor}: aliases are not read; write the value again")
            return None
        if event.anchor or event.tag not in (None, "!"):
            self.report(event, "anchors and tags are not read; write the plain value")
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return _scalar(event.value) if event.implicit[0] else event.value

    def sequence(self, path: Path_) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self.following(), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := self.following(), yaml.MappingEndEvent):
            if event.anchor or getattr(event, "tag", None) not in (None, "!"):
                self.report(event, "anchors and tags are not read; write the plain value")
            if not isinstance(event, yaml.ScalarEvent):
                self.report(event, "a key should be a plain word")
                self.value(event, (*path, "?"))
                self.value(self.following(), (*path, "?"))
                continue
            key = event.value
            if key in result:
                first = self.lines[(*path, key)][1]
                self.report(event, f"{key} is written twice; it is first on line {first}")
            self.lines.setdefault((*path, key), (self.name, _line(event)))
            result[key] = self.value(self.following(), (*path, key))
        return result


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(text: str) -> Any:
    """The value of a plain scalar by the core schema of YAML 1.2, where NO is a word and 1e6 a number."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMERIC:
        return text
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if _NOT_FINITE.match(text):
        return float(text.replace(".", "", 1))
    return text
