"""Templates of sentences: text with `{holes}`, and `[[what is left out where its part is missing]]`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGN = re.compile(r"(\[\[|\]\]|\{\w+(?::[^{}]*)?\})")


@dataclass(frozen=True)
class Hole:
    """A place for a part, and how a number is written there."""

    name: str
    form: str = ""


@dataclass(frozen=True)
class Template:
    """Text, holes, and templates that may be left out, in their order."""

    nodes: tuple["str | Hole | Template", ...]

    @property
    def holes(self) -> tuple[Hole, ...]:
        """All holes, those of what may be left out too."""
        return tuple(self._holes())

    def _holes(self) -> Iterator[Hole]:
        for node in self.nodes:
            if isinstance(node, Hole):
                yield node
            elif isinstance(node, Template):
                yield from node.holes


def template(written: str) -> Template:
    """A template as it is written.

    >>> [hole.name for hole in template("{n:,} readings[[ of {topic}]]").holes]
    ['n', 'topic']

    Raises:
        ValueError: brackets that do not close, or that stand within others.
    """
    outer: list[str | Hole | Template] = []
    inner: list[str | Hole | Template] | None = None
    for part in _SIGN.split(written):
        if part == "[[" and inner is None:
            inner = []
        elif part == "]]" and inner is not None:
            outer.append(Template(tuple(inner)))
            inner = None
        elif part in ("[[", "]]"):
            raise ValueError(f"double brackets do not match in {written!r}")
        elif part:
            (outer if inner is None else inner).append(_node(part))
    if inner is not None:
        raise ValueError(f"double brackets do not match in {written!r}")
    return Template(tuple(outer))


def _node(part: str) -> str | Hole:
    if not part.startswith("{"):
        return part
    name, _, form = part[1:-1].partition(":")
    return Hole(name, form)
