"""Facts in which a prefix has probably slipped: far from all of the catalog, or too little for one accelerator."""

from collections.abc import Iterator, Mapping

from estimator.catalog import Catalog
from estimator.claims.findings import Finding
from estimator.datum import Case, Datum, Tier, Variable
from estimator.estimates import Estimate
from estimator.model import model
from estimator.uncertainty.distributions import quantiles
from estimator.wording import datum_text, listed, value_text

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
        if known and (told := _told(value, min(known), max(known), datum.dimension.shown_in)):
            yield Finding("slip", variable.system, (variable.quantity,), f"{variable} {told}")


def _sizes(case: Case, known: Mapping[Variable, Estimate]) -> Iterator[Finding]:
    """Systems whose stated sizes come to less than one accelerator, or less than one server where no more is known."""
    stated: dict[str, dict[str, Datum]] = {}
    for variable, datum in case.data:
        if datum.tier == Tier.GIVEN and datum.dimension.extensive:
            stated.setdefault(variable.system, {})[variable.quantity] = datum
    for system, sizes in ((system, stated[system]) for system in case.parts if system in stated):
        count = next((known[one] for name in _COUNTED if (one := Variable(system, name)) in known), None)
        if count and count.p95 and count.p95 < 1 and count.side not in (">=", "either"):
            told = listed([f"{Variable(system, name)} {datum_text(datum)}" for name, datum in sizes.items()])
            advice = " (bn USD?)" if any("USD" in datum.dimension.unit for datum in sizes.values()) else ""
            message = f"with {told} there would be {count}, less than one; check the prefix of every unit{advice}"
            yield Finding("slip", system, tuple(sizes), message)


def _told(value: float, low: float, high: float, unit: str) -> str:
    """What there is to say of a value beside the lowest and the highest figure; nothing where it is near them."""
    factor = max(value / high, low / value) if value > 0 else 1.0
    right = [moved for prefix in _PREFIXES for moved in (value / prefix, value * prefix) if low <= moved <= high]
    if factor < (_NEAR if right else _FAR):
        return ""
    end, side = (high, "highest") if value > high else (low, "lowest")
    advice = f"; {_text(right[0], unit)} would be among them" if right else ""
    beside = f"the {side} figure of the catalog is {_text(end, unit)}"
    return f"{_text(value, unit)} is out of the ordinary: {beside}{advice}; check the prefixes of its unit"


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


def _text(value: float, unit: str) -> str:
    return value_text(value, value, value, unit)
