"""From one row a line to one row a product: rows of a product that stand together become its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import LINES_AT_ONCE, Source, batches_of, pa, pc, require, require_once
from co2label.catalogue.batches.ids import Seen
from co2label.catalogue.layout import LINE_NEEDS, PRODUCT_FIELDS
from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["lists"]

_OF_PRODUCTS = tuple(name for name in PRODUCT_FIELDS if name != "name")
"""Columns that say the same in every row of a product; `name` is the line's."""
_FIRST = np.zeros(1, np.intp)
"""Where the products of a batch begin that holds one."""


def lists(batches: Source | Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Gather the lines of each product: from a table with one row a line to one with one row a product.

    The rows of a product must stand together; a product may go on in the next batch. The columns of the lines are not
    copied. Columns of the product (`declared_unit`, `boundary`, `mass`…) may stand beside them, the same in all its rows.
    Columns that are neither go with the lines, and are judged where these are computed.

    Args:
        batches: a table with the columns `id`, `amount`, `unit`, `stage` and one of `factor`, `product`, `gas`.

    Raises:
        DocumentError: a column is missing; the rows of a product do not stand together, or do not say the same of it.

    >>> flat = pa.table({"id": ["tea", "tea", "cup"], "amount": [2.0, 0.1, 1.0], "unit": ["g", "kWh", "piece"],
    ...                  "stage": ["raw-materials", "use", "use"], "factor": ["food.green_tea", "elec.grid.jp", "cup"]})
    >>> table = pa.Table.from_batches(lists(flat))
    >>> table.column("id").to_pylist(), [len(lines) for lines in table.column("lines").to_pylist()]
    (['tea', 'cup'], [2, 1])
    """
    seen = Seen()
    for batch, begins in _whole(batches_of(batches)):
        gathered = _gathered(batch, begins)
        again = seen.again(gathered.column("id"))
        if again.any():
            raise DocumentError([_apart(gathered.column("id")[int(np.argmax(again))].as_py())])
        yield gathered


def _whole(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, NDArray[np.intp]]]:
    """The same rows, cut between products, and where those begin: the last product of a batch waits for the next."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        require(("id", *LINE_NEEDS), batch.schema.names, "the table of lines")
        require_once(batch.schema.names, "column ")
        if not batch.num_rows:
            continue
        begins = _begins(batch.column("id"))
        if waiting and _same(waiting[0].column("id")[0], batch.column("id")[0]):
            begins = begins[1:]
        if not len(begins):
            waiting.append(batch)
            continue
        first, last = int(begins[0]), int(begins[-1])
        if waiting:
            yield _joined([*waiting, batch.slice(0, first)]), _FIRST
        yield from _parts(batch, begins)
        waiting = [batch.slice(last)]
    if waiting:
        yield _joined(waiting), _FIRST


def _parts(
    batch: pa.RecordBatch, begins: NDArray[np.intp]
) -> Iterator[tuple[pa.RecordBatch, NDArray[np.intp]]]:
    """All products of a batch but the last, in parts of about so many lines as are worked on at once."""
    place, end = 0, len(begins) - 1
    while place < end:
        following = int(np.searchsorted(begins, begins[place] + LINES_AT_ONCE, side="right")) - 1
        following = min(max(following, place + 1), end)
        first, last = int(begins[place]), int(begins[following])
        yield batch.slice(first, last - first), begins[place:following] - first
        place = following


def _joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    table = pa.Table.from_batches(batches, batches[0].schema) if len(batches) > 1 else None
    return batches[0] if table is None else table.unify_dictionaries().combine_chunks().to_batches()[0]


def _begins(ids: pa.Array) -> NDArray[np.intp]:
    """Rows in which another product begins, the first of them 0."""
    cells = ids.indices if pa.types.is_dictionary(ids.type) else ids
    return np.concatenate(([0], np.flatnonzero(_changed(cells)) + 1))


def _changed(cells: pa.Array) -> NDArray[np.bool_]:
    """Of each cell but the first, whether it differs from the one before; two empty ones do not."""
    if pa.types.is_integer(cells.type) and not cells.null_count:
        numbers = cells.to_numpy()
        return np.asarray(numbers[1:] != numbers[:-1])
    here, before = cells.slice(1), cells.slice(0, len(cells) - 1)
    changed = pc.not_equal(here, before)
    if cells.null_count:
        changed = pc.fill_null(changed, pc.xor(pc.is_null(here), pc.is_null(before)))
    return np.asarray(changed.to_numpy(zero_copy_only=False))


def _same(one: pa.Scalar, other: pa.Scalar) -> bool:
    return bool(one.as_py() == other.as_py())


def _gathered(batch: pa.RecordBatch, begins: NDArray[np.intp]) -> pa.RecordBatch:
    names = [name for name in _OF_PRODUCTS if name in batch.schema.names]
    names += [name for name in batch.schema.names if name.startswith("name.")]
    _check_same(batch, names, begins)
    fields = [name for name in batch.schema.names if name not in names]
    structs = pa.StructArray.from_arrays([batch.column(name) for name in fields], fields)
    offsets = pa.array(np.append(begins, batch.num_rows), pa.int32())
    at = pa.array(begins)
    columns = [*(batch.column(name).take(at) for name in names), pa.ListArray.from_arrays(offsets, structs)]
    return pa.record_batch(columns, [*names, "lines"])


def _check_same(batch: pa.RecordBatch, names: Sequence[str], begins: NDArray[np.intp]) -> None:
    """Refuse products whose rows say different things of the product."""
    starts = np.zeros(batch.num_rows, np.bool_)
    starts[begins] = True
    for name in names[1:]:
        changes = _begins(batch.column(name))
        wrong = changes[~starts[changes]]
        if len(wrong):
            row = int(wrong[0])
            product, value = batch.column("id")[row].as_py(), batch.column(name)[row].as_py()
            what = f"{clip(value)} in a row of product {clip(product)} differs from the row before"
            raise DocumentError([Problem(name, what, "say the same of a product in all its rows")])


def _apart(product: object) -> Problem:
    what = f"the rows of product {clip(product)} do not stand together"
    return Problem("id", what, "sort the table by id first (stable, so that lines keep their order)")
