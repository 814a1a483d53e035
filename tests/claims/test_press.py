"""What the press says: equivalences, limits, prices and plain verdicts, as they were met in real announcements."""

import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.model import model
from estimator.report.check import check_text


def said(value, *reads_as, **more):
    return {"value": value, "reads_as": list(reads_as) if len(reads_as) > 1 else reads_as[0], **more}


def checked(*claims, **scenario):
    return estimator.check({"title": "t", "claims": list(claims), **scenario})


def comparison(*claims, **scenario):
    """What comes of the one equivalence of an announcement."""
    (found,) = checked(*claims, **scenario).equivalences
    return found


def by(found, name):
    """An equivalence by a basis."""
    (held,) = [one for one in found.held if one.basis.name == name]
    return held


USA = {"use": {"country": "usa"}}
POWER = ("facility_capacity", "it_capacity", "accelerator_capacity", "average_facility_load")

# Homes: 10 GW × 8,760 h / 10,500 kWh are 8.3 million, at full power in every hour


def test_full_power_in_every_hour_told_in_homes_is_recognised():
    verdict = checked(said("8.3 M households", "households"), given={"facility_capacity": "10 GW"}, **USA).verdict
    assert "right only for full power in every hour of the year; off by a factor of" in verdict


def test_full_power_in_every_hour_is_8_3_million_homes():
    found = comparison(said("8.3 M households", "households"), given={"facility_capacity": "10 GW"}, **USA)
    assert (approx(8.3e6, rel=0.02), "contradicts") == (by(found, "full-draw").interval[1], found.verdict)


def test_at_usual_use_10_gw_are_half_as_many_homes():
    found = comparison(said("8.3 M households", "households"), given={"facility_capacity": "10 GW"}, **USA)
    assert approx(10 * 8.76 * 0.5 / 10.5, rel=0.1) == found.ordinary.interval[1] / 1e6


@pytest.mark.parametrize(("power", "homes"), [("6 GW", "4.5 M households"), ("10 GW", "8 M households")])
def test_homes_do_not_decide_what_a_power_means(power, homes):
    verdict = checked(said(power, *POWER), said(homes, "households"), **USA).verdict
    assert (False, True) == ("holds only if" in verdict, verdict.startswith("claim-2 ("))


def test_a_plant_of_960_megawatts_feeds_about_770_thousand_homes():
    # 960 MW × 0.92 × 8,760 h / 10,500 kWh are 737 k
    use = {"supply": "nuclear", "country": "usa"}
    found = comparison(said("770 k households", "households"), given={"supply_capacity": "960 MW"}, use=use)
    assert ("agrees", True, approx(1.05, abs=0.03)) == (found.verdict, found.ordinary.is_right, found.ordinary.factor)


def test_at_least_800_thousand_homes_are_fewer_than_1121_megawatts_feed():
    use = {"supply": "nuclear", "country": "usa"}
    result = checked(said(">= 800 k households", "households"), given={"supply_capacity": "1121 MW"}, use=use)
    assert ("agrees", {}) == (result.equivalences[0].verdict, dict(result.untested))


@pytest.mark.parametrize(("homes", "verdict"), [("950 k", "agrees"), ("1.1 M", "contradicts")])
def test_homes_are_about_right_up_to_a_factor_of_1_3(homes, verdict):
    use = {"supply": "nuclear", "country": "usa"}
    claim = said(f"{homes} households", "households")
    assert verdict == comparison(claim, given={"supply_capacity": "960 MW"}, use=use).verdict


@pytest.mark.skipif("all_use_inhabitants" not in model().quantities, reason="the model has no use for each inhabitant")
def test_60_thousand_inhabitants_by_all_uses_are_half_of_85_megawatts():
    # 449 TWh over 68.4 million people are 6.6 MWh
    use = {"country": "france"}
    found = comparison(said("60 k people", "inhabitants"), given={"facility_capacity": "85 MW"}, use=use)
    assert approx(85 * 8.76 * 0.5 / 6.6 * 1e3, rel=0.15) == by(found, "all-uses").interval[1]


