"""Scenarios against each other: ratios over shared draws, and gaps shared out among what differs."""

from itertools import permutations
from math import exp, log, prod, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

import estimator
from estimator import EstimatorError, compare, evaluate

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TWO = str(SCENARIOS / "two-gigawatts.yaml")
H100 = {"accelerator": "h100-sxm"}
FEW = 500
"""Draws, where ranges do not matter."""


def of(given, title="t", use=None, **more):
    """A scenario with one system."""
    return {"title": title, "given": given, "use": use or {}, **more}


def gap(*scenarios, why, draws=FEW, **more):
    """The one gap between two scenarios."""
    (found,) = compare(*scenarios, draws=draws, **more).explain(why)
    return found


def parts(gap, number=0):
    """The contributions of a gap by name, as factors at the medians."""
    return {part.name: part.factor[1] for part in gap.decompositions[number].contributions}


def contrast(*scenarios, quantity, draws=FEW):
    """One value against another."""
    comparison = compare(*scenarios, quantities=[quantity], draws=draws)
    return comparison.contrasts[comparison.pairs[0], quantity]


# Published: two figures of Epoch AI for the IT power of an H100

SERVER = {"accelerators": 100_000, "server_rated_power": "10.2 kW/server"}
COLOSSUS = of({**SERVER, "it_capacity": "139 MW"}, "Frontier Data Centers, Colossus 1", H100)
BY_CHIP = of({**SERVER, "it_overhead": 1.14}, "IT power by chip, row H100", H100)


@pytest.fixture(scope="module")
def power():
    return gap(COLOSSUS, BY_CHIP, why="it_power_per_accelerator")


def test_1390_and_1453_watts_for_an_h100_differ_by_4_6_percent(power):
    # 139 MW ÷ 100,000; 10.2 kW × 1.14 ÷ 8
    assert approx((1390, 1453.5)) == (power.decompositions[0].here, power.decompositions[0].there)
    assert approx(1.0457, abs=1e-4) == power.contrast.ratio[1]


def test_in_the_terms_of_the_site_they_differ_by_its_it_power(power):
    assert "here" == power.decompositions[0].terms
    assert approx({"it_capacity": 1453.5 / 1390}) == parts(power)


def test_in_the_terms_of_the_chip_they_differ_by_the_overhead_that_the_site_leaves(power):
    # 1,390 W ÷ 1,275 W = 1.09 for network, storage and management, against 1.14
    assert "there" == power.decompositions[1].terms
    (part,) = power.decompositions[1].contributions
    assert ("it_overhead", approx(1390 / 1275)) == (part.name, part.inputs[0].here.quantiles[1])
    assert approx(1.14 / (1390 / 1275)) == part.factor[1]


# Published: 17.52 TWh for 2 GW, by users who multiply nameplate by hours, and what the tool makes of 2 GW


@pytest.fixture(scope="module")
def energy():
    return gap(f"{TWO}@it_capacity_utilisation=1@peak_pue=1.25@pue=1.25", TWO, why="annual_facility_energy")


def test_2_gigawatts_all_year_are_17_52_terawatt_hours(energy):
    assert approx(17.52) == energy.decompositions[0].here


def test_half_of_them_is_nobody_using_all_of_the_it_and_the_other_tenth_is_the_weather(energy):
    # utilisation 1 to 0.56; a PUE of the design day, 1.25, to one of the year, 1.12
    assert approx({"it_capacity_utilisation": 0.56, "pue": 1.12 / 1.25, "peak_pue": 1.0}) == parts(energy)


def test_the_differences_lead_from_17_5_to_8_8(energy):
    moves = [part.difference[1] for part in energy.decompositions[0].contributions]
    assert approx(8.79, abs=0.005) == 17.52 + sum(moves)


# Laws

FRACTION = st.floats(0.2, 0.9)
RATIO = st.floats(1.05, 1.5)
USE = st.floats(0.2, 0.65)
"""Times any PUE still less than the PUE that sizes a site: one that uses more than it draws contradicts itself."""

