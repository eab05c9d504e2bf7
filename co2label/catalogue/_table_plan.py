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
_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)
_LONGEST_TOTAL = 40
_ROUNDED = 0.005


def is_total(text: str) -> bool:
    """Whether a cell says that its row is a total."""
    if not 0 < len(text) <= _LONGEST_TOTAL or text.isdecimal():
        return False
    return _in_words(text)


@lru_cache(maxsize=1 << 12)  # the same words stand on many rows
def _in_words(text: str) -> bool:
    plain = text if text.isascii() else _APART.sub("", unicodedata.normalize("NFKC", text))
    return _TOTAL.fullmatch(plain) is not None


class RunningTotal:
    """Sums of the amounts of one product by unit, as far as they can be read before the decimal mark is known.

    >>> running = RunningTotal()
    >>> [running.add(amount, "g") for amount in ("200", "80")], running.equals("280", "g")
    ([None, None], True)
    """

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        self._sums: dict[str, tuple[int, float]] = {}

    def clear(self) -> None:
        """Begin another product."""
        self._sums.clear()

    def add(self, amount: str, unit: str) -> None:
        """Add the amount of one more row."""
        read = _rough(amount, unit)
        if read is not None:
            count, total = self._sums.get(read[1], (0, 0.0))
            self._sums[read[1]] = (count + 1, total + read[0])

    def equals(self, amount: str, unit: str) -> bool:
        """Whether an amount equals the sum of at least two rows before it."""
        read = _rough(amount, unit)
        count, total = self._sums.get(read[1], (0, 0.0)) if read else (0, 0.0)
        return read is not None and count > 1 and abs(read[0] - total) <= _ROUNDED * total


def _rough(amount: str, unit: str) -> tuple[float, str] | None:
    if unit and amount.isdecimal():
        return float(amount), unit
    found = _NUMBER.fullmatch(amount.strip())
    return (float(found[1].replace(",", ".")), (unit or found[2]).strip()) if found else None


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


