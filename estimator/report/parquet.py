"""Values, and the draws behind them, as Parquet files: columns with units, versions and seed in the metadata."""

import io
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from estimator.errors import EstimatorError
from estimator.report.tables import about, values
from estimator.results.result import Result


def values_parquet(results: Sequence[Result]) -> bytes:
    """One row for each system and quantity, its unit in a column; numbers that are unknown are null.

    Raises:
        EstimatorError: pyarrow is not installed.
    """
    arrow = pyarrow_library()
    table = values(results)
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64()}
    fields = [arrow.field(name, types[kind]) for name, kind in table.columns.items()]
    arrays = [arrow.array([row[field.name] for row in table.rows], field.type) for field in fields]
    return _written(arrow, arrays, fields, about(results))


def draws_parquet(result: Result) -> bytes:
    """A column for each quantity that has a value, named `system.quantity`, with its unit in its metadata.

    Rows are joint draws.

    Raises:
        EstimatorError: pyarrow is not installed.
    """
    arrow = pyarrow_library()
    drawn = result.draws()
    dimension = result.solution.world.plan.network.dimension
    fields = [
        arrow.field(str(variable), arrow.float64(), metadata={"unit": dimension(variable).unit}) for variable in drawn
    ]
    return _written(arrow, list(drawn.values()), fields, about([result]))


def pyarrow_library() -> ModuleType:
    """pyarrow, with its Parquet.

    Raises:
        EstimatorError: it is not installed.
    """
    try:
        import pyarrow  # heavy, and an extra that most do without
        import pyarrow.parquet
    except ImportError:
        raise EstimatorError("Parquet is written by pyarrow: pip install 'estimator[parquet]'") from None
    return pyarrow  # type: ignore[no-any-return]  # it has no types of its own


def _written(arrow: Any, arrays: Sequence[Any], fields: Sequence[Any], metadata: Mapping[str, str]) -> bytes:
    table = arrow.Table.from_arrays(arrays, schema=arrow.schema(fields, metadata=metadata))
    stream = io.BytesIO()
    arrow.parquet.write_table(table, stream)
    return stream.getvalue()
