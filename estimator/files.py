"""Files that are replaced in one step, so that none is ever half-written."""

import os
import tempfile
from pathlib import Path

from estimator.errors import EstimatorError


def replace_file(path: str, written: str | bytes) -> None:
    """Write a whole file, or leave what was there as it was.

    Raises:
        EstimatorError: it cannot be written; with the reason.
    """
    content = written.encode("utf-8") if isinstance(written, str) else written
    target = Path(os.path.realpath(path))
    try:
        if Path(path).exists() and not target.is_file():
            Path(path).write_bytes(content)  # a pipe or a terminal cannot be replaced
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, target.stat().st_mode if target.exists() else 0o644)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except (OSError, ValueError) as error:
        raise EstimatorError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from None
