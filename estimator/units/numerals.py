"""Numbers as people and reports write them: groups of thousands, decimal marks, powers of ten."""

import re
from dataclasses import dataclass, replace

from estimator.errors import EstimatorError

_PLAIN = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−", "-+0123456789-")
_GROUPER = "[_'’ \u00a0\u2009\u202f]"
_DIGITS = rf"(?:[0-9]{{1,3}}(?:{_GROUPER}[0-9]{{3}}(?![0-9]))+|[0-9]+)(?:[.,][0-9]+)*|\.[0-9]+"
_POWER = (
    r"[eE](?P<e>[+−-]?[0-9]{1,3})"
    r"|\s*[×x·*]\s*10(?:(?:\^|\*\*)(?P<caret>[+−-]?[0-9]{1,3})|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))"
)
_NUMERAL = re.compile(rf"(?P<sign>[+−-]?)(?P<digits>{_DIGITS})(?:{_POWER})?(?P<rest>.*)\Z", re.DOTALL)
_MARKS = {",": "comma", ".": "point"}


@dataclass(frozen=True, kw_only=True)
class Numeral:
    """A number as it is written.

    `digits` are as written, without sign and power of ten; `mantissa` is the same for Python. `decimals` is how many
    digits stand behind the decimal mark. `mark` is a comma or a point that may part thousands as well as decimals, ""
    where one reading is left: `mantissa` takes it for a decimal mark, `grouped` for one of thousands.
    """

    digits: str
    mantissa: str
    decimals: int = 0
    mark: str = ""
    grouped: str = ""
    power: int | None = None

    @property
    def value(self) -> float:
        """The number, a doubtful mark taken for a decimal one; infinite beyond floating point."""
        return float(f"{self.mantissa}e{self.power or 0}")

    @property
    def thousands(self) -> float:
        """The number, a doubtful mark taken for one of thousands."""
        return float(f"{self.grouped or self.mantissa}e{self.power or 0}")

    @property
    def step(self) -> float:
        """What one unit of the last digit is worth."""
        return float(f"1e{(self.power or 0) - self.decimals}")

    def sharing(self, power: int | None) -> "Numeral":
        """The number with the power of ten of another, where it has none of its own."""
        return replace(self, power=power) if self.power is None else self


def numeral(text: str, whole: str) -> tuple[Numeral, str]:
    """The number that a text begins with, and the rest of the text.

    Raises:
        EstimatorError: no number, or groups of digits that are none; told of the `whole` text.
    """
    match = _NUMERAL.match(text.lstrip())
    if not match:
        raise EstimatorError(f"'{whole}' is not a quantity; write a number and a unit, such as 2 GW")
    found = _without_power(match["digits"], "-" if match["sign"] in ("-", "−") else "", whole)
    written = match["e"] or match["caret"] or match["raised"]
    if not written:
        return found, match["rest"]
    # a point before a power of ten parts decimals: nobody writes 1,500 thousands of 10²¹
    mark = found.mark.replace(".", "")
    return replace(found, mark=mark, power=int(written.translate(_PLAIN))), match["rest"]


def _without_power(written: str, sign: str, whole: str) -> Numeral:
    """Digits with their marks; a single mark before exactly three of them keeps both readings."""
    digits = re.sub(_GROUPER, "", written)
    marks, groups = re.findall("[.,]", digits), re.split("[.,]", digits)
    by_space = digits != written
    if len(marks) < 2:
        decimals = len(groups[1]) if marks else 0
        doubtful = decimals == 3 and not by_space and _begins_thousands(groups[0])
        mantissa = f"{sign}{digits.replace(',', '.')}"
        return Numeral(
            digits=digits,
            mantissa=mantissa,
            decimals=decimals,
            mark=marks[0] if doubtful else "",
            grouped=f"{sign}{''.join(groups)}" if doubtful else "",
        )
    behind = groups.pop() if marks[-1] != marks[0] else ""
    alike = len(set(marks[: len(groups) - 1])) == 1
    in_threes = _begins_thousands(groups[0]) and all(len(group) == 3 for group in groups[1:])
    if by_space or not alike or not in_threes:
        raise EstimatorError(
            f"'{whole}': the {_MARKS[marks[0]]} is ambiguous; write thousands without marks and decimals after a point,"
            " such as 1500.5"
        )
    return Numeral(digits=digits, mantissa=f"{sign}{''.join(groups)}.{behind or 0}", decimals=len(behind))


def _begins_thousands(group: str) -> bool:
    return 1 <= len(group) <= 3 and not group.startswith("0")


def ambiguous(number: Numeral, before: str, after: str, whole: str) -> EstimatorError:
    """That a mark may part thousands or decimals, with both ways to write the number."""
    power = "" if number.power is None else f"e{number.power}"
    first, second = (f"{before}{float(reading):.15g}{power}{after}" for reading in (number.grouped, number.mantissa))
    return EstimatorError(
        f"'{whole}': the {_MARKS[number.mark]} is ambiguous, thousands or decimals; write {first} or {second}"
    )
