"""Footprints of a Spark DataFrame, computed where its rows are (the extra `[spark]`).

Each executor runs a pure function on the rows that it holds, by `mapInArrow`; there is no scheduler and no cluster code here.
What needs more than one row is Spark's work: ids that come twice are found by a window, and products that use each other come
together in one task, for one exact solve. Nothing is collected in the driver.
"""

from __future__ import annotations

import pickle
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label import __version__
from co2label.catalogue._layout import PRODUCT_FIELDS, PRODUCT_NEEDS, result_schema, unknown_column
from co2label.errors import DocumentError, Problem, clip
from co2label.footprint import Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    import pyarrow as pa
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

    Task = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


_ROW = "row"
"""Column of the number of a row, in what goes to the executors and in what comes back."""

_MARK = "repeated"
"""Column that says of a row whether its id came before."""

_OUR_COLUMNS = (_ROW, _MARK)
"""Names that we give to columns of our own."""

_WHOLE = frozenset(("byte", "short", "integer", "long"))


def result_type() -> StructType:
    """The schema of results as a Spark type; see `co2label.catalogue.result_schema`.

    Raises:
        DocumentError: pyspark, pandas or pyarrow is missing.
    """
    _require_pyspark()
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415

    return from_arrow_schema(result_schema())


def _checked_columns(df: DataFrame, row: str | None, ignore: Collection[str]) -> DataFrame:
    """Select the columns that are not ignored, and the number of each row; problems are raised before anything runs.

    Raises:
        DocumentError: a column is missing, of the wrong type, or has a name that we need.
    """
    _require_pyspark()
    from pyspark.sql import functions as fn  # noqa: PLC0415
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415

    from co2label.catalogue._arrow import pa, require  # noqa: PLC0415
    from co2label.catalogue._arrow_rows import read_rows  # noqa: PLC0415

    if not hasattr(df, "mapInArrow"):
        raise DocumentError([Problem("", f"expected a Spark DataFrame, got {clip(type(df).__name__)}")])
    require([*PRODUCT_NEEDS, *([] if row is None else [row])], df.columns, "the DataFrame")
    places = (*PRODUCT_FIELDS, "lines")
    others = [
        name for name in df.columns if name not in {*places, row} and unknown_column(name, "product", ignore)
    ]
    DocumentError.raise_any(
        Problem(f"column {name}", "is a reserved name", "rename or ignore it")
        for name in others
        if name in _OUR_COLUMNS
    )
    number = fn.lit(None).cast("long") if row is None else _column(row)
    names = [_column(name) for name in (*places, *others) if name in df.columns]
    rows = df.select(*names, number.alias(_ROW))
    read_rows(pa.RecordBatch.from_pylist([], to_arrow_schema(rows.drop(_ROW).schema)))
    if rows.schema[_ROW].dataType.typeName() not in _WHOLE:
        what = f"expected whole numbers, got {rows.schema[_ROW].dataType.simpleString()}"
        raise DocumentError([Problem(f"column {row}", what)])
    return rows.withColumn(_ROW, fn.col(_ROW).cast("long"))


