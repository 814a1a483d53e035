"""The forms that results come in, by name; light, so that the command line can offer them at once."""

FORMATS = ("text", "json", "csv", "markdown", "html", "parquet", "xlsx", "iamc", "bibtex")
BINARY = ("parquet", "xlsx")
"""Forms that are no text, so that they go to files only."""

SAMPLES = "samples"
"""The form of the draws of one result, which are written beside its values."""

ENDINGS = {
    ".txt": "text", ".json": "json", ".csv": "csv", ".md": "markdown", ".html": "html", ".parquet": "parquet",
    ".xlsx": "xlsx", ".bib": "bibtex",
}  # fmt: skip
"""The forms that names of files stand for."""

_WRITTEN_AS = {"iamc": "csv", SAMPLES: "parquet"}
"""Forms without an ending of their own, and those whose ending they have."""


def endings_of(form: str) -> tuple[str, ...]:
    """The endings of files that are of a form."""
    return tuple(ending for ending, one in ENDINGS.items() if one == _WRITTEN_AS.get(form, form))


LIBRARIES = {"parquet": ("pyarrow",), SAMPLES: ("pyarrow",), "xlsx": ("XlsxWriter",)}
"""The packages that shape the bytes of a form, if they are installed."""
