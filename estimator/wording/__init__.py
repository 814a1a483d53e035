"""What is said, as data, and the languages that say it; values as readers write them."""

from estimator.wording.language import Language, Piece, english, language
from estimator.wording.messages import Cell, Citation, Listed, Marked, Message, Told, point, stated
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
    "Cell",
    "Citation",
    "Language",
    "Listed",
    "Marked",
    "Message",
    "Piece",
    "Told",
    "datum_text",
    "difference_text",
    "dominance_text",
    "either",
    "english",
    "factor_text",
    "language",
    "listed",
    "number_text",
    "point",
    "ratio_text",
    "stated",
    "units_needed",
    "value_text",
]
