"""Which activities belong to which product: a merge where both tables have one order, else a sort on disk.

Two passes. The first one reads ids alone: those of the products go to disk, which finds an id that comes again however far
away, and an activity of a product that there is not; and it tells whether the activities follow the order of the products.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from co2label.catalogue.rejected import Rejected
from co2label.catalogue.tables.fields import OWNER
from co2label.catalogue.tables.table import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.catalogue.tables.disk import Disk
    from co2label.catalogue.tables.plan import Plan

__all__ = ["MOST_LINES", "Group", "lines_by_product", "remember_ids"]

MOST_LINES = 10_000
"""Activities of one product."""
_AT_ONCE = 10_000
"""Rows that go to disk together."""
Group = tuple[int, list[Row]]
"""The row of a product, and the rows of its activities: one more than `MOST_LINES` at most."""


def remember_ids(products: Plan, disk: Disk) -> None:
    """Put the ids of all products on disk, each with its first row."""
    disk.add_ids((product, number) for number, product in products.column("id") if product)


def lines_by_product(activities: Plan, disk: Disk, products: str) -> Iterator[Group | Rejected]:
    """The rows of activities by the row of their product, in the order of the products; and those that have none.

    Args:
        activities: the table of activities.
        disk: where the ids of the products are.
        products: the name of the table of products, for messages.
    """
    if not _in_order(activities, disk):
        yield from _to_disk(activities, disk, products)
        yield from _grouped(
            (place, Row(number, tuple(json.loads(cells)), broken))
            for place, number, broken, cells in disk.sorted_lines()
        )
    else:
        yield from _grouped(_placed(activities, disk, products))


def _in_order(activities: Plan, disk: Disk) -> bool:
    last = 0
    for each in _placed(activities, disk, ""):
        if isinstance(each, Rejected):
            continue
        if each[0] < last:
            return False
        last = each[0]
    return True


def _to_disk(activities: Plan, disk: Disk, products: str) -> Iterator[Rejected]:
    """Put the rows on disk; what belongs to no product is given back at once."""
    kept: list[tuple[int, Row]] = []
    for each in _placed(activities, disk, products):
        if isinstance(each, Rejected):
            yield each
            continue
        kept.append(each)
        if len(kept) == _AT_ONCE:
            disk.add_lines(kept)
            kept.clear()
    disk.add_lines(kept)


def _grouped(placed: Iterable[tuple[int, Row] | Rejected]) -> Iterator[Group | Rejected]:
    current = 0
    lines: list[Row] = []
    for each in placed:
        if isinstance(each, Rejected):
            yield each
            continue
        place, row = each
        if place != current:
            if lines:
                yield current, lines
            current, lines = place, []
        if len(lines) <= MOST_LINES:
            lines.append(row)
    if lines:
        yield current, lines


def _placed(activities: Plan, disk: Disk, products: str) -> Iterator[tuple[int, Row] | Rejected]:
    for row in activities.table.rows():
        owner = activities.text(row, OWNER)
        place = disk.row_of(owner) if owner else None
        if place is not None:
            yield place, row
        elif row.broken:
            yield activities.rejected(row, owner, "", row.broken)
        elif owner:
            reason = f"there is no product with this id in {products}; correct it, or add the product there"
            yield activities.rejected(row, owner, OWNER, reason)
        else:
            reason = "expected the id of the product that the activity belongs to, got nothing; write it"
            yield activities.rejected(row, "", OWNER, reason)
