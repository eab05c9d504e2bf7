r"""Tables of retailers: headings, rows, how a table is written, clean cells, and problems of rows.

Every reader (CSV, workbook, Arrow) gives a `Table`. Its rows can be iterated as often as needed, and its cells are text,
so that all kinds of tables are judged alike.

>>> import datetime as dt
>>> [cell_text(each) for each in (4569951110016.0, 0.5, None, True, dt.datetime(2027, 11, 22), " tea ")]
['4569951110016', '0.5', '', 'true', '2027-11-22', 'tea']
>>> cell_text(0.5, ",")
'0,5'
>>> one_line("ここに文章\n可能"), strip_markup("<b>Tea</b>&amp; co"), strip_text_mark("'0012")
('ここに文章 可能', 'Tea& co', '0012')
>>> str(TableForm("csv", encoding="cp932", delimiter=";", decimal=","))
'CSV in CP932, cells between semicolons, decimal comma'
"""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from co2label.errors import Problem
from co2label.tabular._encoding import encoding_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One finding in a table, with its place.

    Attributes:
        table: which table, as the user named it: "products.csv".
        row: as a spreadsheet counts: 1 is the header, 2 the first row below it; 0 for the table as a whole.
        product: the id of the product, where it could be read.
        column: the heading of the column as the user wrote it; "" for the row as a whole.
        value: what stood there, cut to 80 characters.
        reason: what was expected and what to do.
    """

    table: str
    row: int
    product: str | None
    column: str
    value: str
    reason: str


FORMULA_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"}
    | {"#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!"}
)
"""The errors of spreadsheets as they stand in cells, and in CSV files that are saved from them."""

_WHOLE_UP_TO = 1e15
"""Workbooks keep every number as a float64, codes of products too."""


def cell_text(cell: Any, decimal: str = ".") -> str:
    """The text of a cell.

    Args:
        cell: what the reader of the table gives.
        decimal: the decimal mark of the table, where the map states one: numbers are written as its texts are.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < _WHOLE_UP_TO
        return str(int(cell)) if whole else repr(cell).replace(".", decimal)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


_BREAK = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")

_BLOCK = "br|p|div|li|ul|ol|td|th|tr|table|tbody|h[1-6]|hr"

_INLINE = "a|abbr|b|big|center|code|em|font|i|img|mark|s|small|span|strike|strong|sub|sup|tt|u"

