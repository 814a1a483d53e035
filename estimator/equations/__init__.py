"""The model: one module per subject, in reading order. The tuple is the model; there is no registration."""

from estimator.equations import (
    backup,
    carbon,
    compute,
    cost,
    energy,
    equivalents,
    generators,
    inference,
    lifetimes,
    materials,
    mix,
    plants,
    power,
    reactors,
    supply,
    training,
    water,
)

MODULES = (
    power, energy, reactors, compute, mix, lifetimes, carbon, water, supply, generators, backup, materials,
    plants, cost, training, inference, equivalents,
)  # fmt: skip
