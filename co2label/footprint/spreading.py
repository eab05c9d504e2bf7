"""What every product needs of every variable, through all the products that it uses: T = (I - P)^-1 A, sparse.

The same order as in `nesting`: level by level a product of sparse matrices, inside a loop a sparse LU. Only
catalogues that `nesting.solve` has accepted come here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, hstack, identity, vstack
from scipy.sparse.linalg import splu

from co2label.footprint.nesting import loops_and_levels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from co2label.footprint.nesting import Uses

__all__ = ["spread", "variances"]

_CELLS = 30_000_000
_FEWEST = 1_024
"""Variables are taken in blocks, so that not even a full matrix of a block fills the memory."""


def variances(own: csr_matrix, uses: Uses) -> NDArray[np.float64]:
    """Row sums of squares of (I - P)^-1 `own`.

    Args:
        own: (product, variable), kilograms of one standard deviation of each variable in the product's own lines.
        uses: who uses whom.

    >>> from co2label.footprint.nesting import Uses
    >>> uses = Uses(np.array([1]), np.array([0]), np.array([2.0]))
    >>> variances(csr_matrix([[3.0, 0.0], [0.0, 1.0]]), uses).tolist()
    [9.0, 37.0]
    """
    total = np.zeros(own.shape[0])
    for order, part in _blocks(own, uses):
        total[order] += _squares(part)
    return total


def spread(own: csr_matrix, uses: Uses) -> csr_matrix:
    """(I - P)^-1 `own`: what each product has of each variable, that of the products that it uses with it.

    >>> from co2label.footprint.nesting import Uses
    >>> uses = Uses(np.array([1]), np.array([0]), np.array([2.0]))
    >>> spread(csr_matrix([[3.0, 0.0], [0.0, 1.0]]), uses).toarray().tolist()
    [[3.0, 0.0], [6.0, 1.0]]
    """
    parts = list(_blocks(own, uses))
    if not parts:
        return own
    order, _ = parts[0]
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    whole: csr_matrix = hstack([part for _, part in parts], format="csr")[place]
    return whole


def _blocks(own: csr_matrix, uses: Uses) -> Iterator[tuple[NDArray[np.intp], csr_matrix]]:
    """(I - P)^-1 `own`, some variables at a time: the order of its rows, and the rows."""
    count, width = own.shape
    needs = csr_matrix((uses.amount, (uses.user, uses.used)), shape=(count, count))
    needs.eliminate_zeros()
    loop, level = loops_and_levels(needs)
    order = np.lexsort((loop, level))
    steps = 2 * level[order] + loop[order]
    cuts = np.flatnonzero(np.diff(steps, prepend=-1, append=-1))
    needs, columns = needs[order][:, order], own[order].tocsc()
    block = max(_FEWEST, _CELLS // max(count, 1))
    for first in range(0, width, block):
        yield order, _total(columns[:, first : first + block].tocsr(), needs, loop[order], cuts)


def _total(own: csr_matrix, needs: csr_matrix, loop: NDArray[np.bool_], cuts: NDArray[np.intp]) -> csr_matrix:
    """Every row with what it takes from the rows before it; rows are in the order of their levels."""
    done = own[: cuts[1]] if not loop[0] else csr_matrix((0, own.shape[1]))
    start = 1 if not loop[0] else 0
    for first, last in zip(cuts[start:-1].tolist(), cuts[start + 1 :].tolist(), strict=True):
        rows = own[first:last] + needs[first:last, :first] @ done
        if loop[first]:
            system = identity(last - first, format="csc") - needs[first:last, first:last].tocsc()
            rows = csr_matrix(splu(system).solve(rows.toarray()))
        done = vstack([done, rows], format="csr")
    return done


def _squares(matrix: csr_matrix) -> NDArray[np.float64]:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.bincount(rows, matrix.data**2, matrix.shape[0]).astype(np.float64, copy=False)
