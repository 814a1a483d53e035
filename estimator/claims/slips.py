"""Facts that lie so far from everything in the catalog that a prefix of their unit has probably slipped."""

from collections.abc import Iterator

from estimator.catalog import Catalog
from estimator.claims.findings import Finding
from estimator.datum import Case, Datum, Tier
from estimator.model import model
from estimator.uncertainty.distributions import quantiles
from estimator.wording import value_text

_PREFIXES = (1e3, 1e6)
"""How far one prefix is from the next, and from the one after."""

_NEAR = 3.0
"""A fact that is less far outside the catalog's figures than this is unusual, and no more."""

_FAR = 100.0
"""A fact that is further outside than this is told, even where no prefix explains it."""


def slips(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """Facts about rates and intensities, such as a price of electricity, that no entry of the catalog comes near.

    Sizes are left alone: a site, a run or a sum of money can be of any.
    """
    for variable, datum in case.data:
        if datum.tier != Tier.GIVEN:
            continue
        unit, value = datum.dimension.unit, quantiles(datum)[1]
        known = _known(variable.quantity, catalog) if "/" in unit and not unit.endswith("/run") else []
        if known and (told := _told(value, min(known), max(known), datum.dimension.shown_in)):
            yield Finding("slip", variable.system, (variable.quantity,), f"{variable} {told}")


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
