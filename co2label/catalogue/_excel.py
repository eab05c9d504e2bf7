"""Workbooks (.xlsx, ECMA-376 part 1) through python-calamine, the extra `[excel]`.

python-calamine gives values only. The XML of the sheet is read for what it does not tell: cells with a formula error such as
#N/A (given as empty cells), merged cells, hidden rows and columns, and stray cells far away, for which it would allocate the
whole rectangle. A sheet is read into memory; the value of a formula is the one saved in the workbook.

>>> column_letters(1), column_letters(28), parse_range("B2:D4")
('A', 'AB', (2, 2, 4, 4))
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Literal
from xml.parsers import expat

from co2label.catalogue._table import Table, TableForm, TableRow, cell_text, header_of, headings_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path


FORMULA_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!"}
)
"""The errors of spreadsheets as they stand in cells, and in CSV files that are saved from them."""

_FIRST_BYTES, _BLOCK, _LONGEST_CELL = 1 << 10, 1 << 20, 1 << 16

_UNUSUAL = re.compile(rb"<c(?=[\s/>])(?! r=\"(?:[A-Z]|A[A-Z]|B[A-L])[0-9])")
"""A cell that does not say its place first, or is beyond column BL, the 64th."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def sheet_part(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet: by its name to a relation, by that to its place (18.2.19).

    Raises:
        KeyError: there is no such part.
        ExpatError: XML that is none.
        ValueError: it declares entities.
    """
    relations = {
        each.get("name"): value
        for each in element_attributes(packed, "xl/workbook.xml", "sheet")
        for key, value in each.items()
        if key.endswith(":id")
    }
    places = element_attributes(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {each.get("Id"): each.get("Target", "") for each in places}
    return posixpath.normpath(posixpath.join("/xl", targets[relations[sheet]])).lstrip("/")


def is_plain_sheet(file: IO[bytes]) -> bool:
    """Whether a sheet holds no error and at most 64 columns, seen without reading its XML: so are most of them."""
    block, end = file.read(_FIRST_BYTES), b""
    if b"<worksheet" not in block:  # with a prefix, or in UTF-16
        return False
    while block:
        piece = end + block
        whole = piece[: piece.rfind(b">") + 1]
        if b'"e"' in whole or b"'e'" in whole or _UNUSUAL.search(whole):
            return False
        end, block = piece[len(whole) :], file.read(_BLOCK)
        if len(end) > _BLOCK + _LONGEST_CELL:
            return False
    return True


class SheetReader:
    """Reads all of a sheet.

    Attributes:
        errors: what is wrong, by row and column from 1.
        rows: the last row that has a cell.
        columns: the last column that has one.
    """

    def __init__(self, file: IO[bytes]) -> None:
        """Read it.

        Raises:
            ExpatError: XML that is none.
            ValueError: it declares entities, or a row that is no number.
        """
        self.errors: dict[int, dict[int, str]] = {}
        self.rows = self.columns = 0
        self._row = self._column = 0
        self._error: list[str] | None = None
        parser = element_parser(self._start)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(file)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "row":  # rows and cells without a place follow the one before
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self._column = column_number(place[1]) if place else self._column + 1
            self._row = int(place[2]) if place else self._row
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
            self._error = [] if attributes.get("t") == "e" else None
        elif name == "v" and self._error is not None:
            self._error.clear()  # of the formula before it

    def _text(self, text: str) -> None:
        if self._error is not None:
            self._error.append(text)

    def _end(self, tag: str) -> None:
        if local_name(tag) == "c" and self._error is not None:
            said = "".join(self._error).strip()
            self.errors.setdefault(self._row, {})[self._column] = said if said in FORMULA_ERRORS else "#N/A"
            self._error = None


def element_attributes(packed: zipfile.ZipFile, part: str, wanted: str) -> Iterator[dict[str, str]]:
    """The attributes of all elements of one name."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == wanted:
            found.append(attributes)

    parser = element_parser(start)
    with packed.open(part) as file:
        parser.ParseFile(file)
    return iter(found)