SITE = st.fixed_dictionaries(
    {"facility_capacity": st.floats(100, 3000).map("{:.4f} MW".format)},
    optional={
        "peak_pue": RATIO, "pue": RATIO, "it_capacity_utilisation": USE, "it_overhead": RATIO,
        "utilisation": FRACTION, "mfu": FRACTION,
    },
)  # fmt: skip
FLEET = st.fixed_dictionaries(
    {"accelerators": st.integers(1_000, 2_000_000)}, optional={"peak_pue": RATIO, "it_overhead": RATIO, "mfu": FRACTION}
)
ACCELERATOR = st.sampled_from(["h100-sxm", "gb200", "mi300x", "tpu-v6e"])
SCENARIO = st.builds(lambda facts, key: of(facts, use={"accelerator": key}), SITE | FLEET, ACCELERATOR)
ASKED = st.sampled_from(["annual_compute", "annual_facility_energy", "accelerators", "facility_power_per_accelerator"])


@settings(deadline=None, max_examples=20)
@given(SCENARIO, SCENARIO, ASKED)
def test_contributions_add_up_and_multiply_to_the_whole_gap(here, there, quantity):
    for found in gap(here, there, why=quantity).decompositions:
        moves = [part.difference[1] for part in found.contributions]
        assert approx(found.there - found.here, abs=1e-9 * max(found.here, found.there)) == sum(moves)
        assert approx(found.there / found.here, rel=1e-9) == prod(part.factor[1] for part in found.contributions)


@settings(deadline=None, max_examples=20)
@given(SCENARIO, SCENARIO, ASKED)
def test_a_gap_the_other_way_round_has_the_other_sign(here, there, quantity):
    forth, back = (gap(*pair, why=quantity).decompositions for pair in ((here, there), (there, here)))
    turned = {"here": "there", "there": "here", "both": "both"}
    by_terms = {found.terms: found for found in back}
    for found in forth:
        moves = {part.name: -part.difference[1] for part in by_terms[turned[found.terms]].contributions}
        size = max(found.here, found.there)
        assert approx(moves, abs=1e-9 * size) == {part.name: part.difference[1] for part in found.contributions}


@settings(deadline=None, max_examples=10)
@given(SCENARIO, ASKED)
def test_a_scenario_does_not_differ_from_itself(scenario, quantity):
    found = gap(scenario, scenario, why=quantity)
    assert (True, ()) == (found.contrast.same, found.decompositions)


@pytest.mark.parametrize(
    "setting", ["pue=1.3", "peak_pue=1.5", "it_capacity_utilisation=0.6", "facility_capacity=1 GW"]
)
def test_a_single_input_that_differs_makes_the_whole_gap(setting):
    found = gap(TWO, f"{TWO}@{setting}", why="annual_facility_energy").decompositions[0]
    (part,) = found.contributions
    assert (setting.partition("=")[0], approx(found.there / found.here)) == (part.name, part.factor[1])


def test_gaps_agree_with_equations_evaluated_one_by_one_in_every_order():
    # an independent way: `evaluate` at each mixture, effects averaged over the orders by hand
    here = {"facility_capacity": "2 GW", "peak_pue": 1.3, "it_capacity_utilisation": 0.5, "pue": 1.1}
    there = {"facility_capacity": "1.2 GW", "peak_pue": 1.2, "it_capacity_utilisation": 0.8, "pue": 1.05}
    effects = dict.fromkeys(here, 0.0)
    orders = list(permutations(here))
    for order in orders:
        known = dict(here)
        for name in order:
            before = evaluate("annual_facility_energy", **known).magnitude
            known[name] = there[name]
            effects[name] += (evaluate("annual_facility_energy", **known).magnitude - before) / len(orders)
    found = gap(of(here), of(there), why="annual_facility_energy").decompositions[0]
    assert approx(effects) == {part.name: part.difference[1] for part in found.contributions}


# Draws that are shared, and draws that are not


def test_assumptions_that_are_shared_leave_a_ratio_without_a_range():
    found = contrast(of({"it_capacity": "1 GW"}), of({"it_capacity": "2 GW"}), quantity="annual_facility_energy")
    assert approx((2, 2, 2)) == found.ratio