def _column(name: str) -> Column:
    """A column by its whole name; a dot in it is literal."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    return fn.col(f"`{name.replace('`', '``')}`")


def _require_pyspark() -> None:
    try:
        import pandas  # noqa: F401, ICN001, PLC0415 - which `mapInArrow` asks for
        import pyspark.sql  # noqa: F401, PLC0415
    except ImportError as error:
        message = f"a Spark DataFrame needs {error.name}; pip install 'co2label[spark]'"
        raise DocumentError([Problem("", message)]) from error


def _mark_repeated(rows: DataFrame, *, ordered: bool) -> DataFrame:
    """Mark rows whose id a row before them has; without an order, any other row."""
    from pyspark.sql import Window  # noqa: PLC0415
    from pyspark.sql import functions as fn  # noqa: PLC0415

    same = Window.partitionBy("id")
    place = fn.row_number().over(same.orderBy(_ROW)) if ordered else fn.count(fn.lit(1)).over(same)
    return rows.withColumn(_MARK, fn.col("id").isNotNull() & (place > 1))


def _refuse_repeated(results: DataFrame, *, ordered: bool) -> DataFrame:
    """Replace the figures of rows with repeated ids by an error, which comes before their others."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    from co2label.catalogue._arrow_batch import TOO_LARGE  # noqa: PLC0415
    from co2label.catalogue._arrow_rows import MAX_VALUE_LENGTH, REPEATED_ID  # noqa: PLC0415

    figures = [
        fn.when(~fn.col(_MARK), fn.col(name)).alias(name)
        for name in results.columns
        if name not in {"id", "errors", _ROW}
    ]
    cell = fn.struct(
        fn.col(_ROW).alias("row"),
        fn.lit("id").alias("column"),
        fn.substring("id", 1, MAX_VALUE_LENGTH).alias("value"),
        fn.lit(REPEATED_ID).alias("reason"),
    )
    summed_up = fn.filter("errors", lambda other: other["reason"] != TOO_LARGE)  # which a repeated row is not
    with_it = fn.coalesce(fn.concat(fn.array(cell), summed_up), fn.array(cell))
    errors = fn.when(fn.col(_MARK), with_it).otherwise(fn.col("errors"))
    return _mark_repeated(results, ordered=ordered).select("id", *figures, errors.alias("errors"))


def _task(
    work: Callable[..., Iterator[pa.RecordBatch]],
    factors: FactorLibrary,
    basis: Basis,
    ignore: Collection[str],
) -> Task:
    """Pack a function for executors. It is pickled whole and imports on arrival, so it can say what is missing there."""
    whole = partial(work, factors=factors, basis=basis, ignore=(*_OUR_COLUMNS, *ignore))
    packed, version = pickle.dumps(whole), __version__

    def run(batches: Iterable[Any]) -> Any:
        import pickle  # noqa: PLC0415
        import platform  # noqa: PLC0415
        import sys  # noqa: PLC0415

        here = f"the Python of an executor ({sys.executable} on {platform.node()})"
        todo = f"install co2label[arrow] {version} for it, on every node"
        try:
            import co2label  # noqa: PLC0415

            found = co2label.__version__
            unpacked = pickle.loads(packed) if found == version else None  # noqa: S301 - of our own driver
        except ModuleNotFoundError as error:
            raise RuntimeError(f"{here} has no module {error.name!r}; {todo}") from None
        if unpacked is None:
            raise RuntimeError(f"{here} has co2label {found}, the driver has {version}; {todo}")
        return unpacked(batches)

    return run


def _compute_alone(
    batches: Iterable[pa.RecordBatch], factors: FactorLibrary, basis: Basis, ignore: Collection[str]
) -> Iterator[pa.RecordBatch]:
    """Compute rows that use no others, each with its row number; repeated ids are found afterwards."""
    from co2label.catalogue._arrow_batch import batch_footprints, number_rows  # noqa: PLC0415
    from co2label.catalogue._arrow_lines import CodeBooks  # noqa: PLC0415

    vocabulary = CodeBooks(factors, basis, ignore)
    for first, batch in number_rows(batches):
        not_yet_known = np.zeros(batch.num_rows, np.bool_)
        yield _with_row(batch_footprints(batch, vocabulary, first, not_yet_known), batch.column(_ROW))


