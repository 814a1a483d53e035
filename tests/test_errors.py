"""Errors are sentences: few enough to be read, short enough for a line, and quick to be found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import EstimatorError
from estimator.errors import MOST_TOLD, Problem, few_suggestions, suggestion
from estimator.scenario import read_scenario

HEAD = "title: t\n"
MANY = 30_000


def problems(count):
    return [Problem("is wrong", "f.yaml", line + 1) for line in range(count)]


def test_as_many_problems_as_can_be_read_are_told():
    lines = str(EstimatorError(problems(MOST_TOLD))).splitlines()
    assert (MOST_TOLD, "f.yaml:100: is wrong") == (len(lines), lines[-1])


def test_of_more_problems_the_number_is_told():
    lines = str(EstimatorError(problems(30_000))).splitlines()
    assert (MOST_TOLD + 1, "and 29,900 more; mend these first") == (len(lines), lines[-1])


def test_no_problem_is_lost():
    assert 30_000 == len(EstimatorError(problems(30_000)).problems)


@given(st.text(st.characters()), st.text(st.characters()))
def test_a_problem_is_a_line(message, file):
    assert 1 >= len(str(Problem(message, file, 1)).splitlines())


def test_a_long_problem_keeps_its_beginning_and_its_end():
    told = str(Problem(f"x{'y' * 10_000}z; write a word", "f.yaml", 3))
    assert told.startswith("f.yaml:3: xyyy")
    assert told.endswith("yyz; write a word")
    assert 1_010 > len(told)


class Counted(list):
    """Names that count how often somebody looks through them."""

    looks = 0

    def __iter__(self):
        self.looks += 1
        return super().__iter__()


def test_few_words_have_suggestions():
    known = Counted(["pue", "mfu"])
    with few_suggestions():
        told = [suggestion(f"pu{number}", known, "; else") for number in range(1_000)]
    assert ("; did you mean pue?", "; else", MOST_TOLD) == (told[0], told[-1], known.looks)


def test_every_input_has_suggestions_of_its_own():
    for _ in range(3):
        with few_suggestions():
            told = [suggestion("pu", ["pue"]) for _ in range(MOST_TOLD)]
        assert {"; did you mean pue?"} == set(told)
    assert "; did you mean pue?" == suggestion("pu", ["pue"])


def systems(*texts):
    return HEAD + "systems:\n" + "".join(f"  {text}\n" for text in texts)


LARGE = {
    "unknown quantities": (
        HEAD + "given:\n" + "".join(f"  unknown_{number}: 1\n" for number in range(MANY)),
        ":3: unknown_0 is not a quantity",
    ),
    "unknown keys": (HEAD + "".join(f"unknown_{number}: 1\n" for number in range(MANY)), "unknown_0 is not known here"),
    "unknown units": (
        systems(*(f"s{number}: {{given: {{pue: 1 qxz{number}}}}}" for number in range(20_000))),
        "'qxz0' is not a unit",
    ),
    "unknown entries": (
        systems(*(f"s{number}: {{given: {{pue: 1.1}}, use: {{grid: q{number}}}}}" for number in range(15_000))),
        "q0 is no grid of the catalog",
    ),
    "unknown parts": (
        systems(f"all: {{parts: [{', '.join(f's{number}' for number in range(60_000))}]}}"),
        "all has the part s0, which is no system",
    ),
    "one part many times": (
        systems(f"all: {{parts: [{', '.join(['s'] * 60_000)}]}}", "s: {given: {pue: 1.1}}"),
        "all has the part s twice",
    ),
    "a chain of parts": (
        systems(*(f"s{number}: {{parts: [s{number + 1}]}}" for number in range(15_000)), "s15000: {given: {pue: 1.1}}"),
        "has parts within parts more than 50 levels deep",
    ),
    "a circle of parts": (
        systems(*(f"s{number}: {{parts: [s{(number + 1) % 15_000}]}}" for number in range(15_000))),
        "s0 is a part of itself",
    ),
    "a circle far below": (
        systems(
            *(f"s{number}: {{parts: [s{number + 1}]}}" for number in range(5_000)),
            "s5000: {parts: [a]}", "a: {parts: [b]}", "b: {parts: [a]}",
        ),
        " is a part of itself",
    ),
    "unknown readings": (
        HEAD + "claims:\n" + "".join(f"  - {{value: 1 GW, reads_as: [it_cap{number}]}}\n" for number in range(20_000)),
        "it_cap0 is not a quantity; did you mean it_capacity?",
    ),
    "sources of nothing": (
        HEAD + "sources:\n" + "".join(f"  s{number}: {{title: x}}\n" for number in range(MANY)),
        "s0 is a source of nothing",
    ),
    "one key many times": (HEAD + "given:\n" + "  pue: 1.1\n" * 90_000, "pue is written twice"),
    "a long name": (HEAD + f"given: {{? {'x' * 900_000} : 1}}\n", "is not a quantity"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), LARGE.values(), ids=LARGE)
def test_a_large_file_is_refused_in_few_words(text, message, tmp_path, ending):
    (tmp_path / "large.yaml").write_text(text, "utf-8")
    with pytest.raises(EstimatorError) as caught:
        read_scenario(tmp_path / "large.yaml")
    told = str(caught.value)
    assert message in told
    assert 101 >= told.count("\n") + 1
    assert 110_000 > len(told)


PHASES = {
    "of one system": "  s:\n    phases:\n"
    + "".join(
        f"      - {{id: p{number}, from: 2025-01-01, status: announced, given: {{pue: 1.1}}}}\n"
        for number in range(8_000)
    ),
    "of many systems": "".join(
        f"  s{number}: {{phases: [{{id: p, from: 2025-01-01, status: announced, given: {{pue: 1.1}}}}]}}\n"
        for number in range(8_000)
    ),
}


@pytest.mark.parametrize("text", PHASES.values(), ids=PHASES)
def test_as_many_phases_as_a_file_can_hold_are_read(text, tmp_path, ending):
    (tmp_path / "large.yaml").write_text(f"{HEAD}systems:\n{text}", "utf-8")
    assert 8_000 == len(read_scenario(tmp_path / "large.yaml").phases)
