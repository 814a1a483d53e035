"""What announcements amount to: published cases first, then what must hold of any."""

import json
from math import log

import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.report.check import check_text
from estimator.wording import english

H100 = {"use": {"accelerator": "h100-sxm"}}


def said(value, *reads_as, **more):
    return {"value": value, "reads_as": list(reads_as), **more}


def checked(*claims, **scenario):
    return estimator.check({"title": "t", "claims": list(claims), **scenario})


def only(result):
    """The one reading of an announcement that can be read in one way."""
    ((reading,),) = (topic.readings for topic in result.topics)
    return reading


def of(result, **choice):
    """The reading in which claims are taken for these quantities."""
    readings = [reading for topic in result.topics for reading in topic.readings]
    (found,) = [r for r in readings if all(str(r.choice.get(name)) == wanted for name, wanted in choice.items())]
    return found


# 2 GW, 1 GW and 1.3 million accelerators, taken for one thing (Meta, January 2025; a test: they are not)

TWO_GIGAWATTS, ONE_GIGAWATT = said("2 GW", "facility_capacity"), said("1 GW", "it_capacity", "facility_capacity")
COUNT = said("1.3 M accelerators", "accelerators")
EACH = said("770 W/accelerator", "facility_power_per_accelerator")
MEASURED = {"given": {"server_overhead": "1.4..1.85", "it_overhead": "1.05..1.20", "peak_pue": "1.12..1.40"}}
RATED = {"given": {"server_overhead": "1.80..1.85", "it_overhead": "1.12..1.16", "peak_pue": "1.22..1.28"}}


ANY_CHIP = {"assume": {"accelerator_tdp": "20..50000 W/accelerator"}}


def test_2_gw_and_1_3_million_are_1538_w_each():
    reading = only(checked(TWO_GIGAWATTS, COUNT, EACH, **ANY_CHIP))
    assert approx(1538, rel=0.002) == reading.implied["claim-3"].quantiles[1]


def test_with_the_hardware_2_gw_and_1_3_million_imply_1540_to_1670_w_each():
    assert 1540 < only(checked(TWO_GIGAWATTS, COUNT, EACH, **H100)).implied["claim-3"].quantiles[1] < 1670


def test_2_gw_and_1_3_million_agree_with_overheads_between_measured_and_rated():
    assert "agrees" == only(checked(TWO_GIGAWATTS, COUNT, use=H100["use"], **MEASURED)).verdict


def test_2_gw_and_1_3_million_contradict_rated_overheads_alone():
    reading = only(checked(TWO_GIGAWATTS, COUNT, use=H100["use"], **RATED))
    assert ("contradicts", approx(2370, rel=0.01)) == (reading.verdict, reading.implied["claim-1"].quantiles[1])


@pytest.mark.parametrize(("meaning", "factor"), [("it_capacity", 1.89), ("facility_capacity", 2.36)])
def test_1_gw_and_1_3_million_contradict_each_other(meaning, factor):
    reading = of(checked(ONE_GIGAWATT, COUNT, **H100), **{"claim-1": meaning})
    assert ("contradicts", approx(factor, rel=0.01)) == (reading.verdict, reading.conflicts[0].factor)


def test_of_three_figures_that_tie_the_data_cannot_tell_which_is_wrong():
    reading = only(checked(TWO_GIGAWATTS, COUNT, EACH, **ANY_CHIP))
    assert (None, True, ("claim-1", "claim-2", "claim-3")) == (reading.culprit, reading.undecidable, reading.suspects)


def test_with_the_usual_hardware_770_w_each_is_the_culprit():
    assert "claim-3" == only(checked(TWO_GIGAWATTS, COUNT, EACH)).culprit


def test_with_the_hardware_770_w_each_is_the_culprit():
    assert "claim-3" == only(checked(TWO_GIGAWATTS, COUNT, EACH, **H100)).culprit


def test_the_hardware_alone_implies_1560_to_2110_w_each():
    conflicts = only(checked(TWO_GIGAWATTS, COUNT, EACH, **H100)).conflicts
    alone = next(conflict for conflict in conflicts if [one.name for one in conflict.claimed] == ["claim-3"])
    assert (approx(1565, rel=0.01), approx(2110, rel=0.01)) == (alone.implied[0], alone.implied[2])


# The announcement itself


@pytest.fixture(scope="module")
def meta():
    return estimator.check("scenarios/meta-2025.yaml")


def compute(meta, quantity):
    return of(meta, **{"compute-2025": quantity})


def test_the_stock_reading_of_1_gw_is_rejected(meta):
    assert "contradicts" == compute(meta, "fleet-2025.it_capacity").verdict


