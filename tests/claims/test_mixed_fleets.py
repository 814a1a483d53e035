"""Mixed fleets and portfolios: parts to any depth, facts at any level, solved for whatever is missing."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator.catalog import load_catalog
from estimator.errors import EstimatorError
from estimator.method import Method
from estimator.runs import solved
from estimator.scenario import case_of, read_scenario, scenario_from

ROOT = Path(__file__).parents[2]


def result(systems, assumptions=False, **top):
    return solved(scenario_from({"title": "t", "systems": systems, **top}), Method(draws=500, assumptions=assumptions))


def test_two_generations_of_colossus_come_to_the_340_megawatts_that_epoch_ai_has():
    # data_center_timelines.csv, 23 May 2026, row of 2025-11-07; the GB200s take no less than their chips do
    found = solved(read_scenario(ROOT / "scenarios" / "three-companies.yaml"), Method(draws=2000))
    assert approx(340, rel=0.02) == found["xai", "it_capacity"].p50
    assert found["xai-gb200", "it_capacity"].p5 > 30e3 * 1200 / 1e6
    assert found["xai-gb200", "it_overhead"].p5 >= 1


# The fleet is 1.5 M units and 2.3 M H100e in total, 0.3 M are MI300X: what are the rest?
FLEET = {
    "mi300x": {"given": {"accelerators": "0.3 M accelerators"}, "use": {"accelerator": "mi300x"}},
    "rest": {},
    "fleet": {
        "parts": ["mi300x", "rest"],
        "given": {"accelerators": "1.5 M accelerators", "h100_equivalents": "2.3 M H100e"},
    },
}


def assert_the_rest_is_known(found):
    # 2,614.9 TOP/s over 1,979 is 1.32132 H100e for each MI300X: 396,397 H100e in all
    assert 1.2e6 == approx(found["rest", "accelerators"].p50)
    assert 2.3e6 - 0.3e6 * 2614.9 / 1979 == approx(found["rest", "h100_equivalents"].p50)
    assert 1.58634 == approx(found["rest", "h100_equivalents_per_accelerator"].p50, abs=1e-5)
    assert 3139.4e12 == approx(found["rest", "accelerator_peak_rate_8bit"].p50, rel=1e-4)


def test_what_is_not_mi300x_in_a_fleet_follows():
    assert_the_rest_is_known(result(FLEET))


def test_it_follows_as_well_where_the_fleet_is_part_of_a_company_and_that_of_a_country():
    above = {"company": {"parts": ["fleet", "other"]}, "country": {"parts": ["company", "else"]}}
    leaves = {"other": {"given": {"it_capacity": "1 GW"}}, "else": {"given": {"it_capacity": "2 GW"}}}
    assert_the_rest_is_known(result({**FLEET, **leaves, **above}))


def test_it_follows_from_totals_two_levels_up():
    # 2.0 M units and 3.0 M H100e in the country, of which 0.5 M units and 0.7 M H100e are somewhere else
    systems = {**FLEET, "fleet": {"parts": ["mi300x", "rest"]}}
    systems["else"] = {"given": {"accelerators": "0.5 M accelerators", "h100_equivalents": "0.7 M H100e"}}
    country = {"accelerators": "2.0 M accelerators", "h100_equivalents": "3.0 M H100e"}
    systems["country"] = {"parts": ["fleet", "else"], "given": country}
    assert_the_rest_is_known(result(systems))


def test_it_follows_from_a_total_three_levels_up_with_every_level_mixed():
    systems = {**FLEET, "fleet": {"parts": ["mi300x", "rest"]}}
    for inside, outside in (("fleet", "a"), ("with-a", "b"), ("with-b", "c")):
        systems[outside] = {"given": {"accelerators": "0.1 M accelerators", "h100_equivalents": "0.2 M H100e"}}
        systems[f"with-{outside}"] = {"parts": [inside, outside]}
    systems["with-c"]["given"] = {"accelerators": "1.8 M accelerators", "h100_equivalents": "2.9 M H100e"}
    assert_the_rest_is_known(result(systems))


def test_the_power_of_the_rest_follows_from_that_of_the_fleet():
    systems = {**FLEET, "fleet": {"parts": ["mi300x", "rest"], "given": {"accelerators": "1.5 M accelerators",
               "it_capacity": "3 GW"}}}  # fmt: skip
    systems["mi300x"] = {**FLEET["mi300x"], "given": {"accelerators": "0.3 M accelerators", "it_capacity": "0.48 GW"}}
    found = result(systems, assumptions=True)
    assert 2520 == approx(found["rest", "it_capacity"].p50)
    assert 2100 == approx(found["rest", "it_power_per_accelerator"].p50)


def test_energy_carbon_and_money_of_one_part_follow_from_the_whole():
    # 10 TWh less 4 leaves 6; 3 Mt less 1.6 leave 1.4 and so 233 g for each kWh; 70 bn USD less 30 leave 40
    totals = {"annual_facility_energy": "10 TWh", "annual_scope2_location_based": "3 MtCO2e", "capex": "70 bn USD2025"}
    known = {"annual_facility_energy": "4 TWh", "annual_scope2_location_based": "1.6 MtCO2e", "capex": "30 bn USD2025"}
    found = result(
        {
            "a": {"given": {**known, "on_site_share": 0}},
            "b": {"given": {"on_site_share": 0, "it_capacity": "1 GW"}},
            "all": {"parts": ["a", "b"], "given": totals},
        },
        use={"prices": "USD2025"},
    )
    assert 6 == approx(found["b", "annual_facility_energy"].p50)
    assert 1400 / 6 == approx(found["b", "grid_carbon_intensity"].p50)
    assert 300 == approx(found["all", "grid_carbon_intensity"].p50)
    assert 40_000 == approx(found["b", "capex"].p50)
    assert 40 == approx(found["b", "capex_per_it_watt"].p50)


QUANTITIES = {
    "accelerators": "accelerators", "h100_equivalents": "H100e", "it_capacity": "MW", "annual_facility_energy": "TWh",
    "annual_scope2_location_based": "tCO2e", "annual_site_water_consumption": "ML", "capex": "MUSD2025",
}  # fmt: skip


@st.composite
def trees(draw):
    """A tree of systems as the parts of each, and the size of each leaf."""
    parts, sizes, waiting = {}, {}, [("s", 0)]
    while waiting:
        name, level = waiting.pop()
        most = 3 if level < 3 and len(sizes) + len(waiting) < 6 else 0
        count = draw(st.integers(2 if level == 0 else 0, most)) if most else 0
        if count > 1:
            parts[name] = [f"{name}{number}" for number in range(count)]
            waiting += [(part, level + 1) for part in parts[name]]
        else:
            parts[name], sizes[name] = [], draw(st.integers(1, 1000))
    return parts, sizes


def leaves(parts, name):
    return [leaf for part in parts[name] for leaf in leaves(parts, part)] or [name]


@settings(deadline=None, max_examples=60)
@given(trees(), st.sampled_from(sorted(QUANTITIES)), st.randoms(use_true_random=False))
def test_any_tree_is_solved_from_any_facts_that_suffice(tree, quantity, chance):
    parts, sizes = tree
    total = {name: sum(sizes[leaf] for leaf in leaves(parts, name)) for name in parts}
    order = list(sizes)
    rows = {name: np.isin(order, leaves(parts, name)).astype(float) for name in parts}
    names, stated = [*parts], []
    chance.shuffle(names)
    for name in names:  # as many as are independent, from any level
        if np.linalg.matrix_rank([rows[one] for one in (*stated, name)]) > len(stated):
            stated.append(name)
    systems = {name: {"parts": parts[name]} for name in parts}
    for name in stated:
        systems[name]["given"] = {quantity: f"{total[name]} {QUANTITIES[quantity]}"}
    found = result(systems)
    assert total == {name: approx(found[name, quantity].p50) for name in parts}
    assert [] == [finding for finding in found.findings if finding.contradicts]


@settings(deadline=None, max_examples=30)
@given(trees(), st.randoms(use_true_random=False))
def test_one_fact_too_many_agrees_if_it_is_right_and_contradicts_if_it_is_not(tree, chance):
    parts, sizes = tree
    systems = {name: {"parts": parts[name]} for name in parts}
    for name, size in sizes.items():
        systems[name]["given"] = {"it_capacity": f"{size} MW"}
    whole = chance.choice([name for name in parts if parts[name]])
    total = sum(sizes[leaf] for leaf in leaves(parts, whole))
    systems[whole]["given"] = {"it_capacity": f"{total} MW"}
    assert not result(systems).contradicts
    systems[whole]["given"] = {"it_capacity": f"{2 * total} MW"}
    assert result(systems).contradicts


# What cannot be

LEAF = {"given": {"it_capacity": "1 MW"}}
IMPOSSIBLE = [
    ({"a": {"parts": ["a"], **LEAF}}, "a is a part of itself"),
    ({"a": {"parts": ["b"], **LEAF}, "b": {"parts": ["a"]}}, "a is a part of itself"),
    ({"a": {"parts": ["b"], **LEAF}, "b": {"parts": ["c"]}, "c": {"parts": ["a"]}}, "b is a part of itself"),
    ({"a": {"parts": ["b", "b"]}, "b": LEAF}, "a has the part b twice"),
    ({"a": {"parts": ["bb"]}, "b": LEAF}, "a has the part bb, which is no system; did you mean b"),
    ({"a": {"parts": ["b", "c"]}, "b": {"parts": ["c"]}, "c": LEAF},
     "a counts c twice, in b and as a part of its own; leave one of the two out"),
    ({"a": {"parts": ["b", "c"]}, "b": {"parts": ["d"]}, "c": {"parts": ["d"]}, "d": LEAF},
     "a counts d twice, in b and in c; leave one of the two out"),
]  # fmt: skip


@pytest.mark.parametrize(("systems", "wanted"), IMPOSSIBLE, ids=[wanted for _, wanted in IMPOSSIBLE])
def test_wholes_that_cannot_be_are_refused(systems, wanted):
    with pytest.raises(EstimatorError, match=wanted):
        scenario_from({"title": "t", "systems": systems})


def test_a_part_of_two_wholes_that_no_sum_holds_together_is_fine():
    systems = {"a": LEAF, "b": LEAF, "c": LEAF, "ab": {"parts": ["a", "b"]}, "bc": {"parts": ["b", "c"]}}
    case = case_of(scenario_from({"title": "t", "systems": systems}), load_catalog())
    assert ("a", "b") == case.parts["ab"]
    assert 2 == approx(result(systems)["bc", "it_capacity"].p50)


def test_a_system_counted_twice_is_told_with_its_line(tmp_path):
    file = tmp_path / "twice.yaml"
    file.write_text(
        "title: t\nsystems:\n  a: {given: {it_capacity: 1 MW}}\n  b: {parts: [a]}\n"
        "  all:\n    parts:\n      - b\n      - a\n"
    )
    with pytest.raises(EstimatorError, match="all counts a twice") as caught:
        read_scenario(file)
    assert [8] == [problem.line for problem in caught.value.problems]
