"""The columns that go to the executors, and those that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

__all__ = ["MARK", "OURS", "ROW", "checked", "result_type"]

ROW = "row"
"""Column of the number of a row, in what goes to the executors and in what comes back."""
MARK = "repeated"
"""Column that says of a row whether its id came before."""
OURS = (ROW, MARK)
"""Names that we give to columns of our own."""
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


def checked(df: DataFrame, row: str | None, ignore: Collection[str]) -> DataFrame:
    """All columns that are not ignored, and the number of each row; what is wrong with them is said before anything runs.

    Raises:
        DocumentError: a column is missing, of the wrong type, or has a name that we need.
    """
    _require_pyspark()
    from pyspark.sql import functions as fn  # noqa: PLC0415
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415

    from co2label.catalogue._arrow_rows import read_rows  # noqa: PLC0415
    from co2label.catalogue.arrow import pa, require  # noqa: PLC0415
    from co2label.catalogue.layout import PRODUCT_FIELDS, PRODUCT_NEEDS  # noqa: PLC0415
    from co2label.catalogue.strangers import stranger  # noqa: PLC0415

    if not hasattr(df, "mapInArrow"):
        raise DocumentError([Problem("", f"expected a Spark DataFrame, got {clip(type(df).__name__)}")])
    require([*PRODUCT_NEEDS, *([] if row is None else [row])], df.columns, "the DataFrame")
    places = (*PRODUCT_FIELDS, "lines")
    others = [name for name in df.columns if name not in {*places, row} and stranger(name, "product", ignore)]
    if taken := [name for name in others if name in OURS]:
        raise DocumentError(
            Problem(f"column {name}", "is a name of ours", "rename or ignore it") for name in taken
        )
    number = fn.lit(None).cast("long") if row is None else _column(row)
    names = [_column(name) for name in (*places, *others) if name in df.columns]
    rows = df.select(*names, number.alias(ROW))
    read_rows(pa.RecordBatch.from_pylist([], to_arrow_schema(rows.drop(ROW).schema)))
    if rows.schema[ROW].dataType.typeName() not in _WHOLE:
        what = f"expected whole numbers, got {rows.schema[ROW].dataType.simpleString()}"
        raise DocumentError([Problem(f"column {row}", what)])
    return rows.withColumn(ROW, fn.col(ROW).cast("long"))


def _column(name: str) -> Column:
    """A column by its whole name, in which a dot is a dot."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    return fn.col(f"`{name.replace('`', '``')}`")


def _require_pyspark() -> None:
    try:
        import pandas  # noqa: F401, ICN001, PLC0415 - which `mapInArrow` asks for
        import pyspark.sql  # noqa: F401, PLC0415
    except ImportError as error:
        message = f"a Spark DataFrame needs {error.name}; pip install 'co2label[spark]'"
        raise DocumentError([Problem("", message)]) from error