@dataclass(frozen=True, slots=True)
class OtherHeadings:
    """Headings of a table that something else reads.

    Attributes:
        strange: those that are no mistake where they are no field.
        taken: those that are no field though they bear its name.
        parents: of activities that share their table with their products: the places of the columns of products.
    """

    strange: Collection[str] = ()
    taken: Collection[str] = ()
    parents: tuple[int, ...] = ()


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
    """The headings of a table, checked against the column map."""

    table: Table
    table_map: TableMap
    fields: Mapping[str, ColumnField]
    beside: OtherHeadings

    def columns(self) -> dict[str, TableColumn]:
        """The columns that are read: those that the map names, and those that bear the name of a field."""
        mapped = self._mapped()
        return mapped | self._own(mapped)

    def problems(
        self, columns: Mapping[str, TableColumn], constants: Mapping[str, str], needs: Needs
    ) -> list[Problem]:
        """Every heading, map entry and missing field that does not fit."""
        found = [
            *self._strangers(columns),
            *self._absent(),
            *self._missing(needs, {*columns, *constants}),
            *self._units(columns, constants),
        ]
        if found and len(self.table.header) == 1:
            todo = "if a title stands above the headings, give their row in the column map (header_row = …)"
            found.append(Problem(self._place, "only one heading", todo))
        return found

    def unread(self, columns: Mapping[str, TableColumn]) -> tuple[str, ...]:
        """Headings that the map ignores with "*", without naming them."""
        unnamed = self._unnamed(columns)
        return tuple(
            printable_cell(heading) or f"column {place} without a heading" for place, heading in unnamed
        )

    @property
    def _place(self) -> str:
        return f"{self.table.name} row {self.table_map.header_row or 1}"

    def _mapped(self) -> dict[str, TableColumn]:
        places = {heading: place for place, heading in enumerate(self.table.header)}
        return {
            name: TableColumn(source.heading, places[source.heading], source.unit, source.values or None)
            for name, source in self.table_map.columns.items()
            if source.heading in places
        }

    def _own(self, mapped: Mapping[str, TableColumn]) -> dict[str, TableColumn]:
        """Columns whose heading is the name of a field that the map gives nothing else."""
        others = {column.heading for column in mapped.values()} | {
            *self.table_map.columns,
            *self.table_map.constants,
            *self.table_map.ignore,
        }
        return {
            heading: TableColumn(heading, place)
            for place, heading in enumerate(self.table.header)
            if self._is_field(heading) and heading not in others and heading not in self.beside.taken
        }

    def _is_field(self, heading: str) -> bool:
        fields = self.fields
        if heading == LINES:
            return fields is not ACTIVITY and self.table.form.kind in {"parquet", "arrow"}
        if heading == OWNER:
            return fields is ACTIVITY
        return field_of(heading, fields) is not None or amount_of(heading, fields) is not None

    def _strangers(self, columns: Mapping[str, TableColumn]) -> Iterator[Problem]:
        of_activities = self.fields is ACTIVITY
        all_others = EVERYTHING in self.table_map.ignore
        for place, heading in self._unnamed(columns):
            told = heading in columns or heading in self.table_map.constants
            if not told and is_model_name(heading, "line" if of_activities else "product"):
                yield Problem(self._place, *_without_column(heading, self.fields))
            elif told and not all_others:
                what = f"column {heading!r} is not read: the map says what {heading} is"
                yield Problem(self._place, what, "let the map ignore it")
            elif not all_others:
                what = (
                    f"unknown column {printable_cell(heading)!r}"
                    if heading
                    else f"column {place} has no heading"
                )
                known = [*self.fields, *([OWNER] if of_activities else [])]
                hint = (
                    suggestion(heading, known) or "name it in a column map (--map), or let the map ignore it"
                )
                yield Problem(self._place, what, hint)

    def _unnamed(self, columns: Mapping[str, TableColumn]) -> Iterator[tuple[int, str]]:
        """The columns that are neither read nor ignored by their name, with their places from 1."""
        known = {column.heading for column in columns.values()} | {
            *self.table_map.ignore,
            *self.beside.strange,
        }
        for place, heading in enumerate(self.table.header, start=1):
            if heading not in known:
                yield place, heading

    def _absent(self) -> Iterator[Problem]:
        asked = [(f"columns.{name}", source.heading) for name, source in self.table_map.columns.items()]
        asked += [("ignore", heading) for heading in self.table_map.ignore if heading != EVERYTHING]
        for where, heading in asked:
            if heading not in self.table.header:
                headings = ", ".join(map(printable_cell, self.table.header))
                hint = suggestion(heading, self.table.header) or f"its headings: {headings}"
                what = f"no column {printable_cell(heading)!r}, which the map names in {where}"
                yield Problem(self._place, what, hint)

    def _missing(self, needs: Needs, given: set[str]) -> Iterator[Problem]:
        for group in needs:
            heads = {name.partition(".")[0] for name in given}
            by_part = heads & (
                {"name"} if group[0] == "name" else {*SOURCE_FIELDS} if "factor" in group else set()
            )
            if not given & set(group) and not by_part:
                choices = " or ".join(map(repr, group))
                todo = "add the column, or name it in a column map (--map) as a column or a constant"
                yield Problem(self._place, f"column {choices} is missing", todo)

    def _units(self, columns: Mapping[str, TableColumn], constants: Mapping[str, str]) -> Iterator[Problem]:
        """Unit columns that nothing reads: their amount is missing, or has its unit in the map."""
        for name in (*columns, *constants):
            amount = amount_of(name, self.fields)
            if amount is None:
                continue
            heading = columns[name].heading if name in columns else name
            if amount not in columns and amount not in constants:
                what = f"{printable_cell(heading)!r} is the unit of {amount}, and there is no column {amount}"
                yield Problem(self._place, what, "add it, or let the map ignore the unit")
            elif amount in columns and columns[amount].unit:
                what = f"the unit of {amount} is given twice, in the map and in {printable_cell(heading)!r}"
                yield Problem(self._place, what, "keep one of them; the map may ignore a column")


