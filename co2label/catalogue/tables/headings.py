"""Which heading of a table is which field, and every heading and map entry that fits none.

A heading that is no field, a column of the map that the table does not have, a field that is needed and that nothing gives: they
are one error before the first row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.strangers import EVERYTHING, of_the_model
from co2label.catalogue.tables.decimals import Decimals
from co2label.catalogue.tables.fields import ACTIVITY, LINES, OWNER, amount_of, field_of
from co2label.errors import Problem
from co2label.model import suggestion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from co2label.catalogue.tables.fields import Field
    from co2label.catalogue.tables.mapping import TableMap
    from co2label.catalogue.tables.table import Table

    Needs = tuple[tuple[str, ...], ...]

__all__ = ["Beside", "Column", "Headings", "shown"]

_LONGEST_SHOWN = 80
_POINT = Decimals()


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its heading, its place, the unit of its numbers, what its words mean, how numbers are written."""

    heading: str
    place: int
    unit: str | None = None
    values: Mapping[str, str] | None = None
    decimals: Decimals = _POINT


@dataclass(frozen=True, slots=True)
class Beside:
    """Headings of a table that something else reads.

    Attributes:
        strange: those that are no mistake where they are no field.
        taken: those that are no field though they bear its name.
        parents: of activities that share their table with their products: the places of what is said of products.
    """

    strange: Collection[str] = ()
    taken: Collection[str] = ()
    parents: tuple[int, ...] = ()


def shown(value: object) -> str:
    r"""A cell as it may stand in a table of errors: printable, at most 80 characters.

    >>> shown("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    text = str(value)[: _LONGEST_SHOWN + 1]
    printable = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return printable if len(printable) <= _LONGEST_SHOWN else printable[: _LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a table, beside what a map says of them."""

    table: Table
    said: TableMap
    fields: Mapping[str, Field]
    beside: Beside

    def columns(self) -> dict[str, Column]:
        """The columns that are read: those that the map names, and those that bear the name of a field."""
        mapped = self._mapped()
        return mapped | self._own(mapped)

    def problems(
        self, columns: Mapping[str, Column], constants: Mapping[str, str], needs: Needs
    ) -> list[Problem]:
        """Every heading, map entry and missing field that does not fit."""
        found = [
            *self._strangers(columns),
            *self._absent(),
            *self._missing(needs, {*columns, *constants}),
            *self._units(columns, constants),
        ]
        if found and len(self.table.header) == 1:
            todo = "where a title stands above the headings, say their row in the column map (header_row = …)"
            found.append(Problem(self._place, "one heading alone", todo))
        return found

    def unread(self, columns: Mapping[str, Column]) -> tuple[str, ...]:
        """Headings that the map passes over with "*", without naming them."""
        unnamed = self._unnamed(columns)
        return tuple(shown(heading) or f"column {place} without a heading" for place, heading in unnamed)

    @property
    def _place(self) -> str:
        return f"{self.table.name} row {self.said.header_row or 1}"

    def _mapped(self) -> dict[str, Column]:
        places = {heading: place for place, heading in enumerate(self.table.header)}
        return {
            name: Column(source.heading, places[source.heading], source.unit, source.values or None)
            for name, source in self.said.columns.items()
            if source.heading in places
        }

    def _own(self, mapped: Mapping[str, Column]) -> dict[str, Column]:
        """Columns whose heading is the name of a field, where the map gives that field nothing else."""
        said = self.said
        others = {column.heading for column in mapped.values()} | {
            *said.columns,
            *said.constants,
            *said.ignore,
        }
        return {
            heading: Column(heading, place)
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

    def _strangers(self, columns: Mapping[str, Column]) -> Iterator[Problem]:
        of_activities = self.fields is ACTIVITY
        all_others = EVERYTHING in self.said.ignore
        for place, heading in self._unnamed(columns):
            told = heading in columns or heading in self.said.constants
            if not told and of_the_model(heading, "line" if of_activities else "product"):
                yield Problem(self._place, *_without_column(heading, self.fields))
            elif told and not all_others:
                what = f"column {heading!r} is not read: the map says what {heading} is"
                yield Problem(self._place, what, "let the map ignore it")
            elif not all_others:
                what = f"unknown column {shown(heading)!r}" if heading else f"column {place} has no heading"
                known = [*self.fields, *([OWNER] if of_activities else [])]
                hint = (
                    suggestion(heading, known) or "name it in a column map (--map), or let the map ignore it"
                )
                yield Problem(self._place, what, hint)

    def _unnamed(self, columns: Mapping[str, Column]) -> Iterator[tuple[int, str]]:
        """The columns that are neither read nor ignored by their name, with their places from 1."""
        known = {column.heading for column in columns.values()} | {*self.said.ignore, *self.beside.strange}
        for place, heading in enumerate(self.table.header, start=1):
            if heading not in known:
                yield place, heading

    def _absent(self) -> Iterator[Problem]:
        asked = [(f"columns.{name}", source.heading) for name, source in self.said.columns.items()]
        asked += [("ignore", heading) for heading in self.said.ignore if heading != EVERYTHING]
        for where, heading in asked:
            if heading not in self.table.header:
                headings = ", ".join(map(shown, self.table.header))
                hint = suggestion(heading, self.table.header) or f"its headings: {headings}"
                what = f"no column {shown(heading)!r}, which the map names in {where}"
                yield Problem(self._place, what, hint)

    def _missing(self, needs: Needs, given: set[str]) -> Iterator[Problem]:
        for group in needs:
            by_language = group[0] == "name" and any(name.startswith("name.") for name in given)
            if not given & set(group) and not by_language:
                choices = " or ".join(map(repr, group))
                todo = "add the column, or name it in a column map (--map) as a column or a constant"
                yield Problem(self._place, f"column {choices} is missing", todo)

    def _units(self, columns: Mapping[str, Column], constants: Mapping[str, str]) -> Iterator[Problem]:
        """Units that nothing would read: of an amount that is not there, or that the map gives another one."""
        for name in (*columns, *constants):
            amount = amount_of(name, self.fields)
            if amount is None:
                continue
            heading = columns[name].heading if name in columns else name
            if amount not in columns and amount not in constants:
                what = f"{shown(heading)!r} is the unit of {amount}, and there is no column {amount}"
                yield Problem(self._place, what, "add it, or let the map ignore the unit")
            elif amount in columns and columns[amount].unit:
                what = f"the unit of {amount} stands in the map and in {shown(heading)!r}"
                yield Problem(self._place, what, "keep one of them; the map may ignore a column")


def _without_column(heading: str, fields: Mapping[str, Field]) -> tuple[str, str]:
    """What is said of a field of the model that a table has no such column for, and what to do."""
    parts = [name for name in fields if name.startswith(f"{heading}.")]
    what = f"column {shown(heading)!r} is a field of {'an activity' if fields is ACTIVITY else 'a product'}"
    if parts:
        return f"{what} whose parts have columns of their own", f"name it {' or '.join(parts)}"
    todo = "write these products as a document (TOML, JSON), or let the map ignore it by its name"
    return f"{what} that tables do not hold", todo
