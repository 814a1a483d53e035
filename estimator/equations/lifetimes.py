"""How long things are used, and over which time their cost and emissions are spread."""

from estimator.units.dimensions import Lifetime

it_lifetime: Lifetime
"""Years for which IT equipment is used, and over which its cost and emissions are spread."""

facility_lifetime: Lifetime
"""Years for which a facility is used, and over which its cost and emissions are spread."""

one_year: Lifetime
"""One year: what annual figures are of."""
