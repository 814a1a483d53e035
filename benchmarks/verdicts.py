"""How good the verdicts of `estimator check` are: announcements about synthetic sites, right ones and wrong ones.

A site is drawn from the ranges of the catalog, and the model computes the rest of it forward. What is stated of it lies
off the truth by a draw from the statement's own range, so that its ranges are right.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import exp, log
from typing import Any

import numpy as np
from table import Row, duration, markdown, within
from timing import minima, one_processor

from estimator import check
from estimator.catalog import load_catalog
from estimator.claims.checking import Checked
from estimator.model import model
from estimator.report.check import check_text
from estimator.scenario import case_of, scenario_from
from estimator.solver.evaluate import evaluate
from estimator.solver.plan import lay_out, make_plan
from estimator.uncertainty.distributions import Z90, draw
from estimator.units.dimensions import Dimension, Scale
from estimator.units.reading import to_coherent

COUNT = 1_000
"""Announcements of the two main kinds; of the others, a fifth."""

CHOICES = {
    "accelerator": ("a100-sxm-80gb", "h100-sxm", "h200-sxm", "b200", "gb200"),
    "workload": ("training", "inference", "mixed"),
    "cooling": ("unstated", "liquid", "economised-air", "chiller"),
    "operator": ("hyperscale", "other"),
}

FEWEST, MOST = 1e4, 1e6
"""Accelerators of a site, on logarithms alike."""

AMOUNTS = (
    "facility_capacity", "it_capacity", "accelerators", "annual_facility_energy", "average_it_load",
    "facility_power_per_accelerator", "h100_equivalents", "accelerator_capacity", "server_capacity", "annual_it_energy",
    "average_facility_load", "facility_peak_demand", "peak_compute_rate",
)  # fmt: skip
"""What announcements state."""

HEADLINES = ("facility_capacity", "it_capacity", "accelerators", "annual_facility_energy", "average_it_load")
"""One figure for each rung, so that most are checked from one side only."""

RATIOS = ("pue", "peak_pue", "it_capacity_utilisation")

DETAILS = ("server_overhead", "it_power_per_accelerator", "accelerator_it_capacity", "memory")
"""What makes twenty with the others."""

OPEN = {
    "facility_capacity": ("facility_capacity", "it_capacity", "facility_peak_demand"),
    "it_capacity": ("it_capacity", "server_capacity"),
    "annual_facility_energy": ("annual_facility_energy", "annual_it_energy"),
}
"""Statements that can be read in several ways: twelve in all."""

REACHES = (0.03, 0.05, 0.10, 0.20, 0.30)
"""How far a 90 % interval may go up, and down, of what is stated; each end has its own."""

USUAL = 0.10

ERROR = 2.0
"""The factor by which a wrong statement is too large, or too small."""

_SCALES: dict[Scale, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "log": (log, exp),
    "logit": (lambda x: log(x / (1 - x)), lambda y: 1 / (1 + exp(-y))),
    "log_excess": (lambda x: log(x - 1), lambda y: 1 + exp(y)),
}


@dataclass(frozen=True)
class Site:
    """A site of which everything is known: choices from the catalog, and all quantities in their units."""

    use: Mapping[str, str]
    values: Mapping[str, float]

    def announcement(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What is said of it, each statement with one meaning."""
        claims = [{"id": name_of(key), "value": value, "reads_as": key} for key, value in values.items()]
        return {"title": "A synthetic site", "use": dict(self.use), "claims": claims}


def name_of(quantity: str) -> str:
    """What a claim is called by what it states."""
    return quantity.replace("_", "-")


def site(generator: np.random.Generator) -> Site:
    """A site from the ranges of the catalog; one that cannot be is drawn again."""
    use = {name: str(generator.choice(options)) for name, options in CHOICES.items()}
    accelerators = f"{exp(generator.uniform(log(FEWEST), log(MOST))):.0f} accelerators"
    stated_site = {"title": "A synthetic site", "given": {"accelerators": accelerators}, "use": use}
    case = case_of(scenario_from(stated_site), load_catalog())
    plan = make_plan(lay_out(model(), case), case.data)
    inputs = {
        variable: draw(datum.value, datum.dimension.scale, generator, 1)[0] * datum.factor
        for variable, datum in plan.basis.items()
    }
    dimensions = {name: quantity.dimension for name, quantity in model().quantities.items()}
    values = {
        variable.quantity: float(value) / to_coherent(dimensions[variable.quantity].unit)
        for variable, value in evaluate(plan, inputs).items()
    }
    if all(dimensions[name].lower <= value <= dimensions[name].upper for name, value in values.items()):
        return Site(use, values)
    return site(generator)


