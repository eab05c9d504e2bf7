"""Everything that a command puts out: JSON, tables, files written whole or not at all, safe file names.

>>> file_name("onigiri-salmon", ".png"), file_name("Tea:2025", ".png")
('onigiri-salmon.png', 'tea-2025-7b0e388d.png')
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from co2label.identifiers import path_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.table import Table

__all__ = ["file_name", "new_table", "print_json", "print_table", "write_table", "write_text"]

_PIPE_COLUMNS = 120


def print_json(data: Any) -> None:
    """Print plain data as JSON; a number that is not finite never comes out."""
    typer.echo(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2))


def new_table(*headings: str, numbers: Iterable[str] = ()) -> Table:
    """A table whose cells fold where the terminal is narrow; columns of numbers are right-aligned."""
    from rich import box  # noqa: PLC0415 - a fast start
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    right = set(numbers)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    return table


def print_table(table: Table) -> None:
    """Print a table to the terminal, or to a pipe, which is wide."""
    from rich.console import Console  # noqa: PLC0415 - a fast start

    width = None if sys.stdout.isatty() else _PIPE_COLUMNS
    console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:  # rich ends the program itself where a pipe is closed
        console.print(table)
    typer.echo(captured.get(), nl=False)


def file_name(product_id: str, ending: str) -> str:
    """A file name that is safe everywhere: the id where it is plain, else its plain part and a digest."""
    return path_part(product_id) + ending


def write_text(path: Path, text: str) -> Path:
    """Write a UTF-8 file beside its place, then put it there in one step."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def write_table(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    """Write a CSV file whose cells no spreadsheet runs; the whole file or nothing."""
    from io import StringIO  # noqa: PLC0415 - a fast start

    from co2label.catalogue.formulas import write_rows  # noqa: PLC0415

    text = StringIO(newline="")
    write_rows(text, heads, rows)
    return write_text(path, text.getvalue())
