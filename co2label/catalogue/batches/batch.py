"""One batch from end to end: read, judged, added up, written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import LINES_AT_ONCE, cut, pa, require, require_once
from co2label.catalogue.batches.findings import Findings
from co2label.catalogue.batches.ids import check_ids, check_repeated, texts_of
from co2label.catalogue.batches.lines import Lines, read_lines
from co2label.catalogue.batches.masses import masses_of
from co2label.catalogue.batches.nothing import check_nothing
from co2label.catalogue.batches.part import Part, part_of
from co2label.catalogue.batches.results import result_batch
from co2label.catalogue.batches.rows import Rows, read_rows
from co2label.catalogue.batches.strangers import find_strangers
from co2label.catalogue.batches.uncertain import states_any, uncertain_of
from co2label.catalogue.layout import PRODUCT_NEEDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.catalogue.batches.stated import Stated
    from co2label.catalogue.batches.vocabulary import Vocabulary

__all__ = ["TOO_LARGE", "Read", "add_up", "footprints_of", "numbered", "read_batch", "refuse_uses"]

_FIRST_ROW = 2
"""As a spreadsheet counts: 1 is the header."""
_USES = "uses another product; `catalogue.footprints` computes products that use each other, together"
TOO_LARGE = "the figure is too large to be a number; check the amounts and factors"


def numbered(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Batches in handy parts, each with the row of its first product, as a spreadsheet counts."""
    row = _FIRST_ROW
    for batch in batches:
        require(PRODUCT_NEEDS, batch.schema.names, "the table of products")
        require_once(batch.schema.names, "column ")
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
    part = part.balanced()
    gum = None
    if states_any(lines, vocabulary.weights):
        gum = uncertain_of(lines, vocabulary.weights).gum(part.kg_co2e)
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
    find_strangers(rows, findings, vocabulary.ignore)
    stated = vocabulary.products.read(rows, findings)
    lines = read_lines(rows, stated, vocabulary, findings)
    check_nothing(rows, stated, lines, findings)
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
    masses = masses_of(read.rows, read.stated, read.lines, vocabulary)
    part = part_of(lines, vocabulary.weights, masses and masses.of(good))
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