# Reactors

EPR = {"use": {"reactor": "epr"}}


def test_2_gw_are_1_23_epr_by_power_and_two_as_whole_units():
    found = comparison(said("2 GW", "facility_capacity"), said("2 reactors", "reactors_by_capacity"), **EPR)
    assert (approx(2 / 1.62, rel=0.01), (2.0, 2.0, 2.0), "contradicts") == (
        by(found, "power").interval[1], by(found, "whole-units").interval, found.verdict,
    )  # fmt: skip


@pytest.mark.parametrize(("power", "verdict"), [("1.4 GW", "agrees"), ("2.4 GW", "agrees"), ("2.6 GW", "contradicts")])
def test_one_reactor_is_said_of_up_to_one_and_a_half(power, verdict):
    # 1.62 GW each: 0.86, 1.48, 1.60
    assert (
        verdict
        == comparison(said(power, "facility_capacity"), said("1 reactor", "reactors_by_capacity"), **EPR).verdict
    )


MACHINES = {"given": {"facility_capacity": "1.04 GW", "reactor_net_power": "300 MW/reactor"}}


def test_three_machines_of_300_megawatts_do_not_carry_1_04_gigawatts():
    found = comparison(said("3 reactors", "reactors_by_capacity"), **MACHINES)
    assert ("contradicts", approx(1.04 / 0.3, rel=0.06), (4.0, 5.0)) == (
        found.verdict, found.ordinary.interval[1],
        (by(found, "whole-units").interval[1], by(found, "one-out").interval[1]),
    )  # fmt: skip


def test_four_of_them_do():
    assert "agrees" == comparison(said("4 reactors", "reactors_by_capacity"), **MACHINES).verdict


def test_three_that_are_compared_with_it_are_about_right():
    claim = said("3 reactors", "reactors_by_capacity", quote="the equivalent of three small reactors")
    assert "agrees" == comparison(claim, **MACHINES).verdict


# A share of the nation that is wrong moves nothing


def test_a_wrong_share_moves_no_figure_of_the_site():
    claims = said("1.8 GW", "facility_capacity"), said("15.8 TWh", "annual_facility_energy")
    alone, beside = (
        checked(*claims, *more, use={"country": "france", "accelerator": "h100-sxm"}).topics[0].readings[0]
        for more in ((), (said("0.91", "national_share"),))
    )
    assert alone.implied == beside.implied


# Practical before statistical


@pytest.mark.parametrize(
    ("power", "verdict"), [("44 MW", "agrees"), ("27 MW", "contradicts"), ("60 MW", "contradicts")]
)
def test_a_hall_is_bought_with_some_room(power, verdict):
    # 13,800 / 72 × 140 kW × 1.14 × 1.2 are 36.7 MW
    claims = said("13.8 k accelerators", "accelerators"), said(power, "facility_capacity")
    reading = checked(*claims, use={"accelerator": "gb300", "cooling": "liquid"}).topics[0].readings[0]
    assert (verdict == "agrees") == (reading.verdict == "agrees")


def test_what_passes_a_bound_is_never_about_right():
    claims = said("10 GW", "facility_capacity"), said("105 TWh", "annual_facility_energy")
    assert "contradicts" == checked(*claims).topics[0].readings[0].verdict


@pytest.mark.parametrize(("other", "verdict"), [("1.08 GW", "agrees"), ("1.3 GW", "contradicts")])
def test_figures_within_a_tenth_are_one_told_roundly(other, verdict):
    claims = said("1.00 GW", "it_capacity"), said(other, "it_capacity")
    assert verdict == checked(*claims).topics[0].readings[0].verdict


# Prices and limits


def test_a_claimed_price_is_held_against_what_is_known():
    given = {"it_capacity": "200 MW", "facility_capacity": "250 MW"}
    result = checked(said("3 USD2025/W", "construction_capex_per_it_watt", id="price"), given=given)
    assert (True, {}) == (
        "price (3 USD2025/W) is contradicted by what is known" in result.verdict,
        dict(result.untested),
    )


