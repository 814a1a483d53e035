"""The draft of a scenario: what was read, for `check` and for a person who corrects it."""

import json
from pathlib import Path

import pytest

import estimator
from estimator import EstimatorError
from estimator.reading.proposals import proposals

ARTICLE = (Path(__file__).parents[2] / "scenarios" / "french-article.txt").read_text("utf-8")
CAMPUS = "Orla plans a 2 GW campus, as much as two nuclear reactors. It will spend $9 billion on it by 2027."


@pytest.fixture(scope="module")
def article():
    return estimator.read(ARTICLE, name="french-article.txt")


def systems(transcript) -> dict[str, list[str]]:
    """Which values each system has."""
    found: dict[str, list[str]] = {}
    for claim in transcript.scenario().claims:
        found.setdefault(claim.readings[0][0].system, []).append(claim.value)
    return found


def test_the_article_has_eleven_figures(article):
    assert 11 == len(article.claims)


def test_the_site_and_the_fleet_of_an_article_are_two_systems(article):
    powers = [name for name, values in systems(article).items() if {"2 GW", "1 GW"} & set(values)]
    assert ["meta-site", "meta-fleet"] == powers


def test_what_was_invested_last_year_is_of_last_year(article):
    assert [("Meta", 2024)] == [(claim.who, claim.year) for claim in article.claims if claim.value == 40_000]


def test_what_is_more_than_a_sum_is_a_bound(article):
    assert [">="] == [claim.bound for claim in article.claims if claim.value == 75_000]


def test_what_analysts_expect_says_so(article):
    assert ["as expected by analysts" in claim.why for claim in article.claims if claim.value == 50_000] == [True]


def test_a_reactor_that_is_named_is_used(article):
    assert "    use: {reactor: epr}\n" in article.to_yaml()


def test_a_draft_keeps_the_digits_of_the_text(article):
    assert 'value: "1.3 M accelerators"' in article.to_yaml()


def test_the_draft_of_the_article_is_checked(article):
    assert "1.23 EPR" in article.check().verdict


def test_an_english_draft_is_checked():
    assert 3 == len(estimator.read(CAMPUS).check().claims)


def test_two_figures_of_a_kind_are_of_two_systems():
    found = estimator.read("Orla plans a 2 GW campus and a 300 MW campus in Tulsa.")
    assert [["2 GW"], ["300 MW"]] == list(systems(found).values())


def test_money_without_a_year_gets_none():
    assert 'value: "9 bn USD"' in estimator.read("Orla will spend $9 billion on a campus.").to_yaml()


def test_euros_without_a_year_are_those_of_a_year_that_is_told_as_a_choice():
    draft = estimator.read("Le groupe investira 9 milliards d'euros dans un campus.").to_yaml()
    assert "is a choice, correct it." in draft


@pytest.mark.parametrize(
    "text",
    [
        'Orla: "The campus #1: draws 2 GW", & {more} [x] * !',
        "Orla’s campus draws 2 GW \\ 'yes': no\ttab",
        "Orla's\ncampus draws\n2 GW of power",
        "The campus draws 2 GW. - id: x\n  value: 3 GW",
    ],
)
def test_signs_of_yaml_in_a_text_are_words_in_a_draft(text):
    found = estimator.read(text, title='a\n"title": #1', name="x\ny: z")
    assert len(found.claims) == len(found.scenario().claims)


def test_figures_of_a_group_can_be_had_alone():
    assert [2000] == [claim.value for claim in estimator.read(CAMPUS).only(["power"]).claims]


def test_an_unknown_group_is_refused():
    with pytest.raises(EstimatorError, match="wealth is no group of figures; there are power, energy"):
        estimator.read(CAMPUS).only(["wealth"])


def test_strictly_only_what_can_be_read_in_one_way_is_kept():
    assert () == estimator.read(CAMPUS).strict().claims


def test_where_nothing_was_read_there_is_nothing_to_check():
    with pytest.raises(EstimatorError, match="nothing was read"):
        estimator.read("Nothing here.").check()


def proposed(**changes):
    start = CAMPUS.index("2 GW")
    claim = {"start": start, "end": start + 4, "low": 2000, "high": 2000, "unit": "MW", "reads_as": ["it_capacity"]}
    return estimator.read(CAMPUS, proposed=proposals(json.dumps([{**claim, **changes}])))


def test_a_proposed_claim_that_the_text_bears_out_passes():
    assert [("it_capacity",)] == [claim.reads_as for claim in proposed().claims]


@pytest.mark.parametrize(
    "changes",
    [
        {"low": 2100, "high": 2100},
        {"unit": "TWh"},
        {"bound": ">="},
        {"start": 40, "end": 44},
        {"start": -1},
        {"end": 10_000},
        {"reads_as": ["power_of_love"]},
        {"reads_as": ["pue"]},
    ],
)
def test_a_proposed_claim_that_the_text_does_not_bear_out_is_refused(changes):
    found = proposed(**changes)
    assert ((), ["refused"]) == (found.claims, [one.reason.partition(":")[0] for one in found.unread])


def test_what_json_tells_of_claims_can_be_proposed_again(article):
    again = estimator.read(ARTICLE, proposed=proposals(json.dumps(article.to_data()["claims"])))
    assert [claim.span for claim in article.claims] == [claim.span for claim in again.claims]


@pytest.mark.parametrize(
    ("raw", "message"),
    [("[", "is no JSON"), ("3", "should be a list"), ('[{"start": "a"}]', "claim 1: start"), ("[3]", "claim 1: ")],
)
def test_claims_of_another_shape_are_refused(raw, message):
    with pytest.raises(EstimatorError, match=message):
        proposals(raw, "claims.json")


def test_yuan_without_a_year_are_those_of_a_year_that_is_told_as_a_choice():
    draft = estimator.read("Tencent will spend 90 billion yuan on its campus, which draws 2 GW.")
    assert "CNY2026 is a choice, correct it." in draft.to_yaml()
