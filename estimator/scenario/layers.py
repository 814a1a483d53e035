"""Scenario files that extend others: one document laid over those below it."""

from pathlib import Path
from typing import Any

from estimator.errors import EstimatorError, Problem
from estimator.files.document import Document, Path_, read_document

_LONGEST_CHAIN = 10
_MOST_FILES = 30
"""Files that a scenario may be made of: each is laid over those below it, one by one."""

Layer = tuple[Document, frozenset[str]]


def extended(path: Path) -> Layer:
    """A document laid over those that it extends, and the sources that any of them cites.

    Maps merge, lists and facts replace, null deletes.

    Raises:
        EstimatorError: a file that cannot be read, one that extends itself by whatever way, too many of them.
    """
    return _Layers().of(path, ())


def laid_over_bases(document: Document) -> Layer:
    """The same of a document that is no file: what it extends are files of the working directory."""
    return _Layers().over_bases(document, Path(), ())


class _Layers:
    """The files behind one scenario, each of which is read once, however often it is named."""

    def __init__(self) -> None:
        self.known: dict[Path, Layer] = {}

    def of(self, path: Path, chain: tuple[Path, ...]) -> Layer:
        """A file and all below it; `chain` are the files that it was reached through."""
        return self.over_bases(read_document(path), path, chain)

    def over_bases(self, document: Document, path: Path, chain: tuple[Path, ...]) -> Layer:
        """A document, which is that of a file if its path is one, laid over all below it."""
        if not isinstance(document.data, dict):
            raise EstimatorError([Problem("should be a map that starts with title", document.file, 1)])
        sources = cited_keys(document.data)
        bases = document.data.pop("extends", None)
        if bases is None:
            return document, sources
        bases = [bases] if isinstance(bases, str) else bases
        if not isinstance(bases, list) or not bases or not all(isinstance(base, str) for base in bases):
            raise EstimatorError([document.problem(("extends",), "extends should name a file, or a list of files")])
        result = Document(document.file, {})
        for base in [*dict.fromkeys(reversed(bases))][::-1]:  # of one that is named twice, the last place counts
            if message := self.wrong(path, base, chain):
                raise EstimatorError([document.problem(("extends",), message)])
            below, also_cited = self.below(path.parent / base, (*chain, path.resolve()))
            result, sources = _laid_over(result, below), sources | also_cited
        return _laid_over(result, document), sources

    def below(self, path: Path, chain: tuple[Path, ...]) -> Layer:
        """A file that another extends, as it was read before if it was."""
        place = path.resolve()
        if place not in self.known:
            self.known[place] = self.of(path, chain)
        return self.known[place]

    def wrong(self, path: Path, base: str, chain: tuple[Path, ...]) -> str:
        """Why a file cannot extend another, in a sentence; nothing if it can."""
        target = path.parent / base
        try:
            here, there = path.resolve(), target.resolve()
            missing = not target.exists() or target.is_dir()
        except (OSError, RuntimeError, ValueError):
            return f"extends {base[:40]}: this is no name of a file that can be read"
        if there in (*chain, here):
            return f"extends runs in a circle through {base}"
        if missing:
            return f"extends {base}: there is no such file"
        if len(chain) > _LONGEST_CHAIN:
            return f"extends {base}: a chain of files is at most {_LONGEST_CHAIN + 2} long; put some into one"
        if there not in self.known and len(self.known) + len(chain) + 2 > _MOST_FILES:
            return f"extends {base}: a scenario is made of at most {_MOST_FILES} files; put some into one"
        return ""


def cited_keys(data: Any) -> frozenset[str]:
    """The sources that facts refer to."""
    systems = data.get("systems") if isinstance(data, dict) else None
    groups = [data, *(systems.values() if isinstance(systems, dict) else ())]
    groups += [phase for group in groups for phase in _list(group, "phases")]
    facts = _list(data, "claims")
    facts += [
        fact
        for group in groups
        for section in ("given", "assume", "stock")
        if isinstance(group, dict) and isinstance(group.get(section), dict)
        for fact in group[section].values()
    ]
    return frozenset(fact["source"] for fact in facts if isinstance(fact, dict) and isinstance(fact.get("source"), str))


def _list(group: Any, key: str) -> list[Any]:
    """A list of a map, if both are what they should be."""
    found = group.get(key) if isinstance(group, dict) else None
    return [*found] if isinstance(found, list) else []


def _laid_over(base: Document, over: Document) -> Document:
    """One document over another, each value with the line of the file that it comes from."""
    replaced: set[Path_] = set()
    data = _merged(base.data, over.data, (), replaced)
    lines = {path: place for path, place in base.lines.items() if not _within(path, replaced)}
    return Document(over.file, data, {**lines, **over.lines}, {**base.files, **over.files})


def _merged(first: Any, second: Any, path: Path_, replaced: set[Path_]) -> Any:
    """A value over another; the paths of those that are replaced as a whole, or deleted, are added to `replaced`."""
    is_fact = path[-2:-1] in (("given",), ("assume",))
    if is_fact or not (isinstance(first, dict) and isinstance(second, dict)):
        replaced.add(path)
        return second
    result = dict(first)
    for key, value in second.items():
        if value is None:
            result.pop(key, None)
            replaced.add((*path, key))
        else:
            result[key] = _merged(result.get(key), value, (*path, key), replaced)
    return result


def _within(path: Path_, places: set[Path_]) -> bool:
    return any(path[:length] in places for length in range(len(path) + 1))
