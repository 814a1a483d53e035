"""Quantities as people write and read them: numbers, units, dimensions, digits."""
