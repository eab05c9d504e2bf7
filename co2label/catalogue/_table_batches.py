"""A catalogue's tables as Arrow record batches in the layout of `co2label.catalogue`, for `footprint_batches`.

Nested lines of an Arrow or Parquet table are passed on column by column, and so are two such tables in the same order: no row
becomes a Python object, and rows are judged where they are computed. Everything else goes through `Tables.products`, which
judges it at once.
"""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from co2label.catalogue._arrow import pa, pc
from co2label.catalogue._arrow_rows import SeenIds
from co2label.catalogue._column_map import LINES, OWNER, unit_of
from co2label.catalogue._join import fold_id
from co2label.catalogue._layout import LINE_FIELDS, PRODUCT_FIELDS, lines_type
from co2label.catalogue._parquet import group_lines
from co2label.catalogue._products import open_tables
from co2label.errors import DocumentError, Problem
from co2label.model import DeclarationData
from co2label.tabular import ArrowTable, RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from co2label.catalogue._column_map import ColumnField, ColumnMap
    from co2label.catalogue._products import Tables
    from co2label.catalogue._table_plan import TableColumn, TablePlan
    from co2label.factors import FactorLibrary
    from co2label.model import Activity, Product
    from co2label.tabular import TableSource


def can_pass_columns(products: TablePlan, activities: TablePlan) -> bool:
    """Whether tables can be passed on by columns: Arrow, plain rows, numeric amounts with a separate unit."""
    if not all(plan.plain and not plan.units.names for plan in (products, activities)):
        return False
    types, amount = _line_types(products, activities), activities.columns.get("amount")
    marks = {products.table.form.decimal, activities.table.form.decimal}
    if types is None or amount is None or marks != {"."}:
        return False
    number = types[amount.place]
    apart = amount.unit or "unit" in activities.columns or "unit" in activities.constants
    return bool(apart) and (pa.types.is_floating(number) or pa.types.is_integer(number))


def _line_types(products: TablePlan, activities: TablePlan) -> list[pa.DataType] | None:
    """The types of the columns of activities, nested ones or those of their own table; None where they are not Arrow."""
    table = products.table
    if not isinstance(table, ArrowTable):
        return None
    if LINES in products.columns:
        return [
            field.type for field in table.schema.field(products.columns[LINES].place).type.value_type.fields
        ]
    lines = activities.table
    if not isinstance(lines, ArrowTable) or OWNER not in activities.columns:
        return None
    return [field.type for field in lines.schema]


def nested_batches(products: TablePlan, activities: TablePlan) -> Iterator[pa.RecordBatch]:
    """The batches of a table with nested lines, in the layout."""
    for batch in arrow_batches(products):
        columns = fields_of(products, by_heading(products, batch.columns), batch.num_rows, PRODUCT_FIELDS)
        columns[LINES] = _line_lists(activities, batch.column(products.columns[LINES].place))
        yield pa.record_batch(columns)


def arrow_batches(plan: TablePlan) -> Iterator[pa.RecordBatch]:
    """The batches of an Arrow table as they are."""
    assert isinstance(plan.table, ArrowTable)
    return plan.table.batches(None)


def by_heading(plan: TablePlan, columns: list[pa.Array]) -> dict[str, pa.Array]:
    """Columns by their heading."""
    return dict(zip(plan.table.header, columns, strict=False))


def fields_of(
    plan: TablePlan, whole: Mapping[str, pa.Array], rows: int, names: tuple[str, ...]
) -> dict[str, pa.Array]:
    """The columns that have a place in the layout, by its names."""
    made: dict[str, pa.Array] = {}
    for name, field in plan.named:
        if not {name, field.path[0]} & {*names}:
            continue
        column = plan.columns.get(name)
        if column is None:
            made[name] = _constant_column(plan.constants[name], field, rows)
        else:
            made[name] = translate_column(whole[column.heading], column)
        if field.kind == "amount" and name != "amount":
            made[name] = _with_unit(made[name], _unit(plan, name, whole, rows))
    if "amount" in made:
        made["amount"] = made["amount"].cast(pa.float64())
        made["unit"] = _unit(plan, "amount", whole, rows)
    return made


def _unit(plan: TablePlan, name: str, whole: Mapping[str, pa.Array], rows: int) -> pa.Array | None:
    """The units of an amount where they are separate."""
    column, apart = plan.columns.get(name), plan.columns.get(unit_of(name))
    if column is not None and column.unit:
        return pa.repeat(column.unit, rows)
    if apart is not None:
        return translate_column(whole[apart.heading], apart)
    constant = plan.constants.get(unit_of(name))
    return pa.repeat(constant, rows) if constant else None


def _with_unit(amounts: pa.Array, units: pa.Array | None) -> pa.Array:
    texts = amounts.cast(pa.string())
    return texts if units is None else pc.binary_join_element_wise(texts, units.cast(pa.string()), " ")