@pytest.mark.parametrize(("price", "word"), [("12 USD2025/W", "within what is usual"), ("8 USD2025/W", "is unusual")])
def test_a_price_may_be_usual_or_unusual(price, word):
    assert word in checked(said(price, "construction_capex_per_it_watt"), given={"it_capacity": "200 MW"}).verdict


def test_a_claimed_pue_is_held_against_what_is_usual():
    assert "is contradicted by what is known" in checked(said("2.0", "pue"), given={"it_capacity": "100 MW"}).verdict


def test_what_is_said_to_be_needed_does_decide():
    (needs,) = checked(said("2 GW", "facility_capacity")).untested.values()
    values = {"it_capacity": "800 MW", "accelerators": "1 M", "annual_facility_energy": "9 TWh"}
    found = [
        checked(said("2 GW", "facility_capacity"), given={name.quantity: values[name.quantity]}).untested
        for name in needs.items
    ]
    assert [{}] * 3 == [dict(one) for one in found]


def test_up_to_beside_up_to_are_two_ends_of_one_thing():
    claims = said("<= 600 k accelerators", "accelerators"), said("<= 500 MW", "facility_capacity")
    result = checked(*claims, use={"accelerator": "gb300"})
    assert (True, approx(3.3, abs=0.3)) == (
        result.verdict.startswith("contradicted by what is known"), result.topics[0].readings[0].conflicts[0].factor,
    )  # fmt: skip


def test_one_limit_alone_stays_a_limit():
    claims = said("<= 600 k accelerators", "accelerators"), said("500 MW", "facility_capacity")
    assert "agrees" == checked(*claims, use={"accelerator": "gb300"}).topics[0].readings[0].verdict


# Known errors


def test_an_error_that_a_fitting_reading_explains_away_is_not_told():
    # 1 GW of GB300s are 450 k of them; 10 bn are what the buildings cost
    claims = (
        said("1 GW", "facility_capacity", "it_capacity", "accelerator_capacity"),
        said("~500 k accelerators", "accelerators"),
        said("10 bn USD2025", "capex", "construction_capex", "compute_capex"),
    )
    names = {hit.name for hit in checked(*claims, use={"accelerator": "gb300"}).detectors}
    assert set() == names & {"dies-as-units", "h100-equivalents-as-units", "less-power-than-the-packages"}


def test_a_gap_has_one_explanation():
    claims = said("1 GW", "facility_capacity"), said("0.97 M", "accelerators")
    names = [hit.name for hit in checked(*claims, use={"accelerator": "gb200"}).detectors]
    assert ["h100-equivalents-as-units"] == names


# Hardware that nobody named

COUNT = said("500 k accelerators", "accelerators")


def test_several_chips_are_readings():
    result = checked(COUNT, said("1.2 GW", "facility_capacity"), use={"accelerator": ["h100-sxm", "b200", "gb200"]})
    assert ["contradicts", "agrees", "agrees"] == [one.verdict for one in result.alternatives]


def test_the_verdict_says_on_which_it_hangs():
    result = checked(COUNT, said("1.2 GW", "facility_capacity"), use={"accelerator": ["h100-sxm", "b200"]})
    assert "with accelerator=h100-sxm contradicted; with accelerator=b200 agrees" in result.verdict


def test_a_chip_that_no_document_names_is_the_hinge():
    result = checked(COUNT, said("1.2 GW", "facility_capacity"), use={"accelerator": "gb200"})
    assert ("accelerator=gb200",) == result.hinges


def test_a_chip_that_is_quoted_is_no_hinge():
    quoted = said("500 k accelerators", "accelerators", quote="500,000 GB200 chips")
    assert () == checked(quoted, said("1.2 GW", "facility_capacity"), use={"accelerator": "gb200"}).hinges


def test_an_unknown_chip_among_several_is_named():
    with pytest.raises(EstimatorError, match="h1000 is no accelerator of the catalog"):
        checked(COUNT, use={"accelerator": ["gb200", "h1000"]})


