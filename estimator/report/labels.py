"""What quantities are called where readers are: "power per accelerator" for facility_power_per_accelerator."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from estimator.files.document import read_document

_FOLDER = Path(__file__).parents[1] / "wording"


@cache
def labels(language: str = "en") -> Mapping[str, str]:
    """The label of each quantity, in the reading order of the model."""
    data: Mapping[str, Any] = read_document(_FOLDER / f"labels.{language}.yaml").data
    return {name: str(label) for name, label in data.items()}
