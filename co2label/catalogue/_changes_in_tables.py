"""Changes of a catalogue in record batches: every batch is read with both sets of factors.

Without products that use products, only lines that moved are kept: memory grows with the moves and with the ids, not with
the table. With them, the table is held together and solved with both sets.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue._arrow import ArrowSource, pa, record_batches
from co2label.catalogue._arrow_batch import TOO_LARGE, read_batch, refuse_uses, tasks_of
from co2label.catalogue._arrow_catalogue import Catalogue
from co2label.catalogue._arrow_lines import CodeBooks
from co2label.catalogue._arrow_rows import read_rows
from co2label.catalogue._arrow_solve import solve_catalogue, uses_between
from co2label.catalogue._changes import Changes, distinct_columns, factor_changes, only_rows, through_uses
from co2label.catalogue._layout import result_schema
from co2label.footprint import Basis
from co2label.footprint._loops import Uses
from co2label.footprint._sparse import Sparse, below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_batch import BatchRead
    from co2label.catalogue._arrow_lines import Lines
    from co2label.catalogue._arrow_rows import BadCells
    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet


Refusals = dict[tuple[bool, bool], dict[str, str]]
"""By whether there was, and is, a figure: the products with the reason why not."""


def kg_of(lines: Lines, side: CodeBooks) -> NDArray[np.float64]:
    """(line): kilograms in the figure; none of a line that draws on another product."""
    kg: NDArray[np.float64] = side.weights.in_figure.take(lines.source) * lines.quantity
    return kg


def moved_lines(
    was: BatchRead, now: BatchRead, sides: tuple[CodeBooks, CodeBooks], both: NDArray[np.bool_]
) -> Sparse:
    """(row, source): what moved in the rows `both`, which can be read with either set."""
    old, new = (read.lines if both.all() else read.lines.of(both) for read in (was, now))
    delta = kg_of(new, sides[1]) - kg_of(old, sides[0])
    lines = np.flatnonzero(delta)
    start = np.zeros(len(both) + 1, np.intp)
    start[1:][both] = np.diff(np.searchsorted(lines, old.start))
    shape = (len(both), len(sides[0].sources))
    return Sparse.by_row(delta[lines], old.source[lines], np.cumsum(start), shape)


def names_of_rows(read: BatchRead, first_row: int, repeated: NDArray[np.bool_]) -> Iterator[str]:
    """The ids; a row without one, or with one of an earlier row, is called by its number too."""
    for row, (name, again) in enumerate(zip(read.ids.to_pylist(), repeated.tolist(), strict=True)):
        yield name if name and not again else f"{name or ''} (row {first_row + row})".lstrip()


def reason_of(errors: Sequence[Mapping[str, str]]) -> str:
    """The findings of a row in one text."""
    return "; ".join(f"{each['column']}: {each['reason']}" for each in errors)


def changes_of(  # noqa: PLR0913 - all that was collected
    ids: Sequence[str],
    figures: NDArray[np.float64],
    moves: Sequence[Sparse],
    *,
    refused: Refusals,
    known: CodeBooks,
    libraries: tuple[FactorLibrary, FactorLibrary],
    uses: Uses | None = None,
) -> Changes:
    """What was collected of all batches.

    Args:
        ids: of all rows.
        figures: (2, row), before and after; NaN where there is none.
        moves: (row, source) of each batch.
        refused: the rows that lack a figure.
        known: the vocabulary that numbers the sources of `moves`.
        libraries: the old and the new factors.
        uses: who uses whom among the rows that have both figures.
    """
    names = ["" if each is None or each.factor is None else each.factor.id for each in known.sources.found]
    factors, column = distinct_columns(names)
    parts = _stacked(moves, column, len(factors))
    if uses is not None:
        parts = through_uses(parts, uses)
    return Changes(
        ids=tuple(ids),
        before=figures[0],
        after=figures[1],
        parts=parts,
        factors=factor_changes(parts, factors, *libraries),
        lost=refused.get((True, False), {}),
        gained=refused.get((False, True), {}),
        never=refused.get((False, False), {}),
    )


def _stacked(moves: Sequence[Sparse], column: NDArray[np.intp], width: int) -> Sparse:
    """The batches below each other, one column a factor, however it was cut."""
    parts = [
        Sparse.by_row(each.data, column[each.indices], each.indptr, (each.shape[0], width)) for each in moves
    ]
    return below(parts) if parts else Sparse.empty(0, width)


def what_changed_batches(  # noqa: PLR0913 - the basis, by keyword
    batches: ArrowSource | Iterable[pa.RecordBatch],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> Changes:
    """What a new set of factors does to the figures of a table, and which factors do it; the same as `what_changed` says.

    Args:
        batches: products in the layout of `co2label.catalogue._layout`, as `footprint_batches` takes them; read once.
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
    collected = _Collected(CodeBooks(before, basis, ignore), CodeBooks(after, basis, ignore))
    for batch, row, repeated in tasks_of(record_batches(batches)):
        collected.add(batch, row, repeated)
    return collected.changes(before, after)


