"""Opening a table, whatever it is written in: told by its first bytes, not by its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from co2label.catalogue.tables.csv_table import csv_table
from co2label.errors import DocumentError, Problem, clip

if TYPE_CHECKING:
    from co2label.catalogue.tables.mapping import TableMap
    from co2label.catalogue.tables.table import Table

__all__ = ["open_table"]


def open_table(source: Any, said: TableMap) -> Table:
    """A table that can be read several times.

    Args:
        source: the path of a CSV file.
        said: its part of the column map.

    Raises:
        DocumentError: it cannot be read at all.
    """
    if not isinstance(source, str | Path):
        raise DocumentError([Problem("", f"expected the path of a table, got {clip(source, 40)}")])
    name, path = str(source), Path(source)
    try:
        with path.open("rb") as file:
            file.read(8)
    except OSError as error:
        todo = "give a file" if path.is_dir() else "check the path and its permissions"
        raise DocumentError([Problem(name, f"cannot be read ({error.strerror or error})", todo)]) from None
    except ValueError as error:
        raise DocumentError([Problem(clip(name), f"cannot be read ({error})", "check the path")]) from None
    return csv_table(path, name, encoding=said.encoding, delimiter=said.delimiter)
