"""What a verdict hangs on that no document names: a chip or a reactor that only the reader chose."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from estimator.case import Case, Claim
from estimator.claims.announcement import Judged
from estimator.claims.verdicts import WORDS
from estimator.datum import Source, Tier
from estimator.solution.agreement import Verdict
from estimator.wording import Listed, Message

KINDS = {"accelerator": ("accelerators/{key}/", "servers/"), "reactor": ("reactors/{key}/",)}
"""Choices that a document should name, and how the figures of their entries begin, or of the server of each."""

_SHORTEST = 3
"""Characters of a word of an entry's name that tell which entry it is."""


@dataclass(frozen=True)
class Alternative:
    """An announcement with other entries of the catalog: the settings that choose them, and what comes of it."""

    settings: tuple[str, ...]
    judgement: Message
    verdict: Verdict | None


def by_entry(found: Sequence[Alternative]) -> Message:
    """The verdict where entries are readings: one for all of them, or which of them it hangs on."""
    first = found[0]
    if len({one.verdict for one in found}) == 1:
        rest = Listed(tuple(_choice(one) for one in found), "or")
        return Message.of("verdict.whichever", choices=rest, verdict=first.judgement)
    told = tuple(Message.of("verdict.with-entry", choice=_choice(one), word=WORDS[one.verdict]) for one in found)
    return Message.of("verdict.by-entry", entries=Listed(told, "semicolon"))


def _choice(one: Alternative) -> str:
    return ", ".join(one.settings)


def hinges(
    judged: Sequence[Judged], choices: Mapping[str, Mapping[str, str]], claims: Sequence[Claim], case: Case
) -> list[str]:
    """Choices such as `accelerator=gb200` that take part in a verdict and that nothing quoted names."""
    words = _words(claims, case)
    found = (f"{name}={key}" for one in judged for name, key in _deciding(one, choices))
    return [choice for choice in dict.fromkeys(found) if not _is_named(choice.partition("=")[2], words)]


def _deciding(judged: Judged, choices: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for name, beginnings in KINDS.items():
        keys = [choices[system][name] for system in judged.topic.systems if name in choices.get(system, {})]
        for key in dict.fromkeys(keys):
            if _takes_part(judged, tuple(one.format(key=key) for one in beginnings)) or (
                name == "reactor" and _compares(judged)
            ):
                yield name, key


def _takes_part(judged: Judged, beginnings: tuple[str, ...]) -> bool:
    """Whether a figure of an entry takes part in the check of the ordinary reading."""
    for reading in judged.topic.readings[:1]:
        for one, share in zip(reading.fit.observations, reading.fit.checked, strict=True):
            if share > 0 and one.datum and not one.is_claimed and one.datum.key.startswith(beginnings):
                return True
    return False


def _compares(judged: Judged) -> bool:
    return any(found.unit == "reactor" for found in judged.equivalences)


def _words(claims: Sequence[Claim], case: Case) -> str:
    """All that is quoted and titled."""
    parts = [text for claim in claims for text in (claim.quote, claim.about, _title(claim.source))]
    given = [datum for _, datum in case.data if datum.tier == Tier.GIVEN]
    parts += [text for datum in given for text in (datum.quote, *(source.title for source in datum.sources))]
    return _plain(" ".join(parts))


def _title(source: Source | None) -> str:
    return source.title if source else ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _is_named(key: str, words: str) -> bool:
    """Whether the first word of an entry's name is written somewhere, with or without its marks."""
    first = key.split("-")[0]
    return len(first) >= _SHORTEST and _plain(first) in words
