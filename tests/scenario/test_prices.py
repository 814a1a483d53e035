"""Money of other years and currencies is converted by cited rates where a scenario asks for it, else refused."""

import pytest
from pytest import approx

import estimator
from estimator import EstimatorError
from estimator.catalog import load_catalog
from estimator.datum import Value
from estimator.units.reading import money_of, read
from estimator.values import scaled

PRICES = load_catalog().prices


def scenario(given, **use):
    return estimator.estimate(given, draws=200, **use)


def problems(given, **use):
    with pytest.raises(EstimatorError) as caught:
        scenario(given, **use)
    return [problem.message for problem in caught.value.problems]


def test_the_price_of_flamanville_is_25_6_billion_dollars_of_2023():
    # 23.7 bn EUR2023 all in (Cour des comptes, January 2025), 1.0813 USD/EUR
    found = scenario({"capex": "23.7 bn EUR2023"}, prices="USD2023")
    assert 25.63e3 == approx(found["capex"].p50, rel=1e-3)


def test_a_pound_bought_1_32_dollars_in_2025_and_1_24_in_2023():
    # a company's annual report of 2025, average rates: sterling 1.32, 1.28 and 1.24
    assert [1.32, 1.28, 1.24] == [approx(PRICES.dollars("GBP", year), rel=5e-3) for year in (2025, 2024, 2023)]


def test_consumer_prices_rose_by_24_per_cent_from_2020_to_2025():
    # BLS, 258.811 and 321.943
    found = scenario({"capex": "100 bn USD2020"}, prices="USD2025")
    assert 124.4e3 == approx(found["capex"].p50, rel=1e-3)


def test_a_fact_is_not_touched_where_its_year_is_the_one_asked_for():
    found = scenario({"capex": "65 bn USD2024"}, prices="USD2024")
    assert 65e3 == found["capex"].p50


def test_the_catalog_follows_the_year_of_the_facts():
    found = scenario({"capex": "65 bn USD2024"}, cost="epoch-2026", accelerator="gb200")
    assert 26.11 / 1.0263 == approx(found["compute_capex_per_it_watt"].p50, rel=1e-3)


def test_there_and_back_is_the_same_power():
    power = {
        year: scenario({"capex": "65 bn USD2025"}, prices=f"USD{year}", cost="epoch-2026")["it_capacity"].p50
        for year in (2015, 2025)
    }
    assert power[2025] == approx(power[2015], rel=2e-3)


def test_a_conversion_tells_its_rates_and_sources():
    told = scenario({"capex": "23.7 bn EUR2023"}, prices="USD2025").explain("capex")
    assert all(word in told for word in ("EUR2023", "1.0813 USD/EUR in 2023", "1.0566", "bls-cpi", "ecb-rates"))


def test_facts_of_two_years_are_refused_until_a_year_is_chosen():
    given = {"compute_capex": "26 bn USD2024", "construction_capex": "12 bn USD2025"}
    assert 2 == len(problems(given))
    assert "write prices=USD2025" in problems(given)[0]
    assert 38 * 1.02 == approx(scenario(given, prices="USD2025", accelerator="gb200")["capex"].p50 / 1e3, rel=0.01)


def test_other_currencies_are_not_converted_unless_asked():
    assert "have it converted" in problems({"capex": "8.5 bn EUR2025"})[0]


def test_a_currency_needs_its_year_first():
    assert ["capex: say of which year the EUR are, such as EUR2025"] == problems({"capex": "8.5 bn EUR"})


def test_converted_money_has_no_more_digits_than_its_rate():
    # 39.2 bn USD2024 times 1.0263
    assert 40.22e3 == scenario({"capex": "39.2 bn USD2024"}, prices="USD2025")["capex"].p50


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("8.5 bn EUR", "say of which year"),
        ("8.5 bn EUR1999", "2010 to 2025"),
        ("50.2 bn CNY2019", "no exchange rate of CNY"),
        ("60 bn USD2024..65 bn USD2025", "in one range"),
    ],
)
def test_money_that_cannot_be_converted_is_refused(written, wanted):
    assert wanted in problems({"capex": written}, prices="USD2025")[0]


def test_a_year_that_is_not_known_is_no_choice():
    assert "prices" in problems({"capex": "1 bn USD"}, prices="USD2050")[0]


def test_one_scenario_has_prices_of_one_year(tmp_path):
    file = tmp_path / "two.yaml"
    systems = "".join(
        f"  {name}: {{given: {{capex: 1 bn USD}}, use: {{prices: {level}}}}}\n"
        for name, level in (("a", "USD2024"), ("b", "USD2025"))
    )
    file.write_text(f"title: Two\nsystems:\n{systems}")
    with pytest.raises(EstimatorError, match="USD2024 and USD2025"):
        estimator.run(file)


def test_money_without_a_year_is_taken_to_be_of_the_scenarios_and_the_report_says_so():
    from estimator.report.text import text

    assert "Money is in dollars of 2024; no year of prices was stated for capex" in text(
        scenario({"capex": "65 bn USD", "electricity_price": "80 USD2024/MWh"})
    )


def test_rows_name_the_year_of_their_prices():
    rows = scenario({"capex": "65 bn USD2025"}, cost="epoch-2026").to_rows()
    units = {row["quantity"]: row["unit"] for row in rows}
    assert ("MUSD2025", "USD2025/W") == (units["capex"], units["capex_per_facility_watt"])
    assert ("USD", "2025") == money_of(read("65 " + units["capex"]).unit)


def test_evaluate_refuses_to_mix_years():
    with pytest.raises(EstimatorError, match="USD2024 and USD2025"):
        estimator.evaluate("capex", it_capacity="1 GW", compute_capex_per_it_watt="26 USD2024/W",
                           construction_capex_per_it_watt="12 USD2025/W")  # fmt: skip


def test_a_geometric_deviation_is_not_scaled():
    assert (2.0, 1.2) == scaled(Value("lognormal", (1.0, 1.2)), 2.0, "USD2025").parameters
    assert (2.0, 0.2) == scaled(Value("normal", (1.0, 0.1)), 2.0, "USD2025").parameters


def test_every_price_of_the_catalog_says_of_which_year():
    money = [datum.value.money for datum in load_catalog().data if datum.value.money]
    assert len(money) > 15
    assert not [one for one in money if len(one) != len("USD2025")]
