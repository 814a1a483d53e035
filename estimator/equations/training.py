"""Training a model: compute from parameters and tokens, then hours, energy, carbon and days on this site."""

from estimator.units.dimensions import (
    Accelerators,
    AnnualTokens,
    CarbonPerEnergy,
    CarbonPerRun,
    Compute,
    ComputeOfOneRun,
    ComputePerRun,
    ComputePerToken,
    ComputeRatePerAccelerator,
    Days,
    DurationPerRun,
    EnergyPerRun,
    Fraction,
    Lifetime,
    Parameters,
    PowerInRun,
    PowerPerAccelerator,
    RatioFromOne,
    Runs,
    Tokens,
    TokensPerParameter,
    TokensPerRun,
    WorkPerRun,
    Years,
)

model_parameters: Parameters
"""Parameters of a model that are active for each token: all of a dense one, a part of a mixture of experts."""

training_tokens: TokensPerRun
"""Tokens that a training run reads, repeated ones counted again."""

flop_per_parameter_token: ComputePerToken
"""Operations for each active parameter and token of training: two forward, four backward (C = 6ND)."""

training_power_share: Fraction
"""Power of accelerator packages, averaged over a run, over the limit that each is provisioned for."""

tokens_per_parameter: TokensPerParameter
"""Tokens for each parameter at which a given compute trains best (Hoffmann et al. 2022)."""

text_stock: Tokens
"""Public text written by people, as tokens."""


def training_compute(
    model_parameters: Parameters, training_tokens: TokensPerRun, flop_per_parameter_token: ComputePerToken
) -> ComputePerRun:
    """Useful operations of a training run, attention and repeated forward passes left out."""
    return model_parameters * training_tokens * flop_per_parameter_token


def accelerator_hours(
    training_compute: ComputePerRun,
    accelerator_peak_rate: ComputeRatePerAccelerator,
    mfu: Fraction,
    utilisation: Fraction,
) -> WorkPerRun:
    """Hours of one accelerator that a run takes, stops and restarts included."""
    return training_compute / (accelerator_peak_rate * mfu * utilisation)


def average_accelerator_power(
    accelerator_power_limit: PowerPerAccelerator, training_power_share: Fraction
) -> PowerInRun:
    """Power of the accelerator package alone, averaged over a run."""
    return accelerator_power_limit * training_power_share


def training_accelerator_energy(accelerator_hours: WorkPerRun, average_accelerator_power: PowerInRun) -> EnergyPerRun:
    """Energy of a run at the accelerators alone: the figure that model cards print."""
    return accelerator_hours * average_accelerator_power


def training_it_energy(
    training_accelerator_energy: EnergyPerRun, server_overhead: RatioFromOne, it_overhead: RatioFromOne
) -> EnergyPerRun:
    """Energy of a run at IT equipment input: servers, network and storage draw in step with their accelerators."""
    return training_accelerator_energy * server_overhead * it_overhead


def training_facility_energy(training_it_energy: EnergyPerRun, pue: RatioFromOne) -> EnergyPerRun:
    """Energy of a run at the facility."""
    return training_it_energy * pue


def training_carbon_location_based(
    training_facility_energy: EnergyPerRun, facility_carbon_intensity: CarbonPerEnergy
) -> CarbonPerRun:
    """Direct emissions of grid and generators for a run, by location: whatever was contracted."""
    return training_facility_energy * facility_carbon_intensity


def training_duration(accelerator_hours: WorkPerRun, accelerators: Accelerators) -> DurationPerRun:
    """Days that a run takes on all accelerators at once."""
    return accelerator_hours / accelerators


def annual_training_runs(annual_compute: Compute, training_compute: ComputePerRun) -> Runs:
    """Runs of this size that a year's compute amounts to."""
    return annual_compute / training_compute


def compute_optimal_tokens(
    annual_compute: Compute, tokens_per_parameter: TokensPerParameter, flop_per_parameter_token: ComputePerToken
) -> Tokens:
    """Tokens that one run of a year's compute would read, trained as well as it can be.

    They grow with the square root of compute: half of it goes into a larger model.
    """
    return (annual_compute * tokens_per_parameter / flop_per_parameter_token) ** 0.5


def compute_for_text_stock(
    text_stock: Tokens, tokens_per_parameter: TokensPerParameter, flop_per_parameter_token: ComputePerToken
) -> ComputeOfOneRun:
    """Compute of the one run that would read the whole stock of text, trained as well as it can be."""
    return text_stock**2 * flop_per_parameter_token / tokens_per_parameter


def years_for_text_stock(compute_for_text_stock: ComputeOfOneRun, annual_compute: Compute, one_year: Lifetime) -> Years:
    """Years of this site's compute that such a run would take. A run of a tenth of them reads a third of the stock."""
    return compute_for_text_stock / annual_compute * one_year


def annual_training_tokens(
    annual_compute: Compute, model_parameters: Parameters, flop_per_parameter_token: ComputePerToken
) -> AnnualTokens:
    """Tokens that the site reads in a year if it trains models of this size and does nothing else."""
    return annual_compute / (model_parameters * flop_per_parameter_token)


def text_stock_reading_time(text_stock: Tokens, annual_training_tokens: AnnualTokens, one_year: Lifetime) -> Days:
    """Days in which the site reads the whole stock of text once at that pace, whatever that does for a model."""
    return text_stock / annual_training_tokens * one_year
