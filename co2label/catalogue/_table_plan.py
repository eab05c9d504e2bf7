"""The plan of a table: which column is which field, and the rows that it is made of.

Headings: a heading that is no field, a column of the map that the table does not have, and a needed field that nothing gives
are one error before the first row. Rows: ERP exports and merged cells leave the columns of a product empty on all rows but the
first, so cells are filled down; rows that only add up others (合計, Total, Sous-total) are reported and not counted.

>>> [is_total(text) for text in ("合計", "小計（原料）", "Total:", "Sous-total", "Total weight (g)", "Yoghurt Total")]
[True, True, True, True, True, False]
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.catalogue._column_map import (
    ACTIVITY,
    LINES,
    OWNER,
    PRODUCT,
    QUANTITIES,
    amount_of,
    field_of,
)
from co2label.catalogue._layout import EVERYTHING, is_model_name
from co2label.errors import Problem, suggestion
from co2label.model import SOURCE_FIELDS
from co2label.tabular import NumberFormat, RowProblem, one_line, strip_text_mark
from co2label.units import OwnUnits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from co2label.catalogue._column_map import ColumnField, TableMap
    from co2label.tabular import DateOrder, Table, TableRow

    Needs = tuple[tuple[str, ...], ...]


_EN = r"(?:grand\s*|sub[\s-]*|running\s*|final\s*)?totals?|(?:sub[\s-]*)?sum(?:\s*total)?"
_FR = r"(?:sous[\s-]*)?total(?:\s*(?:g[ée]n[ée]ral|partiel))?|totaux|somme"
_OTHERS = r"(?:zwischen|gesamt)?summe|gesamt|(?:sub)?totale|somma|suma(?:\s*total)?|totaal|subtotaal"
_WHAT = r"(?:\s*(?:of\s*)?(?:weight|mass|amount|quantity|ingredients|inputs|materials|poids|masse|gewicht|menge))?"
_JA = r"[^\s]{0,8}(?:総?合計|小計|総計|累計|合計[重数]?[量額]|[材原資部]料?材?計)|計|重量計|数量計"
TOTAL_WORDS = rf"(?i)\W*(?:(?:{_EN}|{_FR}|{_OTHERS}){_WHAT}|{_JA})\W*(?:[(（\[【].*[)）\]】]\W*)?"
"""What the words of a sum look like, as a whole cell; for `re` and for the expressions of Arrow alike."""
_TOTAL = re.compile(TOTAL_WORDS)
_APART = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_LONGEST_TOTAL = 40


def is_total(text: str) -> bool:
    """Whether a cell says that its row is a total."""
    return 0 < len(text) <= _LONGEST_TOTAL and not text.isdecimal() and _in_words(text)


@lru_cache(maxsize=1 << 12)  # the same words stand on many rows
def _in_words(text: str) -> bool:
    plain = text if text.isascii() else _APART.sub("", unicodedata.normalize("NFKC", text))
    return _TOTAL.fullmatch(plain) is not None


_LONGEST_SHOWN = 80
_POINT = NumberFormat()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column that is read: its heading, place, unit, translations and number format."""

    heading: str
    place: int
    unit: str | None = None
    values: Mapping[str, str] | None = None
    decimals: NumberFormat = _POINT

    def text(self, cell: str, *, is_code: bool) -> str:
        """What a cell of it says: on one line, without the mark of a code that is text, its words translated."""
        if not cell.isprintable():
            cell = one_line(cell)
        if is_code and cell[:1] == "'":
            cell = strip_text_mark(cell)
        return self.values.get(cell, cell) if self.values else cell


