"""A table as every reader of this room gives it: its headings, and its rows as often as they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from co2label.catalogue.tables.cleaning import one_line
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from co2label.catalogue.tables.form import TableForm

__all__ = ["MOST_COLUMNS", "Row", "Table", "header_of", "headings_of"]

MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: as a spreadsheet counts: 1 is the header.
        cells: what stands in the columns, in the order of the header. Text, but for the nested lines of an Arrow table.
        broken: why the row cannot be used, or "". Its cells are then what could be made out.
        at: the field that it is broken at; "" for the row as a whole.
        within: of a line that is nested in a row: its place, `lines[2]`.
        turn: of a line that is a group of columns of a row: what stands for `{n}` in their headings.
    """

    number: int
    cells: tuple[Any, ...]
    broken: str = ""
    at: str = ""
    within: str = ""
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read several times, each time from its beginning.

    Attributes:
        name: as the user named it.
        form: how it is written.
        header: the headings.
        rows: gives the rows below the header; empty rows are left out.
        merged: of a workbook: what stands in a merged cell, by row and column, for those of its rows that show nothing.
        remarks: what a person should know of how it was read.
    """

    name: str
    form: TableForm
    header: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def heading_in(self, heading: str, row: Row) -> str:  # noqa: ARG002 - of those whose headings stand for several
        """The heading of a cell of a row."""
        return heading

    def arrays(self, place: int) -> Iterator[Any]:  # noqa: ARG002 - of those that have some
        """One column alone as Arrow arrays, of tables that have them; else none."""
        return iter(())

    def column(self, place: int) -> Iterator[tuple[int, str]]:
        """One column alone: the number of each row with what stands there, "" where the row is too short."""
        for row in self.rows():
            yield row.number, row.cells[place] if place < len(row.cells) else ""


def header_of(rows: Iterable[Row], name: str, header_row: int | None) -> Row:
    """The row of the headings: the one that is stated, else the first that is not empty.

    Raises:
        DocumentError: there is no such row.
    """
    for row in rows:
        if row.number == header_row or (header_row is None and (row.broken or any(row.cells))):
            return row
    what = "there is nothing in it" if header_row is None else f"has no row {header_row}"
    raise DocumentError([Problem(name, what, "the first row holds the headings of the columns")])


def headings_of(cells: list[str], name: str) -> tuple[str, ...]:
    """The headings of a table; empty ones at its end are no columns.

    Raises:
        DocumentError: no headings, too many, or one that stands there twice.
    """
    header = [one_line(cell.strip("\ufeff")) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        todo = "name the row that holds the headings in the map (header_row = …)"
        raise DocumentError([Problem(name, "no headings: their row is empty", todo)])
    if len(header) > MOST_COLUMNS:
        what = f"{len(header)} columns; at most {MOST_COLUMNS} are read"
        raise DocumentError([Problem(name, what, "leave out columns that are not needed")])
    twice = sorted({heading for heading in header if heading and header.count(heading) > 1})
    if twice:
        what = f"headings that stand there twice: {', '.join(map(repr, twice))}"
        raise DocumentError([Problem(f"{name} row 1", what, "rename one of each")])
    return tuple(header)
