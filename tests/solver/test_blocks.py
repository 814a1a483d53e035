"""Unknowns that only several equations together determine."""

import numpy as np
import pytest
from pytest import approx

import estimator
from estimator.case import Case
from estimator.catalog import load_catalog
from estimator.datum import Datum, Tier, Value, Variable
from estimator.model import model
from estimator.scenario import case_of, scenario_from
from estimator.solver.evaluate import evaluate
from estimator.solver.plan import LARGEST_BLOCK, lay_out, make_plan
from estimator.solver.steps import Block

MW, TWO = 1e6, ("old", "new")


def coherent(values: dict[str, object]) -> dict[Variable, object]:
    return {Variable(*name.split(".")): value for name, value in values.items()}


def solved(parts: dict[str, tuple[str, ...]], known: dict[str, object]):
    """A plan over known values, which are in coherent units, and the values of all that it determines."""
    values = coherent(known)
    data = []
    for variable, value in values.items():
        parameters = (1.0,) if np.any(value) else (0.0,)
        dimension = model().quantities[variable.quantity].dimension
        datum = Datum(
            quantity=variable.quantity,
            value=Value("point", parameters),
            dimension=dimension,
            tier=Tier.GIVEN,
            key=str(variable),
        )
        data.append((variable, datum))
    plan = make_plan(lay_out(model(), Case(parts=parts, data=tuple(data))), data)
    return plan, evaluate(plan, {variable: values[variable] for variable in plan.basis})


