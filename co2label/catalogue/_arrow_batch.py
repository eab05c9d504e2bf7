"""Footprints of products in record batches: a row of results for every row, batch by batch, by one or several threads.

`read_batch` reads a batch and collects its bad cells, `add_up` sums its good rows, `result_batch` makes the columns of
results. Only the code books and the ids are kept from batch to batch.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from co2label.catalogue._arrow import (
    LINES_AT_ONCE,
    ArrowSource,
    cut,
    pa,
    pc,
    record_batches,
    require,
    require_once,
)
from co2label.catalogue._arrow_lines import BatchLines, CodeBooks, check_empty_stages, read_lines
from co2label.catalogue._arrow_rows import (
    BadCells,
    BatchRows,
    SeenIds,
    check_ids,
    check_repeated,
    find_unknown_columns,
    ids_as_text,
    read_rows,
)
from co2label.catalogue._arrow_sums import (
    DirectResults,
    any_uncertain,
    direct_results,
    masses_of,
    uncertain_sums,
)
from co2label.catalogue._layout import PRODUCT_NEEDS, result_schema
from co2label.footprint import Basis
from co2label.footprint._notes import CODES_BY_PRODUCT, noted
from co2label.footprint._shares import shares_from_kg
from co2label.model import COMPONENTS, STAGES
from co2label.tabular import RowProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_bridging import ProductHeaders
    from co2label.factors import FactorLibrary
    from co2label.footprint._uncertainty import Gum
    from co2label.model import Component, GwpSet


def notes_column(part: DirectResults, year: NDArray[np.float64] | None, gum: Gum | None) -> pa.Array:
    """Return (product) lists of the codes of notes.

    Args:
        part: sums of the products.
        year: (product), year of their data, NaN where none is stated.
        gum: their intervals, NaN where none is stated.
    """
    forcing = None
    if _FORCING in part.components:
        forcing = part.of_component(part.components.index(_FORCING))
    noted_products = noted(part.bits, part.oldest, part.kg_co2e, forcing, year, gum)
    pattern = np.zeros(len(part.bits), np.intp)
    for place, code in enumerate(CODES_BY_PRODUCT):
        if code in noted_products:
            pattern |= noted_products[code].astype(np.intp) << place
    return _texts(pattern)


def _texts(pattern: NDArray[np.intp]) -> pa.Array:
    """Return lists of codes; bit `i` of a pattern stands for the code at place `i`."""
    distinct, number = np.unique(pattern, return_inverse=True)
    codes = [
        [code for place, code in enumerate(CODES_BY_PRODUCT) if one >> place & 1] for one in distinct.tolist()
    ]
    return pa.array(codes, pa.list_(pa.string())).take(pa.array(number))


_REST: Component = "fossil"

_FORCING: Component = "aircraft-forcing"


def result_batch(
    ids: pa.Array, part: DirectResults, gum: Gum | None, year: NDArray[np.float64] | None, findings: BadCells
) -> pa.RecordBatch:
    """Return the table of results; `part`, `gum` and `year` hold the rows without findings only."""
    columns = [*_figures(part, gum), notes_column(part, year, gum)]
    if findings.bad.any():
        place = np.cumsum(~findings.bad) - 1
        at = pa.array(place, mask=findings.bad)
        columns = [column.take(at) for column in columns]
    return pa.record_batch([ids, *columns, findings.column()], schema=result_schema())


def _figures(part: DirectResults, gum: Gum | None) -> Iterator[pa.Array]:
    count = len(part)
    none = pa.nulls(count, pa.float64())
    yield pa.array(part.kg_co2e)
    for stage in range(len(STAGES)):
        yield pa.array(part.of_stage(stage), mask=part.bits & 1 << stage == 0)
    booked = part.kg != 0
    for component in COMPONENTS:
        kg, present = np.zeros(count), np.zeros(count, np.bool_)
        if component in part.components:
            place = part.components.index(component)
            kg, present = part.of_component(place), booked[:, place].any(axis=0)
        if component == _REST:
            present |= _has_empty_stage(part, booked)
        yield pa.array(kg, mask=~present) if present.any() else none
    yield none if gum is None else pa.array(gum.sd, from_pandas=True)
    yield none if gum is None else pa.array(gum.factors_stated, mask=np.isnan(gum.sd))
    yield from map(pa.array, shares_from_kg(part.up_to).T[1:])


def _has_empty_stage(part: DirectResults, booked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return (product) whether it has a stage whose activities sum to zero; that zero is booked as fossil."""
    empty = np.zeros(len(part), np.bool_)
    for stage, anything in enumerate(np.asarray(booked.any(axis=1))):
        empty |= ~anything & (part.bits & 1 << stage != 0)
    return empty


