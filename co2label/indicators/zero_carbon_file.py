"""A list of declared municipalities from a CSV file: one place a row, every problem of the file reported together.

Columns: `prefecture, municipality, type, lgcode`, and `basis` if wanted; `municipality` is empty for a prefecture itself.
UTF-8, or CP932 as spreadsheets write it.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, cast

from co2label.delimited import decoded
from co2label.errors import DocumentError, Problem, TextError, clip
from co2label.indicators.municipality import Basis, Kind, Municipality
from co2label.indicators.place_names import folded
from co2label.model import suggestion
from co2label.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["COLUMNS", "places_of", "repeated"]

_NEEDED = ("prefecture", "municipality", "type", "lgcode")
COLUMNS: tuple[str, ...] = (*_NEEDED, "basis")
"""Every column that a list may have."""


def places_of(content: bytes, name: str) -> tuple[Municipality, ...]:
    """The places of a list, in its order.

    Args:
        content: the bytes of the file.
        name: of the file, for messages.

    Raises:
        DocumentError: every problem of header and rows, with row and column; an empty list; a place given twice.
    """
    header, rows = _rows(decoded(content, name), name)
    problems = list(_header_problems(name, header))
    if problems:
        raise DocumentError(problems)
    found = [
        (where, place)
        for line, row in rows
        for where in (f"{name} row {line}",)
        for place in _place(row, where, problems)
    ]
    problems += repeated(found)
    if not found and not problems:
        problems.append(Problem(name, "the list has no row below its header", "give one place a row"))
    if problems:
        raise DocumentError(problems)
    return tuple(place for _, place in found)


def repeated(found: Iterable[tuple[str, Municipality]]) -> Iterator[Problem]:
    """A finding for each code and each full name that stands there twice; `found` holds where each place stands."""
    first: dict[str, str] = {}
    for where, place in found:
        for key, shown in ((place.code, place.code), (folded(place.full_name), place.full_name)):
            if key in first:
                yield Problem(where, f"{shown} stands in {first[key]} already", "remove one of them")
            first.setdefault(key, where)


def _rows(text: str, name: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """The header, and each row that is not blank with its line."""
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        reader.fieldnames = header = [column.strip() for column in reader.fieldnames or ()]
        return header, [(reader.line_num, row) for row in reader if any(row.values())]
    except csv.Error as error:
        found = Problem(
            f"{name} row {reader.line_num}", f"not CSV ({error})", "look for an open quotation mark"
        )
        raise DocumentError([found]) from None


def _header_problems(name: str, header: list[str]) -> Iterator[Problem]:
    where = f"{name} row 1"
    for missing in (column for column in _NEEDED if column not in header):
        yield Problem(where, f"column {missing!r} is missing", f"needed are {', '.join(_NEEDED)}")
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            hint = suggestion(column, COLUMNS) or f"known columns: {', '.join(COLUMNS)}"
            yield Problem(where, f"unknown column {clip(column)}", hint)
        if header.count(column) > 1:
            yield Problem(where, f"column {clip(column)} stands there twice", "remove one of them")


def _place(row: Mapping[str, str], where: str, problems: list[Problem]) -> Iterator[Municipality]:
    if row.get(""):
        problems.append(Problem(where, "more cells than the header has", "quote a cell that holds a comma"))
        return
    cells: dict[str, str] = {}
    found: list[Problem] = []
    for column, cell in row.items():
        try:
            cells[column] = clean_text(cell) if cell.strip() else ""
        except TextError as error:
            found.append(Problem(column, str(error)))
    try:
        if not found:
            yield _municipality(cells)
    except DocumentError as error:
        found += error.problems
    problems += [Problem(f"{where}, column {each.where}", each.what, each.todo) for each in found]


def _municipality(cells: Mapping[str, str]) -> Municipality:
    """A kind or basis that is none is found by `Municipality` itself."""
    return Municipality(
        prefecture=cells["prefecture"],
        name=cells["municipality"] or (cells["prefecture"] if cells["type"] == "都道府県" else ""),
        kind=cast("Kind", cells["type"]),
        code=cells["lgcode"],
        basis=cast("Basis", cells.get("basis") or "listed"),
    )
