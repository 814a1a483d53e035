"""What holds for all tests: none depends on how fast or how busy the machine is."""

import os
import signal
import sys

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None, derandomize=True)  # the same examples on every machine
settings.register_profile("explore", deadline=None, max_examples=1_000)  # pytest --hypothesis-profile explore: new ones
os.environ.setdefault("ESTIMATOR_PROGRESS", "off")  # else a busy machine tells more than errors on standard error
settings.load_profile("unhurried")

_ENDLESS = 300
"""Seconds of processor time after which a test that takes an instant is taken to run for ever."""


@pytest.fixture
def ending():
    """A test of what could run for ever fails where it does; waiting for the processor does not count."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(*_):
        raise AssertionError("it does not come to an end")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, _ENDLESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.fixture
def ends(monkeypatch, capsys):
    """Run the command line; give its exit code, its output and its errors."""
    from estimator import cli

    def ends(*arguments):
        monkeypatch.setattr(sys, "argv", ["estimator", *map(str, arguments)])
        try:
            cli.main()
            code = 0
        except SystemExit as caught:
            code = caught.code or 0
        return (code, *capsys.readouterr())

    return ends
