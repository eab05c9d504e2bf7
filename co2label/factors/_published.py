"""Files of factors as their sources publish them: sheets and text tables, headings that are found, numbers, digests.

A published table seldom begins in its first row: titles and notes stand above, and the row of the headings differs by edition. So
the row is found by the headings that it must hold. Headings are compared folded: spaces, underscores and apostrophes are one, and
case and full width make no difference.

>>> fold("Identifiant_de_l’élément") == fold("IDENTIFIANT de l'élément")
True
>>> number("0,75", ","), number("1,5E-2", ","), number("1 234,5", ","), number("8.78"), number("NA")
(0.75, 0.015, 1234.5, 8.78, None)
>>> is_nothing("n/a"), is_nothing("0")
(True, False)
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from co2label.errors import DocumentError, Problem
from co2label.model import read_file
from co2label.tabular import TableRow, Workbook, text_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_DELIMITERS = ",;\t"

_LOOKED_AT = 60
"""Rows in which headings are looked for."""

_HEAD = 1 << 16

_ONE = re.compile(r"[\s_'’ʼ`´]+")


def fold(text: str) -> str:
    """A heading, or a word of a table, as it is compared."""
    return _ONE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


_NOTHING = frozenset(
    {"", "-", "–", "—", "―", "…", "na", "n/a", "n.a.", "nd", "n.d.", "nan", "#n/a", "null", "none"}
)

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?")

_GROUPED = re.compile(r"[\s\u00a0\u202f]")


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value: empty, "NA", "-"; zero is one."""
    return fold(cell) in _NOTHING


def number(cell: str, decimal: Literal[".", ","] = ".") -> float | None:
    """The number of a cell, or None where it is none.

    Args:
        cell: as it stands there.
        decimal: the decimal mark of the source, stated by its adapter and never guessed.
    """
    plain = _GROUPED.sub("", unicodedata.normalize("NFKC", cell)).casefold().replace("−", "-")
    if decimal == ",":
        plain = plain.replace(",", ".")
    found = float(plain) if _NUMBER.fullmatch(plain) else None
    return found if found is not None and found - found == 0 else None


