"""A table whose headings, map, constants and rows are understood: which column is which field, and what each row says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.rejected import Rejected
from co2label.catalogue.tables.cleaning import one_line, without_mark
from co2label.catalogue.tables.fields import field_of
from co2label.catalogue.tables.headings import Column, shown
from co2label.catalogue.tables.shaping import Shape, shaped
from co2label.units import OwnUnits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.catalogue.tables.days import DateOrder
    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.table import Row, Table
    from co2label.errors import Problem

__all__ = ["Plan"]

_CODES = frozenset({"id", "gtin", "product_id", "product"})

_NONE, _PLAIN = OwnUnits.of([]), Shape()


@dataclass(frozen=True, slots=True)
class Plan:
    """A table, and what stands where in it.

    Attributes:
        table: the table.
        fields: what its columns may be.
        columns: field → column.
        constants: field → what it is in all rows.
        named: the columns and constants that are fields, found once for all rows.
        unread: headings that the map passes over with "*", without naming them.
        shape: what was found out from all rows, or stated, of rows that do not stand for themselves.
        dates: which comes first in days whose year stands last, where the map says.
        units: counted units of one's own that the map declares.
        parents: of activities that share their table with their products: the places of what is said of products.
    """

    table: Table
    fields: Mapping[str, Field]
    columns: Mapping[str, Column]
    constants: Mapping[str, str]
    named: tuple[tuple[str, Field], ...]
    unread: tuple[str, ...] = ()
    shape: Shape = _PLAIN
    dates: DateOrder | None = None
    units: OwnUnits = _NONE
    parents: tuple[int, ...] = ()

    def text(self, row: Row, name: str) -> str:
        """The text of a field in a row, on one line, its words translated; "" where there is none."""
        column = self.columns.get(name)
        if column is None:
            return self.constants.get(name, "")
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if not cell and self.table.merged and not self._is_number(name):
            cell = self.table.merged.get((row.number, column.place), "")
        elif not cell.isprintable():
            cell = one_line(cell)
        if cell[:1] == "'" and name in _CODES:
            cell = without_mark(cell)
        return column.values.get(cell, cell) if column.values else cell

    def _is_number(self, name: str) -> bool:
        """Whether a field says how much: an amount in a merged cell is one amount, and not one for each of its rows."""
        field = field_of(name, self.fields)
        return field is not None and field.kind in {"amount", "number"}

    def rows(self) -> Iterator[Row]:
        """The rows, each with what it takes from the rows above it."""
        return shaped(self)

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """The number of each row with the text of a field that is a column."""
        if not self.shape.as_they_are or self.table.merged:
            yield from ((row.number, self.text(row, name)) for row in self.rows())
            return
        column = self.columns[name]
        meant = column.values or {}
        for number, cell in self.table.column(column.place):
            plain = cell if cell.isprintable() else one_line(cell)
            plain = without_mark(plain) if plain[:1] == "'" and name in _CODES else plain
            yield number, meant.get(plain, plain)

    def rejected(self, row: Row, product: str, name: str, reason: str) -> Rejected:
        """A finding in a row, at the column of a field ("" for the row as a whole)."""
        column = self.columns.get(name)
        heading = self.table.heading_in(column.heading, row) if column else name
        where = f"{row.within}.{heading}".strip(".") if row.within else heading
        value = shown(self.text(row, name)) if name else ""
        return Rejected(self.table.name, row.number, product or None, where, value, reason)

    def finding(self, row: Row, product: str, problem: Problem) -> Rejected:
        """A problem of a document, at the cell that it comes from."""
        return self.rejected(row, product, self.column_at(problem.where) or problem.where, problem.reason)

    def column_at(self, path: str) -> str:
        """The field that a path in a document comes from, or "" where it is none of this table."""
        for name, field in self.named:
            if ".".join(field.path) == path:
                return name
        return path if path in self.fields else ""
