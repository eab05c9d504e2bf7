"""Products that use products: X = D + P X, solved exactly, also where products use each other in a loop.

`P[p, r]` is the amount of product r that one declared unit of product p uses. Products are ordered by strongly
connected components (Tarjan) and levels: a level needs earlier ones only, so it is one gather and one sum. Only
inside a loop is a linear system solved, one for each group of products that use each other. A loop that needs one or
more units of itself to make one has no finite footprint; the solve would return negative numbers without a word, so it is
refused. What decides are the amounts above zero: a credit inside a loop takes away from what it needs, however large it is,
and such a loop is solved.

Amounts of zero or more between products that use each other form a matrix B; the products have a footprint exactly when its
spectral radius is below one, that is when `(I − B)⁻¹` has no negative entry. A loop that is refused is shown by its steepest
ring.

`propagate` is the same solve for sparse matrices: what every product needs of every variable, T = (I − P)⁻¹ A.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from co2label.footprint._sparse import LoopSystem, Sparse, Stack, beside, components, ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Sums = list[NDArray[np.float64]]


STEEPEST = 1e9
"""Limit of the units made in total for one unit out of a loop; a loop above it is refused."""

_BETTER = 1e-12
"""Smallest rise of the logarithm of a gain a step that is more than rounding."""


def total_made(inside: Sparse) -> NDArray[np.float64] | None:
    """Return (product) units made in all for one unit of each product; None where the sum diverges.

    `(I - B) y = 1` has a positive solution exactly when the spectral radius of a B without negative entries is below one.

    Args:
        inside: (user, used), amounts of zero or more.

    >>> total_made(Sparse.full(np.array([[0.5]]))), total_made(Sparse.full(np.array([[1.0]])))
    (array([2.]), None)
    """
    try:
        made = LoopSystem(inside).solve(np.ones(inside.shape[0]))
    except np.linalg.LinAlgError:
        return None
    return made if ((made > 0) & (made < STEEPEST)).all() else None


def self_feeding_group(inside: Sparse) -> NDArray[np.intp]:
    """Return the products of the first group that needs as much of itself as it makes; empty if there is none."""
    count, group = components(inside)
    for one in range(count):
        members = np.flatnonzero(group == one)
        if total_made(inside.rows(members).columns(members)) is None:
            return members
    return np.zeros(0, np.intp)


def steepest_ring(inside: Sparse) -> tuple[list[int], float]:
    """Return the ring with the largest gain a step, in the order of use, and its gain.

    The gain of a ring is the product of its amounts. The steepest ring is the one whose gain a step (the geometric mean of its
    amounts) is largest: where any ring gains one or more, this one does. It is found by raising the bar to the best ring
    so far and looking for a ring above it (Bellman and Ford, on logarithms), until there is none.

    Args:
        inside: (user, used), amounts of zero or more, of products that all use each other.

    >>> amounts = Sparse.full(np.array([[0.9, 10.0], [0.15, 0.0]]))
    >>> steepest_ring(amounts)
    ([0, 1], 1.5)
    """
    edges = inside.without_zeros()
    log = np.log(edges.data)
    steps = zip(edges.row.tolist(), edges.indices.tolist(), strict=True)
    amount = dict(zip(steps, edges.data.tolist(), strict=True))

    def amounts(ring: list[int]) -> list[float]:
        return [amount[step] for step in zip(ring, ring[1:] + ring[:1], strict=True)]

    best, mean, bar = [], -math.inf, float(log.min()) - 1.0
    while ring := _ring_above(bar, edges, log):
        its_mean = math.fsum(map(math.log, amounts(ring))) / len(ring)
        if its_mean <= mean + _BETTER:
            break
        best, mean, bar = ring, its_mean, its_mean + _BETTER
    turned = best.index(min(best))
    best = best[turned:] + best[:turned]
    return best, math.prod(amounts(best))


def _ring_above(bar: float, edges: Sparse, log: NDArray[np.float64]) -> list[int]:
    """Return a ring whose mean of `log`, the logarithms of its amounts, lies above the bar; empty where there is none."""
    begins, user, used = edges.indptr[:-1], edges.row, edges.indices
    count = len(begins)
    height, choice = np.zeros(count), np.full(count, -1)
    for _ in range(count + 1):
        reach = log - bar + height[used]
        highest = np.maximum.reduceat(reach, begins)
        rises = highest > height + _BETTER
        if not rises.any():
            return []
        at_top = np.flatnonzero(reach == highest[user])
        first = at_top[np.searchsorted(user[at_top], np.arange(count))]
        choice[rises] = used[first[rises]]
        height[rises] = highest[rises]
        if ring := _ring_in(choice):
            return ring
    return []


def _ring_in(choice: NDArray[np.intp]) -> list[int]:
    """Return a ring in a graph where each node leads to at most one (-1: to none); empty where there is none."""
    state = [0] * len(choice)
    steps = choice.tolist()
    for start in range(len(steps)):
        path, node = [], start
        while node >= 0 and state[node] == 0:
            state[node] = start + 1
            path.append(node)
            node = steps[node]
        if node >= 0 and state[node] == start + 1 and node in path:
            return path[path.index(node) :]
    return []


_RESIDUAL = 1e-9
"""Largest accepted relative residual of the solve; measured ones are below 1e-15."""

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
    """Uses of products by products."""

    user: NDArray[np.intp]
    """(use): row of the product that uses."""
    used: NDArray[np.intp]
    """(use): row of the product that is used."""
    amount: NDArray[np.float64]
    """(use): declared units of `used` per declared unit of `user`."""


def solve_by_size(own: NDArray[np.float64], uses: Uses) -> NDArray[np.float64] | None:
    """Return (product, column) totals of absolute values where some use is a credit (an amount below zero), else None.

    A use counts by its absolute amount. Of a loop with credits the absolute value of its solution counts, since the series of
    its absolute amounts may diverge.

    >>> credit = Uses(np.array([0]), np.array([1]), np.array([-0.5]))
    >>> solve_by_size(np.array([[1.0], [2.0]]), credit).ravel().tolist()
    [2.0, 2.0]
    """
    if not (uses.amount < 0).any():
        return None
    return _by_level(own, _needs(uses, len(own)), sizes=True)[0]


def solve(own: NDArray[np.float64], uses: Uses) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return (product, column) totals of all products, and (product) whether each is part of a loop.

    Args:
        own: (product, column), direct values of each product.
        uses: which product uses which.

    Raises:
        LoopError: a loop whose gain, credits aside, is one or more, or that its credits leave without a solution.
        ArithmeticError: the solution does not satisfy the equations.

    >>> uses = Uses(np.array([0, 1]), np.array([1, 0]), np.array([0.5, 0.5]))
    >>> solve(np.array([[1.0], [1.0]]), uses)[0].ravel().tolist()
    [2.0, 2.0]
    """
    needs = _needs(uses, len(own))
    total, loop = _by_level(own, needs)
    _check(total, own, needs)
    return total, loop


