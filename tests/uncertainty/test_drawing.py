"""Draws in parts: nothing twice, nothing left out, and all of it can be sent to another process."""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estimator.catalog import load_catalog
from estimator.model import model
from estimator.scenario import case_of, read_scenario, scenario_from
from estimator.solution.worlds import Observatory
from estimator.solver.kernel import Called, Together, compiled
from estimator.uncertainty import drawing
from estimator.uncertainty.drawing import Drawing
from estimator.uncertainty.measurement import Counting
from estimator.uncertainty.sampling import REPLICATE

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def drawing_of(scenario, draws=2 * REPLICATE):
    observatory = Observatory(model(), case_of(scenario, load_catalog()), 100, 1)
    plan = observatory.plan()
    kernel = compiled(plan, plan.made_by)
    return Drawing(kernel, observatory.sampler(kernel.drawn), draws)


@pytest.fixture(scope="module")
def meta():
    return drawing_of(read_scenario(SCENARIOS / "meta-2025.yaml"))


@settings(deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 64), st.sampled_from([1, 2**20, 2**27]))
def test_parts_hold_every_replicate_once(draws, workers, values):
    whole = Drawing(SITE.kernel, SITE.sampler, draws)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "_MOST_VALUES", max(values, draws // 10))
        parts = list(whole.parts(workers))
    ends = [0, *(part.stop for part in parts)]
    assert (ends[:-1], -(-draws // REPLICATE)) == ([part.start for part in parts], ends[-1])
    assert draws == sum(whole.size(part) for part in parts)


def test_a_short_run_has_a_part_for_each_worker():
    assert [range(7), range(7, 13)] == list(Drawing(SITE.kernel, SITE.sampler, 100_000).parts(2))


def test_a_part_of_a_long_run_has_a_bounded_number_of_values():
    longest = max(len(part) for part in Drawing(SITE.kernel, SITE.sampler, 10**9).parts(4))
    assert drawing._MOST_VALUES + drawing.GROUP * REPLICATE * 64 > longest * REPLICATE * len(SITE.kernel.outputs)


def test_a_drawing_that_was_sent_gives_the_same_draws(meta):
    sent = pickle.loads(pickle.dumps(meta))
    for (_, expected), (_, found) in zip(meta.blocks(range(2)), sent.blocks(range(2)), strict=True):
        assert all((values == found[variable]).all() for variable, values in expected.items())


def test_functions_and_equations_solved_together_can_be_sent(meta):
    assert any(isinstance(item, Called) for item in meta.kernel.program)
    coupled = drawing_of(scenario_from(COUPLED))
    assert any(isinstance(item, Together) for item in coupled.kernel.program)
    sent = pickle.loads(pickle.dumps(coupled))
    (_, expected), (_, found) = next(coupled.blocks(range(1))), next(sent.blocks(range(1)))
    assert all(np.array_equal(values, found[name], equal_nan=True) for name, values in expected.items())


def test_a_process_that_counts_needs_neither_units_nor_files(meta, tmp_path):
    everywhere = dict.fromkeys(meta.kernel.outputs, (-np.inf, np.inf))
    (tmp_path / "work").write_bytes(pickle.dumps(Counting(meta, everywhere)))
    code = (
        "import pickle, sys; found = pickle.load(open(sys.argv[1], 'rb'))(range(2)); "
        "print(len(found), *[name for name in ('pint', 'pydantic', 'yaml') if name in sys.modules])"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "work")], capture_output=True, text=True, check=True
    )
    assert f"{len(everywhere)}\n" == finished.stdout


def test_what_is_sent_is_small(meta):
    assert len(pickle.dumps(meta)) < 200_000


SITE = drawing_of(
    scenario_from({"title": "t", "given": {"facility_capacity": "2 GW"}, "use": {"accelerator": "h100-sxm"}})
)
COUPLED = {
    "title": "t",
    "systems": {
        "all": {"parts": ["old", "new"], "given": {"accelerators": "100000", "it_capacity": "180..190 MW"}},
        "old": {"given": {"it_power_per_accelerator": "1.4..1.5 kW/accelerator"}},
        "new": {"given": {"it_power_per_accelerator": "2.0..2.2 kW/accelerator"}},
    },
}
