"""What is being done, on standard error, whenever it takes longer than two seconds."""

import os
import sys
import time
from threading import Event, Thread

import click

_PATIENCE = 2.0
"""Seconds before anything is said."""

_SWITCH = "ESTIMATOR_PROGRESS"
"""The variable of the environment that is `off` where errors alone are to be told."""

_PAUSE = 0.5
"""Seconds between two looks at the clock."""

_WIDTH = 30
_NEARLY = 99
"""Per cent that are told at most until all is done: what follows the draws takes its time, too."""


class Watch:
    """Tells what is being done: a line that changes on a terminal, else a line for each thing and each tenth of it.

    It is told in a thread of its own, so that it does not matter whether the work has anything to count.
    """

    def __init__(self) -> None:
        self.started, self.terminal = time.monotonic(), sys.stderr.isatty()
        self.now: tuple[str, int | None] = ("reading", None)
        self.told: tuple[str, int | None] | None = None
        self.width = 0
        self.ended = Event()
        self.teller = Thread(target=self._tell_on, daemon=True)

    def __enter__(self) -> "Watch":
        if os.environ.get(_SWITCH) != "off":
            self.teller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._end_line()

    def doing(self, what: str) -> None:
        """From now on something else is done, of which nothing can be counted."""
        self.now = what, None

    def drawn(self, done: int, total: int) -> None:
        """So many of all draws are done: what public functions take as their progress."""
        self.now = f"of {total:,} draws", min(100 * done // total, _NEARLY)

    def done(self) -> None:
        """All is done but for what is written: if anything was told, so is this."""
        self._stop()
        if self.told:
            self._say(f"100 %, {time.monotonic() - self.started:.0f} s", 100)
        self.told = None
        self._end_line()

    def _stop(self) -> None:
        self.ended.set()
        if self.teller.is_alive():
            self.teller.join()

    def _tell_on(self) -> None:
        self.ended.wait(_PATIENCE)
        while not self.ended.is_set():
            self._tell()
            self.ended.wait(_PAUSE)

    def _tell(self) -> None:
        """Say what is done, if it is new or the line can change."""
        what, share = self.now
        line = what if share is None else f"{share:3d} % {what}"
        new = what, share if share is None else share // 10
        if self.terminal:
            self._say(f"{line}, {time.monotonic() - self.started:.0f} s", share or 0)
        elif new != self.told:
            self._say(line, share or 0)
        self.told = new

    def _say(self, line: str, share: int) -> None:
        if not self.terminal:
            click.echo(line, err=True)
            return
        filled = _WIDTH * share // 100
        bar = f"[{'#' * filled}{'-' * (_WIDTH - filled)}] {line}"
        click.echo(f"\r{bar:<{self.width}}", err=True, nl=False)
        self.width = len(bar)

    def _end_line(self) -> None:
        if self.width:
            click.echo(err=True)
        self.width = 0


def watch() -> Watch:
    """The watch over the command that runs."""
    found: Watch = click.get_current_context().find_root().obj
    return found
