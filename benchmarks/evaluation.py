"""One fact changes, everything is a single number: what it costs to know every quantity again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from campus import kernel, plan
from table import Row, faster, markdown, within
from timing import one_processor, seconds

from estimator.datum import Variable
from estimator.solver.evaluate import evaluate
from estimator.uncertainty.distributions import quantiles

PEER = "EFOOTPRINT_PYTHON"
"""The environment variable that names an interpreter with e-footprint; its packages are older than ours can be."""

CHANGED = Variable("", "peak_pue")
ROUNDS = 200


@contextmanager
def footprint(interpreter: str) -> Iterator[subprocess.Popen[str]]:
    """A process that changes one input of an e-footprint system for each line that it gets."""
    script = Path(__file__).with_name("footprint_peer.py")
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        [interpreter, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, text=True,
    ) as process:  # fmt: skip
        yield process
        assert process.stdin
        process.stdin.close()


def recomputed(process: subprocess.Popen[str]) -> float:
    """Seconds that e-footprint took for one change."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("\n")
    process.stdin.flush()
    return float(process.stdout.readline())


def routine() -> list[Row]:
    """All quantities by `evaluate`, and the eight results by the kernel."""
    known = {variable: quantiles(datum)[1] * datum.factor for variable, datum in plan().basis.items()}
    slots = kernel().slots(1)
    for datum, slot in kernel().drawn.items():
        slots[slot][0] = quantiles(datum)[1] * datum.factor
    changed = next(slot for datum, slot in kernel().drawn.items() if datum.quantity == CHANGED.quantity)

    def run() -> None:
        slots[changed][0] = 1.3
        kernel().run(slots)

    everything = partial(evaluate, plan(), {**known, CHANGED: 1.3})
    evaluated = min(seconds(everything) for _ in range(ROUNDS))
    run_through = min(seconds(run) for _ in range(ROUNDS))
    found = [
        within(f"one changed fact, {len(everything())} quantities", evaluated, 1e-3),
        within("one changed fact, kernel of 8 results", run_through, 1e-3),
    ]
    if interpreter := os.environ.get(PEER):
        with footprint(interpreter) as process:
            recomputed(process)
            times = [(seconds(everything), recomputed(process)) for _ in range(ROUNDS)]
        ours, theirs = (min(column) for column in zip(*times, strict=True))
        found.append(faster("one changed fact", ours, "e-footprint, one input of a small service", theirs, 4))
    else:
        print(f"{PEER} is not set: no comparison with e-footprint", file=sys.stderr)
    return found


if __name__ == "__main__":
    one_processor()
    print(markdown(routine()))
