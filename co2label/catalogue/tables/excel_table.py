"""Workbooks (.xlsx) through python-calamine, the extra `[excel]`.

A sheet is read into memory as a whole; a workbook has at most 1,048,576 rows a sheet. What a formula gave when the workbook was
saved is its cell, an error such as #N/A too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from co2label.catalogue.tables.cells import cell_text
from co2label.catalogue.tables.excel_errors import check_workbook, error_cells
from co2label.catalogue.tables.excel_layout import layout_of
from co2label.catalogue.tables.form import TableForm
from co2label.catalogue.tables.table import Row, Table, header_of, headings_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["excel_table"]


def excel_table(
    path: Path,
    name: str,
    *,
    sheet: str | None = None,
    decimal: Literal[".", ","] | None = None,
    header_row: int | None = None,
) -> Table:
    """A sheet of a workbook as a table.

    Args:
        path: the workbook.
        name: what the user calls it; a table of a workbook with several sheets has the sheet behind it.
        sheet: which sheet; else its only one.
        decimal: the decimal mark of numbers that are written as text, where it is known.
        header_row: the row of the headings; else the first one that is not empty.

    Raises:
        DocumentError: python-calamine is missing, the workbook is damaged, too large or another kind, no such sheet, no
            headings.
    """
    found, wrong, alone = _sheet(path, name, sheet)
    called = name if alone else f"{name} [{found.name}]"
    mark, left = decimal or ".", (found.start or (0, 0))[1]

    def records() -> Iterator[Row]:
        for number, cells in enumerate(found.iter_rows(), start=1):
            texts = [cell_text(cell, mark) for cell in cells]
            for column, error in wrong.get(number, {}).items():
                texts[column - 1 - left] = error
            yield Row(number, tuple(texts))

    first = header_of(records(), called, header_row)
    header = headings_of(list(first.cells), called)

    def rows() -> Iterator[Row]:
        for row in records():
            if row.number > first.number and any(row.cells):
                beyond = [text for text in row.cells[len(header) :] if text]
                broken = f"{beyond[0]!r} stands in a column without a heading" if beyond else ""
                yield Row(row.number, row.cells[: len(header)], broken)

    layout = layout_of(path, name, found.name)
    merged = layout.covered(records(), left) if layout.merged else {}
    remarks = tuple(layout.remarks(called, first.number))
    return Table(called, TableForm("excel", sheet=found.name), header, rows, merged, remarks)


def _sheet(path: Path, name: str, sheet: str | None) -> tuple[Any, Mapping[int, Mapping[int, str]], bool]:
    """The sheet, the errors in it, and whether the workbook has no other."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - an extra
    except ImportError:
        todo = "pip install 'co2label[excel]', or save the sheet as CSV"
        raise DocumentError([Problem(name, "workbooks need python-calamine", todo)]) from None
    check_workbook(path, name)
    try:
        workbook = CalamineWorkbook.from_path(path)
        names = workbook.sheet_names
        if (sheet is None and len(names) == 1) or sheet in names:
            wanted = sheet or names[0]
            wrong = error_cells(path, name, wanted)
            return workbook.get_sheet_by_name(wanted), wrong, len(names) == 1
    except CalamineError as error:
        raise DocumentError(
            [Problem(name, f"not a workbook that can be read ({error})", "save it anew")]
        ) from None
    what = f"has no sheet {sheet!r}" if sheet else "has several sheets"
    todo = f"name one of them in the column map (--map; sheet = …): {', '.join(map(repr, names))}"
    raise DocumentError([Problem(name, what, todo)])
