"""Materials in the site and in the plants behind it, never added up, and the silicon in the accelerators.

High-bandwidth memory is counted by its bytes, as `memory`.
"""

from estimator.units.dimensions import (
    Accelerators,
    AreaPerWafer,
    Fraction,
    Mass,
    MassOfSupply,
    MassPerPower,
    Power,
    SiliconPerAccelerator,
    SupplyCapacity,
    Wafers,
)

copper_per_facility_power: MassPerPower
"""Copper in a site's power distribution, earthing, cooling and cables over its nameplate draw."""

structural_steel_per_facility_power: MassPerPower
"""Steel in the frames of a site's buildings over its nameplate draw: no reinforcement, no equipment."""

copper_per_supply_power: MassPerPower
"""Copper in power plants of one technology over their nameplate."""

steel_per_supply_power: MassPerPower
"""Steel in power plants of one technology over their nameplate."""

concrete_per_supply_power: MassPerPower
"""Concrete in power plants of one technology over their nameplate."""

silicon_per_accelerator: SiliconPerAccelerator
"""Area of the compute dies in an accelerator package; memory is made on wafers of its own."""

wafer_area: AreaPerWafer
"""Area of a wafer of 300 mm."""

wafer_use: Fraction
"""Area of good dies over that of the wafers: the rest is lost at edges and scribe lines and to defects."""


def site_copper(facility_capacity: Power, copper_per_facility_power: MassPerPower) -> Mass:
    """Copper that is built into the site."""
    return facility_capacity * copper_per_facility_power


def site_structural_steel(facility_capacity: Power, structural_steel_per_facility_power: MassPerPower) -> Mass:
    """Steel in the frames of the site's buildings."""
    return facility_capacity * structural_steel_per_facility_power


def supply_copper(supply_capacity: SupplyCapacity, copper_per_supply_power: MassPerPower) -> MassOfSupply:
    """Copper in plants that generate what the facility takes from its grid over a year, without lines to the site."""
    return supply_capacity * copper_per_supply_power


def supply_steel(supply_capacity: SupplyCapacity, steel_per_supply_power: MassPerPower) -> MassOfSupply:
    """Steel in plants that generate what the facility takes from its grid over a year."""
    return supply_capacity * steel_per_supply_power


def supply_concrete(supply_capacity: SupplyCapacity, concrete_per_supply_power: MassPerPower) -> MassOfSupply:
    """Concrete in plants that generate what the facility takes from its grid over a year."""
    return supply_capacity * concrete_per_supply_power


def silicon_wafers(
    accelerators: Accelerators,
    silicon_per_accelerator: SiliconPerAccelerator,
    wafer_area: AreaPerWafer,
    wafer_use: Fraction,
) -> Wafers:
    """Wafers of logic that the accelerators' compute dies are cut from."""
    return accelerators * silicon_per_accelerator / (wafer_area * wafer_use)