def test_the_stock_would_take_2_gw_of_it(meta):
    assert approx(2000, rel=0.03) == compute(meta, "fleet-2025.it_capacity").conflicts[0].implied[1]


@pytest.mark.parametrize("boundary", ["accelerator_capacity", "it_capacity"])
def test_additions_fit_as_chip_or_it_power(meta, boundary):
    assert compute(meta, f"added-2025.{boundary}").verdict in (None, "agrees")


def test_additions_fit_worst_as_facility_power(meta):
    facility = compute(meta, "added-2025.facility_capacity").p_value
    assert 0.01 < facility < compute(meta, "added-2025.it_capacity").p_value


def test_the_boundary_cannot_be_determined_from_what_is_disclosed(meta):
    assert "which of these 3 readings is meant cannot be determined from what is disclosed" in meta.verdict


def test_2_gw_are_1_23_epr_by_power(meta):
    assert approx(1.23, abs=0.005) == meta.equivalences[0].ordinary.interval[1]


def test_over_a_year_2_gw_are_0_6_to_1_2_epr(meta):
    # 2 GW × 0.56 × 1.12 / 1.25 over 1.62 GW × 0.74
    energy = meta.equivalences[0].held[1]
    assert ("energy", [approx(0.56, abs=0.05), approx(0.84, abs=0.03), approx(1.2, abs=0.06)]) == (
        energy.basis.name, list(energy.interval),
    )  # fmt: skip


def test_2_eprs_are_right_only_as_the_whole_units_that_2_gw_take(meta):
    assert "right only as the whole units that it takes; off by a factor of 1.6 by power" in meta.verdict


def test_that_2_gw_were_an_average_load_is_told_with_the_site_that_it_would_take(meta):
    # 2 GW / (0.56 × 1.12 / 1.25) = 4.0 GW
    told = "site.facility_capacity would have to be 4.0 GW (2.9–5.5), where ≥ 2.0 GW is stated"
    assert 0 < meta.verdict.index("holds as usually read (site-power (2 GW)") < meta.verdict.index(told)


def test_two_eprs_hold_at_a_capacity_factor_of_0_617_times_the_utilisation(meta):
    condition = english(*meta.conditions)
    parts = ("0.617 (0.602–0.631) ×", "from 0.49 to 0.82 ×", "By capacity it is 1.23 (1.20–1.26)")
    assert [True] * 3 == [part in condition for part in parts]


def test_half_a_reactor_is_the_nearest_to_nothing():
    claims = said("1 GW", "facility_capacity"), said("0.5 reactors", "reactors_by_capacity")
    condition = english(*checked(*claims, use={"reactor": "epr"}).conditions)
    assert "nearest whole unit" not in condition


def test_a_site_and_a_fleet_are_judged_apart(meta):
    fleet = ("fleet-2024", "added-2025", "fleet-2025")
    assert [("site",), fleet, ("money-2025",), ("money-2024",)] == [topic.systems for topic in meta.topics]


def test_every_combination_of_readings_is_told(meta):
    assert 2 * 4 * 2 == len(meta.to_data()["readings"])


# Hard bounds


def test_80_twh_from_8_gw_are_impossible_whatever_is_assumed():
    reading = only(checked(said("8 GW", "facility_capacity"), said("80 TWh", "annual_facility_energy")))
    assert (True, "capacity_utilisation would be 1.14 and cannot be above 1") == (
        reading.certain,
        english(reading.broken_bound),
    )


def test_a_facility_that_draws_less_than_its_it_is_impossible():
    reading = only(checked(said("1 GW", "facility_capacity"), said("2 GW", "it_capacity")))
    assert (True, ["claim-1", "claim-2"]) == (reading.certain, [one.name for one in reading.conflicts[0].members])


def test_a_pue_of_one_is_a_statement_like_others():
    claims = said("1", "peak_pue"), said("1 GW", "it_capacity"), said("1.2 GW", "facility_capacity")
    assert ("claim-1", "claim-2", "claim-3") == only(checked(*claims)).suspects


def test_what_is_only_unlikely_is_not_impossible():
    assert not only(checked(said("1.9 GW", "facility_capacity"), said("1 GW", "it_capacity"))).certain


def test_a_statement_that_has_no_part_in_it_is_not_in_the_minimal_set():
    claims = said("8 GW", "facility_capacity"), said("80 TWh", "annual_facility_energy"), said("2 M", "accelerators")
    assert ["claim-1", "claim-2"] == [one.name for one in only(checked(*claims, **H100)).conflicts[0].members]


# Laws

