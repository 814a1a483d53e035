"""From a scenario to the data that are solved: facts, catalog figures and assumptions, each on its system."""

from calendar import isleap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from estimator.case import Case, Unknown
from estimator.catalog import KINDS, Catalog
from estimator.datum import Datum, Stated, Tier, Value, Variable
from estimator.errors import EstimatorError
from estimator.model import model
from estimator.scenario.correlations import correlations_of
from estimator.scenario.equivalences import is_equivalence
from estimator.scenario.prices import in_prices
from estimator.scenario.reader import Scenario, System


def case_of(scenario: Scenario, catalog: Catalog, assumptions: bool = True, claims: bool = True) -> Case:
    """All data of a scenario. Catalog and assumptions go to the leaves; facts and `use` of a whole pass down to them.

    `claims` of one reading are facts. Correlations may name assumptions that are left out; then nothing is there to be
    correlated.

    Raises:
        EstimatorError: parts of one whole state different years, or correlations that cannot be.
    """
    _check_years(scenario)
    data = [*_said(scenario, catalog, claims), *_supplied(scenario, catalog)]
    data = [(variable, in_prices(datum, scenario.prices, catalog)) for variable, datum in data]
    whole = case_of(scenario, catalog.whole, claims=claims) if catalog.whole else None
    correlations = whole.correlations if whole else correlations_of(scenario, data)
    if not assumptions:
        data = [stated for stated in data if stated[1].tier != Tier.ASSUMPTION]
    drawn = {datum.key for _, datum in data if not datum.value.is_point}
    correlations = tuple(pair for pair in correlations if {pair.first, pair.second} <= drawn)
    unknown = tuple(_unknown(whole, data, catalog, assumptions)) if whole else ()
    parts = {name: system.parts for name, system in scenario.systems.items()}
    return Case(parts=parts, data=tuple(data), correlations=correlations, prices=scenario.prices, unknown=unknown)


def _said(scenario: Scenario, catalog: Catalog, claims: bool) -> list[Stated]:
    """Conventions, and what the scenario states."""
    data: list[Stated] = []
    for system in scenario.systems.values():
        data += _conventions(system, catalog)
        data += _facts(scenario, system)
    return [*data, *_claimed(scenario, {variable for variable, _ in data})] if claims else data


def _supplied(scenario: Scenario, catalog: Catalog) -> Iterator[Stated]:
    """Totals of all systems, and what the leaves have from the catalog, the scenario's assumptions, and defaults."""
    choices = choices_of(scenario)
    for system in scenario.systems.values():
        totals = list(_totals(system, catalog))
        yield from totals
        if system.parts:
            continue
        chosen = {name: choice.default for name, choice in catalog.choices.items()} | choices[system.name]
        chosen["year"] = str(system.year or "")
        figures = _used(chosen, catalog)
        own = {quantity: _stated(scenario, system, quantity, Tier.ASSUMPTION) for quantity in system.assume}
        yield from ((Variable(system.name, quantity), datum) for quantity, datum in (*figures.items(), *own.items()))
        yield from _assumed(system, chosen, catalog, {*figures, *own, *(variable.quantity for variable, _ in totals)})


def _unknown(whole: Case, known: Sequence[Stated], catalog: Catalog, assumptions: bool) -> Iterator[Unknown]:
    """What the whole catalog has of quantities of which a catalog as of a day has nothing."""
    stated = {variable for variable, _ in known}
    for variable, datum in whole.data:
        if variable not in stated and (assumptions or datum.tier != Tier.ASSUMPTION):
            first = (catalog.whole or catalog).versions(datum.key)[0]
            yield Unknown(variable, first.since, first.datum.sources)


def _conventions(system: System, catalog: Catalog) -> Iterator[Stated]:
    for figure in catalog.conventions:
        datum = figure.options[""]
        if figure.quantity == "operating_year" and system.year is not None:
            hours = 8784.0 if isleap(system.year) else 8760.0
            datum = Datum(
                quantity=figure.quantity,
                value=Value("point", (hours,)),
                dimension=datum.dimension,
                tier=Tier.CONVENTION,
                key=f"year/{system.year}",
                because=f"the hours of {system.year}",
            )
        yield Variable(system.name, figure.quantity), datum


def _facts(scenario: Scenario, system: System) -> Iterator[Stated]:
    """A system's own facts, on the system or, for what its parts share, on each of them that states nothing."""
    for quantity in system.given:
        dimension = model().quantities[quantity].dimension
        datum = _stated(scenario, system, quantity, Tier.GIVEN)
        if not system.parts or dimension.over_parts != "shared":
            yield Variable(system.name, quantity), datum
            continue
        for heir in _heirs(scenario, system, quantity):
            yield Variable(heir, quantity), datum


