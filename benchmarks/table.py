"""The table that all benchmarks print: what we take, what a named baseline takes, and what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One comparison. A missing promise, or a missing measurement of ours, leaves its cell blank."""

    what: str
    ours: str
    baseline: str
    ratio: str
    promise: str = ""
    met: bool | None = None


def at_most(what: str, ours: float, name: str, baseline: float, limit: float) -> Row:
    """We promise to take no longer than `limit` times a baseline."""
    ratio = ours / baseline
    return Row(what, duration(ours), f"{name}: {duration(baseline)}", f"{ratio:.2f}", f"≤ {limit:g} ×", ratio <= limit)


def faster(what: str, ours: float, name: str, baseline: float, limit: float) -> Row:
    """We promise to be `limit` times as fast as a baseline."""
    ratio = baseline / ours
    shown, promise = f"{ratio:.3g} × faster", f"≥ {limit:g} × faster"
    return Row(what, duration(ours), f"{name}: {duration(baseline)}", shown, promise, ratio >= limit)


def within(what: str, ours: float, limit: float) -> Row:
    """We promise a time."""
    return Row(what, duration(ours), "", "", f"≤ {duration(limit)}", ours <= limit)


def noted(what: str, ours: float, name: str, baseline: float) -> Row:
    """A comparison without a promise."""
    return Row(what, duration(ours), f"{name}: {duration(baseline)}", f"{ours / baseline:.2f}")


def duration(time: float) -> str:
    """A time to three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if time >= size:
            return f"{time / size:.3g} {unit}"
    return f"{time / 1e-9:.3g} ns"


def count(number: int) -> str:
    """A power of ten as people say it."""
    return f"{number:.0e}".replace("e+0", "e")


def markdown(rows: Iterable[Row]) -> str:
    """The table."""
    words = {True: "yes", False: "**no**", None: ""}
    lines = ["| what | ours | baseline | ratio | promise | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        lines.append(f"| {row.what} | {row.ours} | {row.baseline} | {row.ratio} | {row.promise} | {words[row.met]} |")
    return "\n".join(lines)
