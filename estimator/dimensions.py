"""The types that equations are written in: unit, bounds, whether parts add up, and the scale that ranges live on."""

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from typing import Annotated, Literal

Scale = Literal["log", "logit", "log_excess"]
"""Where a range is symmetrical: log x, logit x, or log(x - 1)."""


@dataclass(frozen=True)
class Dimension:
    """What a quantity's type says of its values.

    `unit` is the vocabulary's unit, "1" where there is none; `noun` names the kind of quantity in messages. `lower`
    and `upper` are hard bounds in that unit; zero itself is a value only where `zero` says so. `over_parts`: a whole's
    value is the sum of its parts', or a value that they share, or a statement of its own. `label` stands beside values
    that must not be read without it. `optional`: a detail or a comparison, not missed where it is open.
    """

    unit: str
    noun: str
    lower: float = 0.0
    upper: float = inf
    zero: bool = False
    over_parts: Literal["sum", "shared", "own"] = "shared"
    scale: Scale = "log"
    label: str = ""
    optional: bool = False

    @property
    def extensive(self) -> bool:
        """Whether a whole's value is the sum of its parts'."""
        return self.over_parts == "sum"

    @property
    def counts(self) -> bool:
        """Whether a bare number can be meant: a count or a dimensionless quantity."""
        return self.unit in ("1", "accelerator", "server", "H100e", "reactor")


Power = Annotated[float, Dimension("MW", "a power", over_parts="sum")]
PowerOrZero = Annotated[float, Dimension("MW", "a power", zero=True, over_parts="sum")]
PeakDemand = Annotated[float, Dimension("MW", "a power", over_parts="own")]
PowerPerAccelerator = Annotated[float, Dimension("W/accelerator", "a power per accelerator")]
PowerPerServer = Annotated[float, Dimension("kW/server", "a power per server")]
PowerPerReactor = Annotated[float, Dimension("MW/reactor", "a power per reactor")]
Energy = Annotated[float, Dimension("TWh", "an energy", over_parts="sum")]
EnergyBound = Annotated[float, Dimension("TWh", "an energy", over_parts="sum", label="upper bound")]
PowerOfReactors = Annotated[float, Dimension("MW", "a power", over_parts="own")]
EnergyOfReactors = Annotated[float, Dimension("TWh", "an energy", over_parts="own", optional=True)]
EnergyPerReactor = Annotated[float, Dimension("TWh/reactor", "an energy per reactor")]
Duration = Annotated[float, Dimension("h", "a duration")]
Accelerators = Annotated[float, Dimension("accelerator", "a number of accelerators", over_parts="sum")]
Servers = Annotated[float, Dimension("server", "a number of servers", over_parts="sum", optional=True)]
AcceleratorsPerServer = Annotated[float, Dimension("accelerator/server", "a number of accelerators per server")]
H100Equivalents = Annotated[float, Dimension("H100e", "a number of H100 equivalents", over_parts="sum")]
H100EquivalentsPerAccelerator = Annotated[float, Dimension("H100e/accelerator", "H100 equivalents per accelerator")]
Reactors = Annotated[float, Dimension("reactor", "a number of reactors", over_parts="own")]
Memory = Annotated[float, Dimension("TB", "an amount of memory", over_parts="sum", optional=True)]
MemoryPerAccelerator = Annotated[float, Dimension("GB/accelerator", "memory per accelerator")]
MemoryBandwidth = Annotated[float, Dimension("TB/s", "a memory bandwidth", over_parts="sum", optional=True)]
MemoryBandwidthPerAccelerator = Annotated[float, Dimension("TB/s/accelerator", "a memory bandwidth per accelerator")]
Compute = Annotated[float, Dimension("FLOP", "an amount of compute", over_parts="sum")]
ComputeRate = Annotated[float, Dimension("FLOP/s", "a compute rate", over_parts="sum")]
ComputeRatePerAccelerator = Annotated[float, Dimension("FLOP/s/accelerator", "a compute rate per accelerator")]
ComputeRatePerH100e = Annotated[float, Dimension("FLOP/s/H100e", "a compute rate per H100 equivalent")]
ComparedRatio = Annotated[float, Dimension("1", "a ratio", optional=True)]
Fraction = Annotated[float, Dimension("1", "a fraction from 0 to 1", upper=1.0, scale="logit")]
FractionOrZero = Annotated[float, Dimension("1", "a fraction from 0 to 1", upper=1.0, zero=True, scale="logit")]
RatioFromOne = Annotated[float, Dimension("1", "a ratio of at least 1", lower=1.0, scale="log_excess")]

Relation = Annotated[bool, "must hold"]
"""A comparison that no possible world breaks."""

Expectation = Annotated[bool, "should hold"]
"""A comparison that can be broken with a reason: breaking it is a warning."""


def middle(low: float, high: float, scale: Scale) -> float:
    """The median of a range of which only the ends are stated: the middle of its scale."""
    match scale:
        case "log":
            return sqrt(low * high)
        case "log_excess":
            return 1 + sqrt((low - 1) * (high - 1))
        case "logit":
            mean = (log(low / (1 - low)) + log(high / (1 - high))) / 2
            return 1 / (1 + exp(-mean))
