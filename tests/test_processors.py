"""The same numbers on every processor: nothing that is printed or decided hangs on how linear algebra is computed.

OpenBLAS has other kernels for other processors, NumPy other loops; both can be asked for by name. Where a build does
not know a name, it takes what it has, and the comparison is of equals.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
ANNOUNCEMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "scenarios").glob("*.yaml")
    if "claims:" in path.read_text("utf-8")
)

REPORTS = """
import sys
import estimator
from estimator.report.check import check_text
for name in sys.argv[1:]:
    checked = estimator.check(name)
    for form in ("text", "json"):
        sys.stdout.write(check_text(checked, form))
"""

LOOPS = " ".join(reversed(np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])))  # type: ignore[index,union-attr]
"""The loops that NumPy chooses from on this processor, the newest first; it has plain ones without them."""

PROCESSORS = [
    {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2", "PYTHONHASHSEED": "1"},
    {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "2"},
    {"OPENBLAS_CORETYPE": "Sandybridge", "NPY_DISABLE_CPU_FEATURES": LOOPS, "PYTHONHASHSEED": "3"},
]


def reports(processor: dict[str, str]) -> bytes:
    """The checks of all shipped announcements, in a process that believes in another processor."""
    environment = {**os.environ, **processor, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    finished = subprocess.run(
        [sys.executable, "-c", REPORTS, *ANNOUNCEMENTS],
        cwd=ROOT, env=environment, capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    assert 0 == finished.returncode, finished.stderr.decode()
    return finished.stdout


@pytest.fixture(scope="module")
def told() -> list[bytes]:
    with ThreadPoolExecutor(2) as processes:
        return list(processes.map(reports, PROCESSORS))


def test_there_is_something_to_check():
    assert 10 <= len(ANNOUNCEMENTS)


@pytest.mark.parametrize("number", range(1, len(PROCESSORS)))
def test_announcements_are_checked_alike_on_every_processor(number, told):
    assert told[0].decode("utf-8") == told[number].decode("utf-8")
