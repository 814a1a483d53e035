"""Sweeps: the same scenario at many points."""
