"""From a scenario to its data: facts, catalog figures and assumptions, each on its system."""

import pytest

from estimator.catalog import load_catalog
from estimator.datum import Tier, Value, Variable
from estimator.errors import EstimatorError
from estimator.scenario import case_of, scenario_from

"""Seconds after which something that should be instant has run away."""

LEAVES = {"a": {"given": {"it_capacity": "1 GW"}}, "b": {"given": {"it_capacity": "2 GW"}}}


def case(data, assumptions=True):
    return case_of(scenario_from({"title": "t", **data}), load_catalog(), assumptions)


def found(case, system, quantity):
    """The data of one variable."""
    return [datum for variable, datum in case.data if variable == Variable(system, quantity)]


def test_a_fact_stands_on_its_system():
    assert [Tier.GIVEN] == [datum.tier for datum in found(case({"systems": LEAVES}), "a", "it_capacity")]


def test_parts_are_kept():
    assert {"a": (), "b": (), "c": ("a", "b")} == case({"systems": LEAVES | {"c": {"parts": ["a", "b"]}}}).parts


def test_every_system_has_the_conventions():
    systems = LEAVES | {"c": {"parts": ["a", "b"]}}
    assert [1, 1, 1] == [len(found(case({"systems": systems}), name, "operating_year")) for name in systems]


@pytest.mark.parametrize(("year", "hours"), [(None, 8760), (2023, 8760), (2024, 8784), (2000, 8784), (2100, 8760)])
def test_a_year_has_its_hours(year, hours):
    (datum,) = found(case({"given": {"it_capacity": "1 GW"}} | ({"year": year} if year else {})), "", "operating_year")
    assert Value("point", (float(hours),)) == datum.value


def test_catalog_figures_are_of_the_entry_chosen():
    (datum,) = found(
        case({"given": {"it_capacity": "1 GW"}, "use": {"accelerator": "h100-sxm"}}), "", "accelerator_tdp"
    )
    assert (Tier.USE, Value("point", (700.0,))) == (datum.tier, datum.value)


def test_an_accelerator_brings_the_server_that_it_names():
    data = case({"given": {"it_capacity": "1 GW"}, "use": {"accelerator": "h100-sxm"}})
    assert [Tier.USE] == [datum.tier for datum in found(data, "", "server_rated_power")]


def test_a_site_has_its_own_power():
    (datum,) = found(case({"use": {"site": "colossus-1-2024-09"}}), "", "it_capacity")
    assert (Tier.USE, Value("point", (139.0,))) == (datum.tier, datum.value)


def test_the_power_of_a_site_is_not_that_of_each_of_its_parts():
    halves = {"c": {"parts": ["a", "b"], "use": {"site": "colossus-1-2024-09"}}}
    data = case({"systems": {"a": {"given": {"it_capacity": "60 MW"}}, "b": {}} | halves})
    assert [0, 1] == [len(found(data, name, "h100_equivalents")) for name in "bc"]


def test_two_parts_may_be_two_sites():
    sites = {"a": {"use": {"site": "colossus-1-2024-09"}}, "b": {"use": {"site": "new-carlisle-2026-03"}}}
    data = case({"systems": sites | {"c": {"parts": ["a", "b"]}}})
    assert [1, 1, 0] == [len(found(data, name, "h100_equivalents")) for name in "abc"]


def test_a_site_is_not_all_systems():
    with pytest.raises(EstimatorError, match="a site is one of the systems, not all of them"):
        case({"systems": LEAVES, "use": {"site": "colossus-1-2024-09"}})


def test_two_entries_with_one_figure_give_one_value():
    both = {"fleet": "aws", "climate": "1a", "cooling": "liquid-tower"}
    data = case({"given": {"it_capacity": "1 GW"}, "use": both})
    assert ["operators/aws/withdrawal_wue/unstated"] == [datum.key for datum in found(data, "", "withdrawal_wue")]


def test_without_a_choice_there_is_no_catalog_figure():
    assert [] == found(case({"given": {"it_capacity": "1 GW"}}), "", "server_rated_power")


def test_assumptions_stand_on_leaves_alone():
    data = case({"systems": LEAVES | {"c": {"parts": ["a", "b"]}}})
    assert [1, 1, 0] == [len(found(data, name, "peak_pue")) for name in "abc"]


def test_catalog_figures_stand_on_leaves_alone():
    data = case({"systems": LEAVES | {"c": {"parts": ["a", "b"], "use": {"accelerator": "gb200"}}}})
    assert [1, 1, 0] == [len(found(data, name, "accelerator_tdp")) for name in "abc"]


def test_without_assumptions_none_is_made():
    data = case({"given": {"it_capacity": "1 GW"}}, assumptions=False)
    assert Tier.ASSUMPTION not in {datum.tier for _, datum in data.data}


def test_no_quantity_is_assumed_where_the_catalog_has_a_figure():
    data = case({"given": {"it_capacity": "1 GW"}, "use": {"accelerator": "h100-sxm"}})
    assumed = {variable.quantity for variable, datum in data.data if datum.tier == Tier.ASSUMPTION}
    assert set() == assumed & {variable.quantity for variable, datum in data.data if datum.tier == Tier.USE}


def test_systems_share_the_key_of_an_assumption_and_so_its_draws():
    data = case({"systems": LEAVES})
    assert found(data, "a", "peak_pue") == found(data, "b", "peak_pue")


def test_equal_facts_of_two_systems_have_keys_of_their_own():
    data = case({"systems": {name: {"given": {"it_capacity": "~1 GW"}} for name in "ab"}})
    assert ["a.it_capacity", "b.it_capacity"] == [found(data, name, "it_capacity")[0].key for name in "ab"]


