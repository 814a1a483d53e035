"""A checked announcement for people, and as JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence

from estimator import __version__
from estimator.case import Claim
from estimator.claims.bases import Equivalence
from estimator.claims.checking import Checked
from estimator.claims.comparisons import beside, comparison
from estimator.claims.readings import Reading
from estimator.claims.topics import Topic
from estimator.claims.verdicts import LEAST, WORDS, blame, choice, conflict_told, implied_told, probability
from estimator.report.encoding import json_text
from estimator.report.rendering import rendered
from estimator.report.saying import document_told, quoted
from estimator.results.lateness import unknown_told
from estimator.wording import Cell, Document, Item, Items, Listed, Message, Paragraph, Section


def check_text(checked: Checked, form: str) -> str:
    """The report in a form: text, markdown, html or json."""
    return json_text(checked.to_data()) if form == "json" else rendered(check_document(checked), form)


def check_document(checked: Checked) -> Document:
    """The verdict, what was said, and how each reading of it fits."""
    hinge = Message.of("check.hinge", choice=Listed(checked.hinges)) if checked.hinges else None
    verdict = Paragraph(
        Message.of("check.verdict", verdict=checked.judgement, hinge=hinge),
        Message.of("check.verdict-is"),
        unbroken=True,
    )
    told = [Section(heading=heading, blocks=(Items(tuple(items)),)) for heading, items in _sections(checked)]
    return Document(
        title=checked.title,
        sections=(Section(blocks=(verdict,)), *told),
        stamp=Paragraph(Message.of("check.stamp", version=__version__, catalog=checked.catalog.name), as_is=True),
    )


def _sections(checked: Checked) -> Iterator[tuple[Cell, list[Item]]]:
    """Headings with what stands under them."""
    yield Message.of("check.said"), [Item(_said(claim)) for claim in checked.claims]
    for judged in checked.judged:
        topic = judged.topic
        of = Listed(topic.systems, "comma") if len(checked.topics) > 1 else None
        if len(topic.readings) > 1:
            yield Message.of("check.readings", count=len(topic.readings), of=of), list(_readings(topic))
        elif topic.readings and (topic.claims or topic.readings[0].verdict):
            (only,) = topic.readings
            yield Message.of("check.fits", of=of), [Item(_word(only)), *map(Item, _why(only))]
        if judged.equivalences:
            yield Message.of("check.comparisons", of=of), [*map(_comparison, judged.equivalences)]
    if checked.alternatives:
        yield (
            Message.of("check.other-entries"),
            [
                Item(Message.of("check.other-entry", choice=", ".join(one.settings), verdict=one.judgement))
                for one in checked.alternatives
            ],
        )
    day = str(checked.catalog.day)
    others: dict[Cell, Sequence[Cell]] = {
        Message.of("check.conditions"): checked.conditions,
        Message.of("check.errors"): [
            Message.of("check.error", name=hit.name, told=hit.message) for hit in checked.detectors
        ],
        Message.of("check.untested"): [
            Message.of("check.needs", name=name, needs=needs if needs.items else None)
            for name, needs in checked.untested.items()
        ],
        Message.of("check.later", day=day): checked.later,
        Message.of("check.not-known", day=day): [*unknown_told(checked.unknown)],
        Message.of("check.sources"): [document_told(source) for source in checked.sources],
    }
    yield from ((heading, [*map(Item, told)]) for heading, told in others.items() if told)


def _comparison(found: Equivalence) -> Item:
    """An equivalence, and under it how the claim compares by each basis."""
    return Item(comparison(found), tuple(Item(beside(one, found)) for one in found.held))


def _said(claim: Claim) -> Message:
    """What was said, and what it can mean."""
    meaning = Listed(tuple(variable for variable, _ in claim.readings), "or")
    said = quoted(claim)
    if meaning.items:
        return Message.of("check.claim", name=claim.key, value=claim.value, meaning=meaning, said=said)
    return Message.of("check.claim-unread", name=claim.key, value=claim.value, about=claim.about, said=said)


def _readings(topic: Topic) -> Iterator[Item]:
    """Readings that come to the same are told once; the best ones first."""
    for number, group in enumerate(_alike(topic.told), 1):
        first = group[0]
        names = Listed(tuple(choice(topic.claims, reading) for reading in group), "or-if")
        told = Message.of("check.reading", number=number, names=names, word=_word(first))
        yield Item(told, tuple(map(Item, _why(first))))
    words = Counter(WORDS[reading.verdict] for reading in topic.untold)
    if words:
        counts = Listed(tuple(Message.of("check.count", count=count, word=word) for word, count in words.items()))
        yield Item(Message.of("check.more", count=sum(words.values()), told=counts))


def _alike(readings: Sequence[Reading]) -> list[list[Reading]]:
    groups: dict[object, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.badness[0]):
        groups.setdefault((_word(reading), tuple(_why(reading))), []).append(reading)
    return list(groups.values())


def _word(reading: Reading) -> Message:
    """The verdict on a reading, with its p-value."""
    if reading.certain:
        return Message.of("reading.impossible")
    word = WORDS[reading.verdict]
    by = Message.of("reading.by-draws") if reading.judged.effective_draws else None
    if reading.is_about_right:
        return Message.of("reading.about", factor=reading.factor, p=probability(reading), by=by)
    if reading.p_value is None or (reading.verdict == "agrees" and not reading.fit.redundancy):
        return Message.of("reading.with-limit", word=word) if reading.verdict else word
    if reading.p_value < LEAST:
        return Message.of("reading.p-below", word=word, least=LEAST, by=by)
    return Message.of("reading.p", word=word, p=reading.p_value, by=by)


def _why(reading: Reading) -> Iterator[Message]:
    yield from (conflict_told(conflict, reading) for conflict in reading.conflicts)
    if blamed := blame(reading):
        yield blamed
    if not reading.complete:
        yield Message.of("reading.incomplete")
    yield from implied_told(reading)
