"""Ranges as samples: distributions, and one random stream for each datum."""
