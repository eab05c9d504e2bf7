"""What changed in a catalogue of record batches: every batch is read with both sets of factors, and forgotten.

Only lines that moved are kept: memory grows with the moves and with the ids, not with the table. Products that use products need
the whole table, see `whole_table`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import Source, batches_of
from co2label.catalogue.batches.batch import TOO_LARGE, read_batch, refuse_uses
from co2label.catalogue.batches.rows import read_rows
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.batches.workers import tasks_of
from co2label.catalogue.what_changed.line_moves import (
    Refused,
    changes_of,
    kg_of,
    moved_lines,
    names_of_rows,
    reason_of,
)
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from co2label.catalogue.arrow import pa
    from co2label.catalogue.batches.batch import Read
    from co2label.catalogue.batches.findings import Findings
    from co2label.catalogue.what_changed.result import Changes
    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

__all__ = ["uses_products", "what_changed_batches"]


def what_changed_batches(  # noqa: PLR0913 - the basis, by keyword
    batches: Source | Iterable[pa.RecordBatch],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> Changes:
    """What a new set of factors does to the figures of a table, and which factors do it; the same as `what_changed` says.

    Args:
        batches: products in the layout of `co2label.catalogue.layout`, as `footprint_batches` takes them; read once.
        before: the old factors.
        after: the new ones.
        gwp_set: the IPCC report whose GWPs are used, before and after.
        horizon: of the GWP, in years.
        ignore: columns and fields of lines that are passed over; "*" is all names that are none of the model's.

    Raises:
        DocumentError: what came is no table, or lacks a column.
        FactorError: an unknown GWP set or horizon.

    >>> import pyarrow as pa
    >>> from co2label.factors import FactorLibrary
    >>> from co2label.model import EmissionFactor
    >>> def library(kg):
    ...     source = {"title": "EPD"}
    ...     return FactorLibrary([EmissionFactor(id="flour", value=kg, unit="kgCO2e", per="1 kg", source=source)])
    >>> line = {"amount": 2.0, "unit": "kg", "stage": "production", "factor": "flour"}
    >>> moved = what_changed_batches(pa.table({"id": ["bread"], "lines": [[line]]}), library(0.5), library(0.25))
    >>> moved["bread"].because
    (('flour', -0.5),)
    """
    basis = Basis.of(gwp_set, horizon)
    collected = _Collected(Vocabulary(before, basis, ignore), Vocabulary(after, basis, ignore))
    for batch, row, repeated in tasks_of(batches_of(batches)):
        collected.add(batch, row, repeated)
    return collected.changes(before, after)


def uses_products(batches: Iterable[pa.RecordBatch]) -> bool:
    """Whether any line draws on another product, so that batches alone do not know its figure."""
    return any("product" in read_rows(batch).lines for batch in batches)


class _Collected:
    """Strictly private: what is kept of the batches so far."""

    def __init__(self, before: Vocabulary, after: Vocabulary) -> None:
        self._sides = before, after
        self._ids: list[str] = []
        self._figures: list[NDArray[np.float64]] = []
        """(2, row) of each batch."""
        self._moves: list[csr_matrix] = []
        """(row, emitter) of each batch."""
        self._refused: Refused = {}

    def add(self, batch: pa.RecordBatch, row: int, repeated: NDArray[np.bool_]) -> None:
        """Read one batch with both sets."""
        was, now = reads = [read_batch(batch, side, row, repeated) for side in self._sides]
        for read in reads:
            refuse_uses(read)
        kg = np.stack([_figures(read, side) for read, side in zip(reads, self._sides, strict=True)])
        both = np.isfinite(kg[0]) & np.isfinite(kg[1])
        self._moves.append(moved_lines(was, now, self._sides, both))
        self._figures.append(kg)
        self._ids += names_of_rows(was, row, repeated)
        self._refuse(was.findings, now.findings, len(repeated))

    def _refuse(self, was: Findings, now: Findings, count: int) -> None:
        bad = np.flatnonzero(was.bad | now.bad).tolist()
        columns = [findings.column() for findings in (was, now)] if bad else []
        for place in bad:
            errors = [column[place].as_py() for column in columns]
            had, has = (each is None for each in errors)
            name = self._ids[place - count]
            self._refused.setdefault((had, has), {})[name] = reason_of(errors[1] or errors[0])

    def changes(self, before: FactorLibrary, after: FactorLibrary) -> Changes:
        """All of it."""
        figures = np.concatenate([np.zeros((2, 0)), *self._figures], axis=1)
        return changes_of(
            self._ids,
            figures,
            self._moves,
            refused=self._refused,
            known=self._sides[0],
            libraries=(before, after),
        )


def _figures(read: Read, side: Vocabulary) -> NDArray[np.float64]:
    """(row): the figure; NaN where there is none, and a finding where it is too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.bincount(read.lines.row, kg_of(read.lines, side), len(read.ids)).astype(
            np.float64, copy=False
        )
    for row in np.flatnonzero(~read.findings.bad & ~np.isfinite(sums)).tolist():
        read.findings.row(row, "lines", None, TOO_LARGE)
    sums[read.findings.bad] = np.nan
    return sums