SITE = [said("1 GW", "it_capacity"), said("1.25 GW", "facility_capacity"), said("680 k", "accelerators")]


def test_the_order_of_claims_changes_no_verdict():
    forward, backward = (only(checked(*claims, **H100)) for claims in (SITE, SITE[::-1]))
    assert approx(forward.p_value, rel=1e-6) == backward.p_value


def test_a_factor_on_every_extensive_claim_changes_no_verdict():
    thrice = [said("3 GW", "it_capacity"), said("3.75 GW", "facility_capacity"), said("2.04 M", "accelerators")]
    assert approx(only(checked(*SITE, **H100)).p_value, rel=1e-6) == only(checked(*thrice, **H100)).p_value


def test_what_others_imply_does_not_depend_on_the_claim_itself():
    right, wrong = (
        only(checked(said(value, "it_capacity"), *SITE[1:], **H100)).implied["claim-1"].quantiles[1]
        for value in ("1 GW", "5 GW")
    )
    assert approx(right, rel=1e-6) == wrong


def test_a_claim_of_one_reading_is_a_fact_of_run(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("title: t\nclaims: [{value: 2 GW, reads_as: facility_capacity}]\n", "utf-8")
    assert 2000 == estimator.run(path)["facility_capacity"].p50


def test_a_claim_of_several_readings_is_none_of_run(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("title: t\nclaims: [{value: 2 GW, reads_as: [facility_capacity, it_capacity]}]\n", "utf-8")
    assert "facility_capacity" not in estimator.run(path)


def test_an_assumption_of_the_scenario_checks_what_facts_and_catalog_leave_open():
    systems = {"a": {"assume": {"accelerator_tdp": {"low": "700 W/accelerator", "high": "1200 W/accelerator"}}}}
    claims = said("5 GW", "a.accelerator_capacity"), said("1.3 M", "a.accelerators")
    assert "contradicts" == only(checked(*claims, systems=systems)).verdict


def test_a_fact_that_repeats_a_claim_is_that_claim():
    sources = {"post": {"title": "A post"}}
    fact = {"it_capacity": {"value": "1 GW", "source": "post"}}
    claim = said("1 GW", "it_capacity", "accelerator_capacity", source="post")
    result = checked(claim, COUNT, sources=sources, given=fact, **H100)
    assert {"claim-1", "claim-2"} == set(of(result, **{"claim-1": "accelerator_capacity"}).implied)


def test_what_is_implied_stays_within_the_bounds_of_its_quantity():
    claims = said("1 GW", "it_capacity"), said("1 GW", "facility_capacity"), said("1.3", "peak_pue")
    assert 1.0 <= only(checked(*claims)).implied["claim-3"].quantiles[0]


def test_a_default_is_silent_where_a_claim_speaks():
    assert None is only(checked(said("2.5", "peak_pue"))).p_value


def test_a_catalog_figure_checks_a_claim_of_the_same():
    assert "contradicts" == only(checked(said("900 W/accelerator", "accelerator_tdp"), **H100)).verdict


def test_a_limit_that_is_kept_agrees_and_is_no_degree_of_freedom():
    reading = only(checked(said(">= 1 GW", "facility_capacity"), said("2 GW", "facility_capacity")))
    assert ("agrees", 1.0, 0) == (reading.verdict, reading.p_value, reading.fit.redundancy)


def test_a_limit_that_is_broken_contradicts():
    result = checked(said(">= 3 GW", "facility_capacity"), said("2 GW", "facility_capacity"))
    assert ("contradicts", approx(1.5, rel=0.02)) == (only(result).verdict, only(result).conflicts[-1].factor)


@pytest.mark.parametrize(("said_of_it", "said_of_all"), [("1 GW", "1.2 GW"), ("1.3 GW", "1.66 GW")])
def test_numbers_that_were_rounded_do_not_contradict_each_other(said_of_it, said_of_all):
    claims = said(said_of_it, "it_capacity"), said(said_of_all, "facility_capacity"), said("1.25", "peak_pue")
    assert "contradicts" != only(checked(*claims)).verdict


def test_one_reactor_is_said_of_whatever_is_nearest_to_one():
    claims = said("2.3 GW", "facility_capacity"), said("1 reactor", "reactors_by_capacity")
    assert "agrees" == checked(*claims, use={"reactor": "epr"}).equivalences[0].verdict


def test_parts_and_wholes_check_each_other():
    systems = {"a": {}, "b": {}, "all": {"parts": ["a", "b"]}}
    claims = [said("1 M", "a.accelerators"), said("2 M", "b.accelerators"), said("4 M", "all.accelerators")]
    reading = only(checked(*claims, systems=systems))
    assert ("contradicts", approx(4 / 3, rel=0.01)) == (reading.verdict, reading.conflicts[-1].factor)


def test_draws_decide_a_contradiction_near_the_limit():
    reading = only(checked(said("~1 GW", "it_capacity"), said("860 k", "accelerators"), **H100))
    found = reading.confirmation
    assert ("claim-2", reading.p_value, True) == (found.name, found.p_value, found.effective_draws > 8000)


def test_far_from_the_limits_no_draws_are_needed():
    assert None is of(checked(ONE_GIGAWATT, COUNT, **H100), **{"claim-1": "facility_capacity"}).confirmation


def test_a_uniform_range_is_taken_as_it_is():
    """The ratio of 1.39 is beyond the end of the range, which a normal of its width would reach."""
    claims = said("1.39 GW", "facility_capacity"), said("1.01 GW", "it_capacity")
    ends = {"low": 1.2, "high": 1.3}
    uniform, normal = (
        only(checked(*claims, given={"peak_pue": value})) for value in ({"uniform": ends}, "1.205..1.295")
    )
    assert uniform.p_value < normal.p_value


def test_z_is_the_gap_in_standard_deviations():
    claims = said("~1 GW", "it_capacity"), said("~2 GW", "it_capacity")
    sd = (log(1.1 / 1) / 1.644854) * 2**0.5
    assert approx(log(2) / sd, rel=0.06) == only(checked(*claims)).conflicts[0].z


# Verdicts


def test_what_nothing_checks_does_not_make_the_rest_hold():
    claims = said("8 GW", "facility_capacity", "connection_capacity"), said("80 TWh", "annual_facility_energy")
    verdict = checked(*claims).verdict
    assert (True, True) == (
        verdict.startswith("contradicted by itself as usually read (claim-1 (8 GW) as facility_capacity): claim-1"),
        verdict.endswith("; or if claim-1 (8 GW) means connection_capacity, which nothing here checks"),
    )


def test_a_default_is_never_the_culprit():
    claims = said("2 GW", "facility_capacity"), said("10 reactors", "reactors_by_energy")
    assert None is only(checked(*claims, use={"reactor": "epr"})).culprit


def test_an_exact_figure_of_the_catalog_is_named_and_not_suspected():
    reading = of(
        checked(said("1.23 GW", "accelerator_capacity", "it_capacity"), COUNT, **H100),
        **{"claim-1": "accelerator_capacity"},
    )
    named = "accelerator_tdp" in [one.name for one in reading.conflicts[0].members]
    assert (True, ("claim-1", "claim-2")) == (named, reading.suspects)


def test_an_announcement_that_nothing_checks_cannot_be_determined():
    verdict = checked(said("2 GW", "facility_capacity")).verdict
    assert verdict == (
        "cannot be determined from what is disclosed: needs it_capacity, accelerators or annual_facility_energy"
    )


def test_an_announcement_that_agrees_holds():
    assert "holds" == checked(*SITE, **H100).verdict


def test_an_announcement_that_holds_in_one_reading_says_in_which():
    result = checked(said("910 MW", "it_capacity", "accelerator_capacity"), COUNT, **H100)
    assert result.verdict.endswith("; holds only if claim-1 (910 MW) means accelerator_capacity")


def test_an_announcement_that_holds_in_no_reading_is_contradicted():
    verdict = checked(ONE_GIGAWATT, COUNT, **H100).verdict
    assert verdict.startswith(
        "contradicted by what is known as usually read (claim-1 (1 GW) as it_capacity) and in all 2 readings: beside"
        " claim-1 1 GW as it_capacity, claim-2 would be 690 k accelerators"
    )


def test_an_announcement_that_cannot_be_is_contradicted_by_itself():
    claims = said("8 GW", "facility_capacity"), said("80 TWh", "annual_facility_energy")
    assert checked(*claims).verdict.startswith("contradicted by itself: claim-1 8 GW")


def test_an_announcement_in_tension_holds_only_if_its_ranges_are_stretched():
    claims = said("~1 GW", "it_capacity"), said("~1.19 GW", "it_capacity")
    assert checked(*claims).verdict.startswith("holds only if its ranges are stretched: beside claim-1")


def test_topics_that_come_to_the_same_are_each_told():
    systems = {name: {"use": H100["use"]} for name in ("a", "b")}
    claims = [said(claim["value"], f"{name}.{claim['reads_as'][0]}") for name in systems for claim in SITE]
    assert "about a: holds; about b: holds" == checked(*claims, systems=systems).verdict


# Forms


def test_json_has_the_agreed_keys():
    data = json.loads(check_text(checked(ONE_GIGAWATT, COUNT, **H100), "json"))
    reading = data["readings"][0]
    assert {"title", "verdict", "readings", "detectors"} <= set(data)
    assert {"choice", "p_value", "verdict", "conflicts", "culprit", "undecidable", "implied"} <= set(reading)
    assert {"claims", "factor", "z", "sentence"} == set(reading["conflicts"][0])
    assert {"p5", "p50", "p95", "unit"} == set(reading["implied"]["claim-2"])


def test_json_names_claims_by_their_id_and_facts_by_their_quantity():
    claim = said("1.3 M", "accelerators", id="count")
    reading = checked(claim, given={"it_capacity": "1 GW"}, **H100).to_data()["readings"][0]
    assert (["it_capacity", "count"], {"count": "accelerators"}) == (
        sorted(reading["conflicts"][0]["claims"], key=["it_capacity", "count"].count, reverse=True)[:2],
        reading["choice"],
    )


def test_the_same_announcement_gives_the_same_report():
    first, second = (check_text(checked(ONE_GIGAWATT, COUNT, **H100), "json") for _ in range(2))
    assert first == second


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_report_has_verdict_readings_and_sentences(form):
    report = " ".join(check_text(checked(ONE_GIGAWATT, COUNT, **H100), form).split())
    parts = (
        "contradicted by what is known as usually read",
        "claim-1 as it_capacity",
        "factor 1.89",
        "what all else implies",
    )
    assert [True] * 4 == [part in report for part in parts]


# Bad input


def test_an_announcement_without_claims_is_refused():
    with pytest.raises(EstimatorError, match="has no claims to check"):
        estimator.check({"title": "t", "given": {"facility_capacity": "2 GW"}})


def test_claims_that_all_say_the_same_are_refused():
    with pytest.raises(EstimatorError, match="all claims say the same"):
        checked(TWO_GIGAWATTS, TWO_GIGAWATTS)


def test_too_many_readings_are_refused():
    many = ["it_capacity", "facility_capacity", "accelerator_capacity", "server_capacity"]
    with pytest.raises(EstimatorError, match="can be read in 1,024 ways"):
        checked(*(said(f"{number} GW", *many) for number in range(1, 6)))


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (said("1 GW", "it_capcity"), "it_capcity is not a quantity; did you mean it_capacity"),
        (said("1 GW", "site.it_capacity"), "there is no system site"),
        (said("1 GWh", "it_capacity"), "it_capacity should be a power"),
        (said("8760 h", "operating_year"), "operating_year is a convention"),
        (said("1 GW", "it_capacity", id="one two"), "'one two' is no name of a claim"),
        (said("2..1 GW", "it_capacity"), "it_capacity"),
        (said("nan GW", "it_capacity"), "it_capacity|nan"),
        (said([1, 2], "it_capacity"), "value should be a number with its unit"),
        (said(True, "accelerators"), "value should be a number with its unit"),
        ({"value": "1 GW"}, "say what it can mean under reads_as"),
    ],
)
def test_a_claim_that_means_nothing_is_refused(claim, message):
    with pytest.raises(EstimatorError, match=message):
        checked(claim, COUNT)