def uses_products(batches: Iterable[pa.RecordBatch]) -> bool:
    """Whether any line draws on another product, so that batches alone do not know its figure."""
    return any("product" in read_rows(batch).lines for batch in batches)


class _Collected:
    """Strictly private: what is kept of the batches so far."""

    def __init__(self, before: CodeBooks, after: CodeBooks) -> None:
        self._sides = before, after
        self._ids: list[str] = []
        self._figures: list[NDArray[np.float64]] = []
        """(2, row) of each batch."""
        self._moves: list[Sparse] = []
        """(row, source) of each batch."""
        self._refused: Refusals = {}

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

    def _refuse(self, was: BadCells, now: BadCells, count: int) -> None:
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


def _figures(read: BatchRead, side: CodeBooks) -> NDArray[np.float64]:
    """(row): the figure; NaN where there is none, and a finding where it is too large."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.bincount(read.lines.row, kg_of(read.lines, side), len(read.ids)).astype(
            np.float64, copy=False
        )
    for row in np.flatnonzero(~read.findings.bad & ~np.isfinite(sums)).tolist():
        read.findings.row(row, "lines", None, TOO_LARGE)
    sums[read.findings.bad] = np.nan
    return sums


def what_changed_table(  # noqa: PLR0913 - the basis, by keyword
    source: ArrowSource | Iterable[pa.RecordBatch],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> Changes:
    """What a new set of factors does to the figures of a table whose products may use each other, also in loops.

    As `what_changed_batches`, but the table is held together, as `catalogue.footprints` holds it, with either set.

    Args:
        source: products in the layout of `co2label.catalogue._layout`; what a line uses is measured in the declared unit of
            the used product.
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
    >>> flour = {"amount": 2.0, "unit": "kg", "stage": "production", "factor": "flour", "product": None}
    >>> bread = {"amount": 3.0, "unit": "piece", "stage": "production", "factor": None, "product": "bread"}
    >>> table = pa.table({"id": ["bread", "basket"], "declared_unit": ["1 piece"] * 2, "lines": [[flour], [bread]]})
    >>> what_changed_table(table, library(0.5), library(0.25))["basket"].because
    (('flour', -1.5),)
    """
    basis = Basis.of(gwp_set, horizon)
    was, now = Catalogue(CodeBooks(before, basis, ignore)), Catalogue(CodeBooks(after, basis, ignore))
    ids, moves = _gathered(source, was, now)
    sides = [_Solved.of(side) for side in (was, now)]
    figures = np.stack([side.figures for side in sides])
    both = np.isfinite(figures[0]) & np.isfinite(figures[1])
    cuts = np.cumsum([0, *(each.shape[0] for each in moves)]).tolist()
    return changes_of(
        ids,
        figures,
        [
            only_rows(each, both[first:last])
            for each, (first, last) in zip(moves, pairwise(cuts), strict=True)
        ],
        refused=_refusals(ids, sides, both),
        known=was.vocabulary,
        libraries=(before, after),
        uses=_between(both, uses_between(was)),
    )


def _between(rows: NDArray[np.bool_], uses: Uses) -> Uses:
    """The uses of some rows, whose used products are among them."""
    kept = rows[uses.user]
    return Uses(uses.user[kept], uses.used[kept], uses.amount[kept])


def _gathered(
    source: ArrowSource | Iterable[pa.RecordBatch], was: Catalogue, now: Catalogue
) -> tuple[list[str], list[Sparse]]:
    """Read every batch with both sets: the names of the rows, and what the lines of each batch moved."""
    ids: list[str] = []
    moves: list[Sparse] = []
    for batch, row, repeated in tasks_of(record_batches(source)):
        old, new = (read_batch(batch, side.vocabulary, row, repeated) for side in (was, now))
        both = ~(old.findings.bad | new.findings.bad)
        moves.append(moved_lines(old, new, (was.vocabulary, now.vocabulary), both))
        ids += names_of_rows(old, row, repeated)
        was.take(old)
        now.take(new)
    return ids, moves


class _Solved(NamedTuple):
    """Of one set of factors: the figures, NaN where there is none, and why not."""

    figures: NDArray[np.float64]
    errors: pa.ChunkedArray

    @classmethod
    def of(cls, side: Catalogue) -> _Solved:
        """Solve the catalogue, keeping these two columns alone."""
        batches = (batch.select(["kg_co2e", "errors"]) for batch in solve_catalogue(side))
        schema = pa.schema([each for each in result_schema() if each.name in {"kg_co2e", "errors"}])
        table = pa.Table.from_batches(batches, schema)
        return cls(table.column("kg_co2e").to_numpy(), table.column("errors"))


def _refusals(ids: list[str], sides: list[_Solved], both: NDArray[np.bool_]) -> Refusals:
    refused: Refusals = {}
    for row in np.flatnonzero(~both).tolist():
        was, now = (side.errors[row].as_py() for side in sides)
        refused.setdefault((was is None, now is None), {})[ids[row]] = reason_of(now or was)
    return refused
