"""Which figures are about one thing: those of one sentence that are of a site, of a fleet, of a model, of money."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from estimator.reading.claims import ReadClaim
from estimator.reading.lexicon import shelf
from estimator.reading.text import key_of

_LONGEST_KEY = 30


@dataclass
class ReadSystem:
    """A thing that figures of one sentence are about, and their numbers among the claims."""

    key: str
    title: str
    note: str = ""
    claims: list[int] = field(default_factory=list)
    use: dict[str, str] = field(default_factory=dict)


@cache
def groups() -> Mapping[str, str]:
    """The group of each kind of amount: power, money, water."""
    return {kind: name for name, group in shelf("units")["groups"].items() for kind in group["kinds"]}


@cache
def _things() -> Mapping[str, str]:
    return {name: group["thing"] for name, group in shelf("units")["groups"].items()}


def systems(claims: Sequence[ReadClaim]) -> list[ReadSystem]:
    """The systems of a draft. A system holds one figure of a quantity; a second one of a sentence gets its own.

    Nothing ties one sentence to another: a site that is told of twice is two systems, which a person may join.
    """
    found: dict[tuple[object, ...], ReadSystem] = {}
    keys: dict[str, int] = {}
    for number, claim in enumerate(claims):
        thing = _thing(claim, claims)
        place = (claim.sentence, claim.who, thing, _apart(claim, claims[:number]))
        if place not in found:
            found[place] = ReadSystem(_free(f"{slug(claim.who)}-{thing}".strip("-"), keys), _title(claim, thing))
        system = found[place]
        system.claims.append(number)
        system.use.update(claim.use)
        if claim.unsure:
            system.note = f"{claim.who} (unsure)" + (f", or {' or '.join(claim.others)}" if claim.others else "")
    return list(found.values())


def _thing(claim: ReadClaim, claims: Sequence[ReadClaim]) -> str:
    """What a figure is about. Accelerators and power of one sentence and one owner are of one thing."""
    near = [other for other in claims if other.sentence == claim.sentence and other.who == claim.who]
    things = {_things()[groups()[other.kind]] for other in near}
    if claim.reads_as[0].startswith(("training_", "model_", "accelerator_hours")):
        return "model"
    if claim.reads_as[0] in ("energy_per_query", "carbon_per_query", "water_per_query"):
        return "service"
    if claim.reads_as[0] in ("national_share", "world_data_centre_share"):
        return "country"
    own = _things()[groups()[claim.kind]]
    return "fleet" if own == "site" and "fleet" in things else own


def _apart(claim: ReadClaim, before: Sequence[ReadClaim]) -> int:
    """How many figures of the same kind its sentence has had before."""
    return sum(other.sentence == claim.sentence and _same(other, claim) for other in before)


def _same(one: ReadClaim, other: ReadClaim) -> bool:
    return one.unit == other.unit and bool(set(one.reads_as) & set(other.reads_as)) and one.who == other.who


def _title(claim: ReadClaim, thing: str) -> str:
    year = f", {claim.year}" if claim.year else ""
    return f"{thing} of {claim.who}{year}" if claim.who else f"{thing}, whose is not said{year}"


def _free(key: str, keys: dict[str, int]) -> str:
    """A key that no other has."""
    keys[key] = keys.get(key, 0) + 1
    if keys[key] == 1:
        return key
    return _free(f"{key}-{keys[key]}", keys)


def slug(name: str) -> str:
    """A name as keys have it: letters, digits and dashes."""
    words = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in key_of(name)).split()
    return "-".join(words)[:_LONGEST_KEY].strip("-")


def in_order(found: Sequence[ReadSystem]) -> Iterator[tuple[int, ReadSystem]]:
    """Each claim by its number with its system, in the order of the text."""
    yield from sorted(((number, system) for system in found for number in system.claims), key=lambda pair: pair[0])
