"""e-footprint, in an interpreter of its own because it needs older packages: one changed input for each line read.

A small service over one day of hours. Prints the seconds that each change, with the recomputation it sets off, took.
"""

import sys
import time

from efootprint.abstract_modeling_classes.source_objects import SourceValue
from efootprint.builders.time_builders import create_source_hourly_values_from_list
from efootprint.constants.countries import Countries
from efootprint.constants.units import u
from efootprint.core.hardware.hardware_base_classes import Hardware
from efootprint.core.hardware.network import Network
from efootprint.core.hardware.servers.autoscaling import Autoscaling
from efootprint.core.hardware.storage import Storage
from efootprint.core.system import System
from efootprint.core.usage.job import Job
from efootprint.core.usage.usage_pattern import UsagePattern
from efootprint.core.usage.user_journey import UserJourney
from efootprint.core.usage.user_journey_step import UserJourneyStep


def value(text: str) -> SourceValue:
    """An input such as `300 W`."""
    number, _, unit = text.partition(" ")
    return SourceValue(float(number) * u(unit or "dimensionless"))


storage = Storage(
    "storage", value("160 kg"), value("1.3 W"), value("6 years"), value("0 W"), value("1 TB"), value("3"),
    value("2 hours"), value("0 TB"),
)  # fmt: skip
server = Autoscaling(
    "server", value("600 kg"), value("300 W"), value("6 years"), value("50 W"), value("128 GB"), value("24 core"),
    value("1.2"), value("100 g/kWh"), value("0.9"), value("0 GB"), value("0 core"), storage,
)  # fmt: skip
job = Job(
    "job", server, value("50 kB"), value("2 MB"), value("100 kB"), value("1 s"), value("0.1 core"), value("0.1 GB")
)
journey = UserJourney("journey", [UserJourneyStep("step", value("1 min"), [job])])
device = Hardware("laptop", value("150 kg"), value("50 W"), value("6 years"), value("0.3"))
starts = create_source_hourly_values_from_list([float(hour) for hour in range(1, 25)])
network = Network("network", value("0.05 kWh/GB"))
pattern = UsagePattern("pattern", journey, [device], network, Countries.FRANCE(), starts)
system = System("system", [pattern])

for number, _ in enumerate(sys.stdin):
    changed = value(str(1.21 + (number % 7) / 100))
    start = time.perf_counter()
    server.power_usage_effectiveness = changed
    print(time.perf_counter() - start, flush=True)
