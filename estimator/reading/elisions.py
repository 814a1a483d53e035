"""Numbers that leave out what they count, because the amount before or behind them says it."""

from collections.abc import Sequence
from dataclasses import replace

from estimator.reading.amounts import Mention
from estimator.reading.lexicon import Words
from estimator.reading.text import Token

_LARGE = 1e6
_FARTHEST = 300.0
_ALONE = frozenset(
    {"plain", "other", "duration", "share", "mass", "daily_count", "power_each", "reactors", "a_reactor", "racks"}
)
_LEAST = 20.0


def completed(
    found: Sequence[Mention], tokens: Sequence[Token], words: Words, before: Sequence[Mention]
) -> list[Mention]:
    """The amounts of a sentence, those without a unit in that of a neighbour; `before` are those of the last one."""
    kept = list(found)
    for number, mention in enumerate(kept):
        if (
            mention.kind == "plain"
            and not mention.rate
            and _leads(mention, tokens, words)
            and _ends(mention, tokens, words)
        ):
            place = _antecedent(mention, number, kept)
            if place is not None:
                kept[number] = replace(_like(mention, kept[place]), elided=_root(kept, place))
            elif parent := _money_before(mention, before):
                kept[number] = _like(mention, parent)
    return kept


def _root(found: Sequence[Mention], place: int) -> int:
    elided = found[place].elided
    return place if elided is None or elided < 0 else elided


def _antecedent(mention: Mention, number: int, found: Sequence[Mention]) -> int | None:
    """The nearest amount before that a number can be another of; of the same multiplier, if there is one."""
    places = [p for p in range(number - 1, -1, -1) if found[p].kind not in _ALONE and _alike(mention, found[p])]
    factor = mention.heads[-1].factor
    same = [place for place in places if found[place].heads[-1].factor == factor]
    return next(iter(same or places), None)


def _money_before(mention: Mention, before: Sequence[Mention]) -> Mention | None:
    money = [other for other in before if other.kind == "money" and _alike(mention, other)]
    return money[-1] if money and mention.heads[-1].factor >= _LARGE else None


def _alike(mention: Mention, other: Mention) -> bool:
    """Whether two numbers are of one size, and of one way of writing."""
    one, another = mention.heads[-1], other.heads[-1]
    large = one.factor >= _LARGE
    if (other.kind == "money" and large != (another.factor >= _LARGE)) or (not large and one.value < _LEAST):
        return False
    return 1 / _FARTHEST <= one.value / another.value <= _FARTHEST


def _like(mention: Mention, parent: Mention) -> Mention:
    """A number in the unit of another amount."""
    scale = parent.high / parent.heads[-1].value
    draft = parent.written and mention.bound != "range"
    text = mention.heads[0].digits
    tail = parent.written.removeprefix(parent.heads[-1].digits).strip() if draft else ""
    same = mention.heads[0].factor == parent.heads[-1].factor and parent.bound != "range"
    low = mention.heads[0].grouped or mention.low if parent.heads[-1].factor == 1 else mention.low
    return replace(
        mention, low=low * scale, high=(low if mention.low == mention.high else mention.high) * scale, kind=parent.kind,
        unit=parent.unit, rate=parent.rate, draft=parent.draft, written=f"{text} {tail}" if draft and same else "",
    )  # fmt: skip


def _leads(mention: Mention, tokens: Sequence[Token], words: Words) -> bool:
    """Whether what stands before a number lets it leave out its unit."""
    start = max(0, mention.first - 5)
    hits = [
        hit for place in range(start, mention.first) for hit in words.elisions.at(tokens, place)
        if hit.last <= mention.first
    ]  # fmt: skip
    return any(mention.first - hit.last <= 3 for hit in hits)


def _ends(mention: Mention, tokens: Sequence[Token], words: Words) -> bool:
    """Whether nothing stands behind a number that it could count."""
    if mention.last >= len(tokens):
        return True
    token = tokens[mention.last]
    if not token.text[0].isalnum():
        return token.text not in "×*%°" and (token.text not in "$€£-/'" or token.spaced)
    large = mention.heads[-1].factor >= _LARGE
    if words.between.longest(tokens, mention.last):
        return True
    if large and words.numbers.comma and token.key in ("de", "d", "des"):
        beyond = mention.last + (2 if token.key == "d" else 1)
        return beyond < len(tokens) and tokens[beyond].is_name
    return token.key in words.function or (large and words.numbers.comma) or (large and token.key.endswith("ed"))
