"""CSV files row by row, in memory that does not grow: RFC 4180 with a comma, a semicolon or a TAB, in several encodings.

A row that cannot be read is given with its reason, and reading goes on below its first line, so that one quotation mark
too many costs one row. A record takes at most `LONGEST` characters, whatever is in it.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from co2label.catalogue.formulas import original
from co2label.catalogue.tables.delimiters import delimiter_of
from co2label.catalogue.tables.encodings import encoding_of
from co2label.catalogue.tables.form import TableForm
from co2label.catalogue.tables.table import Row, Table, header_of, headings_of
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LONGEST", "csv_table"]

LONGEST = 1 << 20
"""Characters of one record."""
_SAMPLE = 1 << 16
_SEP, _LONGEST_SEP = re.compile(r"\ufeff?\"?sep=([,;\t])\"?[ ,;]*[\r\n]", re.IGNORECASE), 40
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UNCLOSED = (
    "a quotation mark opens a cell and does not close it; write it twice inside a cell, or leave it out"
)


def csv_table(
    path: Path,
    name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
) -> Table:
    """A CSV file as a table.

    Args:
        path: the file.
        name: what the user calls it.
        encoding: where it is known; else it is found out.
        delimiter: where it is known; else it is found out.
        header_row: the row of the headings; else the first one that is not empty.

    Raises:
        DocumentError: the encoding or the delimiter cannot be told, no headings, not text at all.
    """
    found = encoding_of(path, name, encoding)
    with _opened(path, found) as (file, said):
        sample = _whole_lines(file.read(_SAMPLE))
    sign = delimiter or said or delimiter_of(sample, name, header_row or 1)
    with _opened(path, found) as (file, _):
        first = header_of(_records(file, sign), name, header_row)
    if first.broken:
        raise DocumentError([Problem(f"{name} row {first.number}", first.broken)])
    header = headings_of(list(first.cells), name)
    if _CONTROL.search("".join(header)):
        todo = "give a CSV file, a workbook (.xlsx) or a Parquet file"
        raise DocumentError([Problem(name, "not a table: control characters in its first row", todo)])

    def rows() -> Iterator[Row]:
        try:
            with _opened(path, found) as (file, _):
                for record in _records(file, sign):
                    if record.number > first.number and (record.broken or any(record.cells)):
                        yield _fitted(record, len(header))
        except (OSError, UnicodeDecodeError) as error:
            raise DocumentError(
                [Problem(name, f"changed while it was read ({error})", "read it again")]
            ) from None

    return Table(name, TableForm("csv", found, sign), header, rows)


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[tuple[TextIO, str]]:
    """The file behind the line `sep=;` that Excel reads and does not show; and the sign that it says, or ""."""
    with path.open(encoding=encoding, newline="") as file:
        found = _SEP.match(file.read(_LONGEST_SEP))
        file.seek(0)
        if found:
            file.readline()
        yield file, found[1] if found else ""


def _whole_lines(sample: str) -> str:
    if len(sample) < _SAMPLE:
        return sample
    return sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample


def _fitted(record: Row, width: int) -> Row:
    """The record in the width of the header: empty cells beyond it are no harm, all else is."""
    cells = record.cells
    if len(cells) == width or record.broken:
        return record
    if len(cells) > width and not any(cells[width:]):
        return Row(record.number, cells[:width])
    todo = (
        "quote a cell that holds the delimiter"
        if len(cells) > width
        else "quote a cell that holds a line break"
    )
    return Row(record.number, cells, f"expected {width} cells as in the header, got {len(cells)}; {todo}")


class _TooLongError(Exception):
    """Strictly private: a record is longer than `LONGEST`."""


class _Lines:
    """Strictly private: the lines of a file for `csv.reader`, which can be given once more."""

    __slots__ = ("_again", "_file", "_size", "_taken")

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(LONGEST + 1)
        if not line:
            raise StopIteration
        self._taken.append(line)
        self._size += len(line)
        if self._size > LONGEST:
            raise _TooLongError
        return line

    def begin(self) -> None:
        """A record begins."""
        self._taken.clear()
        self._size = 0

    def give_up(self) -> str:
        """The record cannot be read: its first line, cut; the others come again, without what is too much of the last."""
        *_, last = self._taken
        if len(last) > LONGEST:
            self._skip_rest(last)
            self._taken[-1] = last[:LONGEST]
        first, *others = self._taken
        self._again.extendleft(reversed(others))
        return first

    def _skip_rest(self, piece: str) -> None:
        """Read on to the end of the line of which this is a piece."""
        while len(piece) > LONGEST and piece[-1] not in "\r\n":
            piece = self._file.readline(LONGEST + 1)


def _records(file: TextIO, delimiter: str) -> Iterator[Row]:
    """All records of a file, the header being the first, with spreadsheet row numbers."""
    lines, number = _Lines(file), 0
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        number += 1
        try:
            yield Row(
                number,
                tuple([original(cell).strip() if cell[:1] == "'" else cell.strip() for cell in next(reader)]),
            )
        except StopIteration:
            return
        except _TooLongError:
            first = lines.give_up()
            long = len(first) == LONGEST
            reason = f"a line of more than {LONGEST} characters; split it" if long else _UNCLOSED
            yield Row(number, _roughly(first, delimiter), reason)
        except csv.Error as error:
            large = str(error).startswith("field larger")
            reason = (
                f"a cell of more than {csv.field_size_limit()} characters; shorten it" if large else _UNCLOSED
            )
            yield Row(number, _roughly(lines.give_up(), delimiter), reason)
        else:
            continue
        reader = csv.reader(lines, delimiter=delimiter, strict=True)


def _roughly(line: str, delimiter: str) -> tuple[str, ...]:
    """What can be made out of a line that is no record: enough to say which product it belongs to."""
    return tuple(cell.strip(' "\r\n') for cell in line[:1000].split(delimiter))