def test_statements_of_two_scenarios_are_independent_though_they_have_one_name():
    sizes = [of({"it_capacity": {"lognormal": {"median": f"{size} MW", "gsd": 1.2}}}) for size in (100, 200)]
    found = contrast(*sizes, quantity="it_capacity", draws=100_000)
    assert approx(sqrt(2) * log(1.2) * 1.6449, rel=0.02) == log(found.ratio[2] / found.ratio[1])


def test_one_statement_in_both_scenarios_cancels_in_their_ratio():
    fact = {"it_capacity": "~100 MW"}
    found = contrast(of(fact), of({**fact, "peak_pue": 1.3}, assume={"pue": 1.2}), quantity="it_capacity")
    assert found.same


def test_a_difference_is_taken_draw_by_draw():
    here, there = of({"it_capacity": "100 MW"}), of({"it_capacity": "150 MW"})
    found = contrast(here, there, quantity="annual_facility_energy", draws=20_000)
    alone = estimator.estimate({"it_capacity": "50 MW"}, draws=20_000)["annual_facility_energy"]
    assert approx((alone.p5, alone.p50, alone.p95), rel=1e-9) == found.difference


def test_every_column_is_what_a_run_of_its_scenario_gives():
    comparison = compare(TWO, SCENARIOS / "epr-fleet.yaml", draws=5_000)
    for number, name in enumerate(("two-gigawatts", "epr-fleet")):
        alone = estimator.run(SCENARIOS / f"{name}.yaml", draws=5_000)
        assert alone.to_rows() == comparison.sides[number].result.to_rows()


def test_the_range_of_a_contribution_is_that_of_its_own_draws():
    here = of({"it_capacity": {"lognormal": {"median": "100 MW", "gsd": 1.2}}, "peak_pue": 1.2})
    there = of({"it_capacity": "100 MW", "peak_pue": 1.3})
    found = gap(here, there, why="facility_capacity", draws=100_000).decompositions[0]
    ranges = {part.name: part.factor for part in found.contributions}
    assert approx((1.2**-1.6449, 1, 1.2**1.6449), rel=0.01) == ranges["it_capacity"]
    assert approx((1.3 / 1.2,) * 3) == ranges["peak_pue"]


# What is one input


def test_what_a_choice_of_the_catalog_brings_is_one_input():
    found = gap(TWO, f"{TWO}@accelerator=gb200", why="annual_compute").decompositions[0]
    assert {"accelerator": ("h100-sxm", "gb200"), "server": ("dgx-h100", "gb200-nvl72")} == {
        part.name: part.entries for part in found.contributions
    }


def test_the_figures_of_a_choice_are_told_below_it():
    found = gap(TWO, f"{TWO}@accelerator=gb200", why="annual_compute").decompositions[0]
    (server,) = (part for part in found.contributions if part.name == "server")
    figures = {one.variable.quantity: (one.here.text, one.there.text) for one in server.inputs}
    assert ("8 accelerator/server", "72 accelerator/server") == figures["accelerators_per_server"]


TWINS = {
    "title": "t",
    "systems": {
        "a": {"given": {"it_capacity": "100 MW"}},
        "b": {"given": {"it_capacity": "200 MW"}},
        "both": {"parts": ["a", "b"], "given": {"pue": 1.1}},
    },
}


def test_a_fact_that_parts_share_is_one_input():
    other = {**TWINS, "systems": {**TWINS["systems"], "both": {"parts": ["a", "b"], "given": {"pue": 1.3}}}}
    gaps = {found.pair[0].system: found for found in compare(TWINS, other, draws=FEW).explain("annual_facility_energy")}
    assert approx({"pue": 1.3 / 1.1}) == parts(gaps["both"])


def test_facts_of_parts_are_named_by_their_system():
    other = {**TWINS, "systems": {**TWINS["systems"], "a": {"given": {"it_capacity": "300 MW"}}}}
    gaps = {found.pair[0].system: found for found in compare(TWINS, other, draws=FEW).explain("it_capacity")}
    assert approx({"a.it_capacity": 500 / 300}) == parts(gaps["both"])


