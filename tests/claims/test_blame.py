"""Which statement is wrong, what the others then imply, and that neither rests on what was found wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator.report.check import check_text


def said(value, name, key):
    return {"id": key, "value": value, "reads_as": name}


def checked(*claims, **scenario):
    return estimator.check({"title": "t", "claims": list(claims), **scenario})


def only(result):
    """The one reading of an announcement that can be read in one way."""
    ((reading,),) = (topic.readings for topic in result.topics)
    return reading


def median(reading, name):
    return reading.implied[name].quantiles[1]


def left_out(reading, name):
    return [one.name for one in reading.implied[name].without]


H100 = {"use": {"accelerator": "h100-sxm"}}
GB300 = {"use": {"accelerator": "gb300"}}
COUNT = said("13.8 k accelerators", "accelerators", "count")
POWER = said("44 MW", "facility_capacity", "power")
FLOPS = said("276 EFLOP/s", "peak_compute_rate", "flops")
PAIR = {"count": approx(16.0e3, rel=0.05), "power": approx(38.0, rel=0.05)}


@pytest.fixture(scope="module")
def sparse():
    """A rate that is eight times too high, beside a count and a power that agree with each other."""
    return only(checked(COUNT, POWER, FLOPS, **GB300))


def test_the_rate_is_the_one_that_does_not_fit(sparse):
    assert ("flops", ("flops",), False) == (sparse.culprit, sparse.suspects, sparse.undecidable)


@pytest.mark.parametrize("name", ["count", "power"])
def test_what_the_others_imply_leaves_out_the_culprit(sparse, name):
    assert (PAIR[name], ["flops"]) == (median(sparse, name), left_out(sparse, name))


@pytest.mark.parametrize("name", ["count", "power"])
def test_it_is_what_the_others_imply_without_that_claim(sparse, name):
    alone = only(checked(COUNT, POWER, **GB300))
    assert approx(alone.implied[name].quantiles, rel=1e-6) == sparse.implied[name].quantiles


def test_the_culprit_itself_is_held_against_all_others(sparse):
    assert (approx(13.8e3 * 2500e12, rel=0.01), []) == (median(sparse, "flops"), left_out(sparse, "flops"))


def test_the_report_says_what_was_left_out():
    report = " ".join(check_text(checked(COUNT, POWER, FLOPS, **GB300), "text").split())
    assert "what all else but flops implies: count 16 k accelerators (14–19); power 38 MW (33–45)" in report


def test_json_says_what_was_left_out():
    (reading,) = checked(COUNT, POWER, FLOPS, **GB300).to_data()["readings"]
    assert {"count": ["flops"], "power": ["flops"]} == reading["implied_without"]


# A share of a nation that is wrong, beside an energy at full power in every hour

NATION = {"systems": {"first": {"use": {"accelerator": "h100-sxm", "country": "france"}}}}
SITE, YEAR = said("1.8 GW", "first.facility_capacity", "site"), said("15.8 TWh", "first.annual_facility_energy", "year")
SHARE = said("0.91", "first.national_share", "share")


def test_no_statement_is_blamed_while_the_rest_contradicts_itself():
    reading = only(checked(SITE, YEAR, SHARE, **NATION))
    assert (None, True) == (reading.culprit, reading.undecidable)


def test_a_share_of_the_nation_is_told_beside_the_figures_and_moves_none():
    verdict = checked(SITE, YEAR, SHARE, **NATION).verdict
    assert "share (0.91): " in verdict.partition("; ")[2]


@pytest.mark.parametrize(("name", "other"), [("site", "year"), ("year", "site")])
def test_what_is_implied_of_a_site_rests_on_no_wrong_share(name, other):
    claims = {"site": SITE, "year": YEAR}
    alone = only(checked(*claims.values(), **NATION))
    assert approx(median(alone, name), rel=1e-6) == median(only(checked(*claims.values(), SHARE, **NATION)), name)


# Hard bounds

LIQUID = {"use": {"accelerator": "gb300", "cooling": "liquid"}}
MONEY = said("830 MUSD2025", "compute_capex", "money")
RACK = said("200 kW/server", "server_rated_power", "rack")


def between(reading, *names):
    """The conflict between some of the scenario's statements, and no others of them."""
    (found,) = [one for one in reading.conflicts if {member.name for member in one.claimed} == set(names)]
    return found


@pytest.fixture(scope="module")
def five():
    return only(checked(COUNT, POWER, MONEY, FLOPS, RACK, **LIQUID))


def test_without_the_wrong_claims_the_pair_is_about_right():
    reading = only(checked(COUNT, POWER, MONEY, **LIQUID))
    assert (True, approx(1.2, abs=0.03)) == (reading.is_about_right, only(checked(COUNT, POWER, **LIQUID)).factor)


