"""Why two values differ: for people, as Markdown, and for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from estimator.comparison.contrast import Span
from estimator.comparison.decomposition import Contribution, Decomposition, Input, Known
from estimator.comparison.sides import Comparison, Gap, incomparable
from estimator.comparison.swaps import HERE, THERE
from estimator.report.blocks import Block, Table, rendered
from estimator.report.compare import about, footer, gap_text, legend, pair_name, ratio_text
from estimator.report.encoding import csv_of, json_text
from estimator.report.text import aligned, brief
from estimator.units.digits import without_noise
from estimator.wording import difference_text, value_text

_WIDTH = 118

COLUMNS = (
    "quantity", "unit", "scenario", "system", "against", "against_system", "terms", "input", "input_unit",
    "from_p5", "from_p50", "from_p95", "from_side", "from_tier", "from_source",
    "to_p5", "to_p50", "to_p95", "to_side", "to_tier", "to_source",
    "factor_p5", "factor", "factor_p95", "difference_p5", "difference", "difference_p95", "error",
)  # fmt: skip
"""One row for each input: what both sides know of it, and what it contributes to the gap."""


def explanation_text(comparison: Comparison, quantity: str, form: str) -> str:
    """Why one quantity differs: as text, markdown, json or csv.

    Raises:
        EstimatorError: there is no such quantity, or no two values of it that can be compared.
    """
    gaps = comparison.explain(quantity)
    if form == "json":
        return json_text({**about(comparison), "gaps": [_data(gap) for gap in gaps]})
    if form == "csv":
        return csv_of(COLUMNS, [row for gap in gaps for row in _rows(gap)])
    blocks = [block for gap in gaps if not gap.contrast.same for block in _explained(gap)]
    notes = Block("Notes", paragraphs=[*_method(gaps), *_others(comparison, gaps, quantity)])
    return rendered(f"Why {quantity} differs", [legend(comparison), *blocks, notes, footer(comparison)], form)


def _explained(gap: Gap) -> Iterator[Block]:
    """The two values, then the gap between them in the terms of each side."""
    values = [f"{column.name}: {brief(column.side.result, column[gap.quantity])}" for column in gap.pair]
    told = [("÷", ratio_text(gap.contrast)), ("−", gap_text(gap.contrast))]
    against = [f"{pair_name(gap.pair, sign)} {text if text[0] in '≥≤' else f'= {text}'}" for sign, text in told if text]
    yield Block(pair_name(gap.pair, "against"), paragraphs=["; ".join(values), "; ".join(against)])
    for found in gap.decompositions:
        if found.contributions:
            yield Block(f"In the terms of {_terms(gap, found)}", _table(gap, found))
            yield Block("Where these are from", paragraphs=list(_origins(gap, found)))


def _terms(gap: Gap, found: Decomposition) -> str:
    here, there = (column.name for column in gap.pair)
    return {HERE: here, THERE: there}.get(found.terms, f"{here} and {there} alike")


def _table(gap: Gap, found: Decomposition) -> Table:
    """Inputs with both values and what they contribute, and all of them together."""
    unit = gap.contrast.here.dimension.unit
    most = max((abs(part.difference[1]) for part in found.contributions), default=0.0)
    table = [["", *(column.name for column in gap.pair), "factor", "difference"]]
    for part in found.contributions:
        known = part.entries if len(part.inputs) > 1 else (part.inputs[0].here.text, part.inputs[0].there.text)
        table.append([part.name, *known, _factor(part.factor), difference_text(*part.difference, unit, beside=most)])
    ends = [value_text(value, value, value, unit) for value in (found.here, found.there)]
    ratio, whole = found.there / found.here if found.here else 0.0, found.there - found.here
    told = [_factor((ratio,) * 3 if ratio > 0 else None), difference_text(whole, whole, whole, unit, beside=most)]
    return _narrowed([*table, ["all, at their medians", *ends, *told]])


def _factor(factor: Span | None) -> str:
    return value_text(*factor, "1") if factor else ""


def _narrowed(table: Table) -> Table:
    """A table that fits the page, if it does without the ranges of the inputs."""
    if max(map(len, aligned(table))) <= _WIDTH:
        return table
    return [[name, *(cell.partition(" (")[0] for cell in row[:2]), *row[2:]] for name, *row in table]


def _origins(gap: Gap, found: Decomposition) -> Iterator[str]:
    """Where both sides know each input from; the figures of entries with their values."""
    for part in found.contributions:
        several = len(part.inputs) > 1
        for one in part.inputs:
            known = zip(gap.pair, (one.here, one.there), strict=True)
            told = [f"{column.name} {f'{what.text}, ' * several}{_origin(what)}" for column, what in known]
            yield f"{part.name}{f', {one.variable.quantity}' * several}: {'; '.join(told)}"


def _origin(known: Known) -> str:
    tier = "computed" if known.tier == "derived" else known.tier
    return f"{tier} ({known.source})" if known.source else tier


def _method(gaps: Sequence[Gap]) -> Iterator[str]:
    """What the numbers mean, as far as there are any."""
    found = [one for gap in gaps for one in gap.decompositions if one.contributions]
    if not found:
        return
    yield (
        "A factor is what changing an input from one side's value to the other's does, and a difference likewise,"
        " averaged over the orders in which all inputs can be changed (Shapley values), every datum at its median;"
        " in brackets, its 90 % range over the draws. Factors multiply and differences add up to the last line."
    )
    if any(len(gap.decompositions) > 1 for gap in gaps):
        yield (
            "The two sides know the quantity from different data. In the terms of one, its own data are held against"
            " what the other states, or what follows there. Either way explains the whole gap."
        )
    if orders := max(one.orders for one in found):
        error = max(part.error / abs(one.there - one.here) for one in found for part in one.contributions)
        yield f"The average is over {orders:,} random orders, good to {100 * error:.1g} % of the gap."
    if lost := max(one.lost for one in found):
        yield f"{100 * lost:.1g} % of draws have no value for some mixture of the inputs, and are left out."


def _others(comparison: Comparison, gaps: Sequence[Gap], quantity: str) -> Iterator[str]:
    """Pairs without a gap, and pairs that cannot be compared."""
    for gap in gaps:
        if not any(found.contributions for found in gap.decompositions):
            told = "the same in every draw" if gap.contrast.same else "only stated bounds differ, and no value"
            yield f"{pair_name(gap.pair, 'and')}: {told}"
    yield from filter(None, (incomparable(pair, quantity) for pair in comparison.pairs))


def _data(gap: Gap) -> dict[str, Any]:
    contrast = gap.contrast
    return _about(gap) | {
        "same": contrast.same,
        "ratio": _span(contrast.ratio) | {"side": contrast.ratio_side} if contrast.ratio else None,
        "difference": _span(contrast.difference) | {"side": contrast.difference_side},
        "decompositions": [
            {
                "terms": _terms(gap, found), "from": found.here, "to": found.there, "orders": found.orders,
                "draws": found.draws, "lost": found.lost,
                "contributions": [_contribution(part) for part in found.contributions],
            }
            for found in gap.decompositions
        ],
    }  # fmt: skip


def _about(gap: Gap) -> dict[str, Any]:
    here, there = gap.pair
    return {
        "quantity": gap.quantity, "unit": here.unit(gap.quantity), "scenario": there.side.letter,
        "system": there.system, "against": here.side.letter, "against_system": here.system,
    }  # fmt: skip


def _contribution(part: Contribution) -> dict[str, Any]:
    """A contribution with the value at the medians between the ends of its range."""
    return {
        "input": part.name,
        "entries": list(part.entries) if part.entries[0] else None,
        "factor": _around(part.factor) if part.factor else None,
        "difference": _around(part.difference),
        "error": part.error,
        "inputs": [
            {"system": one.variable.system, "quantity": one.variable.quantity, "unit": one.unit}
            | {"from": _known(one.here), "to": _known(one.there)}
            for one in part.inputs
        ],
    }


def _span(span: Span) -> dict[str, Any]:
    return dict(zip(("p5", "p50", "p95"), map(without_noise, span), strict=True))


def _around(span: Span) -> dict[str, Any]:
    return dict(zip(("p5", "value", "p95"), map(without_noise, span), strict=True))


def _known(known: Known) -> dict[str, Any]:
    return _span(known.quantiles) | {"side": known.side, "tier": known.tier, "source": known.source}


def _rows(gap: Gap) -> Iterator[dict[str, Any]]:
    for found in gap.decompositions:
        for part in found.contributions:
            row = _about(gap) | {"terms": _terms(gap, found), "input": part.name, "error": part.error}
            for name, span in (("factor", part.factor), ("difference", part.difference)):
                row |= {f"{name}_{end}".removesuffix("_value"): x for end, x in _around(span).items()} if span else {}
            yield row | (_single(part.inputs[0]) if len(part.inputs) == 1 else _chosen(*part.entries))


def _chosen(here: str, there: str) -> dict[str, Any]:
    return {"from_tier": "use", "from_source": here, "to_tier": "use", "to_source": there}


def _single(one: Input) -> dict[str, Any]:
    known = {"from": _known(one.here), "to": _known(one.there)}
    return {"input_unit": one.unit} | {
        f"{side}_{name}": value for side, what in known.items() for name, value in what.items()
    }
