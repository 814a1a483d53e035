"""Quantities are read in the words that the press and the trade use for them."""

import re

import pytest
from pytest import approx

from estimator.errors import EstimatorError
from estimator.model import model
from estimator.values import value_of

READ = [
    # what is written, the quantity that it states, in this unit of the vocabulary
    ("facility_capacity", "1 gigawatt", 1000.0),
    ("facility_capacity", "2 gigawatts", 2000.0),
    ("facility_capacity", "300 megawatts", 300.0),
    ("facility_capacity", "2 GWe", 2000.0),
    ("facility_capacity", "1600 MWe", 1600.0),
    ("annual_facility_energy", "10 terawatt-hours", 10.0),
    ("annual_facility_energy", "10 terawatt hours", 10.0),
    ("annual_facility_energy", "10 milliards de kWh", 10.0),
    ("annual_facility_energy", "1.5 Mtoe", 17.445),  # 11.63 MWh a tonne, IEA's convention
    ("annual_site_water_consumption", "6.1 billion gallons", 23_091.0),  # 231 cubic inches a gallon
    ("annual_site_water_consumption", "23.1 bn litres", 23_100.0),
    ("annual_site_water_consumption", "8,000 cubic metres", 8.0),
    ("annual_site_water_consumption", "8000 m^3", 8.0),
    ("annual_site_water_consumption", "3 Mm3", 3_000.0),
    ("annual_site_water_consumption", "2 hm³", 2_000.0),
    ("annual_site_water_consumption", "300 acre-feet", 370.04),  # 43,560 cubic feet each
    ("annual_site_water_consumption", "2 ML", 2.0),
    ("annual_site_water_consumption", "1 million imperial gallons", 4.546),
    ("peak_day_water", "5 MGD", 18.927),
    ("peak_day_water", "5 million gallons per day", 18.927),
    ("peak_day_water", "5 million gallons a day", 18.927),
    ("peak_day_water", "2000 m3/day", 2.0),
    ("annual_scope1", "1.2 MtCO2", 1.2e6),
    ("annual_scope1", "1.2 MtCO2eq", 1.2e6),
    ("annual_scope1", "1.2 Mt CO2e", 1.2e6),
    ("annual_scope1", "1.2 Mt CO₂-eq", 1.2e6),
    ("annual_scope1", "1.2 million tonnes", 1.2e6),
    ("annual_scope1", "1.2 million tonnes of CO2", 1.2e6),
    ("annual_scope1", "1.2 million metric tons", 1.2e6),
    ("grid_carbon_intensity", "340 gCO2eq/kWh", 340.0),
    ("grid_carbon_intensity", "340 gCO2/kWh", 340.0),
    ("grid_carbon_intensity", "340 g/kWh", 340.0),
    ("grid_carbon_intensity", "340 g CO2 per kWh", 340.0),
    ("grid_carbon_intensity", "741.741 lb/MWh", 336.45),  # eGRID 2023, SRMV
    ("grid_carbon_intensity", "0.34 t/MWh", 340.0),
    ("electricity_price", "8 c/kWh", 80.0),
    ("electricity_price", "8 ¢/kWh", 80.0),
    ("electricity_price", "8 cents/kWh", 80.0),
    ("electricity_price", "$80 per MWh", 80.0),
    ("accelerators", "100K GPUs", 1e5),
    ("accelerators", "100k TPUs", 1e5),
    ("households", "4.5 million homes", 4.5e6),
    ("inhabitants", "60,000 inhabitants", 6e4),
]


@pytest.mark.parametrize(("name", "text", "value"), READ, ids=[text for _, text, _ in READ])
def test_the_words_of_the_trade_are_read(name, text, value):
    assert approx(value, rel=1e-4) == value_of(text, name, model().quantities[name].dimension).parameters[0]


SUMS = [
    ("65 Md€", 65_000.0, "EUR"),
    ("10 bn €", 10_000.0, "EUR"),
    ("10 bn €2025", 10_000.0, "EUR2025"),
    ("€10bn", 10_000.0, "EUR"),
    ("10 M€", 10.0, "EUR"),
    ("65 milliards d'euros", 65_000.0, "EUR"),
    ("65 milliards de dollars", 65_000.0, "USD"),
    ("65 billion dollars", 65_000.0, "USD"),
    ("US$65bn", 65_000.0, "USD"),
    ("£10bn", 10_000.0, "GBP"),
    ("C$5 billion", 5_000.0, "CAD"),
    ("EUR 10 bn", 10_000.0, "EUR"),
    ("5 lakh crore INR", 5e6, "INR"),
    ("₹20 000 crore", 200_000.0, "INR"),
    ("100 trillion won", 1e8, "KRW"),
    ("10 bn Swiss francs", 10_000.0, "CHF"),
    ("40 bn AED", 40_000.0, "AED"),
    ("20 bn riyals", 20_000.0, "SAR"),
    ("95 bn SEK", 95_000.0, "SEK"),
    ("8 tn JPY", 8e6, "JPY"),
]


@pytest.mark.parametrize(("text", "millions", "money"), SUMS, ids=[text for text, *_ in SUMS])
def test_a_sum_is_read_with_its_currency(text, millions, money):
    read = value_of(text, "capex", model().quantities["capex"].dimension)
    assert (approx(millions), money) == (read.parameters[0], read.money)


def test_apparent_power_is_power_at_a_power_factor_from_nine_tenths_to_one():
    read = value_of("500 MVA", "connection_capacity", model().quantities["connection_capacity"].dimension)
    assert (450.0, 475.0, 500.0) == read.parameters


REFUSED = [
    ("facility_capacity", "3200 MWth", "write its net power in MW"),
    ("facility_capacity", "100 MWp", "write the power at the grid in MW"),
    ("facility_capacity", ">= 500 MVA", "write MW"),
    ("facility_capacity", "5 tonnes", "should be a power (MW), got 5 t, a mass"),
    ("electricity_price", "8 ct/kWh", "write cUSD or cEUR"),
    ("capex", "5 bn francs", "write CHF"),
    ("capex", "3 bn pounds", "write GBP or lb"),
    ("capex", "500 bn ¥", "write JPY or CNY"),
    ("annual_scope1", "5 tons", "metric, short or long; write t"),
    ("accelerators", "1000 racks", "write servers"),
]


@pytest.mark.parametrize(("name", "text", "advice"), REFUSED, ids=[text for _, text, _ in REFUSED])
def test_what_has_two_meanings_is_refused_with_advice(name, text, advice):
    with pytest.raises(EstimatorError, match=re.escape(advice)):
        value_of(text, name, model().quantities[name].dimension)


@pytest.mark.parametrize(
    ("name", "text"),
    [("annual_scope1", "5 tonens"), ("facility_capacity", "5 liters of"), ("annual_site_water_consumption", "1 to")],
)
def test_a_unit_that_is_suggested_is_of_the_same_dimension(name, text):
    with pytest.raises(EstimatorError) as refusal:
        value_of(text, name, model().quantities[name].dimension)
    assert not re.search("minute|token|accelerator", str(refusal.value))
