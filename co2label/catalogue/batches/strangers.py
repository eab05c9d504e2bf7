"""Columns of a batch that nobody reads: each cell that says something is a finding at its place; empty ones are no matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import is_text, pa, pc
from co2label.catalogue.strangers import stranger

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from co2label.catalogue.batches.findings import Findings
    from co2label.catalogue.batches.rows import Rows

__all__ = ["find_strangers", "said"]


def find_strangers(rows: Rows, findings: Findings, ignore: Collection[str]) -> None:
    """Findings for every cell that says something nobody reads.

    Args:
        rows: a batch, taken apart.
        findings: where they go.
        ignore: names that are passed over, see `co2label.catalogue.strangers`.
    """
    for name, column in rows.other_products.items():
        if reason := stranger(name, "product", ignore):
            for row in np.flatnonzero(said(column)).tolist():
                findings.row(row, name, column[row].as_py(), reason)
    for name, column in rows.other_lines.items():
        if reason := stranger(name, "line", ignore):
            for line in np.flatnonzero(said(column)).tolist():
                findings.line(line, name, column, reason)


def said(column: pa.Array) -> NDArray[np.bool_]:
    """(cell): whether anything stands there: no null, no empty text or list, no NaN, no struct of such alone.

    >>> nothing, loss = {"share_of_input": None}, {"share_of_input": 0.1}
    >>> said(pa.array([nothing, loss, None])).tolist(), said(pa.array(["", " ", "x", None])).tolist()
    ([False, True, False], [False, False, True, False])
    """
    if pa.types.is_null(column.type):
        return np.zeros(len(column), np.bool_)
    if pa.types.is_dictionary(column.type):
        return said(column.cast(column.type.value_type))
    return _true(column.is_valid()) & _filled(column)


def _filled(column: pa.Array) -> NDArray[np.bool_]:
    """(cell): whether a cell says something, if it is not null."""
    kind = column.type
    if pa.types.is_struct(kind):
        filled = np.zeros(len(column), np.bool_)
        for part in column.flatten():
            filled |= said(part)
        return filled
    if pa.types.is_floating(kind):
        return ~_true(pc.is_nan(column))
    if is_text(kind):
        return _true(pc.not_equal(pc.utf8_trim_whitespace(column.cast(pa.string())), ""))
    if pa.types.is_nested(kind):
        return _true(pc.greater(pc.list_value_length(_as_list(column)), 0))
    return np.ones(len(column), np.bool_)


def _as_list(column: pa.Array) -> pa.Array:
    """A map, or a list of another layout, as a list."""
    kind = column.type
    if pa.types.is_map(kind):
        return column.cast(pa.list_(pa.struct([kind.key_field, kind.item_field])))
    return column.cast(pa.large_list(kind.value_field))


def _true(mask: pa.Array) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = mask.fill_null(False).to_numpy(zero_copy_only=False)
    return found