def good_rows(results: pa.RecordBatch | pa.Table) -> pa.RecordBatch | pa.Table:
    """Return the rows with figures, without the column of errors.

    Args:
        results: what `footprint_batches` yields, one batch or a table of many.
    """
    figures = results.drop_columns(["errors"])
    if results.column("errors").null_count == results.num_rows:
        return figures
    return figures.filter(pc.is_null(results.column("errors")))


def bad_cells(results: pa.RecordBatch | pa.Table, table: str = "") -> Iterator[RowProblem]:
    """Yield the problems of the rows without figures, cell by cell, in their order.

    Args:
        results: what `footprint_batches` yields, one batch or a table of many.
        table: name of the table that was read, for messages.

    >>> from co2label import FactorLibrary, catalogue
    >>> import pyarrow as pa
    >>> lines = [{"amount": float("nan"), "unit": "kg", "stage": "production", "gas": "CO2"}]
    >>> (batch,) = catalogue.footprint_batches(pa.table({"id": ["flame"], "lines": [lines]}), FactorLibrary())
    >>> [found] = catalogue.bad_cells(batch, "flames.parquet")
    >>> found.row, found.column, found.value
    (2, 'lines[0].amount', 'nan')
    """
    wrong = results.filter(pc.is_valid(results.column("errors")))
    for product, errors in zip(
        wrong.column("id").to_pylist(), wrong.column("errors").to_pylist(), strict=True
    ):
        for cell in errors:
            yield RowProblem(table=table, product=product or None, **cell)


_FIRST_ROW = 2
"""Number of the first row as a spreadsheet counts, where row 1 is the header."""

_USES_PRODUCT = "uses another product; `catalogue.footprints` computes products that use each other, together"

TOO_LARGE = "the figure is too large to be a number; check the amounts and factors"


