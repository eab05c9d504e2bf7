"""Activities that stand as a list in the row of their product: the column `lines` of an Arrow or Parquet table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.catalogue.tables.arrow_table import ArrowTable
from co2label.catalogue.tables.cells import cell_text
from co2label.catalogue.tables.fields import ACTIVITY, LINE_NEEDS, LINES
from co2label.catalogue.tables.surveying import plan_of
from co2label.catalogue.tables.table import Row, Table, headings_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.catalogue.tables.mapping import ColumnMap
    from co2label.catalogue.tables.plan import Plan

__all__ = ["NestedTable", "list_column", "nested", "nested_plan", "nested_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedTable(Table):
    """The lines in a column of lists."""

    outer: Table
    at: int

    def arrays(self, place: int) -> Iterator[Any]:
        """One field of all lines."""
        return (lists.flatten().flatten()[place] for lists in self.outer.arrays(self.at))


def list_column(table: Table) -> str | None:
    """The first column of a table that holds lists of structs, or None."""
    if not isinstance(table, ArrowTable):
        return None
    columns = zip(table.header, table.schema, strict=False)
    return next((heading for heading, field in columns if _holds_structs(field.type)), None)


def nested_table(table: Table, heading: str) -> Table:
    """The lines of all rows as a table of their own.

    Raises:
        DocumentError: the column is no list of structs.
    """
    place = table.header.index(heading)
    kind: Any = table.schema.field(place).type if isinstance(table, ArrowTable) else "text"
    if not _holds_structs(kind):
        todo = "one struct a line, with the fields of an activity"
        raise DocumentError(
            [Problem(f"{table.name} {heading}", f"expected list<struct<…>>, got {kind}", todo)]
        )
    fields = [field.name for field in kind.value_type.fields]
    header = headings_of(fields, f"{table.name} {heading}")

    def rows() -> Iterator[Row]:
        for row in table.rows():
            yield from _lines_in(row, place, heading, len(header))

    return NestedTable(table.name, table.form, header, rows, outer=table, at=place)


def nested_plan(products: Plan, said: ColumnMap) -> Plan:
    """What the fields of the nested lines are.

    Raises:
        DocumentError: there is no such column, it is no list of structs, or its fields do not fit.
    """
    if LINES not in products.columns:
        todo = "give a table of them, have them in a column `lines`, or name their columns in the map where they stand here"
        raise DocumentError([Problem(products.table.name, "there are no activities", todo)])
    inner = nested_table(products.table, products.columns[LINES].heading)
    return plan_of(inner, said.activities, ACTIVITY, LINE_NEEDS, units=said.own_units)


def nested(products: Plan, activities: Plan) -> Iterator[tuple[Row, list[Row]]]:
    """Each product's row with its lines."""
    column = products.columns[LINES]
    mark = "," if activities.table.form.decimal == "," else "."
    for row in products.rows():
        yield row, _lines_in(row, column.place, column.heading, len(activities.table.header), mark)


def _holds_structs(kind: Any) -> bool:
    return hasattr(kind, "value_type") and hasattr(kind.value_type, "fields")


def _lines_in(row: Row, place: int, heading: str, width: int, mark: str = ".") -> list[Row]:
    """The lines of a product's row, each with its place in it."""
    lines = row.cells[place]
    return [
        Row(
            row.number,
            tuple([cell_text(cell, mark) for cell in (line or {}).values()][:width]),
            within=f"{heading}[{number}]",
        )
        for number, line in enumerate(lines if isinstance(lines, list) else [])
    ]
