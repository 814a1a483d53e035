"""The constants by which announcements are judged, each with its reason. What only steers numerics stands where it is.

For each there is a case on either side of it among the tests: who changes one sees which verdicts it moves.
"""

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
