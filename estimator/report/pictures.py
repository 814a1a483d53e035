"""Figures of matplotlib as the bytes of pictures: same input, same bytes, whatever the reader's own style."""

import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from estimator.characters import visible
from estimator.errors import EstimatorError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Form = Literal["svg", "png"]
INK = "#1a1a1a"


def rendered(drawn: Callable[["Figure"], None], title: str, form: Form, dpi: int) -> bytes:
    """The bytes of what is drawn on an empty figure; the title is told to who looks into the file.

    Raises:
        EstimatorError: matplotlib is not installed, or the form is unknown.
    """
    if form not in ("svg", "png"):
        raise EstimatorError(f"{form} is no form of a picture; write svg or png")
    matplotlib = _library()
    stream = io.BytesIO()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams["svg.hashsalt"] = "estimator"
        matplotlib.rcParams["text.parse_math"] = False  # $ is money
        matplotlib.rcParams["text.color"] = INK
        figure = matplotlib.figure.Figure(dpi=dpi)
        drawn(figure)
        for text in figure.findobj(matplotlib.text.Text):  # what no XML can hold, and what would turn text round
            if (shown := visible(text.get_text())) != text.get_text():
                text.set_text(shown)
        about = {"Date": None, "Creator": None, "Title": visible(title)} if form == "svg" else {"Software": None}
        figure.savefig(stream, format=form, metadata=about)
    return stream.getvalue()


def _library() -> Any:
    """matplotlib, which needs no window here: figures are drawn on canvases of their own.

    It does not load where MPLBACKEND names a backend that it does not know; so it sees that name after it is loaded,
    and whoever draws by pyplot has it if it is one.

    Raises:
        EstimatorError: it is not installed.
    """
    backend = None if "matplotlib" in sys.modules else os.environ.pop("MPLBACKEND", None)
    try:
        import matplotlib  # heavy, and an extra
        import matplotlib.figure
        import matplotlib.text
    except ImportError:
        raise EstimatorError("pictures need matplotlib; install the extra: pip install 'estimator[plot]'") from None
    finally:
        if backend is not None:
            os.environ["MPLBACKEND"] = backend
    if backend:
        with suppress(ValueError):
            matplotlib.rcParams["backend"] = backend
    return matplotlib
