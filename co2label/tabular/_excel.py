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
from dataclasses import dataclass, field
from functools import partial
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from co2label.errors import Problem
from co2label.tabular._table import (
    FORMULA_ERRORS,
    Reading,
    Table,
    TableForm,
    TableRow,
    cell_text,
    header_of,
    headings_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path


_LARGEST = 1 << 30
"""Bytes of a workbook, unpacked."""

_MOST_CELLS = 1 << 26
"""Of the rectangle from A1 to the last cell, which calamine allocates; empty cells count."""

_MOST_COVERED = 1 << 21
"""Cells that merged ones cover."""

_FIRST_BYTES, _BLOCK, _LONGEST_CELL = 1 << 10, 1 << 20, 1 << 16

_UNUSUAL = re.compile(rb"<c(?=[\s/>])(?! r=\"(?:[A-Z]|A[A-Z]|B[A-L])[0-9])")
"""A cell that does not say its place first, or is beyond column BL, the 64th."""

_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|true)")

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")

_MOST_SHOWN = 5
"""Rows or columns that a remark names."""

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass(slots=True)
class SheetXml:
    """Facts from the XML of a sheet, beside the values of its cells; rows and columns count from 1.

    Attributes:
        hidden: whether the sheet itself is hidden.
        errors: formula errors by row and column.
        rows: the last row that has a cell.
        columns: the last column that has one.
        merged: merged cells that reach over several rows.
        hidden_rows: those that have cells.
        hidden_columns: their numbers.
    """

    hidden: bool = False
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

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
        """Remarks for a person on the rows below the headings."""
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


def read_sheet_xml(path: Path, name: str, sheet: str) -> SheetXml:
    """Read the XML of a sheet; of a plain one, which most are, nothing is parsed and its size stays 0.

    Args:
        path: the workbook.
        name: what the user calls it.
        sheet: which sheet.

    Raises:
        DocumentError: the XML is damaged; cells so far apart that they would fill the memory; merged cells that cover too much.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            attributes = next(
                each for each in _elements(packed, "xl/workbook.xml", "sheet") if each.get("name") == sheet
            )
            found = SheetXml(hidden=attributes.get("state") in {"hidden", "veryHidden"})
            part = _sheet_part(packed, attributes)
            with packed.open(part) as file:
                if is_plain_sheet(file):
                    return found
            with packed.open(part) as file:
                _SheetParser(found).read(file)
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, StopIteration, ValueError) as error:
        what = f"not a workbook that can be read ({error})"
        raise Problem(name, what, "save it anew").as_error() from None
    if found.rows * found.columns > _MOST_CELLS:
        what = f"sheet {sheet!r} reaches to row {found.rows} and column {found.columns}; at most {_MOST_CELLS} cells are read"
        raise Problem(name, what, "delete stray cells far below or beside the table").as_error()
    return found


def _sheet_part(packed: zipfile.ZipFile, sheet: Mapping[str, str]) -> str:
    """The part that holds a sheet: its relation leads to its place (18.2.19)."""
    relation = next(value for key, value in sheet.items() if key.endswith(":id"))
    places = _elements(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    target = {each.get("Id"): each.get("Target", "") for each in places}[relation]
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def is_plain_sheet(file: IO[bytes]) -> bool:
    """Tell whether a sheet has at most 64 columns and no errors, hidden or merged cells, found without parsing its XML."""
    block, end = file.read(_FIRST_BYTES), b""
    if b"<worksheet" not in block:  # with a prefix, or in UTF-16
        return False
    while block:
        piece = end + block
        whole = piece[: piece.rfind(b">") + 1]
        if any(mark in whole for mark in (b'"e"', b"'e'", b"mergeCell")) or _UNUSUAL.search(whole):
            return False
        if b"hidden" in whole and _HIDDEN.search(whole):
            return False
        end, block = piece[len(whole) :], file.read(_BLOCK)
        if len(end) > _BLOCK + _LONGEST_CELL:
            return False
    return True


class _SheetParser:
    """Fills a `SheetXml` from the XML of a sheet."""

    def __init__(self, found: SheetXml) -> None:
        self._found = found
        self._row = self._column = self._covered = 0
        self._error: list[str] | None = None
        self._hidden = False

    def read(self, file: IO[bytes]) -> None:
        """Parse all of the sheet.

        Raises:
            ExpatError: not XML.
            ValueError: it declares entities, or has a row that is no number; its merged cells cover too much.
        """
        parser = _parser(self._start)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(file)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, found = _local_name(tag), self._found
        if name == "row":  # rows and cells without a place follow the one before
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            self._hidden = _is_hidden(attributes)
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self._column = column_number(place[1]) if place else self._column + 1
            self._row = int(place[2]) if place else self._row
            found.rows, found.columns = max(found.rows, self._row), max(found.columns, self._column)
            self._error = [] if attributes.get("t") == "e" else None
            if self._hidden:  # a hidden row without cells hides nothing
                found.hidden_rows.append(self._row)
                self._hidden = False
        elif name == "v" and self._error is not None:
            self._error.clear()  # of the formula before it
        elif name == "col" and _is_hidden(attributes):
            first = int(attributes["min"])
            found.hidden_columns.extend(range(first, min(int(attributes["max"]), first + 255) + 1))
        elif name == "mergeCell":
            self._merge(parse_range(attributes.get("ref", "")))

    def _merge(self, cells: Range | None) -> None:
        if cells is None or cells[2] <= cells[0]:
            return
        self._covered += cells[2] - cells[0]
        if self._covered > _MOST_COVERED:
            raise ValueError(f"its merged cells cover more than {_MOST_COVERED} cells")
        self._found.merged.append(cells)

    def _text(self, text: str) -> None:
        if self._error is not None:
            self._error.append(text)

    def _end(self, tag: str) -> None:
        if _local_name(tag) == "c" and self._error is not None:
            text = "".join(self._error).strip()
            error = text if text in FORMULA_ERRORS else "#N/A"
            self._found.errors.setdefault(self._row, {})[self._column] = error
            self._error = None


def _elements(packed: zipfile.ZipFile, part: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of all elements of one name."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local_name(tag) == wanted:
            found.append(attributes)

    with packed.open(part) as file:
        _parser(start).ParseFile(file)
    return found


def _parser(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """A parser that refuses entities (ValueError), since no workbook declares any."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    raise ValueError("it declares entities, which no workbook has")


