"""A result as text, and what it takes to get it again, for all forms that have room for a line."""

from estimator.report.rendering import rendered
from estimator.report.run import on_screen, stamp
from estimator.results.result import Result
from estimator.wording import english


def text(result: Result) -> str:
    """The whole report."""
    return rendered(on_screen(result), "text")


def footer(result: Result) -> str:
    """What it takes to get the same numbers again, and how good they are."""
    return english(stamp(result))
