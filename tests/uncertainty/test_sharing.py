"""Data of several scenarios share their draws where they are one statement, and nowhere else."""

from dataclasses import replace

from estimator.case import Case, Correlation
from estimator.catalog import load_catalog
from estimator.comparison.sharing import told_apart
from estimator.datum import Variable
from estimator.scenario import case_of, read_scenario, scenario_from

SOURCES = {"paper": {"title": "A paper"}}


def case(given, **more) -> Case:
    return case_of(scenario_from({"title": "t", "given": given, **more}), load_catalog())


def file(folder, name, text) -> Case:
    (folder / name).write_text(text, "utf-8")
    return case_of(read_scenario(folder / name), load_catalog())


def keys(cases, quantity):
    """The stream of a quantity in each case: that of the datum that counts most."""
    return [next(datum.key for name, datum in case.data if name == Variable("", quantity)) for case in cases]


def test_one_name_for_two_statements_becomes_two_streams():
    assert ["pue", "pue (2)"] == keys(told_apart([case({"pue": "1.1..1.2"}), case({"pue": "1.1..1.3"})]), "pue")


def test_the_same_statement_is_one_stream():
    said = {"pue": {"low": 1.1, "high": 1.2, "source": "paper", "where": "page 2"}}
    assert ["pue", "pue"] == keys(told_apart([case(said, sources=SOURCES)] * 2), "pue")


def test_a_third_statement_that_repeats_the_second_shares_its_stream():
    first, second = case({"pue": "1.1..1.2"}), case({"pue": "1.1..1.3"})
    assert ["pue", "pue (2)", "pue (2)"] == keys(told_apart([first, second, second]), "pue")


def test_the_same_number_from_another_document_is_another_statement():
    one, other = ({"pue": {"low": 1.1, "high": 1.2, "source": key, "where": "page 2"}} for key in ("paper", "press"))
    cases = [case(one, sources=SOURCES), case(other, sources={"press": {"title": "The press"}})]
    assert ["pue", "pue (2)"] == keys(told_apart(cases), "pue")


def test_where_a_number_stands_does_not_tell_what_it_is(tmp_path):
    text = "title: t\ngiven: {pue: 1.1..1.2}\n"
    assert ["pue", "pue"] == keys(told_apart([file(tmp_path, name, text) for name in ("a", "b")]), "pue")


def test_a_file_that_extends_another_shares_what_it_leaves_alone(tmp_path):
    first = file(tmp_path, "a.yaml", "title: t\ngiven: {pue: 1.1..1.2, peak_pue: 1.2..1.3}\n")
    second = file(tmp_path, "b.yaml", "title: u\nextends: a.yaml\ngiven: {peak_pue: 1.2..1.4}\n")
    cases = told_apart([first, second])
    assert ["pue", "pue"] == keys(cases, "pue")
    assert ["peak_pue", "peak_pue (2)"] == keys(cases, "peak_pue")


def test_the_first_case_keeps_the_streams_that_it_has_alone():
    first = case({"pue": "1.1..1.2"}, assume={"mfu": "0.2..0.3"})
    assert first == told_apart([first, case({"pue": "1.1..1.3"})])[0]


def test_figures_of_the_catalog_are_one_stream_everywhere():
    cases = told_apart([case({"pue": 1.1}, use={"reactor": "epr"}), case({"pue": 1.2}, use={"reactor": "epr"})])
    assert ["reactors/epr/reactor_net_power"] * 2 == keys(cases, "reactor_net_power")


def test_a_default_told_in_the_prices_of_another_year_is_the_same_statement():
    facts = {"it_capacity": "1 GW", "grid_loss": 0}
    cases = [case(facts, use={"cost": "epoch-2026", "prices": year}) for year in ("USD2024", "USD2025")]
    first, second = keys(told_apart(cases), "opex_per_it_watt")
    assert first == second


def test_correlations_follow_their_streams():
    pair = Correlation("peak_pue", "pue", 0.5)
    cases = [case({"pue": text, "peak_pue": "1.2..1.4"}) for text in ("1.1..1.2", "1.1..1.3")]
    _, second = told_apart([replace(case, correlations=(pair,)) for case in cases])
    assert (Correlation("peak_pue", "pue (2)", 0.5),) == second.correlations
