r"""From a retailer's tables to products, one after the other, in memory that does not grow with the tables.

Activities stand in a table of their own, or in the table of products: as a list in the column `lines` (Arrow, Parquet), in
groups of columns (材料1 量1 材料2 量2, named in the map by `材料{n}`), or in rows of their own.

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
>>> group_columns(["id", "材料1", "量1", "材料２", "量２", "備考"], ["材料{n}", "量{n}"])
{'1': {'材料{n}': 1, '量{n}': 2}, '2': {'材料{n}': 3, '量{n}': 4}}
"""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.catalogue._assembly import ProductAssembler, constant_problems
from co2label.catalogue._column_map import (
    ACTIVITY,
    LINES,
    OWNER,
    PRODUCT,
    PRODUCT_NEEDS,
    ColumnMap,
    ColumnSource,
    amount_of,
    field_of,
    read_map,
)
from co2label.catalogue._join import each_stands_once, id_store, lines_by_product, remember_ids
from co2label.catalogue._table_rules import NO_RULES, TableRules, read_rules
from co2label.catalogue._table_survey import plan_of
from co2label.errors import DocumentError, Problem
from co2label.model import Product
from co2label.tabular import (
    ArrowTable,
    RowProblem,
    Table,
    TableForm,
    TableRow,
    cell_text,
    headings_of,
    open_table,
)
from co2label.units import OwnUnits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from co2label.catalogue._column_map import ColumnField, TableMap
    from co2label.catalogue._join import IdStore, ProductLines
    from co2label.catalogue._table_plan import Needs, TablePlan
    from co2label.factors import FactorLibrary
    from co2label.tabular import TableSource

