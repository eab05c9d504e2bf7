"""Opening a table, whatever it is written in: told by its first bytes, not by its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.catalogue.tables.arrow_table import arrow_file, arrow_frame
from co2label.catalogue.tables.csv_table import csv_table
from co2label.catalogue.tables.excel_table import excel_table
from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from co2label.catalogue.tables.mapping import TableMap
    from co2label.catalogue.tables.table import Table

__all__ = ["Source", "open_table"]

Source = Any
"""The path of a CSV file, a workbook, a Parquet or Arrow file; or a frame that speaks the Arrow PyCapsule protocol."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""A packed folder (.xlsx), and the compound file of .xls, which is refused with what to do."""


def open_table(source: Source, said: TableMap, noun: str) -> Table:
    """A table that can be read several times.

    Args:
        source: a path or a frame.
        said: its part of the column map.
        noun: what a frame is called in messages: "products".

    Raises:
        DocumentError: it cannot be read at all.
    """
    if hasattr(source, "__arrow_c_stream__"):
        return arrow_frame(source, noun, said.decimal)
    if not isinstance(source, str | Path):
        what = f"expected the path of a table or a frame of Arrow data, got {clip(source, 40)}"
        raise DocumentError([Problem(noun, what)])
    name, path = str(source), Path(source)
    begin = _first_bytes(path, name)
    if begin.startswith(_WORKBOOKS):
        return excel_table(path, name, sheet=said.sheet, decimal=said.decimal, header_row=said.header_row)
    if begin.startswith(b"PAR1"):
        return arrow_file(path, name, "parquet", said.decimal)
    if begin.startswith(b"ARROW1"):
        return arrow_file(path, name, "arrow", said.decimal)
    return csv_table(path, name, encoding=said.encoding, delimiter=said.delimiter, header_row=said.header_row)


def _first_bytes(path: Path, name: str) -> bytes:
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            what = "a pipe or a device, and tables are read more than once"
            raise DocumentError([Problem(name, what, "save it to a file")])
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        todo = "give a file" if path.is_dir() else "check the path and its permissions"
        raise DocumentError([Problem(name, f"cannot be read ({error.strerror or error})", todo)]) from None
    except ValueError as error:
        raise DocumentError([Problem(clip(name), f"cannot be read ({error})", "check the path")]) from None
