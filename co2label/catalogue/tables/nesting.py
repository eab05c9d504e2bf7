"""Activities that stand as a list in the row of their product: the column `lines` of an Arrow or Parquet table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.catalogue.tables.arrow_table import ArrowTable
from co2label.catalogue.tables.cells import cell_text
from co2label.catalogue.tables.fields import ACTIVITY, LINE_NEEDS, LINES
from co2label.catalogue.tables.plan import plan_of
from co2label.catalogue.tables.table import Row, Table, headings_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.catalogue.tables.mapping import TableMap
    from co2label.catalogue.tables.plan import Plan

__all__ = ["nested", "nested_plan"]


def nested_plan(products: Plan, said: TableMap) -> Plan:
    """What the fields of the nested lines are; `said` is the map of the activities.

    Raises:
        DocumentError: the column is no list of structs, or its fields do not fit.
    """
    table = products.table
    if LINES not in products.columns or not isinstance(table, ArrowTable):
        todo = "give a table of activities, or a Parquet or Arrow table with a column `lines`"
        raise DocumentError([Problem(table.name, "there are no activities", todo)])
    heading = products.columns[LINES].heading
    kind = table.schema.field(heading).type
    if not hasattr(kind, "value_type") or not hasattr(kind.value_type, "fields"):
        todo = "one struct a line, with the fields of an activity"
        raise DocumentError(
            [Problem(f"{table.name} {heading}", f"expected list<struct<…>>, got {kind}", todo)]
        )
    fields = [field.name for field in kind.value_type.fields]
    inner = Table(table.name, table.form, headings_of(fields, f"{table.name} {heading}"), lambda: iter(()))
    return plan_of(inner, said, ACTIVITY, LINE_NEEDS)


def _lines_in(products: Plan, activities: Plan, row: Row) -> list[Row]:
    """The lines of a product's row, each with its place in it."""
    column = products.columns[LINES]
    lines = row.cells[column.place]
    header, mark = activities.table.header, activities.table.form.decimal
    return [
        Row(
            row.number,
            tuple(cell_text((line or {}).get(name), mark) for name in header),
            within=f"{column.heading}[{place}]",
        )
        for place, line in enumerate(lines if isinstance(lines, list) else [])
    ]


def nested(products: Plan, activities: Plan) -> Iterator[tuple[Row, list[Row]]]:
    """Each product's row with its lines."""
    for row in products.table.rows():
        yield row, _lines_in(products, activities, row)
