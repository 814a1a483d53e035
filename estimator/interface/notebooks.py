"""Tables as a notebook shows them, and as pandas has them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from estimator.errors import EstimatorError

if TYPE_CHECKING:
    import pandas

Columns = Mapping[str, type]
"""Names of columns, and what is in them: texts, numbers or whole numbers."""

_DTYPES = {float: "float64", int: "int64"}


def data_frame(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> "pandas.DataFrame":
    """Rows as a table of pandas, its numbers as numbers even where there are none; what is unknown is missing.

    Raises:
        EstimatorError: pandas is not installed.
    """
    try:
        import pandas  # heavy, and an extra that most do without
    except ImportError:
        raise EstimatorError("to_pandas needs pandas; install the extra: pip install 'estimator[pandas]'") from None
    dtypes = {name: _DTYPES[kind] for name, kind in columns.items() if kind in _DTYPES}
    return pandas.DataFrame(list(rows), columns=list(columns)).astype(dtypes)


def html_table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A plain table in which every text is only text: no tags, no formulas."""
    from html import escape  # its table of entities is long, and only notebooks need it

    lines = [
        '<table class="tex2jax_ignore mathjax_ignore">',  # notebooks take what stands between dollars for a formula
        f'<caption style="text-align: left">{escape(caption)}</caption>',
        f"<thead><tr>{''.join(f'<th>{escape(name)}</th>' for name in header)}</tr></thead>",
        "<tbody>",
        *(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows),
        "</tbody></table>",
    ]
    return "\n".join(lines)
