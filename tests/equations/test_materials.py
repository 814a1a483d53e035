"""Materials of sites, plants and accelerators against single sites, plants and wafers that were published."""

from math import pi

from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from estimator import estimate, evaluate
from estimator.equations.materials import (
    silicon_wafers,
    site_copper,
    site_structural_steel,
    supply_concrete,
    supply_copper,
    supply_steel,
)
from estimator.runs import solved
from estimator.scenario import scenario_from

POUND = 0.00045359237  # t
positive = st.floats(1e-3, 1e6)
share = st.floats(0.01, 1.0)
law = settings(deadline=None, max_examples=50)


def test_microsoft_s_site_in_chicago_holds_27_tonnes_of_copper_for_each_megawatt():
    # Copper Development Association: 2,177 t at 80 MW
    found = evaluate("copper_per_facility_power", site_copper="2177 t", facility_capacity="80 MW")
    assert approx(27.2, abs=0.05) == found.to("t/MW").magnitude


def test_busbars_of_a_gigawatt_are_200_tonnes_and_not_half_a_million():
    # NVIDIA: 200 kg of copper busbar for a rack of 1 MW; the half a million tonnes in circulation are pounds
    assert approx(200) == site_copper(1000, 0.2)
    assert approx(440_925, rel=1e-3) == 200 / POUND


def test_fairwater_s_frames_weigh_12_kilotonnes():
    # Microsoft, September 2025: 26.5 million pounds of structural steel; Epoch AI: building 1, 0.44 GW
    assert approx(26.5e6 * POUND, rel=2e-3) == site_structural_steel(440, 27.3)


def test_an_epr_takes_44_tonnes_of_steel_for_each_megawatt():
    # 71,000 t of steel and 205,000 m³ of concrete, at 2.4 t, for 1,620 MW
    steel = evaluate("steel_per_supply_power", supply_steel="71 kt", supply_capacity="1620 MW")
    concrete = evaluate("concrete_per_supply_power", supply_concrete=f"{205 * 2.4} kt", supply_capacity="1620 MW")
    assert approx((43.8, 303.7), abs=0.05) == (steel.to("t/MW").magnitude, concrete.to("t/MW").magnitude)


def test_a_gigawatt_at_sea_takes_eight_kilotonnes_of_copper():
    # IEA, The Role of Critical Minerals: offshore wind, 8,000 kg/MW
    found = evaluate("supply_copper", supply_capacity="1 GW", copper_per_supply_power="8 t/MW")
    assert approx(8) == found.to("kt").magnitude


def test_a_wafer_without_loss_would_hold_86_8_dies_of_an_h100():
    # π × 150² ÷ 814 mm²
    assert approx(1, rel=1e-4) == silicon_wafers(86.84, 814, pi * 150**2, 1)


def test_a_wafer_gives_about_48_good_dies_of_an_h100():
    # whole dies by the usual estimate, π r²/A - π d/√(2A) = 63; 47 to 49 are good once faulty blocks are switched off
    whole = pi * 150**2 / 814 - pi * 300 / (2 * 814) ** 0.5
    good = 1 / estimate(accelerators=1, accelerator="h100-sxm", materials="typical")["silicon_wafers"].p50
    assert approx(63.5, abs=0.1) == whole
    assert approx(48, abs=2) == good


def test_two_gigawatts_of_h100s_are_cut_from_some_23_thousand_wafers():
    result = estimate(facility_capacity="2 GW", accelerator="h100-sxm", materials="typical")
    assert result["silicon_wafers"].p5 < 23_000 < result["silicon_wafers"].p95


def test_an_accelerator_without_a_published_die_has_no_wafers():
    result = estimate(facility_capacity="2 GW", accelerator="mi300x", materials="typical")
    assert ("", "silicon_wafers") not in result


def test_a_plant_without_a_figure_for_a_material_has_none_of_it():
    result = estimate(facility_capacity="2 GW", supply="hydro", materials="typical")
    assert "supply_concrete" not in {found.name for found in result.estimates}


def test_plants_of_a_technology_bring_their_own_masses():
    heavy, light = (
        estimate(facility_capacity="2 GW", supply=supply, materials="typical")["supply_steel"].p50
        for supply in ("onshore-wind", "gas-combined-cycle")
    )
    assert 50 < heavy / light < 500


def test_materials_appear_only_where_something_is_said_of_them():
    names = {found.name for found in estimate(facility_capacity="2 GW", supply="nuclear").estimates}
    assert not {name for name in names if "copper" in name or "steel" in name}


def test_masses_of_a_site_add_up_over_its_parts():
    systems = {
        "whole": {"title": "both", "parts": ["east", "west"], "use": {"materials": "typical"}},
        "east": {"title": "one", "given": {"facility_capacity": "1 GW"}},
        "west": {"title": "another", "given": {"facility_capacity": "2 GW"}},
    }
    result = solved(scenario_from({"title": "Two halls", "systems": systems}))
    assert approx(3 * result["east", "site_copper"].p50, rel=1e-2) == result["whole", "site_copper"].p50


@law
@given(positive, positive)
def test_masses_grow_with_the_power(power, each):
    found = [mass(2 * power, each) for mass in (site_copper, site_structural_steel, supply_copper, supply_steel)]
    assert approx([2 * power * each] * 4) == found
    assert approx(2 * supply_concrete(power, each)) == supply_concrete(2 * power, each)


@law
@given(positive, positive, positive, share)
def test_no_wafer_gives_more_silicon_than_it_has(count, area, wafer, use):
    assert count * area <= silicon_wafers(count, area, wafer, use) * wafer * (1 + 1e-12)
