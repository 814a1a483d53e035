"""Values with the words that their kind asks for: the reactor's name, whole units, whether it is a limit."""

from dataclasses import replace
from math import ceil

from estimator.results.estimates import Estimate
from estimator.results.result import Result
from estimator.wording import Cell, Message, Told


def label_of(result: Result, name: str) -> str:
    """What kind of number a quantity is, such as an upper bound; nothing for most."""
    return result.solution.world.plan.network.model.quantities[name].dimension.label


def labelled(result: Result, estimate: Estimate) -> Cell:
    """A value with the reactor's name, the whole units needed, and the label that its type asks for."""
    value, units = _value(result, estimate), None
    if estimate.unit == "reactor" and estimate.tier == "derived" and isinstance(value, Told):
        p5, _, p95 = value.interval
        units = whole_units(p5, p95, estimate.side)
    label = label_of(result, estimate.name)
    note = Message.of("value.note", label=label, bound=_at_minimum(estimate)) if label else None
    return Message.of("value.labelled", value=value, units=units, note=note) if units or note else value


def _at_minimum(estimate: Estimate) -> Message | None:
    return Message.of("value.bound") if estimate.side == ">=" else None


def _value(result: Result, estimate: Estimate) -> Told | Message:
    """A value by the reactor's name; without its sign where its label says that it is a limit."""
    value = estimate.told
    if not isinstance(value, Told):
        return value
    if estimate.side == ">=" and label_of(result, estimate.name):
        value = replace(value, side="")
    label = result.reactor_labels.get(estimate.system, "") if estimate.unit == "reactor" else ""
    return replace(value, called=label)


def brief(result: Result, estimate: Estimate) -> Cell:
    """A value for a narrow column: without whole units, labels, and what the name of its row says anyway."""
    value = _value(result, estimate) if estimate.unit in ("reactor", "TWh") else estimate.told
    return replace(value, less="accelerator") if isinstance(value, Told) else value


def whole_units(p5: float, p95: float, side: str = "") -> Message:
    """Whole units for a range of fractional ones: `2 whole units`, `1–2 whole units`."""
    return Message.of("units.whole", side=_SIDES.get(side), number=_whole(p5, p95))


def units_alone(p5: float, p95: float, side: str = "") -> Message:
    """The same where the head of a column says that units are meant."""
    return Message.of("units.number", side=_SIDES.get(side), number=_whole(p5, p95))


_SIDES = {">=": Message.of("units.at-least"), "<=": Message.of("units.at-most")}


def _whole(p5: float, p95: float) -> str:
    low, high = ceil(round(p5, 9)), ceil(round(p95, 9))
    return f"{low}" if low == high else f"{low}–{high}"