def test_13800_gb300_take_37_megawatts(five):
    conflict = between(five, "count", "power")
    assert (approx(37, rel=0.02), approx(1.2, rel=0.02)) == (conflict.implied[1], conflict.factor)


def test_the_usual_values_are_named_and_no_bound(five):
    members = between(five, "count", "power").members
    assert (True, True) == ("peak_pue" in [one.name for one in members], all(one.datum for one in members))


def test_what_all_else_implies_of_the_power_is_what_its_pair_implies(five):
    alone = only(checked(COUNT, POWER, MONEY, **LIQUID))
    assert approx(median(alone, "power"), rel=1e-4) == median(five, "power")


FULL = [
    said("1 GW", "facility_capacity", "power"), said("8.76 TWh", "annual_facility_energy", "energy"),
    said("1.1", "pue", "pue"), said("1.1", "peak_pue", "peak"), said("900 MW", "average_it_load", "load"),
]  # fmt: skip


def test_a_bound_that_is_broken_is_named():
    report = " ".join(check_text(checked(*FULL, **H100), "text").split())
    assert (
        "power 1 GW and energy 8.76 TWh cannot both hold with demand_factor 0.80 (0.68–0.92) [assumption] and" in report
    )
    assert "load_factor ≤ 1 [bound]" in report


def test_a_bound_is_not_a_claim():
    (reading,) = checked(*FULL, **H100).to_data()["readings"]
    assert [] == [conflict for conflict in reading["conflicts"] if "" in conflict["claims"]]


# Laws

VALUES = {
    "it_capacity": ("MW", 800.0),
    "facility_capacity": ("MW", 1000.0),
    "accelerators": ("accelerators", 560e3),
    "annual_facility_energy": ("TWh", 4.5),
    "accelerator_capacity": ("MW", 392.0),
    "average_it_load": ("MW", 450.0),
}
"""A site that fits together."""


@st.composite
def announcements(draw):
    """Claims about that site, each as it is or wrong by a factor."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=3, max_size=5, unique=True))
    factors = [draw(st.sampled_from([1.0, 1.0, 1.0, 0.5, 1.3, 3.0])) for _ in names]
    return {
        name.replace("_", "-"): said(f"{VALUES[name][1] * factor:.6g} {VALUES[name][0]}", name, name.replace("_", "-"))
        for name, factor in zip(names, factors, strict=True)
    }


@settings(deadline=None, max_examples=25)
@given(announcements())
def test_without_the_culprit_the_rest_is_not_contradicted(claims):
    culprit = only(checked(*claims.values(), **H100)).culprit
    if culprit:
        rest = [claim for name, claim in claims.items() if name != culprit]
        assert "contradicts" != only(checked(*rest, **H100)).verdict


@settings(deadline=None, max_examples=25)
@given(announcements())
def test_what_is_implied_without_others_is_implied_where_these_were_never_said(claims):
    reading = only(checked(*claims.values(), **H100))
    for name, implied in reading.implied.items():
        rest = [claim for key, claim in claims.items() if key not in left_out(reading, name)]
        if implied.without and len(rest) > 1:
            blame = only(checked(*rest, **H100))
            if blame.verdict != "contradicts":
                assert approx(implied.quantiles, rel=1e-5) == blame.implied[name].quantiles


@settings(deadline=None, max_examples=15)
@given(announcements(), st.randoms())
def test_the_order_of_claims_changes_nothing_but_order(claims, random):
    shuffled = random.sample(list(claims.values()), len(claims))
    first, second = only(checked(*claims.values(), **H100)), only(checked(*shuffled, **H100))
    assert (approx(first.p_value, rel=1e-6), first.culprit, set(first.suspects), set(first.implied)) == (
        second.p_value, second.culprit, set(second.suspects), set(second.implied)
    )  # fmt: skip


@settings(deadline=None, max_examples=15)
@given(announcements())
def test_the_name_of_a_system_changes_nothing(claims):
    named = [{**claim, "reads_as": f"site.{claim['reads_as']}"} for claim in claims.values()]
    first = only(checked(*claims.values(), **H100))
    second = only(checked(*named, systems={"site": H100}))
    assert (first.verdict, first.culprit, approx(first.fit.statistic, rel=1e-6)) == (
        second.verdict, second.culprit, second.fit.statistic
    )  # fmt: skip


@settings(deadline=None, max_examples=15)
@given(announcements())
def test_the_unit_of_a_claim_changes_nothing(claims):
    smaller = [
        {**one, "value": one["value"].replace(" MW", "e6 W").replace(" TWh", "e9 kWh")} for one in claims.values()
    ]
    first, second = only(checked(*claims.values(), **H100)), only(checked(*smaller, **H100))
    assert (approx(first.p_value, rel=1e-6), first.culprit) == (second.p_value, second.culprit)
