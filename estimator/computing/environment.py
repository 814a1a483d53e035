"""What the last digits of results depend on beside the question: versions, our own files, how a processor rounds."""

import platform
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

_PACKAGES = ("numpy", "scipy", "distributed")
_SEVERAL = 8_192
"""Numbers that are enough to meet every branch of a function."""

FILES, ROUNDING = "the files of estimator", "the rounding of exp, log and random numbers"


@cache
def surroundings() -> dict[str, str]:
    """Versions by name; of files and of rounding a digest, since neither has a version that tells all."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, **{name: _version(name) for name in _PACKAGES}, FILES: _files(), ROUNDING: _rounding()}


def differing(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """The first thing in which other surroundings differ, in words; "" if they are the same."""
    for name, expected in ours.items():
        if (found := theirs.get(name)) != expected:
            return f"{name} {found} where this process has {expected}"
    return ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _files() -> str:
    """A digest of the code and the catalog."""
    package, digest = Path(__file__).parent, sha256()
    for path in sorted(path for pattern in ("*.py", "*.yaml") for path in package.rglob(pattern) if path.is_file()):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def _rounding() -> str:
    """A digest of computed numbers. NumPy chooses its instructions by the processor, and they round differently."""
    generator = np.random.Generator(np.random.SFC64(1))
    scores, shares = generator.standard_normal(_SEVERAL), generator.random(_SEVERAL)
    computed = [
        scores,
        generator.beta(2.5, 3.5, _SEVERAL),
        np.exp(scores),
        np.log(shares),
        np.expm1(scores),
        np.log1p(shares),
        np.power(shares, scores),
        np.sqrt(shares),
    ]
    return sha256(b"".join(numbers.tobytes() for numbers in computed)).hexdigest()[:12]
