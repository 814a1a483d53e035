"""What a run was made of, in a file from which it can be run again and compared.

Paths are relative to the place of the manifest, so that a folder can be moved or shared as a whole.
"""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from estimator import __version__
from estimator.catalog import load_catalog
from estimator.errors import EstimatorError, Problem
from estimator.files.document import Document, read_document
from estimator.files.doors import LARGEST_TABLE, read_input
from estimator.method import method_of
from estimator.report.encoding import json_text
from estimator.report.formats import FORMATS, LIBRARIES, SAMPLES
from estimator.report.outputs import Output
from estimator.results.result import Result
from estimator.runs import Request

_STRICT = ConfigDict(extra="forbid", frozen=True)
_PACKAGES = ("numpy", "scipy", "pint", "pydantic")


def _known(form: str) -> str:
    if form not in (*FORMATS, SAMPLES):
        raise ValueError(f"{form} is no format of this version")
    return form


Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class FileShape(BaseModel):
    """A file and the SHA-256 of its bytes."""

    model_config = _STRICT

    path: str
    sha256: Digest


class OutputShape(BaseModel):
    """What came out; without a path it was printed."""

    model_config = _STRICT

    format: Annotated[str, AfterValidator(_known)]
    path: str = ""
    sha256: Digest


class ManifestShape(BaseModel):
    """A manifest. `files` are the scenarios in their order, `extends` the files that these lie over."""

    model_config = _STRICT

    manifest: Literal[1]
    command: Literal["run", "estimate"]
    files: list[FileShape] = []
    extends: list[FileShape] = []
    settings: list[str] = []
    facts: list[str] = []
    draws: int = Field(strict=True, ge=1)
    seed: int = Field(strict=True, ge=0)
    qmc: bool
    assumptions: bool
    as_of: str | None = None
    versions: dict[str, str]
    outputs: list[OutputShape] = Field(min_length=1)


@dataclass(frozen=True)
class Manifest:
    """A manifest that was read, and where."""

    shape: ManifestShape
    document: Document

    @property
    def request(self) -> Request:
        """What was run, its files as they are reached from here."""
        said = self.shape
        files = tuple(_from_here(self.document.file, file.path) for file in said.files)
        method = method_of(
            draws=said.draws, seed=said.seed, qmc=said.qmc, assumptions=said.assumptions, settings=said.settings,
            as_of=said.as_of,
        )  # fmt: skip
        return Request(files, tuple(said.facts), method)


def manifest_text(request: Request, results: Sequence[Result], outputs: Sequence[Output], path: str) -> str:
    """The manifest of a run, to be written to `path`.

    Raises:
        EstimatorError: a scenario came through a pipe, or is no file, so that it cannot be read again.
    """
    method = request.method
    if request.files and any(not result.files for result in results):
        raise EstimatorError("a manifest notes files to be read again; save what is no file, and run that")
    read = {name: digest for result in results for name, digest in result.files.items()}
    if pipes := [name for name in read if not Path(name).is_file()]:
        raise EstimatorError(Problem("is no file that could be read again, as a manifest asks", name) for name in pipes)
    files = [str(Path(name)) for name in request.files]
    data = {
        "manifest": 1,
        "command": "estimate" if request.facts else "run",
        "files": [{"path": _from(path, name), "sha256": read[name]} for name in files],
        "extends": [{"path": _from(path, name), "sha256": read[name]} for name in read if name not in files],
        "settings": method.settings,
        "facts": request.facts,
        "draws": method.draws,
        "seed": method.seed,
        "qmc": method.qmc,
        "assumptions": method.assumptions,
        **({"as_of": str(method.as_of)} if method.as_of is not None else {}),
        "versions": versions([output.form for output in outputs]),
        "outputs": [
            {"format": output.form} | ({"path": _from(path, output.path)} if output.path else {})
            | {"sha256": output.sha256}
            for output in outputs
        ],
    }  # fmt: skip
    return json_text(data)


def versions(forms: Sequence[str]) -> dict[str, str]:
    """What the numbers and the bytes of these forms depend on; packages that are not installed are absent."""
    known = {"estimator": __version__, "catalog": load_catalog().version, "python": platform.python_version()}
    for name in (*_PACKAGES, *(library for form in forms for library in LIBRARIES.get(form, ()))):
        try:
            known[name] = version(name)
        except PackageNotFoundError:
            continue
    return known


def read_manifest(path: str) -> Manifest:
    """Read a manifest.

    Raises:
        EstimatorError: it is missing, no manifest, or of a form that this version does not know.
    """
    document = read_document(path)
    if not isinstance(document.data, dict) or "manifest" not in document.data:
        raise EstimatorError([Problem("is no manifest; estimator run --manifest FILE writes one", path, 1)])
    try:
        shape = ManifestShape.model_validate(document.data)
    except ValidationError as error:
        raise EstimatorError(_rendered(detail, document) for detail in error.errors(include_url=False)) from None
    if (shape.command == "run") != bool(shape.files) or (shape.command == "estimate") != bool(shape.facts):
        raise EstimatorError([document.problem(("command",), "run has files, and estimate has facts")])
    return Manifest(shape, document)


def differences(manifest: Manifest) -> Iterator[Problem]:
    """What is not as it was: files that are missing or changed, and versions."""
    document, shape = manifest.document, manifest.shape
    for section, files in (("files", shape.files), ("extends", shape.extends)):
        for number, file in enumerate(files):
            if now := _changed(_from_here(document.file, file.path), file.sha256):
                yield document.problem((section, number, "path"), f"{file.path} {now}")
    here = versions([output.format for output in shape.outputs])
    for name in sorted(here.keys() | shape.versions.keys()):
        now, then = here.get(name, "not installed"), shape.versions.get(name, "not installed")
        if now != then:
            yield document.problem(("versions", name), f"{name} was {then}, and is {now} here")


def _changed(path: str, digest: str) -> str:
    """How a file differs from that of a digest, if it does."""
    try:
        now = sha256(read_input(path, LARGEST_TABLE)).hexdigest()
    except EstimatorError as error:
        return f"cannot be read: {error.problems[0].message.removeprefix('cannot be read: ')}"
    return "" if now == digest else f"is not what it was: SHA-256 {now[:12]}…, then {digest[:12]}…"


def _rendered(detail: Any, document: Document) -> Problem:
    path = detail["loc"]
    name = ".".join(map(str, path))
    message = detail["msg"].removeprefix("Value error, ")
    return document.problem(path, f"{name}: {message[0].lower()}{message[1:]}")


def _from(manifest: str, path: str) -> str:
    """The way to a file from the place of the manifest, both without links: behind a link, `..` leads elsewhere."""
    try:
        way = os.path.relpath(os.path.realpath(path), Path(os.path.realpath(manifest)).parent)
    except ValueError:
        raise EstimatorError(f"{manifest} and {path} are on different drives; write the manifest beside it") from None
    return Path(way).as_posix()


def _from_here(manifest: str, path: str) -> str:
    return os.path.relpath(Path(os.path.realpath(manifest)).parent / path)
