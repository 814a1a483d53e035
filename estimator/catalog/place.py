"""Where the catalog is, and which files are its own."""

from pathlib import Path

CATALOG = Path(__file__).parent


def texts(folder: Path) -> list[Path]:
    """All files below a folder that look like files of the catalog."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".yaml", ".yml"))
