"""Documents in the forms that people read: text for a terminal, Markdown, and HTML of one file."""

from estimator.report.rendering.html import html_of
from estimator.report.rendering.markdown import markdown_of
from estimator.report.rendering.text import text_of
from estimator.wording import Document, Language, language

READ = {"text": text_of, "markdown": markdown_of, "html": html_of}
"""The forms of a document."""


def rendered(document: Document, form: str, spoken: Language | None = None) -> str:
    """A document in a form, in a language; English by default."""
    return READ[form](document, spoken or language())
