"""What takes long is told on standard error while it takes, and 100 % once it is done."""

import time
from contextlib import suppress

import click
import pytest

from estimator.cli import progress
from estimator.cli.progress import Watch


@pytest.fixture
def told(monkeypatch):
    lines = []
    monkeypatch.setenv("ESTIMATOR_PROGRESS", "on")
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_PAUSE", 1e-3)
    monkeypatch.setattr(click, "echo", lambda message="", **_: lines.append(message))
    return lines


def until(told, line):
    """Wait for a line, as long as it takes."""
    while line not in told:
        time.sleep(1e-3)


@pytest.fixture
def watch(told):
    with Watch() as found:
        yield found


def test_work_that_counts_nothing_is_told_by_name(told, watch):
    watch.doing("findings")
    until(told, "findings")


def test_draws_are_told_by_their_share(told, watch):
    watch.drawn(30, 100)
    until(told, " 30 % of 100 draws")


def test_all_draws_are_not_all_work(told, watch):
    watch.drawn(100, 100)
    until(told, " 99 % of 100 draws")


def test_all_work_is_100_per_cent(told, watch):
    until(told, "reading")
    watch.done()
    assert "100 %, 0 s" == told[-1]


def test_what_fails_never_reaches_100_per_cent(told):
    with suppress(RuntimeError), Watch():
        until(told, "reading")
        raise RuntimeError
    assert [] == [line for line in told if "100 %" in line]


def test_one_tenth_is_told_once(told, watch):
    for done in range(10, 20):
        watch.drawn(done, 100)
        until(told, " 10 % of 100 draws")
    watch.done()
    assert 1 == len([line for line in told if " draws" in line])


def test_what_takes_an_instant_is_not_told(told, monkeypatch):
    monkeypatch.setattr(progress, "_PATIENCE", 1e6)
    with Watch() as watch:
        watch.drawn(99, 100)
        watch.done()
    assert [] == told


def test_errors_alone_are_told_where_progress_is_off(told, monkeypatch):
    monkeypatch.setenv("ESTIMATOR_PROGRESS", "off")
    with Watch() as watch:
        watch.drawn(99, 100)
        watch.done()
    assert [] == told