def _needs(uses: Uses, count: int) -> Sparse:
    return Sparse.of(uses.amount, (uses.user, uses.used), (count, count)).without_zeros()


def _by_level(
    own: NDArray[np.float64], needs: Sparse, *, sizes: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Compute totals level by level, with absolute amounts if `sizes`; and which products are part of a loop."""
    order, loop, cuts = _in_order(needs)
    needs = needs.rows(order)
    weights = abs(needs) if sizes else needs
    total = own.astype(np.float64, copy=True)
    for first, last in pairwise(cuts.tolist()):
        rows, low, high = order[first:last], int(needs.indptr[first]), int(needs.indptr[last])
        if loop[first]:
            _solve_loops(total, rows, needs.rows(slice(first, last)), sizes=sizes)
        elif low < high:  # each product of a level uses something, or the level is the first
            parts = weights.data[low:high, None] * total[weights.indices[low:high]]
            total[rows] += np.add.reduceat(parts, weights.indptr[first:last] - low, axis=0)
    in_loop = np.empty_like(loop)
    in_loop[order] = loop
    return total, in_loop


def _in_order(needs: Sparse) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.intp]]:
    """Return the products in the order of their levels, (product of that order) whether each is part of a loop, and cuts.

    Between two cuts stand products of one level, which can be solved at once: those outside loops, or those in loops.
    """
    loop, level = _loops_and_levels(needs)
    order = np.lexsort((loop, level))
    steps = 2 * level[order] + loop[order]
    return order, loop[order], np.flatnonzero(np.diff(steps, prepend=-1, append=-1))


def _loops_and_levels(needs: Sparse) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Return (product) whether each is part of a loop, and (product) levels: a level needs earlier ones only, from 0 on."""
    count, component = components(needs)
    loop = (np.bincount(component, minlength=count)[component] > 1) | (needs.diagonal() != 0)
    user, used = component[needs.row], component[needs.indices]
    outer = user != used
    graph = Sparse.of(np.ones(int(outer.sum())), (user[outer], used[outer]), (count, count))
    waiting, users = np.diff(graph.indptr), graph.transposed()
    levels = np.zeros(count, np.intp)
    ready, depth = np.flatnonzero(waiting == 0), 0
    while len(ready):
        levels[ready] = depth
        at = ranges(users.indptr[ready], users.indptr[ready + 1])
        fed, times = np.unique(users.indices[at], return_counts=True)
        waiting[fed] -= times
        ready, depth = fed[waiting[fed] == 0], depth + 1
    return loop, levels[component]


def _solve_loops(
    total: NDArray[np.float64], rows: NDArray[np.intp], needs: Sparse, *, sizes: bool = False
) -> None:
    """Solve the loops of one level, which do not need each other; by absolute values if `sizes`.

    Where there are credits, these come from the absolute inverse, a block of columns at a time.
    """
    own = total[rows]
    total[rows] = 0.0
    own = own + (abs(needs) if sizes else needs) @ total
    system = _system(rows, needs)
    if not sizes or not (needs.columns(rows).data < 0).any():
        total[rows] = system.solve(own)
        return
    for first in range(0, len(rows), _BLOCK):
        block = np.arange(first, min(first + _BLOCK, len(rows)))
        unit = np.zeros((len(rows), len(block)))
        unit[block, block - first] = 1.0
        total[rows] += np.abs(system.solve(unit)) @ own[block]


def _system(rows: NDArray[np.intp], needs: Sparse) -> LoopSystem:
    """Return I − B of the loops, after checking that they have a footprint."""
    inside = needs.columns(rows)
    credited = bool((inside.data < 0).any())
    if credited and total_made(positive := inside.above_zero()) is None:
        group = self_feeding_group(positive)
        if len(group):
            raise _too_steep(rows, positive, group)
    try:
        system = LoopSystem(inside)
        made = system.solve(np.ones(len(rows)))
    except np.linalg.LinAlgError:
        made = np.full(len(rows), np.inf)
    if not ((np.abs(made) < STEEPEST) & ((made > 0) | credited)).all():
        raise _too_steep(rows, abs(inside), self_feeding_group(abs(inside)))
    return system


def _too_steep(rows: NDArray[np.intp], inside: Sparse, group: NDArray[np.intp]) -> LoopError:
    ring, gain = steepest_ring(inside.rows(group).columns(group))
    return LoopError(rows[group[ring]].tolist(), gain, rows[group].tolist())


def _check(total: NDArray[np.float64], own: NDArray[np.float64], needs: Sparse) -> None:
    gap = np.abs(total - own - needs @ total)
    size = np.abs(own) + abs(needs) @ np.abs(total)
    if not (gap <= _RESIDUAL * size + np.finfo(np.float64).tiny).all() and np.isfinite(total).all():
        raise ArithmeticError(f"the footprints do not satisfy their own equations (residual {gap.max():g})")


_CELLS = 30_000_000

_FEWEST = 1_024
"""Variables are taken in blocks, so that not even a full matrix of a block fills the memory."""


class CumulativeCells:
    """Kilograms by (product, variable), used products included, for sums over the variables of each product."""

    def __init__(self, own: Sparse, uses: Uses) -> None:
        """`own` holds (product, variable) kilograms of the product's own lines."""
        self._own, self._uses = own, uses
        self._kept: list[_Block] | None = None if len(uses.user) else [_Block(0, slice(None), own)]

    def sums(self, *wanted: Callable[[NDArray[np.float64], NDArray[np.intp]], NDArray[Any]]) -> Sums:
        """Return, for each function of kilograms and variables, its (product) sums over the cells that are not zero.

        >>> from co2label.footprint._loops import Uses
        >>> uses = Uses(np.array([1]), np.array([0]), np.array([2.0]))
        >>> CumulativeCells(Sparse.full(np.array([[3.0, 0.0], [0.0, 1.0]])), uses).sums(lambda kg, _: kg**2)[0].tolist()
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

    def _parts(self) -> Iterator[_Block]:
        """Yield blocks of variables; they are kept where they fit in the memory of one block."""
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[_Block] = []
        held = 0
        for block in _blocks(self._own, self._uses):
            held += block.cells.nnz
            kept = [*kept, block] if held <= _CELLS else []
            yield block
        self._kept = kept if held <= _CELLS else None


class _Block(NamedTuple):
    """A block of variables: the first of them, the order of the rows, and the cells."""

    first: int
    order: NDArray[np.intp] | slice
    cells: Sparse


def propagate(own: Sparse, uses: Uses) -> Sparse:
    """Return (I − P)^-1 `own`: (product, variable) values, used products included.

    As in `solve`: a product of sparse matrices level by level, a sparse LU inside a loop. Call it only for catalogues that
    `solve` has accepted.

    >>> from co2label.footprint._loops import Uses
    >>> uses = Uses(np.array([1]), np.array([0]), np.array([2.0]))
    >>> propagate(Sparse.full(np.array([[3.0, 0.0], [0.0, 1.0]])), uses).toarray().tolist()
    [[3.0, 0.0], [6.0, 1.0]]
    """
    parts = list(_blocks(own, uses))
    if not parts:
        return own
    place = np.empty(own.shape[0], np.intp)
    place[parts[0].order] = np.arange(len(place))
    return beside([part.cells for part in parts]).rows(place)


def _blocks(own: Sparse, uses: Uses) -> Iterator[_Block]:
    """Yield (I − P)^-1 `own` in blocks of variables."""
    count, width = own.shape
    needs = _needs(uses, count)
    order, loop, cuts = _in_order(needs)
    needs, own = needs.rows(order).columns(order), own.rows(order)
    block = max(_FEWEST, _CELLS // max(count, 1))
    for first in range(0, width, block):
        yield _Block(first, order, _total(own.columns(slice(first, first + block)), needs, loop, cuts))


def _total(own: Sparse, needs: Sparse, loop: NDArray[np.bool_], cuts: NDArray[np.intp]) -> Sparse:
    """Add to every row what it takes from the rows before it; rows are in the order of their levels."""
    stack = Stack(own.shape[1])
    start = 0 if loop[0] else 1
    if start:
        stack.add(own.rows(slice(cuts[1])))
    for first, last in pairwise(cuts[start:].tolist()):
        mine = needs.rows(slice(first, last))
        rows = own.rows(slice(first, last)) + mine.columns(slice(first)) @ stack.matrix
        if loop[first]:
            rows = Sparse.full(LoopSystem(mine.columns(slice(first, last))).solve(rows.toarray()))
        stack.add(rows)
    return stack.matrix
