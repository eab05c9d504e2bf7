"""One table of products and activities: each row is an activity, and says what there is to say of its product as well.

ERP systems export it so, with what is said of a product on the first of its rows alone; other people repeat it on each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from co2label.catalogue.tables.fields import ACTIVITY, OWNER, PRODUCT, amount_of, field_of
from co2label.catalogue.tables.headings import Beside
from co2label.catalogue.tables.mapping import ColumnSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.mapping import ColumnMap
    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.table import Table

    class Planner(Protocol):
        """What makes the plan of a table."""

        def __call__(
            self, table: Table, said: ColumnMap, fields: Mapping[str, Field], *, beside: Beside
        ) -> Plan: ...


__all__ = ["shared_plans", "shares_rows"]


def shares_rows(table: Table, said: ColumnMap) -> bool:
    """Whether a table has activities in its rows: the map names their columns, or headings do."""
    given = {*said.activities.columns, *said.activities.constants, *filter(_is_activity, table.header)}
    return {"amount", "stage"} <= given


def shared_plans(table: Table, said: ColumnMap, plan: Planner) -> tuple[Plan, Plan]:
    """The plans of products and activities of one table.

    Raises:
        DocumentError: headings that do not fit.
    """
    named = {source.heading for source in said.activities.columns.values()}
    others = named | set(filter(_is_activity, table.header))
    products = plan(table, said, PRODUCT, beside=Beside(strange=others, taken=others))
    used = {column.heading for column in products.columns.values()}
    owner = products.columns["id"].heading
    part = said.activities.model_copy(
        update={"columns": {OWNER: ColumnSource(column=owner)} | said.activities.columns, "ignore": ()}
    )
    activities = plan(
        table,
        said.model_copy(update={"activities": part}),
        ACTIVITY,
        beside=Beside(
            strange=table.header,
            taken=used - named,
            parents=tuple(column.place for name, column in products.columns.items() if name != "id"),
        ),
    )
    return replace(products, shape=replace(products.shape, shared=True)), activities


def _is_activity(heading: str) -> bool:
    """Whether a heading is a field of activities and of nothing else."""
    known = field_of(heading, ACTIVITY) is not None or amount_of(heading, ACTIVITY) is not None
    return known and field_of(heading, PRODUCT) is None
