"""The power ladder: from the accelerator package to the grid connection, all at design load."""

from estimator.units.dimensions import (
    Accelerators,
    AcceleratorsPerServer,
    ConnectableAccelerators,
    ConnectablePower,
    Duration,
    EnergyOfConnection,
    Expectation,
    Fraction,
    PeakDemand,
    Power,
    PowerOrZero,
    PowerPerAccelerator,
    PowerPerServer,
    RatioFromOne,
    Servers,
)

accelerators: Accelerators
"""Number of accelerator packages: not dies, not equivalents."""

accelerator_tdp: PowerPerAccelerator
"""Design limit of the accelerator package (thermal design power). Not a measurement."""

power_limit_ratio: Fraction
"""Power limit set by the operator over the design limit; 1 where nothing is capped."""

accelerators_per_server: AcceleratorsPerServer
"""Accelerators in one server. A rack that is one domain of fast links, such as an NVL72, counts as a server."""

server_rated_power: PowerPerServer
"""Highest power that the maker rates a server for, at its input."""

server_measured_power: PowerPerServer
"""Highest power that was measured on one server at work. The demand factor of a site is another figure."""

it_overhead: RatioFromOne
"""IT power over server power: network between servers, storage, management."""

non_accelerator_it_capacity: PowerOrZero
"""IT capacity that serves no accelerator, such as halls of general servers."""

peak_pue: RatioFromOne
"""Facility power over IT power at design load on a design day. Sizes the site; the annual PUE does not."""

demand_factor: Fraction
"""Realised peak demand of the facility over its nameplate draw."""

connection_capacity: Power
"""Power contracted with the grid operator; independent of what is installed."""


def accelerator_power_limit(accelerator_tdp: PowerPerAccelerator, power_limit_ratio: Fraction) -> PowerPerAccelerator:
    """Power that each accelerator is provisioned for."""
    return accelerator_tdp * power_limit_ratio


def server_overhead(
    server_rated_power: PowerPerServer,
    accelerators_per_server: AcceleratorsPerServer,
    accelerator_tdp: PowerPerAccelerator,
) -> RatioFromOne:
    """Rated server power over the sum of its accelerators' design limits.

    Belongs to the server: packages that already hold CPU and memory need a server overhead of their own.
    """
    return server_rated_power / (accelerators_per_server * accelerator_tdp)


def it_power_per_accelerator(
    accelerator_power_limit: PowerPerAccelerator, server_overhead: RatioFromOne, it_overhead: RatioFromOne
) -> PowerPerAccelerator:
    """Rated IT power for each accelerator: its own, and its share of server, network, storage and management."""
    return accelerator_power_limit * server_overhead * it_overhead


def servers(accelerators: Accelerators, accelerators_per_server: AcceleratorsPerServer) -> Servers:
    """Servers that hold the accelerators, all of them full."""
    return accelerators / accelerators_per_server


def accelerator_capacity(accelerators: Accelerators, accelerator_power_limit: PowerPerAccelerator) -> Power:
    """Rated power of the accelerator packages alone."""
    return accelerators * accelerator_power_limit


def server_capacity(accelerator_capacity: Power, server_overhead: RatioFromOne) -> Power:
    """Rated power of the servers that hold the accelerators."""
    return accelerator_capacity * server_overhead


def accelerator_it_capacity(accelerators: Accelerators, it_power_per_accelerator: PowerPerAccelerator) -> Power:
    """Rated IT power of the accelerator clusters: servers, network, storage, management."""
    return accelerators * it_power_per_accelerator


def it_capacity(accelerator_it_capacity: Power, non_accelerator_it_capacity: PowerOrZero) -> Power:
    """Rated power of everything at IT equipment input."""
    return accelerator_it_capacity + non_accelerator_it_capacity


def facility_capacity(it_capacity: Power, peak_pue: RatioFromOne) -> Power:
    """Nameplate power drawn by the facility, from the grid and from generation on site, with all IT running.

    Transformer and UPS losses are inside `peak_pue`; redundancy adds equipment, not draw.
    """
    return it_capacity * peak_pue


def facility_power_per_accelerator(facility_capacity: Power, accelerators: Accelerators) -> PowerPerAccelerator:
    """Nameplate facility power for each accelerator, all-in."""
    return facility_capacity / accelerators


def facility_peak_demand(facility_capacity: Power, demand_factor: Fraction) -> PeakDemand:
    """Highest power that the facility is expected to draw. Measured peaks enter here and only here.

    Peaks of the parts of a whole need not coincide, so they are not added up.
    """
    return facility_capacity * demand_factor


def connectable_capacity(connection_capacity: Power, demand_factor: Fraction) -> ConnectablePower:
    """Largest nameplate draw whose expected peak the connection carries, without generation on site."""
    return connection_capacity / demand_factor


def connectable_it_capacity(connectable_capacity: ConnectablePower, peak_pue: RatioFromOne) -> ConnectablePower:
    """IT capacity of the largest site that the connection carries."""
    return connectable_capacity / peak_pue


def connectable_accelerators(
    connectable_it_capacity: ConnectablePower, it_power_per_accelerator: PowerPerAccelerator
) -> ConnectableAccelerators:
    """Accelerators of the largest site that the connection carries."""
    return connectable_it_capacity / it_power_per_accelerator


def connectable_annual_energy(connection_capacity: Power, operating_year: Duration) -> EnergyOfConnection:
    """Energy of a year at the whole contracted power: an upper bound, never an estimate."""
    return connection_capacity * operating_year


def facility_draws_at_least_the_accelerators_limit(
    facility_power_per_accelerator: PowerPerAccelerator, accelerator_power_limit: PowerPerAccelerator
) -> Expectation:
    """A facility that provides less than the accelerators' own limit was probably sized on something else."""
    return facility_power_per_accelerator >= accelerator_power_limit


def measured_power_stays_within_the_rating(
    server_measured_power: PowerPerServer, server_rated_power: PowerPerServer
) -> Expectation:
    """A server that draws more than its rating was measured, or rated, in another configuration."""
    return server_measured_power <= server_rated_power


def peak_demand_fits_the_connection(facility_peak_demand: PeakDemand, connection_capacity: Power) -> Expectation:
    """Demand above the contracted power needs generation on site or a larger connection."""
    return facility_peak_demand <= connection_capacity
