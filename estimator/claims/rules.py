"""The constants by which announcements are judged, each with its reason. What only steers numerics stands where it is.

For each there is a case on either side of it among the tests: who changes one sees which verdicts it moves.
"""

# How well statements fit

DECIDED = 6.0
"""By how much more than any other a statement must improve the fit when left out, to be blamed.

The improvement is in chi-squared, so that the odds are exp(6 / 2): 20 to 1.
"""

TIE = 1e-6
"""The share by which statements may improve a fit differently and be equally good suspects: what rounding leaves."""

TENSE = 1.96
"""Standard deviations beyond which statements are in tension: the two-sided 5 % of one comparison."""

CONTRADICTS_BEYOND = 2.576
"""Standard deviations beyond which two values contradict each other: the two-sided 1 % of one comparison."""

LEAST_REACH = 0.15
"""What may be left of a gap, as a logarithm, once a factor is taken out of it, however firm the statements are.

Factors such as bits for bytes are told of figures that were rounded to one digit, so that 15 % is nothing.
"""

ON_IT = 0.05
"""Standard deviations from its median within which a value lies on neither side of it.

Ranges whose sides differ would otherwise let the last digit of a median decide which of the two is meant.
"""

STILL_KEPT = 1e-6
"""Standard deviations by which a limit may be missed and still be kept: rounding on the way there and back."""

CLOSE = (1e-4, 0.5)
"""Where the approximation puts a p-value from here to here, draws decide; beyond, no shape of a range would matter."""

NEAR = 2.5
"""A sum of squares below which no statement is as far off as 5 % of what it can mean are, on either side.

It is below 1.645 squared, so that nothing that is near the best values of all can lie beyond an end of its range.
"""

ENOUGH = 400.0
"""Effective draws below which the approximation decides: a p-value of 0.01 is then good to a third of itself."""

# What a sentence of the press can mean: factors come before probabilities, since a difference that no reader would mind
# is none, however sure it is

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
