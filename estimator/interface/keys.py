"""What a key names in a result: one quantity of one of its systems."""

from collections.abc import Collection

from estimator.datum import Variable
from estimator.errors import EstimatorError, suggestion
from estimator.interface.arguments import told
from estimator.model import model


def variable_of(key: object, systems: Collection[str], example: str) -> Variable:
    """The variable that a key names: `(system, quantity)`, `"system.quantity"` or `"quantity"`.

    `example` is a quantity for those who name a system alone.

    Raises:
        EstimatorError: there is no such system or quantity.
    """
    system, quantity = _parts(key)
    quantities = model().quantities
    if quantity not in quantities:
        if key in systems and key:
            raise EstimatorError(f'{key} is a system; name one of its quantities, such as "{key}.{example}"')
        raise EstimatorError(f"{quantity} is not a quantity{suggestion(quantity, quantities)}")
    if system not in systems:
        known = ", ".join(name for name in systems if name)
        what = f"there is no system {system}" if system else f"{quantity} of which system"
        raise EstimatorError(f"{what}; the scenario has {known or 'one unnamed system'}")
    return Variable(system, quantity)


def _parts(key: object) -> tuple[str, str]:
    """System and quantity, as a key names them."""
    if isinstance(key, str):
        system, _, quantity = key.rpartition(".")
        return system, quantity
    if isinstance(key, tuple) and len(key) == 2 and all(isinstance(part, str) for part in key):
        system, quantity = key
        return system, quantity
    raise EstimatorError(f"a value is named by 'quantity', 'system.quantity' or (system, quantity), got {told(key)}")
