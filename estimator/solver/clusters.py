"""Which systems have to be planned together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from estimator.datum import Variable

Item = TypeVar("Item")


def below(parts: Mapping[str, Sequence[str]], system: str) -> set[str]:
    """A system and all that it is made of."""
    found, queue = {system}, [system]
    while queue:
        fresh = set(parts[queue.pop()]) - found
        found |= fresh
        queue += fresh
    return found


def clusters(
    parts: Mapping[str, Sequence[str]], stated: Collection[str], joining: bool = False
) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Systems that share something, each time in their order, and the wholes of which nothing is stated.

    What is stated of a whole ties its parts to each other. A whole of which nothing is stated follows from its parts
    and tells them nothing, unless it has but one, so that the two are the same; `joining` ties its parts as well.
    """
    root = {system: system for system in parts}

    def found(system: str) -> str:
        while root[system] != system:
            root[system] = system = root[root[system]]
        return system

    above = []
    tied: set[str] = set()
    for system in reversed([*parts]):
        if parts[system] and (joining or system in stated or system in tied or len(set(parts[system])) == 1):
            for part in parts[system]:
                root[found(part)] = found(system)
                tied.add(part)
        elif parts[system]:
            above.append(system)
    groups: dict[str, list[str]] = {}
    silent = set(above)
    for system in parts:
        if system not in silent:
            groups.setdefault(found(system), []).append(system)
    return [tuple(group) for group in groups.values()], tuple(reversed(above))


def by_group(
    groups: Sequence[Sequence[str]], items: Iterable[Item], variable: Callable[[Item], Variable]
) -> list[list[Item]]:
    """Items by the group of their system; those of systems in none are left out."""
    number = {system: number for number, group in enumerate(groups) for system in group}
    found: list[list[Item]] = [[] for _ in groups]
    for item in items:
        if (place := number.get(variable(item).system)) is not None:
            found[place].append(item)
    return found
