"""How many reactors a load needs, and what their outages mean."""
