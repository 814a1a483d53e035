"""The normal distribution of ours is that of SciPy, to what a float can hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx
from scipy.special import ndtr, ndtri

from estimator.uncertainty.medians import median
from estimator.uncertainty.normal import score_above, share_below

SCORES = np.linspace(-37, 37, 20_001)
SHARES = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 20_001), 10.0 ** -np.linspace(1, 300, 5_001)])


def test_shares_below_scores_are_those_of_scipy():
    assert ndtr(SCORES) == approx(share_below(SCORES), rel=1e-12, abs=0)


def test_shares_of_usual_scores_are_those_of_scipy_to_the_last_digits():
    usual = SCORES[np.abs(SCORES) < 5]
    assert ndtr(usual) == approx(share_below(usual), rel=1e-14, abs=0)


def test_scores_above_shares_are_those_of_scipy():
    assert ndtri(SHARES) == approx(score_above(SHARES), rel=1e-14, abs=1e-15)


@pytest.mark.parametrize(("score", "share"), [(-np.inf, 0), (np.inf, 1), (0, 0.5), (np.nan, np.nan)])
def test_the_ends_have_their_shares(score, share):
    assert approx(share, nan_ok=True) == share_below(score)


@pytest.mark.parametrize(("share", "score"), [(0, -np.inf), (1, np.inf), (0.5, 0), (np.nan, np.nan), (2, np.nan)])
def test_the_ends_have_their_scores(share, score):
    assert approx(score, nan_ok=True) == score_above(np.array([share]))[0]


@settings(max_examples=25)
@given(st.floats(-8, 5))
def test_a_score_comes_back_from_its_share(score):
    assert approx(score, rel=1e-9, abs=1e-9) == float(score_above(share_below(np.array([score])))[0])


@settings(max_examples=25)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=1))
def test_the_median_is_that_of_numpy(numbers):
    assert float(np.median(numbers)) == median(numbers)


def test_what_holds_no_number_has_no_median():
    assert np.isnan(median([1.0, np.nan, 2.0]))
