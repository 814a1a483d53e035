"""How good the model is: as a table for a terminal, as the page of the documentation, and as rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from estimator import __version__
from estimator.catalog.published import GROUPS, PublishedCase
from estimator.datum import Datum
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering import rendered
from estimator.report.saying import origin
from estimator.validation import LEVEL, STEPS, Outcome, Score, Validation
from estimator.wording import (
    Cell,
    Citation,
    Document,
    Item,
    Items,
    Listed,
    Marked,
    Message,
    Paragraph,
    Rows,
    Section,
    Table,
    stated,
)

COLUMNS = (
    "case", "title", "group", "kind", "quantity", "unit", "published", "p5", "p50", "p95", "ratio", "verdict", "source",
    "where",
)  # fmt: skip
_KINDS: Mapping[str, Message] = {
    "independent": Message.of("kind.independent"),
    "identity": Message.of("kind.identity"),
    "calibration": Message.of("kind.calibration"),
    "unlike": Message.of("kind.unlike"),
}
_SCORES = ("name", "cases", "values", "ratio", "error", "worst", "missed", "inside")
_OUTCOMES = ("quantity", "published", "computed", "ratio", "verdict")


def validation_text(found: Validation, form: str, in_full: bool = False) -> str:
    """The outcomes in a form: text, markdown, html, json or csv. Text tells inputs and documents only `in_full`."""
    if form == "csv":
        return csv_of(COLUMNS, rows(found))
    if form == "json":
        return json_text(list(rows(found)))
    return rendered(on_screen(found, in_full) if form == "text" else on_page(found), form)


def rows(found: Validation) -> Iterator[dict[str, Any]]:
    """One for each published value."""
    for one in found.outcomes:
        case, computed, published = one.case, one.computed, one.published
        yield {
            "case": case.key, "title": case.title, "group": case.group, "kind": case.kind,
            "quantity": published.quantity, "unit": computed.unit, "published": _plain(one.value),
            "p5": _plain(computed.p5), "p50": _plain(computed.p50), "p95": _plain(computed.p95),
            "ratio": _plain(one.ratio), "verdict": one.verdict,
            "source": ", ".join(source.key for source in published.sources), "where": " ".join(published.where.split()),
        }  # fmt: skip


def _plain(value: float | None) -> float | None:
    """A number without the digits that the way of computing it leaves behind."""
    return value if value is None else float(f"{value:.6g}")


def on_screen(found: Validation, in_full: bool) -> Document:
    """Scores and outcomes in short; `in_full` the cases as well."""
    told = [Section(blocks=(_scored(found.scores),))]
    for group, cases in _grouped(found):
        lines = tuple((one.case.key, *_cells(one)) for outcomes in cases for one in outcomes)
        told.append(Section(heading=group, blocks=(Table(groups=(Rows(lines),)),)))
    told += [_in_full(outcomes[0].case) for outcomes in _by_case(found.outcomes)] if in_full else []
    return Document(sections=tuple(told), stamp=_stamp(found))


def _in_full(case: PublishedCase) -> Section:
    """Inputs and documents of a case, and what it shows."""
    items = [Item(_input(case, datum), tuple(map(Item, _told(datum))), as_is=True) for datum in case.data]
    items += [Item(choice, as_is=True) for choice in _chosen(case)]
    heading = Message.of("case.heading", key=case.key, title=case.title, kind=case.kind)
    return Section(heading=heading, blocks=(Items((*items, Item(case.because))),))


def _input(case: PublishedCase, datum: Datum) -> Message:
    kind = "case.published" if datum in case.published else "case.input"
    return Message.of(kind, quantity=datum.quantity, value=stated(datum))


def _told(datum: Datum) -> Iterator[Message]:
    return origin(datum.sources, datum.where, datum.because)


def _chosen(case: PublishedCase) -> list[Cell]:
    """What is taken from the catalog, and the year."""
    choices: list[Cell] = [f"{name} {option}" for name, option in case.use.items()]
    return [*choices, Message.of("case.year", year=case.year)] if case.year else choices


def on_page(found: Validation) -> Document:
    """The page of the documentation: what is counted how, where it misses, and every case."""
    groups = [
        Section(
            heading=group.capitalize(),
            blocks=(Paragraph(found.cases.about[group]),) if found.cases.about[group] else (),
            sections=tuple(map(_case, cases)),
        )
        for group, cases in _grouped(found)
    ]
    left_out = [
        Message.of("validation.left", title=Marked(one.title, "strong"), because=one.because)
        for one in found.cases.left_out
    ]
    documents = [
        Message.of("validation.document", key=Marked(source.key, "code"), document=Citation(source))
        for source in found.sources
    ]
    return Document(
        title=Message.of("validation.title"),
        sections=(
            Section(blocks=tuple(_head(found))),
            _misses(found),
            *groups,
            Section(
                heading=Message.of("validation.left-out"),
                blocks=(Paragraph(Message.of("validation.left-out-since")), Items.of(left_out)),
            ),
            Section(heading=Message.of("validation.documents"), blocks=(Items.of(documents),)),
        ),
        stamp=_stamp(found),
    )


def _head(found: Validation) -> Iterator[Paragraph | Table | Items]:
    command = Marked("estimator validate --format markdown -o docs/validation.md", "code")
    folder = Marked("estimator/catalog/validation/", "code")
    yield Paragraph(Message.of("validation.preface", command=command, folder=folder), as_is=True)
    yield _scored(found.scores)
    yield Items.of(
        Message.of("validation.kind", kind=Marked(kind, "strong"), meaning=meaning) for kind, meaning in _KINDS.items()
    )
    yield from (Paragraph(_calibration(score)) for score in found.scores if score.name == "independent")
    yield Paragraph(Message.of("validation.by-subject"))
    yield _scored(found.group_scores)
    steps = Listed(tuple(f"{100 * step:.0f}" for step in STEPS), "or")
    yield Paragraph(Message.of("validation.terms", level=LEVEL, steps=steps), as_is=True)


def _misses(found: Validation) -> Section:
    missed = sorted((one for one in found.outcomes if one.missed), key=lambda one: -one.factor)
    names = ("case", "kind", *_OUTCOMES, "why")
    lines = tuple(
        (Marked(one.case.key, "link", f"#{one.case.key}"), one.case.kind, *_cells(one), _why(one.case))
        for one in missed
    )
    return Section(heading=Message.of("validation.misses"), blocks=(_tabled("outcome.column", names, lines),))


def _tabled(kind: str, names: Sequence[str], lines: Sequence[tuple[Cell, ...]]) -> Table:
    columns = tuple(Message.of(kind, column=name) for name in names)
    return Table(columns=columns, groups=(Rows(tuple(lines)),))


def _why(case: PublishedCase) -> str:
    """The first sentence of what a case says of itself."""
    return re.split(r"(?<=[a-z0-9)%][.;:]) ", case.because)[0].rstrip(".;:")


def _calibration(score: Score) -> Message:
    """What the share of values inside their ranges says of the ranges."""
    if not score.ranged:
        return Message.of("validation.no-range")
    low, high = score.expected
    kind = "right" if low <= score.inside <= high else "narrow" if score.inside < low else "wide"
    return Message.of(
        "validation.calibration", name=score.name, share=_share(score), level=LEVEL, low=low, high=high,
        told=Message.of("validation.ranges", are=kind),
    )  # fmt: skip


def _scored(scores: Sequence[Score]) -> Table:
    return _tabled("score.column", _SCORES, [_score(score) for score in scores])


def _score(score: Score) -> tuple[Cell, ...]:
    worst = Message.of("score.worst", factor=score.worst.factor, key=score.worst.case.key)
    return (
        score.name, str(score.cases), str(score.values), _ratio(score.median_ratio), _percent(score.median_error),
        worst, str(score.missed), _share(score) or "",
    )  # fmt: skip


def _ratio(ratio: float) -> Message:
    return Message.of("number.ratio", ratio=ratio)


def _share(score: Score) -> Message | None:
    """`46 of 82 (56 %)`; nothing where no value has a range."""
    if not score.ranged:
        return None
    return Message.of("score.share", inside=score.inside, ranged=score.ranged, share=score.inside / score.ranged)


_WHOLE, _LEAST = 0.01, 0.001
"""Shares from which they are told in whole per cent, and at all."""


def _percent(share: float) -> Message:
    """`9 %`, `0.4 %`, `under 0.1 %`."""
    if share >= _WHOLE:
        return Message.of("number.percent", share=share)
    return Message.of("number.tenths", share=share) if share >= _LEAST else Message.of("number.least", least=_LEAST)


def _cells(one: Outcome) -> tuple[Cell, ...]:
    return one.published.quantity, stated(one.published), one.computed.told, _ratio(one.ratio), one.judged


def _case(outcomes: Sequence[Outcome]) -> Section:
    """One case of the page."""
    case = outcomes[0].case
    kind = Marked(Message.of("case.kind", kind=case.kind.capitalize()), "emphasis")
    inputs: list[Cell] = [
        Message.of(
            "case.line", what=Message.of("case.what", what=what), quantity=Marked(datum.quantity, "code"),
            value=stated(datum), origin=_origin(datum),
        )
        for what, data in (("given", case.given), ("assumed", case.assume), ("published", case.published))
        for datum in data
    ]  # fmt: skip
    if chosen := _chosen(case):
        inputs.append(Message.of("case.chosen", chosen=Listed(tuple(chosen), "comma")))
    blocks = (
        Paragraph(Message.of("case.title", title=case.title, kind=kind)),
        Items.of(inputs),
        _tabled("outcome.column", _OUTCOMES, [_cells(one) for one in outcomes]),
        *((Paragraph(case.because),) if case.because else ()),
    )
    return Section(heading=case.key, anchor=case.key, blocks=blocks)


def _origin(datum: Datum) -> Listed | None:
    keys = Listed(tuple(Marked(source.key, "code") for source in datum.sources), "comma")
    where = Message.of("case.where", keys=keys, where=datum.where) if keys.items else None
    told = tuple(part for part in (where, " ".join(datum.because.split())) if part)
    return Listed(told, "semicolon") if told else None


def _grouped(found: Validation) -> Iterator[tuple[str, list[list[Outcome]]]]:
    """Groups with their cases, each the outcomes of one."""
    for group in GROUPS:
        if outcomes := [one for one in found.outcomes if one.case.group == group]:
            yield group, _by_case(outcomes)


def _by_case(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    cases: dict[str, list[Outcome]] = {}
    for one in outcomes:
        cases.setdefault(one.case.key, []).append(one)
    return list(cases.values())


def _stamp(found: Validation) -> Paragraph:
    return Paragraph(
        Message.of(
            "validation.stamp", version=__version__, catalog=found.catalog_version, draws=found.draws, seed=found.seed
        ),
        as_is=True,
    )
