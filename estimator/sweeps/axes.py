"""What is swept: a name, and the numbers or the choices that it takes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from estimator.datum import Value
from estimator.errors import EstimatorError, Problem, suggestion
from estimator.files.document import plain
from estimator.model import model
from estimator.scenario.choices import use_names
from estimator.scenario.settings import year_of
from estimator.scenario.shapes import YEARS, conventions
from estimator.sweeps.rounding import rounded
from estimator.uncertainty.distributions import Draws
from estimator.units.reading import written as written_quantity
from estimator.values import value_of

MOST_POINTS = 100_000
"""Points of a sweep, unless more are asked for."""

_EXAMPLE = "write such as pue=1.05:1.5:10, or accelerator=h100-sxm,gb200"


@dataclass(frozen=True, eq=False)
class Choices:
    """Values of a name that are no single numbers: catalog entries, years, ranges, bounds. Each as it was written."""

    name: str
    texts: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, eq=False, kw_only=True)
class Numbers:
    """Single values of a quantity, in its unit: those listed, or `count` from the first to the last.

    `text` is one of them as it was written; money is of the currency and the year that `money` says.
    """

    name: str
    ends: tuple[float, ...]
    text: str
    money: str = ""
    count: int = 0
    log: bool = False

    @property
    def size(self) -> int:
        """How many they are, which may be more than a length can be."""
        return self.count or len(self.ends)

    def __len__(self) -> int:
        return self.size

    @property
    def numbers(self) -> Draws:
        """All of them."""
        return self.at(np.arange(self.size))

    def at(self, places: NDArray[np.int64]) -> Draws:
        """Some of them; those between the ends to twelve digits, so that each can be written down and set again."""
        if not self.count:
            found: Draws = np.array(self.ends)[places]
            return found
        return _between(self.ends, places / (self.count - 1), self.log)


@dataclass(frozen=True, eq=False, kw_only=True)
class Span:
    """All numbers between two, in the unit of a quantity, of which a design draws some."""

    name: str
    low: float
    high: float
    text: str
    money: str = ""
    log: bool = False

    def at(self, shares: Draws) -> Draws:
        """The numbers at shares of the way from the low end to the high one."""
        return _between((self.low, self.high), shares, self.log)


def _between(ends: tuple[float, ...], shares: Draws, log: bool) -> Draws:
    low, high = ends
    return rounded(low * (high / low) ** shares if log else low + (high - low) * shares)


Axis = Choices | Numbers | Span


def axis_of(name: str, written: str | Sequence[Any]) -> Axis:
    """What is swept, from `START:STOP:COUNT`, `START:STOP`, each perhaps with `:log`, or a list of values.

    Raises:
        EstimatorError: there is no such quantity or choice, a wrong unit, a value that cannot be, ends that do not
            rise, too few values, one value twice.
    """
    key = _key(name)
    is_quantity = key in model().quantities
    if isinstance(written, str) and ":" in written and "{" not in written:
        if not is_quantity:
            raise EstimatorError(f"--over {name}={written}: {key} takes a list, such as {name}=a,b")
        return _spaced(name, key, written)
    values = _split(written) if isinstance(written, str) else [*written]
    texts = [_text(value) for value in values]
    if not texts or not all(texts):
        raise EstimatorError(f"--over {name}: there is {'an empty value in the list' if texts else 'no value'}")
    if doubled := next((text for text, times in Counter(texts).items() if times > 1), ""):
        raise EstimatorError(f"--over {name}: {doubled} is listed twice")
    axis = listed(name, texts)
    if is_quantity:
        _refuse_doubled(name, key, texts)
    return axis


def listed(name: str, texts: Sequence[str]) -> Choices | Numbers:
    """Values of a name as they were written: numbers, if each of them is one.

    Raises:
        EstimatorError: every wrong unit and every value that cannot be.
    """
    key = _key(name)
    if problems := [Problem(f"--over {name}: {fault}") for fault in faults(name, texts).values()]:
        raise EstimatorError(problems)
    if key not in model().quantities:
        return Choices(name, tuple(dict.fromkeys(texts)))
    read = {text: _value(name, key, text) for text in dict.fromkeys(texts)}
    if all(value.is_point and not value.side for value in read.values()):
        money = {value.money for value in read.values()}
        if len(money) > 1:
            raise EstimatorError(
                f"--over {name}: {' and '.join(sorted(money))} in one list; write all in the same money"
            )
        return Numbers(
            name=name, ends=tuple(read[text].parameters[0] for text in texts), text=texts[0], money=money.pop()
        )
    return Choices(name, tuple(read))


def faults(name: str, texts: Sequence[str]) -> dict[str, str]:
    """What is wrong with values of a name, by how they were written. Entries of the catalog are not looked up.

    Raises:
        EstimatorError: there is no such quantity or choice.
    """
    key, found = _key(name), dict[str, str]()
    for text in dict.fromkeys(texts):
        try:
            if key == "year":
                _check_year(text)
            elif key in model().quantities:
                value_of(plain(text), key, model().quantities[key].dimension)
        except EstimatorError as error:
            found[text] = str(error) if text in str(error) else f"{error}, in {text[:40]}"
    return found


def _check_year(text: str) -> None:
    year = year_of(text)
    if year not in YEARS:
        raise EstimatorError(f"year should be a calendar year from {YEARS[0]} to {YEARS[-1]}, got {text[:40]}")


def _refuse_doubled(name: str, key: str, texts: Sequence[str]) -> None:
    """Refuse one value that is written in two ways, such as 1 GW and 1000 MW."""
    before: dict[Value, str] = {}
    for text in texts:
        value = _value(name, key, text)
        if value in before:
            raise EstimatorError(f"--over {name}: {before[value]} and {text} are the same value; leave one out")
        before[value] = text


def _spaced(name: str, key: str, written: str) -> Numbers | Span:
    """Numbers from a start to a stop."""
    start, stop, *rest = (part.strip() for part in written.split(":"))
    log = rest[-1:] == ["log"]
    rest = rest[:-1] if log else rest
    if len(rest) > 1 or not (start and stop):
        raise EstimatorError(f"--over {name}={written}: write START:STOP:COUNT, and :log for even ratios; {_EXAMPLE}")
    ends = [_value(name, key, text) for text in (start, stop)]
    if not all(end.is_point and not end.side for end in ends):
        raise EstimatorError(f"--over {name}={written}: START and STOP are single numbers; list ranges instead")
    (low,), (high,) = (end.parameters for end in ends)
    if ends[0].money != ends[1].money:
        raise EstimatorError(f"--over {name}={written}: write both ends in the same money")
    if not low < high:
        how = "are equal" if low == high else "run the wrong way"
        raise EstimatorError(f"--over {name}={written}: START and STOP {how}; write the smaller one first")
    if log and low <= 0:
        raise EstimatorError(f"--over {name}={written}: even ratios cannot begin at {low:g}; leave :log out")
    if not rest:
        return Span(name=name, low=low, high=high, text=start, money=ends[0].money, log=log)
    return Numbers(
        name=name, ends=(low, high), text=start, money=ends[0].money, count=_count(name, written, rest[0]), log=log
    )


def _count(name: str, written: str, text: str) -> int:
    try:
        number = float(text)
        count = int(number)
    except (ValueError, OverflowError):
        number, count = 0.5, 0
    if count != number or count < 2:
        raise EstimatorError(f"--over {name}={written}: COUNT should be a whole number from 2 up, got {text[:40]}")
    return count


def _key(name: str) -> str:
    """The quantity or choice that a name is of.

    Raises:
        EstimatorError: there is none, or it cannot be chosen.
    """
    key = name.rpartition(".")[2]
    known = [*model().quantities, *use_names(), "year"]
    if key not in known:
        raise EstimatorError(f"--over {name}: {key} is not a quantity{suggestion(key, known)}")
    if key in conventions():
        raise EstimatorError(f"--over {name}: {key} is a convention and cannot be swept")
    return key


def _value(name: str, key: str, text: str) -> Value:
    try:
        return value_of(plain(text), key, model().quantities[key].dimension)
    except EstimatorError as error:
        raise EstimatorError(f"--over {name}: {error}") from None


def _split(written: str) -> list[str]:
    """A list at its commas, but for those within maps such as `{low: 1, high: 2}`."""
    return [part.strip() for part in re.split(r",(?![^{]*\})", written)]


def _text(value: Any) -> str:
    """A value of Python's as `--set` would take it."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key}: {_text(part)}" for key, part in value.items())
        return f"{{{inner}}}"
    if hasattr(value, "magnitude") and hasattr(value, "units"):
        return written_quantity(value)
    return str(value.item() if hasattr(value, "item") else value).strip()