__all__ = ["RowProblem", "TableForm", "Tables", "open_tables", "products_of"]
NUMBER_MARK = "{n}"
_NUMBERED = r"([0-9]{1,3}|[A-Za-z]|)"


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerTable(Table, ABC):
    """Activities in the rows of their products, read as a table of their own."""

    outer: Table

    @abstractmethod
    def lines_in(self, row: TableRow) -> list[TableRow]:
        """The activities in the row of a product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedTable(InnerTable):
    """Groups of columns of a table: 材料1 量1 材料2 量2.

    Attributes:
        turns: what stands for `{n}` → the place of each column of the group, by its pattern.
        single: the place of each column that all groups of a row share.
    """

    turns: Mapping[str, Mapping[str, int]]
    single: Mapping[str, int]

    @property
    def headings(self) -> frozenset[str]:
        """The headings of all these columns."""
        grouped = (place for places in self.turns.values() for place in places.values())
        return frozenset(self.outer.header[place] for place in (*grouped, *self.single.values()))

    def heading_in(self, heading: str, row: TableRow) -> str:
        """The heading of a cell of a group."""
        place = self.turns.get(row.turn, {}).get(heading)
        return heading if place is None else self.outer.header[place]

    def lines_in(self, row: TableRow) -> list[TableRow]:
        """The activities in the row of a product: one for each group in which something stands."""
        found: list[TableRow] = []
        width = len(row.cells)
        for turn, places in self.turns.items():
            if any(row.cells[place] for place in places.values() if place < width):
                at = {**self.single, **places}
                cells = (
                    row.cells[at[heading]] if at.get(heading, width) < width else ""
                    for heading in self.header
                )
                found.append(TableRow(row.number, tuple(cells), turn=turn))
        return found


def grouped_table(table: Table, table_map: TableMap) -> GroupedTable:
    """The activities in the columns of a table of products.

    Raises:
        DocumentError: a pattern that no heading has, or a column that the table does not have.
    """
    header = tuple(dict.fromkeys(source.heading for source in table_map.columns.values()))
    turns = group_columns(table.header, [heading for heading in header if NUMBER_MARK in heading])
    single = {heading: table.header.index(heading) for heading in header if heading in table.header}
    known = {*single, *(pattern for places in turns.values() for pattern in places)}
    absent = [heading for heading in header if heading not in known]
    if absent:
        what = f"no column {', '.join(map(repr, absent))}, which the map names for activities"
        raise Problem(table.name, what, f"its headings: {', '.join(table.header)}").as_error()

    def rows() -> Iterator[TableRow]:
        return chain.from_iterable(found.lines_in(row) for row in table.rows() if not row.broken)

    found = GroupedTable(table.name, table.form, header, rows, outer=table, turns=turns, single=single)
    return found


def group_columns(header: Iterable[str], patterns: Sequence[str]) -> dict[str, dict[str, int]]:
    """Group columns by the text at `{n}` in their headings: text → pattern → place, in the order of the headings."""
    compiled = {pattern: _pattern(pattern) for pattern in patterns}
    turns: dict[str, dict[str, int]] = {}
    for place, heading in enumerate(header):
        for pattern, expression in compiled.items():
            found = expression.fullmatch(unicodedata.normalize("NFKC", heading))
            if found:
                turns.setdefault(found[1], {}).setdefault(pattern, place)
    return turns


def _pattern(pattern: str) -> re.Pattern[str]:
    before, _, after = unicodedata.normalize("NFKC", pattern).partition(NUMBER_MARK)
    return re.compile(re.escape(before) + _NUMBERED + re.escape(after))


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedTable(InnerTable):
    """Lines in a column of lists.

    Attributes:
        place: of the column.
    """

    place: int

    def arrays(self, place: int) -> Iterator[Any]:
        """One field of all lines."""
        return (lists.flatten().flatten()[place] for lists in self.outer.arrays(self.place))

    def lines_in(self, row: TableRow) -> list[TableRow]:
        """The activities in the row of a product, each with its place in it."""
        lines, heading = row.cells[self.place], self.outer.header[self.place]
        mark, width = "," if self.form.decimal == "," else ".", len(self.header)
        return [
            TableRow(
                row.number,
                tuple([cell_text(cell, mark) for cell in (line or {}).values()][:width]),
                within=f"{heading}[{number}]",
            )
            for number, line in enumerate(lines if isinstance(lines, list) else [])
        ]


def list_column(table: Table) -> str | None:
    """The first column of a table that holds lists of structs, or None."""
    if not isinstance(table, ArrowTable):
        return None
    columns = zip(table.header, table.schema, strict=False)
    return next((heading for heading, field in columns if _holds_structs(field.type)), None)


def nested_table(table: Table, heading: str) -> NestedTable:
    """The lines of all rows as a table of their own.

    Raises:
        DocumentError: the column is no list of structs.
    """
    place = table.header.index(heading)
    kind: Any = table.schema.field(place).type if isinstance(table, ArrowTable) else "text"
    if not _holds_structs(kind):
        todo = "one struct a line, with the fields of an activity"
        raise Problem(f"{table.name} {heading}", f"expected list<struct<…>>, got {kind}", todo).as_error()
    fields = [field.name for field in kind.value_type.fields]
    header = headings_of(fields, f"{table.name} {heading}")

    def rows() -> Iterator[TableRow]:
        return chain.from_iterable(map(found.lines_in, table.rows()))

    found = NestedTable(table.name, TableForm(table.form.kind), header, rows, outer=table, place=place)
    return found


def nested_plan(products: TablePlan, column_map: ColumnMap) -> TablePlan:
    """The plan of nested lines.

    Raises:
        DocumentError: there is no such column, it is no list of structs, or its fields do not fit.
    """
    if LINES not in products.columns:
        todo = "give a table of activities, a column `lines`, or name the columns of activities in the map"
        raise Problem(products.table.name, "there are no activities", todo).as_error()
    inner = nested_table(products.table, products.columns[LINES].heading)
    return plan_of(inner, column_map.activities, ACTIVITY, column_map.line_needs, units=column_map.own_units)


def _holds_structs(kind: Any) -> bool:
    return hasattr(kind, "value_type") and hasattr(kind.value_type, "fields")


def shares_rows(table: Table, column_map: ColumnMap) -> bool:
    """Whether a table has activities in its rows: the map names their columns, or headings do."""
    given = {
        *column_map.activities.columns,
        *column_map.activities.constants,
        *filter(_is_activity, table.header),
    }
    return {"amount", "stage"} <= given


def shared_plans(table: Table, column_map: ColumnMap) -> tuple[TablePlan, TablePlan]:
    """The plans of products and activities of one table.

    Raises:
        DocumentError: headings that do not fit.
    """
    named = {source.heading for source in column_map.activities.columns.values()}
    others = named | set(filter(_is_activity, table.header))
    products = _plan(table, column_map, PRODUCT, strange=others, taken=others)
    used = {column.heading for column in products.columns.values()}
    owner = products.columns["id"].heading
    part = column_map.activities.model_copy(
        update={"columns": {OWNER: ColumnSource(column=owner)} | column_map.activities.columns, "ignore": ()}
    )
    activities = _plan(
        table,
        column_map.model_copy(update={"activities": part}),
        ACTIVITY,
        strange=table.header,
        taken=used - named,
        parents=tuple(column.place for name, column in products.columns.items() if name != "id"),
    )
    return replace(products, shared=True), activities


def _is_activity(heading: str) -> bool:
    """Whether a heading is a field of activities and of nothing else."""
    known = field_of(heading, ACTIVITY) is not None or amount_of(heading, ACTIVITY) is not None
    return known and field_of(heading, PRODUCT) is None


_NO_UNITS = OwnUnits.of([])


@dataclass(frozen=True, slots=True)
class Tables:
    """The two tables of a catalogue with their plans; their rows are checked when products are read."""

    products_plan: TablePlan
    activities_plan: TablePlan
    factors: FactorLibrary | None = None
    rules: TableRules = NO_RULES
    units: OwnUnits = _NO_UNITS

    @property
    def nested(self) -> bool:
        """Whether the activities stand in the rows of their products, as a list or as groups of columns."""
        return isinstance(self.activities_plan.table, InnerTable)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Remarks on how the tables are read: rows that belong to the product above, totals, HTML."""
        return (*self.products_plan.remarks, *self.activities_plan.remarks)

    @property
    def forms(self) -> dict[str, TableForm]:
        """How each table is written, by its name: what was found out, or stated in the map."""
        plans = (self.products_plan, self.activities_plan)
        return {plan.table.name: plan.table.form for plan in plans}

    @property
    def unread(self) -> dict[str, tuple[str, ...]]:
        """Headings that the map ignores with "*", by table; nothing in these columns counts."""
        found: dict[str, tuple[str, ...]] = {}
        for plan in (self.products_plan, self.activities_plan):
            if plan.unread:
                found[plan.table.name] = found.get(plan.table.name, ()) + plan.unread
        return found

    def products(self) -> Iterator[Product | RowProblem]:
        """The products in the order of their table, and every finding; see `products_of`."""
        with id_store() as disk:
            remember_ids(self.products_plan, disk)

            def knows(product: str) -> bool:
                return disk.row_of(product) is not None

            yield from self.rules.allocated(lambda: self._assembled(disk), knows)
            yield from self.rules.strangers(knows)

    def _assembled(self, disk: IdStore) -> Iterator[Product | RowProblem]:
        """The products as the tables have them, without what processes bring."""
        plans = self.products_plan, self.activities_plan
        assembly = ProductAssembler(*plans, disk, factors=self.factors, rules=self.rules, units=self.units)
        for each in self._rows(disk):
            if isinstance(each, RowProblem):
                yield each
                continue
            made = assembly.product(*each)
            if isinstance(made, Product):
                yield made
            else:
                yield from made

    def _rows(self, disk: IdStore) -> Iterator[tuple[TableRow, list[TableRow]] | RowProblem]:
        table = self.activities_plan.table
        if isinstance(table, InnerTable):
            return ((row, table.lines_in(row)) for row in self.products_plan.rows())
        groups = lines_by_product(self.activities_plan, disk, self.products_plan.table.name)
        return _pair(self.products_plan.rows(), groups)


