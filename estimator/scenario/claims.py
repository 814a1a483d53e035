"""Claims of a scenario: what was said, as data of every quantity that it can mean."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from estimator.case import Claim
from estimator.datum import Datum, Source, Stated, Tier, Variable
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files.document import Document
from estimator.model import model
from estimator.scenario.shapes import ClaimShape, ScenarioShape, conventions
from estimator.units.reading import read
from estimator.values import value_of

_LONGEST_NAME = 60


def claims_of(shape: ScenarioShape, sources: Mapping[str, Source], document: Document) -> tuple[Claim, ...]:
    """The claims of a scenario, in the order of the file.

    Raises:
        EstimatorError: a name of no system or quantity, a unit that does not fit a reading, a claim that means nothing,
            two claims of one name; each with its line.
    """
    problems: list[Problem] = []
    found: dict[str, Claim] = {}
    for number, said in enumerate(shape.claims):
        key = said.id or f"claim-{number + 1}"
        path = ("claims", number)
        wrong = list(_wrong(said, key, found))
        file, line = document.lines.get(path, ("", 0))
        place = f"{file}:{line}" if line else file
        readings: list[Stated] = []
        for name in dict.fromkeys(_in_full(said.reads_as)):
            try:
                variable = _variable(name, shape)
                readings.append((variable, _datum(variable, said, key, sources, place)))
            except EstimatorError as error:
                wrong.append(str(error))
        problems += [document.problem(path, message) for message in wrong]
        value = _as_written(said.value)
        found[key] = Claim(
            key=key,
            value=value,
            about=said.about,
            readings=tuple(readings),
            source=sources.get(said.source),
            where=said.where,
            quote=said.quote,
            because=said.because,
            place=place,
        )
    if problems:
        raise EstimatorError(problems)
    return tuple(found.values())


USUALLY_READ = {
    "power": ("facility_capacity", "it_capacity", "accelerator_capacity", "average_facility_load"),
    "money": ("capex", "construction_capex", "compute_capex"),
    "homes": ("households",),
    "reactors": ("reactors_by_capacity", "reactors_by_energy"),
    "water": ("annual_site_water_consumption", "annual_site_water_withdrawal", "annual_grid_water"),
    "carbon": ("annual_scope2_location_based", "annual_scope2_market_based", "annual_upstream_carbon"),
}
"""What a word of the press can mean, as it is usually meant first: `reads_as: site.power` stands for all of it."""


def _in_full(names: Sequence[str]) -> Iterator[str]:
    """The quantities that names stand for: their own, or all that a word usually means."""
    for name in names:
        system, dot, word = name.rpartition(".")
        yield from (f"{system}{dot}{quantity}" for quantity in USUALLY_READ.get(word, (word,)))


def _wrong(said: ClaimShape, key: str, others: Mapping[str, Claim]) -> Iterator[str]:
    """What is wrong with a claim, whatever it can mean."""
    if key in others:
        yield f"two claims are called {key}; give one of them another id"
    if len(key) > _LONGEST_NAME or not all(part.isalnum() for part in key.split("-")):
        yield f"'{key[:_LONGEST_NAME]}' is no name of a claim; use letters, digits and dashes"
    if not (said.reads_as or said.about):
        yield f"{key}: say what it can mean under reads_as, or what it is about"
    if not said.reads_as:
        if not isinstance(said.value, str):
            yield f"{key}: write the value as a number and a unit, such as 80 bn USD"
            return
        try:
            read(said.value)
        except EstimatorError as error:
            yield str(error)


def _as_written(value: Any) -> str:
    """A value in words: `~1 GW`, or `uniform, low 8 GW, high 9 GW`."""
    if not isinstance(value, dict):
        return str(value)
    (first, numbers), *others = value.items() or [("", "")]
    if isinstance(numbers, dict) and not others:
        return ", ".join([str(first), *(f"{name} {number}" for name, number in numbers.items())])
    return ", ".join(f"{name} {number}" for name, number in value.items())


def _variable(name: str, shape: ScenarioShape) -> Variable:
    """The variable that a reading names."""
    system, _, quantity = name.rpartition(".")
    if system not in (set(shape.systems) or {""}):
        near = suggestion(system, shape.systems, f"; it has {', '.join(shape.systems)}" if shape.systems else "")
        what = (
            f"there is no system {system}"
            if system
            else f"say of which system, such as {next(iter(shape.systems))}.{quantity}"
        )
        raise EstimatorError(f"reads_as {name}: {what}{near if system else ''}")
    if quantity not in model().quantities:
        near = suggestion(quantity, model().quantities, "; estimator quantities lists them all")
        raise EstimatorError(f"reads_as {name}: {quantity} is not a quantity{near}")
    if quantity in conventions():
        raise EstimatorError(f"reads_as {name}: {quantity} is a convention, which nobody claims")
    return Variable(system, quantity)


def _datum(variable: Variable, said: ClaimShape, key: str, sources: Mapping[str, Source], place: str) -> Datum:
    dimension = model().quantities[variable.quantity].dimension
    written: Any = said.value
    value = value_of(written, variable.quantity, dimension)
    cited = (sources[said.source],) if said.source in sources else ()
    return Datum(
        quantity=variable.quantity,
        value=value,
        dimension=dimension,
        tier=Tier.GIVEN,
        key=key,
        sources=cited,
        where=said.where,
        quote=said.quote,
        because=said.because,
        place=place,
    )
