"""What no single field of a scenario can tell: names and sources that resolve, parts that exist and do not loop."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from estimator.characters import one_line
from estimator.errors import MOST_TOLD, Problem, suggestion
from estimator.files.document import Document, Path_
from estimator.model import model
from estimator.scenario.misnomers import misnomers

_MOST_LEVELS = 50
_SITE = "site"
"""What `use` calls an entry that is one thing with facts of its own, such as its power; others are of a type."""


def structure(document: Document, cited: frozenset[str], needs_facts: bool) -> Iterator[Problem]:
    """What no single field can tell: sources that resolve and are used, parts that exist and do not loop."""
    systems, sources = _maps(document.data, "systems"), _maps(document.data, "sources")
    yield from _facts_of_nobody(document, systems)
    yield from _site_of_all(document, systems)
    if needs_facts and not (systems or _is_a_site(document) or _says_something(document)):
        yield document.problem((), "nothing is given; write at least one quantity under given")
    yield from _claims(document, sources)
    yield from _correlations(document, systems)
    for name, system in systems.items():
        yield from _assumed_of_a_whole(document, name, system)
        yield from _name(document, name)
    for path, facts in _groups(document, systems):
        yield from _misnomers(document, path, facts)
        yield from _unknown_sources(document, path, facts, sources)
    yield from _names_of_sources(document, sources)
    for key in sources.keys() - cited:
        yield document.problem(("sources", key), f"{key} is a source of nothing; cite it or remove it")
    yield from _parts(document, systems)


def _maps(data: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    """A section, if it is a map; what it is otherwise, its shape tells."""
    found = data.get(section)
    return found if isinstance(found, dict) else {}


def _facts_of_nobody(document: Document, systems: Mapping[str, Any]) -> Iterator[Problem]:
    for section in ("given", "assume"):
        if systems and document.data.get(section):
            message = f"{section} belongs to a system once there are systems; move it to one of them"
            yield document.problem((section,), message)


def _is_a_site(document: Document) -> bool:
    """Whether the scenario is a site of the catalog, which has facts of its own."""
    return _SITE in _maps(document.data, "use")


def _says_something(document: Document) -> bool:
    return bool(document.data.get("given") or document.data.get("claims"))


def _site_of_all(document: Document, systems: Mapping[str, Any]) -> Iterator[Problem]:
    if _is_a_site(document) and systems:
        message = "a site is one of the systems, not all of them; name it under the use of that system"
        yield document.problem(("use", _SITE), message)


def _assumed_of_a_whole(document: Document, name: str, system: Any) -> Iterator[Problem]:
    if isinstance(system, dict) and system.get("assume") and system.get("parts"):
        message = "assume belongs to the parts, which catalog and defaults apply to; move it to them"
        yield document.problem(("systems", name, "assume"), message)


def _name(document: Document, name: str) -> Iterator[Problem]:
    if not name or not all(part.isalnum() for part in str(name).split("-")):
        message = f"'{name}' is no name of a system; use letters, digits and dashes"
        yield document.problem(("systems", name), message)


def _groups(document: Document, systems: Mapping[str, Any]) -> Iterator[tuple[Path_, Mapping[Any, Any]]]:
    """Every map of facts, with its place: of the scenario, then of each system."""
    places: list[tuple[Path_, Any]] = [((), document.data)]
    places += [(("systems", name), system) for name, system in systems.items()]
    for path, place in places:
        for section in ("given", "assume"):
            facts = place.get(section) if isinstance(place, dict) else None
            if isinstance(facts, dict):
                yield (*path, section), facts


def _misnomers(document: Document, path: Path_, facts: Mapping[Any, Any]) -> Iterator[Problem]:
    for quantity, message in misnomers(facts):
        yield document.problem((*path, quantity), message)


def _unknown_sources(
    document: Document, path: Path_, facts: Mapping[Any, Any], sources: Mapping[str, Any]
) -> Iterator[Problem]:
    for quantity, fact in facts.items():
        key = fact.get("source") if isinstance(fact, dict) else None
        if isinstance(key, str) and key not in sources:
            near = suggestion(key, sources, "; add it under sources")
            yield document.problem((*path, quantity, "source"), f"{quantity}: there is no source {key}{near}")


def _names_of_sources(document: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    for key in sources:
        if not key or str(key) != one_line(str(key)):
            yield document.problem(("sources", key), f"'{key}' is no name of a source; write a word")


def _claims(document: Document, sources: Mapping[str, Any]) -> Iterator[Problem]:
    """Claims whose source is not listed, and claims that stand for nothing."""
    claims = document.data.get("claims")
    for number, claim in enumerate(claims if isinstance(claims, list) else ()):
        if not isinstance(claim, dict):
            continue
        key = claim.get("source")
        if isinstance(key, str) and key not in sources:
            near = suggestion(key, sources, "; add it under sources")
            yield document.problem(("claims", number, "source"), f"there is no source {key}{near}")


def _correlations(document: Document, systems: Mapping[str, Any]) -> Iterator[Problem]:
    """Names that are none of the file's, and pairs that are given twice."""
    correlations = document.data.get("correlations")
    pairs: set[frozenset[str]] = set()
    for number, said in enumerate(correlations if isinstance(correlations, list) else ()):
        between = said.get("between") if isinstance(said, dict) else None
        names = [name for name in between if isinstance(name, str)] if isinstance(between, list) else []
        path: Path_ = ("correlations", number)
        for name in names:
            if message := _misnamed(name, systems):
                yield document.problem(path, message)
        if len(names) == 2 and names[0] == names[1]:
            yield document.problem(path, f"{names[0]} is correlated with itself; name two ranges")
        elif len(names) == 2 and frozenset(names) in pairs:
            yield document.problem(path, f"{names[0]} and {names[1]} are correlated twice; leave one of the two out")
        pairs.add(frozenset(names))