def written(number: float, dimension: Dimension) -> str:
    """A number as a scenario has it."""
    return f"{number!r}" if dimension.unit == "1" else f"{number!r} {dimension.unit}"


def stated(quantity: str, truth: float, reaches: Sequence[float], generator: np.random.Generator) -> dict[str, str]:
    """A statement whose range is right: off the truth by a draw from that same range. `reaches` go down and up."""
    dimension = model().quantities[quantity].dimension
    to_scale, from_scale = _SCALES[dimension.scale]
    below, above = log(1 + reaches[0]), log(1 + reaches[1])
    score = generator.standard_normal()
    middle = to_scale(truth) - score * (below if score < 0 else above) / Z90
    ends = {"low": middle - below, "central": middle, "high": middle + above}
    return {name: written(from_scale(place), dimension) for name, place in ends.items()}


def chosen(names: Sequence[str], fewest: int, most: int, generator: np.random.Generator) -> list[str]:
    """Some of the quantities, each as likely as any other."""
    return [str(name) for name in generator.choice(names, generator.integers(fewest, most + 1), replace=False)]


def consistent(generator: np.random.Generator) -> tuple[Site, dict[str, Any]]:
    """Four to eight right statements, with ranges of all widths."""
    true = site(generator)
    names = chosen((*AMOUNTS, *RATIOS), 4, 8, generator)
    values = {name: stated(name, true.values[name], generator.choice(REACHES, 2).tolist(), generator) for name in names}
    return true, true.announcement(values)


def planted(names: Sequence[str], generator: np.random.Generator) -> tuple[str, dict[str, Any]]:
    """Statements of ±10 %, one of them too large or too small by a factor; and what that one is called."""
    true = site(generator)
    wrong = str(generator.choice(names))
    factor = ERROR if generator.random() < 0.5 else 1 / ERROR
    said = {name: true.values[name] * (factor if name == wrong else 1) for name in names}
    values = {name: stated(name, value, (USUAL, USUAL), generator) for name, value in said.items()}
    return name_of(wrong), true.announcement(values)


def rounded(digits: int, generator: np.random.Generator) -> dict[str, Any]:
    """Four to eight true numbers without ranges, rounded to so many significant digits."""
    true = site(generator)
    values = {}
    for name in chosen(AMOUNTS, 4, 8, generator):
        number = float(f"{true.values[name]:.{digits - 1}e}")
        values[name] = written(number, model().quantities[name].dimension)
    return true.announcement(values)


def large(names: Sequence[str], generator: np.random.Generator) -> dict[str, Any]:
    """Many statements of ±10 % about one site, each with one meaning."""
    true = site(generator)
    return true.announcement({name: stated(name, true.values[name], (USUAL, USUAL), generator) for name in names})


def in_twelve_readings(announcement: dict[str, Any]) -> dict[str, Any]:
    """The same statements, some of which can mean several things."""
    claims = announcement["claims"]
    opened = [{**claim, "reads_as": list(OPEN.get(claim["reads_as"], (claim["reads_as"],)))} for claim in claims]
    return {**announcement, "claims": opened}


def outcome(checked: Checked, wrong: str) -> str:
    """What came of a planted error. To suspect others and not it counts as blaming one of them."""
    reading = checked.topics[0].readings[0]
    if reading.verdict != "contradicts":
        return "missed"
    if reading.culprit == wrong:
        return "right"
    return "undecidable" if reading.culprit is None and wrong in reading.suspects else "wrong"


def covered(checked: Checked, true: Site) -> list[bool]:
    """For each value that the others imply, whether its 90 % range has the truth in it."""
    implied = checked.topics[0].readings[0].implied.values()
    return [one.quantiles[0] <= true.values[one.variable.quantity] <= one.quantiles[2] for one in implied]


