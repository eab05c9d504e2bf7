"""Errors such as #N/A in the cells of a workbook, and the refusal of what would take more memory than there is.

Missing is never zero, and an error is not missing.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.parsers import expat

from co2label.catalogue.tables.sheet_xml import SheetReader, part_of, plain
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["check_workbook", "error_cells"]

_LARGEST = 1 << 30
"""Bytes of a workbook, unpacked."""
_MOST_CELLS = 1 << 26
"""Of the rectangle from A1 to the last cell: those that are empty take room too."""


def check_workbook(path: Path, name: str) -> None:
    """Refuse a workbook that is none of .xlsx, or a bomb: a packed folder that unpacks to more than the memory there is.

    Args:
        path: the workbook.
        name: what the user calls it.

    Raises:
        DocumentError: another kind of workbook, in which an error cannot be told from an empty cell or from zero; too large.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = {each.filename: each.file_size for each in packed.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = f"not a workbook (.xlsx) that can be read ({error})"
        raise DocumentError([Problem(name, what, "save it anew as .xlsx, or the sheet as CSV")]) from None
    if "xl/workbook.xml" not in parts:
        what = "not a workbook in .xlsx; in others, errors such as #N/A cannot be told from empty cells"
        raise DocumentError([Problem(name, what, "save it as .xlsx, or the sheet as CSV")])
    size = sum(parts.values())
    if size > _LARGEST:
        what = f"{size} bytes when unpacked; at most {_LARGEST} are read"
        raise DocumentError([Problem(name, what, "split it, or save the sheet as CSV")])


def error_cells(path: Path, name: str, sheet: str) -> Mapping[int, Mapping[int, str]]:
    """The errors of a sheet by row and column, both from 1.

    Args:
        path: the workbook.
        name: what the user calls it.
        sheet: which sheet.

    Raises:
        DocumentError: the XML of the sheet is damaged; or its cells are so far apart that it would fill the memory.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            part = part_of(packed, sheet)
            with packed.open(part) as file:
                if plain(file):
                    return {}
            with packed.open(part) as file:
                read = SheetReader(file)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        what = f"not a workbook that can be read ({error})"
        raise DocumentError([Problem(name, what, "save it anew")]) from None
    if read.rows * read.columns > _MOST_CELLS:
        what = f"sheet {sheet!r} reaches to row {read.rows} and column {read.columns}; at most {_MOST_CELLS} cells are read"
        raise DocumentError([Problem(name, what, "delete stray cells far below or beside the table")])
    return read.errors
