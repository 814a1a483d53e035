"""What is known before anybody announces anything: figures with their documents. The figures are in the YAML files."""

from estimator.catalog.loader import CATALOG, Catalog, Choice, Entry, Figure, load_catalog

__all__ = ["CATALOG", "Catalog", "Choice", "Entry", "Figure", "load_catalog"]
