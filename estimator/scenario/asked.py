"""A scenario as it is asked for in one word: its file, one of its systems, and what overrides it."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from estimator.case import Case
from estimator.errors import Problem, suggestion
from estimator.scenario.reader import Scenario
from estimator.scenario.written import TEXT, Written, is_text, scenario_of

_SETTING = re.compile(r"@(?=[A-Za-z][\w.-]*\s*=)")
_SYSTEM = re.compile(r"[^/\\.]+")


@dataclass(frozen=True)
class Asked:
    """What was written, and what it says. Without a `system`, all of them are meant."""

    text: str
    source: Written
    system: str = ""
    settings: tuple[str, ...] = ()

    def scenario(self) -> Scenario:
        """The scenario, read.

        Raises:
            EstimatorError: every problem of the file, or of what overrides it.
        """
        return scenario_of(self.source, self.settings)

    def misnamed(self, scenario: Scenario) -> Iterator[Problem]:
        """What is wrong with the system that is asked for."""
        if self.system and self.system not in scenario.systems:
            known = [name for name in scenario.systems if name]
            near = suggestion(self.system, known, f"; it has {', '.join(known)}" if known else "; it has no named ones")
            yield Problem(f"there is no system {self.system}{near}", str(self.source))


def asked(written: Written, settings: Sequence[str] = ()) -> Asked:
    """What `FILE:SYSTEM@NAME=VALUE` asks for, with further settings. Those without a system are of the one chosen.

    A scenario that is no file is asked for as a whole.

    >>> asked("a.yaml:site@pue=1.3@fleet.accelerators=2 M accelerators").settings
    ('site.pue=1.3', 'fleet.accelerators=2 M accelerators')
    """
    if is_text(written) or not isinstance(written, str | os.PathLike):
        return Asked("", written, settings=tuple(settings))
    name, *own = _SETTING.split(str(written))
    path, _, system = name.rpartition(":")
    if not (path and _SYSTEM.fullmatch(system)):
        path, system = name, ""
    of_system = f"{system}." if system else ""
    named = (one if "." in one.partition("=")[0] else of_system + one for one in (*settings, *own))
    return Asked(str(written), path, system, tuple(named))


def cases_by_side(sides: Sequence[tuple[Scenario, Case]], letters: Sequence[str]) -> list[Case]:
    """The cases of scenarios side by side; places in a text have the letter of the first scenario of the same text.

    Else two texts would share what they say on the same line, as one file does with itself. Plain data share what they
    say by the same way and in the same number.
    """
    written = [scenario.origin.document.data for scenario, _ in sides]
    return [_lettered(case, letters[written.index(data)]) for (_, case), data in zip(sides, written, strict=True)]


def _lettered(case: Case, letter: str) -> Case:
    """A case in which the places of data that stand in a text begin with a letter."""
    data = (
        (variable, replace(datum, place=f"{letter}: {datum.place}") if datum.place.startswith(f"{TEXT}:") else datum)
        for variable, datum in case.data
    )
    return replace(case, data=tuple(data))