def right_announcements(count: int) -> list[Row]:
    """How often right statements are held against each other, and where the truth lies in what others imply."""
    generator = np.random.default_rng(1)
    p_values: list[float] = []
    inside: list[bool] = []
    while len(p_values) < count:
        true, announcement = consistent(generator)
        checked = check(announcement)
        p_value = checked.readings[0].p_value
        if p_value is not None:
            p_values.append(p_value)
            inside += covered(checked, true)
    of = f"{count:,} consistent announcements"
    return [
        between(f"false alarms of the test at 5 %, {of}", float(np.mean(np.less(p_values, 0.05))), 0.03, 0.07),
        between(f"false alarms of the test at 1 %, {of}", float(np.mean(np.less(p_values, 0.01)))),
        between(f"truth in the 90 % range of {len(inside):,} implied values, {of}", float(np.mean(inside)), 0.85, 0.95),
    ]


def outcomes(pool: Sequence[str], fewest: int, most: int, count: int) -> dict[str, float]:
    """What came of planted errors, as shares."""
    generator = np.random.default_rng(2)
    found: Counter[str] = Counter()
    for _ in range(count):
        wrong, announcement = planted(chosen(pool, fewest, most, generator), generator)
        found[outcome(check(announcement), wrong)] += 1
    return {name: found[name] / count for name in ("missed", "right", "wrong", "undecidable")}


def wrong_announcements(count: int, few: int) -> list[Row]:
    """How often an error is found, and who is blamed for it."""
    share = outcomes(AMOUNTS, 5, 8, count)
    sparse = outcomes(HEADLINES, 5, 5, few)
    of, of_sparse = f"{count:,} planted errors of a factor of {ERROR:g}", f"{few:,} among five headline figures"
    return [
        between(f"found, {of}", 1 - share["missed"], 0.95, 1),
        between(f"blamed on the right claim, {of}", share["right"], 0.6, 1),
        between(f"blamed on anything else, {of}", share["wrong"], 0, 0.05),
        between(f"undecidable, {of}", share["undecidable"]),
        between(f"found, {of_sparse}", 1 - sparse["missed"]),
        between(f"blamed on the right claim, {of_sparse}", sparse["right"]),
        between(f"blamed on anything else, {of_sparse}", sparse["wrong"]),
    ]


def rounded_announcements(count: int) -> list[Row]:
    """How often true numbers without ranges are said to contradict each other."""
    rows = []
    for digits in (2, 1):
        generator = np.random.default_rng(3)
        found = [check(rounded(digits, generator)).topics[0].readings[0] for _ in range(count)]
        of = f"{count:,} of true numbers rounded to {digits} digit{'s' * (digits > 1)}"
        rows.append(between(f"contradicted, {of}", float(np.mean([one.verdict == "contradicts" for one in found]))))
        rows.append(between(f"called impossible, {of}", float(np.mean([one.certain for one in found]))))
    return rows


def sizes() -> list[Row]:
    """How long announcements take that are as large as they come."""
    generator = np.random.default_rng(4)
    ten = in_twelve_readings(large(AMOUNTS[:10], generator))
    twenty = large((*AMOUNTS, *RATIOS, *DETAILS), generator)
    works = {"ten": partial(check, ten), "twenty": partial(check, twenty)}
    times = minima(works, 3)
    checked = check(twenty)
    whole = checked.topics[0].readings[0].complete
    told = "not every set" in " ".join(check_text(checked, "text").split())
    unsaid = "says that not all sets are compared" if told else "leaves out sets, unsaid"
    word = "all sets compared" if whole else unsaid
    return [
        within(f"{len(ten['claims'])} claims in {len(check(ten).readings)} readings", times["ten"], 1),
        Row(
            f"{len(twenty['claims'])} claims in one reading", f"{duration(times['twenty'])}, {word}", "", "",
            "ends, and says what it leaves out", whole or told,
        ),
    ]  # fmt: skip


def between(what: str, share: float, low: float | None = None, high: float | None = None) -> Row:
    """A share that is promised to lie between two ends; without ends, one for information."""
    shown = f"{100 * share:.1f} %"
    if low is None or high is None:
        return Row(what, shown, "", "")
    ends = f"{100 * low:g} to {100 * high:g} %"
    promise = f"≤ {100 * high:g} %" if low == 0 else f"≥ {100 * low:g} %" if high == 1 else ends
    return Row(what, shown, "", "", promise, low <= share <= high)


def routine(count: int = COUNT) -> list[Row]:
    """All rows; fewer announcements for a quick look."""
    few = max(count // 5, 1)
    return [*right_announcements(count), *wrong_announcements(count, few), *rounded_announcements(few), *sizes()]


if __name__ == "__main__":
    one_processor()
    print(markdown(routine(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)))
