"""Arguments of public functions: read strictly, by every function alike, and refused in one sentence."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import estimator
from estimator import EstimatorError
from estimator.computing.workers import Threads
from estimator.interface.arguments import day, switch, texts, whole_number
from estimator.method import Method, method_of

SITE = "title: a site\ngiven: {it_capacity: 800 MW}\nassume: {peak_pue: 1.2..1.4}\n"
SAID = SITE + "claims: [{value: 1 GW, reads_as: facility_capacity}]\n"

DOORS = {
    "run": lambda **method: estimator.run(SITE, **method),
    "estimate": lambda **method: estimator.estimate(it_capacity="800 MW", **method),
    "sweep": lambda **method: estimator.sweep(SITE, {"peak_pue": [1.1, 1.2]}, **method),
    "compare": lambda **method: estimator.compare(SITE, SITE, **method),
    "check": lambda **method: estimator.check(SAID, **method),
}
WRONG = {
    "draws": [(1.5, "a whole number, got 1.5"), (True, "a whole number, got True"), ("x", "a whole number, got 'x'"),
              (None, "a whole number, got nothing"), (0, "between 1 and"), (10**30, "between 1 and")],
    "seed": [(1.5, "a whole number, got 1.5"), (True, "a whole number, got True"), ("1", "a whole number, got '1'"),
             (-1, "at least 0, got -1"), (None, "a whole number, got nothing")],
    "assumptions": [("no", "True or False, got 'no'"), (None, "True or False, got nothing"),
                    (1, "True or False, got 1")],
    "settings": [(5, "a list of texts .* got 5$"), ([5], "a list of texts .* got 5 in it"),
                 ({"pue": 1}, "a list of texts .* got a value of type dict")],
}  # fmt: skip
KNOWN = {"check": {"seed", "settings"}, "estimate": {"draws", "seed", "assumptions"}}
CASES = [
    (door, name, written, message)
    for door in DOORS
    for name, wrong in WRONG.items()
    for written, message in wrong
    if name in KNOWN.get(door, WRONG)
]


@pytest.mark.parametrize(("door", "name", "written", "message"), CASES)
def test_every_door_refuses_what_is_none_in_the_same_words(door, name, written, message):
    with pytest.raises(EstimatorError, match=f"^{name} should be {message}"):
        DOORS[door](**{name: written})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("written", [5, True, ["2025-03-01"], pd.NaT])
def test_every_door_refuses_what_is_no_day(door, written):
    with pytest.raises(EstimatorError, match=r"^as_of should be a day such as 2025-03-01"):
        DOORS[door](as_of=written)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("written", ["", "yesterday", "2025-02-30", np.datetime64("NaT")])
def test_every_door_refuses_a_day_that_is_not_in_the_calendar(door, written):
    with pytest.raises(EstimatorError, match="no day of the calendar; write such as 2025-03-01"):
        DOORS[door](as_of=written)


DAYS = [
    "2025-03-01", date(2025, 3, 1), datetime(2025, 3, 1, 23, 59), pd.Timestamp("2025-03-01 12:00"),
    np.datetime64("2025-03-01"), np.datetime64("2025-03-01T10", "ns"),
]  # fmt: skip


@pytest.mark.parametrize("written", DAYS, ids=[type(written).__name__ for written in DAYS])
def test_the_day_of_a_moment_is_taken(written):
    assert date(2025, 3, 1) == method_of(as_of=written).as_of


@pytest.mark.parametrize("written", ["pue=1.1", ["pue=1.1"], ("pue=1.1",), np.array(["pue=1.1"])])
def test_a_lone_setting_stands_for_itself(written):
    assert ("pue=1.1",) == method_of(settings=written).settings


def test_no_settings_are_none():
    assert () == method_of(settings=None).settings


def test_a_quantity_that_is_asked_for_and_is_none_is_refused():
    with pytest.raises(EstimatorError, match="facility_capcity is not a quantity; did you mean facility_capacity"):
        estimator.run(SITE, asked="facility_capcity")


def test_all_wrong_arguments_are_told_at_once():
    with pytest.raises(EstimatorError) as caught:
        estimator.estimate(pue=1.1, draws="x", seed=-1, qmc="no", asked=5, as_of=5, workers=3, progress=3)
    assert 7 == len(caught.value.problems)


def test_workers_of_ours_are_workers():
    assert Method() == method_of(workers=Threads(1), progress=print)


@pytest.mark.parametrize("written", [5, 5.0, np.int8(5), np.uint64(5), np.float64(5), np.array(5)])
def test_a_whole_number_is_one_however_it_is_kept(written):
    assert 5 == whole_number("draws", written)


@given(st.integers(min_value=0))
def test_whole_numbers_stay_as_they_are(number):
    assert number == whole_number("seed", number)


@given(st.floats().filter(lambda number: not number.is_integer()))
def test_numbers_that_are_not_whole_are_refused(number):
    with pytest.raises(EstimatorError, match="should be a whole number"):
        whole_number("draws", number)


@pytest.mark.parametrize("written", [True, np.bool_(True), np.array(True)])
def test_a_switch_of_numpy_is_a_switch(written):
    assert switch("qmc", written) is True


@given(st.lists(st.text()))
def test_texts_stay_as_they_are(written):
    assert tuple(written) == texts("settings", written, "pue=1.1")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_the_same_as_text_date_and_moment(written):
    moment = datetime(written.year, written.month, written.day, 12)
    assert [written] * 3 == [day("as_of", one) for one in (written, written.isoformat(), moment)]


OVER = [
    ({"peak_pue": None}, "over peak_pue: takes numbers and texts, got nothing"),
    ({"peak_pue": {1.1, 1.2}}, "over peak_pue: a set has no order; write a list"),
    ({"peak_pue": [True]}, "over peak_pue: takes numbers and texts, got True"),
    ({5: [1.1]}, "over is swept by name"),
    (5, "over should be a map"),
    ([5], "over should be a map"),
]


@pytest.mark.parametrize(("over", "message"), OVER)
def test_what_cannot_be_swept_is_refused(over, message):
    with pytest.raises(EstimatorError, match=message):
        estimator.sweep(SITE, over)


@pytest.mark.parametrize("over", [
    {"peak_pue": (1.1, 1.2)}, {"peak_pue": np.array([1.1, 1.2])}, {"peak_pue": pd.Series([1.1, 1.2])},
    {"peak_pue": (value for value in (1.1, 1.2))}, "peak_pue=1.1,1.2", ["peak_pue=1.1,1.2"],
])  # fmt: skip
def test_sequences_of_every_kind_are_swept(over):
    found = estimator.sweep(SITE, over, quantities="peak_pue", draws=100)
    assert [1.1, 1.2] == [row["p50"] for row in found]


def test_a_lone_value_is_swept_as_a_list_of_one():
    assert 1 == len(estimator.sweep(SITE, {"peak_pue": 1.1}, quantities=["peak_pue"], draws=100))


@pytest.mark.parametrize(("name", "written"), [("sample", "x"), ("sample", 1.5), ("most_points", "x")])
def test_numbers_of_points_are_whole(name, written):
    with pytest.raises(EstimatorError, match=f"{name} should be a whole number"):
        estimator.sweep(SITE, {"peak_pue": "1.1:1.2"}, **{name: written})


def test_a_table_of_points_is_a_path():
    with pytest.raises(EstimatorError, match="points should be the path of a CSV file, got 5"):
        estimator.sweep(SITE, points=5)
