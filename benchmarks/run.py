"""The routine suite: every promise about speed, memory and verdicts in one table, in about ten minutes."""

import subprocess
import sys
from pathlib import Path

SCRIPTS = ("arithmetic", "sampling", "memory", "evaluation", "startup", "sobol", "ramps", "verdicts", "sweeping")


def main() -> None:
    """Run each script in a process of its own, so that none inherits the memory of another; join their tables."""
    for number, name in enumerate(SCRIPTS):
        script = str(Path(__file__).with_name(f"{name}.py"))
        table = subprocess.run([sys.executable, script], check=True, stdout=subprocess.PIPE, text=True).stdout
        print("\n".join(table.splitlines()[0 if number == 0 else 2 :]), flush=True)


if __name__ == "__main__":
    main()
