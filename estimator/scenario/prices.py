"""In whose prices a scenario is told: those that it chooses, or those that its facts are stated in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from estimator.case import Claim
from estimator.catalog import Catalog, load_catalog
from estimator.datum import Datum
from estimator.errors import Problem

Money = tuple[str, str, Problem]
"""What a sum of money is of, such as capex; what it is stated in, such as EUR2023; a problem at its place."""


def price_level(chosen: Mapping[str, str], stated: Iterable[Money]) -> tuple[str, list[Problem]]:
    """The dollars that all money of a scenario is told in, such as USD2025, and what stands against it.

    Args:
        chosen: what `use` says of prices, by system.
        stated: the money that facts, assumptions of the scenario's own and claims state.
    """
    default = load_catalog().choices["prices"].default
    sums = list(stated)
    dated = {money for _, money, _ in sums if money != "USD"}
    levels = set(chosen.values())
    if len(levels) > 1:
        return default, [Problem(f"prices: one scenario is told in the prices of one year, not of {_and(levels)}")]
    if not levels and (len(dated) > 1 or any(not money.startswith("USD") for money in dated)):
        return default, list(_mixed(sums, default))
    target = next(iter(levels or dated), default)
    return target, [
        Problem(f"{name}: {wrong}", place.file, place.line)
        for name, money, place in sums
        if money != "USD" and (wrong := load_catalog().prices.problem(money))
    ]


def in_prices(datum: Datum, prices: str, catalog: Catalog) -> Datum:
    """A datum with its money in the prices of a scenario. Rates are read only where there is something to convert."""
    return catalog.prices.told_in(datum, prices) if datum.value.money not in ("", "USD", prices) else datum


def claims_in_prices(claims: Sequence[Claim], prices: str, catalog: Catalog) -> tuple[Claim, ...]:
    """Claims with their money in the prices of a scenario."""
    told = ([(name, in_prices(datum, prices, catalog)) for name, datum in claim.readings] for claim in claims)
    return tuple(replace(claim, readings=tuple(readings)) for claim, readings in zip(claims, told, strict=True))


def _mixed(sums: list[Money], default: str) -> Iterator[Problem]:
    """Money of several years or currencies, which nobody asked to be converted."""
    for name, money, place in sums:
        if money != "USD":
            if undated := not money[3:] and load_catalog().prices.problem(money):
                yield Problem(f"{name}: {undated}", place.file, place.line)
                continue
            others = {other for _, other, _ in sums} - {money, "USD"}
            beside = f" beside {_and(others)}" if others else ""
            choice = f"use: {{prices: {default}}}" if place.file else f"prices={default}"
            advice = f"write {choice} to have it converted by cited rates"
            yield Problem(f"{name} is in {money}{beside}; {advice}", place.file, place.line)


def _and(words: Iterable[str]) -> str:
    return " and ".join(sorted(words))