def _local_name(tag: str) -> str:
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2]


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("hidden") in {"1", "true"}


def _shown_places(places: list[int] | list[str]) -> str:
    shown = ", ".join(map(str, places[:_MOST_SHOWN]))
    return f"{len(places)}: {shown} …" if len(places) > _MOST_SHOWN else shown


def parse_range(text: str) -> Range | None:
    """The rows and columns of a range, or None."""
    found = _RANGE.fullmatch(text)
    return found and (int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))


def column_number(letters: str) -> int:
    """The number of a column.

    >>> column_number("A"), column_number("Z"), column_number("AA"), column_number("XFD")
    (1, 26, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


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
        raise Problem(name, what, "save it anew as .xlsx, or the sheet as CSV").as_error() from None
    if "xl/workbook.xml" not in parts:
        what = "not a workbook in .xlsx; in others, errors such as #N/A cannot be told from empty cells"
        raise Problem(name, what, "save it as .xlsx, or the sheet as CSV").as_error()
    size = sum(parts.values())
    if size > _LARGEST:
        what = f"{size} bytes when unpacked; at most {_LARGEST} are read"
        raise Problem(name, what, "split it, or save the sheet as CSV").as_error()


def excel_table(path: Path, name: str, reading: Reading) -> Table:
    """A sheet of a workbook as a table.

    Args:
        path: the workbook.
        name: what the user calls it; a table of a workbook with several sheets has the sheet behind it.
        reading: the sheet, the decimal mark of numbers that are text and the row of the headings, where they are known.

    Raises:
        DocumentError: python-calamine is missing, the workbook is damaged, too large or another kind, no such sheet, no
            headings.
    """
    found, xml, alone = _sheet(path, name, reading.sheet)
    called = name if alone else f"{name} [{found.name}]"
    left = (found.start or (0, 0))[1]
    records = partial(_records, found, xml, reading.decimal or ".")
    first = header_of(records(), called, reading.header_row)
    header = headings_of(list(first.cells), called)

    def rows() -> Iterator[TableRow]:
        for row in records():
            if row.number > first.number and any(row.cells):
                beyond = [text for text in row.cells[len(header) :] if text]
                broken = f"{beyond[0]!r} stands in a column without a heading" if beyond else ""
                yield TableRow(row.number, row.cells[: len(header)], broken)

    merged = xml.covered(records(), left) if xml.merged else {}
    remarks = tuple(xml.remarks(called, first.number))
    return Table(called, TableForm("excel", sheet=found.name), header, rows, merged, remarks)


def _records(sheet: Any, xml: SheetXml, decimal: str = ".") -> Iterator[TableRow]:
    """All rows of a sheet from the first one on, from its first column that has anything; cells as text."""
    left = (sheet.start or (0, 0))[1]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [cell_text(cell, decimal) for cell in cells]
        for column, error in xml.errors.get(number, {}).items():
            texts[column - 1 - left] = error
        yield TableRow(number, tuple(texts))


class Workbook:
    """A workbook (.xlsx) whose sheets are read as they stand there, without a row of headings.

    Raises:
        DocumentError: python-calamine is missing, or the workbook is damaged, too large or another kind.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name
        self._opened = _workbook(path, name)
        self._sheets: dict[str, tuple[Any, SheetXml]] = {}

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets, in its order."""
        return tuple(self._opened.sheet_names)

    def rows(self, sheet: str) -> Iterator[TableRow]:
        """All rows of a sheet from the first one on, from its first column that has anything; cells as text.

        Raises:
            DocumentError: no such sheet, or it is damaged or too large.
        """
        if sheet not in self._sheets:
            found, xml, _ = _sheet(self.path, self.name, sheet, self._opened)
            self._sheets[sheet] = found, xml
        return _records(*self._sheets[sheet])


def _workbook(path: Path, name: str) -> Any:
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - an extra
    except ImportError:
        todo = "pip install 'co2label[excel]', or save the sheet as CSV"
        raise Problem(name, "workbooks need python-calamine", todo).as_error() from None
    check_workbook(path, name)
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as error:
        raise Problem(name, f"not a workbook that can be read ({error})", "save it anew").as_error() from None


def _sheet(path: Path, name: str, sheet: str | None, opened: Any = None) -> tuple[Any, SheetXml, bool]:
    """The sheet, what its XML tells, and whether the workbook has no other."""
    workbook = opened or _workbook(path, name)
    names = workbook.sheet_names
    if (sheet is None and len(names) == 1) or sheet in names:
        wanted = sheet or names[0]
        xml = read_sheet_xml(path, name, wanted)
        try:
            return workbook.get_sheet_by_name(wanted), xml, len(names) == 1
        except ValueError as error:  # CalamineError is one
            raise Problem(
                name, f"not a workbook that can be read ({error})", "save it anew"
            ).as_error() from None
    what = f"has no sheet {sheet!r}" if sheet else "has several sheets"
    todo = f"name one of them in the column map (--map; sheet = …): {', '.join(map(repr, names))}"
    raise Problem(name, what, todo).as_error()