def _without_column(heading: str, fields: Mapping[str, ColumnField]) -> tuple[str, str]:
    """The problem of a heading that is a field of the model without a column in tables, and what to do."""
    parts = [name for name in fields if name.startswith(f"{heading}.")]
    what = f"column {printable_cell(heading)!r} is a field of {'an activity' if fields is ACTIVITY else 'a product'}"
    if parts:
        return f"{what} whose parts have columns of their own", f"name it {' or '.join(parts)}"
    todo = "write these products as a document (TOML, JSON), or let the map ignore it by its name"
    return f"{what} that tables do not hold", todo


_CODES = frozenset({"id", "gtin", "product_id", "product"})


@dataclass(frozen=True, slots=True)
class RowPattern:
    """How the rows of a table belong together: found in all rows, or stated.

    Attributes:
        filled: fields whose empty cells repeat the cell above.
        within: the place of a column that has to be the same as above for that; None where nothing has to.
        shared: whether products and activities are the rows of one table, so that a row may be of one of them alone.
        sums: whether there are rows that only add up others.
        plain: of Arrow tables: whether nothing in the rows has to be understood before they are used.
        left_out: rows that add up others and do not say so in words.
        supposed: the remark that is true where ids were filled down because the rows look like it, or "".
        remarks: what a person should know of the rows.
    """

    filled: frozenset[str] = frozenset()
    within: int | None = None
    shared: bool = False
    sums: bool = False
    plain: bool = False
    left_out: frozenset[int] = frozenset()
    supposed: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def as_they_are(self) -> bool:
        """Whether each row stands for itself."""
        return not (self.filled or self.shared or self.sums)

    def with_lost_ids(self) -> RowPattern:
        """The same pattern, with rows without an id taken as damaged."""
        remarks = tuple(each for each in self.remarks if each != self.supposed)
        return replace(self, filled=self.filled - {OWNER}, supposed="", remarks=remarks)


