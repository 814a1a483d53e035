"""The model: one module per subject, in reading order. The tuple is the model; there is no registration."""

from estimator.equations import compute, energy, power, reactors

MODULES = (power, energy, reactors, compute)
