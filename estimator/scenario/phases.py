"""Ramps: what a system adds by phases, each laid out as a system of its own with its dates and status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from estimator.datum import Phase
from estimator.document import Document, Path_
from estimator.errors import Problem
from estimator.scenario.shapes import PhaseShape

_FACTS = ("given", "assume")


@dataclass(frozen=True)
class Ramp:
    """The phases of a system as they are written, in the order of their dates."""

    system: str
    lifetime: float | None
    phases: tuple[PhaseShape, ...]

    def added(self, number: int) -> str:
        """The system of what a phase adds."""
        return f"{self.system}-{self.phases[number].id}"

    def stock(self, number: int) -> str:
        """The system of all that stands after a phase: after the last one, the system itself."""
        return self.system if number == len(self.phases) - 1 else f"{self.added(number)}-stock"


def laid_out(document: Document) -> tuple[Document, tuple[Phase, ...], list[Problem]]:
    """A document in which phases are systems, and parts of the system that they build up.

    Facts of a phase are about what it adds; those under `stock` about all that stands after it. Phases that break their
    shape are left where they are, for the shape to tell what is wrong.
    """
    data = document.data
    systems = data.get("systems") if isinstance(data, dict) else None
    if not isinstance(systems, dict):
        return document, (), []
    ramps = [ramp for name, text in systems.items() if (ramp := _ramp(name, text))]
    problems = [problem for ramp in ramps for problem in _wrong(ramp, document)]
    if problems:
        return document, (), problems
    lines = dict(document.lines)
    for ramp in ramps:
        systems = _expanded(ramp, systems, lines)
    phases = tuple(_phase(ramp, number) for ramp in ramps for number in range(len(ramp.phases)))
    return replace(document, data={**data, "systems": systems}, lines=lines), phases, problems


def _ramp(name: str, text: Any) -> Ramp | None:
    """The phases of a system, if it has any and they are well formed."""
    if not isinstance(text, dict) or not isinstance(text.get("phases"), list) or not text["phases"]:
        return None
    try:
        phases = tuple(PhaseShape.model_validate(phase) for phase in text["phases"])
    except ValidationError:
        return None
    lifetime = text.get("lifetime")
    return Ramp(str(name), float(lifetime) if isinstance(lifetime, int | float) else None, phases)


def _phase(ramp: Ramp, number: int) -> Phase:
    written = ramp.phases[number]
    start = date.fromisoformat(written.start)
    end = date.fromisoformat(written.end) if written.end else None
    return Phase(ramp.system, ramp.added(number), written.status, start, end, ramp.lifetime)


def _wrong(ramp: Ramp, document: Document) -> Iterator[Problem]:
    """Phases out of order, phases that overlap, names that are taken."""
    systems: Mapping[str, Any] = document.data["systems"]
    if systems[ramp.system].get("parts"):
        path: Path_ = ("systems", ramp.system, "parts")
        yield document.problem(path, f"{ramp.system} has both parts and phases; its phases are its parts")
    for number, phase in enumerate(ramp.phases):
        path = ("systems", ramp.system, "phases", number)
        if phase.id in [other.id for other in ramp.phases[:number]]:
            yield document.problem(path, f"two phases of {ramp.system} are called {phase.id}")
        for name in {ramp.added(number), ramp.stock(number)} - {ramp.system}:
            if name in systems:
                yield document.problem(path, f"the phase {phase.id} would be called {name}, which is another system")
        if phase.end and phase.end <= phase.start:
            yield document.problem(path, f"{phase.id} ends on {phase.end}, not after {phase.start}; swap from and to")
        if number:
            before = ramp.phases[number - 1]
            if phase.start < before.start:
                message = (
                    f"{phase.id} starts on {phase.start}, before {before.id} on {before.start}; put phases in order"
                )
                yield document.problem(path, message)
            elif phase.start < before.end:
                message = f"{phase.id} starts on {phase.start}, while {before.id} runs until {before.end}"
                yield document.problem(path, f"{message}; phases of one system follow each other")


def _expanded(ramp: Ramp, systems: Mapping[str, Any], lines: dict[Path_, tuple[str, int]]) -> dict[str, Any]:
    """Systems with those of the phases, and the lines of what has moved."""
    whole = {key: value for key, value in systems[ramp.system].items() if key not in ("phases", "lifetime")}
    written = systems[ramp.system]["phases"]
    found: dict[str, Any] = {}
    below: list[str] = []
    for number, phase in enumerate(ramp.phases):
        added, stock = ramp.added(number), ramp.stock(number)
        kept = ("given", "assume", "use", "year", "description")
        title = phase.title or f"{written[number]['id']}, {phase.status}"
        found[added] = {"title": title, **{key: written[number][key] for key in kept if key in written[number]}}
        _move(lines, ("systems", ramp.system, "phases", number), ("systems", added))
        below.append(added)
        facts = written[number].get("stock")
        if not facts:
            continue
        _move(lines, ("systems", ramp.system, "phases", number, "stock"), ("systems", stock, "given"))
        if stock == ramp.system:
            whole["given"] = {**facts, **(whole.get("given") or {})}
        else:
            found[stock] = {"title": f"all that stands after {phase.id}", "parts": below, "given": facts}
            below = [stock]
    whole["parts"] = below
    return {**{key: value for key, value in systems.items() if key != ramp.system}, **found, ramp.system: whole}


def _move(lines: dict[Path_, tuple[str, int]], old: Path_, new: Path_) -> None:
    lines.update({(*new, *path[len(old) :]): place for path, place in lines.items() if path[: len(old)] == old})
