"""The normal distribution over arrays: the share below a score, and the score below which a share lies.

SciPy has both, and takes longer to load than a short run takes. Each is a polynomial, fitted by Chebyshev interpolation
at 40 digits, and good to a few units in the last place of a float; a test holds them against SciPy.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_SCALED_TAIL = (
    1.2375126308378275, -0.14024059858554697, 0.003585415485463775, 0.08227673849014516, -0.10880393014171785,
    0.09230432116037876, -0.058693398590212366, 0.028362277418940665, -0.009746579552504244, 0.0017556258530017257,
    0.0002937136342850081, -0.0002901540809795271, 5.1649211390702855e-05, 2.2384240314224437e-05,
    -1.1444412439171722e-05, -9.735619015182663e-07, 1.752057970166318e-06, -5.721597255990987e-08,
    -2.591069687796658e-07, 2.3261913276696566e-08, 3.8965452548985966e-08, -3.743568033634583e-09,
    -5.28428697963142e-09, 3.110310719839165e-10, 4.434959070009628e-10,
)  # fmt: skip
_MIDDLE = (
    2.806736249905641, 0.3853904235201061, 0.11648711641770138, 0.04407212080212983, 0.018552375744052944,
    0.00831126154615002, 0.0038780801659314894, 0.0018621867228725997, 0.000913425519672333, 0.0004554617421117136,
    0.00023008774008030826, 0.00011747090880914804, 6.0505834484071536e-05, 3.141287728383983e-05,
    1.6404104243848038e-05, 8.55184294493182e-06, 4.510437735592228e-06, 2.5552844245515355e-06,
    1.3614203305830253e-06, 4.0084062292966484e-07, 2.1050637542626025e-07, 5.778395132739763e-07,
    3.151514707769361e-07, -3.0772744061460604e-07, -1.6951560243655457e-07, 2.520570528453621e-07,
    1.3829293541441654e-07, -8.942064124191023e-08, -4.911644273600818e-08, 2.0246743242081672e-08,
    1.1105073935264451e-08,
)  # fmt: skip
_NEAR = (
    -0.6635652003615152, 0.13249560903120275, -0.031126668492285545, 0.007815873776339908, -0.0020407019322298903,
    0.000547870647806146, -0.00015041047076979976, 4.208630453882561e-05, -1.1972932579182297e-05,
    3.4558399902812603e-06, -1.0100557637263352e-06, 2.981815721559207e-07, -8.891613246895462e-08,
    2.7097896678777335e-08, -8.20420229597011e-09, 2.1586155191470234e-09, -6.589285179063296e-10,
    3.7207198589218847e-10, -1.1519921232087849e-10,
)  # fmt: skip
_FAR = (
    -0.40622094584165863, 0.10464298090656415, -0.03089268277578897, 0.00962646268302767, -0.0030905208469042887,
    0.0010114393230343545, -0.00033555852908868667, 0.00011249007436607242, -3.8029186960445245e-05,
    1.2948591562837366e-05, -4.436881907289351e-06, 1.5295946990188042e-06, -5.299528924956277e-07,
    1.8343874636634536e-07, -6.41586212326845e-08, 2.3945631826045558e-08, -8.458155857078404e-09,
    1.8816384854332957e-09, -6.63888832797456e-10, 7.316931336320605e-10, -2.627407328393541e-10,
)  # fmt: skip
_FARTHEST = (
    -0.1684318296295338, 0.0758363759442487, -0.037947052016565584, 0.019774267069394252, -0.01053545810141356,
    0.005693570473795329, -0.0031078636139107475, 0.0017091673147573167, -0.000945438049657858,
    0.0005254102675405976, -0.0002931171448979206, 0.00016414203178833988, -9.211937317553364e-05,
    5.140200473058408e-05, -2.897039638717133e-05, 1.7697682273601456e-05, -1.0021020926352593e-05,
    2.6468720081511536e-06, -1.4813629701136865e-06, 5.729284533033217e-06, -3.281753235271065e-06,
    -3.7177417263765044e-06, 2.1390511106633342e-06, 3.194649298209753e-06, -1.834761296663214e-06,
    -1.2471777649264915e-06, 7.166410716199013e-07, 2.961486175657319e-07, -1.7003235997995934e-07,
)  # fmt: skip

_CENTRE = 3.75
"""The score, over √2, at the middle of what the first polynomial is fitted over: (z − centre) / (z + centre)."""

_SMALLEST = 40.0
"""A score, over √2, beyond which no float is as small as the share: that of infinity is divided by this, and 0."""

_REACH = 0.425
"""How far from one half the middle of the shares reaches."""

_TAILS = ((2.27, 4.5, _NEAR), (4.5, 10.0, _FAR), (10.0, 39.0, _FARTHEST))
"""The rest of them by √(−2 ln share): from, to, and the polynomial."""


def share_below(scores: Any) -> Any:
    """The share of a standard normal distribution below scores."""
    given = np.asarray(scores, dtype=float)
    size = np.minimum(np.abs(given) / np.sqrt(2), _SMALLEST)
    tail = _polynomial(_SCALED_TAIL, (size - _CENTRE) / (size + _CENTRE))
    tail *= np.exp(-np.square(given) / 2) / (2 + 4 * size)
    return np.where(given > 0, 1 - tail, tail)


def score_above(shares: Any) -> Any:
    """The score of a standard normal distribution below which shares lie: −∞ at 0, ∞ at 1, no number beyond."""
    given = np.asarray(shares, dtype=float)
    middle = given - 0.5
    found = middle * _polynomial(_MIDDLE, 2 * np.square(middle / _REACH) - 1)
    outside = np.abs(middle) > _REACH
    if outside.any():
        found = np.array(found)
        found[outside] = _outside(given[outside])
    return found


def _outside(shares: Array) -> Array:
    """Scores of shares that are far from one half."""
    lower = np.minimum(shares, 1 - shares)
    with np.errstate(all="ignore"):
        depth = np.sqrt(-2 * np.log(lower))
    scores = depth.copy()
    for first, last, coefficients in _TAILS:
        among = (depth >= first) & (depth < last)
        scores[among] += _polynomial(coefficients, 2 * (depth[among] - first) / (last - first) - 1)
    signed: Array = np.where(shares < 0.5, -scores, scores)
    return signed


def _polynomial(coefficients: tuple[float, ...], at: Any) -> Any:
    """A polynomial by Horner's rule, in place."""
    found = np.full_like(at, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        found *= at
        found += coefficient
    return found
