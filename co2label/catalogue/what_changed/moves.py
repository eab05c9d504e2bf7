"""What each factor adds to each product, as a sparse matrix, and what it adds more or less than before.

A figure is the sum of what its factors add to it, through the products that it uses: T A w, where `A[p, f]` is what
product p itself draws on factor f, w the kilograms per unit, and T = (I - P)^-1 leads through used products. So a move is
the sum over the factors of T (A' w' - A w), whatever changed: a value, a unit, a bridge, a stage split.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, diags_array

from co2label.footprint.spreading import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from co2label.footprint.nesting import Uses

__all__ = ["columns_of", "difference", "direct_parts", "only_rows", "placed", "through_uses"]

_ROUNDING = 1e-14
"""Relative: a difference of two sums below this is the rounding of float64, not a move."""


def columns_of(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The distinct names, and the place of each name among them."""
    place = {name: column for column, name in enumerate(dict.fromkeys(names))}
    return tuple(place), np.array([place[name] for name in names], np.intp)


def direct_parts(  # noqa: PLR0913 - the columns of a catalogue
    start: NDArray[np.intp],
    quantity: NDArray[np.float64],
    emitter: NDArray[np.intp],
    kg: NDArray[np.float64],
    factor: NDArray[np.intp],
    *,
    width: int,
) -> csr_matrix:
    """(product, factor): kilograms that the product's own lines add.

    Args:
        start: the first line of each product, and the number of lines at the end.
        quantity: root units of the emitter of each line.
        emitter: row of the emitter of each line.
        kg: kilograms per root unit, by emitter; lines of emitters with none are left out.
        factor: column of each emitter.
        width: how many columns there are.

    >>> one = np.array([0, 0])
    >>> direct_parts(np.array([0, 2]), np.array([1.0, 2.0]), one, np.array([0.5]), np.array([0]), width=1).toarray()
    array([[1.5]])
    """
    taken = (kg != 0)[emitter]
    lines = np.flatnonzero(taken)
    of_line = emitter[lines]
    kept = np.searchsorted(lines, start)
    parts = csr_matrix((quantity[lines] * kg[of_line], factor[of_line], kept), shape=(len(start) - 1, width))
    parts.sum_duplicates()
    return parts


def through_uses(own: csr_matrix, uses: Uses) -> csr_matrix:
    """The same with what comes through used products."""
    return own if not len(uses.user) or not own.nnz else spread(own, uses)


def difference(before: csr_matrix, after: csr_matrix) -> csr_matrix:
    """What is more or less than before, without what is only rounding."""
    moved: coo_matrix = (after - before).tocoo()
    size = np.asarray((abs(after) + abs(before))[moved.row, moved.col]).ravel()
    real = np.abs(moved.data) > _ROUNDING * size
    places = (moved.row[real], moved.col[real])
    return csr_matrix((moved.data[real], places), shape=after.shape)


def placed(parts: csr_matrix, rows: Sequence[int] | NDArray[np.intp], count: int) -> csr_matrix:
    """The rows of some products, at their places among all products."""
    at = parts.tocoo()
    return csr_matrix((at.data, (np.asarray(rows)[at.row], at.col)), shape=(count, parts.shape[1]))


def only_rows(parts: csr_matrix, rows: NDArray[np.bool_]) -> csr_matrix:
    """The same with nothing in the other rows."""
    if rows.all():
        return parts
    left: csr_matrix = (diags_array(rows.astype(np.float64)) @ parts).tocsr()
    left.eliminate_zeros()
    return left
