"""Scenario files: what was said about which system, and who said it."""

from estimator.scenario.case import case_of
from estimator.scenario.reader import Scenario, read_scenario, scenario_from

__all__ = ["Scenario", "case_of", "read_scenario", "scenario_from"]
