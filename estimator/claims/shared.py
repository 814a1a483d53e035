"""What the readings of one topic have in common, worked out once."""

from collections.abc import Sequence
from dataclasses import replace

from estimator.case import Case, Claim
from estimator.claims.observations import bounded
from estimator.claims.unknowns import Unknowns, inputs_of, unknowns_of
from estimator.datum import Stated, Tier
from estimator.model import Model
from estimator.solver.network import Network
from estimator.solver.plan import lay_out


class Shared:
    """What the readings of one topic have in common, worked out once: networks, and quantities as functions.

    The more is stated, the fewer inputs are left at zero: where all readings together leave as many as none of them, so
    does each, and those about the same subjects have one network.
    """

    def __init__(self, model: Model, case: Case, claims: Sequence[Claim]) -> None:
        said = [stated for claim in claims for stated in claim.readings]
        whole = replace(case, data=(*case.data, *said))
        self.model, self.case = model, case
        self.variables = tuple(dict.fromkeys(variable for variable, _ in whole.data))
        self._zeros = lay_out(model, whole).zeros if all(any(datum.value.parameters) for _, datum in said) else None
        self._subjects: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._alike: dict[object, Network | None] = {}
        self._networks: dict[object, Network] = {}
        self._functions: dict[object, Unknowns] = {}

    def network(self, case: Case) -> Network:
        """The network of a reading; those that are laid out alike are one."""
        about = tuple(dict.fromkeys(name.quantity for name, datum in case.data if datum.tier in (Tier.GIVEN, Tier.USE)))
        if about not in self._subjects:
            self._subjects[about] = tuple(self.model.about(about).quantities)
        subjects = self._subjects[about]
        if subjects not in self._alike:
            least = lay_out(self.model, replace(self.case, asked=about))
            left = {name for name in self._zeros or () if name.quantity in least.model.quantities}
            self._alike[subjects] = least if self._zeros is not None and least.zeros == left else None
        if alike := self._alike[subjects]:
            return alike
        found = lay_out(self.model, case)
        return self._networks.setdefault((subjects, found.zeros), found)

    def unknowns(self, network: Network, data: Sequence[Stated]) -> Unknowns:
        """What is observed as a function of what data leave open."""
        figures = inputs_of(network, data)
        key = (id(network), tuple((datum.key, datum.value.parameters) for datum in figures.values()))
        if key not in self._functions:
            bounds = (observation.variable for observation in bounded(network))
            outputs = dict.fromkeys((*(name for name in self.variables if name in network.index), *bounds))
            self._functions[key] = unknowns_of(network, figures, tuple(outputs))
        return self._functions[key]
