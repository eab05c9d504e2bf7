r"""CSV tables of others in, and CSV that no spreadsheet runs as a formula out.

Reading: RFC 4180 with commas, semicolons or TABs, in several encodings, row by row. A row that cannot be read is given with
its reason, and reading goes on below its first line, so one stray quotation mark costs one row. A record takes at most
`LONGEST` characters of memory.

Writing: spreadsheets run cells that begin with `=`, `+`, `-`, `@`, TAB, CR or LF, and the full-width forms (OWASP, "CSV
Injection"); such text gets an apostrophe in front. Numbers stay as they are. `unescape_formula` undoes `escape_formula`.

>>> escape_formula("=HYPERLINK(1)"), escape_formula("-5"), escape_formula("-5 g"), escape_formula("'=x")
("'=HYPERLINK(1)", '-5', "'-5 g", "''=x")
>>> unescape_formula("'=HYPERLINK(1)"), unescape_formula("-5"), unescape_formula("it's")
('=HYPERLINK(1)', '-5', "it's")
>>> delimiter_of("id;amount\r\ntea;0,5\r\n", "lines.csv")
';'
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TextIO

from co2label.errors import Problem, clip, suggestion
from co2label.tabular._encoding import decoded, encoding_of
from co2label.tabular._table import DELIMITERS, Reading, Table, TableForm, TableRow, header_of, headings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


_BEGINS = "[=+\\-@\t\r\n＝＋－＠]"

_DANGEROUS = re.compile(f"'*{_BEGINS}")

_NEUTRALISED = re.compile(f"'+{_BEGINS}")

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def escape_formula(text: str) -> str:
    """A text as a cell may hold it."""
    return f"'{text}" if _DANGEROUS.match(text) and not _NUMBER.fullmatch(text) else text


def unescape_formula(cell: str) -> str:
    """The text of which `safe` made the cell."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def write_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    r"""Write a table as CSV (RFC 4180: comma, CRLF) whose cells no spreadsheet runs; tells how many rows.

    Args:
        file: a text file that was opened with `newline=""`.
        header: the headings.
        rows: cells by column: text, a number (written so that it reads back the same), or None for an empty cell.

    >>> import io
    >>> out = io.StringIO()
    >>> write_rows(out, ("product", "kg_co2e"), [("=1+1", 0.1), ("tea", None)])
    2
    >>> out.getvalue()
    "product,kg_co2e\r\n'=1+1,0.1\r\ntea,\r\n"
    """
    writer = csv.writer(file)
    writer.writerow([escape_formula(heading) for heading in header])
    count = 0
    for row in rows:
        writer.writerow([escape_formula(cell) if isinstance(cell, str) else cell for cell in row])
        count += 1
    return count


_MOST_ROWS = 50


def delimiter_of(sample: str, name: str, header_row: int = 1) -> str:
    """The sign between cells: it cuts the heading into columns, and the rows into as many.

    Args:
        sample: the beginning of the file; a last row that is cut off does no harm.
        name: what the user calls the file, for messages.
        header_row: the row of the headings; what stands above it is not looked at.

    Raises:
        DocumentError: two signs fit equally well.
    """
    lines = list(islice(io.StringIO(sample, newline=""), header_row - 1, header_row + _MOST_ROWS))
    widths = {sign: _widths(lines, sign) for sign in DELIMITERS}
    cutting = [sign for sign, found in widths.items() if found and found[0] > 1]
    even = [sign for sign in cutting if len(set(widths[sign])) == 1]
    best = even if len(cutting) > 1 else cutting
    if len(cutting) > 1 and len(best) != 1:
        words = " and ".join(DELIMITERS[sign] for sign in cutting)
        what = f"cells may stand between {words}: both cut the heading into columns"
        raise Problem(name, what, 'state it in the map, such as delimiter = ";"').as_error()
    return best[0] if best else ","


def _widths(lines: list[str], sign: str) -> list[int]:
    """Count the cells of each row; a row that cannot be read, and the last one, which may be cut off, are left out."""
    found: list[int] = []
    reader = csv.reader(lines, delimiter=sign)
    with suppress(csv.Error):
        found += (len(row) for row in reader if row)
    return found[:-1] if len(found) > _MOST_ROWS else found


LONGEST = 1 << 20
"""Characters of one record."""

_SAMPLE = 1 << 16

_SEP, _LONGEST_SEP = re.compile(r"\ufeff?\"?sep=([,;\t])\"?[ ,;]*[\r\n]", re.IGNORECASE), 40

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_UNCLOSED = (
    "a quotation mark opens a cell and does not close it; write it twice inside a cell, or leave it out"
)


def csv_table(path: Path, name: str, reading: Reading) -> Table:
    """A CSV file as a table.

    Args:
        path: the file.
        name: what the user calls it.
        reading: the encoding, the delimiter and the row of the headings, where they are known.

    Raises:
        DocumentError: the encoding or the delimiter cannot be told, no headings, not text at all.
    """
    found = encoding_of(path, name, reading.encoding)
    with _open_text(path, found) as (file, stated):
        sample = file.read(_SAMPLE)
        if len(sample) == _SAMPLE:  # whole lines alone
            sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    sign = reading.delimiter or stated or delimiter_of(sample, name, reading.header_row or 1)
    with _open_text(path, found) as (file, _):
        first = header_of(_records(file, sign), name, reading.header_row)
    if first.broken:
        raise Problem(f"{name} row {first.number}", first.broken).as_error()
    header = headings_of(list(first.cells), name)
    if _CONTROL.search("".join(header)):
        todo = "give a CSV file, a workbook (.xlsx) or a Parquet file"
        raise Problem(name, "not a table: control characters in its first row", todo).as_error()

    def rows() -> Iterator[TableRow]:
        try:
            with _open_text(path, found) as (file, _):
                for record in _records(file, sign):
                    if record.number > first.number and (record.broken or any(record.cells)):
                        yield _fit_to_header(record, len(header))
        except (OSError, UnicodeDecodeError) as error:
            raise Problem(name, f"changed while it was read ({error})", "read it again").as_error() from None

    return Table(name, TableForm("csv", found, sign), header, rows)


@dataclass(frozen=True, slots=True)
class CsvRows:
    """A small CSV file whose columns are fixed, read whole.

    Attributes:
        name: as the user named it; "" where messages need no name.
        header: the headings.
        records: the rows below it that are not empty.
    """

    name: str
    header: tuple[str, ...]
    records: tuple[TableRow, ...]

    def place(self, row: int) -> str:
        """Name the place of a row: "lines.csv row 3"."""
        return f"{self.name} row {row}".strip()

    def header_problems(
        self, columns: Sequence[str], *, needed: Sequence[str] = (), prefixes: tuple[str, ...] = ()
    ) -> Iterator[Problem]:
        """Find what is wrong with the headings: one that is missing, is not known, or stands there twice.

        Args:
            columns: every heading that there may be.
            needed: those that must be there.
            prefixes: how further headings may begin, such as `name_` before a language.
        """
        where = self.place(1)
        mark = next((mark for mark in ";\t" if len(self.header) == 1 and mark in self.header[0]), "")
        if mark:
            what = f"its columns are separated by {'a tabulator' if mark == chr(9) else repr(mark)}"
            todo = "save it with commas between columns and a point in numbers (1.85)"
            yield Problem(where, what, f"{todo}; its columns are {', '.join(needed or columns)}")
            return
        for missing in (column for column in needed if column not in self.header):
            yield Problem(where, f"column {missing!r} is missing", f"needed are {', '.join(needed)}")
        for heading in dict.fromkeys(self.header):
            if heading not in columns and not heading.startswith(prefixes or "\0"):
                hint = suggestion(heading, columns) or f"known columns: {', '.join(columns)}"
                yield Problem(where, f"unknown column {clip(heading)}", hint)
            if self.header.count(heading) > 1:
                yield Problem(where, f"column {clip(heading)} stands there twice", "remove one of them")

    def cells(self, problems: list[Problem]) -> Iterator[tuple[str, dict[str, str]]]:
        """Each row as its place and those of its cells that are not empty; a row that cannot be used is a problem."""
        for record in self.records:
            where = self.place(record.number)
            if record.broken:
                problems.append(Problem(where, record.broken))
            elif any(record.cells[len(self.header) :]):
                what = "more cells than the header has"
                problems.append(Problem(where, what, "quote a cell that holds a comma"))
            else:
                pairs = zip(self.header, record.cells, strict=False)
                yield where, {heading: cell for heading, cell in pairs if cell}


def read_rows(
    content: bytes, name: str, *, delimiter: str = ",", western: Literal["cp1252"] | None = None
) -> CsvRows:
    r"""Read a small CSV file whose columns are fixed.

    Args:
        content: the bytes of the file.
        name: what the user calls it, for messages.
        delimiter: what stands between two cells; of several signs, the one that the first line has most.
        western: as of `decoded`.

    Raises:
        DocumentError: its encoding cannot be told, or its header cannot be read.

    >>> rows = read_rows(b"id,amount\ntea,2 kg\nrice\n", "lines.csv")
    >>> list(rows.cells([]))
    [('lines.csv row 2', {'id': 'tea', 'amount': '2 kg'}), ('lines.csv row 3', {'id': 'rice'})]
    >>> [str(problem) for problem in rows.header_problems(("id", "mass"))]
    ["lines.csv row 1: unknown column 'amount'; known columns: id, mass"]
    """
    first, *below = [*text_rows(content, name, delimiter=delimiter, western=western)] or [TableRow(1, ())]
    if first.broken:
        raise Problem(f"{name} row 1".strip(), first.broken).as_error()
    return CsvRows(name, first.cells, tuple(row for row in below if row.broken or any(row.cells)))


def text_rows(
    content: bytes, name: str, *, delimiter: str = ",", western: Literal["cp1252"] | None = None
) -> Iterator[TableRow]:
    r"""All rows of a text file as they stand there, without a row of headings.

    Args:
        content: the bytes of the file.
        name: what the user calls it, for messages.
        delimiter: what stands between two cells; of several signs, the one that the first line that has any has most.
        western: as of `decoded`.

    Raises:
        DocumentError: its encoding cannot be told.

    >>> [row.cells for row in text_rows(b"A title\nid;amount\ntea;2\n", "lines.csv", delimiter=",;")]
    [('A title',), ('id', 'amount'), ('tea', '2')]
    """
    text = decoded(content, name, western=western).removeprefix("\ufeff")
    lines = (line for line in islice(io.StringIO(text), _MOST_ROWS) if any(map(line.count, delimiter)))
    sign = max(delimiter, key=next(lines, "").count)
    return _records(io.StringIO(text, newline=""), sign)


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[tuple[TextIO, str]]:
    """The file behind the line `sep=;` that Excel reads and does not show; and the sign that it says, or ""."""
    with path.open(encoding=encoding, newline="") as file:
        found = _SEP.match(file.read(_LONGEST_SEP))
        file.seek(0)
        if found:
            file.readline()
        yield file, found[1] if found else ""


def _fit_to_header(record: TableRow, width: int) -> TableRow:
    """The record in the width of the header: empty cells beyond it are no harm, all else is."""
    cells = record.cells
    if len(cells) == width or record.broken:
        return record
    if len(cells) > width and not any(cells[width:]):
        return TableRow(record.number, cells[:width])
    what = f"expected {width} cells as in the header, got {len(cells)}"
    sign = "the delimiter" if len(cells) > width else "a line break"
    return TableRow(record.number, cells, f"{what}; quote a cell that holds {sign}")


def _records(file: TextIO, delimiter: str) -> Iterator[TableRow]:
    """All records of a file, the header being the first, with spreadsheet row numbers."""
    again: deque[str] = deque()  # lines to be read once more
    taken: list[str] = []  # those of the record
    number = size = 0

    def lines() -> Iterator[str]:
        nonlocal size
        while line := again.popleft() if again else file.readline(LONGEST + 1):
            taken.append(line)
            size += len(line)
            if size > LONGEST:
                raise csv.Error("the record is too long")
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    while True:
        taken.clear()
        size, number = 0, number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            first, *others = taken
            piece = taken[-1]
            while len(piece) > LONGEST and piece[-1] not in "\r\n":  # the rest of a line that is too long
                piece = file.readline(LONGEST + 1)
            again.extendleft(line[:LONGEST] for line in reversed(others))
            # made out as far as it goes: enough to say which product the line belongs to
            rough = [cell.strip(' "\r\n') for cell in first[:1000].split(delimiter)]
            yield TableRow(number, tuple(rough), _reason(error, first))
            reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        else:
            stripped = [unescape_formula(cell).strip() if cell[:1] == "'" else cell.strip() for cell in cells]
            yield TableRow(number, tuple(stripped))


def _reason(error: csv.Error, first: str) -> str:
    """Why a record cannot be read that begins with a line."""
    if str(error).startswith("field larger"):
        return f"a cell of more than {csv.field_size_limit()} characters; shorten it"
    return f"a line of more than {LONGEST} characters; split it" if len(first) > LONGEST else _UNCLOSED
