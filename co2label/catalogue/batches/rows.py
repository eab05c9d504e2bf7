"""One batch, read: where each row's lines begin, and each field as a column of all lines. Nothing is judged here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import is_text, pa, pc, require, require_once
from co2label.catalogue.layout import DRAWN_ON, LINE_FIELDS, LINE_NEEDS, PRODUCT_FIELDS, PRODUCT_NEEDS
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Rows", "read_rows"]

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?")
"""The numbers of `co2label.units`, where amounts come as text."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows of one batch: products, and their lines one after the other."""

    products: Mapping[str, pa.Array]
    """Columns of the products that the batch has, by name."""
    start: NDArray[np.intp]
    """(row + 1): the first line of each row, and the number of lines."""
    lines: Mapping[str, pa.Array]
    """Fields of the lines by name: those that must be there, and of the others those that hold anything."""
    amount: NDArray[np.float64]
    """(line): NaN where there is no number."""
    other_products: Mapping[str, pa.Array] = field(default_factory=dict)
    """Columns of the products that the layout has no place for."""
    other_lines: Mapping[str, pa.Array] = field(default_factory=dict)
    """Fields of the lines that it has no place for."""
    may_cut: bool = False
    """Whether a line of this table may take a part of a used product: it has both columns."""

    def __len__(self) -> int:
        return len(self.start) - 1


def read_rows(batch: pa.RecordBatch) -> Rows:
    """Take a batch of the layout apart.

    Raises:
        DocumentError: a column or field that must be there is missing, is of the wrong type, or is there twice.
    """
    require(PRODUCT_NEEDS, batch.schema.names, "the table of products")
    products = {name: batch.column(name) for name in PRODUCT_FIELDS if name in batch.schema.names}
    _check_types(products, "column ")
    start, structs = _lists(batch.column("lines"))
    names = [field.name for field in structs.type]
    require(LINE_NEEDS, names, "lines")
    require_once(names, "lines.")
    fields = dict(zip(names, structs.flatten(), strict=True))
    if not any(name in fields for name in DRAWN_ON):
        raise DocumentError([Problem("lines", f"have none of the fields {', '.join(DRAWN_ON)}", "add one")])
    _check_types({name: fields[name] for name in LINE_FIELDS if name in fields}, "lines.")
    held = {
        name: fields[name]
        for name in LINE_FIELDS
        if name in fields and (name in LINE_NEEDS or fields[name].null_count < len(fields[name]))
    }
    return Rows(
        products,
        start,
        held,
        _numbers(fields["amount"]),
        {name: batch.column(name) for name in batch.schema.names if name not in {*PRODUCT_FIELDS, "lines"}},
        {name: column for name, column in fields.items() if name not in LINE_FIELDS},
        may_cut={"product", "through"} <= set(names),
    )


def _lists(column: pa.Array) -> tuple[NDArray[np.intp], pa.StructArray]:
    """Where the lists of a column begin, and what is in them, one after the other."""
    kind = column.type
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    if not is_list and (pa.types.is_fixed_size_list(kind) or "list_view" in str(kind)):
        return _lists(column.cast(pa.large_list(kind.value_field)))
    if not is_list or not pa.types.is_struct(kind.value_type):
        what = f"expected the column `lines` to hold a list of structs, got {kind}"
        todo = "a table with one row a line becomes one with `catalogue.lists`"
        raise DocumentError([Problem("lines", what, todo)])
    start = np.zeros(len(column) + 1, np.intp)
    if column.null_count:
        np.cumsum(pc.list_value_length(column).fill_null(0).to_numpy(), out=start[1:])
        return start, column.flatten()
    offsets = column.offsets.to_numpy()
    first, last = int(offsets[0]), int(offsets[-1])
    np.subtract(offsets, first, out=start)
    return start, column.values.slice(first, last - first)


def _check_types(columns: Mapping[str, pa.Array], where: str) -> None:
    """Refuse a column that as a whole is of another type; that is no matter of rows."""
    problems = [
        Problem(f"{where}{name}", f"expected {_expected(name)}, got a column of {column.type}")
        for name, column in columns.items()
        if not _fits(name, column.type)
    ]
    if problems:
        raise DocumentError(problems)


def _fits(name: str, kind: pa.DataType) -> bool:
    if name == "amount":
        return _is_number(kind) or is_text(kind)
    if name == "yields":
        return _is_number(kind) or pa.types.is_null(kind)
    if name in {"id", "year", "gtin"}:
        return is_text(kind) or pa.types.is_integer(kind) or (name == "year" and pa.types.is_floating(kind))
    return name in {"name", "category"} or is_text(kind)


def _expected(name: str) -> str:
    return {"amount": "numbers", "yields": "numbers", "year": "whole numbers"}.get(name, "text")


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _numbers(column: pa.Array) -> NDArray[np.float64]:
    if not _is_number(column.type):
        words = column.cast(pa.string()).to_pylist()
        read = {
            word: float(word) if word and _NUMBER.fullmatch(word.strip()) else np.nan for word in set(words)
        }
        return np.array([read[word] for word in words], np.float64)
    numbers: NDArray[np.float64] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return numbers
