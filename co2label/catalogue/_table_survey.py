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

from dataclasses import replace
from typing import TYPE_CHECKING

from co2label.catalogue._column_map import ACTIVITY, OWNER, PRODUCT, QUANTITIES, field_of
from co2label.catalogue._table_plan import (
    TOTAL_WORDS,
    Headings,
    OtherHeadings,
    RowPattern,
    RunningTotal,
    TablePlan,
    is_blank_row,
    is_total,
    is_total_row,
)
from co2label.errors import DocumentError, Problem, clip
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
    from co2label.tabular import Table, TableRow


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


_NONE, _ALONE = OwnUnits.of([]), OtherHeadings()


def plan_of(  # noqa: PLR0913 - what is read, how, and what stands beside it
    table: Table,
    table_map: TableMap,
    fields: Mapping[str, ColumnField],
    needs: Needs,
    *,
    units: OwnUnits = _NONE,
    beside: OtherHeadings = _ALONE,
) -> TablePlan:
    """Make the plan of a table and survey its rows.

    Args:
        table: the table.
        table_map: its part of the column map.
        fields: what the columns may be, `PRODUCT` or `ACTIVITY`.
        needs: one of each group has to be a column or a constant.
        units: counted units of one's own that the map declares.
        beside: headings that something else reads.

    Raises:
        DocumentError: every heading, map entry and missing field that does not fit; a column in which some numbers have a
            decimal comma and some a decimal point.
    """
    headings = Headings(table, table_map, fields, beside)
    columns = headings.columns()
    constants = {name: _constant(value) for name, value in table_map.constants.items()}
    problems = headings.problems(columns, constants, needs)
    if problems:
        raise DocumentError(problems)
    named = ((name, field_of(name, fields)) for name in (*columns, *constants))
    plan = TablePlan(
        table,
        fields,
        columns,
        constants,
        tuple((name, field) for name, field in named if field),
        headings.unread(columns),
        dates=table_map.dates,
        units=units,
        parents=beside.parents,
        optional=_optional(columns, constants),
    )
    return _survey(plan, table_map)


