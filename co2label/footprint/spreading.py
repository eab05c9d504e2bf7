"""What every product needs of every variable, through all the products that it uses: T = (I - P)^-1 A, sparse.

The same order as in `nesting`: level by level a product of sparse matrices, inside a loop a sparse LU. Only
catalogues that `nesting.solve` has accepted come here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack, identity, vstack
from scipy.sparse.linalg import splu

from co2label.footprint.nesting import loops_and_levels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from co2label.footprint.nesting import Uses

    Sums = list[NDArray[np.float64]]

__all__ = ["Cells", "spread"]

_CELLS = 30_000_000
_FEWEST = 1_024
"""Variables are taken in blocks, so that not even a full matrix of a block fills the memory."""


class Cells:
    """Kilograms by (product, variable), those of used products with them, of which sums over rows are asked."""

    def __init__(self, own: csr_matrix, uses: Uses) -> None:
        """`own` holds the kilograms of each variable in the product's own lines; `uses`, who uses whom."""
        self._own, self._uses = own, uses
        self._kept: list[_Part] | None = None if len(uses.user) else [_Part(0, slice(None), own)]

    def sums(self, *wanted: Callable[[NDArray[np.float64], NDArray[np.intp]], NDArray[Any]]) -> Sums:
        """(product) each: sums of what each of `wanted` makes of the kilograms and variables of cells that hold anything.

        >>> from co2label.footprint.nesting import Uses
        >>> uses = Uses(np.array([1]), np.array([0]), np.array([2.0]))
        >>> Cells(csr_matrix([[3.0, 0.0], [0.0, 1.0]]), uses).sums(lambda kg, _: kg**2)[0].tolist()
        [9.0, 37.0]
        """
        count = self._own.shape[0]
        totals = [np.zeros(count) for _ in wanted]
        for part in self._parts():
            kg, variable = part.cells.data, part.cells.indices + part.first
            rows = np.repeat(np.arange(count), np.diff(part.cells.indptr))
            for total, of in zip(totals, wanted, strict=True):
                total[part.order] += np.bincount(rows, of(kg, variable), count)
        return totals

    def of(self, row: int) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Kilograms and variables of one product."""
        kg, variables = [], []
        for first, order, cells in self._parts():
            at = row if isinstance(order, slice) else int(np.flatnonzero(order == row)[0])
            held = slice(cells.indptr[at], cells.indptr[at + 1])
            kg.append(cells.data[held])
            variables.append(cells.indices[held] + first)
        return np.concatenate(kg), np.concatenate(variables)

    def _parts(self) -> Iterator[_Part]:
        """Some variables at a time; kept for the next time where they fit in the memory of one block."""
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[_Part] = []
        first, held, room = 0, 0, _at_once(self._own.shape[0])
        for order, cells in _blocks(self._own, self._uses):
            held += cells.nnz
            kept = [*kept, _Part(first, order, cells)] if held <= _CELLS else []
            yield _Part(first, order, cells)
            first += room
        self._kept = kept if held <= _CELLS else None


class _Part(NamedTuple):
    """Strictly private: the first of some variables, the order of the rows, and the rows."""

    first: int
    order: NDArray[np.intp] | slice
    cells: csr_matrix


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
    block = _at_once(count)
    for first in range(0, width, block):
        yield order, _total(columns[:, first : first + block].tocsr(), needs, loop[order], cuts)


def _at_once(count: int) -> int:
    return max(_FEWEST, _CELLS // max(count, 1))


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
