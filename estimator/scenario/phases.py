"""Ramps: what a system adds by phases, each laid out as a system of its own with its dates and status."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from estimator.case import Phase
from estimator.errors import Problem
from estimator.files.document import Document, Path_
from estimator.scenario.ramps import building, retirement
from estimator.scenario.shapes import LONGEST_LIFETIME, PhaseShape


@dataclass(frozen=True)
class Ramp:
    """The well-formed phases of a system, by their place among all that are written."""

    system: str
    lifetime: float | None
    phases: Mapping[int, PhaseShape]
    written: int

    @property
    def is_whole(self) -> bool:
        """Whether all phases that are written are well formed."""
        return len(self.phases) == self.written

    def added(self, number: int) -> str:
        """The system of what a phase adds."""
        return f"{self.system}-{self.phases[number].id}"

    def stock(self, number: int) -> str:
        """The system of all that stands after a phase: after the last one, the system itself."""
        return self.system if number == self.written - 1 else f"{self.added(number)}-stock"


def laid_out(document: Document) -> tuple[Document, tuple[Phase, ...], list[Problem]]:
    """A document in which phases are systems, and parts of the system that they build up.

    Facts of a phase are about what it adds; those under `stock` about all that stands after it. Phases that break their
    shape, or whose names are taken, are left where they are, for the shape to tell what else is wrong.
    """
    data = document.data
    systems = data.get("systems") if isinstance(data, dict) else None
    if not isinstance(systems, dict):
        return document, (), []
    ramps = [ramp for name, text in systems.items() if (ramp := _ramp(name, text))]
    problems = [*_idle(document, systems), *(problem for ramp in ramps for problem in _out_of_order(ramp, document))]
    taken = [problem for ramp in ramps for problem in _taken(ramp, document)]
    if taken:
        return document, (), [*problems, *taken]
    whole = {ramp.system: ramp for ramp in ramps if ramp.is_whole}
    phases = {name: [_phase(ramp, number) for number in ramp.phases] for name, ramp in whole.items()}
    problems += [problem for name, ramp in whole.items() for problem in _retired_too_soon(ramp, phases[name], document)]
    every = tuple(phase for those in phases.values() for phase in those)
    problems += _unseen(document, every)
    expanded = {name: text for name, text in systems.items() if name not in whole}
    for name, ramp in whole.items():
        expanded |= _expanded(ramp, systems[name])
    lines = {**document.lines, **dict(_moved(document, whole))}
    return replace(document, data={**data, "systems": expanded}, lines=lines), every, problems


def _ramp(name: str, text: Any) -> Ramp | None:
    """The phases of a system that are well formed, if it has any."""
    written = text.get("phases") if isinstance(text, dict) else None
    if not isinstance(written, list) or not written:
        return None
    phases = {}
    for number, phase in enumerate(written):
        try:
            phases[number] = PhaseShape.model_validate(phase)
        except ValidationError:
            continue
    return Ramp(str(name), _lifetime(text.get("lifetime")), phases, len(written))


def _lifetime(years: Any) -> float | None:
    """A lifetime that can be one; the shape tells what is wrong with any other."""
    is_number = isinstance(years, int | float) and not isinstance(years, bool)
    return float(years) if is_number and 0 < years <= LONGEST_LIFETIME else None


def _phase(ramp: Ramp, number: int) -> Phase:
    written = ramp.phases[number]
    start = date.fromisoformat(written.start)
    end = date.fromisoformat(written.end) if written.end else None
    stock = ramp.stock(number) if written.stock and ramp.stock(number) != ramp.system else ""
    return Phase(
        system=ramp.system,
        name=ramp.added(number),
        status=written.status,
        start=start,
        end=end,
        lifetime=ramp.lifetime,
        stock=stock,
    )


def _idle(document: Document, systems: Mapping[str, Any]) -> Iterator[Problem]:
    """Words about phases where there are none."""
    having = {
        name for name, text in systems.items() if isinstance(text, dict) and text.get("phases") not in (None, [], {})
    }
    for name, text in systems.items():
        if isinstance(text, dict) and name not in having:
            for key in {"phases", "lifetime"} & text.keys():
                what = "names no phase" if key == "phases" else "is of phases, and there are none"
                yield document.problem(("systems", name, key), f"{key} of {name} {what}; write phases or leave it out")
    for key in ("years", "fiscal_year_ends"):
        if not having and document.data.get(key) is not None:
            yield document.problem((key,), f"{key} is of phases, and no system has any; leave it out")


def _unseen(document: Document, phases: Sequence[Phase]) -> Iterator[Problem]:
    """Years that end before anything comes."""
    years = document.data.get("years")
    first = min((phase.start for phase in phases), default=None)
    is_told = isinstance(years, list) and years and all(isinstance(year, int) for year in years)
    if first and is_told and max(years) < first.year:
        yield document.problem(("years",), f"years end in {max(years)}, before the first phase on {first}")


def _taken(ramp: Ramp, document: Document) -> Iterator[Problem]:
    """Names that are used twice, and phases beside parts."""
    systems: Mapping[str, Any] = document.data["systems"]
    if systems[ramp.system].get("parts"):
        path: Path_ = ("systems", ramp.system, "parts")
        yield document.problem(path, f"{ramp.system} has both parts and phases; its phases are its parts")
    seen: set[str] = set()
    for number, phase in ramp.phases.items():
        path = ("systems", ramp.system, "phases", number)
        if phase.id in seen:
            yield document.problem(path, f"two phases of {ramp.system} are called {phase.id}; rename one")
        seen.add(phase.id)
        for name in {ramp.added(number), ramp.stock(number)} - {ramp.system}:
            if name in systems:
                message = f"the phase {phase.id} would be called {name}, which is another system; rename one"
                yield document.problem(path, message)


def _out_of_order(ramp: Ramp, document: Document) -> Iterator[Problem]:
    """Phases that end before they start, or start before the one above them is done."""
    before: PhaseShape | None = None
    for number, phase in ramp.phases.items():
        path: Path_ = ("systems", ramp.system, "phases", number)
        if phase.end and phase.end <= phase.start:
            yield document.problem(path, f"{phase.id} ends on {phase.end}, not after {phase.start}; swap from and to")
        if before and phase.start < before.start:
            message = f"{phase.id} starts on {phase.start}, before {before.id} on {before.start}; put phases in order"
            yield document.problem(path, message)
        elif before and phase.start < before.end:
            message = f"{phase.id} starts on {phase.start}, while {before.id} runs until {before.end}"
            yield document.problem(path, f"{message}; phases of one system follow each other")
        before = phase


def _retired_too_soon(ramp: Ramp, mine: Sequence[Phase], document: Document) -> Iterator[Problem]:
    """Facts about what stands after a phase, of which something before it is no longer: it is no sum of additions."""
    for number, phase in enumerate(mine):
        ends = [(other, change.start) for other in mine[:number] if (change := retirement(other))]
        gone = [(other, date.fromordinal(int(end))) for other, end in ends if end < building(phase).end]
        if ramp.phases[number].stock and gone:
            other, day = gone[0]
            message = (
                f"stock after {ramp.phases[number].id} is no sum of what was added, since {other.name} is retired from"
                f" {day} on; state what the phase adds under given, or leave lifetime out"
            )
            yield document.problem(("systems", ramp.system, "phases", number, "stock"), message)


def _expanded(ramp: Ramp, text: Mapping[str, Any]) -> dict[str, Any]:
    """The systems of the phases of one, and behind them the system that they build up."""
    whole = {key: value for key, value in text.items() if key != "phases"}
    written = text["phases"]
    found: dict[str, Any] = {}
    below: list[str] = []
    for number, phase in ramp.phases.items():
        added, stock = ramp.added(number), ramp.stock(number)
        kept = ("given", "assume", "use", "year", "description")
        own = {key: written[number][key] for key in kept if key in written[number]}
        found[added] = {"title": phase.title or phase.id, **({"year": whole["year"]} if "year" in whole else {}), **own}
        below.append(added)
        facts = written[number].get("stock")
        if not facts:
            continue
        if stock == ramp.system:
            whole["given"] = {**facts, **(whole.get("given") or {})}
        else:
            found[stock] = {"title": f"all that stands after {phase.id}", "parts": below, "given": facts}
            below = [stock]
    whole["parts"] = below
    return {**found, ramp.system: whole}


def _moved(document: Document, ramps: Mapping[str, Ramp]) -> Iterator[tuple[Path_, tuple[str, int]]]:
    """The lines of what is laid out elsewhere than where it is written, by where it went."""
    for path, place in document.lines.items():
        if len(path) < _WITHIN or path[0] != "systems" or path[2] != "phases" or path[1] not in ramps:
            continue
        ramp, number, rest = ramps[str(path[1])], int(path[3]), path[_WITHIN:]
        yield ("systems", ramp.added(number), *rest), place
        if rest[:1] == ("stock",):
            yield ("systems", ramp.stock(number), "given", *rest[1:]), place


_WITHIN = 4
"""Steps from the top of a scenario into a phase: systems, its name, phases, its number."""
