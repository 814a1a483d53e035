"""Datacenter announcements, solved: power, energy, reactors and compute from whatever facts are given."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = [
    "Checked", "Comparison", "EstimatorError", "Result", "Sweep", "__version__",
    "check", "compare", "estimate", "evaluate", "run", "sweep",
]  # fmt: skip

if TYPE_CHECKING:
    from estimator.checking import Checked, check
    from estimator.comparison import Comparison, compare
    from estimator.errors import EstimatorError
    from estimator.evaluation import evaluate
    from estimator.result import Result
    from estimator.runs import estimate, run
    from estimator.sweeps.sweep import Sweep, sweep


def __getattr__(name: str) -> Any:
    """Public names are imported on first use, so that `import estimator` and `--help` stay instant."""
    if name in ("run", "estimate"):
        from estimator import runs

        return getattr(runs, name)
    if name == "evaluate":
        from estimator.evaluation import evaluate

        return evaluate
    if name in ("Checked", "check"):
        from estimator import checking

        return getattr(checking, name)
    if name in ("Comparison", "compare"):
        from estimator import comparison

        return getattr(comparison, name)
    if name in ("Sweep", "sweep"):
        from estimator.sweeps import sweep

        return getattr(sweep, name)
    if name == "Result":
        from estimator.result import Result

        return Result
    if name == "EstimatorError":
        from estimator.errors import EstimatorError

        return EstimatorError
    raise AttributeError(f"module 'estimator' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