def _compute_linked(
    batches: Iterable[pa.RecordBatch], factors: FactorLibrary, basis: Basis, ignore: Collection[str]
) -> Iterator[pa.RecordBatch]:
    """Compute all rows that use others or are used; they are sorted and marked where their id came before."""
    from co2label.catalogue._arrow_batch import number_rows  # noqa: PLC0415
    from co2label.catalogue._arrow_catalogue import Catalogue, solve_catalogue  # noqa: PLC0415
    from co2label.catalogue._arrow_lines import CodeBooks  # noqa: PLC0415

    gathered, rows = Catalogue(CodeBooks(factors, basis, ignore)), []
    for first, batch in number_rows(batches):
        gathered.add(batch, first, batch.column(_MARK).to_numpy(zero_copy_only=False))
        rows.append(batch.column(_ROW))
    if rows:
        yield from map(_with_row, solve_catalogue(gathered), rows)


def _with_row(results: pa.RecordBatch, row: pa.Array) -> pa.RecordBatch:
    """Put the row numbers into the errors of results, and as a last column."""
    from co2label.catalogue._arrow import pa, pc  # noqa: PLC0415

    errors = results.column("errors")
    if errors.null_count < len(errors):
        _, *rest = errors.flatten().flatten()
        numbers = row.take(pc.list_parent_indices(errors))
        cells = pa.StructArray.from_arrays([numbers, *rest], fields=list(errors.type.value_type))
        errors = pa.ListArray.from_arrays(errors.offsets, cells, errors.type, mask=errors.is_null())
    columns = [*results.columns[:-1], errors, row]
    return pa.record_batch(columns, schema=results.schema.append(pa.field(_ROW, pa.int64())))


def footprints(  # noqa: PLR0913 - the basis, by keyword
    df: DataFrame,
    factors: FactorLibrary,
    *,
    row: str | None = None,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> DataFrame:
    """Compute the footprints of products: a row out for every row in, with the same figures as on one machine.

    It is lazy, like every DataFrame. A row that cannot be computed stops nothing: its figures are null and its `errors` say
    why, so `result.where("errors is not null")` is the table of errors.

    The rows of a DataFrame have no order of their own, so of rows with one id none is the first: each is an error, and
    `row` in an error is null. With a column that numbers the rows, errors give that number, and of rows with one id the one
    with the lowest keeps its figure; if it counts as a spreadsheet does (2, 3, 4 …), the result is that of
    `catalogue.footprint_batches` over the table in this order, to the last bit.

    Where lines have a field `product`, products that use others or are used come together in one task, whose Python needs
    about half a kilobyte for each of them, and a tenth of one a line; the others stay where they are. The result is that of
    `catalogue.footprints`, but the last bit of a standard deviation may differ, and near names for an unknown product are
    looked for among those that come together.

    Args:
        df: products in the layout of `co2label.catalogue._layout`.
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
    rows, kinds = _checked_columns(df, row, ignore), result_type().add(_ROW, "long")
    of_one = _task(_compute_alone, factors, basis, ignore)
    lists: Any = rows.schema["lines"].dataType
    if "product" not in lists.elementType.names:
        return _refuse_repeated(rows.mapInArrow(of_one, kinds), ordered=row is not None)
    linked, others = _split_linked(rows)
    linked = _mark_repeated(linked, ordered=row is not None).repartition(1).sortWithinPartitions(_ROW, "id")
    solved = linked.mapInArrow(_task(_compute_linked, factors, basis, ignore), kinds).drop(_ROW)
    return solved.union(_refuse_repeated(others.mapInArrow(of_one, kinds), ordered=row is not None))


def _split_linked(rows: DataFrame) -> tuple[DataFrame, DataFrame]:
    """Split products that use others or are used from the rest; rows of one id stay together."""
    from pyspark.sql import functions as fn  # noqa: PLC0415

    users = rows.where(fn.exists("lines", lambda line: line["product"].isNotNull()))
    drawn = users.select(fn.explode("lines.product").alias("linked")).where("linked is not null")
    names = users.select(fn.col("id").cast("string").alias("linked")).union(drawn).distinct()
    is_one = rows["id"].cast("string").eqNullSafe(names["linked"])
    return rows.join(names, is_one, "left_semi"), rows.join(names, is_one, "left_anti")