_TAG = re.compile(rf"<(/?)({_BLOCK}|{_INLINE})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL)

_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

MARKUP = re.compile(r"</?[A-Za-z!][^<>]*>|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
"""A tag or an entity, known or not."""

_LONGEST = 4000
"""Characters of a text that may be printed, and more."""

_DEEPEST = 3
"""Times that text is written as HTML again on its way through systems."""


def one_line(cell: str) -> str:
    """A cell on one line: a line feed is a space."""
    return " ".join(part.strip() for part in _BREAK.split(cell)).strip()


def strip_text_mark(code: str) -> str:
    """A code of digits without the apostrophe by which spreadsheets, and Shopify, mark it as text."""
    return code[1:] if code[1:].isdecimal() else code


def strip_markup(text: str) -> str:
    """Text without the HTML in it: entities are their letters, and the tags of common elements are left out.

    Tags that are none of HTML's stay: they may be meant.
    """
    if len(text) > _LONGEST:
        return text
    for _ in range(_DEEPEST):
        plain = _TAG.sub(lambda tag: " " if _BLOCK_TAG.match(tag[0]) else "", text)
        plain = _ENTITY.sub(lambda entity: html.unescape(entity[0]), plain)
        if plain == text:
            break
        text = plain
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""Signs between two cells, and their names."""

DecimalMark = Literal[".", ",", ".,"]

_MARKS: dict[DecimalMark, str] = {
    ".": "decimal point",
    ",": "decimal comma",
    ".,": "decimal comma or decimal point, by column",
}


class Reading(Protocol):
    """Statements on how a table is written; None where it is found out."""

    @property
    def encoding(self) -> str | None: ...
    @property
    def delimiter(self) -> str | None: ...
    @property
    def decimal(self) -> Literal[".", ","] | None: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def header_row(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class TableForm:
    """The form in which a table is written.

    Attributes:
        kind: what sort of file or object it is.
        encoding: of a CSV file, as Python names it; "" for other kinds.
        delimiter: of a CSV file: comma, semicolon or TAB; "" for other kinds.
        decimal: the decimal mark of numbers that are written as text; ".," where some columns have the one, some the other.
        sheet: of a workbook: which sheet.
    """

    kind: Literal["csv", "excel", "parquet", "arrow"]
    encoding: str = ""
    delimiter: str = ""
    decimal: DecimalMark = "."
    sheet: str = ""

    def __str__(self) -> str:
        if self.kind == "excel":
            return f"workbook, sheet {self.sheet!r}"
        if self.kind != "csv":
            return {"parquet": "Parquet", "arrow": "Arrow"}[self.kind]
        return f"CSV in {encoding_words(self.encoding)}, cells between {DELIMITERS[self.delimiter]}, {_MARKS[self.decimal]}"


MOST_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table.

    Attributes:
        number: as a spreadsheet counts: 1 is the header.
        cells: what stands in the columns, in the order of the header. Text, but for the nested lines of an Arrow table.
        broken: why the row cannot be used, or "". Its cells are then what could be made out.
        at: the field that it is broken at; "" for the row as a whole.
        within: of a line that is nested in a row: its place, `lines[2]`.
        turn: of a line that is a group of columns of a row: what stands for `{n}` in their headings.
    """

    number: int
    cells: tuple[Any, ...]
    broken: str = ""
    at: str = ""
    within: str = ""
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read several times, each time from its beginning.

    Attributes:
        name: as the user named it.
        form: how it is written.
        header: the headings.
        rows: gives the rows below the header; empty rows are left out.
        merged: of a workbook: what stands in a merged cell, by row and column, for those of its rows that show nothing.
        remarks: what a person should know of how it was read.
    """

    name: str
    form: TableForm
    header: tuple[str, ...]
    rows: Callable[[], Iterator[TableRow]]
    merged: Mapping[tuple[int, int], str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def heading_in(self, heading: str, row: TableRow) -> str:  # noqa: ARG002 - of those whose headings stand for several
        """The heading of a cell of a row."""
        return heading

    def arrays(self, place: int) -> Iterator[Any]:  # noqa: ARG002 - of those that have some
        """One column alone as Arrow arrays, of tables that have them; else none."""
        return iter(())

    def column(self, place: int) -> Iterator[tuple[int, str]]:
        """One column alone: the number of each row with what stands there, "" where the row is too short."""
        for row in self.rows():
            yield row.number, row.cells[place] if place < len(row.cells) else ""


def header_of(rows: Iterable[TableRow], name: str, header_row: int | None) -> TableRow:
    """The row of the headings: the one that is stated, else the first that is not empty.

    Raises:
        DocumentError: there is no such row.
    """
    for row in rows:
        if row.number == header_row or (header_row is None and (row.broken or any(row.cells))):
            return row
    what = "there is nothing in it" if header_row is None else f"has no row {header_row}"
    raise Problem(name, what, "the first row holds the headings of the columns").as_error()


def headings_of(cells: list[str], name: str) -> tuple[str, ...]:
    """The headings of a table; empty ones at its end are no columns.

    Raises:
        DocumentError: no headings, too many, or one that stands there twice.
    """
    header = [one_line(cell.strip("\ufeff")) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        todo = "name the row that holds the headings in the map (header_row = …)"
        raise Problem(name, "no headings: their row is empty", todo).as_error()
    if len(header) > MOST_COLUMNS:
        what = f"{len(header)} columns; at most {MOST_COLUMNS} are read"
        raise Problem(name, what, "leave out columns that are not needed").as_error()
    twice = sorted({heading for heading in header if heading and header.count(heading) > 1})
    if twice:
        what = f"headings that stand there twice: {', '.join(map(repr, twice))}"
        raise Problem(f"{name} row 1", what, "rename one of each").as_error()
    return tuple(header)
