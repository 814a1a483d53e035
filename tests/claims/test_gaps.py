"""What is told to stay open: also details of which the entry chosen, and few of its kind, has no figure."""

from estimator import estimate


def needs(quantity, **facts):
    """What a quantity is told to lack, or nothing."""
    return [gap.needs for gap in estimate(**facts).open if gap.quantity == quantity]


def test_a_region_without_figures_of_water_and_fuel_is_told_to_lack_them():
    facts = {"facility_capacity": "1 GW", "grid": "us-tva"}
    assert ["grid_upstream_carbon_intensity (us-tva has no figure)"] == needs("annual_upstream_carbon", **facts)
    assert ["grid_water_intensity (us-tva has no figure)"] == needs("annual_grid_water", **facts)


def test_a_country_with_those_figures_lacks_nothing():
    for quantity in ("annual_upstream_carbon", "annual_grid_water"):
        assert [] == needs(quantity, facility_capacity="1 GW", grid="usa")


def test_a_figure_that_is_stated_is_not_missed():
    assert [] == needs("annual_grid_water", facility_capacity="1 GW", grid="us-tva", grid_water_intensity="2 L/kWh")


def test_nothing_is_missed_of_a_subject_of_which_nothing_is_chosen():
    assert [] == needs("annual_upstream_carbon", facility_capacity="1 GW")


def test_a_figure_that_few_entries_of_a_kind_have_is_not_missed():
    assert [] == needs("share_of_reactor_fleet_capacity", facility_capacity="1 GW", reactor="epr")
