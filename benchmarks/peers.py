"""The common work in other packages of statistics: each draws every quantity once, then computes the same formulas."""

from collections.abc import Mapping
from typing import Any

import monaco
import numpy as np
import openturns
import scipy.stats
import squigglepy
from campus import H100_RATE, RESULTS, SERVER_SIZE, YEAR, Marginal, by_hand, from_scale, marginals

from estimator.uncertainty.measurement import LEVELS

PERCENTILES = [100 * level for level in LEVELS]


def squiggled(draws: int) -> list[Any]:
    """Three percentiles of every result, by squigglepy."""
    squigglepy.set_seed(1)
    x = {}
    for name, marginal in marginals().items():
        drawn = squigglepy.sample(_squiggle(marginal), n=draws)
        x[name] = drawn if marginal.family == "log" else from_scale(marginal, drawn)
    return [squigglepy.get_percentiles(result, PERCENTILES) for result in by_hand(x)]


def _squiggle(marginal: Marginal) -> Any:
    parameters = marginal.parameters
    match marginal.family:
        case "uniform":
            return squigglepy.uniform(*parameters)
        case "triangular":
            return squigglepy.triangular(*parameters)
        case "log":
            return squigglepy.lognorm(norm_mean=parameters[0], norm_sd=parameters[1])
    return squigglepy.norm(mean=parameters[0], sd=parameters[1])


FORMULAS = f"""
var it_capacity := accelerators * accelerator_tdp * power_limit_ratio
    * server_rated_power / ({SERVER_SIZE} * accelerator_tdp) * it_overhead + non_accelerator_it_capacity;
var facility_capacity := it_capacity * peak_pue;
var average_facility_load := it_capacity * it_capacity_utilisation * pue;
var annual_facility_energy := average_facility_load * {YEAR};
facility_power_per_accelerator := facility_capacity / accelerators;
load_factor := average_facility_load / (facility_capacity * demand_factor);
reactors_with_outage := facility_capacity / (reactor_net_power * (1 - grid_loss)) + reactors_out;
reactors_by_energy := annual_facility_energy
    / (reactor_net_power * reactor_capacity_factor * {YEAR} * (1 - grid_loss));
matching_capacity_factor := facility_capacity / (compared_reactors * reactor_net_power * (1 - grid_loss))
    * (average_facility_load / facility_capacity);
share_of_reactor_fleet_energy := annual_facility_energy / (reactor_fleet_capacity * reactor_capacity_factor * {YEAR});
annual_compute := accelerators * accelerator_peak_rate * mfu * utilisation * {YEAR};
h100_equivalents := accelerators * (accelerator_peak_rate_8bit / {H100_RATE!r});
"""

_BACKWARD = {"logit": "1 / (1 + exp(-{0}))", "log_excess": "1 + exp({0})"}


def turned() -> Any:
    """The results as a random vector of OpenTURNS."""
    drawn = {name: _turn(marginal) for name, marginal in marginals().items()}
    names = [f"z_{name}" if marginals()[name].family in _BACKWARD else name for name in drawn]
    scales = [
        f"var {name} := {_BACKWARD[marginal.family].format(f'z_{name}')};"
        for name, marginal in marginals().items()
        if marginal.family in _BACKWARD
    ]
    function = openturns.SymbolicFunction(names, list(RESULTS), "\n".join([*scales, FORMULAS]))
    inputs = openturns.RandomVector(openturns.JointDistribution(list(drawn.values())))
    return openturns.CompositeRandomVector(function, inputs)


def _turn(marginal: Marginal) -> Any:
    parameters = marginal.parameters
    match marginal.family:
        case "uniform":
            return openturns.Uniform(*parameters)
        case "triangular":
            return openturns.Triangular(*parameters)
        case "log":
            return openturns.LogNormal(*parameters)
    return openturns.Normal(*parameters)


def turned_quantiles(results: Any, draws: int) -> list[Any]:
    """Three quantiles of every result, by OpenTURNS."""
    sample = results.getSample(draws)
    return [list(row) for row in sample.computeQuantilePerComponent(list(LEVELS))]


def simulated(draws: int) -> list[Any]:
    """Three quantiles of every result, by monaco: it calls the formulas once for every draw."""
    simulation = monaco.Sim(
        name="campus", ndraws=draws, fcns={"preprocess": _numbers, "run": _outcome, "postprocess": _record},
        samplemethod="random", seed=1, singlethreaded=True, savecasedata=False, savesimdata=False, verbose=False,
        logfile=None,
    )  # fmt: skip
    for name, marginal in marginals().items():
        simulation.addInVar(name=name, **_scipy(marginal))
    simulation.runSim()
    return [np.quantile(simulation.outvars[name].nums, LEVELS) for name in RESULTS]


def _scipy(marginal: Marginal) -> dict[str, Any]:
    parameters = marginal.parameters
    match marginal.family:
        case "uniform":
            low, high = parameters
            return {"dist": scipy.stats.uniform, "distkwargs": {"loc": low, "scale": high - low}}
        case "triangular":
            low, mode, high = parameters
            shape = {"c": (mode - low) / (high - low), "loc": low, "scale": high - low}
            return {"dist": scipy.stats.triang, "distkwargs": shape}
    return {"dist": scipy.stats.norm, "distkwargs": {"loc": parameters[0], "scale": parameters[1]}}


def _numbers(case: Any) -> tuple[dict[str, float]]:
    known = marginals().items()
    return ({name: float(from_scale(marginal, np.array(case.invals[name].val))) for name, marginal in known},)


def _outcome(x: Mapping[str, float]) -> tuple[Any, ...]:
    return by_hand(x)


def _record(case: Any, *results: float) -> None:
    for name, result in zip(RESULTS, results, strict=True):
        case.addOutVal(name, result)
