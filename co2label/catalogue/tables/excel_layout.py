"""What a sheet of a workbook (.xlsx) shows and hides: merged cells, hidden rows and columns (ECMA-376 part 1, 18.3.1).

python-calamine gives the text of a merged cell in its first row alone, and hidden rows like all others.

>>> named_column(1), named_column(28), columns_of("B2:D4")
('A', 'AB', (2, 2, 4, 4))
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from co2label.catalogue.tables.sheet_xml import attributes_of, column_number, local, parser_of, part_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from co2label.catalogue.tables.table import Row

__all__ = ["Layout", "columns_of", "layout_of", "named_column"]

_BLOCK, _OVERLAP = 1 << 20, 64
_WORTH_READING = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)|[<:]mergeCell\s")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MOST_COVERED = 1 << 21
"""Cells that merged ones cover."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out.

    Attributes:
        merged: the cells that reach over several rows.
        hidden_rows: by number.
        hidden_columns: by number.
        hidden: whether the sheet itself is.
    """

    merged: tuple[Range, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    hidden: bool = False

    def covered(self, rows: Iterable[Row], left: int) -> Mapping[tuple[int, int], str]:
        """The text of merged cells by the row and the place of each cell below their first one.

        Args:
            rows: all rows of the sheet.
            left: columns that are left of the first place.
        """
        tops: dict[int, list[tuple[int, int]]] = {}
        for top, first, bottom, _ in self.merged:
            tops.setdefault(top, []).append((first - 1 - left, bottom))
        return {
            (below, place): row.cells[place]
            for row in rows
            for place, bottom in tops.get(row.number, ())
            if 0 <= place < len(row.cells)
            for below in range(row.number + 1, bottom + 1)
        }

    def remarks(self, name: str, first_row: int) -> Iterator[str]:
        """What a person should know of it, of the rows below the headings."""
        if self.hidden:
            yield f"{name}: the sheet is hidden, and is read all the same"
        rows = [row for row in self.hidden_rows if row > first_row]
        if rows:
            yield f"{name}: hidden rows are read all the same ({_counted(rows)}); delete those that do not count"
        if self.hidden_columns:
            columns = _counted([named_column(each) for each in self.hidden_columns])
            yield f"{name}: hidden columns are read all the same ({columns})"
        merged = [each for each in self.merged if each[2] > first_row]
        if merged:
            top, column, bottom, _ = merged[0]
            where = f"{named_column(column)}{top}:{named_column(column)}{bottom}"
            yield f"{name}: a merged cell counts for each of its rows, but for amounts ({len(merged)}, the first is {where})"


def layout_of(path: Path, name: str, sheet: str) -> Layout:
    """The layout of a sheet.

    Raises:
        DocumentError: the XML of the sheet is damaged, or its merged cells cover too much.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            states = {
                each.get("name"): each.get("state")
                for each in attributes_of(packed, "xl/workbook.xml", "sheet")
            }
            hidden = states.get(sheet) in {"hidden", "veryHidden"}
            part = part_of(packed, sheet)
            with packed.open(part) as file:
                if not _worth_reading(file):
                    return Layout(hidden=hidden)
            with packed.open(part) as file:
                return _read(file, hidden=hidden)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        what = f"not a workbook that can be read ({error})"
        raise DocumentError([Problem(name, what, "save it anew")]) from None


def columns_of(text: str) -> Range | None:
    """The rows and columns of a range, or None."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    return int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])


def named_column(number: int) -> str:
    """The letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _worth_reading(file: IO[bytes]) -> bool:
    """Whether a sheet hides or merges anything, seen without reading its XML."""
    end = b""
    while block := file.read(_BLOCK):
        if _WORTH_READING.search(end + block):
            return True
        end = block[-_OVERLAP:]
    return False


def _read(file: IO[bytes], *, hidden: bool) -> Layout:
    merged: list[Range] = []
    rows: list[int] = []
    columns: list[int] = []
    last = covered = 0
    unseen = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal last, covered, unseen
        name = local(tag)
        if name == "row":
            last, unseen = int(attributes.get("r", last + 1)), _is_hidden(attributes)
        elif name == "c" and unseen:  # a row without cells hides nothing
            rows.append(last)
            unseen = False
        elif name == "col" and _is_hidden(attributes):
            columns.extend(
                range(int(attributes["min"]), min(int(attributes["max"]), int(attributes["min"]) + 255) + 1)
            )
        elif name == "mergeCell" and (found := columns_of(attributes.get("ref", ""))) and found[2] > found[0]:
            covered += found[2] - found[0]
            if covered > _MOST_COVERED:
                message = f"its merged cells cover more than {_MOST_COVERED} cells"
                raise ValueError(message)
            merged.append(found)

    parser_of(start).ParseFile(file)
    return Layout(tuple(merged), tuple(rows), tuple(columns), hidden)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden") in {"1", "true"}


def _counted(places: list[int] | list[str]) -> str:
    shown = ", ".join(map(str, places[:5]))
    return f"{len(places)}: {shown} …" if len(places) > 5 else shown  # noqa: PLR2004 - what fits a line
