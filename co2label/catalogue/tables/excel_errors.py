"""Cells of a workbook that hold an error such as #N/A, which python-calamine gives as empty ones, or (.ods) as zero.

Missing is never zero, and an error is not missing: in .xlsx the errors are read from the XML of the sheet (ECMA-376 part 1,
18.3.1.4: a cell `c` of type `t="e"`, its error in `v`). Other workbooks are refused where an error in them cannot be told.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["ERRORS", "error_cells"]

ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!"}
)
"""The errors of spreadsheets as they stand in cells, and in CSV files that are saved from them."""
_BLOCK, _OVERLAP = 1 << 20, 64
_ERROR_IN_XLSX = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_ERROR_IN_ODS = re.compile(rb"value-type\s*=\s*[\"']error[\"']")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_HOW = "save it as .xlsx, or the sheet as CSV"


def error_cells(path: Path, name: str, sheet: str) -> Mapping[int, Mapping[int, str]]:
    """The errors of a sheet by row and column, both from 1.

    Args:
        path: the workbook; python-calamine can read it.
        name: what the user calls it.
        sheet: which sheet.

    Raises:
        DocumentError: a kind of workbook in which errors cannot be told, or a sheet whose XML is damaged.
    """
    if not zipfile.is_zipfile(path):
        raise _untold(name, "in a workbook of Excel 97-2003")
    try:
        with zipfile.ZipFile(path) as packed:
            parts = set(packed.namelist())
            if "xl/workbook.xml" in parts:
                return _of_xlsx(packed, sheet)
            if "content.xml" not in parts:
                raise _untold(name, "in a binary workbook")
            if _holds(packed, "content.xml", _ERROR_IN_ODS):
                what = "an OpenDocument workbook that holds errors such as #N/A or #DIV/0!"
                raise DocumentError([Problem(name, what, f"correct their formulas, or {_HOW}")])
            return {}
    except (expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        what = f"not a workbook that can be read ({error})"
        raise DocumentError([Problem(name, what, "save it anew")]) from None


def _untold(name: str, where: str) -> DocumentError:
    what = f"{where} an error such as #N/A cannot be told from an empty cell"
    return DocumentError([Problem(name, what, _HOW)])


def _of_xlsx(packed: zipfile.ZipFile, sheet: str) -> Mapping[int, Mapping[int, str]]:
    part = _part_of(packed, sheet)
    if not _holds(packed, part, _ERROR_IN_XLSX):
        return {}
    found: dict[int, dict[int, str]] = {}
    reader = _SheetReader(found)
    with packed.open(part) as file:
        reader.parser.ParseFile(file)
    return found


def _part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet: by its name to a relation, by that to its place (ECMA-376 part 1, 18.2.19)."""
    sheets = _attributes(packed, "xl/workbook.xml", "sheet")
    relation = next(
        value
        for each in sheets
        if each.get("name") == sheet
        for key, value in each.items()
        if key.endswith(":id")
    )
    places = _attributes(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    target = next(each["Target"] for each in places if each.get("Id") == relation)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _attributes(packed: zipfile.ZipFile, part: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of all elements of one name."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == wanted:
            found.append(attributes)

    parser = _parser(start)
    with packed.open(part) as file:
        parser.ParseFile(file)
    return found


def _parser(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    message = "it declares entities, which no workbook has"
    raise ValueError(message)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _holds(packed: zipfile.ZipFile, part: str, pattern: re.Pattern[bytes]) -> bool:
    """Whether a pattern is anywhere in a part: cheap, and most sheets hold no error."""
    with packed.open(part) as file:
        return any(pattern.search(block) for block in _blocks(file))


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """The blocks of a file, each with the end of the one before."""
    end = b""
    while block := file.read(_BLOCK):
        yield end + block
        end = (end + block)[-_OVERLAP:]


class _SheetReader:
    """Strictly private: reads the XML of a sheet for its errors."""

    def __init__(self, found: dict[int, dict[int, str]]) -> None:
        self.parser = _parser(self._start)
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.buffer_text = True
        self._found = found
        self._row = self._column = 0
        self._error: list[str] | None = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":  # rows and cells without a place follow the one before
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._error = [] if attributes.get("t") == "e" else None
        elif name == "v" and self._error is not None:
            self._error.clear()  # of the formula before it

    def _text(self, text: str) -> None:
        if self._error is not None:
            self._error.append(text)

    def _end(self, tag: str) -> None:
        if _local(tag) == "c" and self._error is not None:
            said = "".join(self._error).strip()
            self._found.setdefault(self._row, {})[self._column] = said if said in ERRORS else "#N/A"
            self._error = None


def _column(letters: str) -> int:
    """The number of a column.

    >>> _column("A"), _column("Z"), _column("AA"), _column("XFD")
    (1, 26, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
