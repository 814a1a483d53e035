"""What equations may use beside arithmetic: a closed list of functions of numbers without dimension.

Each rises or falls steadily in every argument and takes floats, arrays, complex numbers and quantities alike.
"""

from collections.abc import Callable, Mapping
from typing import Any

_NEXT_TO_NOTHING = 1e-200
"""No number of use is changed by it, and 0 / 0 becomes what it tends to."""


def annuity(rate: Any, periods: Any) -> Any:
    """What payments of 1 at the end of each period are worth at their start: (1 - (1 + rate) ** -periods) / rate.

    At a rate of zero they are worth their sum, the number of periods.
    """
    import numpy as np  # slow to load, and not needed to read the equations

    force = np.log1p(rate) + _NEXT_TO_NOTHING  # of interest; (1 + rate) - 1 would lose the digits of a small rate
    return -np.expm1(-periods * force) / np.expm1(force)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {function.__name__: function for function in (annuity,)}
