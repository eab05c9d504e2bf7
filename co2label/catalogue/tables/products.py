r"""From a retailer's tables to products, one after the other, in memory that does not grow with the tables.

>>> from pathlib import Path
>>> from tempfile import mkdtemp
>>> folder = Path(mkdtemp())
>>> products, lines = folder / "products.csv", folder / "lines.csv"
>>> _ = products.write_text(
...     "id,name.en,declared_unit,boundary\ntea,Tea,1 piece,cradle-to-gate\nbun,Bun,1 piece,cradle-to-gate\n")
>>> _ = lines.write_text("product_id,name,amount,unit,factor,stage\nbun,rice,50,g,food.rice,raw-materials\n"
...     "tea,leaves,NaN,g,food.green_tea,raw-materials\n")
>>> for made in products_of(products, lines):
...     print(made.id if isinstance(made, Product) else f"row {made.row}, {made.column} {made.value!r}: {made.reason}")
row 3, amount 'NaN': 'NaN g' is no finite number; leave it out if it is unknown
bun
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from co2label.catalogue.rejected import Rejected
from co2label.catalogue.tables.assembling import Assembly
from co2label.catalogue.tables.constants import constant_problems
from co2label.catalogue.tables.disk import disk_room
from co2label.catalogue.tables.fields import (
    ACTIVITY,
    ACTIVITY_NEEDS,
    LINE_NEEDS,
    LINES,
    PRODUCT,
    PRODUCT_NEEDS,
)
from co2label.catalogue.tables.grouping import GroupedTable, grouped_table, has_groups
from co2label.catalogue.tables.headings import Beside
from co2label.catalogue.tables.joining import each_stands_once, lines_by_product, remember_ids
from co2label.catalogue.tables.mapping import ColumnMap, read_map
from co2label.catalogue.tables.nesting import list_column, nested, nested_plan
from co2label.catalogue.tables.opening import open_table
from co2label.catalogue.tables.sharing import shared_plans, shares_rows
from co2label.catalogue.tables.surveying import plan_of
from co2label.errors import DocumentError, Problem
from co2label.model import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from co2label.catalogue.tables.disk import Disk
    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.form import TableForm
    from co2label.catalogue.tables.headings import Needs
    from co2label.catalogue.tables.joining import Group
    from co2label.catalogue.tables.opening import Source
    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.table import Row, Table
    from co2label.factors import FactorLibrary

__all__ = ["Tables", "open_tables", "products_of"]

T = TypeVar("T")
_ALONE = Beside()


@dataclass(frozen=True, slots=True)
class Tables:
    """The two tables of a catalogue, their headings understood; nothing of their rows has been checked yet."""

    products_plan: Plan
    activities_plan: Plan
    factors: FactorLibrary | None = None

    @property
    def nested(self) -> bool:
        """Whether the activities stand in the rows of their products, as a list or as groups of columns."""
        return LINES in self.products_plan.columns or isinstance(self.activities_plan.table, GroupedTable)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know of how the tables are read: rows that are taken for the product above, sums, HTML."""
        return (*self.products_plan.shape.remarks, *self.activities_plan.shape.remarks)

    @property
    def forms(self) -> dict[str, TableForm]:
        """How each table is written, by its name: what was found out, or stated in the map."""
        plans = (self.products_plan, self.activities_plan)
        return {plan.table.name: plan.table.form for plan in plans}

    @property
    def unread(self) -> dict[str, tuple[str, ...]]:
        """Headings that the map passes over with "*", by the table that has them; to be said, for nothing in them counts."""
        found: dict[str, tuple[str, ...]] = {}
        for plan in (self.products_plan, self.activities_plan):
            if plan.unread:
                found[plan.table.name] = found.get(plan.table.name, ()) + plan.unread
        return found

    def products(self) -> Iterator[Product | Rejected]:
        """The products in the order of their table, and every finding; see `products_of`."""
        with disk_room() as disk:
            remember_ids(self.products_plan, disk)
            assembly = Assembly(self.products_plan, self.activities_plan, disk, self.factors)
            for each in self._rows(disk):
                if isinstance(each, Rejected):
                    yield each
                    continue
                made = assembly.product(*each)
                if isinstance(made, Product):
                    yield made
                else:
                    yield from made

    def _rows(self, disk: Disk) -> Iterator[tuple[Row, list[Row]] | Rejected]:
        table = self.activities_plan.table
        if isinstance(table, GroupedTable):
            return ((row, table.lines_in(row)) for row in self.products_plan.rows())
        if self.nested:
            return nested(self.products_plan, self.activities_plan)
        groups = lines_by_product(self.activities_plan, disk, self.products_plan.table.name)
        return _paired(self.products_plan.rows(), groups)


def _paired(
    rows: Iterator[Row], groups: Iterator[Group | Rejected]
) -> Iterator[tuple[Row, list[Row]] | Rejected]:
    """Each product's row with the rows of its activities; both come in the order of the products."""
    group = next(groups, None)
    for row in rows:
        while isinstance(group, Rejected):
            yield group
            group = next(groups, None)
        if group is not None and group[0] == row.number:
            yield row, group[1]
            group = next(groups, None)
        else:
            yield row, []
    while isinstance(group, Rejected):
        yield group
        group = next(groups, None)


