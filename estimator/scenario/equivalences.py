"""Equivalences that newspapers write, and what each can rest on: they are checked, and nothing is solved from them."""

from dataclasses import dataclass

from estimator.datum import Claim
from estimator.model import model


@dataclass(frozen=True)
class Basis:
    """One way to reckon an equivalence: the quantity that is it, or one that is divided by `over`.

    `whole`: a number of whole units that the quantity takes, rather than the nearest.
    """

    name: str
    quantity: str
    over: str = ""
    whole: bool = False


FAMILIES: dict[str, tuple[Basis, ...]] = {
    "homes": (
        Basis("yearly-use", "households"),
        Basis("plant-yearly-use", "plant_households"),
        Basis("full-draw", "households", over="capacity_utilisation"),
        Basis("peak", "peak_households"),
    ),
    "full-draw-homes": (Basis("full-draw", "full_draw_households"), Basis("yearly-use", "households")),
    "inhabitants": (
        Basis("use-at-home", "inhabitants"),
        Basis("all-uses", "all_use_inhabitants"),
        Basis("full-draw", "inhabitants", over="capacity_utilisation"),
    ),
    "reactors": (
        Basis("power", "reactors_by_capacity"),
        Basis("energy", "reactors_by_energy"),
        Basis("whole-units", "reactors_by_capacity", whole=True),
        Basis("one-out", "reactors_with_outage", whole=True),
    ),
    "reactor-fleet": (
        Basis("power", "share_of_reactor_fleet_capacity"),
        Basis("energy", "share_of_reactor_fleet_energy"),
    ),
    "cars": (
        Basis("charging", "electric_cars"),
        Basis("full-draw", "electric_cars", over="capacity_utilisation"),
    ),
    "country": (
        Basis("energy", "national_share"),
        Basis("peak", "national_peak_share"),
        Basis("full-draw", "national_share", over="capacity_utilisation"),
    ),
    "city": (Basis("energy", "city_share"), Basis("full-draw", "city_share", over="capacity_utilisation")),
    "operator": (Basis("energy", "operator_share"),),
    "world": (Basis("energy", "world_data_centre_share"),),
    "water-homes": (Basis("water", "water_households"),),
    "pools": (Basis("water", "pools"),),
    "cars-by-carbon": (Basis("carbon", "carbon_cars"),),
    "flights": (Basis("carbon", "carbon_flights"),),
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
