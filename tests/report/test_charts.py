"""Pictures say what the report says, name what they leave out, and are the same bytes each time."""

import io
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from pytest import approx

import estimator
from estimator.report import charts
from estimator.report.bars import Bar, Caption, Panel, picture
from estimator.report.charts import LADDER, power_ladder, reactor_equivalents, reactor_types
from estimator.report.text import footer

ROOT = Path(__file__).parents[2]
CAPTION = Caption("A title", "What is shown", "Power, GW", "Scenario: A title.")
BAR = Bar("IT capacity", "1.00 GW (0.90–1.10)", 0.9, 1.0, 1.1, "", True)


@pytest.fixture(scope="module")
def meta():
    return estimator.run(ROOT / "scenarios" / "meta-2025.yaml")


@pytest.fixture(scope="module")
def smallest():
    return estimator.run(ROOT / "scenarios" / "two-gigawatts.yaml")


@pytest.fixture
def drawn(monkeypatch):
    """Pictures give the words and bars that they would draw."""
    monkeypatch.setattr(charts, "picture", lambda caption, panels, form: (caption, panels))


def words(svg):
    """The text of an SVG, which matplotlib keeps as comments beside the outlines of the letters."""
    return [text.replace("\u00a0", " ") for text in re.findall(r"<!-- (.*?) -->", svg.decode(), re.DOTALL)]


def test_every_rung_is_labelled_as_the_report_prints_it(meta):
    shown = words(power_ladder(meta, "site"))
    assert {str(meta["site", name]) for name in LADDER} <= set(shown)


def test_reactors_are_labelled_with_their_type_and_whole_units(meta):
    shown = words(reactor_equivalents(meta, "site"))
    assert "≥ 1.23 EPR (1.20–1.26), at least 2 whole units" in shown


def test_capacity_and_energy_are_said_to_be_two_statements(meta, drawn):
    caption, panels = reactor_equivalents(meta, "site")
    assert "Reactor equivalents by capacity and by energy: two different statements" == caption.subtitle
    assert ["As stated", "By capacity", "By energy"] == [panel.heading.partition(":")[0] for panel in panels]


def test_bars_and_intervals_are_in_the_unit_of_the_axis(meta, drawn):
    caption, panels = power_ladder(meta, "site")
    estimate = meta["site", "it_capacity"]
    assert "Power, GW" == caption.axis
    bar = panels[0].bars[LADDER.index("it_capacity")]
    assert approx((estimate.p5 / 1e3, estimate.p50 / 1e3, estimate.p95 / 1e3)) == (bar.low, bar.median, bar.high)


@pytest.mark.parametrize(("capacity", "unit"), [("3 TW", "TW"), ("2 GW", "GW"), ("20 MW", "MW"), ("350 kW", "kW")])
def test_the_axis_has_a_readable_unit(capacity, unit, drawn):
    caption, panels = power_ladder(estimator.estimate(facility_capacity=capacity))
    assert f"Power, {unit}" == caption.axis
    assert 1 <= max(bar.median for bar in panels[0].bars) < 1000


def test_only_what_was_given_is_drawn_as_stated(meta, drawn):
    _, panels = power_ladder(meta)
    stated = {(panel.heading, bar.label) for panel in panels for bar in panel.bars if bar.stated}
    assert {("The site of 2 GW or more", "facility capacity"), ("What 2025 adds", "IT capacity")} == stated


def test_a_bound_keeps_its_side(meta, drawn):
    _, panels = power_ladder(meta, "site", "added-2025")
    assert [{">="}, {""}] == [{bar.side for bar in panel.bars} for panel in panels]


def test_a_value_between_two_bounds_is_said_to_be_at_the_stated_minimum(drawn):
    _, [panel] = power_ladder(
        estimator.estimate(it_capacity=">= 1 GW", pue="<= 1.3", assumptions=False, it_capacity_utilisation=0.5)
    )
    told = [bar.label for bar in panel.bars if bar.value.endswith(", at the stated minimum")]
    assert ["average facility load"] == told


def test_what_is_in_conflict_is_left_out_and_named(drawn):
    facts = {"facility_capacity": "1 GW", "accelerators": "1.3 M accelerators", "accelerator": "h100-sxm"}
    _, [panel] = power_ladder(estimator.estimate(facts))
    assert ["facility capacity", "facility peak demand"] == [bar.label for bar in panel.bars]
    assert "Left out, in conflict: accelerator capacity, server capacity, IT capacity" in panel.note


def test_a_fact_that_others_contradict_is_drawn_and_named(drawn):
    facts = {"facility_capacity": "1 GW", "accelerators": "1.3 M accelerators", "accelerator": "h100-sxm"}
    _, [panel] = power_ladder(estimator.estimate(facts))
    assert "At odds with other data: facility capacity" in panel.note


def test_what_is_open_is_left_out_and_named(drawn):
    _, [panel] = power_ladder(estimator.estimate(facility_capacity="1 GW", assumptions=False))
    assert ["facility capacity"] == [bar.label for bar in panel.bars]
    assert panel.note.startswith("Left out, open: accelerator capacity, server capacity, IT capacity")