def number_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Split batches to a size for the cache, each with the row of its first product, as a spreadsheet counts."""
    row = _FIRST_ROW
    for batch in batches:
        require(PRODUCT_NEEDS, batch.schema.names, "the table of products")
        require_once(batch.schema.names, "column ")
        for part in cut(batch, _rows_at_once(batch)):
            yield row, part
            row += part.num_rows


def batch_footprints(
    batch: pa.RecordBatch, vocabulary: CodeBooks, first_row: int, repeated: NDArray[np.bool_]
) -> pa.RecordBatch:
    """Compute the results of one batch; `repeated` is (row), whether an id came before."""
    read = read_batch(batch, vocabulary, first_row, repeated)
    refuse_uses(read)
    part, lines, kept = add_up(read, vocabulary)
    part = part.balanced()
    gum = None
    if any_uncertain(lines, vocabulary.weights):
        gum = uncertain_sums(lines, vocabulary.weights).gum(part.kg_co2e)
    year = None if read.headers.year is None else read.headers.year[kept]
    return result_batch(read.ids, part, gum, year, read.findings)


@dataclass(frozen=True, slots=True, eq=False)
class BatchRead:
    """A batch that was read, with its bad cells."""

    ids: pa.Array
    rows: BatchRows
    headers: ProductHeaders
    lines: BatchLines
    findings: BadCells


def read_batch(
    batch: pa.RecordBatch, vocabulary: CodeBooks, first_row: int, repeated: NDArray[np.bool_]
) -> BatchRead:
    """Read one batch and collect its bad cells."""
    rows = read_rows(batch)
    ids, findings = ids_as_text(batch.column("id")), BadCells(first_row, rows.start)
    check_ids(ids, findings)
    find_unknown_columns(rows, findings, vocabulary.ignore)
    headers = vocabulary.products.read(rows, findings)
    lines = read_lines(rows, headers, vocabulary, findings)
    check_empty_stages(rows, headers, lines, findings)
    check_repeated(ids, repeated, findings)
    return BatchRead(ids, rows, headers, lines, findings)


def refuse_uses(read: BatchRead) -> None:
    """Refuse products that use others, which a batch alone cannot compute."""
    column = read.rows.lines.get("product")
    read.findings.lines(read.lines.used.tolist(), "product", column, lambda _: _USES_PRODUCT)


def add_up(read: BatchRead, vocabulary: CodeBooks) -> tuple[DirectResults, BatchLines, NDArray[np.bool_]]:
    """Return the sums of the rows without findings, their lines, and a (row) mask of them; overflow becomes a finding."""
    good = ~read.findings.bad
    lines = read.lines if good.all() else read.lines.of(good)
    masses = masses_of(read.rows, read.headers, read.lines, vocabulary)
    part = direct_results(lines, vocabulary.weights, masses and masses.of(good))
    if np.isfinite(part.kg).all():
        return part, lines, good
    finite = np.isfinite(part.kg).all(axis=(0, 1))
    for row in np.flatnonzero(good)[~finite].tolist():
        read.findings.row(row, "lines", None, TOO_LARGE)
    return add_up(read, vocabulary)


def _rows_at_once(batch: pa.RecordBatch) -> int:
    lists = batch.column("lines")
    lines = len(lists.flatten()) if hasattr(lists, "flatten") else 0
    return max(1, LINES_AT_ONCE * int(batch.num_rows) // max(lines, 1))


T = TypeVar("T")

_BATCHES_AHEAD = 8
"""Batches that are read ahead, and batches of each worker that are computed before the first result is taken."""


class Task(NamedTuple):
    """One batch to compute, with what depends on the order of the batches."""

    batch: pa.RecordBatch
    row: int
    """Number of its first row, as a spreadsheet counts."""
    repeated: NDArray[np.bool_]
    """(row): whether the id came before."""


def tasks_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Task]:
    """Yield the tasks of a stream."""
    seen = SeenIds()
    for row, batch in number_rows(batches):
        yield Task(batch, row, seen.again(batch.column("id")))


def compute_tasks(tasks: Iterable[Task], vocabularies: Sequence[CodeBooks]) -> Iterator[pa.RecordBatch]:
    """Compute all tasks in order, in as many threads as there are vocabularies; with one, in the thread of the caller."""
    if len(vocabularies) == 1:
        return (batch_footprints(batch, vocabularies[0], row, repeated) for batch, row, repeated in tasks)
    return _by_threads(tasks, vocabularies)


def _by_threads(tasks: Iterable[Task], vocabularies: Sequence[CodeBooks]) -> Iterator[pa.RecordBatch]:
    free: SimpleQueue[CodeBooks] = SimpleQueue()
    for vocabulary in vocabularies:
        free.put(vocabulary)

    def compute(task: Task) -> pa.RecordBatch:
        vocabulary = free.get()
        try:
            return batch_footprints(task.batch, vocabulary, task.row, task.repeated)
        finally:
            free.put(vocabulary)

    under_way: deque[Future[pa.RecordBatch]] = deque()
    with ThreadPoolExecutor(len(vocabularies)) as pool:
        for task in tasks:
            under_way.append(pool.submit(compute, task))
            if len(under_way) >= _BATCHES_AHEAD * len(vocabularies):
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def read_ahead(items: Iterator[T]) -> Iterator[T]:
    """Yield the same items, read ahead by a thread.

    >>> list(read_ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    end = object()
    with ThreadPoolExecutor(1) as reader:
        following = deque(reader.submit(next, items, end) for _ in range(_BATCHES_AHEAD))
        while (item := following.popleft().result()) is not end:
            following.append(reader.submit(next, items, end))
            yield item  # type: ignore[misc]


def footprint_batches(  # noqa: PLR0913 - the basis, by keyword
    batches: ArrowSource | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
    workers: int = 1,
) -> Iterator[pa.RecordBatch]:
    """Compute the footprints of products batch by batch: a row out for every row in, in the same order.

    The function is pure, so threads, Spark's `mapInArrow`, Ray and Dask may call it on any part of a table. A row that cannot
    be computed does not stop it: its figures are null and its `errors` say why; see `bad_cells`.

    Args:
        batches: products in the layout of `co2label.catalogue._layout`: record batches, or any table that hands them out by
            the Arrow PyCapsule protocol (polars, pandas 3, duckdb, pyarrow).
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are ignored; "*" stands for all names that the model does not have.
        workers: threads that compute; with one it is the caller's own. The results are the same for any number.

    Yields:
        Batches of `result_schema`, in kilograms of CO2e per declared unit. The numbers are those of `compute_all`.

    Raises:
        DocumentError: what came is no table, or lacks a column.
        FactorError: an unknown GWP set or horizon.

    >>> from co2label import FactorLibrary
    >>> lines = [{"amount": 2.0, "unit": "kg", "stage": "production", "gas": "CO2"}]
    >>> table = pa.table({"id": ["flame", ""], "lines": [lines, lines]})
    >>> (batch,) = footprint_batches(table, FactorLibrary())
    >>> batch.column("kg_co2e").to_pylist(), batch.column("raw-materials").to_pylist()
    ([2.0, None], [None, None])
    >>> batch.column("errors").to_pylist()[1][0]["reason"]
    'an id is required and is missing; add it'
    """
    basis = Basis.of(gwp_set, horizon)
    vocabularies = [CodeBooks(factors, basis, ignore) for _ in range(workers)]
    return compute_tasks(tasks_of(record_batches(batches)), vocabularies)
