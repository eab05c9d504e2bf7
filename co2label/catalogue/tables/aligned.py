"""Two Arrow tables of which the activities follow the products: put together by columns, no row becoming a Python object.

Ids alone are read first, to see whether the tables can be put together in this way: each product once, and its activities
together, in the order of the products. Where they cannot, they go the way of all tables, which says what is wrong.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from co2label.catalogue._arrow_rows import SeenIds
from co2label.catalogue._parquet import group_lines
from co2label.catalogue.arrow import pa, pc
from co2label.catalogue.layout import LINE_FIELDS, PRODUCT_FIELDS
from co2label.catalogue.tables.alike import folded
from co2label.catalogue.tables.arrow_table import ArrowTable
from co2label.catalogue.tables.columns import arrow_batches, fields_of, translated, whole_of
from co2label.catalogue.tables.fields import LINES, OWNER
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.catalogue.tables.plan import Plan

__all__ = ["are_aligned", "have_alike", "put_together"]

_NO_LISTS = pa.schema([("id", pa.string()), (LINES, pa.list_(pa.struct([])))])


def are_aligned(products: Plan, activities: Plan) -> bool:
    """Whether every product has activities, which follow the order of the products, and no id comes twice."""
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


def have_alike(products: Plan) -> bool:
    """Whether two different ids look the same: they differ in upper and lower case or in width alone."""
    exact, alike = SeenIds(), SeenIds()
    for column in _columns(products, "id"):
        again = exact.again(column)
        if (alike.again(_folded(column)) & ~again).any():
            return True
    return False


def _folded(ids: pa.Array) -> pa.Array:
    plain = pc.all(pc.string_is_ascii(ids)).as_py() is not False
    return pc.utf8_lower(ids) if plain else pa.array([each and folded(each) for each in ids.to_pylist()])


def put_together(products: Plan, activities: Plan) -> Iterator[pa.RecordBatch]:
    """The batches of products in the layout, each with the lists of its lines.

    Raises:
        DocumentError: a table changed while it was read.
    """
    waiting = _Waiting(group_lines(_lines(activities)))
    for batch in arrow_batches(products):
        columns = fields_of(products, whole_of(products, batch.columns), batch.num_rows, PRODUCT_FIELDS)
        owners, columns[LINES] = waiting.take(batch.num_rows)
        ids = columns["id"].cast(pa.string())
        if len(owners) != len(ids) or not pc.all(pc.equal(ids, owners.cast(pa.string()))).as_py():
            raise DocumentError(
                [Problem(activities.table.name, "changed while it was read", "read it again")]
            )
        yield pa.record_batch(columns)


class _Waiting:
    """Strictly private: lists of lines, taken as many at a time as there are products."""

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


def _lines(plan: Plan) -> Iterator[pa.RecordBatch]:
    owner = plan.columns[OWNER]
    for batch in arrow_batches(plan):
        columns = fields_of(plan, whole_of(plan, batch.columns), batch.num_rows, LINE_FIELDS)
        yield pa.record_batch(
            {"id": translated(batch.column(owner.place), owner).cast(pa.string()), **columns}
        )


def _columns(plan: Plan, name: str) -> Iterator[pa.Array]:
    """One column of a table as text, batch by batch."""
    assert isinstance(plan.table, ArrowTable)
    column = plan.columns[name]
    for batch in plan.table.batches([plan.table.schema.names[column.place]]):
        yield translated(batch.column(0), column).cast(pa.string())


def _owners(plan: Plan) -> Iterator[str | None]:
    """The products of the activities, those that stand together once."""
    last: str | None = ""
    for column in _columns(plan, OWNER):
        for product in pc.run_end_encode(column).values.to_pylist():
            if product != last:
                yield product
            last = product
