"""Numbers to so many significant digits as tables have them, many at once."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DIGITS = 12
"""As `digits.without_noise` has it."""

_EXACT = 22
"""Powers of ten up to this are exact in floating point: one division by them rounds as decimal notation does."""

_TIE = 1e-3
"""So near to the middle between two decimals, a product of floats cannot tell which is nearer."""


def rounded(numbers: Array) -> Array:
    """Each number as the float that its decimal notation of twelve significant digits stands for."""
    with np.errstate(all="ignore"):
        shift = DIGITS - 1 - np.floor(np.log10(np.abs(numbers)))
        plain = np.abs(shift) <= _EXACT  # not for nothing and NaN
        power = 10.0 ** np.abs(np.where(plain, shift, 0.0))
        scaled = np.where(shift < 0, numbers / power, numbers * power)
        whole = np.rint(scaled)
        plain &= (np.abs(np.abs(scaled - whole) - 0.5) > _TIE) & (np.abs(whole) < 10.0**DIGITS)
        found: Array = np.where(shift < 0, whole * power, whole / power)
    found[~plain] = [float(f"{number:.{DIGITS}g}") for number in numbers[~plain].tolist()]
    return found
