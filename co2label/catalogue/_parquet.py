"""Parquet files of products to Parquet files of footprints; rows of single lines become lists.

Files are read in batches that fit the cache, and written whole or not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq

from co2label import _storage as storage
from co2label.catalogue._arrow import (
    LINES_AT_ONCE,
    ArrowSource,
    pa,
    pc,
    record_batches,
    require,
    require_once,
)
from co2label.catalogue._arrow_batch import bad_cells, compute_tasks, good_rows, read_ahead, tasks_of
from co2label.catalogue._arrow_lines import CodeBooks
from co2label.catalogue._arrow_rows import SeenIds
from co2label.catalogue._layout import LINE_FIELDS, LINE_NEEDS, PRODUCT_FIELDS, result_schema
from co2label.errors import DocumentError, Problem, clip
from co2label.footprint import Basis
from co2label.tabular import RowProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet


_ROWS_OF_A_GROUP = 122_880
"""Of a file that is written."""

_TEXTS = ("unit", "stage", "factor", "through", "product", "gas", "declared_unit", "boundary")
"""Columns whose texts repeat: read as the dictionaries that they are in the file, at a quarter of the cost."""

_COLUMNS = frozenset({*PRODUCT_FIELDS, *LINE_FIELDS, "lines"} - {"name", "gtin", "category"})


def read_parquet(path: Path) -> Iterator[pa.RecordBatch]:
    """The columns of a file that a calculation needs, row group by row group, in batches that are worked on at once.

    Raises:
        DocumentError: it cannot be read, or is no Parquet file.
    """
    try:
        with pq.ParquetFile(path) as file:
            names = [file.schema.column(place).path for place in range(len(file.schema))]
            texts = [name for name in names if name.rsplit(".", 1)[-1] in _TEXTS]
            columns = [name for name in file.schema_arrow.names if name in _COLUMNS]
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            for group in range(file.num_row_groups):
                rows = _rows_at_once(file.metadata.row_group(group))
                yield from file.iter_batches(rows, row_groups=[group], columns=columns, use_threads=False)
    except (OSError, pa.ArrowInvalid) as error:
        what = f"cannot be read as Parquet ({error})"
        raise Problem(str(path), what, "check the path and the file").as_error() from None


def _rows_at_once(group: pq.RowGroupMetaData) -> int:
    """Rows with as many lines as are worked on at once; the values of a nested column are counted with their lines."""
    lines = max((group.column(place).num_values for place in range(group.num_columns)), default=1)
    return max(1, LINES_AT_ONCE * int(group.num_rows) // max(lines, 1))


class ParquetWriter:
    """A file that is being written; `rows` counts."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self._waiting: list[pa.RecordBatch] = []
        self._count = 0
        self.rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Write some more rows."""
        self._waiting.append(batch)
        self._count += batch.num_rows
        self.rows += batch.num_rows
        if self._count >= _ROWS_OF_A_GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what waits as a row group."""
        if self._count:
            self._writer.write_table(pa.Table.from_batches(self._waiting), self._count)
        self._waiting, self._count = [], 0


@contextmanager
def write_parquet(path: Path, schema: pa.Schema) -> Iterator[ParquetWriter]:
    """Write a file, row group by row group."""
    packed = dict.fromkeys(_texts(schema), "zstd")  # figures do not shrink
    repeating = [
        name for name in packed if name != "id"
    ]  # a dictionary of figures or ids would only cost time
    with pq.ParquetWriter(path, schema, compression=packed or None, use_dictionary=repeating) as writer:
        writing = ParquetWriter(writer)
        yield writing
        writing.flush()


@contextmanager
def whole_files(*paths: Path) -> Iterator[list[Path]]:
    """Places to write files at, from which they are put in their own once all of them are written; else none is.

    Raises:
        DocumentError: one cannot be written.
    """
    try:
        with storage.whole_files(*paths) as parts:
            yield parts
    except OSError as error:
        what = f"cannot be written ({storage.reason(error)})"
        problem = Problem(str(paths[-1]), what, "make room, or choose another folder")
        raise DocumentError([problem]) from None


def _texts(schema: pa.Schema) -> list[str]:
    """Paths of the columns of texts."""
    lists = [f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type)]
    return [*(field.name for field in schema if pa.types.is_string(field.type)), *lists]


_OF_PRODUCTS = tuple(name for name in PRODUCT_FIELDS if name != "name")
"""Columns that say the same in every row of a product; `name` is the line's."""

