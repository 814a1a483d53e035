"""The common work: 25 formulas over 20 ranges, for 8 results; by the project, and by hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from estimator.catalog import load_catalog
from estimator.datum import Datum, Variable
from estimator.model import model
from estimator.scenario import case_of, read_scenario
from estimator.solution.worlds import Observatory
from estimator.solver.kernel import Kernel, compiled
from estimator.solver.plan import Plan
from estimator.uncertainty.distributions import Z90
from estimator.uncertainty.measurement import Bounds
from estimator.uncertainty.sampling import Sampler
from estimator.units.reading import to_coherent

Draws = NDArray[np.float64]
Work = Callable[[], object]

SCENARIO = Path(__file__).with_name("campus.yaml")

RESULTS = (
    "facility_power_per_accelerator",
    "load_factor",
    "reactors_with_outage",
    "reactors_by_energy",
    "matching_capacity_factor",
    "share_of_reactor_fleet_energy",
    "annual_compute",
    "h100_equivalents",
)

SERVER_SIZE = 8.0
YEAR = 8760 * 3600.0
H100_RATE = 1.979e15


@cache
def plan() -> Plan:
    """What the project would do about the scenario."""
    return Observatory(model(), case_of(read_scenario(SCENARIO), load_catalog()), 2_000, 1).plan()


@cache
def kernel() -> Kernel:
    """The project's program for the results."""
    return compiled(plan(), [Variable("", name) for name in RESULTS])


def sampler() -> Sampler:
    """The project's draws of the ranges that the results rest on."""
    return Sampler(data=tuple(kernel().drawn), seed=1)


def bounds() -> dict[Variable, Bounds]:
    """What values of the results are possible, in coherent units."""
    dimensions = {variable: plan().network.dimension(variable) for variable in kernel().outputs}
    return {
        variable: (dimension.lower * to_coherent(dimension.unit), dimension.upper * to_coherent(dimension.unit))
        for variable, dimension in dimensions.items()
    }


@dataclass(frozen=True)
class Marginal:
    """The distribution of one input in coherent units, in the terms that every statistics package has.

    `parameters`: mean and standard deviation, on the scale, of normal, log, logit and log_excess (log(x - 1));
    low and high of uniform; low, mode and high of triangular.
    """

    family: Literal["normal", "log", "logit", "log_excess", "uniform", "triangular"]
    parameters: tuple[float, ...]


def marginals() -> dict[str, Marginal]:
    """The distribution of every input."""
    return {datum.quantity: _marginal(datum) for datum in kernel().drawn}