def _constant_column(text: str, field: ColumnField, rows: int) -> pa.Array:
    return pa.repeat(int(text) if field.kind == "whole" else text, rows)


def translate_column(values: pa.Array, column: TableColumn) -> pa.Array:
    """Translate the words of a column; each different word is looked up once."""
    if not column.values:
        return values
    coded = values.cast(pa.string()).dictionary_encode()
    meant = pa.array([column.values.get(word, word) for word in coded.dictionary.to_pylist()], pa.string())
    return meant.take(coded.indices)


def _line_lists(plan: TablePlan, lists: pa.Array) -> pa.Array:
    """The lists with their fields under the names of the layout."""
    lines = lists.flatten()
    fields = fields_of(plan, by_heading(plan, lines.flatten()), len(lines), LINE_FIELDS)
    structs = pa.StructArray.from_arrays(list(fields.values()), list(fields))
    ends = pc.cumulative_sum(pc.list_value_length(lists).fill_null(0).cast(pa.int64()))
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
    mask = lists.is_null() if lists.null_count else None
    return pa.LargeListArray.from_arrays(offsets, structs, mask=mask)


_NO_LISTS = pa.schema([("id", pa.string()), (LINES, pa.list_(pa.struct([])))])


def are_aligned(products: TablePlan, activities: TablePlan) -> bool:
    """Whether activities follow the order of the products, each product has some, and no id comes twice."""
    seen = SeenIds()

    def ids() -> Iterator[str | None]:
        for column in _columns(products, "id"):
            again = seen.again(column)
            yield from (
                None if repeated else product
                for product, repeated in zip(column.to_pylist(), again, strict=True)
            )

    pairs = zip_longest(ids(), _owners(activities))
    return all(product and product == owner for product, owner in pairs)


def have_alike(products: TablePlan) -> bool:
    """Whether two different ids look the same: they differ in upper and lower case or in width alone."""
    exact, alike = SeenIds(), SeenIds()
    for column in _columns(products, "id"):
        again = exact.again(column)
        if (alike.again(_fold_ids(column)) & ~again).any():
            return True
    return False


def _fold_ids(ids: pa.Array) -> pa.Array:
    plain = pc.all(pc.string_is_ascii(ids)).as_py() is not False
    return pc.utf8_lower(ids) if plain else pa.array([each and fold_id(each) for each in ids.to_pylist()])


def aligned_batches(products: TablePlan, activities: TablePlan) -> Iterator[pa.RecordBatch]:
    """The batches of products in the layout, each with the lists of its lines.

    Raises:
        DocumentError: a table changed while it was read.
    """
    waiting = _LineQueue(group_lines(_activity_batches(activities)))
    for batch in arrow_batches(products):
        columns = fields_of(products, by_heading(products, batch.columns), batch.num_rows, PRODUCT_FIELDS)
        owners, columns[LINES] = waiting.take(batch.num_rows)
        ids = columns["id"].cast(pa.string())
        if len(owners) != len(ids) or not pc.all(pc.equal(ids, owners.cast(pa.string()))).as_py():
            raise Problem(activities.table.name, "changed while it was read", "read it again").as_error()
        yield pa.record_batch(columns)