_FIRST = np.zeros(1, np.intp)
"""Where the products of a batch begin that holds one."""


def group_lines(batches: ArrowSource | Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Gather the lines of each product: from a table with one row a line to one with one row a product.

    The rows of a product must stand together; a product may go on in the next batch. The columns of the lines are not
    copied. Columns of the product (`declared_unit`, `boundary`, `mass`…) may stand beside them, the same in all its rows.
    Columns that are neither go with the lines, and are judged where these are computed.

    Args:
        batches: a table with the columns `id`, `amount`, `unit`, `stage` and one of `factor`, `product`, `gas`.

    Raises:
        DocumentError: a column is missing; the rows of a product do not stand together, or do not say the same of it.

    >>> flat = pa.table({"id": ["tea", "tea", "cup"], "amount": [2.0, 0.1, 1.0], "unit": ["g", "kWh", "piece"],
    ...                  "stage": ["raw-materials", "use", "use"], "factor": ["food.green_tea", "elec.grid.jp", "cup"]})
    >>> table = pa.Table.from_batches(group_lines(flat))
    >>> table.column("id").to_pylist(), [len(lines) for lines in table.column("lines").to_pylist()]
    (['tea', 'cup'], [2, 1])
    """
    seen = SeenIds()
    for batch, begins in _whole(record_batches(batches)):
        gathered = _gathered(batch, begins)
        again = seen.again(gathered.column("id"))
        if again.any():
            raise DocumentError([_apart(gathered.column("id")[int(np.argmax(again))].as_py())])
        yield gathered


def _whole(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, NDArray[np.intp]]]:
    """The same rows, cut between products, and where those begin: the last product of a batch waits for the next."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        require(("id", *LINE_NEEDS), batch.schema.names, "the table of lines")
        require_once(batch.schema.names, "column ")
        if not batch.num_rows:
            continue
        begins = _begins(batch.column("id"))
        if waiting and _same(waiting[0].column("id")[0], batch.column("id")[0]):
            begins = begins[1:]
        if not len(begins):
            waiting.append(batch)
            continue
        first, last = int(begins[0]), int(begins[-1])
        if waiting:
            yield _joined([*waiting, batch.slice(0, first)]), _FIRST
        yield from _parts(batch, begins)
        waiting = [batch.slice(last)]
    if waiting:
        yield _joined(waiting), _FIRST


def _parts(
    batch: pa.RecordBatch, begins: NDArray[np.intp]
) -> Iterator[tuple[pa.RecordBatch, NDArray[np.intp]]]:
    """All products of a batch but the last, in parts of about so many lines as are worked on at once."""
    place, end = 0, len(begins) - 1
    while place < end:
        following = int(np.searchsorted(begins, begins[place] + LINES_AT_ONCE, side="right")) - 1
        following = min(max(following, place + 1), end)
        first, last = int(begins[place]), int(begins[following])
        yield batch.slice(first, last - first), begins[place:following] - first
        place = following


def _joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    table = pa.Table.from_batches(batches, batches[0].schema) if len(batches) > 1 else None
    return batches[0] if table is None else table.unify_dictionaries().combine_chunks().to_batches()[0]


def _begins(ids: pa.Array) -> NDArray[np.intp]:
    """Rows in which another product begins, the first of them 0."""
    cells = ids.indices if pa.types.is_dictionary(ids.type) else ids
    return np.concatenate(([0], np.flatnonzero(_changed(cells)) + 1))


def _changed(cells: pa.Array) -> NDArray[np.bool_]:
    """Of each cell but the first, whether it differs from the one before; two empty ones do not."""
    if pa.types.is_integer(cells.type) and not cells.null_count:
        numbers = cells.to_numpy()
        return np.asarray(numbers[1:] != numbers[:-1])
    here, before = cells.slice(1), cells.slice(0, len(cells) - 1)
    changed = pc.not_equal(here, before)
    if cells.null_count:
        changed = pc.fill_null(changed, pc.xor(pc.is_null(here), pc.is_null(before)))
    return np.asarray(changed.to_numpy(zero_copy_only=False))


def _same(one: pa.Scalar, other: pa.Scalar) -> bool:
    return bool(one.as_py() == other.as_py())


def _gathered(batch: pa.RecordBatch, begins: NDArray[np.intp]) -> pa.RecordBatch:
    names = [name for name in _OF_PRODUCTS if name in batch.schema.names]
    names += [name for name in batch.schema.names if name.startswith("name.")]
    _check_same(batch, names, begins)
    fields = [name for name in batch.schema.names if name not in names]
    structs = pa.StructArray.from_arrays([batch.column(name) for name in fields], fields)
    offsets = pa.array(np.append(begins, batch.num_rows), pa.int32())
    at = pa.array(begins)
    columns = [*(batch.column(name).take(at) for name in names), pa.ListArray.from_arrays(offsets, structs)]
    return pa.record_batch(columns, [*names, "lines"])


def _check_same(batch: pa.RecordBatch, names: Sequence[str], begins: NDArray[np.intp]) -> None:
    """Refuse products whose rows say different things of the product."""
    starts = np.zeros(batch.num_rows, np.bool_)
    starts[begins] = True
    for name in names[1:]:
        changes = _begins(batch.column(name))
        wrong = changes[~starts[changes]]
        if len(wrong):
            row = int(wrong[0])
            product, value = batch.column("id")[row].as_py(), batch.column(name)[row].as_py()
            what = f"{clip(value)} in a row of product {clip(product)} differs from the row before"
            raise Problem(name, what, "say the same of a product in all its rows").as_error()


def _apart(product: object) -> Problem:
    what = f"the rows of product {clip(product)} do not stand together"
    return Problem("id", what, "sort the table by id first (stable, so that lines keep their order)")


@dataclass(frozen=True, slots=True)
class FileSummary:
    """Files that a run has written, with the number of products in them."""

    target: Path
    errors: Path
    products: int
    """With a figure, in `target`."""
    rejected: int
    """Without one; why stands in `errors`, cell by cell."""


def footprint_file(  # noqa: PLR0913 - the basis, by keyword
    source: str | Path,
    target: str | Path,
    factors: FactorLibrary,
    *,
    workers: int = 1,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> FileSummary:
    """Compute the footprints of a Parquet file of products into another one; of what was read, memory keeps the ids alone.

    A row of the file is a product with its `lines`, or one line, sorted by `id` (see `group_lines`). The target has the columns
    of `result_schema` without `errors`; what is wrong with the other products goes to a table beside it, `out.errors.parquet`
    for `out.parquet`, with the fields of `Rejected`. Each file is there whole, or not at all. Products that use other
    products are refused here; see `footprints`.

    Args:
        source: the Parquet file to read.
        target: the Parquet file to write, in a folder that is there; one of that name is replaced.
        factors: emission factors by id.
        workers: threads that compute; one more reads, and the caller's writes. The bytes are the same for any number.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.

    Raises:
        DocumentError: a file cannot be read or written; it lacks a column; a file of lines is not sorted by id.
        FactorError: an unknown GWP set or horizon.
    """
    source, target = Path(source), Path(target)
    errors = target.with_suffix(f".errors{target.suffix}")
    if target.resolve() == source.resolve():
        raise Problem(str(target), "is the file that is read", "choose another name").as_error()
    basis = Basis.of(gwp_set, horizon)
    vocabularies = [CodeBooks(factors, basis, ignore) for _ in range(workers)]
    rejected = 0
    with (
        whole_files(errors, target) as (bad_part, good_part),
        write_parquet(bad_part, _findings()) as bad,
        write_parquet(good_part, _figures()) as good,
    ):
        for results in compute_tasks(tasks_of(_products(source)), vocabularies):
            kept = good_rows(results)
            rejected += results.num_rows - kept.num_rows
            good.add(kept)
            if kept.num_rows < results.num_rows:
                bad.add(_table(bad_cells(results, source.name)))
    return FileSummary(target, errors, good.rows, rejected)


def _products(source: Path) -> Iterator[pa.RecordBatch]:
    """The products of a file in either layout."""
    batches = read_ahead(read_parquet(source))
    first = next(batches, None)
    if first is None:
        return iter(())
    whole = chain([first], batches)
    return whole if "lines" in first.schema.names else group_lines(whole)


def _figures() -> pa.Schema:
    schema = result_schema()
    return schema.remove(schema.get_field_index("errors"))


def _findings() -> pa.Schema:
    kinds = {"row": pa.int64()}
    return pa.schema([(field.name, kinds.get(field.name, pa.string())) for field in fields(RowProblem)])


def _table(cells: Iterable[RowProblem]) -> pa.RecordBatch:
    columns = zip(*map(astuple, cells), strict=True)
    return pa.record_batch([list(column) for column in columns], schema=_findings())