def test_two_claims_of_one_name_are_refused():
    with pytest.raises(EstimatorError, match="two claims are called a"):
        checked(said("1 GW", "it_capacity", id="a"), said("2 GW", "it_capacity", id="a"))


# Many claims

SAME = [said(f"~{value} GW", "it_capacity") for value in (1, 1.01, 0.99, 1.02, 0.98)]
TWENTY = [*SAME * 3, said("~1.25 GW", "facility_capacity"), said("~1.24 GW", "facility_capacity")]


def test_twenty_claims_still_finish_and_the_report_says_that_not_every_set_was_compared():
    result = checked(*TWENTY, said("~3 GW", "it_capacity"), said("~690 k", "accelerators"), COUNT, **H100)
    assert "not every set" in " ".join(check_text(result, "text").split())


def test_json_says_so_too():
    assert [False] == [reading["complete"] for reading in checked(*TWENTY, COUNT, **H100).to_data()["readings"]]


def test_among_twenty_claims_the_wrong_one_is_found():
    result = checked(*TWENTY, said("~3 GW", "it_capacity", id="wrong"), said("~690 k", "accelerators"), **H100)
    reading = only(result)
    assert ("contradicts", "wrong", True) == (
        reading.verdict, reading.culprit, "wrong" in [one.name for one in reading.conflicts[0].members]
    )  # fmt: skip
