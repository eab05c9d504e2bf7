"""Changes of a catalogue in record batches: every batch is read with the code books of both sets of factors.

Lines are compared one by one, and only those that changed are kept. Where no product uses another, a batch is dropped once
its figures are known, so memory grows with the changes and the ids, not with the table. Where products use products, the
whole table is kept and solved with both sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue._arrow import ArrowSource, pa, record_batches
from co2label.catalogue._arrow_batch import TOO_LARGE, read_batch, tasks_of
from co2label.catalogue._arrow_catalogue import Catalogue, solve_catalogue, uses_between
from co2label.catalogue._arrow_lines import CodeBooks
from co2label.catalogue._arrow_rows import read_rows
from co2label.catalogue._changes import Changes, changes_of, distinct_columns, only_rows, through_uses
from co2label.footprint import Basis
from co2label.footprint._loops import Uses
from co2label.footprint._sparse import Sparse, below

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from numpy.typing import NDArray

    from co2label.catalogue._arrow_batch import BatchRead
    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet


def what_changed_batches(  # noqa: PLR0913 - the basis, by keyword
    batches: ArrowSource | Iterable[pa.RecordBatch],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> Changes:
    """Compare the figures of a table under two sets of factors, factor by factor; the results are those of `what_changed`.

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
    was, now = (_RowsAlone(CodeBooks(each, basis, ignore)) for each in (before, after))
    return _compare(batches, was, now, (before, after))


def what_changed_table(  # noqa: PLR0913 - the basis, by keyword
    source: ArrowSource | Iterable[pa.RecordBatch],
    before: FactorLibrary,
    after: FactorLibrary,
    *,
    gwp_set: GwpSet = "AR6",
    horizon: int = 100,
    ignore: Collection[str] = (),
) -> Changes:
    """Compare the figures of a table whose products may use each other, also in loops, under two sets of factors.

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
    was, now = (_RowsTogether(CodeBooks(each, basis, ignore)) for each in (before, after))
    return _compare(source, was, now, (before, after))


def uses_products(batches: Iterable[pa.RecordBatch]) -> bool:
    """Return whether any line uses another product, so that a batch alone cannot be computed."""
    return any("product" in read_rows(batch).lines for batch in batches)


class _RowsAlone:
    """Figures of a table with one set of factors, where no product uses another.

    Attributes:
        figures: (row) kilograms, batch by batch; NaN where there is none.
        reasons: row → why it has no figure.
    """

    def __init__(self, books: CodeBooks) -> None:
        self.books = books
        self.figures: list[NDArray[np.float64]] = []
        self.reasons: dict[int, str] = {}
        self._count = 0

    def take(self, read: BatchRead) -> NDArray[np.bool_]:
        """Sum a batch; return (row) whether it has a figure, which overflow is not."""
        read.refuse_uses()
        with np.errstate(over="ignore", invalid="ignore"):
            sums = np.bincount(read.columns.row, _kg_of(read), len(read.ids))
        kg = sums.astype(np.float64, copy=False)
        for row in np.flatnonzero(~read.findings.bad & ~np.isfinite(kg)).tolist():
            read.findings.row(row, "lines", None, TOO_LARGE)
        kg[read.findings.bad] = np.nan
        self._keep(kg, read.findings.column())
        return ~read.findings.bad

    def solve(self) -> Uses | None:
        """Return None: there are no uses to solve."""
        return None

    def _keep(self, kg: NDArray[np.float64], errors: pa.Array) -> None:
        """Keep the figures of some rows, and why others have none."""
        wrong = np.flatnonzero(errors.is_valid())
        for row, cells in zip(wrong.tolist(), errors.take(pa.array(wrong)).to_pylist(), strict=True):
            problems = (f"{each['column']}: {each['reason']}" for each in cells)
            self.reasons[self._count + row] = "; ".join(problems)
        self.figures.append(kg)
        self._count += len(kg)


class _RowsTogether(_RowsAlone):
    """Figures of products that use each other: held together, and solved once all are there."""

    def __init__(self, books: CodeBooks) -> None:
        super().__init__(books)
        self._catalogue = Catalogue(books)

    def take(self, read: BatchRead) -> NDArray[np.bool_]:
        """Keep a batch; return (row) whether it may have a figure."""
        self._catalogue.take(read)
        return ~read.findings.bad

    def solve(self) -> Uses | None:
        """Compute the figures; return the uses among the products that have one."""
        for results in solve_catalogue(self._catalogue):
            self._keep(results.column("kg_co2e").to_numpy(zero_copy_only=False), results.column("errors"))
        return uses_between(self._catalogue)


def _compare(
    source: ArrowSource | Iterable[pa.RecordBatch],
    was: _RowsAlone,
    now: _RowsAlone,
    libraries: tuple[FactorLibrary, FactorLibrary],
) -> Changes:
    """Read every batch with both sets of factors, and return the changes by factor."""
    ids: list[str] = []
    moves: list[Sparse] = []
    for batch, row, repeated in tasks_of(record_batches(source)):
        old, new = (read_batch(batch, side.books, row, repeated) for side in (was, now))
        good = was.take(old) & now.take(new)
        moves.append(_moved_lines(old, new, good))
        ids += _names_of_rows(old, row, repeated)
    uses, _ = was.solve(), now.solve()
    before, after = (np.concatenate([np.zeros(0), *side.figures]) for side in (was, now))
    both = np.isfinite(before) & np.isfinite(after)
    parts, factors = _by_factor(moves, was.books, both)
    if uses is not None:
        among = both[uses.user]
        parts = through_uses(parts, Uses(uses.user[among], uses.used[among], uses.amount[among]))
    reasons = (was.reasons, now.reasons)
    return changes_of(ids, (before, after), parts, factors=factors, libraries=libraries, reasons=reasons)


def _kg_of(read: BatchRead) -> NDArray[np.float64]:
    """Return (line) kilograms in the figure; zero for a line that uses a product."""
    columns = read.columns
    kg: NDArray[np.float64] = columns.tables.in_figure.take(columns.source) * columns.quantity
    return kg


def _moved_lines(was: BatchRead, now: BatchRead, both: NDArray[np.bool_]) -> Sparse:
    """Return (row, source) changes in kilograms, of the rows `both`, which can be read with either set."""
    old = was.columns
    with np.errstate(over="ignore", invalid="ignore"):
        delta = _kg_of(now) - _kg_of(was)
    delta[~both[old.row]] = 0.0
    lines = np.flatnonzero(delta)
    shape = (len(both), len(old.sources))
    return Sparse.by_row(delta[lines], old.source[lines], np.searchsorted(lines, old.start), shape)


def _names_of_rows(read: BatchRead, first_row: int, repeated: NDArray[np.bool_]) -> Iterator[str]:
    """Yield the ids; a row without one, or with that of an earlier row, gets its number as well."""
    for row, (name, again) in enumerate(zip(read.ids.to_pylist(), repeated.tolist(), strict=True)):
        yield name if name and not again else f"{name or ''} (row {first_row + row})".lstrip()


def _by_factor(
    moves: list[Sparse], books: CodeBooks, rows: NDArray[np.bool_]
) -> tuple[Sparse, tuple[str, ...]]:
    """Join batches into (row, factor) changes, one column a factor; rows outside the mask `rows` are empty."""
    names = ["" if each.factor is None else each.factor.id for each in books.sources.found]
    factors, column = distinct_columns(names)
    width = len(factors)
    parts = [
        Sparse.by_row(each.data, column[each.indices], each.indptr, (each.shape[0], width)) for each in moves
    ]
    return only_rows(below(parts), rows) if parts else Sparse.empty(0, width), factors