def element_parser(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """A parser that tells where elements begin; entities are refused (ValueError), since no workbook declares any."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    message = "it declares entities, which no workbook has"
    raise ValueError(message)


def local_name(tag: str) -> str:
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2]


def column_number(letters: str) -> int:
    """The number of a column.

    >>> column_number("A"), column_number("Z"), column_number("AA"), column_number("XFD")
    (1, 26, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


_SCAN_BLOCK, _SCAN_OVERLAP = 1 << 20, 64

_WORTH_READING = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)|[<:]mergeCell\s")

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")

_MOST_COVERED = 1 << 21
"""Cells that merged ones cover."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
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

    def covered(self, rows: Iterable[TableRow], left: int) -> Mapping[tuple[int, int], str]:
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
            yield f"{name}: hidden rows are read all the same ({_shown_places(rows)}); delete those that do not count"
        if self.hidden_columns:
            columns = _shown_places([column_letters(each) for each in self.hidden_columns])
            yield f"{name}: hidden columns are read all the same ({columns})"
        merged = [each for each in self.merged if each[2] > first_row]
        if merged:
            top, column, bottom, _ = merged[0]
            where = f"{column_letters(column)}{top}:{column_letters(column)}{bottom}"
            yield f"{name}: a merged cell counts for each of its rows, but for amounts ({len(merged)}, the first is {where})"


def sheet_layout(path: Path, name: str, sheet: str) -> SheetLayout:
    """The layout of a sheet.

    Raises:
        DocumentError: the XML of the sheet is damaged, or its merged cells cover too much.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            states = {
                each.get("name"): each.get("state")
                for each in element_attributes(packed, "xl/workbook.xml", "sheet")
            }
            hidden = states.get(sheet) in {"hidden", "veryHidden"}
            part = sheet_part(packed, sheet)
            with packed.open(part) as file:
                if not _worth_reading(file):
                    return SheetLayout(hidden=hidden)
            with packed.open(part) as file:
                return _read_layout(file, hidden=hidden)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        what = f"not a workbook that can be read ({error})"
        raise DocumentError([Problem(name, what, "save it anew")]) from None


def parse_range(text: str) -> Range | None:
    """The rows and columns of a range, or None."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    return int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3])


def column_letters(number: int) -> str:
    """The letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _worth_reading(file: IO[bytes]) -> bool:
    """Whether a sheet hides or merges anything, seen without reading its XML."""
    end = b""
    while block := file.read(_SCAN_BLOCK):
        if _WORTH_READING.search(end + block):
            return True
        end = block[-_SCAN_OVERLAP:]
    return False


def _read_layout(file: IO[bytes], *, hidden: bool) -> SheetLayout:
    merged: list[Range] = []
    rows: list[int] = []
    columns: list[int] = []
    last = covered = 0
    unseen = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal last, covered, unseen
        name = local_name(tag)
        if name == "row":
            last, unseen = int(attributes.get("r", last + 1)), _is_hidden(attributes)
        elif name == "c" and unseen:  # a row without cells hides nothing
            rows.append(last)
            unseen = False
        elif name == "col" and _is_hidden(attributes):
            columns.extend(
                range(int(attributes["min"]), min(int(attributes["max"]), int(attributes["min"]) + 255) + 1)
            )
        elif (
            name == "mergeCell" and (found := parse_range(attributes.get("ref", ""))) and found[2] > found[0]
        ):
            covered += found[2] - found[0]
            if covered > _MOST_COVERED:
                message = f"its merged cells cover more than {_MOST_COVERED} cells"
                raise ValueError(message)
            merged.append(found)

    element_parser(start).ParseFile(file)
    return SheetLayout(tuple(merged), tuple(rows), tuple(columns), hidden)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden") in {"1", "true"}


def _shown_places(places: list[int] | list[str]) -> str:
    shown = ", ".join(map(str, places[:5]))
    return f"{len(places)}: {shown} …" if len(places) > 5 else shown  # noqa: PLR2004 - what fits a line


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
            part = sheet_part(packed, sheet)
            with packed.open(part) as file:
                if is_plain_sheet(file):
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

    def records() -> Iterator[TableRow]:
        for number, cells in enumerate(found.iter_rows(), start=1):
            texts = [cell_text(cell, mark) for cell in cells]
            for column, error in wrong.get(number, {}).items():
                texts[column - 1 - left] = error
            yield TableRow(number, tuple(texts))

    first = header_of(records(), called, header_row)
    header = headings_of(list(first.cells), called)

    def rows() -> Iterator[TableRow]:
        for row in records():
            if row.number > first.number and any(row.cells):
                beyond = [text for text in row.cells[len(header) :] if text]
                broken = f"{beyond[0]!r} stands in a column without a heading" if beyond else ""
                yield TableRow(row.number, row.cells[: len(header)], broken)

    layout = sheet_layout(path, name, found.name)
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