def test_a_shared_fact_of_a_whole_passes_down_to_its_parts():
    data = case({"systems": LEAVES | {"c": {"parts": ["a", "b"], "given": {"pue": 1.3}}}})
    assert [[(Tier.GIVEN, "c.pue")]] * 2 == [
        [(datum.tier, datum.key) for datum in found(data, name, "pue") if datum.tier == Tier.GIVEN] for name in "ab"
    ]


def test_a_part_keeps_its_own_fact_over_that_of_the_whole():
    own = {"a": {"given": {"it_capacity": "1 GW", "pue": 1.1}}}
    data = case({"systems": LEAVES | own | {"c": {"parts": ["a", "b"], "given": {"pue": 1.3}}}})
    keys = [[datum.key for datum in found(data, name, "pue") if datum.tier == Tier.GIVEN] for name in "ab"]
    assert [["a.pue"], ["c.pue"]] == keys


def test_a_shared_fact_passes_down_through_parts_of_parts():
    wholes = {"c": {"parts": ["a", "b"]}, "d": {"parts": ["c"], "given": {"pue": 1.3}}}
    data = case({"systems": LEAVES | wholes})
    assert ["d.pue"] * 2 == [found(data, name, "pue")[0].key for name in "ab"]


def test_a_sum_of_a_whole_stays_on_the_whole():
    data = case({"systems": LEAVES | {"c": {"parts": ["a", "b"], "given": {"accelerators": 10}}}})
    assert [0, 0, 1] == [len(found(data, name, "accelerators")) for name in "abc"]


def test_use_of_a_whole_passes_down_to_parts_that_choose_nothing():
    own = {"a": {"given": {"it_capacity": "1 GW"}, "use": {"reactor": "ap1000"}}}
    data = case({"systems": LEAVES | own | {"c": {"parts": ["a", "b"], "use": {"reactor": "epr"}}}})
    assert ["ap1000", "epr"] == [found(data, name, "reactor_net_power")[0].key.split("/")[1] for name in "ab"]


@pytest.mark.parametrize(
    "years", [(2024, 2025, None), (2024, None, None), (2024, 2024, 2025), (None, None, 2025), (2024, 2024, None)]
)
def test_a_whole_and_its_parts_cover_one_year(years):
    stated = [{"year": year} if year else {} for year in years]
    a, b, c = stated
    systems = {"a": LEAVES["a"] | a, "b": LEAVES["b"] | b, "c": {"parts": ["a", "b"]} | c}
    with pytest.raises(EstimatorError, match="c and its parts cover different years"):
        case({"systems": systems})


def test_systems_that_are_no_parts_may_cover_different_years():
    data = case({"systems": {"a": LEAVES["a"] | {"year": 2023}, "b": LEAVES["b"] | {"year": 2024}}})
    assert [8760, 8784] == [found(data, name, "operating_year")[0].value.parameters[0] for name in "ab"]


def test_a_whole_whose_parts_cover_its_year_is_a_case():
    assert case({"year": 2024, "systems": LEAVES | {"c": {"parts": ["a", "b"]}}}).parts["c"] == ("a", "b")


def test_parts_that_many_wholes_share_are_looked_at_once(ending):
    layers = {
        f"{name}{layer}": {"parts": [f"s{layer + 1}", f"t{layer + 1}"]} for layer in range(20) for name in ("s", "t")
    }
    data = {"systems": layers | {name: {"given": {"it_capacity": "1 GW"}} for name in ("s20", "t20")}}
    with pytest.raises(EstimatorError, match="s18 counts s20 twice, in s19 and in t19"):
        case(data)


def test_the_ranges_of_a_case_are_its_streams_each_once_and_nothing_exact():
    data = case({"systems": {name: {"given": {"it_capacity": "~1 GW", "pue": 1.1}} for name in "ab"}})
    keys = [datum.key for datum in data.ranges]
    assert ["a.it_capacity", "b.it_capacity"] == [key for key in keys if "/" not in key]
    assert 1 == keys.count("assumptions/peak_pue/unstated")


# A scenario's own assumptions

TDP = {"low": "700 W/accelerator", "high": "1200 W/accelerator", "because": "a mixture"}


def assumed(**more):
    return {"given": {"it_capacity": "1 GW"}, "assume": {"accelerator_tdp": TDP}, **more}


def test_an_assumption_of_the_scenario_is_one():
    (datum,) = found(case(assumed()), "", "accelerator_tdp")
    assert (Tier.ASSUMPTION, "a mixture") == (datum.tier, datum.because)


def test_it_stands_in_place_of_the_default():
    (datum,) = found(case({"given": {"it_capacity": "1 GW"}, "assume": {"peak_pue": 1.5}}), "", "peak_pue")
    assert Value("point", (1.5,)) == datum.value


def test_it_comes_after_the_catalog():
    tiers = [datum.tier for datum in found(case(assumed(use={"accelerator": "h100-sxm"})), "", "accelerator_tdp")]
    assert [Tier.USE, Tier.ASSUMPTION] == tiers


def test_without_assumptions_it_goes_too():
    assert [] == found(case(assumed(), assumptions=False), "", "accelerator_tdp")


def test_a_whole_assumes_nothing():
    systems = {**LEAVES, "c": {"parts": ["a", "b"], "assume": {"pue": 1.2}}}
    with pytest.raises(EstimatorError, match="assume belongs to the parts"):
        case({"systems": systems})


def test_an_unknown_name_is_refused_as_it_is_among_facts():
    with pytest.raises(EstimatorError, match="accelerator_tpd is not a quantity; did you mean accelerator_tdp"):
        case({"given": {"it_capacity": "1 GW"}, "assume": {"accelerator_tpd": "700 W/accelerator"}})
