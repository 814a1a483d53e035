"""A language: its sentences, how it writes numbers, and how it joins lists. It makes words of messages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

import yaml

from estimator.datum import Variable
from estimator.errors import EstimatorError
from estimator.units.digits import POWER, shown, shown_signed
from estimator.wording.messages import Cell, Citation, Formula, Listed, Marked, Message, Short, Told
from estimator.wording.templates import Hole, Template, template
from estimator.wording.values import ratio_text

FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser where libyaml is there, else the same in Python

_ONE: Mapping[str, Callable[[float], bool]] = {"en": lambda number: number == 1}
"""For each language, the numbers that take the singular."""

Written = str | Mapping[str, str]
"""A template, or several `by` a part: for numbers such as 1 and 2, `one` and `other`; for words, each of them."""


class Piece(NamedTuple):
    """Some words, and the part that they stand for, if they are no mere text."""

    text: str
    cell: Cell | None = None


class Language:
    """The sentences of a language by their kinds.

    `lists` has, for each joint, what stands between the members and what before the last one. `signs` writes sides.
    `numerals` takes the place of the point and the comma of English numbers.
    """

    def __init__(
        self,
        code: str,
        messages: Mapping[str, Written],
        lists: Mapping[str, Sequence[str]],
        signs: Mapping[str, str],
        numerals: Mapping[str, str],
    ) -> None:
        self.code, self.messages, self.lists, self.signs = code, messages, lists, signs
        self._numerals = str.maketrans(dict(numerals))
        self._templates: dict[tuple[str, str], Template] = {}

    def text(self, cell: Cell | None) -> str:
        """A part in words; nothing where it is missing."""
        return "".join(piece.text for piece in self.pieces(cell))

    def pieces(self, cell: Cell | None) -> Iterator[Piece]:
        """The words of a part, each with what it stands for.

        Raises:
            KeyError: a message that the language has no sentence for.
        """
        match cell:
            case None | "":
                return
            case str():
                yield Piece(cell)
            case Told():
                yield Piece(self._value(cell), cell)
            case Message():
                yield from self._filled(self._template(cell), dict(cell.parts))
            case Listed(items=items, joint=joint):
                yield from self._listed(items, joint)
            case Citation(source=source):
                yield Piece(str(source), cell)
            case Formula(written=written, parts=parts):
                yield from self._filled(template(written), dict(parts))
            case Short(cell=inner, most=most):
                yield Piece(shorten(self.text(inner), most, placeholder=" …"))
            case Marked(cell=inner):
                yield Piece(self.text(inner), cell)
            case Variable():
                yield Piece(str(cell), cell)
            case _:
                yield Piece(self._number(cell))

    def variants(self, kind: str) -> dict[str, Template]:
        """The templates of a message, by the cases that choose among them."""
        written = self.messages[kind]
        cases = {"": written} if isinstance(written, str) else {case: written[case] for case in written if case != "by"}
        return {case: template(text) for case, text in cases.items()}

    def _template(self, message: Message) -> Template:
        written = self.messages[message.kind]
        case = "" if isinstance(written, str) else self._case(written, dict(message.parts).get(written["by"]))
        key = (message.kind, case)
        if key not in self._templates:
            self._templates[key] = template(written if isinstance(written, str) else written[case])
        return self._templates[key]

    def _case(self, written: Mapping[str, str], part: Cell | None) -> str:
        """Which of several templates a part chooses: by a word, or by a number or the length of a list."""
        if isinstance(part, str):
            return part if part in written else "other"
        count = len(part.items) if isinstance(part, Listed) else part
        if not isinstance(count, int | float):
            return "other"
        if f"{count:g}" in written:
            return f"{count:g}"
        return "one" if "one" in written and _ONE[self.code](count) else "other"

    def _filled(self, filled: Template, parts: Mapping[str, Cell | None]) -> Iterator[Piece]:
        for node in filled.nodes:
            match node:
                case str():
                    yield Piece(node)
                case Hole(name=name, form=""):
                    yield from self.pieces(parts.get(name))
                case Hole(name=name, form="blank"):
                    yield Piece(" " * len(self.text(parts.get(name))))
                case Hole(name=name, form=form):
                    yield Piece(self._number(parts[name], form))
                case Template() if all(parts.get(hole.name) is not None for hole in node.holes):
                    yield from self._filled(node, parts)

    def _listed(self, items: Sequence[Cell], joint: str) -> Iterator[Piece]:
        between, last = self.lists[joint]
        for number, item in enumerate(items):
            if number:
                yield Piece(last if number == len(items) - 1 else between)
            yield from self.pieces(item)

    def _value(self, told: Told) -> str:
        """`≥ 1.23 reactors (1.20–1.26)`: side, median, unit, 90 % range; `draws` too few for a digit leave it out."""
        p5, p50, p95 = told.interval
        low, high = (p5, p95) if p95 - p5 > 1e-9 * abs(p50) else (None, None)
        if told.signed:
            number, interval, unit = shown_signed(p50, told.unit, p5, p95, told.draws, told.beside)
        else:
            number, interval, unit = shown(p50, told.unit, low, high, told.as_stated, told.draws, told.beside)
        unit = _unit(told, unit)
        if told.shows == "unit":
            return unit
        interval = "" if told.shows == "median" else interval
        unit = "" if told.shows == "number" or unit in (told.less, f"{told.less}s") else unit
        gap = " " if unit and not unit.startswith(POWER) else ""
        ends = f" ({self._written(interval)})" if interval else ""
        return f"{self.signs.get(told.side, '')}{self._written(number)}{gap}{unit}{ends}"

    def _number(self, value: Any, form: str = "") -> str:
        return self._written(_FORMS[form](value) if form in _FORMS else format(value, form))

    def _written(self, number: str) -> str:
        """A number that is written as in English."""
        return number.translate(self._numerals) if self._numerals else number


def _unit(told: Told, unit: str) -> str:
    """A unit as it is called beside a value, without what a name says already."""
    if told.called:
        return unit[: unit.rfind(" ") + 1] + told.called
    return unit.replace(f"/{told.less}", "").removesuffix(f" {told.less}s") if told.less else unit


def _factor(ratio: float) -> str:
    """A ratio as a number above one."""
    factor = max(ratio, 1 / ratio) if ratio > 0 else float("inf")
    return f"{factor:.1f}" if factor < 9.95 else f"{factor:,.0f}"


_FORMS: Mapping[str, Callable[[float], str]] = {
    "factor": _factor,
    "ratio": ratio_text,
    "percent": lambda share: f"{100 * share:.0f} %",
    "tenths": lambda share: f"{100 * share:.1f} %",
}
"""How a number is written in a hole, besides the formats of Python."""


@cache
def language(code: str = "en") -> Language:
    """A language by its code.

    Raises:
        EstimatorError: there is none of that code.
    """
    path = FOLDER / f"{code}.yaml"
    if code not in _ONE or not path.is_file():
        raise EstimatorError(f"{code} is no language of reports; there are {', '.join(_ONE)}")
    written = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
    return Language(code, written["messages"], written["lists"], written["signs"], written["numerals"])


def english(cell: Cell | None) -> str:
    """A part in English, which all rows of data are in."""
    return language().text(cell)
