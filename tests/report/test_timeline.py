"""The picture of a ramp: what is drawn, what is not, and that the same ramp gives the same bytes."""

import struct
from datetime import date

import pytest
from pytest import approx

import estimator
from estimator.report.curves import Caption, Panel, Series, picture
from estimator.report.timeline import ramp
from estimator.results.years import standing

pytest.importorskip("matplotlib")

RAMP = """title: A site, by phases
years: [2024, 2026]
use: {grid: us-tva}
systems:
  site:
    title: the site
    phases:
      - {id: 1, from: 2024-07-01, status: operating, given: {it_capacity: 90 MW..110 MW}}
      - {id: 2, from: 2025-01-01, to: 2025-12-31, status: announced, given: {it_capacity: 300 MW}}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    file = tmp_path_factory.mktemp("ramp") / "ramp.yaml"
    file.write_text(RAMP)
    return estimator.run(file, draws=2000)


def test_the_picture_tells_what_it_shows_and_where_it_is_from(result):
    drawn = ramp(result).decode()
    for words in ("A site, by phases", "Nameplate power", "Electricity in the year", "announced", "Facts:", "seed 1"):
        assert f"<!-- {words}" in drawn or words in drawn


def test_the_same_ramp_gives_the_same_bytes(result):
    assert ramp(result) == ramp(result)


def test_a_png_is_eight_inches_wide(result):
    width, height = struct.unpack(">II", ramp(result, form="png")[16:24])
    assert 880 == width
    assert height > 700


def test_what_stands_is_told_for_any_day(result):
    (group, other) = result.ramps
    days = [date(2024, 7, 1), date(2024, 7, 2), date(2025, 7, 2)]
    how = (days, result.followed["it_capacity"], result.joint, 2000)
    stands = standing(group, *how)
    assert [(0, 0, 0), approx((90, 99.5, 110), rel=1e-3)] == stands[:2]
    assert 150 == approx(standing(other, *how)[2][1], rel=0.01)


def test_a_system_without_phases_is_refused(result):
    with pytest.raises(estimator.EstimatorError, match="nowhere is no system with phases; there are site"):
        ramp(result, "nowhere")
    with pytest.raises(estimator.EstimatorError, match="no ramp to draw"):
        ramp(estimator.estimate(it_capacity="1 MW", draws=200))


def test_only_svg_and_png_are_drawn():
    series = Series("a", "operating", [2024.0, 2025.0], [(0, 0, 0), (1, 2, 3)])
    with pytest.raises(estimator.EstimatorError, match="pdf is no form of a picture"):
        picture(Caption("t", "", ""), [Panel("p", "line", [series])], "pdf")
