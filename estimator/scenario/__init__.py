"""Scenario files: what was said about which system, and who said it."""

from estimator.scenario.case import case_of
from estimator.scenario.reader import Scenario, read_scenario, scenario_from
from estimator.scenario.written import Written, scenario_of

__all__ = ["Scenario", "Written", "case_of", "read_scenario", "scenario_from", "scenario_of"]
