"""A quantity that would have to be where it cannot be."""

from estimator.datum import Variable
from estimator.units.dimensions import Dimension
from estimator.wording import Message, Told


def beyond(variable: Variable, values: tuple[float, float, float], dimension: Dimension) -> Message:
    """That p5, median and p95 of a quantity lie below its lower limit, or else above its upper one."""
    told = Told(values, dimension.shown_in)
    if values[1] < dimension.lower:
        return Message.of("bound.below", variable=variable, value=told, limit=dimension.lower)
    return Message.of("bound.above", variable=variable, value=told, limit=dimension.upper)
