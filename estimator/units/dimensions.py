"""The types that equations are written in: unit, bounds, whether parts add up, and the scale that ranges live on."""

from dataclasses import KW_ONLY, dataclass
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
    that must not be read without it. `optional`: a detail or a comparison, not missed where it is open. `share`: a part
    of something, which readers are shown in per cent; programs get the plain ratio. `inverse` is what people write
    the other way round.
    """

    unit: str
    noun: str
    _: KW_ONLY
    lower: float = 0.0
    upper: float = inf
    zero: bool = False
    over_parts: Literal["sum", "shared", "own"] = "shared"
    scale: Scale = "log"
    label: str = ""
    optional: bool = False
    share: bool = False
    inverse: str = ""

    @property
    def extensive(self) -> bool:
        """Whether a whole's value is the sum of its parts'."""
        return self.over_parts == "sum"

    @property
    def counts(self) -> bool:
        """Whether a bare number can be meant: a count or a dimensionless quantity."""
        return self.unit in (
            "1", "accelerator", "server", "H100e", "reactor", "household", "person", "generator", "wafer", "car",
            "pool", "flight",
        )  # fmt: skip

    @property
    def shown_in(self) -> str:
        """The unit that readers are shown, which programs are not."""
        return "%" if self.share else self.unit


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
Days = Annotated[float, Dimension("d", "a duration", over_parts="own", optional=True)]
Years = Annotated[float, Dimension("year", "a duration", over_parts="own", optional=True)]
Accelerators = Annotated[float, Dimension("accelerator", "a number of accelerators", over_parts="sum")]
Servers = Annotated[float, Dimension("server", "a number of servers", over_parts="sum", optional=True)]
AcceleratorsPerServer = Annotated[float, Dimension("accelerator/server", "a number of accelerators per server")]
H100Equivalents = Annotated[float, Dimension("H100e", "a number of H100 equivalents", over_parts="sum")]
H100EquivalentsPerAccelerator = Annotated[float, Dimension("H100e/accelerator", "H100 equivalents per accelerator")]
Reactors = Annotated[float, Dimension("reactor", "a number of reactors", over_parts="own")]
ReactorsOut = Annotated[float, Dimension("reactor", "a number of reactors", zero=True, over_parts="own")]
ReactorsOnAverage = Annotated[float, Dimension("reactor", "a number of reactors", over_parts="own", optional=True)]
Memory = Annotated[float, Dimension("TB", "an amount of memory", over_parts="sum", optional=True)]
MemoryPerAccelerator = Annotated[float, Dimension("GB/accelerator", "memory per accelerator")]
MemoryBandwidth = Annotated[float, Dimension("TB/s", "a memory bandwidth", over_parts="sum", optional=True)]
MemoryBandwidthPerAccelerator = Annotated[float, Dimension("TB/s/accelerator", "a memory bandwidth per accelerator")]
Compute = Annotated[float, Dimension("FLOP", "an amount of compute", over_parts="sum")]
ComputeRate = Annotated[float, Dimension("FLOP/s", "a compute rate", over_parts="sum")]
ComputeRatePerAccelerator = Annotated[float, Dimension("FLOP/s/accelerator", "a compute rate per accelerator")]
ComputeRatePerH100e = Annotated[float, Dimension("FLOP/s/H100e", "a compute rate per H100 equivalent")]
EnergyOrZero = Annotated[float, Dimension("TWh", "an energy", zero=True, over_parts="sum", optional=True)]
CarbonIntensityOrZero = Annotated[float, Dimension("gCO2e/kWh", "a carbon intensity", zero=True)]
CarbonIntensity = Annotated[float, Dimension("gCO2e/kWh", "a carbon intensity")]
Carbon = Annotated[float, Dimension("tCO2e", "an amount of CO2e", zero=True, over_parts="sum", optional=True)]
CarbonPerAccelerator = Annotated[float, Dimension("kgCO2e/accelerator", "CO2e per accelerator")]
CarbonPerPower = Annotated[float, Dimension("tCO2e/MW", "CO2e per power")]
CarbonPerQuery = Annotated[
    float, Dimension("gCO2e/query", "CO2e per query", zero=True, over_parts="own", optional=True)
]
CarbonPerRun = Annotated[float, Dimension("tCO2e/run", "CO2e per run", over_parts="own", optional=True)]
CarbonPerWork = Annotated[
    float, Dimension("gCO2e/accelerator/h", "CO2e per accelerator-hour", over_parts="own", optional=True)
]
CarbonPerCompute = Annotated[float, Dimension("gCO2e/EFLOP", "CO2e per compute", over_parts="own", optional=True)]
CarbonPerEnergy = Annotated[
    float, Dimension("gCO2e/kWh", "a carbon intensity", zero=True, over_parts="own", optional=True)
]
WaterIntensity = Annotated[float, Dimension("L/kWh", "a water intensity", zero=True)]
WaterTaken = Annotated[float, Dimension("L/kWh", "a water intensity", zero=True, optional=True)]
Water = Annotated[float, Dimension("ML", "a volume of water", zero=True, over_parts="sum", optional=True)]
DailyWater = Annotated[
    float, Dimension("ML/d", "a volume of water per day", zero=True, over_parts="sum", optional=True)
]
WaterPerQuery = Annotated[float, Dimension("L/query", "water per query", zero=True, over_parts="own", optional=True)]
Money = Annotated[float, Dimension("MUSD", "money in USD", over_parts="sum", optional=True)]
MoneyOrZero = Annotated[float, Dimension("MUSD", "money in USD", zero=True, over_parts="sum", optional=True)]
MoneyOfOwn = Annotated[float, Dimension("MUSD", "money in USD", over_parts="own", optional=True)]
MoneyPerPower = Annotated[float, Dimension("USD/W", "money per power", over_parts="own", optional=True)]
MoneyPerAccelerator = Annotated[float, Dimension("USD/accelerator", "money per accelerator")]
MoneyPerEnergy = Annotated[float, Dimension("USD/MWh", "money per energy")]
MoneyPerWork = Annotated[
    float, Dimension("USD/accelerator/h", "money per accelerator-hour", over_parts="own", optional=True)
]
MoneyPerCompute = Annotated[float, Dimension("USD/ZFLOP", "money per compute", over_parts="own", optional=True)]
DiscountRate = Annotated[float, Dimension("1", "a rate of interest per year", upper=1.0, zero=True, scale="logit")]
Lifetime = Annotated[float, Dimension("year", "a duration")]
Yearly = Annotated[float, Dimension("1", "a share per year", over_parts="own", optional=True)]
EnergyPerQuery = Annotated[float, Dimension("Wh/query", "energy per query", over_parts="own", optional=True)]
EnergyPerToken = Annotated[float, Dimension("J/token", "energy per token", over_parts="own", optional=True)]
TokensPerQuery = Annotated[float, Dimension("token/query", "tokens per query", over_parts="own", optional=True)]
TokensPerDay = Annotated[float, Dimension("token/d", "tokens per day", over_parts="sum", optional=True)]
QueriesPerDay = Annotated[float, Dimension("query/d", "queries per day", over_parts="sum", optional=True)]
PowerInRun = Annotated[float, Dimension("W/accelerator", "a power per accelerator", over_parts="own", optional=True)]
EnergyPerRun = Annotated[float, Dimension("MWh/run", "energy per run", over_parts="own", optional=True)]
ComputeOfOneRun = Annotated[float, Dimension("FLOP", "an amount of compute", over_parts="own", optional=True)]
ComputePerRun = Annotated[float, Dimension("FLOP/run", "compute per run", over_parts="own", optional=True)]
WorkPerRun = Annotated[
    float, Dimension("accelerator*h/run", "accelerator-hours per run", over_parts="own", optional=True)
]
DurationPerRun = Annotated[float, Dimension("d/run", "a duration per run", over_parts="own", optional=True)]
Runs = Annotated[float, Dimension("run", "a number of runs", over_parts="sum", optional=True)]
Parameters = Annotated[float, Dimension("parameter", "a number of parameters", over_parts="own", optional=True)]
TokensPerRun = Annotated[float, Dimension("token/run", "tokens per run", over_parts="own", optional=True)]
AnnualTokens = Annotated[float, Dimension("token", "a number of tokens", over_parts="sum", optional=True)]
Tokens = Annotated[float, Dimension("token", "a number of tokens", over_parts="own", optional=True)]
TokensPerParameter = Annotated[float, Dimension("token/parameter", "tokens per parameter")]
ComputePerToken = Annotated[float, Dimension("FLOP/parameter/token", "compute per parameter and token")]
EnergyPerHousehold = Annotated[float, Dimension("kWh/household", "energy per household")]
Households = Annotated[float, Dimension("household", "a number of households", over_parts="own", optional=True)]
People = Annotated[float, Dimension("person", "a number of people", over_parts="own", optional=True)]
PeoplePerHousehold = Annotated[float, Dimension("person/household", "people per household")]
EnergyPerCar = Annotated[float, Dimension("kWh/car", "energy per car")]
Cars = Annotated[float, Dimension("car", "a number of cars", over_parts="own", optional=True)]
EnergyOfOthers = Annotated[float, Dimension("TWh", "an energy", over_parts="own", optional=True)]
NationalPower = Annotated[float, Dimension("MW", "a power", over_parts="own", optional=True)]
PlantReactors = Annotated[float, Dimension("reactor", "a number of reactors", over_parts="own", optional=True)]
PlantCapacity = Annotated[float, Dimension("MW", "a power", over_parts="own", label="of a plant", optional=True)]
PlantCapacityFactor = Annotated[
    float, Dimension("1", "a fraction from 0 to 1", upper=1.0, over_parts="own", scale="logit", optional=True)
]
ContractedPower = Annotated[float, Dimension("MW", "a power", over_parts="own", optional=True)]
ConnectablePower = Annotated[float, Dimension("MW", "a power", over_parts="own", optional=True)]
ConnectableAccelerators = Annotated[
    float, Dimension("accelerator", "a number of accelerators", over_parts="own", optional=True)
]
EnergyOfConnection = Annotated[
    float, Dimension("TWh", "an energy", over_parts="own", label="upper bound", optional=True)
]
EnergyOfPlant = Annotated[float, Dimension("TWh", "an energy", over_parts="own", optional=True)]
HomesOfPlant = Annotated[float, Dimension("household", "a number of households", over_parts="own", optional=True)]
ShareOfPlant = Annotated[float, Dimension("1", "a ratio", over_parts="own", optional=True)]
MoneyOfPlantPerPower = Annotated[float, Dimension("USD/W", "money per power", over_parts="own", optional=True)]
MoneyPerEnergyOfPlant = Annotated[float, Dimension("USD/MWh", "money per energy", over_parts="own", optional=True)]
MoneyOfYear = Annotated[float, Dimension("MUSD", "money in USD", over_parts="own", optional=True)]
CarbonAvoided = Annotated[float, Dimension("tCO2e", "an amount of CO2e", over_parts="own", optional=True)]
EnergyPerPerson = Annotated[float, Dimension("kWh/person", "energy per person", over_parts="own", optional=True)]
PowerPerHousehold = Annotated[float, Dimension("kW/household", "a power per household")]
WaterPerHousehold = Annotated[float, Dimension("kL/household", "water per household")]
WaterPerPool = Annotated[float, Dimension("kL/pool", "water per pool")]
Pools = Annotated[float, Dimension("pool", "a number of pools", over_parts="own", optional=True)]
CarbonPerCar = Annotated[float, Dimension("tCO2e/car", "CO2e per car")]
CarsByCarbon = Annotated[float, Dimension("car", "a number of cars", over_parts="own", optional=True)]
CarbonPerFlight = Annotated[float, Dimension("tCO2e/flight", "CO2e per flight")]
Flights = Annotated[float, Dimension("flight", "a number of flights", over_parts="own", optional=True)]
SupplyCapacity = Annotated[
    float,
    Dimension(
        "MW", "a power", zero=True, over_parts="own", label="by the year's energy, not by the hour", optional=True
    ),
]
FirmCapacity = Annotated[float, Dimension("MW", "a power", zero=True, over_parts="own", optional=True)]
LifeCycleCarbon = Annotated[
    float,
    Dimension(
        "tCO2e", "an amount of CO2e", zero=True, over_parts="sum", label="life cycle, never scope 2", optional=True
    ),
]
PeakOnSite = Annotated[float, Dimension("MW", "a power", zero=True, over_parts="own", optional=True)]
InstalledOnSite = Annotated[float, Dimension("MW", "a power", over_parts="sum", optional=True)]
CapacityFactorOnSite = Annotated[
    float,
    Dimension("1", "a fraction from 0 to 1", upper=1.0, zero=True, over_parts="own", scale="logit", optional=True),
]
FuelEnergy = Annotated[
    float, Dimension("TWh", "an energy", zero=True, over_parts="sum", label="in the fuel", optional=True)
]
Generators = Annotated[float, Dimension("generator", "a number of generators", over_parts="sum", optional=True)]
GeneratorsOut = Annotated[float, Dimension("generator", "a number of generators", zero=True)]
PowerPerGenerator = Annotated[float, Dimension("MW/generator", "a power per generator")]
FuelConsumption = Annotated[float, Dimension("L/kWh", "a fuel consumption")]
Fuel = Annotated[float, Dimension("ML", "a volume of fuel", over_parts="sum", optional=True)]
Mass = Annotated[float, Dimension("t", "a mass", over_parts="sum", optional=True)]
MassOfSupply = Annotated[float, Dimension("t", "a mass", zero=True, over_parts="own", optional=True)]
MassPerPower = Annotated[float, Dimension("t/MW", "a mass per power")]
SiliconPerAccelerator = Annotated[float, Dimension("mm2/accelerator", "an area of silicon per accelerator")]
AreaPerWafer = Annotated[float, Dimension("mm2/wafer", "an area per wafer")]
Wafers = Annotated[float, Dimension("wafer", "a number of wafers", over_parts="sum", optional=True)]
HeatRate = Annotated[
    float, Dimension("1", "a ratio of at least 1", lower=1.0, scale="log_excess", inverse="an efficiency")
]
ComparedRatio = Annotated[float, Dimension("1", "a ratio", optional=True)]
Share = Annotated[float, Dimension("1", "a ratio", optional=True, share=True)]
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
