"""Where one machine ends: the footprints of a Spark DataFrame, computed where its rows are (the extra `[spark]`).

Each executor runs the pure function on the rows that it holds, by `mapInArrow`; there is no scheduler and no cluster code
here. What needs more than one row is Spark's work: whether an id comes twice is found by a window over the results.

Nothing is collected in the driver. The factors travel in the task, which Spark sends to each executor once.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label import __version__
from co2label.errors import DocumentError, Problem, clip
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

    from co2label.factors import FactorLibrary
    from co2label.model.factor import GwpName

    Task = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]

__all__ = ["footprints", "result_type"]

_ROW = "row"
"""Column of the number of a row, in what goes to the executors and in what comes back."""
_ANOTHER = "another row has the same id; each product needs its own"
_LONGEST = 80
"""Characters of a value that are kept, as in `findings`."""


def footprints(
    df: DataFrame,
    factors: FactorLibrary,
    *,
    row: str | None = None,
    gwp_set: GwpName = "AR6",
    horizon: int = 100,
) -> DataFrame:
    """The footprints of products: a row out for every row in, with the figures of `catalogue.footprint_batches`.

    It is lazy, like every DataFrame. A row that cannot be computed stops nothing: its figures are null and its `errors` say
    why, so `result.where("errors is not null")` is the table of errors.

    The rows of a DataFrame have no order of their own, so of rows with one id none is the first: each is an error, and
    `row` in an error is null. With a column that numbers the rows, errors give that number, and of rows with one id the one
    with the lowest keeps its figure; if it counts as a spreadsheet does (2, 3, 4 …), the result is that of
    `footprint_batches` over the table in this order, to the last bit.

    Args:
        df: products in the layout of `co2label.catalogue.layout`; other columns are not read.
        factors: emission factors by id; they travel with the task.
        row: name of a column of whole numbers, another for each row.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.

    Returns:
        A DataFrame of `result_type`, in kilograms of CO2e per declared unit.

    Raises:
        DocumentError: pyspark, pandas or pyarrow is missing; this is no Spark DataFrame, or it lacks a column.
        FactorError: an unknown GWP set or horizon.
    """
    Basis.of(gwp_set, horizon)
    rows = _checked(df, row)
    kinds = result_type().add(_ROW, "long")
    found = rows.mapInArrow(_task(factors, gwp_set, horizon), kinds)
    return _without_repeated(found, ordered=row is not None)


def result_type() -> StructType:
    """The schema of the result: that of the Arrow batches, `co2label.catalogue.layout.result_schema`, as Spark says it.

    Raises:
        DocumentError: pyspark, pandas or pyarrow is missing.
    """
    _require_pyspark()
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    from co2label.catalogue.layout import result_schema  # noqa: PLC0415

    return from_arrow_schema(result_schema())


def _require_pyspark() -> None:
    try:
        import pandas  # noqa: F401, ICN001, PLC0415 - which `mapInArrow` asks for
        import pyspark.sql  # noqa: F401, PLC0415
    except ImportError as error:
        message = f"a Spark DataFrame needs {error.name}; pip install 'co2label[spark]'"
        raise DocumentError([Problem("", message)]) from error


def _checked(df: DataFrame, row: str | None) -> DataFrame:
    """The columns of the layout, and the number of each row; what is wrong with the columns is said before anything runs."""
    _require_pyspark()
    from pyspark.sql import functions as fn  # noqa: PLC0415
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415

    from co2label.catalogue.arrow import pa, require  # noqa: PLC0415
    from co2label.catalogue.batches.rows import read_rows  # noqa: PLC0415
    from co2label.catalogue.layout import PRODUCT_FIELDS, PRODUCT_NEEDS  # noqa: PLC0415

    if not hasattr(df, "mapInArrow"):
        raise DocumentError([Problem("", f"expected a Spark DataFrame, got {clip(type(df).__name__)}")])
    require([*PRODUCT_NEEDS, *([row] if row else [])], df.columns, "the DataFrame")
    names = [name for name in (*PRODUCT_FIELDS, "lines") if name in df.columns]
    rows = df.select(*names, (_column(row) if row else fn.lit(None).cast("long")).alias(_ROW))
    read_rows(pa.RecordBatch.from_pylist([], to_arrow_schema(rows.drop(_ROW).schema)))
    if rows.schema[_ROW].dataType.typeName() not in {"byte", "short", "integer", "long"}:
        what = f"expected whole numbers, got {rows.schema[_ROW].dataType.simpleString()}"
        raise DocumentError([Problem(f"column {row}", what)])
    return rows.withColumn(_ROW, fn.col(_ROW).cast("long"))


def _column(name: str) -> Column:
    from pyspark.sql import functions as fn  # noqa: PLC0415

    return fn.col(f"`{name.replace('`', '``')}`")


def _task(factors: FactorLibrary, gwp_set: GwpName, horizon: int) -> Task:
    """What runs on an executor. It is pickled whole and imports there, so that it can say what an executor lacks."""
    library, version = pickle.dumps(factors), __version__

    def task(batches: Iterable[Any]) -> Iterator[Any]:
        import pickle  # noqa: PLC0415
        import platform  # noqa: PLC0415
        import sys  # noqa: PLC0415

        here = f"the Python of an executor ({sys.executable} on {platform.node()})"
        todo = f"install co2label[arrow] {version} for it, on every node"
        try:
            import co2label  # noqa: PLC0415
            from co2label.catalogue.spark import computed  # noqa: PLC0415
        except ModuleNotFoundError as error:
            message = f"{here} has no module {error.name!r}; {todo}"
            raise RuntimeError(message) from None
        if co2label.__version__ != version:
            message = f"{here} has co2label {co2label.__version__}, the driver has {version}; {todo}"
            raise RuntimeError(message)
        return computed(batches, pickle.loads(library), gwp_set, horizon)  # noqa: S301 - of our own driver

    return task


def computed(
    batches: Iterable[pa.RecordBatch], factors: FactorLibrary, gwp_set: GwpName, horizon: int
) -> Iterator[pa.RecordBatch]:
    """The part of an executor: results of the rows that it holds, each with the number of its row."""
    from co2label.catalogue.batches.footprints import footprints_of, numbered  # noqa: PLC0415
    from co2label.catalogue.batches.vocabulary import Vocabulary  # noqa: PLC0415

    vocabulary = Vocabulary(factors, Basis.of(gwp_set, horizon))
    for first, batch in numbered(batches):
        not_yet_known = np.zeros(batch.num_rows, np.bool_)
        yield _numbered(footprints_of(batch, vocabulary, first, not_yet_known), batch.column(_ROW))


def _numbered(results: pa.RecordBatch, row: pa.Array) -> pa.RecordBatch:
    """Results whose errors give the numbers that the rows have, and those numbers as a last column."""
    from co2label.catalogue.arrow import pa, pc  # noqa: PLC0415

    errors = results.column("errors")
    if errors.null_count < len(errors):
        _, *rest = errors.flatten().flatten()
        cells = pa.StructArray.from_arrays(
            [row.take(pc.list_parent_indices(errors)), *rest], fields=list(errors.type.value_type)
        )
        errors = pa.ListArray.from_arrays(errors.offsets, cells, errors.type, mask=errors.is_null())
    columns = [*results.columns[:-1], errors, row]
    return pa.record_batch(columns, schema=results.schema.append(pa.field(_ROW, pa.int64())))


def _without_repeated(found: DataFrame, *, ordered: bool) -> DataFrame:
    """The results, but those whose id came before are errors; without an order, all those whose id comes twice."""
    from pyspark.sql import Window  # noqa: PLC0415
    from pyspark.sql import functions as fn  # noqa: PLC0415

    same = Window.partitionBy("id")
    place = fn.row_number().over(same.orderBy(_ROW)) if ordered else fn.count(fn.lit(1)).over(same)
    marked = found.withColumn("repeated", fn.col("id").isNotNull() & (place > 1))
    figures = [
        fn.when(~fn.col("repeated"), _column(name)).alias(name)
        for name in found.columns
        if name not in {"id", "errors", _ROW}
    ]
    return marked.select("id", *figures, _errors(ordered=ordered).alias("errors"))


def _errors(*, ordered: bool) -> Column:
    """The errors of a row; that its id is repeated is said first, as `check_repeated` does."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    from co2label.catalogue.batches.footprints import TOO_LARGE  # noqa: PLC0415
    from co2label.catalogue.batches.ids import REPEATED  # noqa: PLC0415

    cell = fn.struct(
        fn.col(_ROW).alias("row"),
        fn.lit("id").alias("column"),
        fn.substring("id", 1, _LONGEST).alias("value"),
        fn.lit(REPEATED if ordered else _ANOTHER).alias("reason"),
    )
    summed_up = fn.filter("errors", lambda other: other["reason"] != TOO_LARGE)  # which a repeated row is not
    with_it = fn.coalesce(fn.concat(fn.array(cell), summed_up), fn.array(cell))
    return fn.when(fn.col("repeated"), with_it).otherwise(fn.col("errors"))
