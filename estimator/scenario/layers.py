"""Scenario files that extend others: one document laid over those below it."""

from pathlib import Path
from typing import Any

from estimator.document import Document, Path_, read_document
from estimator.errors import EstimatorError, Problem

_LONGEST_CHAIN = 10


def extended(path: Path, chain: tuple[Path, ...]) -> tuple[Document, frozenset[str]]:
    """The document of a file laid over those that it extends, and the sources that any of them cites."""
    return laid_over_bases(read_document(path), path, chain)


def laid_over_bases(
    document: Document, path: Path = Path(), chain: tuple[Path, ...] = ()
) -> tuple[Document, frozenset[str]]:
    """A document laid over those that it extends, and the sources that any of them cites.

    Maps merge, lists and facts replace, null deletes. Without the `path` of a file, they are those of the working
    directory.
    """
    if not isinstance(document.data, dict):
        raise EstimatorError([Problem("should be a map that starts with title", document.file, 1)])
    sources = cited(document.data)
    bases = document.data.pop("extends", None)
    if bases is None:
        return document, sources
    bases = [bases] if isinstance(bases, str) else bases
    if not isinstance(bases, list) or not bases or not all(isinstance(base, str) for base in bases):
        raise EstimatorError([document.problem(("extends",), "extends should name a file, or a list of files")])
    result = Document(document.file, {})
    for base in bases:
        target = path.parent / base
        try:
            here, there = path.resolve(), target.resolve()
            missing = not target.is_file()
        except (OSError, RuntimeError, ValueError):
            message = f"extends {base[:40]}: this is no name of a file that can be read"
            raise EstimatorError([document.problem(("extends",), message)]) from None
        if there in (*chain, here) or len(chain) > _LONGEST_CHAIN:
            raise EstimatorError([document.problem(("extends",), f"extends runs in a circle through {base}")])
        if missing:
            raise EstimatorError([document.problem(("extends",), f"extends {base}: there is no such file")])
        below, also_cited = extended(target, (*chain, here))
        result, sources = _laid_over(result, below), sources | also_cited
    return _laid_over(result, document), sources


def cited(data: Any) -> frozenset[str]:
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
    lines = dict(base.lines)

    def merged(first: Any, second: Any, path: Path_) -> Any:
        replaces = not (isinstance(first, dict) and isinstance(second, dict)) or path[-2:-1] in (
            ("given",),
            ("assume",),
        )
        if replaces:
            for known in [known for known in lines if known[: len(path)] == path]:
                del lines[known]
        depth = len(path) if replaces else None
        lines.update({known: place for known, place in over.lines.items() if known[:depth] == path})
        if replaces:
            return second
        result = dict(first)
        for key, value in second.items():
            if value is None:
                result.pop(key, None)
            else:
                result[key] = merged(result.get(key), value, (*path, key))
        return result

    return Document(over.file, merged(base.data, over.data, ()), lines, {**base.files, **over.files})