def test_wholes_of_other_parts_are_told_by_their_counts_and_powers():
    def fleet(**counts):
        systems = {name: {"given": {"accelerators": count}, "use": {"accelerator": key}}
                   for name, (count, key) in counts.items()}  # fmt: skip
        return {"title": "t", "systems": {**systems, "all": {"parts": list(counts)}}}

    mixed, plain = fleet(old=(1e5, "h100-sxm"), new=(1e5, "gb200")), fleet(only=(1e5, "h100-sxm"))
    gaps = {
        found.pair[0].system: found for found in compare(mixed, plain, draws=FEW).explain("accelerator_it_capacity")
    }
    (found,) = gaps.values()
    # half the number; 1,453.5 W against the mean of 1,453.5 W and 132 kW × 1.14 ÷ 72
    mean = (1453.5 + 2090) / 2
    assert approx({"accelerators": 0.5, "it_power_per_accelerator": 1453.5 / mean}) == parts(found)


def portfolio(size, utilisation):
    names = "abcdefgh"
    systems = {
        name: {
            "given": {"it_capacity": f"{size * (1 + number)} MW", "it_capacity_utilisation": utilisation + number / 50}
        }
        for number, name in enumerate(names)
    }
    return {"title": "t", "systems": {**systems, "all": {"parts": [*names]}}}


@pytest.fixture(scope="module")
def many():
    found = compare(portfolio(100, 0.5), portfolio(130, 0.4), draws=FEW).explain("annual_facility_energy")
    return next(one for one in found if one.pair[0].system == "all").decompositions[0]


def test_of_very_many_inputs_orders_are_drawn(many):
    assert (16, True) == (len(many.contributions), many.orders > 0)


def test_drawn_orders_share_out_the_whole_gap_all_the_same(many):
    assert approx(many.there - many.here) == sum(part.difference[1] for part in many.contributions)


def test_drawn_orders_tell_their_error(many):
    exact = dict.fromkeys("abcdefgh")  # each site's gap is a product of two factors, which are shared out exactly
    for number, name in enumerate(exact):
        sizes = 100 * (1 + number), 130 * (1 + number)
        uses = 0.5 + number / 50, 0.4 + number / 50
        exact[name] = (sizes[1] - sizes[0]) * sum(uses) / 2 * 1.12 * 8760 / 1e6
    for part in many.contributions:
        name, _, quantity = part.name.partition(".")
        if quantity == "it_capacity":
            assert approx(exact[name], abs=4 * part.error + 1e-9) == part.difference[1]


# What cannot be compared


def test_a_shared_bound_leaves_a_ratio_that_is_none():
    at_least = of({"facility_capacity": ">= 2 GW", "pue": 1.1})
    found = contrast(at_least, of({"facility_capacity": ">= 2 GW", "pue": 1.3}), quantity="annual_facility_energy")
    assert ("", ">=") == (found.ratio_side, found.difference_side)


def test_a_bound_below_makes_its_ratio_a_bound():
    found = contrast(of({"facility_capacity": ">= 2 GW"}), of({"facility_capacity": "1 GW"}), quantity="it_capacity")
    assert ("<=", "<=") == (found.ratio_side, found.difference_side)


def test_a_bound_above_makes_its_ratio_a_bound():
    found = contrast(of({"facility_capacity": "1 GW"}), of({"facility_capacity": ">= 2 GW"}), quantity="it_capacity")
    assert (">=", ">=") == (found.ratio_side, found.difference_side)


def test_a_bound_is_not_the_same_as_its_number():
    found = contrast(of({"facility_capacity": ">= 2 GW"}), of({"facility_capacity": "2 GW"}), quantity="it_capacity")
    assert (False, "<=", approx((1, 1, 1))) == (found.same, found.ratio_side, found.ratio)


def test_two_bounds_leave_a_ratio_open_to_both_sides():
    found = contrast(of({"facility_capacity": ">= 1 GW"}), of({"facility_capacity": ">= 2 GW"}), quantity="it_capacity")
    assert ("either", "either") == (found.ratio_side, found.difference_side)


CONFLICT = of({"facility_capacity": "1 GW", "accelerators": "1.3 M accelerators"}, use=H100)


def row(comparison, scenario, quantity):
    return next(row for row in comparison.to_rows() if (scenario, quantity) == (row["scenario"], row["quantity"]))


def test_a_value_in_conflict_has_no_number():
    found = row(compare(TWO, CONFLICT, draws=FEW), "B", "it_capacity")
    assert ("in conflict", None, None) == (found["source"], found["p50"], found["ratio_p50"])


