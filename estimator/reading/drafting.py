"""From what was read to the draft of a scenario: YAML with a comment for every doubt."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from estimator.catalog import load_catalog
from estimator.characters import one_line
from estimator.reading.claims import ReadClaim, Unread
from estimator.reading.gate import value_text
from estimator.reading.systems import ReadSystem, in_order, slug, systems
from estimator.reading.text import Text

MOST_LIVE = 2
"""Readings of a claim that `check` tries; the others stand in a comment."""

MOST_WAYS = 256
"""Ways to read a whole draft that `check` tries."""

_MOST_UNREAD = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_RECENT = range(2015, 2026)
_CURRENCY = re.compile("(?:USD|EUR|GBP|CNY)")


@dataclass(frozen=True)
class Origin:
    """Where a text is from: its title, its address, its date, the name of its file, the year it is of."""

    title: str = ""
    url: str = ""
    date: str = ""
    name: str = ""
    year: int | None = None


@dataclass(frozen=True)
class _Drafted:
    """A claim as the draft has it."""

    number: int
    key: str
    claim: ReadClaim
    system: ReadSystem
    value: str
    names: tuple[str, ...]
    notes: tuple[str, ...]
    about: str = ""


def draft(text: Text, claims: Sequence[ReadClaim], unread: Sequence[Unread], origin: Origin) -> str:
    """The text of a scenario with these claims, which `check` accepts where there is one."""
    found = systems(claims)
    drafted, refused = _drafted(claims, found, origin)
    live = _live(drafted)
    used = [system for system in found if any(one.system is system and not one.about for one in drafted)]
    lines = [*_head(text, drafted, len(unread) + len(refused), origin), *_sources(origin)]
    if drafted:
        lines += ["claims:", *(line for one in drafted for line in _claim(one, live[one.number], text))]
        sums = [one.value for one in drafted if _money(one.claim) and not one.about]
        if any("USD" not in value or re.search(r"USD\d", value) for value in sums):
            lines.append(f"use: {{prices: {_prices('USD', origin.year or _LAST_YEAR)}}}")
        if used:
            lines += ["systems:", *(line for system in used for line in _system(system))]
    return "\n".join([*lines, *_seen([*unread, *refused])]) + "\n"


def _drafted(
    claims: Sequence[ReadClaim], found: Sequence[ReadSystem], origin: Origin
) -> tuple[list[_Drafted], list[Unread]]:
    """The claims with their values as scenarios have them, and those that no quantity takes."""
    drafted: list[_Drafted] = []
    refused: list[Unread] = []
    for number, system in in_order(found):
        claim = claims[number]
        currency = _money(claim)
        prices = _prices(currency, claim.year, origin.year) if currency else ""
        value, names, note = value_text(claim, prices)
        if not names:
            refused.append(Unread(claim.span, claim.quote, claim.line, note))
            continue
        notes = [note, *_price_notes(claim, prices, origin), *_range_notes(claim)]
        key = f"{number + 1}-{slug(claim.who) or 'unnamed'}-{slug(claim.rule) or 'given'}"[:_LONGEST_KEY].strip("-")
        about = _about(claim, currency)
        drafted.append(_Drafted(number, key, claim, system, value, names, tuple(filter(None, notes)), about))
    return drafted, refused


_LONGEST_KEY = 60


def _live(drafted: Sequence[_Drafted]) -> dict[int, int]:
    """How many readings of each claim are tried: two of those of power first, as long as all together stay few."""
    live = {one.number: 1 for one in drafted}
    ways = 1
    ordered = sorted(drafted, key=lambda one: (one.claim.kind != "power", one.claim.kind != "reactors", one.number))
    for one in ordered:
        count = 1 if _money(one.claim) else min(MOST_LIVE, len(one.names))
        if ways * count <= MOST_WAYS:
            live[one.number], ways = count, ways * count
    return live


# ---------------------------------------------------------------------- money


def _money(claim: ReadClaim) -> str:
    """The currency of a claim, "" where it is no money."""
    found = _CURRENCY.search(claim.unit)
    return found[0] if found else ""


def _prices(currency: str, *years: int | None) -> str:
    """Money of the year of a figure, or of the text; of the last year with known rates, where that is later or open."""
    known = load_catalog().prices
    wanted = next((year for year in years if year), None)
    if wanted is None and currency == "USD":
        return currency
    for year in range(min(wanted or _LAST_YEAR, _LAST_YEAR), _FIRST_YEAR, -1):
        if not known.problem(f"{currency}{year}"):
            return f"{currency}{year}"
    return currency


def _about(claim: ReadClaim, currency: str) -> str:
    """What a sum is of that no equation can take, for nobody knows what its currency is worth."""
    if not currency or any(not load_catalog().prices.problem(f"{currency}{year}") for year in _RECENT):
        return ""
    return f"{claim.reads_as[0]} of {claim.who or 'somebody'}; no exchange rate of {currency} is known"


def _price_notes(claim: ReadClaim, prices: str, origin: Origin) -> Iterator[str]:
    told = claim.year or origin.year
    if prices and not prices[3:] and prices != "USD":
        return
    if prices and not told:
        yield (
            f"The text does not say of which year the prices are; {prices} is a choice, correct it."
            if prices[3:]
            else "The text does not say of which year the prices are."
        )
    elif prices[3:] and prices[3:] != str(told):
        yield f"Prices of {told} are not known; {prices[3:]} is the last year that is."


def _range_notes(claim: ReadClaim) -> Iterator[str]:
    if claim.bound == "range":
        yield "The ends of the range are read as 5th and 95th percentiles."


# ---------------------------------------------------------------------- lines


def _head(text: Text, drafted: Sequence[_Drafted], seen: int, origin: Origin) -> Iterator[str]:
    digest = sha256(text.raw.encode("utf-8", "surrogatepass")).hexdigest()
    name = _comment(origin.name or "a text")
    yield f"# Read by rules from {name} (sha256 {digest[:16]}…). Claims: {len(drafted)}; numbers seen, not read: {seen}"
    yield "# (end of file). A draft: rules read words, not sense. Correct what each figure is of and whose it is."
    yield f"title: {quoted(one_line(origin.title) or one_line(origin.name) or 'An article')}"


def _sources(origin: Origin) -> Iterator[str]:
    yield "sources:"
    yield "  article:"
    yield f"    title: {quoted(one_line(origin.title) or one_line(origin.name) or 'The article')}"
    if origin.date or origin.year:
        yield f"    date: {quoted(one_line(origin.date) or str(origin.year))}"
    if origin.url:
        yield f"    url: {quoted(one_line(origin.url))}"


def _claim(one: _Drafted, live: int, text: Text) -> Iterator[str]:
    claim, key = one.claim, one.system.key
    rest = () if one.about else claim.reads_as[live:]
    yield f"  - id: {one.key}"
    yield f"    quote: {quoted(one_line(claim.quote))}"
    yield f"    value: {quoted(one.value)}"
    if one.about:
        yield f"    about: {quoted(one_line(one.about))}"
    else:
        yield f"    reads_as: [{', '.join(f'{key}.{name}' for name in one.names[:live])}]"
    if rest:
        yield f"    # also possible: {', '.join(f'{key}.{name}' for name in rest)}"
    yield f"    where: {quoted(f'line {claim.line}, characters {claim.span[0]}–{claim.span[1]}')}"
    yield "    source: article"
    yield f"    because: {quoted(' '.join([one_line(claim.why), *one.notes]))}"


def _system(system: ReadSystem) -> Iterator[str]:
    yield f"  {system.key}:"
    yield f"    title: {quoted(one_line(system.title))}"
    if system.note:
        yield f"    # whose: {_comment(system.note)}"
    if system.use:
        chosen = ", ".join(f"{kind}: {key}" for kind, key in sorted(system.use.items()))
        yield f"    use: {{{chosen}}}"


def _seen(unread: Sequence[Unread]) -> Iterator[str]:
    if not unread:
        return
    yield "# Seen, not read:"
    for one in unread[:_MOST_UNREAD]:
        yield f"#   line {one.line}: {_comment(one.words) or '(the rest)'}: {_comment(one.reason)}"
    if len(unread) > _MOST_UNREAD:
        yield f"#   and {len(unread) - _MOST_UNREAD:,} more"


_LONGEST_COMMENT = 120


def _comment(words: str) -> str:
    """Words in a comment: one line, and nothing that ends one."""
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    line = one_line(plain)
    return line if len(line) <= _LONGEST_COMMENT else f"{line[:_LONGEST_COMMENT]}…"


def quoted(words: str) -> str:
    """Words between quotation marks, as YAML and JSON have them; what cannot be seen is escaped."""
    return "".join(
        letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in json.dumps(words, ensure_ascii=False)
    )