def _misnamed(name: str, systems: Mapping[str, Any]) -> str:
    """What is wrong with the name of a quantity of a system; nothing where it is one."""
    system, dot, quantity = name.rpartition(".")
    if quantity not in model().quantities:
        return f"{name}: {quantity} is not a quantity{suggestion(quantity, model().quantities)}"
    if systems and not dot:
        return f"{name}: say of which system, such as {next(iter(systems))}.{name}"
    if dot and system not in systems:
        near = suggestion(system, systems, "" if systems else f"; write {quantity}")
        return f"{name}: there is no system {system}{near}"
    return ""


def _parts(document: Document, systems: Mapping[str, Any]) -> Iterator[Problem]:
    parts: dict[str, list[str]] = {}
    for name, system in systems.items():
        listed = system.get("parts") if isinstance(system, dict) else None
        parts[name] = [part for part in listed if isinstance(part, str)] if isinstance(listed, list) else []
        first = {part: number for number, part in reversed([*enumerate(parts[name])])}
        for number, part in enumerate(parts[name]):
            path: Path_ = ("systems", name, "parts", number)
            if part not in systems:
                near = suggestion(part, systems, "; add it under systems")
                yield document.problem(path, f"{name} has the part {part}, which is no system{near}")
            elif first[part] != number:
                yield document.problem(path, f"{name} has the part {part} twice")
    levels = levels_below(parts)
    yield from _circles(document, systems, parts, levels)
    if max(levels.values(), default=0) <= _MOST_LEVELS:
        yield from _counted_twice(document, parts, levels)


def _circles(
    document: Document, systems: Mapping[str, Any], parts: Mapping[str, list[str]], levels: Mapping[str, int]
) -> Iterator[Problem]:
    round_about = [name for name in systems if name not in levels]
    if len(round_about) > MOST_TOLD:  # one of them is surely on a circle, others may be above it
        round_about = [*round_about[:MOST_TOLD], _on_a_circle(round_about[0], parts, levels)]
    for name in dict.fromkeys(round_about):
        if any(_reaches(parts, part, name) for part in parts[name]):
            yield document.problem(("systems", name, "parts"), f"{name} is a part of itself")
    for name, level in levels.items():
        if level == _MOST_LEVELS + 1:
            message = f"{name} has parts within parts more than {_MOST_LEVELS} levels deep"
            yield document.problem(("systems", name, "parts"), message)


def _on_a_circle(name: str, parts: Mapping[str, list[str]], levels: Mapping[str, int]) -> str:
    """A system on a circle, at the end of a way down from one that has no level."""
    passed: set[str] = set()
    while name not in passed:
        passed.add(name)
        name = next(part for part in parts[name] if part in parts and part not in levels)
    return name


def _counted_twice(document: Document, parts: Mapping[str, list[str]], names: Iterable[str]) -> Iterator[Problem]:
    """Wholes in which two parts have a system in common, so that a sum would hold it twice."""
    for name in names:
        through: dict[str, str] = {}
        for number, part in enumerate(dict.fromkeys(parts[name])):
            below = _below(parts, part)
            if double := next((system for system in below if system in through), ""):
                first, second = (
                    "as a part of its own" if way == double else f"in {way}" for way in (through[double], part)
                )
                message = f"{name} counts {double} twice, {first} and {second}; leave one of the two out"
                yield document.problem(("systems", name, "parts", number), message)
            through |= {system: part for system in below if system not in through}


def _below(parts: Mapping[str, list[str]], name: str) -> list[str]:
    """A system and all that it is made of, itself first."""
    found = {name: None}
    waiting = deque(found)
    while waiting:
        new = [part for part in dict.fromkeys(parts.get(waiting.popleft(), ())) if part not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return [*found]


def levels_below(parts: Mapping[str, list[str]]) -> dict[str, int]:
    """How many levels of parts lie below each system; systems on or above a circle are left out."""
    missing = {name: {part for part in below if part in parts} for name, below in parts.items()}
    wholes: dict[str, list[str]] = {}
    for name, below in missing.items():
        for part in below:
            wholes.setdefault(part, []).append(name)
    levels: dict[str, int] = {}
    ready = deque(name for name, below in missing.items() if not below)
    while ready:
        name = ready.popleft()
        levels[name] = 1 + max((levels.get(part, 0) for part in parts[name]), default=-1)
        for whole in wholes.get(name, ()):
            missing[whole].discard(name)
            if not missing[whole]:
                ready.append(whole)
    return levels


def _reaches(parts: Mapping[str, list[str]], start: str, goal: str) -> bool:
    queue, seen = [start], {start}
    while queue:
        name = queue.pop()
        if name == goal:
            return True
        queue += [part for part in parts.get(name, ()) if part not in seen]
        seen.update(parts.get(name, ()))
    return False
