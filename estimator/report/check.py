"""A checked announcement for people, and as Markdown and JSON."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from estimator import __version__
from estimator.case import Claim
from estimator.claims.checking import Checked
from estimator.claims.readings import Reading
from estimator.claims.topics import Topic
from estimator.claims.verdicts import IMPOSSIBLE, WORDS, blame_text, choice_text, conflict_text, implied_texts
from estimator.report.encoding import json_text
from estimator.report.markdown import escaped, paragraph
from estimator.report.text import said_by
from estimator.results.lateness import unknown_texts
from estimator.wording import either, listed

_WIDTH = 118


def check_text(checked: Checked, form: str) -> str:
    """The report in a form: text, markdown or json."""
    if form == "json":
        return json_text(checked.to_data())
    return "\n".join([*(_markdown if form == "markdown" else _text)(checked), ""])


def _text(checked: Checked) -> Iterator[str]:
    yield from (checked.title, "=" * len(checked.title), "")
    yield from textwrap.wrap(f"Verdict: {checked.verdict}.", _WIDTH, break_on_hyphens=False, break_long_words=False)
    for heading, lines in _sections(checked):
        yield from ("", heading)
        for line in lines:
            depth = len(line) - len(line.lstrip())
            yield from textwrap.wrap(
                line.strip(), _WIDTH, initial_indent="  " + " " * depth, subsequent_indent="    " + " " * depth,
                break_on_hyphens=False, break_long_words=False,
            )  # fmt: skip
    yield from ("", _footer(checked))


def _markdown(checked: Checked) -> Iterator[str]:
    yield from (f"# {escaped(checked.title)}", "", f"**Verdict:** {escaped(checked.verdict)}.")
    for heading, lines in _sections(checked):
        yield from ("", f"## {escaped(heading)}", "")
        for line in lines:
            depth = len(line) - len(line.lstrip())
            yield f"{' ' * depth}- {paragraph(line)}"
    yield from ("", _footer(checked))


def _sections(checked: Checked) -> Iterator[tuple[str, list[str]]]:
    """Headings with their lines; deeper ones are indented."""
    yield "What was said", [_said(claim) for claim in checked.claims]
    for topic in checked.topics:
        of = f" {', '.join(topic.systems)}" if len(checked.topics) > 1 else ""
        if len(topic.readings) > 1:
            yield f"The {len(topic.readings)} readings{' of' * bool(of)}{of}", list(_readings(topic))
        else:
            (only,) = topic.readings
            yield f"How it fits{':' * bool(of)}{of}", [_word(only), *_why(only)]
    if checked.conditions:
        yield "What would have to be true", list(checked.conditions)
    if checked.detectors:
        yield "Known errors", [f"{hit.name}: {hit.message}" for hit in checked.detectors]
    if checked.untested:
        yield "Not checked by anything", [f"{name}: needs {needs}" for name, needs in checked.untested.items()]
    if checked.later:
        yield f"Later than {checked.catalog.day}", list(checked.later)
    if checked.unknown:
        yield f"Not known by {checked.catalog.day}", list(unknown_texts(checked.unknown))
    if checked.sources:
        yield "Sources", [f"{source.key}: {source}" for source in checked.sources]


def _said(claim: Claim) -> str:
    meaning = either([str(variable) for variable, _ in claim.readings])
    told = f"{claim.value}, read as {meaning}" if meaning else f"{claim.value}: {claim.about}, in no equation yet"
    return f"{claim.key}: {told}{said_by(claim)}"


def _readings(topic: Topic) -> Iterator[str]:
    """Readings that come to the same are told once; the best ones first."""
    for number, group in enumerate(_alike(topic.told), 1):
        first = group[0]
        names = "; or ".join(choice_text(topic.claims, reading) for reading in group)
        yield f"{number}. {names}: {_word(first)}"
        yield from (f"  {line}" for line in _why(first))
    words = Counter(WORDS[reading.verdict] for reading in topic.untold)
    if words:
        told = listed([f"{count} {word}" for word, count in words.items()])
        yield f"and {sum(words.values())} more, which fit no better: {told}"


def _alike(readings: Sequence[Reading]) -> list[list[Reading]]:
    groups: dict[object, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.badness[0]):
        shown = (_word(reading), tuple(_why(reading)))
        groups.setdefault(shown, []).append(reading)
    return list(groups.values())


def _word(reading: Reading) -> str:
    """The verdict on a reading, with its p-value."""
    if reading.certain:
        return IMPOSSIBLE
    if reading.p_value is None or (reading.verdict == "agrees" and not reading.fit.redundancy):
        return WORDS[reading.verdict] + (" with the stated limit" if reading.verdict else "")
    by = " by draws" if reading.judged.effective_draws else ""
    return f"{WORDS[reading.verdict]} (p {_p(reading.p_value)}{by})"


def _p(value: float) -> str:
    return f"= {value:.2g}" if value >= _LEAST else "< 0.0001"


_LEAST = 1e-4


def _why(reading: Reading) -> Iterator[str]:
    for conflict in reading.conflicts:
        yield conflict_text(conflict, reading)
    if blame := blame_text(reading):
        yield blame
    if not reading.complete:
        yield "so many statements are about one thing that not every set of them was compared"
    yield from implied_texts(reading)


def _footer(checked: Checked) -> str:
    return (
        f"estimator {__version__}, catalog {checked.catalog.name}. p: how often right statements would disagree this"
        " much; from 0.05 on they agree, below 0.01 they contradict; by draws where these can decide. In brackets: 90 %"
        " intervals."
    )
