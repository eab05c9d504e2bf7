"""Workbooks (.xlsx) out: sheets whose columns say what belongs in them, with lists to choose from and checks.

XlsxWriter writes them (the extra `[excel]`); texts are written as texts, so no cell is ever run as a formula, and the same
sheets give the same bytes.

>>> import io
>>> from co2label.tabular import SheetColumn, Sheet, write_workbook
>>> tea = Sheet("products", (SheetColumn("id", "Identifier", needed=True), SheetColumn("boundary", "System boundary",
...     choices=("cradle-to-gate", "cradle-to-grave"))), rows=[("tea", "cradle-to-gate"), ("=1+1", None)])
>>> write_workbook(io.BytesIO(), [tea])
2
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from co2label.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import BinaryIO


_MADE = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook has no zone, and the same sheets give the same bytes

_ACCENT, _PAPER, _QUIET, _MISSING = "#1F5F4A", "#EAF1ED", "#707070", "#F6D5CF"

_LONGEST_LIST = 255
"""Characters of the choices that a cell itself may hold; longer lists stand on a sheet (ECMA-376, part 1, 18.3.1.32)."""

_LONGEST_INPUT = 255
"""Characters of the message beside a chosen cell."""

MOST_ROWS = 2**20
"""Rows of a sheet (Excel specifications and limits)."""

_CHECKED_ROWS = 5000
"""Rows below the headings in which choices and checks hold."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet.

    Attributes:
        heading: the name of the field, which readers look for.
        title: what people call it; stands above the heading.
        note: a sentence that shows beside a chosen cell.
        width: in characters.
        choices: words of which one may stand in a cell, or the range of another sheet where they stand: "=library!$A$3:$A$900".
        needed: an empty cell in a row that is not empty is marked.
        once: a value that comes twice is marked.
    """

    heading: str
    title: str = ""
    note: str = ""
    width: float = 16
    choices: tuple[str, ...] | str = ()
    needed: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: headings, below titles if there are any, and rows.

    Attributes:
        name: at most 31 characters (ECMA-376).
        columns: in order.
        rows: cells by column: text, a number, a day, True or False, None for an empty cell.
        text: a page of text instead of a table: rows are written as they are, the first one as a title.
        protected: cells cannot be changed by accident (no password).
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Any]] = ()
    text: bool = False
    protected: bool = False


def write_workbook(file: BinaryIO | Path | str, sheets: Iterable[Sheet]) -> int:
    """Write sheets into a workbook; tells how many rows.

    Args:
        file: a binary file, or a path.
        sheets: in order; the first one is open.

    Raises:
        DocumentError: XlsxWriter is missing, or a sheet has too many rows.
    """
    try:
        import xlsxwriter  # noqa: PLC0415 - an extra
    except ImportError:
        todo = "pip install 'co2label[excel]', or write CSV"
        raise Problem("", "workbooks are written by XlsxWriter", todo).as_error() from None
    target = file if hasattr(file, "write") else str(file)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE})
        return sum(_Writer(book, sheet).write() for sheet in sheets)


class _Writer:
    """One sheet on its way into a workbook."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.sheet = sheet
        self.page = book.add_worksheet(sheet.name)
        self.top = 1 if any(column.title for column in sheet.columns) else 0
        self.book = book

    def write(self) -> int:
        """Headings, choices, checks, rows; tells how many rows."""
        if self.sheet.text:
            return self._write_text()
        self._write_headings()
        day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        count = 0
        for count, row in enumerate(self.sheet.rows, start=1):
            if self.top + count >= MOST_ROWS:
                what = f"more than {MOST_ROWS:,} rows, the most that a sheet has"
                raise Problem(self.sheet.name, what, "write CSV or Parquet").as_error()
            for place, cell in enumerate(row):
                self._write_cell(self.top + count, place, cell, day)
        if self.sheet.protected:
            self.page.protect("", {"format_columns": True, "sort": True, "autofilter": True})
        return count

    def _write_cell(self, row: int, place: int, cell: Any, day: Any) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            self.page.write_boolean(row, place, cell)
        elif isinstance(cell, int | float):
            self.page.write_number(row, place, cell)
        elif isinstance(cell, dt.date):
            self.page.write_datetime(row, place, dt.datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
        else:
            self.page.write_string(row, place, str(cell))

    def _write_text(self) -> int:
        title = self.book.add_format({"bold": True, "font_size": 16, "font_color": _ACCENT})
        head = self.book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        body = self.book.add_format({"valign": "top", "text_wrap": True})
        for place, column in enumerate(self.sheet.columns):
            self.page.set_column(place, place, column.width)
        count = -1
        for count, row in enumerate(self.sheet.rows):
            for place, cell in enumerate(row):
                self.page.write_string(
                    count, place, str(cell), (head if place == 0 else body) if count else title
                )
        self.page.hide_gridlines(2)
        return count + 1

    def _write_headings(self) -> None:
        title = self.book.add_format(
            {"bold": True, "font_color": "white", "bg_color": _ACCENT, "text_wrap": True, "valign": "vcenter"}
        )
        heading = self.book.add_format(
            {"font_color": _QUIET, "bg_color": _PAPER, "font_size": 9, "bottom": 1}
        )
        columns = self.sheet.columns
        for place, column in enumerate(columns):
            if self.top:
                mark = " *" if column.needed else ""
                self.page.write_string(0, place, column.title + mark, title)
            self.page.write_string(self.top, place, column.heading, heading)
            self.page.set_column(place, place, column.width)
            self._check(place, column)
        if self.top:
            self.page.set_row(0, 32)
        self.page.freeze_panes(self.top + 1, 1)
        self.page.autofilter(self.top, 0, self.top, len(columns) - 1)

    def _check(self, place: int, column: SheetColumn) -> None:
        """Choices, the sentence beside a cell, and marks on what is missing or comes twice."""
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - an extra

        first, last = self.top + 1, self.top + _CHECKED_ROWS
        message = (
            {"input_title": column.title[:32], "input_message": column.note[:_LONGEST_INPUT]}
            if column.note
            else {}
        )
        if column.choices:
            self.page.data_validation(
                first,
                place,
                last,
                place,
                {
                    "validate": "list",
                    "source": self._source(column.choices),
                    "error_type": "warning",
                    **message,
                },
            )
        elif message:
            self.page.data_validation(first, place, last, place, {"validate": "any", **message})
        bad = self.book.add_format({"bg_color": _MISSING})
        if column.needed:
            letter, final = xl_col_to_name(place), xl_col_to_name(len(self.sheet.columns) - 1)
            row = first + 1
            rule = f"=AND(ISBLANK(${letter}{row}),COUNTA($A{row}:${final}{row})>0)"
            self.page.conditional_format(
                first, place, last, place, {"type": "formula", "criteria": rule, "format": bad}
            )
        if column.once:
            self.page.conditional_format(first, place, last, place, {"type": "duplicate", "format": bad})

    @staticmethod
    def _source(choices: tuple[str, ...] | str) -> list[str] | str:
        if isinstance(choices, str):
            return choices
        if len(",".join(choices)) > _LONGEST_LIST:
            raise ValueError("choices are too long for a cell; put them on a sheet")
        return list(choices)
