"""What is said, as data, and the languages that say it; values as readers write them."""

from estimator.wording.language import Language, Piece, english, language
from estimator.wording.lines import WIDTH, lines
from estimator.wording.messages import Cell, Citation, Formula, Listed, Marked, Message, Short, Told, point, stated
from estimator.wording.tree import Block, Document, Figure, Item, Items, Paragraph, Rows, Section, Table
from estimator.wording.values import (
    datum_text,
    difference_text,
    dominance_text,
    either,
    factor_text,
    listed,
    number_text,
    ratio_text,
    units_needed,
    value_text,
)

__all__ = [
    "WIDTH",
    "Block",
    "Cell",
    "Citation",
    "Document",
    "Figure",
    "Formula",
    "Item",
    "Items",
    "Language",
    "Listed",
    "Marked",
    "Message",
    "Paragraph",
    "Piece",
    "Rows",
    "Section",
    "Short",
    "Table",
    "Told",
    "datum_text",
    "difference_text",
    "dominance_text",
    "either",
    "english",
    "factor_text",
    "language",
    "lines",
    "listed",
    "number_text",
    "point",
    "ratio_text",
    "stated",
    "units_needed",
    "value_text",
]
