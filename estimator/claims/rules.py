"""Constants of judgement: how far apart what is said and what follows may be, before anybody should call it wrong.

Factors come before probabilities: a difference that no reader would mind is none, however sure it is.
"""

RIGHT = 1.15
"""An equivalence this near is right: averages of countries and years, and what newspapers round, differ by as much.

770 k homes for 735 k are right; 860 k for 735 k are about right.
"""

ABOUT = 1.3
"""An equivalence this near is about right: a basis of another year, or of another kind of home, makes such a factor.

950 k homes for 735 k are about right; 1 M are off.
"""

A_SINGLE_ONE = 1.5
"""One of a thing is said of whatever is nearest to one: "one reactor" is about right for 1.4 of them, not for 1.6."""

OF_A_COUNT = 1.05
"""Machines that are to carry a load are counted, not rounded: 3 carry what 3.1 would, but not 3.2."""

BOUGHT_WITH_ROOM = 1.25
"""A hall is bought with room: its power may be larger than what its accelerators take, never as much smaller.

13,800 accelerators that take 37 MW in a hall of 44 MW (1.2) fit; in one of 50 MW (1.35), or of 27 MW, they do not.
"""

ROUNDLY_SAID = 1.1
"""Any other statements that are this near are one figure, told roundly: 1 GW and 1.09 GW are, 1 and 1.2 GW are not."""

USUAL = 1.3
"""How far beyond the usual range of its quantity a price, a PUE or a tariff may be and be unusual, but possible.

Beside 9 to 18 USD/W, 7.2 USD/W are unusual; 3 USD/W are not of the same thing.
"""

STRETCHED = 1.3
"""A stated limit that a reading passes by more is no longer what it says: of 3.5 GW nobody says "2 GW or more"."""

COMPARED = r"equival|équival|compar|as much|worth|enough|same as|autant|soit\b|puissance d|output of"
"""Words by which a number of machines is a comparison; without them, a stated power of each makes it a count."""
