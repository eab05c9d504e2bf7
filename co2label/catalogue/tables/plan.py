"""Which column of a table is which field: the headings, the column map and the constants put together, once a table.

Whatever does not fit is one error before the first row: a heading that is no field, a column of the map that the table does not
have, a field that is needed and that nothing gives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from co2label.catalogue.rejected import Rejected
from co2label.catalogue.strangers import EVERYTHING, of_the_model
from co2label.catalogue.tables.decimals import decimal_of
from co2label.catalogue.tables.fields import ACTIVITY, LINES, OWNER, amount_of, field_of
from co2label.errors import DocumentError, Problem
from co2label.model.findings import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.mapping import TableMap
    from co2label.catalogue.tables.table import Row, Table

__all__ = ["Plan", "plan_of"]

Needs = tuple[tuple[str, ...], ...]

_SAMPLE = 1000
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its heading, its place, the unit of its numbers, and what its words mean."""

    heading: str
    place: int
    unit: str | None = None
    values: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A table, and what stands where in it."""

    table: Table
    fields: Mapping[str, Field]
    columns: Mapping[str, Column]
    constants: Mapping[str, str]
    named: tuple[tuple[str, Field], ...]
    """The columns and constants that are fields, found once for all rows."""
    unread: tuple[str, ...] = ()
    """Headings that the map passes over with "*", without naming them."""

    def text(self, row: Row, name: str) -> str:
        """The text of a field in a row, its words translated; "" where there is none."""
        column = self.columns.get(name)
        if column is None:
            return self.constants.get(name, "")
        cell = row.cells[column.place] if column.place < len(row.cells) else ""
        return column.values.get(cell, cell) if column.values else cell

    def column(self, name: str) -> Iterator[tuple[int, str]]:
        """The number of each row with the text of a field that is a column."""
        column = self.columns[name]
        meant = column.values or {}
        for number, cell in self.table.column(column.place):
            yield number, meant.get(cell, cell)

    def rejected(self, row: Row, product: str, name: str, reason: str) -> Rejected:
        """A finding in a row, at the column of a field ("" for the row as a whole)."""
        column = self.columns.get(name)
        heading = column.heading if column else name
        where = f"{row.within}.{heading}".strip(".") if row.within else heading
        value = shown(self.text(row, name)) if name else ""
        return Rejected(self.table.name, row.number, product or None, where, value, reason)

    def finding(self, row: Row, product: str, problem: Problem) -> Rejected:
        """A problem of a document, at the cell that it comes from."""
        return self.rejected(row, product, self.column_at(problem.where) or problem.where, problem.reason)

    def column_at(self, path: str) -> str:
        """The field that a path in a document comes from, or "" where it is none of this table."""
        for name, field in self.named:
            if ".".join(field.path) == path:
                return name
        return path if path in self.fields else ""


def shown(value: object) -> str:
    r"""A cell as it may stand in a table of errors: printable, at most 80 characters.

    >>> shown("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    text = str(value)[: _LONGEST_SHOWN + 1]
    printable = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return printable if len(printable) <= _LONGEST_SHOWN else printable[: _LONGEST_SHOWN - 1] + "…"


def plan_of(table: Table, said: TableMap, fields: Mapping[str, Field], needs: Needs) -> Plan:
    """The plan of a table.

    Args:
        table: the table.
        said: its part of the column map.
        fields: what the columns may be, `PRODUCT` or `ACTIVITY`.
        needs: one of each group has to be a column or a constant.

    Raises:
        DocumentError: every heading, map entry and missing field that does not fit.
    """
    columns = _mapped(table, said)
    columns |= _own(table, said, fields, columns)
    constants = {name: _constant(value) for name, value in said.constants.items()}
    problems = [
        *_strangers(table, said, fields, columns),
        *_absent(table, said),
        *_missing(table, said, needs, {*columns, *constants}),
        *_unit_problems(table, said, fields, columns, constants),
    ]
    if problems and len(table.header) == 1:
        todo = "where a title stands above the headings, say their row in the column map (header_row = …)"
        problems.append(Problem(_place(table, said), "one heading alone", todo))
    if problems:
        raise DocumentError(problems)
    named = ((name, field_of(name, fields)) for name in (*columns, *constants))
    known = tuple((name, field) for name, field in named if field)
    plan = Plan(table, fields, columns, constants, known, _unread(table, said, columns))
    return replace(plan, table=replace(table, form=_form(plan, said)))


def _place(table: Table, said: TableMap) -> str:
    return f"{table.name} row {said.header_row or 1}"


def _mapped(table: Table, said: TableMap) -> dict[str, Column]:
    places = {heading: place for place, heading in enumerate(table.header)}
    return {
        name: Column(source.column, places[source.column], source.unit, source.values or None)
        for name, source in said.columns.items()
        if source.column in places
    }


def _own(
    table: Table, said: TableMap, fields: Mapping[str, Field], mapped: Mapping[str, Column]
) -> dict[str, Column]:
    """Columns whose heading is the name of a field, where the map gives that field nothing else."""
    taken = {column.heading for column in mapped.values()}
    return {
        heading: Column(heading, place)
        for place, heading in enumerate(table.header)
        if _is_field(heading, fields, table.form.kind)
        and heading not in taken
        and not {heading} & {*said.columns, *said.constants, *said.ignore}
    }


def _is_field(heading: str, fields: Mapping[str, Field], kind: str) -> bool:
    if heading == LINES:
        return fields is not ACTIVITY and kind in {"parquet", "arrow"}
    if heading == OWNER:
        return fields is ACTIVITY
    return field_of(heading, fields) is not None or amount_of(heading, fields) is not None


def _strangers(
    table: Table, said: TableMap, fields: Mapping[str, Field], columns: Mapping[str, Column]
) -> Iterator[Problem]:
    all_others = EVERYTHING in said.ignore
    for place, heading in _unnamed(table, said, columns):
        told = heading in columns or heading in said.constants
        if not told and of_the_model(heading, "line" if fields is ACTIVITY else "product"):
            yield Problem(_place(table, said), *_without_column(heading, fields))
        elif told and not all_others:
            what = f"column {heading!r} is not read: the map says what {heading} is"
            yield Problem(_place(table, said), what, "let the map ignore it")
        elif not all_others:
            what = f"unknown column {shown(heading)!r}" if heading else f"column {place} has no heading"
            known = [*fields, *([OWNER] if fields is ACTIVITY else [])]
            hint = nearest(heading, known) or "name it in a column map (--map), or let the map ignore it"
            yield Problem(_place(table, said), what, hint)


def _unnamed(table: Table, said: TableMap, columns: Mapping[str, Column]) -> Iterator[tuple[int, str]]:
    """The columns that are neither read nor ignored by their name, with their places from 1."""
    used = {column.heading for column in columns.values()}
    for place, heading in enumerate(table.header, start=1):
        if heading not in used and heading not in said.ignore:
            yield place, heading


def _unread(table: Table, said: TableMap, columns: Mapping[str, Column]) -> tuple[str, ...]:
    unnamed = _unnamed(table, said, columns)
    return tuple(shown(heading) or f"column {place} without a heading" for place, heading in unnamed)


def _without_column(heading: str, fields: Mapping[str, Field]) -> tuple[str, str]:
    """What is said of a field of the model that a table has no such column for, and what to do."""
    parts = [name for name in fields if name.startswith(f"{heading}.")]
    what = f"column {shown(heading)!r} is a field of {'an activity' if fields is ACTIVITY else 'a product'}"
    if parts:
        return f"{what} whose parts have columns of their own", f"name it {' or '.join(parts)}"
    todo = "write these products as a document (TOML, JSON), or let the map ignore it by its name"
    return f"{what} that tables do not hold", todo


def _unit_problems(
    table: Table,
    said: TableMap,
    fields: Mapping[str, Field],
    columns: Mapping[str, Column],
    constants: Mapping[str, str],
) -> Iterator[Problem]:
    """Units that nothing would read: of an amount that is not there, or that the map gives another one."""
    for name in (*columns, *constants):
        amount = amount_of(name, fields)
        if amount is None:
            continue
        heading = columns[name].heading if name in columns else name
        if amount not in columns and amount not in constants:
            what = f"{shown(heading)!r} is the unit of {amount}, and there is no column {amount}"
            yield Problem(_place(table, said), what, "add it, or let the map ignore the unit")
        elif amount in columns and columns[amount].unit:
            what = f"the unit of {amount} stands in the map and in {shown(heading)!r}"
            yield Problem(_place(table, said), what, "keep one of them; the map may ignore a column")


def _absent(table: Table, said: TableMap) -> Iterator[Problem]:
    asked = [(f"columns.{name}", source.column) for name, source in said.columns.items()]
    asked += [("ignore", heading) for heading in said.ignore if heading != "*"]
    for where, heading in asked:
        if heading not in table.header:
            hint = nearest(heading, table.header) or f"its headings: {', '.join(map(shown, table.header))}"
            what = f"no column {shown(heading)!r}, which the map names in {where}"
            yield Problem(_place(table, said), what, hint)


def _missing(table: Table, said: TableMap, needs: Needs, given: set[str]) -> Iterator[Problem]:
    for group in needs:
        by_language = group[0] == "name" and any(name.startswith("name.") for name in given)
        if not given & set(group) and not by_language:
            choices = " or ".join(map(repr, group))
            todo = "add the column, or name it in a column map (--map) as a column or a constant"
            yield Problem(_place(table, said), f"column {choices} is missing", todo)


def _constant(value: str | float) -> str:  # bool and int are among the numbers
    return str(value).lower() if isinstance(value, bool) else str(value)


def _form(plan: Plan, said: TableMap) -> Any:
    form = plan.table.form
    if said.decimal is not None:
        return replace(form, decimal=said.decimal, decimal_stated=True)
    if form.kind not in {"csv", "excel"}:
        return form
    names = [name for name in plan.columns if (field := field_of(name, plan.fields)) and field.kind != "text"]
    rows = islice(plan.table.rows(), _SAMPLE)
    cells = (plan.text(row, name) for row in rows if not row.broken for name in names)
    return replace(form, decimal=decimal_of(cells, plan.table.name))