def test_no_chip_at_all_is_refused():
    with pytest.raises(EstimatorError, match="accelerator names no entry"):
        checked(COUNT, use={"accelerator": []})


def test_a_run_wants_one_chip():
    data = {"title": "t", "given": {"facility_capacity": "1 GW"}, "use": {"accelerator": ["gb200", "b200"]}}
    with pytest.raises(EstimatorError, match="accelerator has several entries"):
        estimator.run(data)


def test_1_3_million_accelerators_with_1_gigawatt_are_judged_without_a_chip():
    result = checked(said("1.3 M accelerators", "accelerators"), said("1 GW", "facility_capacity"))
    assert result.verdict.startswith("contradicted by what is known")


# Short readings, and what runs are solved from


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("power", "facility_capacity"), ("money", "capex"), ("homes", "households"),
        ("carbon", "annual_scope2_location_based"),
        ("reactors", "reactors_by_capacity"), ("water", "annual_site_water_consumption"),
    ],
)  # fmt: skip
def test_a_word_of_the_press_stands_for_all_that_it_can_mean(word, first):
    values = {"power": "1 GW", "money": "10 bn USD2025", "homes": "1 M households", "reactors": "2 reactors",
              "water": "1 bn L", "carbon": "1 Mt"}  # fmt: skip
    claim = checked(said(values[word], word), given={"facility_capacity": "1 GW"}).claims[0]
    assert first == str(claim.readings[0][0])


def test_a_word_can_be_about_a_system():
    claim = checked(said("1 GW", "site.power"), systems={"site": {}}).claims[0]
    assert [f"site.{name}" for name in POWER] == [str(variable) for variable, _ in claim.readings]


def test_nothing_is_solved_from_homes(tmp_path):
    claims = [said("6 GW", *POWER), said("4.5 M households", "households")]
    result = estimator.run({"title": "t", "claims": claims, "use": {"country": "usa"}})
    assert "facility_capacity" not in result


def test_homes_that_are_given_are_a_fact():
    result = estimator.run({"title": "t", "given": {"households": "1 M households"}, "use": {"country": "usa"}})
    assert approx(10.5, rel=0.03) == result["annual_facility_energy"].p50


# The verdict


def test_the_ordinary_reading_comes_first():
    verdict = checked(said("910 MW", "it_capacity", "accelerator_capacity"), said("1.3 M", "accelerators"),
                      use={"accelerator": "h100-sxm"}).verdict  # fmt: skip
    assert 0 < verdict.index("as usually read (claim-1 (910 MW) as it_capacity)") < verdict.index("holds only if")


def test_the_factor_comes_before_the_probability():
    verdict = checked(
        said("1 GW", "it_capacity"), said("1.3 M", "accelerators"), use={"accelerator": "h100-sxm"}
    ).verdict
    assert "claim-2 would be 690 k accelerators (620–770), not 1.3 M, a factor of 1.9 (p < 0.0001)" in verdict


def test_a_report_of_equivalences_alone_has_a_verdict():
    report = check_text(checked(said("1 M households", "households"), **USA), "text")
    assert "cannot be determined from what is disclosed: needs facility_capacity" in report


def test_an_equivalence_without_its_country_says_what_it_needs():
    result = checked(said("1 M households", "households"), given={"facility_capacity": "1 GW"})
    assert (True, ["claim-1"]) == ("cannot be determined" in result.verdict, [*result.untested])


def test_where_money_is_wrong_homes_and_reactors_are_of_the_power_as_it_is_usually_meant():
    # 1 GW over 1.62 GW
    claims = (
        said("1 GW", *POWER), said("~500 k accelerators", "accelerators"),
        said("10 bn USD2025", "capex", "construction_capex"),
        said("1 reactor", "reactors_by_capacity"),
    )  # fmt: skip
    found = comparison(*claims, use={"accelerator": "gb300", "reactor": "epr"})
    assert approx(1 / 1.62, rel=0.01) == found.ordinary.interval[1]
