"""From the shell's prompt to the answer, with bytecode compiled: a new process each time."""

import compileall
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from table import Row, at_most, markdown
from timing import children, minima, one_processor

ROOT = Path(__file__).parents[1]
SCENARIO = str(ROOT / "scenarios" / "two-gigawatts.yaml")
MAIN = "from estimator.cli import main; main()"
ADDED = 0.25
"""Seconds that a run may add to what its imports cost."""


def process(code: str, *arguments: str) -> None:
    """One run of an interpreter."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def routine() -> list[Row]:
    """What a person waits for."""
    compileall.compile_dir(ROOT / "estimator", quiet=1)
    help_, click = "estimator --help", "python -c 'import click'"
    run, imports = "estimator run two-gigawatts.yaml --draws 1e5", "python -c 'import numpy, pydantic, click, yaml'"
    works = {
        help_: partial(process, MAIN, "--help"),
        click: partial(process, "import click"),
        run: partial(process, MAIN, "run", SCENARIO, "--draws", "100000"),
        imports: partial(process, "import numpy, pydantic, click, yaml"),
    }
    found = minima(works, 15, children)
    allowed = 1.3 + ADDED / found[imports]
    row = at_most(run, found[run], imports, found[imports], allowed)
    return [
        at_most(help_, found[help_], click, found[click], 2.5),
        Row(row.what, row.ours, row.baseline, row.ratio, f"≤ 1.3 × + {1e3 * ADDED:.0f} ms ({allowed:.2f} ×)", row.met),
    ]


if __name__ == "__main__":
    one_processor()
    print(markdown(routine()))