def open_tables(
    products: Source,
    activities: Source | None = None,
    *,
    mapping: ColumnMap | str | Path | None = None,
    factors: FactorLibrary | None = None,
) -> Tables:
    """Open the tables of a catalogue and understand their headings.

    Args:
        products: one row a product: the path of a CSV file, a workbook (the extra `[excel]`), a Parquet or Arrow file
            (the extra `[arrow]`); or a frame that speaks the Arrow PyCapsule protocol (polars, pandas 3, duckdb, pyarrow).
        activities: one row an activity, the id of its product in the column `product_id`. Not needed where the table of
            products holds them: in a column `lines`, a list of structs (Parquet, Arrow); in groups of columns, which the map
            names by their pattern (`材料{n}`); or in rows of its own, as ERP systems export them.
        mapping: the column map, or the path of one; needed where the headings are not co2label's own.
        factors: where given, a factor that is not in this library is a finding.

    Raises:
        DocumentError: a table or the map cannot be read at all, or headings that do not fit; everything together.
    """
    said = mapping if isinstance(mapping, ColumnMap) else read_map(mapping) if mapping else ColumnMap()
    if activities is None or _is_same(products, activities, said):
        return Tables(*_of_one_table(open_table(products, said.products, "products"), said), factors)
    plan, of_activities = _all_or_none(
        lambda: _plan(open_table(products, said.products, "products"), said, PRODUCT),
        lambda: _plan(open_table(activities, said.activities, "activities"), said, ACTIVITY),
    )
    if LINES in plan.columns:
        what = "has its activities in `lines`, and a table of them is given too"
        todo = "give one of them, or let the map ignore the column"
        raise DocumentError([Problem(plan.table.name, what, todo)])
    if of_activities.shape.supposed and not each_stands_once(plan, of_activities):
        of_activities = replace(of_activities, shape=of_activities.shape.with_lost_ids())
    return Tables(plan, of_activities, factors)


def _is_same(products: Source, activities: Source, said: ColumnMap) -> bool:
    """Whether the two tables are one: the same frame or file, and not another sheet of it."""
    named = isinstance(products, str | Path) and isinstance(activities, str | Path)
    same = str(products) == str(activities) if named else products is activities
    return same and said.activities.sheet in {None, said.products.sheet}


def _of_one_table(table: Table, said: ColumnMap) -> tuple[Plan, Plan]:
    """The plans of products and activities that stand in one table: lists, groups of columns, or rows of their own.

    Raises:
        DocumentError: no activities in it, or headings that do not fit.
    """
    if has_groups(said.activities):
        groups = grouped_table(table, said.activities)
        plan = _plan(table, said, PRODUCT, beside=Beside(strange=groups.headings, taken=groups.headings))
        return plan, _plan(groups, said, ACTIVITY, needs=LINE_NEEDS)
    if list_column(table) is None and shares_rows(table, said):
        return shared_plans(table, said, _plan)
    plan = _plan(table, said, PRODUCT)
    return plan, nested_plan(plan, said)


def products_of(
    products: Source,
    activities: Source | None = None,
    *,
    mapping: ColumnMap | str | Path | None = None,
    factors: FactorLibrary | None = None,
) -> Iterator[Product | Rejected]:
    """Products out of tables, in the order of the table of products.

    Whatever is wrong with a row is a `Rejected`, all findings of a product together, and the good ones go on. Of an id that
    comes twice, the first row is the product. A product of which one activity is wrong is not given. Activities may come
    in any order; where theirs is that of the products, nothing but ids goes to disk.

    Args:
        products: as `open_tables`.
        activities: as `open_tables`.
        mapping: as `open_tables`.
        factors: as `open_tables`.

    Raises:
        DocumentError: as `open_tables`; and, while the products are read, where the temporary directory is full.
    """
    return open_tables(products, activities, mapping=mapping, factors=factors).products()


def _plan(
    table: Table,
    said: ColumnMap,
    fields: Mapping[str, Field],
    *,
    needs: Needs | None = None,
    beside: Beside = _ALONE,
) -> Plan:
    """The plan of a table, its constants tried.

    Raises:
        DocumentError: as `plan_of`; or constants that are wrong.
    """
    of_products = fields is PRODUCT
    part = said.products if of_products else said.activities
    wanted = needs or (PRODUCT_NEEDS if of_products else ACTIVITY_NEEDS)
    plan = plan_of(table, part, fields, wanted, units=said.own_units, beside=beside)
    problems = constant_problems(plan)
    if problems:
        raise DocumentError(problems)
    return plan


def _all_or_none(*makers: Callable[[], T]) -> list[T]:
    """What all of them make.

    Raises:
        DocumentError: the problems of all of them together.
    """
    made: list[T] = []
    problems: list[Problem] = []
    for maker in makers:
        try:
            made.append(maker())
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(problems)
    return made