def _marginal(datum: Datum) -> Marginal:
    value, factor = datum.value, datum.factor
    if value.family != "range":
        return Marginal(value.family, tuple(factor * parameter for parameter in value.parameters))  # type: ignore[arg-type]
    low, _, high = value.parameters
    match datum.dimension.scale:
        case "log":
            ends = log(low * factor), log(high * factor)
        case "logit":
            ends = log(low / (1 - low)), log(high / (1 - high))
        case "log_excess":
            ends = log(low - 1), log(high - 1)
    return Marginal(datum.dimension.scale, ((ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2 / Z90))


def bare_draws(generator: np.random.Generator, size: int) -> dict[str, Draws]:
    """The same random numbers with bare NumPy: one generator, no array but the result."""
    return {name: bare_draw(marginal, generator, size) for name, marginal in marginals().items()}


def bare_draw(marginal: Marginal, generator: np.random.Generator, size: int) -> Draws:
    """Random values of one input."""
    parameters = marginal.parameters
    if marginal.family == "triangular":
        return generator.triangular(*parameters, size)
    if marginal.family == "uniform":
        return generator.uniform(*parameters, size)
    drawn = generator.standard_normal(size)
    drawn *= parameters[1]
    drawn += parameters[0]
    return from_scale(marginal, drawn)


def from_scale(marginal: Marginal, values: Draws) -> Draws:
    """From the scale on which a distribution is normal to the quantity, in place."""
    if marginal.family == "logit":
        np.negative(values, out=values)
    if marginal.family in ("log", "logit", "log_excess"):
        np.exp(values, out=values)
    if marginal.family in ("logit", "log_excess"):
        values += 1
    if marginal.family == "logit":
        np.reciprocal(values, out=values)
    return values


def by_hand(
    x: Mapping[str, Any], year: Any = YEAR, server: Any = SERVER_SIZE, h100: Any = H100_RATE
) -> tuple[Any, ...]:
    """The results, by formulas as one would write them for floats, arrays or quantities of pint."""
    accelerator_power_limit = x["accelerator_tdp"] * x["power_limit_ratio"]
    server_overhead = x["server_rated_power"] / (server * x["accelerator_tdp"])
    it_power_per_accelerator = accelerator_power_limit * server_overhead * x["it_overhead"]
    accelerator_it_capacity = x["accelerators"] * it_power_per_accelerator
    it_capacity = accelerator_it_capacity + x["non_accelerator_it_capacity"]
    facility_capacity = it_capacity * x["peak_pue"]
    facility_power_per_accelerator = facility_capacity / x["accelerators"]
    facility_peak_demand = facility_capacity * x["demand_factor"]
    average_it_load = it_capacity * x["it_capacity_utilisation"]
    average_facility_load = average_it_load * x["pue"]
    capacity_utilisation = average_facility_load / facility_capacity
    load_factor = average_facility_load / facility_peak_demand
    annual_facility_energy = average_facility_load * year
    reactor_annual_energy = x["reactor_net_power"] * x["reactor_capacity_factor"] * year
    reactor_fleet_annual_energy = x["reactor_fleet_capacity"] * x["reactor_capacity_factor"] * year
    share_of_reactor_fleet_energy = annual_facility_energy / reactor_fleet_annual_energy
    delivered = 1 - x["grid_loss"]
    reactors_by_capacity = facility_capacity / (x["reactor_net_power"] * delivered)
    reactors_with_outage = reactors_by_capacity + x["reactors_out"]
    reactors_by_energy = annual_facility_energy / (reactor_annual_energy * delivered)
    full_load_matching = facility_capacity / (x["compared_reactors"] * x["reactor_net_power"] * delivered)
    matching_capacity_factor = full_load_matching * capacity_utilisation
    peak_compute_rate = x["accelerators"] * x["accelerator_peak_rate"]
    annual_compute = peak_compute_rate * x["mfu"] * x["utilisation"] * year
    h100_equivalents_per_accelerator = x["accelerator_peak_rate_8bit"] / h100
    h100_equivalents = x["accelerators"] * h100_equivalents_per_accelerator
    return (
        facility_power_per_accelerator,
        load_factor,
        reactors_with_outage,
        reactors_by_energy,
        matching_capacity_factor,
        share_of_reactor_fleet_energy,
        annual_compute,
        h100_equivalents,
    )


def blocks(size: int, block: int) -> list[slice]:
    """An array's range in blocks, the last of which may be shorter."""
    return [slice(start, min(start + block, size)) for start in range(0, size, block)]


def by_hand_in_blocks(x: Mapping[str, Draws], results: Sequence[Draws], block: int) -> Work:
    """The same formulas with every operation told where to write: results in place, the rest in few short buffers."""
    size = len(x["accelerators"])
    buffers = [np.empty(min(block, size)) for _ in range(6)]

    def work() -> None:
        for part in blocks(size, block):
            inputs = {name: values[part] for name, values in x.items()}
            scratch = [values[: part.stop - part.start] for values in buffers]
            _block_by_hand(inputs, [values[part] for values in results], scratch)

    return work


def _block_by_hand(x: Mapping[str, Draws], results: Sequence[Draws], scratch: Sequence[Draws]) -> None:
    per_accelerator, factor, outage, energy, matching, share, compute, h100e = results
    facility, load, a, b, reactor, delivered = scratch
    multiply, divide = np.multiply, np.divide
    multiply(x["accelerator_tdp"], x["power_limit_ratio"], a)
    multiply(x["accelerator_tdp"], SERVER_SIZE, b)
    divide(x["server_rated_power"], b, b)
    multiply(a, b, a)
    multiply(a, x["it_overhead"], a)
    multiply(x["accelerators"], a, a)
    np.add(a, x["non_accelerator_it_capacity"], a)  # IT capacity
    multiply(a, x["peak_pue"], facility)
    divide(facility, x["accelerators"], per_accelerator)
    multiply(facility, x["demand_factor"], b)
    multiply(a, x["it_capacity_utilisation"], load)
    multiply(load, x["pue"], load)
    divide(load, facility, a)  # capacity utilisation
    divide(load, b, factor)
    multiply(load, YEAR, load)
    multiply(x["reactor_fleet_capacity"], x["reactor_capacity_factor"], b)
    multiply(b, YEAR, b)
    divide(load, b, share)
    np.subtract(1.0, x["grid_loss"], delivered)
    multiply(x["reactor_net_power"], delivered, b)
    divide(facility, b, b)
    np.add(b, x["reactors_out"], outage)
    multiply(x["reactor_net_power"], x["reactor_capacity_factor"], reactor)
    multiply(reactor, YEAR, reactor)
    multiply(reactor, delivered, reactor)
    divide(load, reactor, energy)
    multiply(x["compared_reactors"], x["reactor_net_power"], b)
    multiply(b, delivered, b)
    divide(facility, b, b)
    multiply(b, a, matching)
    multiply(x["accelerators"], x["accelerator_peak_rate"], a)
    multiply(a, x["mfu"], a)
    multiply(a, x["utilisation"], a)
    multiply(a, YEAR, compute)
    divide(x["accelerator_peak_rate_8bit"], H100_RATE, a)
    multiply(x["accelerators"], a, h100e)


def in_slots(draws: int, block: int) -> Work:
    """The project's program on blocks of draws where its own sampler leaves them: in its slots, not in memory."""
    program = kernel()
    slots, scratch = program.slots(block), np.empty(block)
    sampler().fill(0, [slots[slot] for slot in program.drawn.values()], scratch)

    def work() -> None:
        for _ in range(-(-draws // block)):
            program.run(slots)

    return work


def by_kernel(x: Mapping[str, Draws], results: Sequence[Draws], block: int) -> Work:
    """The project's program over the same arrays, parts of which stand in the place of its slots."""
    program, size = kernel(), len(x["accelerators"])
    read = [(slot, x[datum.quantity]) for datum, slot in program.drawn.items()]
    written = [(slot, results[RESULTS.index(variable.quantity)]) for variable, slot in program.outputs.items()]
    parts = blocks(size, block)
    memory = {length: program.slots(length) for length in {part.stop - part.start for part in parts}}

    def work() -> None:
        for part in parts:
            slots = memory[part.stop - part.start]
            for slot, values in (*read, *written):
                slots[slot] = values[part]
            program.run(slots)

    return work
