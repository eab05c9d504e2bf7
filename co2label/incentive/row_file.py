"""Rows of a file: a CSV table, or a JSON list of objects; the bookings of a ledger and the readings of meters come in them.

A row keeps where it stands ("row 3", "[1]"), so that every problem of a file can be reported with its place. A cell of a table is
text; columns that hold numbers are named by whoever reads, and an empty cell is a field that is not there.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from co2label.delimited import decoded
from co2label.errors import DocumentError, Problem, clip
from co2label.model import Model, parse_text, read_file, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

__all__ = ["Cell", "nouns_of", "rows_of"]

Cell = str | int | float
_Noun = TypeVar("_Noun", bound=Model)


def rows_of(
    path: str | Path, *, columns: Sequence[str], numbers: Mapping[str, Callable[[str], Cell]]
) -> dict[str, dict[str, Any]]:
    """The rows of a file, each under the place where it stands.

    Args:
        path: a `.csv` file (UTF-8, UTF-16, CP932 or EUC-JP), else JSON.
        columns: every name that a row may have.
        numbers: how to read the cells of columns that hold numbers.

    Raises:
        DocumentError: the file cannot be read, holds no rows, or has a column that is not known.
    """
    content = read_file(path)
    if Path(path).suffix.lower() != ".csv":
        data = parse_text(content, name=str(path), form="json")
        if not isinstance(data, list) or not data:
            raise DocumentError(
                [Problem("", f"expected a list of objects, got {clip(data, 40)}", "write [{…}, …]")]
            )
        return {f"[{place}]": row for place, row in enumerate(data)}
    rows = dict(_table(decoded(content, ""), columns, numbers))
    if not rows:
        raise DocumentError([Problem("", "no row below the header", "give one a row")])
    return rows


def nouns_of(noun: type[_Noun], rows: Mapping[str, Any]) -> dict[str, _Noun]:
    """The rows as nouns, each under its place.

    Raises:
        DocumentError: with every problem of every row.
    """
    found: dict[str, _Noun] = {}
    problems: list[Problem] = []
    for where, row in rows.items():
        try:
            found[where] = noun.read(row, where=where)
        except DocumentError as error:
            problems += error.problems
    if problems:
        raise DocumentError(problems)
    return found


def _table(
    text: str, columns: Sequence[str], numbers: Mapping[str, Callable[[str], Cell]]
) -> Iterator[tuple[str, dict[str, Cell]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        _check_header(reader.fieldnames, columns)
        for row in reader:
            where = f"row {reader.line_num}"
            if row.pop("", None):
                what = "more cells than the header has"
                raise DocumentError([Problem(where, what, "quote a cell that holds a comma")])
            filled = {name: cell.strip() for name, cell in row.items() if cell.strip()}
            if filled:
                yield where, {name: _cell(cell, numbers.get(name, str)) for name, cell in filled.items()}
    except csv.Error as error:
        what = f"not CSV ({error})"
        raise DocumentError(
            [Problem(f"row {reader.line_num}", what, "look for an open quotation mark")]
        ) from None


def _check_header(header: Sequence[str], columns: Sequence[str]) -> None:
    known = f"known columns: {', '.join(columns)}"
    problems = [
        Problem("row 1", f"unknown column {clip(name)}", suggestion(name, columns) or known)
        for name in dict.fromkeys(header)
        if name not in columns
    ]
    problems += [
        Problem("row 1", f"column {clip(name)} stands there twice", "remove one of them")
        for name in columns
        if header.count(name) > 1
    ]
    if problems:
        raise DocumentError(problems)


def _cell(cell: str, kind: Callable[[str], Cell]) -> Cell:
    """A number where it is one; else the text, which the noun refuses."""
    try:
        return kind(cell) if cell.isascii() and "_" not in cell else cell
    except ValueError:
        return cell
