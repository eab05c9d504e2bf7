"""Ids that come twice, wherever their rows are. Without an order of rows none is the first, and all of them are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.spark.schemas import MARK, ROW

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

__all__ = ["marked", "refused"]


def marked(rows: DataFrame, *, ordered: bool) -> DataFrame:
    """Rows that say, as `repeated`, whether a row before them has their id; without an order, whether any other has."""
    from pyspark.sql import Window  # noqa: PLC0415
    from pyspark.sql import functions as fn  # noqa: PLC0415

    same = Window.partitionBy("id")
    place = fn.row_number().over(same.orderBy(ROW)) if ordered else fn.count(fn.lit(1)).over(same)
    return rows.withColumn(MARK, fn.col("id").isNotNull() & (place > 1))


def refused(results: DataFrame, *, ordered: bool) -> DataFrame:
    """Results of which those that are marked have an error and no figure, as if it had been known before."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    figures = [
        fn.when(~fn.col(MARK), fn.col(name)).alias(name)
        for name in results.columns
        if name not in {"id", "errors", ROW}
    ]
    return marked(results, ordered=ordered).select("id", *figures, _errors().alias("errors"))


def _errors() -> Column:
    """The errors of a row; that its id is repeated is said first, as `check_repeated` does."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    from co2label.catalogue._arrow_batch import TOO_LARGE  # noqa: PLC0415
    from co2label.catalogue._arrow_rows import MAX_VALUE_LENGTH, REPEATED_ID  # noqa: PLC0415

    cell = fn.struct(
        fn.col(ROW).alias("row"),
        fn.lit("id").alias("column"),
        fn.substring("id", 1, MAX_VALUE_LENGTH).alias("value"),
        fn.lit(REPEATED_ID).alias("reason"),
    )
    summed_up = fn.filter("errors", lambda other: other["reason"] != TOO_LARGE)  # which a repeated row is not
    with_it = fn.coalesce(fn.concat(fn.array(cell), summed_up), fn.array(cell))
    return fn.when(fn.col(MARK), with_it).otherwise(fn.col("errors"))
