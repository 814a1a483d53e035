"""The documents that results rest on, for LaTeX and for programs that keep references."""

import re
from collections.abc import Iterator, Sequence

from estimator.characters import one_line, visible
from estimator.datum import Source
from estimator.report.tables import sources_used
from estimator.results.result import Result

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
_SPECIAL = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}", "\\": r"\textbackslash{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
"""What TeX would not print as it stands. Braces must balance in BibTeX even behind a backslash: so they are words."""

_NO_URL = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '{}\\"<>^`|'})
"""What no address holds as it stands, and what would end the field that it stands in."""


def bibtex(results: Sequence[Result]) -> str:
    """One `@misc` for every document that the results use, in the order of their use."""
    used = dict.fromkeys(source for result in results for source in sources_used(result))
    keys: set[str] = set()
    entries = []
    for source in used:
        key = _key(source.key, keys)
        keys.add(key)
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(source))
        entries.append(f"@misc{{{key},\n{fields}}}\n")
    return "\n".join(entries)


def _key(written: str, taken: set[str]) -> str:
    """A key that BibTeX takes; where two scenarios call different documents the same, the later one is numbered."""
    key = re.sub(r"[^A-Za-z0-9:.+/-]+", "-", written).strip("-") or "source"
    number = 2
    candidate = key
    while candidate in taken:
        candidate, number = f"{key}-{number}", number + 1
    return candidate


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{_plain(source.title)}}}}}"  # two braces: styles leave its capitals alone
    if source.publisher:
        yield "author", f"{{{{{_plain(source.publisher)}}}}}"  # two braces: a body, not first and last names
    date = _DATE.match(source.date)
    if date:
        yield "year", f"{{{date[1]}}}"
    if date and date[2] and 1 <= int(date[2]) <= len(_MONTHS):
        yield "month", _MONTHS[int(date[2]) - 1]
        if date[3]:
            yield "day", f"{{{date[3]}}}"
    if source.url:
        yield "url", f"{{{visible(''.join(source.url.split())).translate(_NO_URL)}}}"
    notes = [f"Date: {source.date}"] if source.date and not date else []
    notes += [f"Licence: {source.licence}"] if source.licence else []
    if notes:
        yield "note", f"{{{_plain('. '.join(notes))}}}"


def _plain(text: str) -> str:
    return visible(one_line(text)).translate(_SPECIAL)
