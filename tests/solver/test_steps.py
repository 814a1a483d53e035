"""The steps of a plan: which of them a variable moves, and in which order."""

import numpy as np
import pytest
from pytest import approx

import estimator
from estimator.datum import Variable
from estimator.solver.evaluate import evaluate
from estimator.solver.steps import steps_after
from estimator.uncertainty.distributions import quantiles


@pytest.fixture(scope="module")
def plan():
    return estimator.estimate(
        facility_capacity="2 GW", accelerator="h100-sxm", reactor="epr", draws=200
    ).solution.world.plan


def all_moved(plan, source):
    reached = {source}
    for step in plan.steps:
        if not reached.isdisjoint(step.inputs):
            reached.update(step.targets)
    return reached & plan.network.index.keys()  # without the names of values before they were conditioned


def test_what_a_variable_moves_is_found_by_going_through_all_steps_too(plan):
    for source in plan.basis:
        assert all_moved(plan, source) == plan.downstream(source)


def test_steps_keep_their_order(plan):
    for source in plan.basis:
        places = [plan.steps.index(step) for step in steps_after(source, plan.steps)]
        assert sorted(places) == places


def test_taking_only_the_steps_that_matter_gives_the_same_values(plan):
    point = {name: quantiles(datum)[1] * datum.factor for name, datum in plan.basis.items()}
    source = Variable("", "peak_pue")
    moved = {**point, source: np.array([1.1, 1.2, 1.3])}
    whole = evaluate(plan, moved)
    part = evaluate(plan, {**evaluate(plan, point), source: moved[source]}, steps_after(source, plan.steps))
    for name in plan.downstream(source):
        assert approx(whole[name]) == part[name]
