"""Loops that feed on themselves: which of them is the steepest, by the gain of a whole turn.

The gain of a ring is the product of its amounts. The steepest ring is the one whose gain a step (the geometric mean of its
amounts) is largest: where any ring gains one or more, this one does. It is found by raising the bar to the best ring
so far and looking for a ring above it (Bellman and Ford, on logarithms), until there is none.

>>> amounts = csr_matrix([[0.9, 10.0], [0.15, 0.0]])
>>> steepest_ring(amounts)
([0, 1], 1.5)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, identity
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import splu

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["STEEPEST", "feeding", "made_in_all", "steepest_ring"]

STEEPEST = 1e9
"""Units made in total for one unit out of a loop; a loop so close to feeding only on itself is refused too."""
_BETTER = 1e-12
"""By how much the logarithm of a gain a step must rise to be more than rounding."""


def made_in_all(inside: csr_matrix) -> NDArray[np.float64] | None:
    """Units made of everything for one unit of each product; None where that is without end.

    `(I - B) y = 1` has a positive solution exactly when the spectral radius of a B without negative entries is below one.

    Args:
        inside: (user, used), amounts of zero or more.

    >>> made_in_all(csr_matrix([[0.5]])), made_in_all(csr_matrix([[1.0]]))
    (array([2.]), None)
    """
    try:
        made: NDArray[np.float64] = splu(identity(inside.shape[0], format="csc") - inside.tocsc()).solve(
            np.ones(inside.shape[0])
        )
    except RuntimeError:
        return None
    return made if ((made > 0) & (made < STEEPEST)).all() else None


def feeding(inside: csr_matrix) -> NDArray[np.intp]:
    """The products of the first group, all using each other, that needs as much of itself as it makes; maybe none."""
    count, group = connected_components(inside, directed=True, connection="strong")
    for one in range(count):
        members = np.flatnonzero(group == one)
        if made_in_all(inside[members][:, members]) is None:
            return members
    return np.zeros(0, np.intp)


def steepest_ring(inside: csr_matrix) -> tuple[list[int], float]:
    """The ring with the largest gain a step, in the order of using, and its gain.

    Args:
        inside: (user, used), amounts of zero or more, of products that all use each other.
    """
    edges = _Edges(inside)
    ring, mean = edges.ring_above(edges.least - 1.0), -math.inf
    while ring and (found := edges.mean(ring)) > mean + _BETTER:
        best, mean = ring, found
        ring = edges.ring_above(mean + _BETTER)
    turned = best.index(min(best))
    best = best[turned:] + best[:turned]
    return best, edges.gain(best)


class _Edges:
    """Strictly private: the amounts of a group as logarithms, sorted by user."""

    def __init__(self, inside: csr_matrix) -> None:
        edges = inside.tocsr(copy=True)
        edges.sum_duplicates()
        edges.eliminate_zeros()
        self._begins = edges.indptr[:-1]
        self._user = np.repeat(np.arange(edges.shape[0]), np.diff(edges.indptr))
        self._used, self._log = edges.indices, np.log(edges.data)
        self.least = float(self._log.min())
        steps = zip(self._user.tolist(), self._used.tolist(), strict=True)
        self._amount: dict[tuple[int, int], float] = dict(zip(steps, edges.data.tolist(), strict=True))

    def gain(self, ring: list[int]) -> float:
        """What one unit takes of itself in a whole turn."""
        return math.prod(self._amount[step] for step in zip(ring, ring[1:] + ring[:1], strict=True))

    def mean(self, ring: list[int]) -> float:
        """The logarithm of a ring's gain a step."""
        steps = zip(ring, ring[1:] + ring[:1], strict=True)
        return math.fsum(math.log(self._amount[step]) for step in steps) / len(ring)

    def ring_above(self, bar: float) -> list[int]:
        """A ring whose mean lies above the bar; empty where there is none."""
        count = len(self._begins)
        height, choice = np.zeros(count), np.full(count, -1)
        for _ in range(count + 1):
            reach = self._log - bar + height[self._used]
            highest = np.maximum.reduceat(reach, self._begins)
            rises = highest > height + _BETTER
            if not rises.any():
                return []
            at_top = np.flatnonzero(reach == highest[self._user])
            first = at_top[np.searchsorted(self._user[at_top], np.arange(count))]
            choice[rises] = self._used[first[rises]]
            height[rises] = highest[rises]
            if ring := _ring_in(choice):
                return ring
        return []


def _ring_in(choice: NDArray[np.intp]) -> list[int]:
    """A ring in a graph where each node leads to at most one (-1: to none); empty where there is none."""
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