def _claimed(scenario: Scenario, stated: Collection[Variable]) -> Iterator[Stated]:
    """Claims that can mean one thing only, which are facts; called by what they are of unless that is stated twice.

    Equivalences are none: what newspapers compare with says nothing of what was announced.
    """
    for claim in scenario.claims:
        if len(claim.readings) == 1 and not is_equivalence(claim):
            ((variable, datum),) = claim.readings
            yield variable, datum if variable in stated else replace(datum, key=str(variable))


def _heirs(scenario: Scenario, system: System, quantity: str) -> list[str]:
    heirs: dict[str, None] = {}
    queue, seen = list(system.parts), set(system.parts)
    while queue:
        part = scenario.systems[queue.pop(0)]
        if quantity in part.given:
            continue
        if not part.parts:
            heirs[part.name] = None
        queue += [name for name in part.parts if name not in seen]
        seen.update(part.parts)
    return list(heirs)


def _stated(scenario: Scenario, system: System, quantity: str, tier: Tier) -> Datum:
    """What a system's `given` says of a quantity, or its `assume`."""
    section, facts = ("given", system.given) if tier == Tier.GIVEN else ("assume", system.assume)
    fact = facts[quantity]
    sources = (scenario.sources[fact.source],) if fact.source else ()
    return Datum(
        quantity=quantity,
        value=fact.value,
        dimension=model().quantities[quantity].dimension,
        tier=tier,
        key=str(Variable(system.name, quantity)),
        sources=sources,
        where=fact.where,
        quote=fact.quote,
        because=fact.because,
        place=scenario.place(system.name, quantity, section),
    )


def choices_of(scenario: Scenario) -> dict[str, dict[str, str]]:
    """What `use` says for each system: its own word, else that of a whole it is part of."""
    result = {name: dict(system.use) for name, system in scenario.systems.items()}
    for system in reversed(list(scenario.systems.values())):  # wholes before parts
        for part in system.parts:
            result[part] = {**result[system.name], **result[part]}
    return result


def _totals(system: System, catalog: Catalog) -> Iterator[Stated]:
    """Figures of entries that add up over parts, such as a site's power: they are the system's that names the entry."""
    for kind, name in KINDS.items():
        if name in system.use:
            for figure in catalog.entries[kind][system.use[name]].figures:
                datum = figure.chosen({**system.use, "year": str(system.year or "")})
                if datum and datum.dimension.extensive:
                    yield Variable(system.name, figure.quantity), datum


def _used(choices: Mapping[str, str], catalog: Catalog) -> dict[str, Datum]:
    """Figures of the entries chosen, but for totals, which parts do not share with their whole.

    A year's own figures stand in place of a long run that they determine.
    """
    chosen = dict(choices)
    if "accelerator" in chosen and (server := catalog.entries["accelerators"][chosen["accelerator"]].server):
        chosen.setdefault("server", server)
    named = {kind: chosen[name] for kind, name in KINDS.items() if name in chosen}
    figures = [figure for kind, key in named.items() for figure in catalog.entries[kind][key].figures]
    found = {
        figure.quantity: datum
        for figure in figures
        if (datum := figure.chosen(chosen)) and not datum.dimension.extensive
    }
    general = {
        figure.quantity for figure in figures if chosen.get(figure.by) and chosen[figure.by] not in figure.options
    }
    own = found.keys() - general
    return {name: datum for name, datum in found.items() if name in own or not _follows(name, own, catalog)}


def _assumed(system: System, chosen: Mapping[str, str], catalog: Catalog, known: Collection[str]) -> Iterator[Stated]:
    for figure in catalog.assumptions:
        datum = figure.chosen(chosen)
        if datum and figure.quantity not in known and not _follows(figure.quantity, known, catalog):
            yield Variable(system.name, figure.quantity), datum


def _follows(quantity: str, known: Collection[str], catalog: Catalog) -> bool:
    """Whether one equation gives a quantity from what the catalog says of the entries chosen."""
    given = {quantity, *known, *(figure.quantity for figure in catalog.conventions)}
    return any(given >= {equation.name, *equation.inputs} for equation in model().using.get(quantity, ()))


def _check_years(scenario: Scenario) -> None:
    for system in scenario.systems.values():
        years = {scenario.systems[part].year for part in system.parts} | ({system.year} if system.parts else set())
        if len(years) > 1:
            message = f"{system.name} and its parts cover different years; state one year for all of them"
            raise EstimatorError([scenario.document.problem(("systems", system.name, "parts"), message)])