def printable_cell(value: object) -> str:
    r"""A cell for a table of errors: printable, at most 80 characters.

    >>> printable_cell("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    text = str(value)[: _LONGEST_SHOWN + 1]
    printable = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return printable if len(printable) <= _LONGEST_SHOWN else printable[: _LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table and its part of the column map.

    Attributes:
        table: the table whose headings they are.
        table_map: its part of the map.
        fields: what the columns may be, `PRODUCT` or `ACTIVITY`.
        strange: headings that are no mistake where they are no field: something else reads them.
        taken: those that are no field though they bear its name.
    """

    table: Table
    table_map: TableMap
    fields: Mapping[str, ColumnField]
    strange: Collection[str] = ()
    taken: Collection[str] = ()

    def columns(self) -> dict[str, TableColumn]:
        """The columns that are read: those that the map names, and those that bear the name of a field."""
        places = {heading: place for place, heading in enumerate(self.table.header)}
        mapped = {
            name: TableColumn(source.heading, places[source.heading], source.unit, source.values or None)
            for name, source in self.table_map.columns.items()
            if source.heading in places
        }
        stated = self.table_map
        others = {*stated.columns, *stated.constants, *stated.ignore, *self.taken}
        others |= {column.heading for column in mapped.values()}
        own = (heading for heading in places if heading not in others and self._is_field(heading))
        return mapped | {heading: TableColumn(heading, places[heading]) for heading in own}

    def problems(
        self, columns: Mapping[str, TableColumn], constants: Mapping[str, str], needs: Needs
    ) -> Iterator[Problem]:
        """Every heading, map entry and missing field that does not fit."""
        where = f"{self.table.name} row {self.table_map.header_row or 1}"
        found = [
            *self._unknown(columns),
            *self._absent(),
            *self._missing(needs, {*columns, *constants}),
            *self._units(columns, constants),
        ]
        yield from (Problem(where, *each) for each in found)
        if found and len(self.table.header) == 1:
            todo = "if a title stands above the headings, give their row in the column map (header_row = …)"
            yield Problem(where, "only one heading", todo)

    def unread(self, columns: Mapping[str, TableColumn]) -> Iterator[tuple[int, str]]:
        """The columns that are neither read nor ignored by their name, with their places from 1."""
        known = {column.heading for column in columns.values()} | {*self.table_map.ignore, *self.strange}
        places = enumerate(self.table.header, start=1)
        return ((place, heading) for place, heading in places if heading not in known)

    def _is_field(self, heading: str) -> bool:
        if heading == LINES:
            return self.fields is PRODUCT and self.table.form.kind in {"parquet", "arrow"}
        if heading == OWNER:
            return self.fields is ACTIVITY
        return field_of(heading, self.fields) is not None or amount_of(heading, self.fields) is not None

    def _unknown(self, columns: Mapping[str, TableColumn]) -> Iterator[tuple[str, str]]:
        """Headings that nothing reads, unless the map ignores all others and they are no field of the model."""
        of_activities = self.fields is ACTIVITY
        all_others = EVERYTHING in self.table_map.ignore
        for place, heading in self.unread(columns):
            mapped = heading in columns or heading in self.table_map.constants
            if not mapped and is_model_name(heading, "line" if of_activities else "product"):
                yield _without_column(heading, self.fields)
            elif all_others:
                continue
            elif mapped:
                what = f"column {heading!r} is not read: the map says what {heading} is"
                yield what, "let the map ignore it"
            else:
                name = printable_cell(heading)
                what = f"unknown column {name!r}" if heading else f"column {place} has no heading"
                hint = suggestion(heading, [*self.fields, *([OWNER] if of_activities else [])])
                yield what, hint or "name it in a column map (--map), or let the map ignore it"

    def _absent(self) -> Iterator[tuple[str, str]]:
        """Headings that the map names and the table does not have."""
        header = self.table.header
        named = [(f"columns.{name}", source.heading) for name, source in self.table_map.columns.items()]
        named += [("ignore", heading) for heading in self.table_map.ignore if heading != EVERYTHING]
        for where, heading in named:
            if heading not in header:
                hint = (
                    suggestion(heading, header) or f"its headings: {', '.join(map(printable_cell, header))}"
                )
                yield f"no column {printable_cell(heading)!r}, which the map names in {where}", hint

    def _missing(self, needs: Needs, given: set[str]) -> Iterator[tuple[str, str]]:
        """Needed fields that are neither a column nor a constant; a part of a name or of a source is one."""
        heads = {name.partition(".")[0] for name in given}
        for group in needs:
            by_part = {"name"} if group[0] == "name" else {*SOURCE_FIELDS} if "factor" in group else set()
            if not given & set(group) and not heads & by_part:
                choices = " or ".join(map(repr, group))
                todo = "add the column, or name it in a column map (--map) as a column or a constant"
                yield f"column {choices} is missing", todo

    def _units(
        self, columns: Mapping[str, TableColumn], constants: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """Unit columns that nothing reads: their amount is missing, or has its unit in the map."""
        for name in (*columns, *constants):
            amount = amount_of(name, self.fields)
            heading = printable_cell(columns[name].heading if name in columns else name)
            if amount is None:
                continue
            if amount not in columns and amount not in constants:
                what = f"{heading!r} is the unit of {amount}, and there is no column {amount}"
                yield what, "add it, or let the map ignore the unit"
            elif amount in columns and columns[amount].unit:
                what = f"the unit of {amount} is given twice, in the map and in {heading!r}"
                yield what, "keep one of them; the map may ignore a column"


def _without_column(heading: str, fields: Mapping[str, ColumnField]) -> tuple[str, str]:
    """The problem of a heading that is a field of the model without a column in tables, and what to do."""
    parts = [name for name in fields if name.startswith(f"{heading}.")]
    what = f"column {printable_cell(heading)!r} is a field of {'an activity' if fields is ACTIVITY else 'a product'}"
    if parts:
        return f"{what} whose parts have columns of their own", f"name it {' or '.join(parts)}"
    todo = "write these products as a document (TOML, JSON), or let the map ignore it by its name"
    return f"{what} that tables do not hold", todo


_CODES = frozenset({"id", "gtin", "product_id", "product"})


_NO_UNITS = OwnUnits.of([])


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """A table with its columns, constants and rows understood: one plan for all ways from a table to figures.

    Attributes:
        table: the table.
        fields: what its columns may be.
        columns: field → column.
        constants: field → what it is in all rows.
        named: the columns and constants that are fields, found once for all rows.
        unread: headings that the map passes over with "*", without naming them.
        dates: which comes first in days whose year stands last, where the map says.
        units: counted units of one's own that the map declares.
        parents: of activities that share their table with their products: the places of the columns of products.
        optional: rules with columns and constants, with their columns: a row in which those are empty has no such rule.
        filled: fields whose empty cells repeat the cell above.
        within: the place of a column that has to be the same as above for that; None where nothing has to.
        shared: whether products and activities are the rows of one table, so that a row may be of one of them alone.
        sums: whether there are rows that only add up others.
        left_out: rows that add up others and do not say so in words.
        plain: of Arrow tables: whether nothing in the rows has to be understood before they are used.
        supposed: the remark that is true where ids were filled down because the rows look like it, or "".
        remarks: what a person should know of the rows.
    """

    table: Table
    fields: Mapping[str, ColumnField]
    columns: Mapping[str, TableColumn]
    constants: Mapping[str, str]
    named: tuple[tuple[str, ColumnField], ...]
    unread: tuple[str, ...] = ()
    dates: DateOrder | None = None
    units: OwnUnits = _NO_UNITS
    parents: tuple[int, ...] = ()
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    within: int | None = None
    shared: bool = False
    sums: bool = False
    left_out: frozenset[int] = frozenset()
    plain: bool = False
    supposed: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The field that says which product a row is, or is of."""
        return "id" if self.fields is PRODUCT else OWNER

    @property
    def as_they_are(self) -> bool:
        """Whether each row stands for itself."""
        return not (self.filled or self.shared or self.sums)

    def with_lost_ids(self) -> TablePlan:
        """The same plan, with rows without an id taken as damaged."""
        remarks = tuple(each for each in self.remarks if each != self.supposed)
        return replace(self, filled=self.filled - {OWNER}, supposed="", remarks=remarks)

    def text(self, row: TableRow, name: str) -> str:
        """The text of a field in a row, on one line, its words translated; "" where there is none."""
        column = self.columns.get(name)
        if column is None:
            return self.constants.get(name, "")
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if not cell and self.table.merged and not self._is_number(name):
            cell = self.table.merged.get((row.number, column.place), "")
        return column.text(cell, is_code=name in _CODES)

    def _is_number(self, name: str) -> bool:
        """Whether a field is a quantity: an amount in a merged cell counts once, not for each of its rows."""
        known = field_of(name, self.fields)
        return known is not None and known.kind in QUANTITIES

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """The number of each row with the text of a field that is a column."""
        if not self.as_they_are or self.table.merged:
            return ((row.number, self.text(row, name)) for row in self.rows())
        column, is_code = self.columns[name], name in _CODES
        cells = self.table.column(column.place)
        return ((number, column.text(cell, is_code=is_code)) for number, cell in cells)

    def rejected(self, row: TableRow, product: str, name: str, reason: str) -> RowProblem:
        """A problem of a row, at the column of a field ("" for the row as a whole)."""
        column = self.columns.get(name)
        heading = self.table.heading_in(column.heading, row) if column else name
        where = f"{row.within}.{heading}".strip(".") if row.within else heading
        value = printable_cell(self.text(row, name)) if name else ""
        return RowProblem(self.table.name, row.number, product or None, where, value, reason)

    def finding(self, row: TableRow, product: str, problem: Problem) -> RowProblem:
        """A problem of a document, at the cell that it comes from."""
        return self.rejected(row, product, self.column_at(problem.where) or problem.where, problem.reason)

    def column_at(self, path: str) -> str:
        """The field of a path in a document, or "" where this table has none."""
        for name, known in self.named:
            if known.where == path:
                return name
        return path if path in self.fields else ""

    def is_total(self, row: TableRow) -> bool:
        """Whether a row is a total of no product: by its id, or by its name where it has no id."""
        owner = self.text(row, self.key)
        names = (name for name in self.columns if name == "name" or name.startswith("name."))
        return is_total(owner) if owner else any(is_total(self.text(row, name)) for name in names)

    def is_blank(self, row: TableRow) -> bool:
        """Whether it is a row of products in which all columns that are read are empty: one of pictures or options."""
        of_products = self.fields is PRODUCT and not row.broken
        return of_products and not any(row.cells[each.place] for each in self.columns.values())

    def rows(self) -> Iterator[TableRow]:
        """The rows, filled down from the rows above, without totals, and of the table's own noun only."""
        rows = self.table.rows()
        if self.sums:
            rows = (row for row in rows if row.number not in self.left_out and not self.is_total(row))
        if self.filled:
            rows = self._filled_down(rows)
        if not self.shared:
            return rows
        return self._product_rows(rows) if self.fields is PRODUCT else self._activity_rows(rows)

    def _filled_down(self, rows: Iterator[TableRow]) -> Iterator[TableRow]:
        places = [self.columns[name].place for name in self.filled if name in self.columns]
        key = self.within
        if key is None and OWNER in self.filled:
            key = self.columns[OWNER].place
        above: dict[int, str] = {}
        last = ""
        for row in rows:
            if self.is_blank(row):
                continue
            cells = list(row.cells) + [""] * (len(self.table.header) - len(row.cells))
            if key is not None and cells[key] and cells[key] != last:
                above.clear()
                last = cells[key]
            for place in places:
                cells[place] = cells[place] or above.get(place, "")
                above[place] = cells[place]
            yield replace(row, cells=tuple(cells))

    def _product_rows(self, rows: Iterator[TableRow]) -> Iterator[TableRow]:
        """The first row of each id, and every row that differs from it in a cell that is not empty."""
        others = [column.place for name, column in self.columns.items() if name != "id"]
        last: TableRow | None = None
        for row in rows:
            owner = self.text(row, "id")
            cells = [row.cells[place] for place in others if place < len(row.cells)]
            before = [last.cells[place] for place in others] if last else []
            again = last is not None and owner in {"", self.text(last, "id")}
            repeats = all(not cell or cell == other for cell, other in zip(cells, before, strict=False))
            if row.broken or not again or not repeats:
                yield row
            if owner:
                last = row

    def _activity_rows(self, rows: Iterator[TableRow]) -> Iterator[TableRow]:
        """The rows that hold an activity."""
        places = [column.place for name, column in self.columns.items() if name != OWNER]
        for row in rows:
            if row.broken or any(row.cells[place] for place in places if place < len(row.cells)):
                yield row
