"""Exchange rates and consumer prices, by which money of one year and currency is told in another."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from estimator.datum import Datum, Source
from estimator.units.digits import joined, shown
from estimator.values import scaled


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Consumer prices of the United States by year, what a euro bought of each currency by year, and who says so.

    An average of a year is known so long after it as the lag says. The `running` year has none yet: what is of it is
    taken as of the last year that is known, and says so.
    """

    index: Mapping[int, float]
    per_euro: Mapping[str, Mapping[int, float]]
    index_sources: tuple[Source, ...]
    rate_sources: tuple[Source, ...]
    index_where: str
    rate_where: str
    index_lag: timedelta = timedelta(0)
    rate_lag: timedelta = timedelta(0)
    running: int = 0
    peg_sources: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The last year whose consumer prices are known."""
        return max(self.index)

    def stands_for(self, year: int, known: Mapping[int, float]) -> int:
        """The year whose average is taken for a year: the last known one for the running one."""
        return max(known) if year == self.running and year not in known else year

    def problem(self, money: str) -> str:
        """Why money such as EUR2023 cannot be told in dollars of another year; "" if it can."""
        currency, year = money[:3], money[3:]
        known = self._years(currency)
        if not known:
            return f"no exchange rate of {currency} is known; convert it to USD, and say how under because"
        if not year:
            return f"say of which year the {currency} are, such as {currency}{max(known)}"
        if int(year) not in known and int(year) != self.running:
            return f"rates and prices of {currency} are known for {min(known)} to {max(known)}, not for {year}"
        return ""

    def as_of(self, day: date) -> "Prices":
        """Prices as they were known on a day: years after it are as the last that was known, and `where` says so."""
        last, last_rate = _last_year(self.index, self.index_lag, day), _last_year(self.index, self.rate_lag, day)
        return replace(
            self,
            running=max(self.running, day.year),
            index=_held(self.index, last),
            per_euro={currency: _held(rates, last_rate) for currency, rates in self.per_euro.items()},
            index_sources=_as_printed(self.index_sources, last, self.index_lag),
            rate_sources=_as_printed(self.rate_sources, last_rate, self.rate_lag),
            index_where=f"{self.index_where}; as of {day}, years after {last} taken as {last}",
            rate_where=f"{self.rate_where}; as of {day}, years after {last_rate} taken as {last_rate}",
        )

    def dollars(self, currency: str, year: int) -> float:
        """What one unit of a currency bought in dollars of its year, on average."""
        if currency == "USD":
            return 1.0
        year = self.stands_for(year, self.per_euro["USD"])
        per_unit = 1.0 if currency == "EUR" else self.per_euro[currency][year]
        return self.per_euro["USD"][year] / per_unit

    def growth(self, year: int, wanted: int) -> float:
        """What consumer prices of a year are over those of another before it."""
        first, last = (self.index[self.stands_for(one, self.index)] for one in (year, wanted))
        return last / first

    def _held_back(self, *years: int) -> str:
        """A sentence where the running year is among those of a conversion."""
        if not any(self.stands_for(year, self.index) != year for year in years):
            return ""
        return f" Averages of {self.running} are not known yet: those of {self.last} stand for them."

    def told_in(self, datum: Datum, target: str) -> Datum:
        """A datum with its money in dollars of another year, its sources and reason with those of the conversion.

        Money without a year is taken to be of the target's.
        """
        money = datum.value.money
        if money in ("", "USD", target):
            return datum
        currency, year, wanted = money[:3], int(money[3:]), int(target[3:])
        rate, growth = self.dollars(currency, year), self.growth(year, wanted)
        sources, places, steps = datum.sources, [datum.where], []
        if currency != "USD":
            pegs = self.peg_sources.get(currency, ())
            sources, places = (*sources, *self.rate_sources, *pegs), [*places, self.rate_where]
            steps.append(f"{rate:.4f} USD/{currency} in {year}")
        if year != wanted:
            sources, places = (*sources, *self.index_sources), [*places, self.index_where]
            steps.append(f"{growth:.4f} for consumer prices from {year} to {wanted}")
        stated = _stated(datum)
        told = f"Told in {target}: {stated} × {' × '.join(steps)}.{self._held_back(year, wanted)}"
        return replace(
            datum,
            value=scaled(datum.value, float(f"{rate * growth:.4g}"), target),
            sources=sources,
            where="; ".join(filter(None, places)),
            because=f"{datum.because.rstrip('.')}. {told}" if datum.because else told,
        )

    def _years(self, currency: str) -> list[int]:
        """The years of which a currency can be told in dollars of another."""
        known = set(self.index)
        if currency != "USD":
            known &= set(self.per_euro["USD"])
        if currency not in ("USD", "EUR"):
            known &= set(self.per_euro.get(currency, {}))
        return sorted(known)


def through_pegs(per_euro: Mapping[str, Mapping[int, float]], pegs: Mapping[str, float]) -> dict[str, dict[int, float]]:
    """What a euro bought of each currency by year, of those pegged to the dollar as many as its dollars bought."""
    dollars = per_euro["USD"]
    pegged = {currency: {year: rate * peg for year, rate in dollars.items()} for currency, peg in pegs.items()}
    return {**{currency: dict(rates) for currency, rates in per_euro.items()}, **pegged}


def _stated(datum: Datum) -> str:
    """The sum as it was stated, `65 bn EUR2025`; of a range its currency and year."""
    if not datum.value.is_point:
        return datum.value.money
    return joined(*shown(datum.value.parameters[0], datum.dimension.unit, as_stated=True)).replace(
        "USD", datum.value.money
    )


def _last_year(years: Mapping[int, float], lag: timedelta, day: date) -> int:
    """The last year whose average was known on a day, or the first of all."""
    return max((year for year in years if date(year, 12, 31) + lag <= day), default=min(years))


def _held(values: Mapping[int, float], last: int) -> dict[int, float]:
    """Values by year, from a year on that of this year."""
    return {year: values.get(min(year, last), value) for year, value in values.items()}


def _as_printed(sources: tuple[Source, ...], last: int, lag: timedelta) -> tuple[Source, ...]:
    """Series as they stood when a year was the last in them."""
    return tuple(replace(source, date=str(date(last, 12, 31) + lag)) for source in sources)
