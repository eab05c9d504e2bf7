"""What changed in a catalogue of record batches: every batch is read with both sets of factors, and forgotten.

A line is the same line with either set, so its move is known by itself, and only lines that moved are kept: memory grows with the
moves and with the ids, not with the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, vstack

from co2label.catalogue.arrow import Source, batches_of
from co2label.catalogue.batches.footprints import TOO_LARGE, numbered, read_batch, refuse_uses
from co2label.catalogue.batches.ids import Seen, texts_of
from co2label.catalogue.batches.rows import read_rows
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.what_changed.result import Changes, factor_changes
from co2label.footprint.emitter import Basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.catalogue.arrow import pa
    from co2label.catalogue.batches.findings import Findings
    from co2label.catalogue.batches.footprints import Read
    from co2label.catalogue.batches.lines import Lines
    from co2label.factors import FactorLibrary
    from co2label.model.factor import GwpName

__all__ = ["uses_products", "what_changed_batches"]


def what_changed_batches(
    batches: Source | Iterable[pa.RecordBatch],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpName = "AR6",
    horizon: int = 100,
) -> Changes:
    """What a new set of factors does to the figures of a table, and which factors do it; the same as `what_changed` says.

    Args:
        batches: products in the layout of `co2label.catalogue.layout`, as `footprint_batches` takes them; read once.
        before: the old factors.
        after: the new ones.
        gwp_set: the IPCC report whose GWPs are used, before and after.
        horizon: of the GWP, in years.

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
    collected = _Collected(Vocabulary(before, basis), Vocabulary(after, basis))
    seen = Seen()
    for row, batch in numbered(batches_of(batches)):
        collected.add(batch, row, seen.again(texts_of(batch.column("id"))))
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
        self._refused: dict[tuple[bool, bool], dict[str, str]] = {}
        """By whether there was, and is, a figure: the products with the reason why not."""

    def add(self, batch: pa.RecordBatch, row: int, repeated: NDArray[np.bool_]) -> None:
        """Read one batch with both sets."""
        was, now = reads = [read_batch(batch, side, row, repeated) for side in self._sides]
        for read in reads:
            refuse_uses(read)
        kg = np.stack([_figures(read, side) for read, side in zip(reads, self._sides, strict=True)])
        self._moves.append(self._moved(was, now, np.isfinite(kg[0]) & np.isfinite(kg[1])))
        self._figures.append(kg)
        self._ids += _names(was, row, repeated)
        self._refuse(was.findings, now.findings, len(repeated))

    def _moved(self, was: Read, now: Read, both: NDArray[np.bool_]) -> csr_matrix:
        """What moved in the rows that have both figures; a line that moved nothing is not there."""
        old, new = (read.lines if both.all() else read.lines.of(both) for read in (was, now))
        delta = _kg(new, self._sides[1]) - _kg(old, self._sides[0])
        lines = np.flatnonzero(delta)
        start = np.zeros(len(both) + 1, np.intp)
        start[1:][both] = np.diff(np.searchsorted(lines, old.start))
        shape = (len(both), len(self._sides[0].emitters))
        return csr_matrix((delta[lines], old.emitter[lines], np.cumsum(start)), shape=shape)

    def _refuse(self, was: Findings, now: Findings, count: int) -> None:
        bad = np.flatnonzero(was.bad | now.bad).tolist()
        columns = [findings.column() for findings in (was, now)] if bad else []
        for place in bad:
            errors = [column[place].as_py() for column in columns]
            had, has = (each is None for each in errors)
            name = self._ids[place - count]
            self._refused.setdefault((had, has), {})[name] = _reason(errors[1] or errors[0])

    def changes(self, before: FactorLibrary, after: FactorLibrary) -> Changes:
        """All of it."""
        sources = self._sides[0].emitters.sources
        names = ["" if source is None or source.factor is None else source.factor.id for source in sources]
        place = {name: column for column, name in enumerate(dict.fromkeys(names))}
        parts = _stacked(self._moves, np.array([place[name] for name in names], np.intp), len(place))
        figures = np.concatenate([np.zeros((2, 0)), *self._figures], axis=1)
        return Changes(
            ids=tuple(self._ids),
            before=figures[0],
            after=figures[1],
            parts=parts,
            factors=factor_changes(parts, tuple(place), before, after),
            lost=self._refused.get((True, False), {}),
            gained=self._refused.get((False, True), {}),
            never=self._refused.get((False, False), {}),
        )


def _kg(lines: Lines, side: Vocabulary) -> NDArray[np.float64]:
    """(line): kilograms in the figure."""
    kg: NDArray[np.float64] = side.weights.in_figure.take(lines.emitter) * lines.quantity
    return kg


def _figures(read: Read, side: Vocabulary) -> NDArray[np.float64]:
    """(row): the figure; NaN where there is none, and a finding where it is too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.bincount(read.lines.row, _kg(read.lines, side), len(read.ids)).astype(
            np.float64, copy=False
        )
    for row in np.flatnonzero(~read.findings.bad & ~np.isfinite(sums)).tolist():
        read.findings.row(row, "lines", None, TOO_LARGE)
    sums[read.findings.bad] = np.nan
    return sums


def _names(read: Read, first_row: int, repeated: NDArray[np.bool_]) -> Iterator[str]:
    """The ids; a row without one, or with one of an earlier row, is called by its number too."""
    for row, (name, again) in enumerate(zip(read.ids.to_pylist(), repeated.tolist(), strict=True)):
        yield name if name and not again else f"{name or ''} (row {first_row + row})".lstrip()


def _reason(errors: list[dict[str, str]]) -> str:
    return "; ".join(f"{each['column']}: {each['reason']}" for each in errors)


def _stacked(moves: list[csr_matrix], column: NDArray[np.intp], width: int) -> csr_matrix:
    """The batches below each other, one column a factor, however it was cut."""
    parts = [
        csr_matrix((each.data, column[each.indices], each.indptr), shape=(each.shape[0], width))
        for each in moves
    ]
    whole = csr_matrix((0, width)) if not parts else vstack(parts, format="csr")
    whole.sum_duplicates()
    return whole
