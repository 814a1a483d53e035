"""Facts in which a prefix has probably slipped: far from all of the catalog, or too little for one accelerator."""

from collections.abc import Iterator, Mapping, Sequence

from estimator.case import Case
from estimator.catalog import Catalog
from estimator.datum import Datum, Tier, Variable
from estimator.model import model
from estimator.results.estimates import Estimate
from estimator.results.findings import Finding
from estimator.uncertainty.distributions import quantiles
from estimator.wording import Listed, Message, point, stated

_PREFIXES = (1e3, 1e6)
"""How far one prefix is from the next, and from the one after."""

_NEAR = 3.0
"""A fact that is less far outside the catalog's figures than this is unusual, and no more."""

_FAR = 100.0
"""A fact that is further outside than this is told, even where no prefix explains it."""

_COUNTED = ("accelerators", "servers")
"""What there is at least one of; the first that is known counts, since a few accelerators are a part of a server."""


def slips(case: Case, catalog: Catalog, known: Mapping[Variable, Estimate]) -> Iterator[Finding]:
    """Rates that no entry of the catalog comes near; where there are none, sizes too small for what is `known` of them.

    Otherwise sizes are left alone: a site, a run or a sum of money can be of any.
    """
    rates = list(_rates(case, catalog))
    told = {finding.system for finding in rates}
    yield from rates
    yield from (finding for finding in _sizes(case, known) if finding.system not in told)


def _rates(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """Facts about rates and intensities, such as a price of electricity, far from all figures of the catalog."""
    for variable, datum in case.data:
        if datum.tier != Tier.GIVEN:
            continue
        unit, value = datum.dimension.unit, quantiles(datum)[1]
        known = _known(variable.quantity, catalog) if "/" in unit and not unit.endswith("/run") else []
        if known and (told := _told(variable, value, known, datum.dimension.shown_in)):
            yield Finding(kind="slip", system=variable.system, quantities=(variable.quantity,), told=told)


def _sizes(case: Case, known: Mapping[Variable, Estimate]) -> Iterator[Finding]:
    """Systems whose stated sizes come to less than one accelerator, or less than one server where no more is known."""
    facts: dict[str, dict[str, Datum]] = {}
    for variable, datum in case.data:
        if datum.tier == Tier.GIVEN and datum.dimension.extensive:
            facts.setdefault(variable.system, {})[variable.quantity] = datum
    for system, sizes in ((system, facts[system]) for system in case.parts if system in facts):
        count = next((known[one] for name in _COUNTED if (one := Variable(system, name)) in known), None)
        if count and count.p95 and count.p95 < 1 and count.side not in (">=", "either"):
            named = [(Variable(system, name), datum) for name, datum in sizes.items()]
            money = any("USD" in datum.dimension.unit for datum in sizes.values())
            told = Message.of(
                "finding.slip-of-size",
                stated=Listed(tuple(Message.of("datum", variable=one, value=stated(datum)) for one, datum in named)),
                count=count.told,
                advice=Message.of("slip.billions") if money else None,
            )
            yield Finding(kind="slip", system=system, quantities=tuple(sizes), told=told)


def _told(variable: Variable, value: float, known: Sequence[float], unit: str) -> Message | None:
    """What there is to say of a value beside the lowest and the highest figure; nothing where it is near them."""
    low, high = min(known), max(known)
    factor = max(value / high, low / value) if value > 0 else 1.0
    right = [moved for prefix in _PREFIXES for moved in (value / prefix, value * prefix) if low <= moved <= high]
    if factor < (_NEAR if right else _FAR):
        return None
    end, side = (high, "highest") if value > high else (low, "lowest")
    return Message.of(
        "finding.slip-of-rate",
        variable=variable,
        value=point(value, unit),
        end=side,
        known=point(end, unit),
        right=point(right[0], unit) if right else None,
    )


def _known(quantity: str, catalog: Catalog) -> list[float]:
    """Both ends of all figures of a quantity above zero; where there are none, of all quantities of its unit."""
    unit = model().quantities[quantity].dimension.unit
    alike = {name for name, other in model().quantities.items() if other.dimension.unit == unit}
    found = list(_data({quantity}, catalog)) or list(_data(alike, catalog))
    return [end for datum in found for end in quantiles(datum)[::2] if end > 0]


def _data(names: set[str], catalog: Catalog) -> Iterator[Datum]:
    """The figures of some quantities, in entries and among the assumptions."""
    entries = (entry for kind in catalog.entries.values() for entry in kind.values() if names & {*entry.quantities})
    for figure in (*(figure for entry in entries for figure in entry.figures), *catalog.assumptions):
        if figure.quantity in names:
            yield from figure.options.values()
