"""The model: one module per subject, in reading order. The tuple is the model; there is no registration."""

from estimator.equations import (
    carbon,
    compute,
    cost,
    energy,
    equivalents,
    inference,
    power,
    reactors,
    training,
    water,
)

MODULES = (power, energy, reactors, compute, carbon, water, cost, training, inference, equivalents)
