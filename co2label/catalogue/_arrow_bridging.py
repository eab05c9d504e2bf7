"""Columns of products: boundary, year, declared unit, bridges, masses; each distinct text of a stream is read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue._arrow_codes import AmountCodes, TextCodes
from co2label.errors import clip, suggestion
from co2label.footprint import CONTENT_FIELDS
from co2label.footprint._bridging import kg_held
from co2label.model import BOUNDARIES, BRIDGE_FIELDS, STAGES, stages_of
from co2label.units import parse_amount, parse_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from co2label.catalogue._arrow import pa
    from co2label.catalogue._arrow_codes import AmountColumn
    from co2label.catalogue._arrow_rows import BadCells, BatchRows
    from co2label.units import Amount


_YEARS = (1990, 2100)
"""As `Product.year`."""

_MISSING = "this field is required and is missing; add it"

ALL_STAGES = (1 << len(STAGES)) - 1
"""All stages as bits."""


@dataclass(frozen=True, slots=True, eq=False)
class ProductHeaders:
    """Header columns of the products of one batch; a column that the table does not have is None, empty or absent."""

    inside: NDArray[np.int32] | None
    """(row): stages inside the boundary, as bits."""
    boundary: Sequence[str | None]
    """(row): name of the boundary."""
    year: NDArray[np.float64] | None
    """(row): year; NaN where none is stated."""
    amounts: Mapping[str, AmountColumn]
    """Amounts by "declared_unit" and the names of the bridges."""

    def of(self, name: str, row: int) -> Amount | None:
        """Return the declared unit or a bridge of a row."""
        column = self.amounts.get(name)
        return None if column is None else column[row]


class HeaderReader:
    """Reads the header columns of a stream, with code books of their texts."""

    def __init__(self) -> None:
        self._boundary = TextCodes()
        self._amounts = {
            "declared_unit": AmountCodes(parse_amount),
            **{name: AmountCodes(parse_ratio) for name in BRIDGE_FIELDS},
        }

    def read(self, rows: BatchRows, findings: BadCells) -> ProductHeaders:
        """Read the header columns of a batch; bad cells are added to `findings`."""
        columns = rows.products
        inside, boundary = self._boundaries(columns.get("boundary"), findings)
        return ProductHeaders(
            inside,
            boundary,
            _years(columns.get("year"), findings),
            {
                name: self._read(name, columns[name], findings)
                for name in self._amounts
                if name in columns and (name == "declared_unit" or columns[name].null_count < len(rows))
            },
        )

    def _boundaries(
        self, column: pa.Array | None, findings: BadCells
    ) -> tuple[NDArray[np.int32] | None, Sequence[str | None]]:
        if column is None:
            return None, ()
        codes = self._boundary.codes(column)
        words = [*self._boundary.words, None]
        known = np.array([word in BOUNDARIES for word in words])
        for row in np.flatnonzero(~known[codes]).tolist():
            word = words[codes[row]]
            hint = suggestion(word, BOUNDARIES) if word else ""
            wanted = f"expected one of {', '.join(BOUNDARIES)}, got {clip(word)}"
            findings.row(
                row, "boundary", word, _MISSING if word is None else f"{wanted}; {hint}".rstrip("; ")
            )
        bits = [
            sum(1 << STAGES.index(stage) for stage in stages_of(word)) if word in BOUNDARIES else ALL_STAGES
            for word in words
        ]
        return np.array(bits, np.int32)[codes], [words[code] for code in codes]

    def _read(self, name: str, column: pa.Array, findings: BadCells) -> AmountColumn:
        read = self._amounts[name].of(column)
        if name == "declared_unit":
            for row in np.flatnonzero(read.codes < 0).tolist():
                findings.row(row, name, None, _MISSING)
        for row, reason in read.unreadable():
            findings.row(row, name, column[row].as_py(), reason)
        return read


def _years(column: pa.Array | None, findings: BadCells) -> NDArray[np.float64] | None:
    """Read (row) years; NaN for an empty cell."""
    if column is None or column.null_count == len(column):
        return None
    first, last = _YEARS
    years = np.array([_year(value) for value in column.to_pylist()])
    for row in np.flatnonzero(np.isinf(years)).tolist():
        reason = f"expected a year from {first} to {last}"
        findings.row(row, "year", column[row].as_py(), reason)
    return years


def _year(value: object) -> float:
    """Return the year of a cell; NaN for an empty one, infinity for anything else."""
    if value is None or value != value:  # noqa: PLR0124 - NaN: an empty cell of pandas
        return np.nan
    try:
        year = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return np.inf
    first, last = _YEARS
    return year if year == int(year) and first <= year <= last else np.inf


def product_kg(headers: ProductHeaders, count: int) -> NDArray[np.float64]:
    """Return (row) masses of one declared unit, computed once for rows with the same texts."""
    columns = [
        headers.amounts[name] for name in ("declared_unit", *CONTENT_FIELDS) if name in headers.amounts
    ]
    if "declared_unit" not in headers.amounts:
        return np.full(count, np.nan)
    which = np.zeros(count, np.intp)
    for column in columns:
        which = which * (int(column.codes.max(initial=0)) + 2) + column.codes + 1
        _, first, which = np.unique(which, return_index=True, return_inverse=True)
    kg = []
    for row in first.tolist():
        unit, *stated = (column[row] for column in columns)
        kg.append(None if unit is None else kg_held(unit, stated))
    return np.array(kg, np.float64)[which]
