"""The median of numbers, as numpy has it: its own loads masked arrays, which take as long as a tenth of a short run."""

from math import nan
from typing import Any

import numpy as np


def median(numbers: Any) -> float:
    """The middle of some numbers, or the mean of the two in the middle; no number where any of them is none.

    >>> median([3, 1, 2]), median([4, 1, 2, 3]), median([1, nan])
    (2.0, 2.5, nan)
    """
    flat = np.ravel(np.asarray(numbers, dtype=float))
    if not flat.size:
        return nan
    low, high = (flat.size - 1) // 2, flat.size // 2
    parted = np.partition(flat, sorted({low, high, flat.size - 1}))  # what is no number stands last
    return nan if np.isnan(parted[-1]) else float((parted[low] + parted[high]) / 2)