def test_nothing_is_missing_where_nothing_was_compared(meta, drawn):
    _, panels = reactor_equivalents(meta, "fleet-2024")
    assert ["", ""] == [panel.note for panel in panels]


def test_types_of_reactor_stand_one_below_the_other(drawn):
    types = ("epr", "ap1000")
    results = [estimator.run(ROOT / "scenarios" / "meta-2025.yaml", [f"site.reactor={key}"]) for key in types]
    caption, panels = reactor_types(results, "site")
    assert "Meta, January 2025: the site of 2 GW or more" == caption.title
    assert [["EPR", "AP1000"]] * 2 == [[bar.label.partition("\n")[0] for bar in panel.bars] for panel in panels]
    assert not any(bar.stated for panel in panels for bar in panel.bars)


def test_the_source_line_says_what_it_takes_to_get_the_picture_again(meta, drawn):
    caption, _ = power_ladder(meta, "site")
    assert caption.source.startswith("Scenario: Meta, January 2025. Facts: Meta, Facebook post by Mark Zuckerberg")
    assert caption.source.endswith(footer(meta))


def test_the_source_line_names_no_fact_that_the_bars_do_not_rest_on(meta, drawn):
    assert "French press" not in power_ladder(meta, "site")[0].source
    assert "French press" in reactor_equivalents(meta, "site")[0].source


def test_a_fact_without_a_document_gives_its_reason(smallest, drawn):
    assert "Facts: a round figure of the announcements of 2025." in power_ladder(smallest)[0].source


def test_the_source_line_is_in_the_picture(smallest):
    assert footer(smallest) in words(power_ladder(smallest))


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_bars_are_the_same_bytes(form):
    assert picture(CAPTION, [Panel("", [BAR])], form) == picture(CAPTION, [Panel("", [BAR])], form)


def test_a_style_of_the_reader_changes_nothing_and_is_left_alone():
    import matplotlib

    before = picture(CAPTION, [Panel("", [BAR])], "svg")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert before == picture(CAPTION, [Panel("", [BAR])], "svg")
        assert 30 == matplotlib.rcParams["font.size"]


@pytest.mark.parametrize("form", ["svg", "png"])
def test_no_date_and_no_version_of_another_program_is_kept(form):
    made = picture(CAPTION, [Panel("", [BAR])], form)
    assert b"dc:date" not in made
    assert b"matplotlib.org" not in made


def test_a_dollar_is_no_formula():
    assert r"$\frac$" in words(picture(CAPTION._replace(title=r"$\frac$"), [Panel("", [BAR])], "svg"))


def test_a_picture_is_eight_inches_wide_at_160_dots_each():
    width, height = struct.unpack(">II", picture(CAPTION, [Panel("", [BAR])], "png")[16:24])
    assert 8 * 160 == width
    assert height < width


LONG = "the site that was announced with a name so long that no line of a picture could ever hold all of it at once"


@pytest.mark.parametrize(
    "bar", [BAR, BAR._replace(side=">="), BAR._replace(side="<=", stated=False), BAR._replace(label=LONG)]
)
def test_nothing_is_cut_off_at_the_edges(bar):
    from matplotlib.image import imread

    panels = [Panel(LONG, [bar, bar._replace(median=0.1, high=0.1, low=0.1)], LONG)]
    pixels = imread(io.BytesIO(picture(CAPTION._replace(title=LONG, source=LONG * 3), panels, "png")))[:, :, :3]
    assert [1.0] * 4 == [edge.min() for edge in (pixels[:20], pixels[-20:], pixels[:, :20], pixels[:, -20:])]


def test_the_state_that_plotting_programs_share_is_not_touched():
    code = "import sys\nfrom estimator.report.bars import *\nbar = Bar('', '', 1, 1, 1, '', True)\n"
    code += "picture(Caption('', '', '', ''), [Panel('', [bar])], 'png')\nassert 'matplotlib.pyplot' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_without_matplotlib_the_extra_to_install_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(estimator.EstimatorError, match=r"pip install 'estimator\[plot\]'"):
        picture(CAPTION, [Panel("", [BAR])], "svg")


def test_an_unknown_form_is_refused():
    with pytest.raises(estimator.EstimatorError, match="gif is no form of a picture; write svg or png"):
        picture(CAPTION, [Panel("", [BAR])], "gif")


def test_an_unknown_system_is_refused(meta):
    with pytest.raises(estimator.EstimatorError, match="there is no system sites; the scenario has site"):
        power_ladder(meta, "sites")


def test_a_picture_of_nothing_is_refused():
    result = estimator.estimate(facility_capacity="1 GW", assumptions=False)
    with pytest.raises(estimator.EstimatorError, match="there are no reactors to draw"):
        reactor_equivalents(result)
    with pytest.raises(estimator.EstimatorError, match="there is no power to draw"):
        power_ladder(estimator.estimate(accelerator="h100-sxm"))
