"""What is wrong with the rows of one batch, cell by cell, and the column of errors that says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from co2label.catalogue.arrow import pa
from co2label.catalogue.layout import error_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

__all__ = ["LONGEST", "Findings"]

LONGEST = 80
"""Characters of a value that are kept."""


@dataclass(slots=True, eq=False)
class Findings:
    """The bad cells of one batch; a row with one of them is not computed."""

    first_row: int
    """Of the batch, as a spreadsheet counts."""
    start: NDArray[np.intp]
    """The first line of each row."""
    bad: NDArray[np.bool_] = field(init=False)
    """(row): whether anything is wrong with it."""
    _found: dict[int, list[tuple[int, str, str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.start) - 1, np.bool_)

    def row(self, row: int, column: str, value: object, reason: str, *, line: int = -1) -> None:
        """One bad cell of a row; `line` is its place among the row's lines, where it is in one."""
        self.bad[row] = True
        shown = "" if value is None else str(value)[:LONGEST]
        self._found.setdefault(row, []).append((line, column, shown, reason))

    def lines(
        self, lines: Iterable[int], name: str, column: pa.Array | None, reason: Callable[[int], str]
    ) -> None:
        """Bad cells of the field `name` of some lines; `column` holds the values of all lines."""
        for line in lines:
            self.line(line, name, column, reason(line))

    def line(self, line: int, name: str, column: pa.Array | None, reason: str) -> None:
        """One bad cell of a line, or, without a name, the line as a whole."""
        row = int(np.searchsorted(self.start, line, side="right")) - 1
        place = line - int(self.start[row])
        value = None if column is None else column[line].as_py()
        where = f"lines[{place}].{name}" if name else f"lines[{place}]"
        self.row(row, where, value, reason, line=place)

    def column(self) -> pa.Array:
        """The errors of every row, those of the row first, then line by line; null where there are none."""
        if not self._found:
            return pa.nulls(len(self.bad), error_type())
        return pa.array([self._of(row) for row in range(len(self.bad))], error_type())

    def _of(self, row: int) -> list[dict[str, Any]] | None:
        if row not in self._found:
            return None
        found = sorted(self._found[row], key=lambda cell: cell[0])
        return [
            {"row": self.first_row + row, "column": column, "value": value, "reason": reason}
            for _, column, value, reason in dict.fromkeys(found)
        ]
