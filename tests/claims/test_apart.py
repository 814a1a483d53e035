"""Which facts about different systems are told to be kept apart, and which their author told apart already."""

import pytest

from estimator.method import Method
from estimator.runs import solved
from estimator.scenario import scenario_from

POWER = {"given": {"it_capacity": "340 MW"}, "use": {"accelerator": "h100-sxm"}}
COUNT = {"given": {"accelerators": "1 M accelerators"}, "use": {"accelerator": "h100-sxm"}}


def pairs(**systems):
    """The systems of every pair that is told."""
    found = solved(scenario_from({"title": "t", "systems": systems}), Method(draws=200)).findings
    return [
        tuple(name.partition(".")[0] for name in finding.quantities) for finding in found if finding.kind == "apart"
    ]


def test_systems_that_have_nothing_in_common_are_kept_apart():
    assert [("site", "fleet")] == pairs(site=POWER, fleet=COUNT)


def test_a_part_and_its_whole_are_kept_apart():
    assert [("added", "fleet")] == pairs(old={}, added=POWER, fleet={**COUNT, "parts": ["old", "added"]})


def test_a_whole_and_what_is_deep_in_it_are_kept_apart():
    whole = {"xai": {"parts": ["added"]}, "portfolio": {**COUNT, "parts": ["xai", "rest"]}}
    assert [("added", "portfolio")] == pairs(added=POWER, rest={}, **whole)


@pytest.mark.parametrize(
    "wholes",
    [
        {"portfolio": {"parts": ["xai", "amazon"]}},
        {"one": {"parts": ["xai"]}, "two": {"parts": ["amazon"]}, "all": {"parts": ["one", "two"]}},
        {"one": {"parts": ["xai"]}, "all": {"parts": ["one", "amazon"]}},
    ],
    ids=["of one whole", "of one whole further up", "at different heights"],
)
def test_companies_of_a_portfolio_were_told_apart_by_its_author(wholes):
    assert [] == pairs(xai=POWER, amazon=COUNT, **wholes)


def test_parts_of_different_wholes_are_kept_apart():
    assert [("site", "fleet")] == pairs(site=POWER, fleet=COUNT, one={"parts": ["site"]}, two={"parts": ["fleet"]})