class _LineQueue:
    """Queue of lists of lines, taken by number of products."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._left: list[pa.RecordBatch] = []

    def take(self, rows: int) -> tuple[pa.Array, pa.Array]:
        """The next ids and lists, fewer than asked for at the end."""
        taken: list[pa.RecordBatch] = []
        while rows and (batch := self._left.pop() if self._left else next(self._batches, None)) is not None:
            taken.append(batch.slice(0, rows))
            if batch.num_rows > rows:
                self._left.append(batch.slice(rows))
            rows -= taken[-1].num_rows
        table = pa.Table.from_batches(taken, taken[0].schema if taken else _NO_LISTS).combine_chunks()
        return _whole(table.column("id")), _whole(table.column(LINES))


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _activity_batches(plan: TablePlan) -> Iterator[pa.RecordBatch]:
    owner = plan.columns[OWNER]
    for batch in arrow_batches(plan):
        columns = fields_of(plan, by_heading(plan, batch.columns), batch.num_rows, LINE_FIELDS)
        yield pa.record_batch(
            {"id": translate_column(batch.column(owner.place), owner).cast(pa.string()), **columns}
        )


def _columns(plan: TablePlan, name: str) -> Iterator[pa.Array]:
    """One column of a table as text, batch by batch."""
    assert isinstance(plan.table, ArrowTable)
    column = plan.columns[name]
    for batch in plan.table.batches([plan.table.schema.names[column.place]]):
        yield translate_column(batch.column(0), column).cast(pa.string())


def _owners(plan: TablePlan) -> Iterator[str | None]:
    """The products of the activities; consecutive rows of one product give it once."""
    last: str | None = ""
    for column in _columns(plan, OWNER):
        for product in pc.run_end_encode(column).values.to_pylist():
            if product != last:
                yield product
            last = product


_ROWS = 4096
"""Products of a batch that is made here."""
_TEXTS = ("declared_unit", "mass", "density", "length", "area", "energy", "price")
_NO_FIGURE = frozenset({*DeclarationData.model_fields, "name", "id", "nothing_in"})
"""Fields that move no figure; the layout has no place for those of the declaration."""


def batches_of(  # noqa: PLR0913 - as `open_tables`, and who is told what
    products: TableSource,
    activities: TableSource | None = None,
    *,
    mapping: ColumnMap | str | Path | None = None,
    factors: FactorLibrary | None = None,
    rejected: Callable[[RowProblem], None],
    remarked: Callable[[str], None] = lambda _: None,
) -> Iterator[pa.RecordBatch]:
    """Products as record batches, one row a product with its lines in it.

    Args:
        products: as `open_tables`.
        activities: as `open_tables`.
        mapping: as `open_tables`.
        factors: as `open_tables`; of tables that are passed on, factors are looked for where they are computed.
        rejected: takes every finding, as soon as it is made.
        remarked: takes what a person should know of how the tables are read.

    Raises:
        DocumentError: as `open_tables`; pyarrow is missing; a column moves the figure and has no place in the layout.

    >>> import pyarrow as pa
    >>> from co2label.catalogue import ColumnMap
    >>> lines = [{"Menge": 2.0, "stage": "production", "gas": "CO2", "name": "flame"}]
    >>> table = pa.table({"No": ["a"], "name.en": ["A"], "lines": [lines]})
    >>> mapping = {"products": {"columns": {"id": "No"}, "constants": {"declared_unit": "1 kg", "boundary": "cradle-to-gate"}},
    ...         "activities": {"columns": {"amount": {"column": "Menge", "unit": "kg"}}}}
    >>> (batch,) = batches_of(table, mapping=ColumnMap.read(mapping), rejected=print)
    >>> batch.column("id").to_pylist(), batch.column("lines").to_pylist()[0][0]["unit"]
    (['a'], 'kg')
    """
    tables = open_tables(products, activities, mapping=mapping, factors=factors)
    problems = [*_without_place(tables.products_plan), *_without_place(tables.activities_plan)]
    if tables.rules.file:
        todo = "give them to `footprint_batches` or `footprints`, and leave them out of the map"
        problems.append(Problem(tables.rules.file, "rules have no place in record batches", todo))
    DocumentError.raise_any(problems)
    for each in tables.remarks:
        remarked(each)
    plans = tables.products_plan, tables.activities_plan
    if not can_pass_columns(*plans) or have_alike(tables.products_plan):
        return _product_batches(tables, rejected)
    if tables.nested:
        return nested_batches(*plans)
    return aligned_batches(*plans) if are_aligned(*plans) else _product_batches(tables, rejected)


def _without_place(plan: TablePlan) -> Iterator[Problem]:
    places = {*PRODUCT_FIELDS, *LINE_FIELDS, *_NO_FIGURE}
    for name, field in plan.named:
        if field.path[0] not in places and field.path[0] != "declaration":
            what = f"the column `{name}` moves the figure and has no place in record batches"
            yield Problem(
                plan.table.name, what, "compute these products with `products_of` and `compute_all`"
            )


def _product_batches(tables: Tables, rejected: Callable[[RowProblem], None]) -> Iterator[pa.RecordBatch]:
    schema = _schema(tables.products_plan)
    good = _good_products(tables, rejected)
    while rows := [_row(product, schema.names) for product in islice(good, _ROWS)]:
        yield schema.empty_table().from_pylist(rows, schema=schema).to_batches()[0]


def _good_products(tables: Tables, rejected: Callable[[RowProblem], None]) -> Iterator[Product]:
    for made in tables.products():
        if isinstance(made, RowProblem):
            rejected(made)
        else:
            yield made


def _schema(plan: TablePlan) -> pa.Schema:
    named = {name for name, field in plan.named if field.path[0] in PRODUCT_FIELDS}
    kinds = {"year": pa.int64()}
    columns = [(name, kinds.get(name, pa.string())) for name in sorted(named)]
    return pa.schema([*columns, ("lines", lines_type())])


def _row(product: Product, columns: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"lines": [_line(line) for line in product.activities]}
    for column in columns[:-1]:
        name, _, tag = column.partition(".")
        value = getattr(product, name)
        if name == "name":
            row[column] = value.get(tag or "und")
        else:
            row[column] = str(value) if name in _TEXTS and value is not None else value
    return row


def _line(line: Activity) -> dict[str, Any]:
    texts = ("name", "stage", "factor", "through", "product", "gas", "yields")
    fields: dict[str, Any] = {name: getattr(line, name) for name in texts}
    fields["evidence"] = line.evidence and line.evidence.kind
    return fields | {"amount": line.amount.value, "unit": line.amount.unit.text}
