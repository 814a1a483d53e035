"""Facts that only bound a quantity: checks where anything else determines it, the value where nothing does."""

import pytest
from pytest import approx

import estimator
from estimator.datum import Variable
from estimator.report.text import text
from estimator.scenario import scenario_from

H100S = {"accelerators": "200 k accelerators", "accelerator": "h100-sxm"}


def verdicts(result):
    return {(f.kind, f.quantities[0]): f.message.rpartition("; ")[2] for f in result.findings}


def test_a_bound_that_the_rest_fulfils_is_no_contradiction():
    result = estimator.estimate(facility_capacity=">= 200 MW", **H100S)
    assert (False, {}) == (result.contradicts, result.solution.routes)


def test_a_fulfilled_bound_moves_no_value():
    bounded, free = (estimator.estimate({**H100S, **more}) for more in ({"facility_capacity": ">= 200 MW"}, {}))
    assert free["it_capacity"] == bounded["it_capacity"]
    assert approx(free["facility_capacity"].p50) == bounded["facility_capacity"].p50


def test_a_fulfilled_bound_is_said_to_agree():
    result = estimator.estimate(facility_capacity=">= 200 MW", **H100S)
    assert "agrees" == verdicts(result)["recomputed", "facility_capacity"]


def test_a_bound_that_the_rest_breaks_is_a_contradiction():
    assert estimator.estimate(facility_capacity="<= 100 MW", **H100S).contradicts


def test_a_bound_that_only_defaults_break_is_unusual_and_no_contradiction():
    result = estimator.estimate(facility_capacity=">= 900 MW", **H100S)
    assert (False, "contradicts what is usual") == (
        result.contradicts,
        verdicts(result)["recomputed", "facility_capacity"],
    )


def test_a_default_that_a_stated_bound_breaks_is_set_aside():
    # 900 MW ÷ (200,000 × 1,410 W)
    result = estimator.estimate(facility_capacity=">= 900 MW", **H100S)
    assert approx(3.19, rel=0.02) == result["peak_pue"].p50


def test_a_bound_is_the_value_where_nothing_else_is():
    assert ">=" == estimator.estimate(facility_capacity=">= 2 GW")["facility_capacity"].side


def test_a_value_that_may_be_more_breaks_no_lower_bound():
    # peak_pue would be 0.94 at the stated minimum, which only says that the facility is larger
    result = estimator.estimate(facility_capacity=">= 150 MW", it_capacity="160 MW", assumptions=False)
    assert not result.contradicts


def test_a_value_that_cannot_be_more_breaks_it():
    assert estimator.estimate(facility_capacity="<= 150 MW", it_capacity="160 MW", assumptions=False).contradicts


@pytest.mark.parametrize("bound", [">= 200 MW", ">= 900 MW"])
def test_a_stated_bound_is_shown_among_the_facts(bound):
    result = estimator.estimate(facility_capacity=bound, **H100S)
    given = text(result).partition("Given\n")[2].partition("\n\n")[0]
    assert f"facility_capacity  ≥ {bound.removeprefix('>= ')}" in given


WHOLE = {
    "title": "a whole that its parts determine",
    "systems": {
        "old": {"given": {"accelerators": "100 k accelerators"}},
        "new": {"given": {"accelerators": "50 k accelerators"}},
        "all": {"parts": ["old", "new"], "given": {"accelerators": "150 k accelerators"}},
    },
}


def test_a_fact_of_a_whole_that_its_parts_confirm_is_shown():
    from estimator.runs import solved

    result = solved(scenario_from(WHOLE))
    assert ["old", "new", "all"] == [fact.system for fact, _ in result.facts]
    assert "given" == result["all", "accelerators"].tier


def test_a_fact_that_others_confirm_is_explained_as_stated():
    from estimator.runs import solved

    assert "given" in solved(scenario_from(WHOLE)).explain("all.accelerators").splitlines()[0]


def test_a_bound_on_a_whole_leaves_the_parts_alone():
    from estimator.runs import solved

    bounded = {**WHOLE["systems"], "all": {"parts": ["old", "new"], "given": {"accelerators": ">= 120 k accelerators"}}}
    result = solved(scenario_from({**WHOLE, "systems": bounded}))
    assert (50_000, 150_000) == (result["new", "accelerators"].p50, result["all", "accelerators"].p50)
    assert {} == result.solution.routes


def test_what_the_facts_would_need_of_known_hardware_is_no_route():
    result = estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")
    assert Variable("", "it_power_per_accelerator") not in result.solution.routes
    assert approx(1410, rel=0.02) == result["it_power_per_accelerator"].p50


def test_a_ratio_of_the_facts_themselves_stays_a_route():
    result = estimator.estimate(facility_capacity="1 GW", accelerators="1.3 M accelerators", accelerator="h100-sxm")
    found = result.solution.routes[Variable("", "facility_power_per_accelerator")]
    assert approx([769, 1750], rel=0.02) == sorted(route.quantiles[1] for route in found)
