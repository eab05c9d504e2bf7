"""What changed in a table whose products use each other: held together, solved with both sets of factors."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from co2label.catalogue.arrow import Source, batches_of, pa
from co2label.catalogue.batches.batch import read_batch
from co2label.catalogue.batches.gathered import Gathered
from co2label.catalogue.batches.solved import solved, uses_in
from co2label.catalogue.batches.vocabulary import Vocabulary
from co2label.catalogue.batches.workers import tasks_of
from co2label.catalogue.layout import result_schema
from co2label.catalogue.what_changed.line_moves import (
    Refused,
    changes_of,
    moved_lines,
    names_of_rows,
    reason_of,
)
from co2label.catalogue.what_changed.moves import only_rows
from co2label.footprint.emitter import Basis
from co2label.footprint.nesting import Uses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from co2label.catalogue.what_changed.result import Changes
    from co2label.factors import FactorLibrary
    from co2label.model import GwpSet

__all__ = ["what_changed_table"]


def what_changed_table(  # noqa: PLR0913 - the basis, by keyword
    source: Source | Iterable[pa.RecordBatch],
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
        source: products in the layout of `co2label.catalogue.layout`; what a line uses is measured in the declared unit of
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
    was, now = Gathered(Vocabulary(before, basis, ignore)), Gathered(Vocabulary(after, basis, ignore))
    ids, moves = _gathered(source, was, now)
    sides = [_Results.of(side) for side in (was, now)]
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
        refused=_refused(ids, sides, both),
        known=was.vocabulary,
        libraries=(before, after),
        uses=_between(both, uses_in(was)),
    )


def _between(rows: NDArray[np.bool_], uses: Uses) -> Uses:
    """The uses of some rows, whose used products are among them."""
    kept = rows[uses.user]
    return Uses(uses.user[kept], uses.used[kept], uses.amount[kept])


def _gathered(
    source: Source | Iterable[pa.RecordBatch], was: Gathered, now: Gathered
) -> tuple[list[str], list[csr_matrix]]:
    """Read every batch with both sets: the names of the rows, and what the lines of each batch moved."""
    ids: list[str] = []
    moves: list[csr_matrix] = []
    for batch, row, repeated in tasks_of(batches_of(source)):
        old, new = (read_batch(batch, side.vocabulary, row, repeated) for side in (was, now))
        both = ~(old.findings.bad | new.findings.bad)
        moves.append(moved_lines(old, new, (was.vocabulary, now.vocabulary), both))
        ids += names_of_rows(old, row, repeated)
        was.take(old)
        now.take(new)
    return ids, moves


class _Results(NamedTuple):
    """Of one set of factors: the figures, NaN where there is none, and why not."""

    figures: NDArray[np.float64]
    errors: pa.ChunkedArray

    @classmethod
    def of(cls, side: Gathered) -> _Results:
        """Solve the catalogue, keeping these two columns alone."""
        batches = (batch.select(["kg_co2e", "errors"]) for batch in solved(side))
        schema = pa.schema([each for each in result_schema() if each.name in {"kg_co2e", "errors"}])
        table = pa.Table.from_batches(batches, schema)
        return cls(table.column("kg_co2e").to_numpy(), table.column("errors"))


def _refused(ids: list[str], sides: list[_Results], both: NDArray[np.bool_]) -> Refused:
    refused: Refused = {}
    for row in np.flatnonzero(~both).tolist():
        was, now = (side.errors[row].as_py() for side in sides)
        refused.setdefault((was is None, now is None), {})[ids[row]] = reason_of(now or was)
    return refused
