"""Rows that do not stand for themselves: what they take from the row above, and those that are no products.

Exports of ERP systems, and merged cells, leave the columns of a product empty on all its rows but the first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.catalogue.tables.fields import OWNER, PRODUCT
from co2label.catalogue.tables.sums import is_sum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.table import Row

__all__ = ["Shape", "is_apart", "is_bare", "shaped"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What was found out of the rows of a table, or stated.

    Attributes:
        filled: fields whose empty cells repeat the cell above.
        within: the place of a column that has to be the same as above for that; None where nothing has to.
        shared: whether products and activities are the rows of one table, so that a row may be of one of them alone.
        sums: whether there are rows that only add up others.
        plain: of Arrow tables: whether nothing in the rows has to be understood before they are used.
        left_out: rows that add up others and do not say so in words.
        supposed: the remark that is true where ids were filled down because the rows look like it, or "".
        remarks: what a person should know of the rows.
    """

    filled: frozenset[str] = frozenset()
    within: int | None = None
    shared: bool = False
    sums: bool = False
    plain: bool = False
    left_out: frozenset[int] = frozenset()
    supposed: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def as_they_are(self) -> bool:
        """Whether each row stands for itself."""
        return not (self.filled or self.shared or self.sums)

    def with_lost_ids(self) -> Shape:
        """The same, where a row without an id is one whose id is lost after all."""
        said = tuple(each for each in self.remarks if each != self.supposed)
        return replace(self, filled=self.filled - {OWNER}, supposed="", remarks=said)


def is_apart(plan: Plan, row: Row, owner: str) -> bool:
    """Whether a row adds up others and is of no product: a sum by its id, or by its name where it has no id."""
    if owner:
        return is_sum(owner)
    names = (name for name in plan.columns if name == "name" or name.startswith("name."))
    return any(is_sum(plan.text(row, name)) for name in names)


def is_bare(plan: Plan, row: Row) -> bool:
    """Whether nothing stands in any column that is read: a row of pictures, or of options."""
    return not row.broken and not any(row.cells[each.place] for each in plan.columns.values())


def shaped(plan: Plan) -> Iterator[Row]:
    """The rows of a table, each with what it takes from the rows above it; without sums, and activities among products."""
    rows = plan.table.rows()
    shape = plan.shape
    if shape.sums:
        key = "id" if plan.fields is PRODUCT else OWNER
        rows = (
            row
            for row in rows
            if row.number not in shape.left_out and not is_apart(plan, row, plan.text(row, key))
        )
    if shape.filled:
        rows = _filled(plan, rows)
    if not shape.shared:
        return rows
    return _products(plan, rows) if plan.fields is PRODUCT else _activities(plan, rows)


def _filled(plan: Plan, rows: Iterator[Row]) -> Iterator[Row]:
    places = [plan.columns[name].place for name in plan.shape.filled if name in plan.columns]
    key = plan.shape.within
    if key is None and OWNER in plan.shape.filled:
        key = plan.columns[OWNER].place
    above: dict[int, str] = {}
    last = ""
    for row in rows:
        if plan.fields is PRODUCT and is_bare(plan, row):
            continue
        cells = list(row.cells) + [""] * (len(plan.table.header) - len(row.cells))
        if key is not None and cells[key] and cells[key] != last:
            above.clear()
            last = cells[key]
        for place in places:
            cells[place] = cells[place] or above.get(place, "")
            above[place] = cells[place]
        yield replace(row, cells=tuple(cells))


def _products(plan: Plan, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows of products alone: the first of each id, and every row that is neither the same product again nor none."""
    others = [column.place for name, column in plan.columns.items() if name != "id"]
    last: Row | None = None
    for row in rows:
        said = [row.cells[place] for place in others if place < len(row.cells)]
        owner = plan.text(row, "id")
        again = last is not None and owner in {"", plan.text(last, "id")}
        if (
            row.broken
            or not again
            or not _repeats(said, [last.cells[place] for place in others] if last else [])
        ):
            yield row
        if owner:
            last = row


def _activities(plan: Plan, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows in which something is said of an activity."""
    places = [column.place for name, column in plan.columns.items() if name != OWNER]
    for row in rows:
        if row.broken or any(row.cells[place] for place in places if place < len(row.cells)):
            yield row


def _repeats(said: list[str], before: list[str]) -> bool:
    """Whether a row says nothing of a product, or the same as the first one."""
    return all(not cell or cell == other for cell, other in zip(said, before, strict=False))
