"""How good the model is: as a table for a terminal, as the page of the documentation, and as rows."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from estimator import __version__
from estimator.catalog.published import GROUPS, PublishedCase
from estimator.datum import Datum
from estimator.report.catalog import origin
from estimator.report.encoding import csv_of, json_text
from estimator.report.rendering.markdown_signs import escaped, marked_line, rule, table
from estimator.report.rendering.text import aligned
from estimator.validation import LEVEL, STEPS, Outcome, Score, Validation
from estimator.wording import datum_text, either, ratio_text

_WIDTH = 118
COLUMNS = (
    "case", "title", "group", "kind", "quantity", "unit", "published", "p5", "p50", "p95", "ratio", "verdict", "source",
    "where",
)  # fmt: skip
_KINDS = {
    "independent": "nothing that the model takes comes from the published figure",
    "identity": "its author computed it from the same inputs by the same rule: a test of arithmetic, and no evidence",
    "calibration": "it is one of the figures behind a default or an entry of the catalog",
    "unlike": "its author counts something else than the quantity it is held against, or does not say what is counted;"
    " hit or miss, it proves nothing, and the case says what the gap is made of",
}


def validation_text(found: Validation, form: str, in_full: bool = False) -> str:
    """The outcomes in a form: text, markdown, json or csv. Text tells inputs and documents only `in_full`."""
    if form == "csv":
        return csv_of(COLUMNS, rows(found))
    if form == "json":
        return json_text(list(rows(found)))
    return "\n".join([*(_page(found) if form == "markdown" else _text(found, in_full)), ""])


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


def _text(found: Validation, in_full: bool) -> Iterator[str]:
    yield from aligned([_SCORES, *(_score(score) for score in found.scores)])
    for group, cases in _grouped(found):
        yield from ("", group)
        yield from aligned([(one.case.key, *_cells(one)) for outcomes in cases for one in outcomes])
    if in_full:
        for outcomes in _by_case(found.outcomes):
            yield from ("", *_told(outcomes[0].case))
    yield from ("", _footer(found))


def _told(case: PublishedCase) -> Iterator[str]:
    """Inputs and documents of a case, and what it shows."""
    yield f"{case.key}: {case.title} ({case.kind})"
    for datum in case.data:
        yield f"  {'published ' if datum in case.published else ''}{datum.quantity} = {datum_text(datum)}"
        yield from origin(datum.sources, datum.where, datum.because)
    yield from (f"  {choice}" for choice in _chosen(case))
    yield from textwrap.wrap(case.because, _WIDTH, initial_indent="  ", subsequent_indent="  ")


def _chosen(case: PublishedCase) -> list[str]:
    """What is taken from the catalog, and the year."""
    return [f"{name} {option}" for name, option in case.use.items()] + [f"year {case.year}"] * bool(case.year)


def _page(found: Validation) -> Iterator[str]:
    yield from _head(found)
    for group, cases in _grouped(found):
        yield from (f"## {group.capitalize()}", "")
        yield from ((escaped(found.cases.about[group]), "") if found.cases.about[group] else ())
        for outcomes in cases:
            yield from _case(outcomes)
    yield from (
        "## Left out",
        "",
        "Published figures that no equation of the model expresses, or that prove nothing:",
        "",
    )
    yield from (f"- **{escaped(one.title)}**: {escaped(one.because)}" for one in found.cases.left_out)
    yield from ("", "## Documents", "")
    yield from (f"- `{source.key}`: {escaped(str(source))}" for source in found.sources)
    yield from ("", _footer(found))


def _head(found: Validation) -> Iterator[str]:
    yield from (
        "# How good is it?", "",
        "Published figures against what the model computes from published inputs, misses included. This page is",
        "written by `estimator validate --format markdown -o docs/validation.md`, and a test holds it to that. Its",
        "cases stand in `estimator/catalog/validation/`, each figure with its document.", "",
    )  # fmt: skip
    yield from table(_SCORES, [_score(score) for score in found.scores])
    yield from ("", *(f"- **{kind}**: {meaning}." for kind, meaning in _KINDS.items()), "")
    yield from (line for score in found.scores if score.name == "independent" for line in (_calibration(score), ""))
    yield from ("The independent values by subject:", "")
    yield from table(_SCORES, [_score(score) for score in found.group_scores])
    steps = either([f"{100 * step:.0f}" for step in STEPS])
    yield from (
        "", "Ratio: computed median over published. Error: the larger of the two over the smaller, less one. Verdict:",
        f"inside the {100 * LEVEL:.0f} % range; else within {steps} %, the first that holds; else a miss, with the",
        "factor. Values that are computed from exact inputs alone have no range to lie in.", "",
        "## Where it misses", "",
    )  # fmt: skip
    missed = sorted((one for one in found.outcomes if one.missed), key=lambda one: -one.factor)
    header = ("case", "kind", *_HEADER, "why")
    yield from (marked_line(header), rule(header))
    for one in missed:
        link = f"[{one.case.key}](#{one.case.key})"
        yield marked_line([link, *map(escaped, (one.case.kind, *_cells(one), _why(one.case)))])
    yield ""


def _why(case: PublishedCase) -> str:
    """The first sentence of what a case says of itself."""
    return re.split(r"(?<=[a-z0-9)%][.;:]) ", case.because)[0].rstrip(".;:")


def _calibration(score: Score) -> str:
    """What the share of values inside their ranges says of the ranges."""
    if not score.ranged:
        return "No value has a range."
    low, high = score.expected
    told = (
        "This is what right ranges give." if low <= score.inside <= high
        else "So the ranges are too narrow, or what was published is not quite what was computed; the cases say which."
        if score.inside < low else "So the ranges are wider than they need be."
    )  # fmt: skip
    return (
        f"Of the {score.name} values, {_share(score)} lie inside their {100 * LEVEL:.0f} % range. Right ranges would"
        f" hold {low} to {high} of them nineteen times in twenty, if values that share an assumption were independent"
        f" of each other, which they are not. {told}"
    )


_SCORES = ("", "cases", "values", "median ratio", "median error", "worst", "missed", "inside the 90 % range")


def _score(score: Score) -> tuple[str, ...]:
    worst = f"factor {ratio_text(score.worst.factor)}, {score.worst.case.key}"
    return (
        score.name, str(score.cases), str(score.values), ratio_text(score.median_ratio), _percent(score.median_error),
        worst, str(score.missed), _share(score),
    )  # fmt: skip


def _share(score: Score) -> str:
    """`46 of 82 (56 %)`; nothing where no value has a range."""
    return f"{score.inside} of {score.ranged} ({100 * score.inside / score.ranged:.0f} %)" if score.ranged else ""


def _percent(share: float) -> str:
    """`9 %`, `0.4 %`, `under 0.1 %`."""
    percent = 100 * share
    return f"{percent:.0f} %" if percent >= 1 else f"{percent:.1f} %" if percent >= 0.1 else "under 0.1 %"


_HEADER = ("quantity", "published", "computed", "ratio", "verdict")


def _cells(one: Outcome) -> tuple[str, ...]:
    published, computed = datum_text(one.published), str(one.computed)
    return one.published.quantity, published, computed, ratio_text(one.ratio), one.verdict


def _case(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """One case of the page."""
    case = outcomes[0].case
    yield from (f"### {case.key}", "", f"{escaped(case.title)}. *{case.kind.capitalize()}.*", "")
    for what, data in (("given", case.given), ("assumed", case.assume), ("published", case.published)):
        yield from (f"- {what} `{datum.quantity}` = {datum_text(datum)}{_origin(datum)}" for datum in data)
    if chosen := _chosen(case):
        yield f"- from the catalog: {', '.join(chosen)}"
    yield ""
    yield from table(_HEADER, [_cells(one) for one in outcomes])
    yield from ("", *([escaped(case.because), ""] if case.because else []))


def _origin(datum: Datum) -> str:
    """Where a figure stands and why, behind it."""
    keys = ", ".join(f"`{source.key}`" for source in datum.sources)
    where, reason = escaped(datum.where), escaped(datum.because)
    told = "; ".join(filter(None, (f"{keys}, {where}" if keys else "", reason)))
    return f": {told}" if told else ""


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


def _footer(found: Validation) -> str:
    return (
        f"estimator {__version__}, catalog {found.catalog_version}, {found.draws:,} draws, seed {found.seed}."
        " In brackets: 90 % intervals."
    )