def fleet(name: str, parts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {**dict.fromkeys(parts, ()), name: parts}


def totals(
    name: str, parts: tuple[str, ...], powers: tuple[object, ...], count: object, it: object
) -> dict[str, object]:
    """Power per accelerator of each part; accelerators and IT power of the whole alone."""
    known = {f"{part}.it_power_per_accelerator": power for part, power in zip(parts, powers, strict=True)}
    known |= {f"{part}.non_accelerator_it_capacity": 0.0 for part in parts}
    return known | {f"{name}.accelerators": count, f"{name}.it_capacity": it}


def test_two_totals_are_split_over_two_kinds_of_accelerator():
    # 40 000 × 1,450 W + 60 000 × 2,090 W = 183.4 MW
    _, values = solved(fleet("all", TWO), totals("all", TWO, (1450.0, 2090.0), 1e5, 183.4 * MW))
    assert approx([4e4, 6e4]) == [values[Variable(part, "accelerators")] for part in TWO]


def test_the_split_gives_the_power_of_each_kind():
    _, values = solved(fleet("all", TWO), totals("all", TWO, (1450.0, 2090.0), 1e5, 183.4 * MW))
    assert approx([58.0 * MW, 125.4 * MW]) == [values[Variable(part, "it_capacity")] for part in TWO]


def test_the_split_is_a_block():
    plan, _ = solved(fleet("all", TWO), totals("all", TWO, (1450.0, 2090.0), 1e5, 183.4 * MW))
    assert isinstance(plan.made_by[Variable("old", "accelerators")], Block)


def test_a_block_is_solved_for_every_draw():
    generator = np.random.default_rng(1)
    old, new = generator.uniform(1e4, 1e5, (2, 500))
    first, second = generator.uniform(900, 1400, 500), generator.uniform(1500, 2200, 500)
    known = totals("all", TWO, (first, second), old + new, old * first + new * second)
    _, values = solved(fleet("all", TWO), known)
    assert approx(np.stack([old, new]), rel=1e-6) == np.stack([values[Variable(p, "accelerators")] for p in TWO])


def test_equal_powers_split_no_totals():
    """Any split would do: what stands here must never be a number."""
    _, values = solved(fleet("all", TWO), totals("all", TWO, (1450.0, 1450.0), 1e5, 145.0 * MW))
    assert np.isnan(values.get(Variable("old", "accelerators"), np.nan))


def test_totals_that_equal_powers_cannot_reach_are_no_number_either():
    _, values = solved(fleet("all", TWO), totals("all", TWO, (1450.0, 1450.0), 1e5, 200.0 * MW))
    assert np.isnan(values.get(Variable("old", "accelerators"), np.nan))


def test_only_the_singular_draws_of_a_block_are_no_number():
    powers = (np.array([1450.0, 1450.0]), np.array([2090.0, 1450.0]))
    _, values = solved(fleet("all", TWO), totals("all", TWO, powers, 1e5, np.array([183.4, 145.0]) * MW))
    assert [False, True] == np.isnan(values[Variable("old", "accelerators")]).tolist()


def test_more_unknowns_than_the_largest_block_stay_open():
    """Five kinds and five totals are fifteen unknowns at once."""
    parts = tuple("abcde")
    known: dict[str, object] = {}
    for number, part in enumerate(parts):
        known |= {
            f"{part}.accelerator_power_limit": 500.0 + 100 * number**2,
            f"{part}.server_overhead": 1.5 + 0.1 * number,
            f"{part}.it_power_per_accelerator": 1000.0 + 300 * number,
            f"{part}.accelerator_peak_rate": 1e15 * (1 + number**3),
        }
    known |= {"all.accelerators": 5e5, "all.accelerator_capacity": 4e8, "all.server_capacity": 7e8}
    known |= {"all.accelerator_it_capacity": 8e8, "all.peak_compute_rate": 1e22}
    plan, values = solved(fleet("all", parts), known)
    assert len(parts) * 3 > LARGEST_BLOCK
    assert plan.is_open(Variable("a", "accelerators")) or not np.isfinite(values[Variable("a", "accelerators")])


def test_two_blocks_side_by_side_are_both_solved():
    """Six unknowns and six more have nothing to do with each other: neither makes the other too large."""
    east, west = ("east-old", "east-new"), ("west-old", "west-new")
    known = totals("east", east, (1450.0, 2090.0), 1e5, 183.4 * MW)
    known |= totals("west", west, (1450.0, 2090.0), 2e5, 366.8 * MW)
    _, values = solved({**fleet("east", east), **fleet("west", west)}, known)
    found = [values.get(Variable(part, "accelerators")) for part in (*east, *west)]
    assert approx([4e4, 6e4, 8e4, 12e4]) == found


def test_what_merely_follows_from_a_block_does_not_make_it_too_large():
    known = totals("all", TWO, (1450.0, 2090.0), 1e5, 183.4 * MW)
    for part in TWO:
        known |= {f"{part}.peak_pue": 1.25, f"{part}.it_capacity_utilisation": 0.5, f"{part}.pue": 1.1}
    _, values = solved(fleet("all", TWO), known)
    assert approx([72.5 * MW, 156.75 * MW]) == [values.get(Variable(part, "facility_capacity")) for part in TWO]


SCENARIO = {
    "title": "two kinds of accelerator, and the totals of both",
    "systems": {
        "old": {"use": {"accelerator": "h100-sxm"}, "given": {"it_power_per_accelerator": "1450 W/accelerator"}},
        "new": {"use": {"accelerator": "gb200"}, "given": {"it_power_per_accelerator": "2090 W/accelerator"}},
        "all": {"parts": ["old", "new"], "given": {"accelerators": "100 k accelerators", "it_capacity": "183.4 MW"}},
    },
}


@pytest.mark.parametrize("assumptions", [True, False])
def test_a_scenario_of_two_kinds_and_their_totals_is_split(assumptions):
    """As a reader writes it: one kind of system, with the catalog and the defaults around it."""
    case = case_of(scenario_from(SCENARIO), load_catalog(), assumptions)
    data = [*case.data]
    if not assumptions:  # the defaults that are exact by nature
        exact = {f.quantity: f.options["ai"] for f in load_catalog().assumptions if f.quantity.startswith("non_")}
        data += [(Variable(part, name), datum) for part in TWO for name, datum in exact.items()]
    network = lay_out(model(), Case(parts=case.parts, data=tuple(data)))
    data = [stated for stated in data if stated[0] in network.index]
    plan = make_plan(network, sorted(data, key=lambda stated: stated[1].tier))
    assert not plan.is_open(Variable("old", "accelerators"))


def test_what_is_determined_but_not_solved_is_not_said_to_need_more_data():
    from estimator.method import Method
    from estimator.runs import solved

    result = solved(scenario_from(SCENARIO), Method(draws=100))
    advice = [gap.needs for gap in result.open if gap.system == "old" and gap.quantity == "accelerator_it_capacity"]
    assert [] == [needs for needs in advice if "connection_capacity" in needs]


def test_the_public_door_solves_a_ratio_without_its_parts():
    found = estimator.evaluate(
        "it_power_per_accelerator", facility_power_per_accelerator="1.8 kW/accelerator", peak_pue=1.2
    )
    assert approx(1500) == found.to("W/accelerator").magnitude
