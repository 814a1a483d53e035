"""A scenario at the points of a sweep: read once for every choice, its numbers changed for every point."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from estimator.case import Case
from estimator.catalog import Catalog
from estimator.datum import Datum, Stated, Tier, Value
from estimator.errors import MOST_TOLD, EstimatorError, Problem
from estimator.files.document import Document
from estimator.method import Method
from estimator.model import model
from estimator.scenario import Scenario, Written, case_of, scenario_of
from estimator.scenario.prices import in_prices
from estimator.scenario.reader import Origin
from estimator.scenario.settings import SET
from estimator.solver.plan import lay_out, make_plan
from estimator.sweeps.axes import Axis, Choices
from estimator.wording import listed

Choice = tuple[int, ...]
"""The places of what is chosen, for each axis; 0 for an axis of numbers."""


@dataclass(frozen=True)
class Ground:
    """What is swept over: a scenario, and all that is the same at every point."""

    written: Written
    axes: tuple[Axis, ...]
    method: Method

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are read: the scenario, and those that it lies over."""
        scenario, _ = self.read((0,) * len(self.axes))
        return tuple(scenario.document.files)

    def check(self) -> None:
        """Refuse what no point can be.

        Raises:
            EstimatorError: every problem of the file and of every choice; a name that is also set, or that other facts
                determine.
        """
        problems = [
            Problem(f"{axis.name} is both set and swept; leave one of the two out")
            for axis in self.axes
            if axis.name in {setting.partition("=")[0].strip() for setting in self.method.settings}
        ]
        for choice in self._choices():
            if len(problems) > MOST_TOLD:
                break
            try:
                self.read(choice)
            except EstimatorError as error:
                problems += error.problems
        if not problems:
            _, case = self.read((0,) * len(self.axes))
            problems += self._determined(case)
        if problems:
            raise EstimatorError(problems)

    def _choices(self) -> Iterator[Choice]:
        """Every choice of each axis, with the first ones of the others."""
        first = (0,) * len(self.axes)
        yield first
        for number, axis in enumerate(self.axes):
            if isinstance(axis, Choices):
                places = range(1, len(axis) if axis.name.rpartition(".")[2] not in model().quantities else 1)
                yield from ((*first[:number], place, *first[number + 1 :]) for place in places)

    def read(self, choice: Choice) -> tuple[Scenario, Case]:
        """The scenario and its case for one choice, at any of its numbers.

        Raises:
            EstimatorError: every problem of the file, or of what is chosen.
        """
        texts = [
            axis.texts[place] if isinstance(axis, Choices) else axis.text
            for axis, place in zip(self.axes, choice, strict=True)
        ]
        swept = [f"{axis.name}={text}" for axis, text in zip(self.axes, texts, strict=True)]
        try:
            scenario = scenario_of(self.written, (*self.method.settings, *swept))
            case = case_of(scenario, self.method.catalog, self.method.assumptions)
        except EstimatorError as error:
            raise EstimatorError([self._renamed(problem) for problem in error.problems]) from None
        read = Document("", {}, files=scenario.document.files)  # points need no text
        return replace(scenario, document=read, origin=Origin()), replace(case, asked=self.method.asked)

    def _renamed(self, problem: Problem) -> Problem:
        """A problem of what is swept under the name of the option that it comes from."""
        for axis in self.axes:
            if problem.file == f"--set {axis.name}":
                return replace(problem, file=f"--over {axis.name}")
            if problem.message.startswith(f"--set {axis.name}="):
                return replace(problem, message=problem.message.replace("--set", "--over", 1))
        return problem

    def _determined(self, case: Case) -> Iterator[Problem]:
        """What is swept although other facts, or what else is swept, determine it."""
        facts = [stated for stated in case.data if stated[1].tier <= Tier.GIVEN and not stated[1].value.side]
        for axis in self.axes:
            own = [stated for stated in facts if is_of(stated[1], axis)]
            others = [stated for stated in facts if stated not in own]
            if not own:
                continue
            plan = make_plan(lay_out(model(), replace(case, data=tuple(others), asked=_quantities(own))), others)
            for variable, _ in own:
                if variable in plan.made_by or variable in plan.basis:
                    support = sorted(plan.response(variable), key=plan.network.index.__getitem__)
                    names = [str(name) for name in support if variable not in plan.basis]
                    source = listed(names) or "what is stated of it elsewhere"
                    yield Problem(
                        f"{axis.name} follows from {source}; sweeping it would contradict them:"
                        f" leave it out, or take one of them from the file"
                    )


def _quantities(stated: Sequence[Stated]) -> tuple[str, ...]:
    return tuple(variable.quantity for variable, _ in stated)


def is_of(datum: Datum, axis: Axis) -> bool:
    """Whether a datum is what an axis gives; claims may have any name, and are not set for a run."""
    return datum.key == axis.name and _is_set(datum)


def _is_set(datum: Datum) -> bool:
    return datum.tier == Tier.GIVEN and datum.because.startswith(SET)  # a sum of money adds where its rates are from


def at(case: Case, numbers: Mapping[str, Value], catalog: Catalog) -> Case:
    """A case with other numbers for what is swept, by name; money is converted by the rates of a catalog."""

    def changed(datum: Datum) -> Datum:
        if datum.key not in numbers or not _is_set(datum):
            return datum
        stated = replace(datum, value=numbers[datum.key], sources=(), where="", because=SET)
        return in_prices(stated, case.prices, catalog)  # which adds where its rates are from

    return replace(case, data=tuple((variable, changed(datum)) for variable, datum in case.data))
