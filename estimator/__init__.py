"""Datacenter announcements, solved: power, energy, reactors and compute from whatever facts are given."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_MODULES = {
    "Checked": "claims.checking", "check": "claims.checking",
    "Comparison": "comparison.sides", "compare": "comparison.sides",
    "Estimate": "results.estimates", "Result": "results.result", "Sensitivity": "results.sensitivity",
    "EstimatorError": "errors", "estimate": "runs", "evaluate": "evaluation", "run": "runs",
    "read": "reading.reader", "Scenario": "scenario", "scenario_of": "scenario",
    "Sweep": "sweeps.sweep", "sweep": "sweeps.sweep",
}  # fmt: skip
"""The module of each public name."""

__all__ = [
    "Checked", "Comparison", "Estimate", "EstimatorError", "Result", "Scenario", "Sensitivity", "Sweep", "__version__",
    "check", "compare", "estimate", "evaluate", "read", "run", "scenario_of", "sweep",
]  # fmt: skip

if TYPE_CHECKING:
    from estimator.claims.checking import Checked, check
    from estimator.comparison.sides import Comparison, compare
    from estimator.errors import EstimatorError
    from estimator.evaluation import evaluate
    from estimator.reading.reader import read
    from estimator.results.estimates import Estimate
    from estimator.results.result import Result
    from estimator.results.sensitivity import Sensitivity
    from estimator.runs import estimate, run
    from estimator.scenario import Scenario, scenario_of
    from estimator.sweeps.sweep import Sweep, sweep


def __getattr__(name: str) -> Any:
    """Public names are imported on first use, so that `import estimator` and `--help` stay instant."""
    if name not in _MODULES:
        raise AttributeError(f"module 'estimator' has no attribute '{name}'")
    return getattr(import_module(f"estimator.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
