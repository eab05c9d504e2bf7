"""The columns that go to the executors, and those that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["ROW", "checked", "result_type"]

ROW = "row"
"""Column of the number of a row, in what goes to the executors and in what comes back."""
_WHOLE = frozenset(("byte", "short", "integer", "long"))


def result_type() -> StructType:
    """The schema of the result: that of the Arrow batches, `co2label.catalogue.layout.result_schema`, as Spark says it.

    Raises:
        DocumentError: pyspark, pandas or pyarrow is missing.
    """
    _require_pyspark()
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    from co2label.catalogue.layout import result_schema  # noqa: PLC0415

    return from_arrow_schema(result_schema())


def checked(df: DataFrame, row: str | None) -> DataFrame:
    """The columns of the layout, and the number of each row; what is wrong with the columns is said before anything runs.

    Raises:
        DocumentError: a column is missing or of the wrong type.
    """
    _require_pyspark()
    from pyspark.sql import functions as fn  # noqa: PLC0415
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415

    from co2label.catalogue.arrow import pa, require  # noqa: PLC0415
    from co2label.catalogue.batches.rows import read_rows  # noqa: PLC0415
    from co2label.catalogue.layout import PRODUCT_FIELDS, PRODUCT_NEEDS  # noqa: PLC0415

    if not hasattr(df, "mapInArrow"):
        raise DocumentError([Problem("", f"expected a Spark DataFrame, got {clip(type(df).__name__)}")])
    require([*PRODUCT_NEEDS, *([] if row is None else [row])], df.columns, "the DataFrame")
    names = [name for name in (*PRODUCT_FIELDS, "lines") if name in df.columns]
    number = fn.lit(None).cast("long") if row is None else fn.col(f"`{row.replace('`', '``')}`")
    rows = df.select(*names, number.alias(ROW))
    read_rows(pa.RecordBatch.from_pylist([], to_arrow_schema(rows.drop(ROW).schema)))
    if rows.schema[ROW].dataType.typeName() not in _WHOLE:
        what = f"expected whole numbers, got {rows.schema[ROW].dataType.simpleString()}"
        raise DocumentError([Problem(f"column {row}", what)])
    return rows.withColumn(ROW, fn.col(ROW).cast("long"))


def _require_pyspark() -> None:
    try:
        import pandas  # noqa: F401, ICN001, PLC0415 - which `mapInArrow` asks for
        import pyspark.sql  # noqa: F401, PLC0415
    except ImportError as error:
        message = f"a Spark DataFrame needs {error.name}; pip install 'co2label[spark]'"
        raise DocumentError([Problem("", message)]) from error
