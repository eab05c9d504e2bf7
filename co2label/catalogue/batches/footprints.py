"""The pure function: record batches of products in, record batches of footprints out; nothing else is touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import LINES_AT_ONCE, Source, batches_of, cut, pa, require
from co2label.catalogue.batches.findings import Findings
from co2label.catalogue.batches.ids import Seen, check_ids, check_repeated, texts_of
from co2label.catalogue.batches.lines import Lines, read_lines
from co2label.catalogue.batches.part import Part, part_of
from co2label.catalogue.batches.results import result_batch
from co2label.catalogue.batches.rows import Rows, read_rows
from co2label.catalogue.batches.uncertain import direct_gum, states_any, uncertain_of
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.layout import PRODUCT_NEEDS
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.catalogue.batches.stated import Stated
    from co2label.factors import FactorLibrary
    from co2label.model.factor import GwpName

__all__ = ["footprint_batches"]

_FIRST_ROW = 2
"""As a spreadsheet counts: 1 is the header."""
_USES = "uses another product; `catalogue.footprints` computes products that use each other, together"
TOO_LARGE = "the figure is too large to be a number; check the amounts and factors"


def footprint_batches(
    batches: Source | Iterable[pa.RecordBatch],
    factors: FactorLibrary,
    *,
    gwp_set: GwpName = "AR6",
    horizon: int = 100,
) -> Iterator[pa.RecordBatch]:
    """The footprints of products, batch by batch: a row out for every row in, in the same order.

    It is pure and keeps nothing, so threads, Spark's `mapInArrow`, Ray and Dask may call it on any part of a table. A row
    that cannot be computed never stops it: its figures are null and its `errors` say why; see `bad_cells`.

    Args:
        batches: products in the layout of `co2label.catalogue.layout`: record batches, or any table that hands them out by
            the Arrow PyCapsule protocol (polars, pandas 3, duckdb, pyarrow).
        factors: emission factors by id.
        gwp_set: the IPCC report whose GWPs are used.
        horizon: of the GWP, in years.

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
    return _footprints(batches_of(batches), Vocabulary(factors, basis), Seen())


def _footprints(
    batches: Iterator[pa.RecordBatch], vocabulary: Vocabulary, seen: Seen
) -> Iterator[pa.RecordBatch]:
    for row, batch in numbered(batches):
        yield footprints_of(batch, vocabulary, row, seen.again(batch.column("id")))


def numbered(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Batches in handy parts, each with the row of its first product, as a spreadsheet counts."""
    row = _FIRST_ROW
    for batch in batches:
        require(PRODUCT_NEEDS, batch.schema.names, "the table of products")
        for part in cut(batch, _rows_at_once(batch)):
            yield row, part
            row += part.num_rows


def footprints_of(
    batch: pa.RecordBatch, vocabulary: Vocabulary, first_row: int, repeated: NDArray[np.bool_]
) -> pa.RecordBatch:
    """The results of one batch; `repeated` says which ids came before."""
    read = read_batch(batch, vocabulary, first_row, repeated)
    refuse_uses(read)
    part, lines, kept = add_up(read, vocabulary)
    gum = None
    if states_any(lines, vocabulary.weights):
        gum = direct_gum(uncertain_of(lines, vocabulary.weights), part.kg_co2e)
    year = None if read.stated.year is None else read.stated.year[kept]
    return result_batch(read.ids, part, gum, year, read.findings)


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """One batch, read and judged."""

    ids: pa.Array
    rows: Rows
    stated: Stated
    lines: Lines
    findings: Findings


def read_batch(
    batch: pa.RecordBatch, vocabulary: Vocabulary, first_row: int, repeated: NDArray[np.bool_]
) -> Read:
    """Read one batch and find everything that is wrong with it."""
    rows = read_rows(batch)
    ids, findings = texts_of(batch.column("id")), Findings(first_row, rows.start)
    check_ids(ids, findings)
    stated = vocabulary.products.read(rows, findings)
    lines = read_lines(rows, stated, vocabulary, findings)
    check_repeated(ids, repeated, findings)
    return Read(ids, rows, stated, lines, findings)


def refuse_uses(read: Read) -> None:
    """A batch knows its own products only, so one that uses another cannot be computed in it."""
    column = read.rows.lines.get("product")
    read.findings.lines(read.lines.used.tolist(), "product", column, lambda _: _USES)


def add_up(read: Read, vocabulary: Vocabulary) -> tuple[Part, Lines, NDArray[np.bool_]]:
    """The sums of the rows without findings, their lines, and which rows those are; a sum too large becomes a finding."""
    good = ~read.findings.bad
    lines = read.lines if good.all() else read.lines.of(good)
    part = part_of(lines, vocabulary.weights)
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
