"""From a DataFrame of products to one of footprints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from co2label.catalogue.spark.repeated import marked, refused
from co2label.catalogue.spark.schemas import ROW, checked, result_type
from co2label.catalogue.spark.work import alone, task, together
from co2label.footprint import Basis

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyspark.sql import DataFrame

    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

__all__ = ["footprints"]


def footprints(  # noqa: PLR0913 - the basis, by keyword
    df: DataFrame,
    factors: FactorLibrary,
    *,
    row: str | None = None,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> DataFrame:
    """The footprints of products: a row out for every row in, with the figures of a run on one machine.

    It is lazy, like every DataFrame. A row that cannot be computed stops nothing: its figures are null and its `errors` say
    why, so `result.where("errors is not null")` is the table of errors.

    The rows of a DataFrame have no order of their own, so of rows with one id none is the first: each is an error, and
    `row` in an error is null. With a column that numbers the rows, errors give that number, and of rows with one id the one
    with the lowest keeps its figure; if it counts as a spreadsheet does (2, 3, 4 …), the result is that of
    `catalogue.footprint_batches` over the table in this order, to the last bit.

    Where lines have a field `product`, products that use others or are used come together in one task, whose Python needs
    about half a kilobyte for each of them; the others stay where they are. The result is that of `catalogue.footprints`, but
    the last bit of a standard deviation may differ, and near names for an unknown product are looked for among those that
    come together.

    Args:
        df: products in the layout of `co2label.catalogue.layout`.
        factors: emission factors by id; they travel with the task, which Spark sends to each executor once.
        row: name of a column of whole numbers, another for each row.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.

    Returns:
        A DataFrame of `result_type`, in kilograms of CO2e per declared unit.

    Raises:
        DocumentError: pyspark, pandas or pyarrow is missing; this is no Spark DataFrame, or it lacks a column.
        FactorError: an unknown GWP set or horizon.
    """
    basis = Basis.of(gwp_set, horizon)
    rows, kinds = checked(df, row, ignore), result_type().add(ROW, "long")
    of_one = task(alone, factors, basis, ignore)
    lists: Any = rows.schema["lines"].dataType
    if "product" not in lists.elementType.names:
        return refused(rows.mapInArrow(of_one, kinds), ordered=row is not None)
    linked, others = _apart(rows)
    linked = marked(linked, ordered=row is not None).repartition(1).sortWithinPartitions(ROW, "id")
    solved = linked.mapInArrow(task(together, factors, basis, ignore), kinds).drop(ROW)
    return solved.union(refused(others.mapInArrow(of_one, kinds), ordered=row is not None))


def _apart(rows: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The products that use others or are used, and the rest; rows of one id are on one side."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    users = rows.where(fn.exists("lines", lambda line: line["product"].isNotNull()))
    drawn = users.select(fn.explode("lines.product").alias("linked")).where("linked is not null")
    names = users.select(fn.col("id").cast("string").alias("linked")).union(drawn).distinct()
    is_one = rows["id"].cast("string").eqNullSafe(names["linked"])
    return rows.join(names, is_one, "left_semi"), rows.join(names, is_one, "left_anti")
