"""Products of equations in which all unknowns but one cancel: few of them, and to exact powers."""

from estimator.datum import Variable
from estimator.solver.products import cancelling

X, Y = Variable("", "x"), Variable("", "y")


def factors(*products):
    """What gives x: names stand for equations."""
    return dict(cancelling(products, [X]).factors)


def test_of_two_ways_round_one_is_taken():
    assert {"x over y": 1.0, "y": 1.0} == factors(("x over y", {X: 1.0, Y: -1.0}), ("y", {Y: 1.0}), ("y too", {Y: 1.0}))


def test_powers_are_fractions_to_the_last_digit():
    assert {"cube of x times y": 1 / 3, "y": -1 / 3} == factors(
        ("cube of x times y", {X: 3.0, Y: 1.0}), ("y", {Y: 1.0})
    )


def test_what_does_not_cancel_gives_nothing():
    assert None is cancelling([("x over y", {X: 1.0, Y: -1.0})], [X, Y])
