"""A catalogue's tables as record batches in the layout of `co2label.catalogue.layout`, for `footprint_batches`.

Nested lines of an Arrow or Parquet table are passed on column by column, and so are two such tables in one order: no row
becomes a Python object, and what is in the rows is judged where they are computed. Everything else goes through
`Tables.products`, which judges it at once.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from co2label.catalogue.arrow import pa
from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS, lines_type
from co2label.catalogue.rejected import Rejected
from co2label.catalogue.tables.aligned import are_aligned, have_alike, put_together
from co2label.catalogue.tables.columns import laid_out, passes
from co2label.catalogue.tables.products import open_tables
from co2label.errors import DocumentError, Problem
from co2label.model import DeclarationData

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from co2label.catalogue.tables.mapping import ColumnMap
    from co2label.catalogue.tables.opening import Source
    from co2label.catalogue.tables.plan import Plan
    from co2label.catalogue.tables.products import Tables
    from co2label.factors import FactorLibrary
    from co2label.model import Activity, Product

__all__ = ["batches_of"]

_ROWS = 4096
"""Products of a batch that is made here."""
_TEXTS = ("declared_unit", "mass", "density", "length", "area", "energy", "price")
_SAID_ONLY = frozenset({*DeclarationData.model_fields, "name", "id", "nothing_in"})
"""Fields that move no figure; the layout has no place for those of the declaration."""


def batches_of(  # noqa: PLR0913 - as `open_tables`, and who is told what
    products: Source,
    activities: Source | None = None,
    *,
    mapping: ColumnMap | str | Path | None = None,
    factors: FactorLibrary | None = None,
    rejected: Callable[[Rejected], None],
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
    >>> said = {"products": {"columns": {"id": "No"}, "constants": {"declared_unit": "1 kg", "boundary": "cradle-to-gate"}},
    ...         "activities": {"columns": {"amount": {"column": "Menge", "unit": "kg"}}}}
    >>> (batch,) = batches_of(table, mapping=ColumnMap.read(said), rejected=print)
    >>> batch.column("id").to_pylist(), batch.column("lines").to_pylist()[0][0]["unit"]
    (['a'], 'kg')
    """
    tables = open_tables(products, activities, mapping=mapping, factors=factors)
    problems = [*_without_place(tables.products_plan), *_without_place(tables.activities_plan)]
    if problems:
        raise DocumentError(problems)
    for each in tables.remarks:
        remarked(each)
    plans = tables.products_plan, tables.activities_plan
    if not passes(*plans) or have_alike(tables.products_plan):
        return _made(tables, rejected)
    if tables.nested:
        return laid_out(*plans)
    return put_together(*plans) if are_aligned(*plans) else _made(tables, rejected)


def _without_place(plan: Plan) -> Iterator[Problem]:
    places = {*PRODUCT_FIELDS, *LINE_FIELDS, *_SAID_ONLY}
    for name, field in plan.named:
        if field.path[0] not in places and field.path[0] != "declaration":
            what = f"the column `{name}` moves the figure and has no place in record batches"
            yield Problem(
                plan.table.name, what, "compute these products with `products_of` and `compute_all`"
            )


def _made(tables: Tables, rejected: Callable[[Rejected], None]) -> Iterator[pa.RecordBatch]:
    schema = _schema(tables.products_plan)
    good = _good(tables, rejected)
    while rows := [_row(product, schema.names) for product in islice(good, _ROWS)]:
        yield schema.empty_table().from_pylist(rows, schema=schema).to_batches()[0]


def _good(tables: Tables, rejected: Callable[[Rejected], None]) -> Iterator[Product]:
    for made in tables.products():
        if isinstance(made, Rejected):
            rejected(made)
        else:
            yield made


def _schema(plan: Plan) -> pa.Schema:
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
    said: dict[str, Any] = {name: getattr(line, name) for name in texts}
    said["evidence"] = line.evidence and line.evidence.kind
    return said | {"amount": line.amount.value, "unit": line.amount.unit.text}
