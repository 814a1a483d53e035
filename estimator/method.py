"""How something is to be solved: draws, seed, settings, day. Every public function has its arguments checked here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from estimator.catalog import Catalog, catalog_as_of
from estimator.errors import EstimatorError, Problem
from estimator.interface.arguments import Texts, day, quantities_of, switch, texts, told, whole_number
from estimator.uncertainty.sampling import check_draws

DRAWS = 100_000
"""Enough for medians good to half a per cent, whatever the width, at no felt wait."""

SEED = 1

Read = TypeVar("Read")


@dataclass(frozen=True, kw_only=True)
class Method:
    """How something is to be solved, its arguments checked.

    `asked` are quantities that are worked out even if nothing is said of their subject; `as_of` is a day, of which only
    what was known by then is taken from the catalog.
    """

    draws: int = DRAWS
    seed: int = SEED
    qmc: bool = False
    assumptions: bool = True
    settings: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    as_of: date | None = None

    @property
    def catalog(self) -> Catalog:
        """The catalog with what was known on the day."""
        return catalog_as_of(self.as_of)


USUAL = Method()
"""How things are solved where nobody says how."""


def method_of(
    *,
    draws: Any = DRAWS,
    seed: Any = SEED,
    qmc: Any = False,
    assumptions: Any = True,
    settings: Texts = (),
    asked: Texts = (),
    as_of: Any = None,
    progress: Any = None,
    workers: Any = None,
) -> Method:
    """The method that arguments ask for; `progress` and `workers` are looked at and are no part of it.

    Raises:
        EstimatorError: every argument that is none, with what to write.
    """
    problems = [*_idle(progress, workers)]
    method = Method(
        draws=_or(DRAWS, problems, lambda: _draws(draws)), seed=_or(SEED, problems, lambda: whole_number("seed", seed)),
        qmc=_or(False, problems, lambda: switch("qmc", qmc)),
        assumptions=_or(True, problems, lambda: switch("assumptions", assumptions)),
        settings=_or((), problems, lambda: texts("settings", settings, "site.pue=1.1")),
        asked=_or((), problems, lambda: quantities_of("asked", asked)),
        as_of=_or(None, problems, lambda: day("as_of", as_of)),
    )  # fmt: skip
    if problems:
        raise EstimatorError(problems)
    return method


def _or(otherwise: Read, problems: list[Problem], read: Callable[[], Read]) -> Read:
    """What is read; or something else, once it is noted what is wrong with it."""
    try:
        return read()
    except EstimatorError as error:
        problems += error.problems
        return otherwise


def _draws(written: Any) -> int:
    draws = whole_number("draws", written, least=None)
    check_draws(draws)
    return draws


def _idle(progress: Any, workers: Any) -> Iterator[Problem]:
    """What cannot be told of progress, and what cannot compute."""
    if progress is not None and not callable(progress):
        yield Problem(f"progress should be a function of the draws done and of all draws, got {told(progress)}")
    if workers is not None and not (callable(getattr(workers, "map", None)) and hasattr(workers, "count")):
        advice = "such as those of estimator.computing.cluster.workers_at"
        yield Problem(f"workers should have a map and a count, {advice}; got {told(workers)}")