def test_a_conflict_that_leaves_a_value_alone_leaves_its_ratio():
    comparison = compare(TWO, CONFLICT, draws=FEW)
    stated = row(comparison, "B", "facility_capacity")
    assert approx((1000, 0.5)) == (stated["p50"], stated["ratio_p50"])


def test_a_value_beside_a_conflict_is_explained_by_its_own_route():
    # average load over capacity: whatever the contradiction says of the capacity itself
    found = gap(f"{TWO}@pue=1.3", CONFLICT, why="capacity_utilisation")
    assert approx({"pue": 1.12 / 1.3}) == parts(found)


def test_a_stated_member_of_a_conflict_stands_for_itself():
    assert approx({"facility_capacity": 0.5}) == parts(gap(TWO, CONFLICT, why="facility_capacity"))


def test_an_open_value_is_blank():
    found = row(compare(TWO, of({"pue": 1.1}), draws=FEW), "B", "facility_capacity")
    assert (None, None, None) == (found["p50"], found["tier"], found["ratio_p50"])


def test_numbers_of_different_reactors_have_no_ratio():
    comparison = compare(TWO, f"{TWO}@reactor=ap1000", draws=FEW)
    assert row(comparison, "B", "reactors_by_capacity")["p50"] > 0
    assert row(comparison, "B", "reactors_by_capacity")["ratio_p50"] is None


def test_money_of_different_years_has_no_ratio():
    facts = of({"it_capacity": "1 GW"}, use={"cost": "epoch-2026", "prices": "USD2025"})
    comparison = compare(
        facts, {**facts, "use": {**facts["use"], "prices": "USD2024"}}, quantities=["capex"], draws=FEW
    )
    assert ["MUSD2025", "MUSD2024"] == [found["unit"] for found in comparison.to_rows()]
    assert [None, None] == [found["ratio_p50"] for found in comparison.to_rows()]


def test_what_is_nothing_here_has_a_difference_but_no_ratio():
    here, there = (of({"it_capacity": "100 MW", "non_accelerator_it_capacity": f"{size} MW"}) for size in (0, 10))
    found = contrast(here, there, quantity="non_accelerator_it_capacity")
    assert (None, approx((10, 10, 10))) == (found.ratio, found.difference)


def test_contributions_to_what_is_nothing_here_have_no_factors():
    here, there = (of({"it_capacity": "100 MW", "non_accelerator_it_capacity": f"{size} MW"}) for size in (0, 10))
    (part,) = gap(here, there, why="non_accelerator_it_capacity").decompositions[0].contributions
    assert (None, approx(10)) == (part.factor, part.difference[1])


# Which systems are compared


def named(**systems):
    return {"title": "t", "systems": {name: {"given": facts} for name, facts in systems.items()}}


ONE = {"it_capacity": "100 MW"}


def pairs(*scenarios):
    return [(here.name, there.name) for here, there in compare(*scenarios, draws=FEW).pairs]


def test_the_only_systems_of_two_scenarios_are_compared_whatever_their_names():
    assert [("A", "B")] == pairs(named(site=ONE), named(campus=ONE))


def test_systems_of_one_name_are_compared():
    assert [("A site", "B site")] == pairs(named(site=ONE, fleet=ONE), named(other=ONE, site=ONE))


def test_systems_of_other_names_are_not():
    assert [] == pairs(named(site=ONE, fleet=ONE), named(campus=ONE))


def test_every_scenario_is_compared_with_the_first():
    assert [("A", "B"), ("A", "C")] == pairs(of(ONE), of(ONE), of(ONE))


def test_systems_are_chosen_by_name():
    meta = SCENARIOS / "meta-2025.yaml"
    comparison = compare(f"{meta}:site", f"{meta}:fleet-2025", draws=FEW)
    assert ["site", "fleet-2025"] == [column.system for column in comparison.columns]


# What is refused

