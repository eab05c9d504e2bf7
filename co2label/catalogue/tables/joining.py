"""Which activities belong to which product: a merge where both tables have one order, else a sort on disk.

Two passes. The first one reads ids alone: those of the products go to disk, which finds an id that comes again however far
away, and an activity of a product that there is not; and it tells whether the activities follow the order of the products.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.catalogue.rejected import Rejected
from co2label.catalogue.tables.alike import ALIKE, differs
from co2label.catalogue.tables.disk import disk_room
from co2label.catalogue.tables.fields import OWNER
from co2label.catalogue.tables.table import Row
from co2label.errors import clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.catalogue.tables.disk import Disk
    from co2label.catalogue.tables.plan import Plan

__all__ = ["MOST_LINES", "Group", "each_stands_once", "lines_by_product", "remember_ids"]

MOST_LINES = 10_000
"""Activities of one product."""
_AT_ONCE = 10_000
"""Rows that go to disk together."""
Group = tuple[int, list[Row]]
"""The row of a product, and the rows of its activities: one more than `MOST_LINES` at most."""


def remember_ids(products: Plan, disk: Disk) -> None:
    """Put the ids of all products on disk, each with its first row."""
    disk.add_ids((product, number) for number, product in products.column("id") if product)


def each_stands_once(products: Plan, activities: Plan) -> bool:
    """Whether every product has its id in one row of the activities, so that no row without an id can be of another one.

    Raises:
        DocumentError: the temporary directory is full or cannot be written.
    """
    seen: set[int] = set()
    with disk_room() as disk:
        remember_ids(products, disk)
        for row in activities.table.rows():
            place = disk.row_of(activities.text(row, OWNER))
            if place in seen:
                return False
            if place is not None:
                seen.add(place)
        return len(seen) == disk.count


def lines_by_product(activities: Plan, disk: Disk, products: str) -> Iterator[Group | Rejected]:
    """The rows of activities by the row of their product, in the order of the products; and those that have none.

    Args:
        activities: the table of activities.
        disk: where the ids of the products are.
        products: the name of the table of products, for messages.
    """
    if not _in_order(activities, disk):
        yield from _to_disk(activities, disk, products)
        yield from _grouped(disk.sorted_lines())
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
    """Each row with the row of its product. One without an id may be of the product above it or below: it spoils both."""
    above, lost, taken = "", None, False
    for row in activities.rows():
        owner = activities.text(row, OWNER)
        if row.broken and not any(row.cells):
            yield _of_nobody(activities, row)
        elif not owner:
            spoilt = replace(
                row, broken=row.broken or _lost(activities, above), at="" if row.broken else OWNER
            )
            placed = _with(disk, above, spoilt)
            yield from placed or ([] if lost is None else [_of_nobody(activities, spoilt)])
            lost, taken = lost or spoilt, taken or bool(placed)
        else:
            if lost is not None:
                below = _with(disk, owner, lost) if owner != above else []
                yield from below or ([] if taken else [_of_nobody(activities, lost)])
            above, lost, taken = owner, None, False
            yield from _with(disk, owner, row) or _of_no_product(activities, disk, products, row, owner)
    if lost is not None and not taken:
        yield _of_nobody(activities, lost)


def _with(disk: Disk, owner: str, row: Row) -> list[tuple[int, Row] | Rejected]:
    place = disk.row_of(owner) if owner else None
    return [] if place is None else [(place, row)]


def _lost(activities: Plan, above: str) -> str:
    heading = activities.columns[OWNER].heading if OWNER in activities.columns else OWNER
    what = "expected the id of the product that the activity belongs to, got nothing"
    whose = f"{clip(above)} above it, or the product below it" if above else "the product below it"
    how = f'state fill_down = ["{OWNER}"] in the map where {heading} stands on the first row of each product alone'
    return f"{what}: it may be of {whose}; write it, or {how}"


def _of_nobody(activities: Plan, row: Row) -> Rejected:
    return activities.rejected(row, "", row.at, row.broken)


def _of_no_product(
    activities: Plan, disk: Disk, products: str, row: Row, owner: str
) -> Iterator[tuple[int, Row] | Rejected]:
    """A row whose product there is not, or not in this spelling: then it spoils the product that looks the same."""
    like = disk.like(owner)
    if row.broken:
        yield activities.rejected(row, owner, "", row.broken)
    elif like is None:
        reason = f"there is no product with this id in {products}; correct it, or add the product there"
        yield activities.rejected(row, owner, OWNER, reason)
    else:
        other, place = like
        yield place, replace(row, broken=f"{clip(owner)} {differs(other, place)}; {ALIKE}", at=OWNER)
