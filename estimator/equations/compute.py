"""From accelerators to compute. FLOP is a count, FLOP/s a rate; peak rates are dense."""

from estimator.units.dimensions import (
    Accelerators,
    Compute,
    ComputeOfOneRun,
    ComputeRate,
    ComputeRatePerAccelerator,
    ComputeRatePerH100e,
    Days,
    Duration,
    Fraction,
    H100Equivalents,
    H100EquivalentsPerAccelerator,
    Memory,
    MemoryBandwidth,
    MemoryBandwidthPerAccelerator,
    MemoryPerAccelerator,
)

accelerator_peak_rate: ComputeRatePerAccelerator
"""Vendor's dense peak at the precision in use."""

accelerator_peak_rate_8bit: ComputeRatePerAccelerator
"""Vendor's dense peak at 8 bits, integer or floating point, whichever is higher."""

h100_peak_rate_8bit: ComputeRatePerH100e
"""The rate that defines one H100 equivalent: dense 8-bit peak of an H100 SXM (Epoch AI's convention; others exist)."""

accelerator_memory: MemoryPerAccelerator
"""Memory of the accelerator package beside the die or on it, such as HBM; without on-chip caches."""

accelerator_memory_bandwidth: MemoryBandwidthPerAccelerator
"""Vendor's peak bandwidth of that memory."""

mfu: Fraction
"""Model FLOP/s over dense peak at the precision in use, recomputation excluded, while stepping."""

utilisation: Fraction
"""Share of wall-clock time spent in useful steps."""

reference_compute: ComputeOfOneRun
"""Size of one training run by which paces are told: the one from which laws call a model a frontier model."""


def h100_equivalents_per_accelerator(
    accelerator_peak_rate_8bit: ComputeRatePerAccelerator, h100_peak_rate_8bit: ComputeRatePerH100e
) -> H100EquivalentsPerAccelerator:
    """H100 equivalents of one accelerator, by dense 8-bit peak."""
    return accelerator_peak_rate_8bit / h100_peak_rate_8bit


def h100_equivalents(
    accelerators: Accelerators, h100_equivalents_per_accelerator: H100EquivalentsPerAccelerator
) -> H100Equivalents:
    """Accelerators counted as H100s of the same total dense 8-bit peak."""
    return accelerators * h100_equivalents_per_accelerator


def peak_compute_rate(accelerators: Accelerators, accelerator_peak_rate: ComputeRatePerAccelerator) -> ComputeRate:
    """Sum of the accelerators' dense peaks at the precision in use. Never reached in work."""
    return accelerators * accelerator_peak_rate


def memory(accelerators: Accelerators, accelerator_memory: MemoryPerAccelerator) -> Memory:
    """Memory of all accelerators."""
    return accelerators * accelerator_memory


def memory_bandwidth(
    accelerators: Accelerators, accelerator_memory_bandwidth: MemoryBandwidthPerAccelerator
) -> MemoryBandwidth:
    """Sum of the peak bandwidths of the accelerators' memories. It bounds generation as peak rates bound training."""
    return accelerators * accelerator_memory_bandwidth


def annual_compute(
    peak_compute_rate: ComputeRate, mfu: Fraction, utilisation: Fraction, operating_year: Duration
) -> Compute:
    """Useful floating-point operations in a year, all accelerators at work on one kind of job."""
    return peak_compute_rate * mfu * utilisation * operating_year


def reference_compute_duration(
    reference_compute: ComputeOfOneRun, annual_compute: Compute, operating_year: Duration
) -> Days:
    """Days in which the site does as many useful operations as the reference run has."""
    return reference_compute / annual_compute * operating_year
