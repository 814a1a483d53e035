"""What is known before anybody announces anything: figures with their documents. The figures are in the YAML files."""

from estimator.catalog.figures import KINDS, Catalog, Choice, Entry, Figure, Note
from estimator.catalog.place import CATALOG
from estimator.catalog.ready import catalog_as_of, checked_catalog, key_of, load_catalog

__all__ = [
    "CATALOG", "KINDS", "Catalog", "Choice", "Entry", "Figure", "Note",
    "catalog_as_of", "checked_catalog", "key_of", "load_catalog",
]  # fmt: skip
