"""Equivalences that newspapers write, and what each can rest on: they are checked, and nothing is solved from them."""

from dataclasses import dataclass

from estimator.case import Claim
from estimator.model import model


@dataclass(frozen=True)
class Basis:
    """One way to reckon an equivalence: the quantity that is it, or one that is divided by `over`.

    `told_as` is the message that says so. `whole`: the whole units that it takes, rather than the nearest number.
    """

    told_as: str
    quantity: str
    over: str = ""
    whole: bool = False

    @property
    def name(self) -> str:
        """What data call it."""
        return self.told_as.removeprefix("basis.")


FAMILIES: dict[str, tuple[Basis, ...]] = {
    "homes": (
        Basis("basis.yearly-use", "households"),
        Basis("basis.plant-yearly-use", "plant_households"),
        Basis("basis.full-draw", "households", over="capacity_utilisation"),
        Basis("basis.peak", "peak_households"),
    ),
    "full-draw-homes": (Basis("basis.full-draw", "full_draw_households"), Basis("basis.yearly-use", "households")),
    "inhabitants": (
        Basis("basis.use-at-home", "inhabitants"),
        Basis("basis.all-uses", "all_use_inhabitants"),
        Basis("basis.full-draw", "inhabitants", over="capacity_utilisation"),
    ),
    "reactors": (
        Basis("basis.power", "reactors_by_capacity"),
        Basis("basis.energy", "reactors_by_energy"),
        Basis("basis.whole-units", "reactors_by_capacity", whole=True),
        Basis("basis.one-out", "reactors_with_outage", whole=True),
    ),
    "reactor-fleet": (
        Basis("basis.power", "share_of_reactor_fleet_capacity"),
        Basis("basis.energy", "share_of_reactor_fleet_energy"),
    ),
    "cars": (
        Basis("basis.charging", "electric_cars"),
        Basis("basis.full-draw", "electric_cars", over="capacity_utilisation"),
    ),
    "country": (
        Basis("basis.energy", "national_share"),
        Basis("basis.peak", "national_peak_share"),
        Basis("basis.full-draw", "national_share", over="capacity_utilisation"),
    ),
    "city": (Basis("basis.energy", "city_share"), Basis("basis.full-draw", "city_share", over="capacity_utilisation")),
    "operator": (Basis("basis.energy", "operator_share"),),
    "world": (Basis("basis.energy", "world_data_centre_share"),),
    "water-homes": (Basis("basis.water", "water_households"),),
    "pools": (Basis("basis.water", "pools"),),
    "cars-by-carbon": (Basis("basis.carbon", "carbon_cars"),),
    "flights": (Basis("basis.carbon", "carbon_flights"),),
}
"""Bases by what is compared with; those of which the model has no quantity are not asked for."""


def family(quantity: str) -> str:
    """The equivalence that a quantity is a basis of; nothing where it is none."""
    return next((name for name, bases in FAMILIES.items() if any(basis.quantity == quantity for basis in bases)), "")


def bases(quantity: str) -> tuple[Basis, ...]:
    """All bases of the equivalence that a quantity is one of, as far as the model has them."""
    known = model().quantities
    found = FAMILIES.get(family(quantity), ())
    return tuple(one for one in found if one.quantity in known and (not one.over or one.over in known))


def is_equivalence(claim: Claim) -> bool:
    """Whether whatever a claim can mean is an equivalence."""
    return bool(claim.readings) and all(family(variable.quantity) for variable, _ in claim.readings)
