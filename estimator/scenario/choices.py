"""What `use:` can choose: entries of the catalog, and options of its assumptions."""

from typing import Any

from estimator.catalog import KINDS, key_of, load_catalog
from estimator.errors import EstimatorError, suggestion


def use_names() -> tuple[str, ...]:
    """What `use:` can choose: catalog kinds and the choices among assumptions."""
    catalog = load_catalog()
    return (*KINDS.values(), *catalog.choices)


def use_options(name: str) -> dict[str, str]:
    """What a name under `use` may be, with titles; nothing where there is no such name."""
    catalog = load_catalog()
    if choice := catalog.choices.get(name):
        return {option: "the default" if option == choice.default else "" for option in choice.options}
    return {
        key: entry.title for kind, one in KINDS.items() if one == name for key, entry in catalog.entries[kind].items()
    }


def entry_of(name: str, written: Any) -> str:
    """An entry; of several, which are readings, the first, once all of them are known."""
    if name not in use_names():
        raise KeyError(name)
    if isinstance(written, list):
        if not written:
            raise EstimatorError(f"{name} names no entry; write one, or leave it out")
        known_entries = [entry_of(name, one) for one in written]
        return known_entries[0]
    known, written = use_options(name), key_of(name, written)
    if not isinstance(written, str) or written not in known:
        few = ", ".join([*known][:6]) + (", …" if len(known) > 6 else "")
        near = suggestion(str(written), known, f"; it has {few}")
        raise EstimatorError(f"{written} is no {name} of the catalog{near}")
    return written
