"""Correlations lead from names to streams, and what cannot be is refused with its line, all of it at once."""

import pytest

from estimator.case import Correlation
from estimator.catalog import load_catalog
from estimator.errors import EstimatorError
from estimator.scenario import case_of, read_scenario, scenario_from

PUE, PEAK = "assumptions/pue/hyperscale", "assumptions/peak_pue/unstated"
SITE = "title: t\ngiven: {facility_capacity: ~2 GW}\n"
SITES = "title: t\nsystems: {a: {given: {it_capacity: ~2 GW}}, b: {given: {it_capacity: 1..3 GW}}}\n"


@pytest.fixture
def case(tmp_path, monkeypatch):
    """The case of a text with these correlations, one a line from line 4."""
    monkeypatch.chdir(tmp_path)

    def case(text, *correlations, assumptions=True, settings=()):
        lines = "".join(f"  - {{{written}}}\n" for written in correlations)
        (tmp_path / "s.yaml").write_text(f"{text}correlations:\n{lines}", "utf-8")
        return case_of(read_scenario("s.yaml", settings), load_catalog(), assumptions)

    return case


@pytest.fixture
def problems(case):
    """What is wrong with such a text."""

    def problems(text, *correlations, **more):
        with pytest.raises(EstimatorError) as caught:
            case(text, *correlations, **more)
        return [str(problem).removeprefix("s.yaml:") for problem in caught.value.problems]

    return problems


def pair(first, second, rho=0.6):
    return f"between: [{first}, {second}], rho: {rho}"


def test_without_systems_names_are_those_of_quantities(case):
    assert (Correlation(PUE, PEAK, 0.6),) == case(SITE, pair("pue", "peak_pue")).correlations


def test_with_systems_names_say_of_which(case):
    assert (Correlation("a.it_capacity", "b.it_capacity", -0.3),) == case(
        SITES, pair("a.it_capacity", "b.it_capacity", -0.3)
    ).correlations


def test_an_assumption_of_one_system_is_that_of_all(case):
    assert (
        case(SITES, pair("a.pue", "a.peak_pue")).correlations == case(SITES, pair("b.pue", "a.peak_pue")).correlations
    )


def test_a_fact_stands_for_its_quantity_before_an_assumption(case):
    assert (Correlation("pue", PEAK, 0.6),) == case(
        SITE.replace("{f", "{pue: 1.1..1.3, f"), pair("pue", "peak_pue")
    ).correlations


def test_an_assumption_stands_for_a_quantity_that_is_only_bounded(case):
    assert (Correlation(PUE, PEAK, 0.6),) == case(
        SITE.replace("{f", '{pue: ">= 1.1", f'), pair("pue", "peak_pue")
    ).correlations


def test_a_catalog_figure_can_be_correlated(case):
    text = SITE + "use: {reactor: epr}\n"
    assert (Correlation("reactors/epr/reactor_net_power", "reactors/epr/reactor_capacity_factor", 0.2),) == case(
        text, pair("reactor_net_power", "reactor_capacity_factor", 0.2)
    ).correlations


def test_a_fact_that_parts_share_is_named_by_its_whole_or_by_a_part(case):
    text = SITES.replace("}}}\n", "}}, c: {parts: [a, b], given: {pue: 1.1..1.3}}}\n")
    expected = (Correlation("c.pue", PEAK, 0.6),)
    assert [expected] * 2 == [case(text, pair(name, "a.peak_pue")).correlations for name in ("c.pue", "b.pue")]


def test_a_reason_may_stand_beside_a_correlation(case):
    assert 1 == len(case(SITE, pair("pue", "peak_pue") + ", because: both follow the climate").correlations)


def test_plain_data_may_have_correlations():
    data = {"title": "t", "given": {"facility_capacity": "2 GW"}}
    scenario = scenario_from(data | {"correlations": [{"between": ["pue", "peak_pue"], "rho": 0}]})
    assert (Correlation(PUE, PEAK, 0.0),) == case_of(scenario, load_catalog()).correlations


def test_without_assumptions_their_correlations_are_left_out(case):
    written = (pair("a.it_capacity", "b.it_capacity"), pair("a.pue", "a.peak_pue"), pair("a.it_capacity", "a.pue"))
    assert (Correlation("a.it_capacity", "b.it_capacity", 0.6),) == case(
        SITES, *written, assumptions=False
    ).correlations


def test_the_list_of_a_file_replaces_that_of_the_one_that_it_extends(tmp_path, case):
    (tmp_path / "base.yaml").write_text(f"{SITE}correlations: [{{{pair('pue', 'demand_factor')}}}]\n", "utf-8")
    assert (Correlation(PUE, PEAK, 0.6),) == case("extends: base.yaml\n", pair("pue", "peak_pue")).correlations


def test_a_scenario_without_correlations_has_none(case):
    assert () == case_of(scenario_from({"title": "t", "given": {"pue": 1.1}}), load_catalog()).correlations


