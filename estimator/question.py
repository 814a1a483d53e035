"""A question, and its answers: the same question over the same files and versions is answered by the same numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from estimator.computing.workers import Workers
from estimator.errors import EstimatorError, Problem
from estimator.files.document import plain
from estimator.method import DRAWS, SEED
from estimator.results.result import Result
from estimator.runs import estimate, run
from estimator.uncertainty.measurement import Progress

Watch = Callable[[], Progress]


@dataclass(frozen=True)
class Question:
    """Scenario files with what overrides them, or facts; and how they are to be solved.

    `settings` and `facts` are texts NAME=VALUE, as the command line takes them; `asked` are quantities to be known,
    whatever the scenario is about; `as_of` is a day, of which only what was known by then is taken from the catalog.
    """

    files: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    draws: int = DRAWS
    seed: int = SEED
    qmc: bool = False
    assumptions: bool = True
    asked: tuple[str, ...] = ()
    as_of: str | None = None


def answers(question: Question, watch: Watch | None = None, workers: Workers | None = None) -> list[Result]:
    """One result for each file, or one for the facts; `watch` starts to tell the progress of one of them.

    What they are does not depend on the workers that compute them.

    Raises:
        EstimatorError: every problem of every file, or of the facts.
    """
    if question.facts:
        named = _named(question.facts)
        return [
            estimate(
                named, draws=question.draws, seed=question.seed, assumptions=question.assumptions, qmc=question.qmc,
                progress=watch() if watch else None, asked=question.asked, workers=workers, as_of=question.as_of,
            )
        ]  # fmt: skip
    results: list[Result] = []
    problems: list[Problem] = []
    for file in question.files:
        try:
            results.append(
                run(
                    Path(file), question.settings, draws=question.draws, seed=question.seed,
                    assumptions=question.assumptions, qmc=question.qmc, progress=watch() if watch else None,
                    asked=question.asked, workers=workers, as_of=question.as_of,
                )
            )  # fmt: skip
        except EstimatorError as error:
            problems += error.problems
    if problems:
        raise EstimatorError(problems)
    return results


def _named(facts: tuple[str, ...]) -> dict[str, object]:
    named: dict[str, object] = {}
    for fact in facts:
        name, equals, value = (part.strip() for part in fact.partition("="))
        if not equals or not value:
            raise EstimatorError(f"{fact}: write NAME=VALUE, such as facility_capacity='2 GW'")
        if name in named:
            raise EstimatorError(f"{name} is given twice")
        named[name] = plain(value)
    return named
