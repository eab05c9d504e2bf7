"""Products that use products: X = D + P X, solved exactly, also where products use each other in a loop.

`P[p, r]` is the amount of product r that one declared unit of product p uses. Products are ordered by strongly
connected components (Tarjan) and levels: a level needs earlier ones only, so it is one gather and one sum. Only
inside a loop is a linear system solved (sparse LU). A loop that needs one or more units of itself to make one has
no finite footprint; the solve would return negative numbers without a word, so it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, diags_array, identity
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LoopError", "Uses", "loops_and_levels", "solve"]

_RESIDUAL = 1e-9
"""Largest relative residual of the solve that is accepted; measured ones are below 1e-15."""
_STEEPEST = 1e9
"""Units made in total for one unit out of a loop; a loop so close to feeding only on itself is refused too."""


class LoopError(ArithmeticError):
    """Products that need one or more units of themselves; `loop` holds their rows in order."""

    def __init__(self, loop: list[int], gain: float) -> None:
        super().__init__(f"loop through rows {loop} with gain {gain:g}")
        self.loop, self.gain = loop, gain


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Which product uses how much of which: rows, and declared units of `used` per declared unit of `user`."""

    user: NDArray[np.intp]
    used: NDArray[np.intp]
    amount: NDArray[np.float64]


def solve_by_size(own: NDArray[np.float64], uses: Uses) -> NDArray[np.float64] | None:
    """Totals of sizes, such as absolute kilograms, where some product is credited (used by an amount below zero).

    None where nothing is credited, or where the credits alone keep a loop below a gain of one.

    >>> credit = Uses(np.array([0]), np.array([1]), np.array([-0.5]))
    >>> solve_by_size(np.array([[1.0], [2.0]]), credit).ravel().tolist()
    [2.0, 2.0]
    """
    if not (uses.amount < 0).any():
        return None
    try:
        return solve(own, Uses(uses.user, uses.used, np.abs(uses.amount)))[0]
    except LoopError:
        return None


def solve(own: NDArray[np.float64], uses: Uses) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Totals of all products, and which products stand in a loop.

    Args:
        own: (product, column), what each product emits itself.
        uses: who uses whom.

    Raises:
        LoopError: a loop whose gain is one or more.
        ArithmeticError: the solution does not satisfy the equations.

    >>> uses = Uses(np.array([0, 1]), np.array([1, 0]), np.array([0.5, 0.5]))
    >>> solve(np.array([[1.0], [1.0]]), uses)[0].ravel().tolist()
    [2.0, 2.0]
    """
    count = len(own)
    needs = csr_matrix((uses.amount, (uses.user, uses.used)), shape=(count, count))
    needs.sum_duplicates()
    needs.eliminate_zeros()
    loop, level = loops_and_levels(needs)
    order = np.lexsort((loop, level))
    sorted_needs = needs[order]
    total = own.astype(np.float64, copy=True)
    steps = 2 * level[order] + loop[order]
    cuts = np.flatnonzero(np.diff(steps, prepend=-1, append=-1))
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        if loop[order[first]]:
            _solve_loops(total, order[first:last], sorted_needs[first:last])
        else:
            _add_level(total, order[first:last], sorted_needs, first, last)
    _check(total, own, needs)
    return total, loop


def loops_and_levels(needs: csr_matrix) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Whether each product stands in a loop, and the level of each."""
    count, component = connected_components(needs, directed=True, connection="strong")
    loop = (np.bincount(component, minlength=count)[component] > 1) | (needs.diagonal() != 0)
    edges = needs.tocoo()
    user, used = component[edges.row], component[edges.col]
    outer = user != used
    graph = csr_matrix((np.ones(int(outer.sum())), (user[outer], used[outer])), shape=(count, count))
    graph.sum_duplicates()
    return loop, _levels(graph)[component]


def _levels(graph: csr_matrix) -> NDArray[np.intp]:
    """The level of each node of an acyclic graph whose rows need their columns; leaves are level 0."""
    waiting = np.diff(graph.indptr).copy()
    users = graph.T.tocsr()
    level = np.zeros(graph.shape[0], np.intp)
    ready, depth = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = depth
        at = _ranges(users.indptr[ready], users.indptr[ready + 1])
        found, times = np.unique(users.indices[at], return_counts=True)
        waiting[found] -= times
        ready, depth = found[waiting[found] == 0], depth + 1
    return level


def _ranges(first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """All integers of the half-open ranges, one range after the other."""
    lengths = last - first
    before = np.cumsum(lengths) - lengths
    ranges: NDArray[np.intp] = np.repeat(first - before, lengths) + np.arange(int(lengths.sum()))
    return ranges


def _add_level(
    total: NDArray[np.float64], rows: NDArray[np.intp], needs: csr_matrix, first: int, last: int
) -> None:
    """Add what the products of one level use; each of them uses something, or the level is the first."""
    low, high = int(needs.indptr[first]), int(needs.indptr[last])
    if low == high:
        return
    parts = needs.data[low:high, None] * total[needs.indices[low:high]]
    total[rows] += np.add.reduceat(parts, needs.indptr[first:last] - low, axis=0)


def _solve_loops(total: NDArray[np.float64], rows: NDArray[np.intp], needs: csr_matrix) -> None:
    """Solve the loops of one level, which do not need each other."""
    own = total[rows]
    total[rows] = 0.0
    inside = needs[:, rows].tocsc()
    system = identity(len(rows), format="csc") - inside
    try:
        factored = splu(system)
        made = factored.solve(np.ones(len(rows)))
    except RuntimeError:
        made = np.full(len(rows), -1.0)
    # (I - B) y = 1 has a positive solution exactly when the spectral radius of B is below one.
    if not ((made > 0) & (made < _STEEPEST)).all():
        loop, gain = _steepest_loop(inside.tocsr())
        raise LoopError(rows[loop].tolist(), gain)
    total[rows] = factored.solve(own + needs @ total)


def _steepest_loop(inside: csr_matrix) -> tuple[list[int], float]:
    """The loop that a product runs into by always following what it uses most of, seen over many rounds."""
    load = np.ones(inside.shape[0])
    for _ in range(100):
        load = load + inside @ load
        load /= load.max()
    pulls = (inside @ diags_array(load)).tocsr()
    path: list[int] = [int(np.argmax(load))]
    while True:
        row = pulls[[path[-1]]]
        step = int(row.indices[np.argmax(row.data)])
        if step in path:
            loop = path[path.index(step) :]
            ring = zip(loop, loop[1:] + loop[:1], strict=True)
            return loop, float(np.prod([inside[user, used] for user, used in ring]))
        path.append(step)


def _check(total: NDArray[np.float64], own: NDArray[np.float64], needs: csr_matrix) -> None:
    gap = np.abs(total - own - needs @ total)
    size = np.abs(own) + abs(needs) @ np.abs(total)
    if not (gap <= _RESIDUAL * size + np.finfo(np.float64).tiny).all() and np.isfinite(total).all():
        message = f"the footprints do not satisfy their own equations (residual {gap.max():g})"
        raise ArithmeticError(message)