def _optional(columns: Collection[str], constants: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The rules that have columns and constants, with their columns."""
    heads = {name.partition(".")[0] for name in constants} & {*RULE_FIELDS}
    found = {head: tuple(name for name in columns if name.partition(".")[0] == head) for head in heads}
    return {head: names for head, names in found.items() if names}


def _survey(plan: TablePlan, table_map: TableMap) -> TablePlan:
    """Complete a plan by a survey of all rows.

    Args:
        plan: what stands where.
        table_map: its part of the column map; what it states is not looked for.

    Raises:
        DocumentError: some numbers of a column have a decimal comma, some a decimal point.
    """
    look = _Survey(plan)
    looking = needs_survey(plan)
    if looking:
        for row in plan.table.rows():
            look.at(row)
    found = look.plan_with(table_map)
    plain = not looking and found.shape.as_they_are
    return replace(found, shape=replace(found.shape, plain=plain))


def _constant(value: str | float) -> str:  # bool and int are among the numbers
    return str(value).lower() if isinstance(value, bool) else str(value)


class _Occurrences:
    """How many cells are of a kind, and the first of them."""

    __slots__ = ("count", "row", "text")

    def __init__(self) -> None:
        self.count = self.row = 0
        self.text = ""

    def add(self, row: int, text: str) -> None:
        if not self.count:
            self.row, self.text = row, text
        self.count += 1


class _Survey:
    """Findings in the rows of a table, row by row."""

    def __init__(self, plan: TablePlan) -> None:
        kinds = {name: field_of(name, plan.fields) for name in plan.columns}
        self._plan = plan
        self._marks = {
            name: DecimalMarks()
            for name, field in kinds.items()
            if field is not None and field.kind in QUANTITIES
        }
        self._words = [name for name, field in kinds.items() if field is not None and field.kind == "words"]
        self._elsewhere = DecimalMarks()
        self._breaks, self._markup, self._sums = _Occurrences(), _Occurrences(), _Occurrences()
        self._bare = _Occurrences()
        self._key = "id" if plan.fields is PRODUCT else OWNER
        self._owners, self._running, self._owner = OwnerPattern(), RunningTotal(), ""
        self._left_out: list[int] = []
        self._is_flat = plan.fields is ACTIVITY and OWNER in plan.columns
        self._draws = [name for name in plan.columns if _is_source(name)]
        self._always_draws = any(map(_is_source, plan.constants))
        self._translated = any(plan.columns[name].values for name in self._words)

    def at(self, row: TableRow) -> None:
        """Look at one more row."""
        if row.broken:
            return
        for name, marks in self._marks.items():
            cell = row.cells[self._plan.columns[name].place]
            if isinstance(cell, str):
                marks.look(cell, row.number)
        self._look_at_texts(row)
        if self._plan.fields is PRODUCT and is_blank_row(self._plan, row):
            self._bare.add(row.number, "")
        owner = self._plan.text(row, self._key)
        if is_total_row(self._plan, row, owner):
            self._sums.add(row.number, next(filter(is_total, filter(_is_text, row.cells)), ""))
        elif self._plan.fields is ACTIVITY:
            self._look_at_activity(row, owner)

    def _look_at_texts(self, row: TableRow) -> None:
        texts = [cell for cell in row.cells if isinstance(cell, str)]
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

    def _look_at_activity(self, row: TableRow, owner: str) -> None:
        plan = self._plan
        if self._is_flat:
            another = any(row.cells[place] for place in plan.parents)
            self._owners.look(owner, row.number, another=another)
            if owner and owner != self._owner:
                self._owner = owner
                self._running.clear()
        name, amount = plan.text(row, "name"), plan.text(row, "amount")
        column = plan.columns.get("amount")
        unit = (column.unit if column else None) or plan.text(row, "unit")
        if is_total(name):
            self._sums.add(row.number, name)
        elif (
            self._is_flat
            and not (self._always_draws or any(plan.text(row, name) for name in self._draws))
            and self._running.equals(amount, unit)
        ):
            self._sums.add(row.number, name or amount)
            self._left_out.append(row.number)
        else:
            self._running.add(amount, unit)

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
        filled = self._filled(table_map)
        supposed = self._supposed() if OWNER in filled and table_map.fill_down is None else ""
        shape = RowPattern(
            filled=filled,
            within=plan.table.header.index(table_map.fill_within) if table_map.fill_within else None,
            shared=bool(plan.parents),
            sums=bool(self._sums.count),
            left_out=frozenset(self._left_out),
            supposed=supposed,
            remarks=tuple(self._remarks(filled)),
        )
        table = replace(plan.table, form=replace(plan.table.form, decimal=mark))
        return replace(plan, table=table, columns=columns, shape=shape)

    def _decimals(self, table_map: TableMap) -> dict[str, NumberFormat]:
        """The number format of each column."""
        if table_map.decimal is not None:
            return dict.fromkeys(self._marks, NumberFormat(table_map.decimal, stated=True))
        found: dict[str, NumberFormat] = {}
        problems: list[Problem] = []
        for name, marks in self._marks.items():
            heading = self._plan.columns[name].heading
            try:
                found[name] = marks.decided(f"{self._plan.table.name} column {heading}", self._doubt(name))
            except DocumentError as error:
                problems += error.problems
        if problems:
            raise DocumentError(problems)
        return found

    def _doubt(self, name: str) -> str:
        """The reason to expect decimal commas in a column that shows none, or ""."""
        for other, marks in self._marks.items():
            if other != name and marks.sure == ",":
                return f"{marks.shown} (column {self._plan.columns[other].heading})"
        if self._elsewhere.sure == ",":
            return self._elsewhere.shown
        return "semicolons stand between the cells" if self._plan.table.form.delimiter == ";" else ""

    def _filled(self, table_map: TableMap) -> frozenset[str]:
        if table_map.fill_down is not None:
            return frozenset(table_map.fill_down)
        return frozenset({OWNER} if self._owners.on_first_rows_alone else ())

    def _supposed(self) -> str:
        name, heading, owners = self._plan.table.name, self._plan.columns[OWNER].heading, self._owners
        return (
            f"{name}: {heading} stands on the first row of each product alone; the rows without it ({owners.without}, "
            f"the first is row {owners.first_without}) are taken for the product above them"
        )

    def _remarks(self, filled: frozenset[str]) -> Iterator[str]:
        name = self._plan.table.name
        yield from self._plan.table.remarks
        if OWNER in filled and self._owners.without:
            yield self._supposed()
        if filled and self._bare.count:
            yield (
                f"{name}: rows with nothing of their own in the columns that are read ({self._bare.count}, "
                f"the first is row {self._bare.row}) are no products"
            )
        if self._sums.count:
            yield f"{name}: {_rows(self._sums)} ({clip(self._sums.text)})"
        for told, what, how in (
            (self._breaks, "with a line feed", "on one line"),
            (self._markup, "with HTML", "without it"),
        ):
            if told.count:
                cells = "1 cell {} is" if told.count == 1 else f"{told.count} cells {{}} are"
                which = "row" if told.count == 1 else "such as row"
                yield f"{name}: {cells.format(what)} read {how}, {which} {told.row}: {told.text}"


def _rows(told: _Occurrences) -> str:
    if told.count == 1:
        return f"row {told.row} only adds up others and is not counted"
    return f"{told.count} rows only add up others and are not counted, the first is row {told.row}"


def _is_source(name: str) -> bool:
    return name.partition(".")[0] in SOURCE_FIELDS


def _is_text(cell: object) -> bool:
    return isinstance(cell, str)
