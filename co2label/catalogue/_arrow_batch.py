"""Footprints of products in record batches: a row of results for every row, batch by batch, by one or several threads.

`read_batch` reads a batch and collects its bad cells, the engine adds its lines up, and `Results` makes the columns of results.
Only the code books and the ids are kept from batch to batch.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

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
from co2label.catalogue._arrow_codes import UNNAMED
from co2label.catalogue._arrow_lines import CodeBooks, check_empty_stages, masses_of, read_lines
from co2label.catalogue._arrow_rows import (
    BadCells,
    SeenIds,
    check_ids,
    check_repeated,
    find_unknown_columns,
    ids_as_text,
    read_rows,
)
from co2label.catalogue._arrow_rules import refuse_processes, with_results_of_rules
from co2label.catalogue._layout import PRODUCT_NEEDS, result_schema
from co2label.catalogue._table_rules import TableRules, read_rules
from co2label.footprint import Basis
from co2label.footprint._engine import totals_of
from co2label.footprint._footprints import Calculation
from co2label.footprint._lines import in_figure
from co2label.footprint._notes import CODES_BY_PRODUCT, fact_bits, noted
from co2label.model import COMPONENTS, STAGES
from co2label.tabular import RowProblem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_bridging import ProductHeaders
    from co2label.catalogue._arrow_lines import UseLines
    from co2label.factors import FactorLibrary
    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.footprint._mass_balance import MaterialMasses
    from co2label.model import Component, GwpSet


_REST: Component = "fossil"


class Results:
    """Results of products as columns; those of rows with findings are undefined."""

    def __init__(
        self, totals: Totals, year: NDArray[np.float64] | None, unbalanced: NDArray[np.bool_]
    ) -> None:
        """Finish the sums of products.

        Args:
            totals: sums of the products.
            year: (product), year of their data, NaN where none is stated.
            unbalanced: (product), whether its raw materials weigh far too much or too little.
        """
        self._computed, self._bits = Calculation(totals), fact_bits(totals, unbalanced)
        self._noted = noted(totals, self._bits, year, self._computed.intervals)

    def batch(self, ids: pa.Array, findings: BadCells, first: int = 0) -> pa.RecordBatch:
        """Return the table of results of some rows, the product `first` and those after it."""
        rows, bad = slice(first, first + len(ids)), findings.bad
        mask = bad if bad.any() else None
        columns = [*self._figures(rows, bad), self._notes(rows, mask)]
        return pa.record_batch([ids, *columns, findings.column()], schema=result_schema())

    def _figures(self, rows: slice, bad: NDArray[np.bool_]) -> Iterator[pa.Array]:
        totals, bits = self._computed.totals, self._bits[rows]
        components, kg = totals.components, totals.kg[rows]
        counted = np.flatnonzero(in_figure(components)).tolist()
        yield pa.array(totals.kg_co2e[rows], mask=bad)
        present = [bits & 1 << stage != 0 for stage in range(len(STAGES))]
        for stage, there in enumerate(present):
            of_stage = reduce(np.add, (kg[:, stage, place] for place in counted))
            yield pa.array(of_stage, mask=bad | ~there)
        booked = kg != 0
        for component in COMPONENTS:
            if component in components:
                place = components.index(component)
                of_component = reduce(np.add, (kg[:, stage, place] for stage in range(len(STAGES))))
                there = booked[:, :, place].any(axis=1)
            else:
                of_component, there = np.zeros(len(kg)), np.zeros(len(kg), np.bool_)
            if component == _REST:  # the zero of a stage whose activities sum to nothing is booked as fossil
                for stage, happens in enumerate(present):
                    there |= happens & ~booked[:, stage].any(axis=1)
            yield (
                pa.array(of_component, mask=bad | ~there) if there.any() else pa.nulls(len(kg), pa.float64())
            )
        intervals = self._computed.intervals
        if intervals is None:
            yield from [pa.nulls(len(kg), pa.float64())] * 2
        else:
            sd, stated = intervals.gum.sd[rows], intervals.gum.factors_stated[rows]
            yield from (pa.array(one, mask=bad | np.isnan(sd)) for one in (sd, stated))
        yield from (pa.array(share, mask=bad) for share in self._computed.kinds[rows].T[1:])

    def _notes(self, rows: slice, bad: NDArray[np.bool_] | None) -> pa.Array:
        """Return lists of the codes of notes; each distinct list is made once."""
        pattern = np.zeros(rows.stop - rows.start, np.intp)
        for place, code in enumerate(CODES_BY_PRODUCT):
            if code in self._noted:
                pattern |= self._noted[code][rows].astype(np.intp) << place
        distinct, number = np.unique(pattern, return_inverse=True)
        codes = [
            [code for place, code in enumerate(CODES_BY_PRODUCT) if one >> place & 1]
            for one in distinct.tolist()
        ]
        return pa.array(codes, pa.list_(pa.string())).take(pa.array(number, mask=bad))


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


FIRST_ROW = 2
"""Number of the first row as a spreadsheet counts, where row 1 is the header."""

_USES_PRODUCT = "uses another product; `catalogue.footprints` computes products that use each other, together"

TOO_LARGE = "the figure is too large to be a number; check the amounts and factors"


def number_rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Split batches to a size for the cache, each with the row of its first product, as a spreadsheet counts."""
    row = FIRST_ROW
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
    read.refuse_uses()
    totals = totals_of(without_rows(read.columns, read.findings.bad))
    if not totals.finite.all():
        for row in np.flatnonzero(~totals.finite).tolist():
            read.findings.row(row, "lines", None, TOO_LARGE)
        totals = totals_of(without_rows(read.columns, read.findings.bad))
    return Results(totals, read.headers.year, read.masses.unbalanced).batch(read.ids, read.findings)


