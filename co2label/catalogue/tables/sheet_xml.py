"""The XML of a sheet in a workbook (.xlsx, ECMA-376 part 1), read for what python-calamine does not tell.

Which cells hold an error such as #N/A, which it gives as empty ones; and how far apart the cells are, since it makes room for the
whole rectangle: one stray cell at XFD1048576 would take more memory than there is.
"""

from __future__ import annotations

import posixpath
import re
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterator

__all__ = [
    "ERRORS",
    "SheetReader",
    "attributes_of",
    "column_number",
    "local",
    "parser_of",
    "part_of",
    "plain",
]

ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!"}
)
"""The errors of spreadsheets as they stand in cells, and in CSV files that are saved from them."""
_BEGIN, _BLOCK, _LONGEST_CELL = 1 << 10, 1 << 20, 1 << 16
_UNUSUAL = re.compile(rb"<c(?=[\s/>])(?! r=\"(?:[A-Z]|A[A-Z]|B[A-L])[0-9])")
"""A cell that does not say its place first, or is beyond column BL, the 64th."""
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def part_of(packed: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet: by its name to a relation, by that to its place (18.2.19).

    Raises:
        KeyError: there is no such part.
        ExpatError: XML that is none.
        ValueError: it declares entities.
    """
    relations = {
        each.get("name"): value
        for each in attributes_of(packed, "xl/workbook.xml", "sheet")
        for key, value in each.items()
        if key.endswith(":id")
    }
    places = attributes_of(packed, "xl/_rels/workbook.xml.rels", "Relationship")
    targets = {each.get("Id"): each.get("Target", "") for each in places}
    return posixpath.normpath(posixpath.join("/xl", targets[relations[sheet]])).lstrip("/")


def plain(file: IO[bytes]) -> bool:
    """Whether a sheet holds no error and at most 64 columns, seen without reading its XML: so are most of them."""
    block, end = file.read(_BEGIN), b""
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
        parser = parser_of(self._start)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(file)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
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
        if local(tag) == "c" and self._error is not None:
            said = "".join(self._error).strip()
            self.errors.setdefault(self._row, {})[self._column] = said if said in ERRORS else "#N/A"
            self._error = None


def attributes_of(packed: zipfile.ZipFile, part: str, wanted: str) -> Iterator[dict[str, str]]:
    """The attributes of all elements of one name."""
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == wanted:
            found.append(attributes)

    parser = parser_of(start)
    with packed.open(part) as file:
        parser.ParseFile(file)
    return iter(found)


def parser_of(start: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """A parser that tells where elements begin; entities are refused (ValueError), since no workbook declares any."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_entity(*_: object) -> None:
    message = "it declares entities, which no workbook has"
    raise ValueError(message)


def local(tag: str) -> str:
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
