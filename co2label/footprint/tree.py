"""A footprint opened into its leaves: every activity down to the factors, through the products that are used.

The largest products are opened first, up to a number of leaves, because the paths of a bill of materials can be
exponentially many; what stays closed is a leaf with the product's id, and so is a product that stands on its own
path (a loop). Nothing here recurs, so a chain of any depth is fine.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.totals import Totals

__all__ = ["MOST_LEAVES", "Node", "leaves"]

MOST_LEAVES = 1_000
"""Leaves of an opened tree; a product whose own activities are more shows them all, and opens nothing."""


@dataclass(slots=True, eq=False)
class Node:
    """One activity on one path, scaled to one declared unit of the product at the root."""

    line: int
    kg: float
    scale: float
    """Declared units of the product that the line stands in, per declared unit of the root."""
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    def path(self) -> list[Node]:
        """The nodes from the root's activity down to this one."""
        nodes: list[Node] = []
        node: Node | None = self
        while node is not None:
            nodes.append(node)
            node = node.parent
        return nodes[::-1]


def leaves(columns: Columns, totals: Totals, row: int, limit: int = MOST_LEAVES) -> Iterator[Node]:
    """The leaves of a product's tree, in the order of the activities.

    Args:
        columns: all lines.
        totals: what they add up to.
        row: the product.
        limit: about the most leaves; the product's own activities are always shown.
    """
    top = _lines(columns, totals, row, 1.0, None)
    _open(columns, totals, row, top, limit)
    stack = top[::-1]
    while stack:
        node = stack.pop()
        if node.children:
            stack.extend(node.children[::-1])
        else:
            yield node


def _open(columns: Columns, totals: Totals, row: int, top: list[Node], limit: int) -> None:
    """Open used products, the largest first, as long as the leaves stay within the limit."""
    count, turn = len(top), 0
    closed: list[tuple[float, int, Node]] = []
    fresh = top
    while True:
        for node in fresh:
            if columns.emitters[columns.emitter[node.line]].product >= 0:
                heapq.heappush(closed, (-abs(node.kg), turn, node))
                turn += 1
        fresh = []
        if not closed:
            return
        node = heapq.heappop(closed)[2]
        used = columns.emitters[columns.emitter[node.line]].product
        size = int(columns.start[used + 1] - columns.start[used])
        if count + size - 1 > limit or _on_path(columns, node, used, row):
            continue
        fresh = _lines(columns, totals, used, node.scale * float(columns.quantity[node.line]), node)
        node.children = fresh
        count += size - 1


def _on_path(columns: Columns, node: Node, used: int, row: int) -> bool:
    """Whether a product is the root or already opened above a node."""
    above = node.parent
    while above is not None:
        if columns.emitters[columns.emitter[above.line]].product == used:
            return True
        above = above.parent
    return used == row


def _lines(columns: Columns, totals: Totals, row: int, scale: float, parent: Node | None) -> list[Node]:
    lines = range(int(columns.start[row]), int(columns.start[row + 1]))
    return [Node(line, float(totals.line_kg[line]) * scale, scale, parent) for line in lines]