def _pair(
    rows: Iterator[TableRow], groups: Iterator[ProductLines | RowProblem]
) -> Iterator[tuple[TableRow, list[TableRow]] | RowProblem]:
    """Pair each product's row with the rows of its activities; both come in the order of the products."""
    group = next(groups, None)
    for row in rows:
        while isinstance(group, RowProblem):
            yield group
            group = next(groups, None)
        if group is not None and group[0] == row.number:
            yield row, group[1]
            group = next(groups, None)
        else:
            yield row, []
    while isinstance(group, RowProblem):
        yield group
        group = next(groups, None)


def open_tables(
    products: TableSource,
    activities: TableSource | None = None,
    *,
    mapping: ColumnMap | str | Path | None = None,
    rules: TableRules | str | Path | Mapping[str, Any] | None = None,
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
        rules: what the tables have no columns for, by the ids of products: the path of a rules file, or the same as plain
            data; else the one that the map names.
        factors: where given, a factor that is not in this library is a finding.

    Raises:
        DocumentError: a table, the map or the rules cannot be read at all, or headings that do not fit; everything together.
    """
    column_map = mapping if isinstance(mapping, ColumnMap) else read_map(mapping) if mapping else ColumnMap()
    beside = read_rules(column_map.rules if rules is None else rules)
    units = tuple(dict.fromkeys((*column_map.units, *beside.units)))
    column_map = column_map.model_copy(update={"units": units, "rules": beside.file or None})
    library = factors.with_factors(beside.factors) if factors is not None and beside.factors else factors
    if activities is None or _is_same(products, activities, column_map):
        table = open_table(products, column_map.products, "products")
        return Tables(*_of_one_table(table, column_map), library, beside, column_map.own_units)
    problems: list[Problem] = []
    with DocumentError.collecting(problems):
        plan = _plan(open_table(products, column_map.products, "products"), column_map, PRODUCT)
    with DocumentError.collecting(problems):
        of_activities = _plan(
            open_table(activities, column_map.activities, "activities"), column_map, ACTIVITY
        )
    DocumentError.raise_any(problems)
    if LINES in plan.columns:
        what = "has its activities in `lines`, and a table of them is given too"
        todo = "give one of them, or let the map ignore the column"
        raise Problem(plan.table.name, what, todo).as_error()
    if of_activities.supposed and not each_stands_once(plan, of_activities):
        of_activities = of_activities.with_lost_ids()
    return Tables(plan, of_activities, library, beside, column_map.own_units)


def _is_same(products: TableSource, activities: TableSource, column_map: ColumnMap) -> bool:
    """Whether the two tables are one: the same frame or file, and not another sheet of it."""
    named = isinstance(products, str | Path) and isinstance(activities, str | Path)
    same = str(products) == str(activities) if named else products is activities
    return same and column_map.activities.sheet in {None, column_map.products.sheet}


def _of_one_table(table: Table, column_map: ColumnMap) -> tuple[TablePlan, TablePlan]:
    """The plans of products and activities that stand in one table: lists, groups of columns, or rows of their own.

    Raises:
        DocumentError: no activities in it, or headings that do not fit.
    """
    if any(NUMBER_MARK in source.heading for source in column_map.activities.columns.values()):
        groups = grouped_table(table, column_map.activities)
        plan = _plan(table, column_map, PRODUCT, strange=groups.headings, taken=groups.headings)
        return plan, _plan(groups, column_map, ACTIVITY, needs=column_map.line_needs)
    if list_column(table) is None and shares_rows(table, column_map):
        return shared_plans(table, column_map)
    plan = _plan(table, column_map, PRODUCT)
    return plan, nested_plan(plan, column_map)


def products_of(
    products: TableSource,
    activities: TableSource | None = None,
    *,
    mapping: ColumnMap | str | Path | None = None,
    rules: TableRules | str | Path | Mapping[str, Any] | None = None,
    factors: FactorLibrary | None = None,
) -> Iterator[Product | RowProblem]:
    """Products out of tables, in the order of the table of products.

    Whatever is wrong with a row is a `RowProblem`, all findings of a product together, and the good ones go on. Of an id that
    comes twice, the first row is the product. A product of which one activity is wrong is not given. Activities may come
    in any order; where theirs is that of the products, nothing but ids goes to disk.

    Args:
        products: as `open_tables`.
        activities: as `open_tables`.
        mapping: as `open_tables`.
        rules: as `open_tables`.
        factors: as `open_tables`.

    Raises:
        DocumentError: as `open_tables`; and, while the products are read, where the temporary directory is full.
    """
    return open_tables(products, activities, mapping=mapping, rules=rules, factors=factors).products()


def _plan(
    table: Table,
    column_map: ColumnMap,
    fields: Mapping[str, ColumnField],
    *,
    needs: Needs | None = None,
    **beside: Any,
) -> TablePlan:
    """Make the plan of a table and try its constants.

    Args:
        table: the table.
        column_map: the map.
        fields: `PRODUCT` or `ACTIVITY`.
        needs: as of `plan_of`; else what products, or activities in a table of their own, need.
        beside: the other arguments of `plan_of`.

    Raises:
        DocumentError: as `plan_of`; or constants that are wrong.
    """
    of_products = fields is PRODUCT
    part = column_map.products if of_products else column_map.activities
    wanted = needs or (PRODUCT_NEEDS if of_products else ((OWNER,), *column_map.line_needs))
    plan = plan_of(table, part, fields, wanted, units=column_map.own_units, **beside)
    DocumentError.raise_any(constant_problems(plan))
    return plan