_NONE, _PLAIN = OwnUnits.of([]), RowPattern()


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table with its columns, constants and rows understood.

    Attributes:
        table: the table.
        fields: what its columns may be.
        columns: field → column.
        constants: field → what it is in all rows.
        named: the columns and constants that are fields, found once for all rows.
        unread: headings that the map passes over with "*", without naming them.
        shape: what was found out from all rows, or stated, of rows that do not stand for themselves.
        dates: which comes first in days whose year stands last, where the map says.
        units: counted units of one's own that the map declares.
        parents: of activities that share their table with their products: the places of the columns of products.
        optional: rules with columns and constants, with their columns: a row in which those are empty has no such rule.
    """

    table: Table
    fields: Mapping[str, ColumnField]
    columns: Mapping[str, TableColumn]
    constants: Mapping[str, str]
    named: tuple[tuple[str, ColumnField], ...]
    unread: tuple[str, ...] = ()
    shape: RowPattern = _PLAIN
    dates: DateOrder | None = None
    units: OwnUnits = _NONE
    parents: tuple[int, ...] = ()
    optional: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, row: TableRow, name: str) -> str:
        """The text of a field in a row, on one line, its words translated; "" where there is none."""
        column = self.columns.get(name)
        if column is None:
            return self.constants.get(name, "")
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        if not cell and self.table.merged and not self._is_number(name):
            cell = self.table.merged.get((row.number, column.place), "")
        elif not cell.isprintable():
            cell = one_line(cell)
        if cell[:1] == "'" and name in _CODES:
            cell = strip_text_mark(cell)
        return column.values.get(cell, cell) if column.values else cell

    def _is_number(self, name: str) -> bool:
        """Whether a field is a quantity: an amount in a merged cell counts once, not for each of its rows."""
        known = field_of(name, self.fields)
        return known is not None and known.kind in QUANTITIES

    def rows(self) -> Iterator[TableRow]:
        """The rows, filled down from the rows above."""
        return resolve_rows(self)

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """The number of each row with the text of a field that is a column."""
        if not self.shape.as_they_are or self.table.merged:
            yield from ((row.number, self.text(row, name)) for row in self.rows())
            return
        column = self.columns[name]
        meant = column.values or {}
        for number, cell in self.table.column(column.place):
            plain = cell if cell.isprintable() else one_line(cell)
            plain = strip_text_mark(plain) if plain[:1] == "'" and name in _CODES else plain
            yield number, meant.get(plain, plain)

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


def is_total_row(plan: TablePlan, row: TableRow, owner: str) -> bool:
    """Whether a row is a total of no product: by its id, or by its name where it has no id."""
    if owner:
        return is_total(owner)
    names = (name for name in plan.columns if name == "name" or name.startswith("name."))
    return any(is_total(plan.text(row, name)) for name in names)


def is_blank_row(plan: TablePlan, row: TableRow) -> bool:
    """Whether all columns that are read are empty: a row of pictures or options."""
    return not row.broken and not any(row.cells[each.place] for each in plan.columns.values())


def resolve_rows(plan: TablePlan) -> Iterator[TableRow]:
    """The rows of a table, filled down from the rows above, without totals, and of the table's own noun only."""
    rows = plan.table.rows()
    shape = plan.shape
    if shape.sums:
        key = "id" if plan.fields is PRODUCT else OWNER
        rows = (
            row
            for row in rows
            if row.number not in shape.left_out and not is_total_row(plan, row, plan.text(row, key))
        )
    if shape.filled:
        rows = _fill_down(plan, rows)
    if not shape.shared:
        return rows
    return _product_rows(plan, rows) if plan.fields is PRODUCT else _activity_rows(plan, rows)


def _fill_down(plan: TablePlan, rows: Iterator[TableRow]) -> Iterator[TableRow]:
    places = [plan.columns[name].place for name in plan.shape.filled if name in plan.columns]
    key = plan.shape.within
    if key is None and OWNER in plan.shape.filled:
        key = plan.columns[OWNER].place
    above: dict[int, str] = {}
    last = ""
    for row in rows:
        if plan.fields is PRODUCT and is_blank_row(plan, row):
            continue
        cells = list(row.cells) + [""] * (len(plan.table.header) - len(row.cells))
        if key is not None and cells[key] and cells[key] != last:
            above.clear()
            last = cells[key]
        for place in places:
            cells[place] = cells[place] or above.get(place, "")
            above[place] = cells[place]
        yield replace(row, cells=tuple(cells))


def _product_rows(plan: TablePlan, rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """The rows of products: the first row of each id, and every row that differs from it."""
    others = [column.place for name, column in plan.columns.items() if name != "id"]
    last: TableRow | None = None
    for row in rows:
        cells = [row.cells[place] for place in others if place < len(row.cells)]
        owner = plan.text(row, "id")
        again = last is not None and owner in {"", plan.text(last, "id")}
        if (
            row.broken
            or not again
            or not _repeats(cells, [last.cells[place] for place in others] if last else [])
        ):
            yield row
        if owner:
            last = row


def _activity_rows(plan: TablePlan, rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """The rows that hold an activity."""
    places = [column.place for name, column in plan.columns.items() if name != OWNER]
    for row in rows:
        if row.broken or any(row.cells[place] for place in places if place < len(row.cells)):
            yield row


def _repeats(cells: list[str], before: list[str]) -> bool:
    """Whether a row repeats the product above, or leaves its columns empty."""
    return all(not cell or cell == other for cell, other in zip(cells, before, strict=False))
