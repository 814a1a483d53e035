"""The streams of the catalog's ranges, in the order of their Sobol dimensions.

They stand in streams.txt. Append only: a new range goes to the end, and one that leaves the catalog stays. So no other
range changes its dimension, and no quasi-random result moves. What most scenarios use stands first, where Sobol points
are best. Grids, climates, countries, costs, models, technologies, generators and materials are too many: they take
theirs as facts do.
"""

from pathlib import Path

CATALOG_STREAMS = tuple((Path(__file__).parent / "streams.txt").read_text("utf-8").split())
"""The streams, in the order of their dimensions."""
