"""What was said and no equation reads yet: it is shown, with its source, and used for nothing."""

import json

import pytest

import estimator
from estimator import EstimatorError
from estimator.report.machine import as_json, as_markdown
from estimator.report.text import text

SAID = """
title: Money
sources: {letter: {title: A letter}}
claims:
  - {value: 80 bn USD, about: the fiscal year 2025, source: letter, quote: "$80 billion", because: All of it.}
"""


@pytest.fixture
def run(tmp_path):
    def run(written):
        path = tmp_path / "s.yaml"
        path.write_text(written, "utf-8")
        return estimator.run(path)

    return run


def problems(run, written):
    with pytest.raises(EstimatorError) as caught:
        run(written)
    return [str(problem).partition("s.yaml:")[2] for problem in caught.value.problems]


def test_a_scenario_can_be_of_claims_alone(run):
    assert ["80 bn USD"] == [claim.value for claim in run(SAID).claims]


@pytest.mark.parametrize("form", [text, as_markdown, lambda result: as_json([result])])
def test_every_report_shows_value_subject_and_words(run, form):
    written = form(run(SAID))
    assert [True] * 3 == [part in written for part in ("80 bn USD", "the fiscal year 2025", "$80 billion")]


def test_the_source_of_a_claim_is_among_the_sources(run):
    assert "letter: A letter" in text(run(SAID))


def test_a_claim_changes_no_number(run):
    facts = "given: {facility_capacity: 2 GW}\n"
    assert run(f"title: t\n{facts}").to_rows() == run(f"{SAID}{facts}").to_rows()


def test_json_has_the_key_of_the_source(run):
    assert "letter" == json.loads(as_json([run(SAID)]))["claims"][0]["source"]


def test_a_claim_without_number_is_refused_with_its_line(run):
    assert ["5: 'a lot' is not a quantity; write a number and a unit, such as 2 GW"] == problems(
        run, SAID.replace("80 bn USD", "a lot")
    )


def test_a_claim_about_nothing_is_refused(run):
    message = "5: claim-1: say what it can mean under reads_as, or what it is about"
    assert [message] == problems(run, SAID.replace("about: the fiscal year 2025, ", ""))


def test_an_unknown_key_is_told_with_what_was_meant(run):
    assert ["5: qoute is not known here; did you mean quote?"] == problems(run, SAID.replace("quote", "qoute"))


def test_an_unlisted_source_is_refused(run):
    found = problems(run, SAID.replace("source: letter", "source: lettre"))
    assert "5: there is no source lettre; did you mean letter?" in found


def test_claims_that_are_no_list_are_refused(run):
    assert ["2: claims should be a list"] == problems(run, "title: t\nclaims: 80 bn USD\n")


def test_nothing_given_and_nothing_claimed_is_refused(run):
    assert ["1: nothing is given; write at least one quantity under given"] == problems(run, "title: t\nclaims: []\n")
