"""The lines of a batch that was read with two sets of factors: what each of them moves.

A line is the same line with either set, so its move is known by itself, and a line that moved nothing is not kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, vstack

from co2label.catalogue.what_changed.moves import columns_of, through_uses
from co2label.catalogue.what_changed.result import Changes, factor_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue.batches.batch import Read
    from co2label.catalogue.batches.lines import Lines
    from co2label.catalogue.batches.vocabulary import Vocabulary
    from co2label.factors import FactorLibrary
    from co2label.footprint.nesting import Uses

__all__ = ["Refused", "changes_of", "kg_of", "moved_lines", "names_of_rows", "reason_of"]

Refused = dict[tuple[bool, bool], dict[str, str]]
"""By whether there was, and is, a figure: the products with the reason why not."""


def kg_of(lines: Lines, side: Vocabulary) -> NDArray[np.float64]:
    """(line): kilograms in the figure; none of a line that draws on another product."""
    kg: NDArray[np.float64] = side.weights.in_figure.take(lines.emitter) * lines.quantity
    return kg


def moved_lines(
    was: Read, now: Read, sides: tuple[Vocabulary, Vocabulary], both: NDArray[np.bool_]
) -> csr_matrix:
    """(row, emitter): what moved in the rows `both`, which can be read with either set."""
    old, new = (read.lines if both.all() else read.lines.of(both) for read in (was, now))
    delta = kg_of(new, sides[1]) - kg_of(old, sides[0])
    lines = np.flatnonzero(delta)
    start = np.zeros(len(both) + 1, np.intp)
    start[1:][both] = np.diff(np.searchsorted(lines, old.start))
    shape = (len(both), len(sides[0].emitters))
    return csr_matrix((delta[lines], old.emitter[lines], np.cumsum(start)), shape=shape)


def names_of_rows(read: Read, first_row: int, repeated: NDArray[np.bool_]) -> Iterator[str]:
    """The ids; a row without one, or with one of an earlier row, is called by its number too."""
    for row, (name, again) in enumerate(zip(read.ids.to_pylist(), repeated.tolist(), strict=True)):
        yield name if name and not again else f"{name or ''} (row {first_row + row})".lstrip()


def reason_of(errors: Sequence[Mapping[str, str]]) -> str:
    """The findings of a row in one text."""
    return "; ".join(f"{each['column']}: {each['reason']}" for each in errors)


def changes_of(  # noqa: PLR0913 - all that was collected
    ids: Sequence[str],
    figures: NDArray[np.float64],
    moves: Sequence[csr_matrix],
    *,
    refused: Refused,
    known: Vocabulary,
    libraries: tuple[FactorLibrary, FactorLibrary],
    uses: Uses | None = None,
) -> Changes:
    """What was collected of all batches.

    Args:
        ids: of all rows.
        figures: (2, row), before and after; NaN where there is none.
        moves: (row, emitter) of each batch.
        refused: the rows that lack a figure.
        known: the vocabulary that numbers the emitters of `moves`.
        libraries: the old and the new factors.
        uses: who uses whom among the rows that have both figures.
    """
    names = ["" if each is None or each.factor is None else each.factor.id for each in known.emitters.sources]
    factors, column = columns_of(names)
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


def _stacked(moves: Sequence[csr_matrix], column: NDArray[np.intp], width: int) -> csr_matrix:
    """The batches below each other, one column a factor, however it was cut."""
    parts = [
        csr_matrix((each.data, column[each.indices], each.indptr), shape=(each.shape[0], width))
        for each in moves
    ]
    whole = vstack(parts, format="csr") if parts else csr_matrix((0, width))
    whole.sum_duplicates()
    return whole
