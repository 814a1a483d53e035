"""Exchange rates and consumer prices, by which money of one year and currency is told in another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from estimator.datum import Datum, Source
from estimator.values import scaled


@dataclass(frozen=True)
class Prices:
    """Consumer prices of the United States by year, what a euro bought of each currency by year, and who says so."""

    index: Mapping[int, float]
    per_euro: Mapping[str, Mapping[int, float]]
    index_sources: tuple[Source, ...]
    rate_sources: tuple[Source, ...]
    index_where: str
    rate_where: str

    def problem(self, money: str) -> str:
        """Why money such as EUR2023 cannot be told in dollars of another year; "" if it can."""
        currency, year = money[:3], money[3:]
        known = self._years(currency)
        if not known:
            return f"no exchange rate of {currency} is known; convert it to USD, and say how under because"
        if not year:
            return f"say of which year the {currency} are, such as {currency}{max(known)}"
        if int(year) not in known:
            return f"rates and prices of {currency} are known for {min(known)} to {max(known)}, not for {year}"
        return ""

    def dollars(self, currency: str, year: int) -> float:
        """What one unit of a currency bought in dollars of its year, on average."""
        if currency == "USD":
            return 1.0
        per_unit = 1.0 if currency == "EUR" else self.per_euro[currency][year]
        return self.per_euro["USD"][year] / per_unit

    def told_in(self, datum: Datum, target: str) -> Datum:
        """A datum with its money in dollars of another year, its sources and reason with those of the conversion.

        Money without a year is taken to be of the target's.
        """
        money = datum.value.money
        if money in ("", "USD", target):
            return datum
        currency, year, wanted = money[:3], int(money[3:]), int(target[3:])
        rate, growth = self.dollars(currency, year), self.index[wanted] / self.index[year]
        sources, places, steps = datum.sources, [datum.where], []
        if currency != "USD":
            sources, places = (*sources, *self.rate_sources), [*places, self.rate_where]
            steps.append(f"{rate:.4f} USD/{currency} in {year}")
        if year != wanted:
            sources, places = (*sources, *self.index_sources), [*places, self.index_where]
            steps.append(f"{growth:.4f} for consumer prices from {year} to {wanted}")
        told = f"Told in {target}: {money} × {' × '.join(steps)}."
        return replace(
            datum,
            value=scaled(datum.value, float(f"{rate * growth:.4g}"), target),
            sources=sources,
            where="; ".join(filter(None, places)),
            because=" ".join(filter(None, (datum.because, told))),
        )

    def _years(self, currency: str) -> list[int]:
        """The years of which a currency can be told in dollars of another."""
        known = set(self.index)
        if currency != "USD":
            known &= set(self.per_euro["USD"])
        if currency not in ("USD", "EUR"):
            known &= set(self.per_euro.get(currency, {}))
        return sorted(known)