@dataclass(frozen=True, slots=True, eq=False)
class BatchRead:
    """A batch that was read, with its bad cells."""

    ids: pa.Array
    headers: ProductHeaders
    columns: Columns
    """Its lines; those of rows with findings are undefined."""
    uses: UseLines | None
    """Lines that use other products, which have no source in `columns`; None where there are none."""
    masses: MaterialMasses
    """Masses of the products, without what they use."""
    findings: BadCells

    def refuse_uses(self) -> None:
        """Refuse products that use others, which a batch alone cannot compute."""
        if self.uses is not None:
            for line, name in zip(self.uses.line.tolist(), self.uses.name.to_pylist(), strict=True):
                row = self.columns.row_of(line)
                place = line - int(self.columns.start[row])
                self.findings.row(row, f"lines[{place}].product", name, _USES_PRODUCT, line=place)


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
    check_empty_stages(rows, headers, lines.columns, findings)
    check_repeated(ids, repeated, findings)
    masses = masses_of(rows, headers, lines, vocabulary)
    return BatchRead(ids, headers, lines.columns, lines.uses, masses, findings)


def without_rows(columns: Columns, bad: NDArray[np.bool_]) -> Columns:
    """Return the lines with nothing in those of some rows; `bad` is a (row) mask."""
    if not bad.any():
        return columns
    lines = np.repeat(bad, np.diff(columns.start))
    emptied = {}
    for name, nothing in (("stage", 0), ("source", UNNAMED), ("quantity", 0.0), ("kind", 0)):
        emptied[name] = getattr(columns, name).copy()
        emptied[name][lines] = nothing
    return replace(columns, **emptied)


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


def _by_rules(
    tasks: Iterable[Task], vocabulary: CodeBooks, factors: FactorLibrary, rules: TableRules
) -> Iterator[pa.RecordBatch]:
    """Compute all tasks, and rows with rules as products."""
    for batch, row, repeated in tasks:
        results = [batch_footprints(batch, vocabulary, row, repeated)]
        yield from with_results_of_rules(
            results, [batch], row, rules, factors, vocabulary.basis, vocabulary.ignore, nested=False
        )


def footprint_batches(  # noqa: PLR0913 - the basis, by keyword
    batches: ArrowSource | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
    rules: TableRules | str | Path | Mapping[str, Any] | None = None,
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
        rules: what rows have no columns for, by their ids, as `open_tables` takes it; those rows are computed as products.
        workers: threads that compute, without rules; with one it is the caller's own. The results are the same for any number.

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
    beside = read_rules(rules)
    if beside.products or beside.processes:
        refuse_processes(beside)
        return _by_rules(
            tasks_of(record_batches(batches)), CodeBooks(factors, basis, ignore), factors, beside
        )
    vocabularies = [CodeBooks(factors, basis, ignore) for _ in range(workers)]
    return compute_tasks(tasks_of(record_batches(batches)), vocabularies)
