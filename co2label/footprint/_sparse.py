"""Sparse matrices by rows, strongly connected components and the systems of loops, with numpy alone.

That is enough for some hundred products. If scipy (143 MB) is installed, it computes products of large matrices and
components of large graphs, with the same bits; a loop over more than 300 products needs it.

>>> matrix = Sparse.of([2.0, 3.0], ([0, 1], [1, 0]), (2, 2))
>>> (matrix @ np.array([1.0, 10.0])).tolist()
[20.0, 3.0]
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.errors import ComputeError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]

LARGEST_DENSE = 300
"""Products of a loop up to which its system is solved as a full matrix."""
_LARGE = 5_000
"""Terms of a product, or edges of a graph, from which scipy is quicker than its import costs."""
_CELLS = 100_000
"""Cells of a product with a full matrix that are made at a time: as many as stay in the cache of a core."""


def _scipy(module: str) -> Any:
    """A module of scipy; None where it is not installed."""
    try:
        return import_module(f"scipy.{module}")
    except ImportError:
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Sparse:
    """Matrix in compressed sparse rows.

    Attributes:
        data: (cell) values; `indices`: (cell) columns; `indptr`: (row + 1) where the cells of each row begin.
        shape: rows and columns.
    """

    data: Floats
    indices: Whole
    indptr: Whole
    shape: tuple[int, int]

    @classmethod
    def of(cls, values: ArrayLike, places: tuple[ArrayLike, ArrayLike], shape: tuple[int, int]) -> Sparse:
        """Make a matrix of cells in any order; cells of one place are summed in their order."""
        row, column = (np.asarray(place, np.intp) for place in places)
        data = np.asarray(values, np.float64)
        key = row * max(shape[1], 1) + column
        if (np.diff(key) <= 0).any():
            order = np.argsort(key, kind="stable")
            key, data = key[order], data[order]
            first = np.diff(key, prepend=-1) != 0
            if not first.all():
                data = np.bincount(np.cumsum(first) - 1, data).astype(np.float64)
                key = key[first]
            row, column = np.divmod(key, max(shape[1], 1))
        begins = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=shape[0])))).astype(np.intp)
        return cls(data, column, begins, shape)

    @classmethod
    def by_row(cls, values: Floats, columns: Whole, indptr: Whole, shape: tuple[int, int]) -> Sparse:
        """Make a matrix of cells sorted by row; cells of one place are summed in their order."""
        return cls.of(values, (np.repeat(np.arange(shape[0]), np.diff(indptr)), columns), shape)

    @classmethod
    def full(cls, cells: Floats) -> Sparse:
        """Make a matrix of the cells of a full one that are not zero."""
        row, column = np.nonzero(cells)
        return cls.of(cells[row, column], (row, column), cells.shape)

    @classmethod
    def empty(cls, rows: int, columns: int) -> Sparse:
        """A matrix without cells."""
        return cls(np.zeros(0), np.zeros(0, np.intp), np.zeros(rows + 1, np.intp), (rows, columns))

    @property
    def row(self) -> Whole:
        """(cell) rows."""
        return np.repeat(np.arange(self.shape[0]), np.diff(self.indptr))

    @property
    def nnz(self) -> int:
        """Cells."""
        return len(self.data)

    def without_zeros(self) -> Sparse:
        """The cells that are not zero."""
        return self._only(self.data != 0)

    def above_zero(self) -> Sparse:
        """The cells above zero."""
        return self._only(self.data > 0)

    def with_data(self, data: Floats) -> Sparse:
        """The same places with other values."""
        return Sparse(data, self.indices, self.indptr, self.shape)

    def __abs__(self) -> Sparse:
        return self.with_data(np.abs(self.data))

    def diagonal(self) -> Floats:
        """(row) cells on the diagonal."""
        on_diagonal = self.row == self.indices
        cells: Floats = np.bincount(
            self.indices[on_diagonal], self.data[on_diagonal], min(self.shape)
        ).astype(np.float64)
        return cells

    def sums(self) -> Floats:
        """(row) sums of the cells of each row."""
        totals: Floats = np.bincount(self.row, self.data, self.shape[0]).astype(np.float64)
        return totals

    def transposed(self) -> Sparse:
        """Columns as rows."""
        return Sparse.of(self.data, (self.indices, self.row), (self.shape[1], self.shape[0]))

    def rows(self, wanted: slice | Whole) -> Sparse:
        """Some rows, in the order asked for."""
        if isinstance(wanted, slice):
            first, last, _ = wanted.indices(self.shape[0])
            low, high = self.indptr[first], self.indptr[last]
            kept = self.indptr[first : last + 1] - low
            return Sparse(self.data[low:high], self.indices[low:high], kept, (last - first, self.shape[1]))
        cells = ranges(self.indptr[wanted], self.indptr[wanted + 1])
        lengths = self.indptr[wanted + 1] - self.indptr[wanted]
        begins = np.concatenate(([0], np.cumsum(lengths)))
        return Sparse(self.data[cells], self.indices[cells], begins, (len(wanted), self.shape[1]))

    def columns(self, wanted: slice | Whole) -> Sparse:
        """Some columns, each once, in the order asked for."""
        if isinstance(wanted, slice):
            first, last, _ = wanted.indices(self.shape[1])
            kept = self._only((self.indices >= first) & (self.indices < last))
            return Sparse(kept.data, kept.indices - first, kept.indptr, (self.shape[0], last - first))
        place = np.full(self.shape[1], -1)
        place[wanted] = np.arange(len(wanted))
        kept = self._only(place[self.indices] >= 0)
        return Sparse.of(kept.data, (kept.row, place[kept.indices]), (self.shape[0], len(wanted)))

    def _only(self, kept: NDArray[np.bool_]) -> Sparse:
        begins = np.concatenate(([0], np.cumsum(kept)))[self.indptr]
        return Sparse(self.data[kept], self.indices[kept], begins, self.shape)

    def __add__(self, other: Sparse) -> Sparse:
        places = np.concatenate([self.row, other.row]), np.concatenate([self.indices, other.indices])
        return Sparse.of(np.concatenate([self.data, other.data]), places, self.shape)

    def __matmul__(self, other: Any) -> Any:
        """Product with a vector, a full matrix (both give a full array) or a sparse matrix."""
        if isinstance(other, Sparse):
            return _product(self, other)
        result = np.zeros((self.shape[0], *other.shape[1:]))
        filled = np.flatnonzero(np.diff(self.indptr))
        if not len(filled):
            return result
        step = max(1, _CELLS // max(1, int(np.prod(other.shape[1:]))))
        part = (self.indptr[filled + 1] - self.indptr[filled[0]] - 1) // step
        for rows in np.split(filled, np.flatnonzero(np.diff(part)) + 1):
            low, high = self.indptr[rows[0]], self.indptr[rows[-1] + 1]
            terms = other[self.indices[low:high]]
            terms = terms * (self.data[low:high] if terms.ndim == 1 else self.data[low:high, None])
            result[rows] = np.add.reduceat(terms, self.indptr[rows] - low, axis=0)
        return result

    def toarray(self) -> Floats:
        """The full matrix."""
        cells = np.zeros(self.shape)
        np.add.at(cells, (self.row, self.indices), self.data)
        return cells


def _product(left: Sparse, right: Sparse) -> Sparse:
    shape = (left.shape[0], right.shape[1])
    lengths = (right.indptr[1:] - right.indptr[:-1])[left.indices]
    terms = int(lengths.sum())
    sparse = _scipy("sparse") if terms >= _LARGE else None
    if sparse is not None:
        one, other = (sparse.csr_matrix((m.data, m.indices, m.indptr), shape=m.shape) for m in (left, right))
        made = (one @ other).tocsr()
        made.sort_indices()
        return Sparse(made.data, made.indices.astype(np.intp), made.indptr.astype(np.intp), shape)
    cells = ranges(right.indptr[left.indices], right.indptr[left.indices + 1])
    values = np.repeat(left.data, lengths) * right.data[cells]
    return Sparse.of(values, (np.repeat(left.row, lengths), right.indices[cells]), shape)


def beside(parts: Sequence[Sparse]) -> Sparse:
    """Matrices of as many rows, one to the right of the other."""
    offsets = np.cumsum([0, *(part.shape[1] for part in parts)])
    row = np.concatenate([part.row for part in parts])
    column = np.concatenate([part.indices + offset for part, offset in zip(parts, offsets, strict=False)])
    data = np.concatenate([part.data for part in parts])
    return Sparse.of(data, (row, column), (parts[0].shape[0], int(offsets[-1])))


def below(parts: Sequence[Sparse]) -> Sparse:
    """Matrices of as many columns, one below the other."""
    offsets = np.cumsum([0, *(part.nnz for part in parts)])
    begins = [part.indptr[1:] + offset for part, offset in zip(parts, offsets, strict=False)]
    return Sparse(
        np.concatenate([part.data for part in parts]),
        np.concatenate([part.indices for part in parts]),
        np.concatenate([[0], *begins]).astype(np.intp),
        (sum(part.shape[0] for part in parts), parts[0].shape[1]),
    )


class Stack:
    """Rows that are put below each other, many times, and read in between."""

    def __init__(self, columns: int) -> None:
        """An empty stack of matrices with so many columns."""
        self._data, self._indices = np.empty(1024), np.empty(1024, np.intp)
        self._indptr = np.zeros(1, np.intp)
        self._columns = columns

    @property
    def matrix(self) -> Sparse:
        """All rows so far."""
        cells = int(self._indptr[-1])
        shape = (len(self._indptr) - 1, self._columns)
        return Sparse(self._data[:cells], self._indices[:cells], self._indptr, shape)

    def add(self, rows: Sparse) -> None:
        """Put rows below the others."""
        first = int(self._indptr[-1])
        last = first + rows.nnz
        if last > len(self._data):
            room = last - first + max(last, len(self._data))
            self._data = np.concatenate([self._data[:first], np.empty(room)])
            self._indices = np.concatenate([self._indices[:first], np.empty(room, np.intp)])
        self._data[first:last], self._indices[first:last] = rows.data, rows.indices
        self._indptr = np.concatenate([self._indptr, rows.indptr[1:] + first])


def ranges(first: Whole, last: Whole) -> Whole:
    """All integers of half-open ranges, one range after the other."""
    lengths = last - first
    before = np.cumsum(lengths) - lengths
    result: Whole = np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))
    return result


def components(graph: Sparse) -> tuple[int, Whole]:
    """Return the number of strongly connected components, and (row) components, numbered by their first row."""
    csgraph = _scipy("sparse.csgraph") if graph.nnz >= _LARGE else None
    if csgraph is not None:
        from scipy.sparse import csr_matrix  # noqa: PLC0415 - large graphs only

        cells = csr_matrix((np.ones(graph.nnz), graph.indices, graph.indptr), shape=graph.shape)
        labels = csgraph.connected_components(cells, directed=True, connection="strong")[1]
    else:
        labels = np.array(_tarjan(graph.indptr.tolist(), graph.indices.tolist()), np.intp)
    _, first, group = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    return len(first), rank[group]


def _tarjan(begins: list[int], ends: list[int]) -> list[int]:
    """The root of the strongly connected component of each node (Tarjan 1972, without recursion)."""
    count = len(begins) - 1
    number, low, root = [0] * count, [0] * count, [-1] * count
    edge, clock = begins[:-1], 0
    stack: list[int] = []
    for start in range(count):
        path = [] if number[start] else [start]
        while path:
            node = path[-1]
            if not number[node]:
                clock += 1
                number[node] = low[node] = clock
                stack.append(node)
            while edge[node] < begins[node + 1]:
                other = ends[edge[node]]
                if not number[other]:
                    path.append(other)
                    break
                if root[other] < 0:
                    low[node] = min(low[node], low[other])
                edge[node] += 1
            else:
                path.pop()
                if low[node] == number[node]:
                    while root[node] < 0:
                        root[stack.pop()] = node
    return root


class LoopSystem:
    """The matrix I − B of products that use each other, for solving totals from direct values.

    Each group of products that use each other is a system of its own, solved as a full matrix (LAPACK) up to 300 products
    and by a sparse LU above; so a figure does not depend on which other loops are solved beside it.

    Raises:
        ComputeError: a group of more than 300 products, without scipy.
        numpy.linalg.LinAlgError: a system is singular; found at the latest by `solve`.
    """

    def __init__(self, inside: Sparse) -> None:
        """`inside` is B: (user, used) amounts, both in the order of the products."""
        count, group = components(inside)
        sizes = np.bincount(group, minlength=count)
        place = np.empty(len(group), np.intp)
        order = np.argsort(group, kind="stable")
        place[order] = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        inner = group[inside.row] == group[inside.indices]
        user, used, amount = inside.row[inner], inside.indices[inner], inside.data[inner]
        self._dense: list[tuple[Whole, Floats]] = []
        self._large: list[tuple[Whole, Any]] = []
        for size in np.unique(sizes).tolist():
            groups = np.flatnonzero(sizes == size)
            members = order[np.isin(group[order], groups)].reshape(len(groups), size)
            if size > LARGEST_DENSE:
                self._large += [(rows, _sparse_lu(inside.rows(rows).columns(rows))) for rows in members]
                continue
            number = np.full(count, -1)
            number[groups] = np.arange(len(groups))
            selected = number[group[user]] >= 0
            system = np.zeros((len(groups), size, size)) + np.eye(size)
            at = number[group[user[selected]]], place[user[selected]], place[used[selected]]
            np.subtract.at(system, at, amount[selected])
            self._dense.append((members, system))

    def solve(self, own: Floats) -> Floats:
        """X of (I - B) X = own, (product) or (product, column)."""
        result = np.empty(own.shape)
        columns = own if own.ndim > 1 else own[:, None]
        for members, system in self._dense:
            solved = np.linalg.solve(system, columns[members])
            result[members] = solved.reshape((*members.shape, *own.shape[1:]))
        for rows, factored in self._large:
            result[rows] = factored.solve(own[rows])
        return result


def _sparse_lu(inside: Sparse) -> Any:
    linalg = _scipy("sparse.linalg")
    if linalg is None:
        what = f"{inside.shape[0]:,} products use each other in a loop; from {LARGEST_DENSE + 1} on, scipy is needed"
        raise ComputeError([Problem("products", what, 'pip install "co2label[catalogue]"')])
    from scipy.sparse import csr_matrix, identity  # noqa: PLC0415 - large loops only

    cells = csr_matrix((inside.data, inside.indices, inside.indptr), shape=inside.shape)
    try:
        return linalg.splu(identity(inside.shape[0], format="csc") - cells.tocsc())
    except RuntimeError as error:
        raise np.linalg.LinAlgError(*error.args) from None
