"""Products that use products: X = D + P X, solved exactly, also where products use each other in a loop.

`P[p, r]` is the amount of product r that one declared unit of product p uses. Products are ordered by strongly
connected components (Tarjan) and levels: a level needs earlier ones only, so it is one gather and one sum. Only
inside a loop is a linear system solved (sparse LU). A loop that needs one or more units of itself to make one has
no finite footprint; the solve would return negative numbers without a word, so it is refused. What decides are the amounts
above zero: a credit inside a loop takes away from what it needs, however large it is, and such a loop is solved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, identity
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

from co2label.footprint.loops import STEEPEST, feeding, made_in_all, steepest_ring

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.sparse.linalg import SuperLU

__all__ = ["LoopError", "Uses", "loops_and_levels", "solve"]

_RESIDUAL = 1e-9
"""Largest relative residual of the solve that is accepted; measured ones are below 1e-15."""
_BLOCK = 64
"""Columns of an inverse that are held at a time."""


class LoopError(ArithmeticError):
    """Products that need one or more units of themselves.

    Attributes:
        loop: rows of the steepest loop, in order.
        gain: what one unit takes of itself through this loop alone; below one, it is too steep only together with others.
        group: rows of all products whose loops hang together with it.
    """

    def __init__(self, loop: list[int], gain: float, group: list[int]) -> None:
        super().__init__(f"loop through rows {loop} with gain {gain:g}")
        self.loop, self.gain, self.group = loop, gain, group


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Which product uses how much of which: rows, and declared units of `used` per declared unit of `user`."""

    user: NDArray[np.intp]
    used: NDArray[np.intp]
    amount: NDArray[np.float64]


def solve_by_size(own: NDArray[np.float64], uses: Uses) -> NDArray[np.float64] | None:
    """Totals of sizes, such as absolute kilograms, where some product is credited (used by an amount below zero).

    A use counts by its size. Of a loop with credits the size of what it comes to in all counts, since its turns taken one by
    one may have no end. None where nothing is credited.

    >>> credit = Uses(np.array([0]), np.array([1]), np.array([-0.5]))
    >>> solve_by_size(np.array([[1.0], [2.0]]), credit).ravel().tolist()
    [2.0, 2.0]
    """
    if not (uses.amount < 0).any():
        return None
    return _by_level(own, _needs(uses, len(own)), _add_sizes, _size_of_loops)[0]


def solve(own: NDArray[np.float64], uses: Uses) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Totals of all products, and which products stand in a loop.

    Args:
        own: (product, column), what each product emits itself.
        uses: who uses whom.

    Raises:
        LoopError: a loop whose gain, credits aside, is one or more, or that its credits leave without a solution.
        ArithmeticError: the solution does not satisfy the equations.

    >>> uses = Uses(np.array([0, 1]), np.array([1, 0]), np.array([0.5, 0.5]))
    >>> solve(np.array([[1.0], [1.0]]), uses)[0].ravel().tolist()
    [2.0, 2.0]
    """
    needs = _needs(uses, len(own))
    total, loop = _by_level(own, needs, _add_level, _solve_loops)
    _check(total, own, needs)
    return total, loop


def _needs(uses: Uses, count: int) -> csr_matrix:
    needs = csr_matrix((uses.amount, (uses.user, uses.used)), shape=(count, count))
    needs.sum_duplicates()
    needs.eliminate_zeros()
    return needs


def _by_level(
    own: NDArray[np.float64],
    needs: csr_matrix,
    add: Callable[[NDArray[np.float64], NDArray[np.intp], csr_matrix, int, int], None],
    close: Callable[[NDArray[np.float64], NDArray[np.intp], csr_matrix], None],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Level by level: `add` what the products of one use, `close` the loops of one."""
    loop, level = loops_and_levels(needs)
    order = np.lexsort((loop, level))
    sorted_needs = needs[order]
    total = own.astype(np.float64, copy=True)
    steps = 2 * level[order] + loop[order]
    cuts = np.flatnonzero(np.diff(steps, prepend=-1, append=-1))
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        if loop[order[first]]:
            close(total, order[first:last], sorted_needs[first:last])
        else:
            add(total, order[first:last], sorted_needs, first, last)
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


def _add_sizes(
    total: NDArray[np.float64], rows: NDArray[np.intp], needs: csr_matrix, first: int, last: int
) -> None:
    """The same by size."""
    total[rows] += abs(needs[first:last]) @ total


def _solve_loops(total: NDArray[np.float64], rows: NDArray[np.intp], needs: csr_matrix) -> None:
    """Solve the loops of one level, which do not need each other."""
    own = total[rows]
    total[rows] = 0.0
    total[rows] = _factored(rows, needs).solve(own + needs @ total)


def _size_of_loops(total: NDArray[np.float64], rows: NDArray[np.intp], needs: csr_matrix) -> None:
    """The same by size: the absolute inverse, some columns at a time."""
    own = total[rows]
    total[rows] = 0.0
    own = own + abs(needs) @ total
    factored = _factored(rows, needs)
    if not (needs[:, rows].data < 0).any():
        total[rows] = factored.solve(own)
        return
    for first in range(0, len(rows), _BLOCK):
        block = np.arange(first, min(first + _BLOCK, len(rows)))
        unit = np.zeros((len(rows), len(block)))
        unit[block, block - first] = 1.0
        total[rows] += np.abs(factored.solve(unit)) @ own[block]


def _factored(rows: NDArray[np.intp], needs: csr_matrix) -> SuperLU:
    """I - B of the loops, once it is sure that they have a footprint."""
    inside = needs[:, rows]
    credited = bool((inside.data < 0).any())
    if credited and made_in_all(positive := inside.maximum(0)) is None:
        group = feeding(positive)
        if len(group):
            raise _too_steep(rows, positive, group)
    factored = _lu(inside)
    made = np.full(len(rows), np.inf) if factored is None else factored.solve(np.ones(len(rows)))
    if factored is None or not ((np.abs(made) < STEEPEST) & ((made > 0) | credited)).all():
        raise _too_steep(rows, abs(inside), feeding(abs(inside)))
    return factored


def _lu(inside: csr_matrix) -> SuperLU | None:
    try:
        return splu(identity(inside.shape[0], format="csc") - inside.tocsc())
    except RuntimeError:
        return None


def _too_steep(rows: NDArray[np.intp], inside: csr_matrix, group: NDArray[np.intp]) -> LoopError:
    ring, gain = steepest_ring(inside[group][:, group])
    return LoopError(rows[group[ring]].tolist(), gain, rows[group].tolist())


def _check(total: NDArray[np.float64], own: NDArray[np.float64], needs: csr_matrix) -> None:
    gap = np.abs(total - own - needs @ total)
    size = np.abs(own) + abs(needs) @ np.abs(total)
    if not (gap <= _RESIDUAL * size + np.finfo(np.float64).tiny).all() and np.isfinite(total).all():
        message = f"the footprints do not satisfy their own equations (residual {gap.max():g})"
        raise ArithmeticError(message)
