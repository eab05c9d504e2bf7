"""The survey of a table: one pass over all rows before any is used, which completes its plan.

It finds the decimal mark of each column, ids that stand on the first row of a product alone, rows that add up others, and
cells with line feeds or HTML. What is found holds for the whole table, so the last row may decide how the first one is read;
only counts are held in memory. Arrow tables are judged by their columns where these are plain.

>>> owners = OwnerPattern()
>>> for row, owner in enumerate(["bento", "", "miso", ""], start=2):
...     owners.look(owner, row)
>>> owners.on_first_rows_alone, owners.without, owners.first_without
(True, 2, 3)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from co2label.catalogue._column_map import ACTIVITY, OWNER, QUANTITIES, field_of
from co2label.catalogue._table_plan import TOTAL_WORDS, Headings, TablePlan, is_total, printable_cell
from co2label.errors import DocumentError, clip
from co2label.model import RULE_FIELDS, SOURCE_FIELDS
from co2label.tabular import (
    MARKUP,
    DecimalMark,
    DecimalMarks,
    NumberFormat,
    is_number,
    one_line,
    strip_markup,
)
from co2label.units import OwnUnits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import pyarrow as pa

    from co2label.catalogue._column_map import ColumnField, TableMap
    from co2label.catalogue._table_plan import Needs
    from co2label.errors import Problem
    from co2label.tabular import Table, TableRow


_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)
_ROUNDED = 0.005


class RunningTotal:
    """Sums of the amounts of one product by unit, as far as they can be read before the decimal mark is known.

    >>> running = RunningTotal()
    >>> [running.add_or_equals(amount, "g") for amount in ("200", "80", "280")]
    [False, False, True]
    """

    def __init__(self) -> None:
        self._sums: dict[str, tuple[int, float]] = {}

    def add_or_equals(self, amount: str, unit: str, *, may_be_sum: bool = True) -> bool:
        """Whether an amount equals the sum of at least two before it; if not, it is added to them."""
        if unit and amount.isdecimal():
            value = float(amount)
        else:
            found = _NUMBER.fullmatch(amount.strip())
            if not found:
                return False
            value, unit = float(found[1].replace(",", ".")), (unit or found[2]).strip()
        count, total = self._sums.get(unit, (0, 0.0))
        if may_be_sum and count > 1 and abs(value - total) <= _ROUNDED * total:
            return True
        self._sums[unit] = (count + 1, total + value)
        return False


class OwnerPattern:
    """How a column of ids is filled: on each row, or on the first row of each product.

    Attributes:
        without: rows that have none.
        first_without: the first of them.
    """

    __slots__ = ("_headless", "_last", "_repeated", "_with", "first_without", "without")

    def __init__(self) -> None:
        self.without = self.first_without = self._with = 0
        self._last = ""
        self._headless = self._repeated = False

    def look(self, owner: str, row: int, *, another: bool = False) -> None:
        """Look at one more row; `another` where it holds data of a product, so it begins a product."""
        if owner:
            self._repeated = self._repeated or owner == self._last
            self._with += 1
            self._last = owner
            return
        self._headless = self._headless or another or not self._with
        self.first_without = self.first_without or row
        self.without += 1

    @property
    def on_first_rows_alone(self) -> bool:
        """Whether the rows without an id belong to the product above them."""
        return (
            bool(self.without) and not (self._headless or self._repeated) and self.without * 2 >= self._with
        )


_ODD = rf"[\r\n\v\f]|</?[A-Za-z!]|&[A-Za-z0-9#]+;|^(?:{TOTAL_WORDS})$"
"""A line feed, HTML, the words of a sum."""


def needs_survey(plan: TablePlan) -> bool:
    """Whether the rows have to be surveyed: always, except plain Arrow tables."""
    if plan.table.form.kind in {"csv", "excel"}:
        return True
    return any(_is_odd(plan, name) for name in plan.columns)


def _is_odd(plan: TablePlan, name: str) -> bool:
    field = field_of(name, plan.fields)
    kind = "key" if name in {OWNER, "id"} else field.kind if field else ""
    if kind not in {"key", "words"} | QUANTITIES:
        return False
    return any(_has_odd(array, kind) for array in plan.table.arrays(plan.columns[name].place))


def _has_odd(array: pa.Array, kind: str) -> bool:
    import pyarrow as pa  # noqa: PLC0415 - an Arrow table was opened, so it is there
    import pyarrow.compute as pc  # noqa: PLC0415

    values = array.dictionary if pa.types.is_dictionary(array.type) else array
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return kind == "key" and array.null_count > 0
    if kind in QUANTITIES:
        return True
    different = pc.unique(values)
    empty = kind == "key" and (array.null_count > 0 or bool(pc.any(pc.equal(different, "")).as_py()))
    return empty or bool(pc.any(pc.match_substring_regex(different, _ODD)).as_py())


_NO_UNITS = OwnUnits.of([])


def plan_of(  # noqa: PLR0913 - what is read, how, and what stands beside it
    table: Table,
    table_map: TableMap,
    fields: Mapping[str, ColumnField],
    needs: Needs,
    *,
    units: OwnUnits = _NO_UNITS,
    strange: Collection[str] = (),
    taken: Collection[str] = (),
    parents: tuple[int, ...] = (),
) -> TablePlan:
    """Make the plan of a table and survey its rows.

    Args:
        table: the table.
        table_map: its part of the column map; what it states is not looked for.
        fields: what the columns may be, `PRODUCT` or `ACTIVITY`.
        needs: one of each group has to be a column or a constant.
        units: counted units of one's own that the map declares.
        strange: headings that something else reads, see `Headings`.
        taken: those of them that bear the name of a field.
        parents: as of `TablePlan`.

    Raises:
        DocumentError: every heading, map entry and missing field that does not fit; a column in which some numbers have a
            decimal comma and some a decimal point.
    """
    headings = Headings(table, table_map, fields, strange, taken)
    columns = headings.columns()
    constants = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in table_map.constants.items()
    }
    DocumentError.raise_any(headings.problems(columns, constants, needs))
    named = ((name, field_of(name, fields)) for name in (*columns, *constants))
    rules = {name.partition(".")[0] for name in constants} & {*RULE_FIELDS}
    optional = {rule: tuple(name for name in columns if name.partition(".")[0] == rule) for rule in rules}
    plan = TablePlan(
        table=table,
        fields=fields,
        columns=columns,
        constants=constants,
        named=tuple((name, field) for name, field in named if field),
        unread=tuple(
            printable_cell(heading) or f"column {place} without a heading"
            for place, heading in headings.unread(columns)
        ),
        dates=table_map.dates,
        units=units,
        parents=parents,
        shared=bool(parents),
        optional={rule: names for rule, names in optional.items() if names},
    )
    survey = _Survey(plan)
    needed = needs_survey(plan)
    for row in table.rows() if needed else ():
        survey.look(row)
    found = survey.plan_with(table_map)
    return replace(found, plain=not needed and found.as_they_are)


@dataclass(slots=True)
class _Occurrences:
    """How many cells are of a kind, and the first of them."""

    count: int = 0
    row: int = 0
    text: str = ""

    def add(self, row: int, text: str = "") -> None:
        if not self.count:
            self.row, self.text = row, text
        self.count += 1


class _Survey:
    """Findings in the rows of a table, row by row."""

    def __init__(self, plan: TablePlan) -> None:
        kinds = {name: field.kind for name, field in plan.named if name in plan.columns}
        self._plan = plan
        self._marks = {name: DecimalMarks() for name, kind in kinds.items() if kind in QUANTITIES}
        self._words = [name for name, kind in kinds.items() if kind == "words"]
        self._translated = any(plan.columns[name].values for name in self._words)
        self._elsewhere = DecimalMarks()
        self._breaks, self._markup, self._sums = _Occurrences(), _Occurrences(), _Occurrences()
        self._blank = _Occurrences()
        self._owners, self._running, self._owner = OwnerPattern(), RunningTotal(), ""
        self._left_out: list[int] = []
        self._has_owners = plan.fields is ACTIVITY and OWNER in plan.columns
        self._sources = [name for name in plan.columns if _is_source(name)]
        self._same_source = any(map(_is_source, plan.constants))

    def look(self, row: TableRow) -> None:
        """Look at one more row."""
        if row.broken:
            return
        for name, marks in self._marks.items():
            cell = row.cells[self._plan.columns[name].place]
            if isinstance(cell, str):
                marks.look(cell, row.number)
        texts = [cell for cell in row.cells if isinstance(cell, str)]
        self._look_at_texts(row, texts)
        if self._plan.is_blank(row):
            self._blank.add(row.number)
        if self._plan.is_total(row):
            self._sums.add(row.number, next(filter(is_total, texts), ""))
        elif self._plan.fields is ACTIVITY:
            self._look_at_activity(row)

    def _look_at_texts(self, row: TableRow, texts: list[str]) -> None:
        whole = " ".join(texts)
        if not whole.isprintable():
            for cell in texts:
                if not cell.isprintable() and one_line(cell) != cell:
                    self._breaks.add(row.number, clip(one_line(cell)))
        if "," in whole and not self._elsewhere.sure:
            for cell in texts:
                if "," in cell and is_number(cell):
                    self._elsewhere.look(cell, row.number)
        if "<" not in whole and "&" not in whole and not self._translated:
            return
        for name in self._words:
            text = self._plan.text(row, name)
            if MARKUP.search(text) and strip_markup(text) != text:
                self._markup.add(row.number, f"{clip(text)} is read as {clip(strip_markup(text))}")

    def _look_at_activity(self, row: TableRow) -> None:
        """Look at ids on the first row of a product alone, and at rows that add up others and may not say so."""
        plan = self._plan
        name, amount, owner = (plan.text(row, field) for field in ("name", "amount", OWNER))
        if self._has_owners:
            self._owners.look(owner, row.number, another=any(row.cells[place] for place in plan.parents))
            if owner and owner != self._owner:
                self._owner, self._running = owner, RunningTotal()
        if is_total(name):
            self._sums.add(row.number, name)
            return
        column = plan.columns.get("amount")
        unit = (column.unit if column else None) or plan.text(row, "unit")
        draws = self._same_source or any(plan.text(row, source) for source in self._sources)
        if self._running.add_or_equals(amount, unit, may_be_sum=self._has_owners and not draws):
            self._sums.add(row.number, name or amount)
            self._left_out.append(row.number)

    def plan_with(self, table_map: TableMap) -> TablePlan:
        """The plan with the findings."""
        plan = self._plan
        decimals = self._decimals(table_map)
        columns = {
            name: replace(each, decimals=decimals.get(name, each.decimals))
            for name, each in plan.columns.items()
        }
        marks = {each.sure for each in self._marks.values() if each.sure}
        mark: DecimalMark = (
            ".," if len(marks) > 1 else "," if marks == {","} or table_map.decimal == "," else "."
        )
        filled = {OWNER} if self._owners.on_first_rows_alone else set()
        if table_map.fill_down is not None:
            filled = {*table_map.fill_down}
        supposed = self._supposed() if OWNER in filled else ""
        return replace(
            plan,
            table=replace(plan.table, form=replace(plan.table.form, decimal=mark)),
            columns=columns,
            filled=frozenset(filled),
            within=plan.table.header.index(table_map.fill_within) if table_map.fill_within else None,
            sums=bool(self._sums.count),
            left_out=frozenset(self._left_out),
            supposed=supposed if table_map.fill_down is None else "",
            remarks=tuple(self._remarks(supposed, filled=bool(filled))),
        )

    def _decimals(self, table_map: TableMap) -> dict[str, NumberFormat]:
        """The number format of each column."""
        if table_map.decimal is not None:
            return dict.fromkeys(self._marks, NumberFormat(table_map.decimal, stated=True))
        found: dict[str, NumberFormat] = {}
        problems: list[Problem] = []
        for name, marks in self._marks.items():
            with DocumentError.collecting(problems):
                where = f"{self._plan.table.name} column {self._plan.columns[name].heading}"
                found[name] = marks.decided(where, self._doubt(name))
        DocumentError.raise_any(problems)
        return found

    def _doubt(self, name: str) -> str:
        """The reason to expect decimal commas in a column that shows none, or ""."""
        for other, marks in self._marks.items():
            if other != name and marks.sure == ",":
                return f"{marks.shown} (column {self._plan.columns[other].heading})"
        if self._elsewhere.sure == ",":
            return self._elsewhere.shown
        return "semicolons stand between the cells" if self._plan.table.form.delimiter == ";" else ""

    def _supposed(self) -> str:
        """The remark that ids are filled down; "" where there is nothing to fill."""
        owners = self._owners
        if not owners.without:
            return ""
        name, heading = self._plan.table.name, self._plan.columns[OWNER].heading
        return (
            f"{name}: {heading} stands on the first row of each product alone; the rows without it ({owners.without}, "
            f"the first is row {owners.first_without}) are taken for the product above them"
        )

    def _remarks(self, supposed: str, *, filled: bool) -> Iterator[str]:
        name, blank, sums = self._plan.table.name, self._blank, self._sums
        yield from self._plan.table.remarks
        if supposed:
            yield supposed
        if filled and blank.count:
            yield (
                f"{name}: rows with nothing of their own in the columns that are read ({blank.count}, "
                f"the first is row {blank.row}) are no products"
            )
        if sums.count == 1:
            yield f"{name}: row {sums.row} only adds up others and is not counted ({clip(sums.text)})"
        elif sums.count:
            rows = f"{sums.count} rows only add up others and are not counted, the first is row {sums.row}"
            yield f"{name}: {rows} ({clip(sums.text)})"
        for cells, what, how in (
            (self._breaks, "with a line feed", "on one line"),
            (self._markup, "with HTML", "without it"),
        ):
            if cells.count == 1:
                yield f"{name}: 1 cell {what} is read {how}, row {cells.row}: {cells.text}"
            elif cells.count:
                yield f"{name}: {cells.count} cells {what} are read {how}, such as row {cells.row}: {cells.text}"


def _is_source(name: str) -> bool:
    return name.partition(".")[0] in SOURCE_FIELDS
