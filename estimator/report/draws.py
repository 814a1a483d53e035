"""The draws behind a result, for other programs."""

import io

from estimator import __version__
from estimator.errors import EstimatorError
from estimator.result import Result


def parquet(result: Result) -> bytes:
    """A Parquet file: a column for each quantity that has a value, named `system.quantity`; rows are joint draws.

    The unit of a column is in its metadata; versions, draws and seed in those of the file.

    Raises:
        EstimatorError: pyarrow is not installed.
    """
    try:
        import pyarrow  # heavy, and an extra that most do without
        import pyarrow.parquet
    except ImportError:
        raise EstimatorError("draws are written by pyarrow: pip install 'estimator[parquet]'") from None
    drawn = result.draws()
    dimension = result.solution.world.plan.network.dimension
    fields = [
        pyarrow.field(str(variable), pyarrow.float64(), metadata={"unit": dimension(variable).unit})
        for variable in drawn
    ]
    about = {
        "title": result.title,
        "estimator": __version__,
        "catalog": result.catalog.version,
        "seed": str(result.solution.seed),
    }
    table = pyarrow.Table.from_arrays(list(drawn.values()), schema=pyarrow.schema(fields, metadata=about))
    written = io.BytesIO()
    pyarrow.parquet.write_table(table, written)
    return written.getvalue()