BAD = [
    ([TWO], {}, "a comparison takes two scenarios or more; FILE@NAME=VALUE is FILE with one value changed"),
    ([TWO] * 27, {}, "a comparison takes at most 26 scenarios, got 27"),
    ([TWO, f"{TWO}:site"], {}, "two-gigawatts.yaml: there is no system site; it has no named ones"),
    ([TWO, f"{SCENARIOS}/meta-2025.yaml:sit"], {}, "there is no system sit; did you mean site?"),
    ([TWO, TWO], {"quantities": ["annual_facility_enrgy"]}, "did you mean annual_facility_energy?"),
    ([TWO, TWO], {"quantities": ["site.pue"]}, "site.pue is not a quantity; choose systems as FILE:SYSTEM"),
    ([TWO, f"{TWO}@peu=1.2"], {}, "peu is not a quantity; did you mean pue?"),
    ([TWO, f"{TWO}@pue=0.8"], {}, "pue"),
    ([TWO, "nowhere.yaml"], {}, "nowhere.yaml: there is no such file"),
    ([TWO, TWO], {"draws": 0}, "draws should be between 1 and"),
]


@pytest.mark.parametrize(("scenarios", "options", "message"), BAD, ids=[message[:40] for *_, message in BAD])
def test_what_cannot_be_compared_is_refused_in_a_sentence(scenarios, options, message):
    with pytest.raises(EstimatorError) as caught:
        compare(*scenarios, **options)
    assert message in str(caught.value)


def test_all_problems_are_told_at_once():
    with pytest.raises(EstimatorError) as caught:
        compare(f"{TWO}:site", "nowhere.yaml", quantities=["pu", "it"])
    assert 4 == len(caught.value.problems)


UNEXPLAINED = [
    (of({"pue": 1.1}), "facility_capacity", "facility_capacity is open in B"),
    (CONFLICT, "it_capacity", "it_capacity is in conflict in B and has no single value"),
    (of(ONE), "it_capacty", "it_capacty is not a quantity; did you mean it_capacity?"),
    (of({"facility_capacity": "1 GW"}, use={"reactor": "ap1000"}), "reactors_by_capacity", "EPR in A and AP1000 in B"),
]


@pytest.mark.parametrize(
    ("other", "quantity", "message"), UNEXPLAINED, ids=[message[:30] for *_, message in UNEXPLAINED]
)
def test_a_gap_that_is_none_is_refused_in_a_sentence(other, quantity, message):
    with pytest.raises(EstimatorError, match=message):
        compare(TWO, other, draws=FEW).explain(quantity)


def test_systems_that_are_not_compared_are_not_explained():
    with pytest.raises(EstimatorError, match="choose one of each scenario as FILE:SYSTEM"):
        compare(named(site=ONE, fleet=ONE), named(campus=ONE), draws=FEW).explain("pue")


def test_ratios_keep_to_the_numbers_of_draws():
    assert FEW == contrast(of(ONE), of({"it_capacity": "~100 MW"}), quantity="it_capacity").draws


def test_progress_is_told_over_all_scenarios():
    told = []
    compare(TWO, TWO, draws=20_000, progress=lambda done, total: told.append((done, total)))
    assert ((40_000, 40_000), True) == (told[-1], all(total == 40_000 for _, total in told))


def test_impossible_draws_are_left_out_of_a_ratio():
    # a load factor above one, which a capped demand cannot have
    facts = {"facility_capacity": "100 MW", "demand_factor": 0.6, "it_capacity_utilisation": "0.4..0.7"}
    facts |= {"pue": "1.06..1.22", "peak_pue": "1.12..1.40"}  # where these are assumed, they give way
    found = contrast(of(facts), of({**facts, "demand_factor": 0.9}), quantity="load_factor", draws=20_000)
    assert found.draws < 20_000
    assert approx((2 / 3,) * 3) == found.ratio


def test_the_logarithm_of_a_ratio_is_the_sum_of_those_of_the_factors_in_every_draw():
    here = of({"it_capacity": "~100 MW", "pue": "1.1..1.2"})
    there = of({"it_capacity": "~150 MW", "pue": "1.2..1.4"})
    found = gap(here, there, why="annual_facility_energy", draws=50_000)
    spread = np.sqrt(sum(log(part.factor[2] / part.factor[1]) ** 2 for part in found.decompositions[0].contributions))
    assert approx(exp(spread), rel=0.03) == found.contrast.ratio[2] / found.contrast.ratio[1]
