"""How far off a number can be that somebody stated and rounded."""

ROUNDED = 0.01
"""Least half-width of the 90 % interval of a number that is stated without a range."""

MOST_ROUNDED = 0.05
"""The largest: `2 GW` may be 1.9 or 2.1, and is seldom 1.5 or 2.4."""

FARTHEST_ROUNDED = 0.25
"""How far off such a number can be for certain."""

ROUNDED_TO_WHOLE = ("reactor",)
"""Units of which a whole number was rounded to the nearest: nobody says 1.2 reactors."""


def rounding(value: float, most: float) -> float:
    """Half of the last digit of a stated number, trailing zeros aside, as a share of it: from 1 % up to `most`."""
    digits = f"{abs(value):.11e}".partition("e")[0].replace(".", "").rstrip("0")
    return min(max(0.5 / int(digits or "1"), ROUNDED), most)