SHAPES = [
    (
        "a name alone",
        "between: [pue], rho: 0.6",
        "4: between should name two ranges, such as [site.pue, site.peak_pue]",
    ),
    ("three names", "between: [pue, mfu, peak_pue], rho: 0.6", "4: between should name two ranges, such as"),
    ("no list", "between: pue, rho: 0.6", "4: between should be a list"),
    ("no names", "rho: 0.6", "4: between is missing"),
    ("no rho", "between: [pue, peak_pue]", "4: rho is missing"),
    ("a rho of one", pair("pue", "peak_pue", 1), "4: rho: input should be less than 1"),
    ("a rho of minus one", pair("pue", "peak_pue", -1), "4: rho: input should be greater than -1"),
    ("a rho that is no number", pair("pue", "peak_pue", ".nan"), "4: rho: input should be less than 1"),
    ("a rho of text", pair("pue", "peak_pue", "half"), "4: rho: input should be a valid number"),
    ("an unknown key", pair("pue", "peak_pue") + ", becaus: x", "4: becaus is not known here; did you mean because?"),
    ("no quantity", pair("peu", "peak_pue"), "4: peu: peu is not a quantity; did you mean pue?"),
    ("a system where there is none", pair("site.pue", "peak_pue"), "4: site.pue: there is no system site; write pue"),
    ("itself", pair("pue", "pue"), "4: pue is correlated with itself; name two ranges"),
]


@pytest.mark.parametrize(("written", "expected"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES])
def test_what_is_no_correlation_is_refused(written, expected, problems):
    (found,) = problems(SITE, written)
    assert found.startswith(expected)


def test_a_name_without_system_is_refused_where_there_are_systems(problems):
    assert ["4: pue: say of which system, such as a.pue"] == problems(SITES, pair("pue", "a.peak_pue"))


def test_a_system_that_is_not_there_is_told_with_what_was_meant(problems):
    text = SITES.replace("a: {", "site: {")
    assert ["4: sit.pue: there is no system sit; did you mean site?"] == problems(text, pair("sit.pue", "b.peak_pue"))


def test_a_pair_given_twice_is_refused_whichever_comes_first(problems):
    assert ["5: peak_pue and pue are correlated twice; leave one of the two out"] == problems(
        SITE, pair("pue", "peak_pue"), pair("peak_pue", "pue", 0.5)
    )


def test_a_pair_given_twice_under_names_of_two_systems_is_refused(problems):
    assert ["5: b.pue and a.peak_pue are correlated twice: these ranges are also those of another pair"] == problems(
        SITES, pair("a.pue", "a.peak_pue"), pair("b.pue", "a.peak_pue")
    )


def test_two_names_of_one_stream_are_refused(problems):
    assert ["4: a.pue and b.pue are one range, drawn once for both"] == problems(SITES, pair("a.pue", "b.pue"))


def test_an_exact_fact_is_refused(problems):
    text = SITE.replace("{f", "{pue: 1.1, f")
    assert ["4: pue is exact and moves with nothing; state a range of it"] == problems(text, pair("pue", "peak_pue"))


def test_a_fact_made_exact_by_the_command_line_is_refused(problems):
    assert ["4: pue is exact and moves with nothing; state a range of it"] == problems(
        SITE, pair("pue", "peak_pue"), settings=["pue=1.1"]
    )


def test_a_bound_is_refused_where_nothing_else_is_known(problems):
    text = SITE.replace("~2 GW", '">= 2 GW"')
    assert ["4: facility_capacity is exact and moves with nothing; state a range of it"] == problems(
        text, pair("facility_capacity", "peak_pue")
    )


def test_a_convention_is_refused(problems):
    assert ["4: operating_year is exact and moves with nothing; state a range of it"] == problems(
        SITE, pair("operating_year", "peak_pue")
    )


def test_a_quantity_that_is_computed_is_refused(problems):
    assert [
        "4: it_capacity is not drawn: no range of it is stated or assumed; correlate what it follows from"
    ] == problems(SITE, pair("it_capacity", "peak_pue"))


def test_correlations_that_cannot_all_hold_are_refused_with_names_and_eigenvalue(problems):
    assert [
        "4: the correlations of demand_factor, peak_pue and pue cannot all hold: the smallest eigenvalue of their"
        " matrix is -0.27 and should be above 0; make a rho smaller, or state those of the other pairs,"
        " which count as 0"
    ] == problems(SITE, pair("pue", "peak_pue", 0.9), pair("peak_pue", "demand_factor", 0.9))


def test_the_same_correlations_hold_once_the_third_pair_is_stated(case):
    written = [pair(*names, 0.9) for names in (("pue", "peak_pue"), ("peak_pue", "demand_factor"))]
    assert 3 == len(case(SITE, *written, pair("pue", "demand_factor", 0.8)).correlations)


def test_all_problems_of_names_are_told_at_once(problems):
    found = problems(SITE, pair("peu", "peak_pue"), pair("pue", "peak_pu"), pair("pue", "pue"), pair("pue", "mfu", 2))
    assert ["4", "5", "6", "7"] == [line.partition(":")[0] for line in found]


def test_all_problems_of_streams_are_told_at_once(problems):
    found = problems(
        SITE,
        pair("operating_year", "it_capacity"),
        pair("pue", "peak_pue", 0.9),
        pair("peak_pue", "demand_factor", 0.9),
    )
    assert ["4", "4", "5"] == [line.partition(":")[0] for line in found]


def test_correlations_that_are_no_list_are_refused(tmp_path):
    with pytest.raises(EstimatorError, match="correlations should be a list"):
        scenario_from({"title": "t", "given": {"pue": 1.1}, "correlations": {"between": ["pue", "peak_pue"]}})