@dataclass(frozen=True, slots=True)
class HeadedRows:
    """A table inside a sheet: its headings, and the rows below them.

    Attributes:
        where: the file, with the sheet where it has several: "factors.xlsx [Fuels]".
        header: the headings as they are written, by column.
        number: the row of the headings.
        rows: the rows below it, as they stand there.
    """

    where: str
    header: tuple[str, ...]
    number: int
    rows: tuple[TableRow, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, folded."""
        return tuple(map(fold, self.header))

    def heading(self, *begins: str) -> str | None:
        """The folded heading that is one of these, the earlier ones first; else the first that begins with one of them."""
        wanted = tuple(map(fold, begins))
        found = [each for each in wanted if each in self.headings]
        return next(iter(found or [each for each in self.headings if each.startswith(wanted)]), None)

    def records(self) -> Iterator[tuple[str, TableRow, dict[str, str]]]:
        """Each row that is not empty: its place, itself, and its cells by folded heading, of which the first counts."""
        places: dict[str, int] = {}
        for place, heading in enumerate(self.headings):
            if heading:
                places.setdefault(heading, place)
        for row in self.rows:
            cells = row.cells
            if row.broken or any(cells):
                yield (
                    f"{self.where} row {row.number}",
                    row,
                    {
                        heading: cells[place] if place < len(cells) else ""
                        for heading, place in places.items()
                    },
                )


class PublishedFile:
    """One file of a source, read when it is asked for and as often as it is.

    Raises:
        DocumentError: it cannot be read.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.content = read_file(self.path) if not self._is_packed() else b""
        self._grids: dict[tuple[str, str | None], tuple[TableRow, ...]] = {}

    def _is_packed(self) -> bool:
        try:
            with self.path.open("rb") as file:
                return file.read(4) == b"PK\x03\x04"
        except (OSError, ValueError):
            return False  # reading it tells why

    @cached_property
    def kind(self) -> Literal["workbook", "text"]:
        """What it is, by its bytes; a packed file that is no workbook is told when it is read."""
        return "text" if self.content or not self._is_packed() else "workbook"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        if self.content:
            return hashlib.sha256(self.content).hexdigest()
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def _workbook(self) -> Workbook:
        return Workbook(self.path, self.name)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of a workbook; one without a name of a text."""
        return self._workbook.sheets if self.kind == "workbook" else ("",)

    def where(self, sheet: str = "") -> str:
        """The place of a sheet, for messages and locators."""
        return f"{self.name} [{sheet}]" if sheet and len(self.sheets) > 1 else self.name

    def iterate(self, sheet: str = "", western: Literal["cp1252"] | None = None) -> Iterator[TableRow]:
        """The rows of a sheet, or of a text, one after the other."""
        if self.kind == "workbook":
            return self._workbook.rows(sheet)
        return iter(text_rows(self.content, self.name, delimiter=_DELIMITERS, western=western))

    def rows(self, sheet: str = "", western: Literal["cp1252"] | None = None) -> tuple[TableRow, ...]:
        """All of them.

        Raises:
            DocumentError: it is a text of an encoding that cannot be told, or a sheet that cannot be read.
        """
        key = sheet, western
        if key not in self._grids:
            self._grids[key] = tuple(self.iterate(sheet, western))
        return self._grids[key]

    def head(self, sheet: str = "") -> tuple[TableRow, ...]:
        """The first rows, for recognising: of a text in whatever encoding, a letter beyond ASCII may be another one."""
        key = sheet, "head"
        if key not in self._grids:
            if self.kind == "workbook":
                found = tuple(islice(self._workbook.rows(sheet), _LOOKED_AT))
            else:
                found = tuple(islice(self._lenient_rows(), _LOOKED_AT))
            self._grids[key] = found
        return self._grids[key]

    def _lenient_rows(self) -> Iterator[TableRow]:
        whole = self.content[:_HEAD]
        whole = whole[: whole.rfind(b"\n") + 1] or whole
        try:
            return text_rows(whole, self.name, delimiter=_DELIMITERS)
        except DocumentError:
            plain = whole.decode("cp1252", "replace").encode()
            return text_rows(plain, self.name, delimiter=_DELIMITERS)

    def headed(
        self, *needed: str, western: Literal["cp1252"] | None = None, sheets: Sequence[str] = ()
    ) -> HeadedRows | None:
        """The table whose headings hold these, in the first sheet that has it; None where there is none."""
        for sheet in sheets or self.sheets:
            found = heading_row(self.head(sheet), needed)
            if found is not None:
                rows = self.rows(sheet, western)
                place = next(place for place, row in enumerate(rows) if row.number == found)
                return HeadedRows(self.where(sheet), rows[place].cells, found, rows[place + 1 :])
        return None

    def has(self, *needed: str, sheets: Sequence[str] = ()) -> bool:
        """Whether some row near the beginning holds these headings."""
        return any(heading_row(self.head(sheet), needed) is not None for sheet in sheets or self.sheets)


def heading_row(rows: Iterable[TableRow], needed: Sequence[str]) -> int | None:
    """The number of the first row that holds all of these headings; one that ends with "*" may go on.

    >>> heading_row([TableRow(1, ("A title",)), TableRow(2, ("ID", "UOM"))], ["uom", "id"])
    2
    """
    wanted = [fold(each) for each in needed]
    for row in rows:
        there = {fold(cell) for cell in row.cells}
        if all(
            any(cell.startswith(each[:-1]) for cell in there) if each.endswith("*") else each in there
            for each in wanted
        ):
            return row.number
    return None


def published_files(paths: Iterable[str | Path]) -> tuple[PublishedFile, ...]:
    """The files that were named, and those of the folders that were named.

    Raises:
        DocumentError: every one that cannot be read.
    """
    problems: list[Problem] = []
    files: list[PublishedFile] = []
    for path in map(Path, paths):
        inside = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
        for each in inside:
            with DocumentError.collecting(problems):
                files.append(PublishedFile(each))
    DocumentError.raise_any(problems)
    return tuple(files)
