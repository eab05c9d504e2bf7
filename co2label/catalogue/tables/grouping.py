"""Activities that stand beside each other in the row of their product: 材料1 量1 単位1 材料2 量2 単位2.

The map names such columns by their pattern: `name = "材料{n}"`, `amount = "量{n}"`. What stands for `{n}` in the headings, a
number or one letter, or nothing in the first of them, tells which columns are one activity. An empty group is none.

>>> turns_of(["id", "材料1", "量1", "材料２", "量２", "備考"], ["材料{n}", "量{n}"])
{'1': {'材料{n}': 1, '量{n}': 2}, '2': {'材料{n}': 3, '量{n}': 4}}
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.tables.table import Row, Table
from co2label.errors import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from co2label.catalogue.tables.mapping import TableMap

__all__ = ["TURN", "GroupedTable", "grouped_table", "has_groups", "turns_of"]

TURN = "{n}"
_NUMBERED = r"([0-9]{1,3}|[A-Za-z]|)"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedTable(Table):
    """The groups of columns of a table as a table of their own.

    Attributes:
        turns: what stands for `{n}` → the place of each column of the group, by its pattern.
        single: the place of each column that all groups of a row share.
        outer: the headings of the table.
    """

    turns: Mapping[str, Mapping[str, int]]
    single: Mapping[str, int]
    outer: tuple[str, ...]

    @property
    def headings(self) -> frozenset[str]:
        """The headings of all these columns."""
        grouped = (place for places in self.turns.values() for place in places.values())
        return frozenset(self.outer[place] for place in (*grouped, *self.single.values()))

    def heading_in(self, heading: str, row: Row) -> str:
        """The heading of a cell of a group."""
        place = self.turns.get(row.turn, {}).get(heading)
        return heading if place is None else self.outer[place]

    def lines_in(self, row: Row) -> list[Row]:
        """The activities in the row of a product."""
        found: list[Row] = []
        for turn, places in self.turns.items():
            cells = [self._cell(row, heading, places) for heading in self.header]
            if any(row.cells[place] for place in places.values() if place < len(row.cells)):
                found.append(Row(row.number, tuple(cells), turn=turn))
        return found

    def _cell(self, row: Row, heading: str, places: Mapping[str, int]) -> str:
        place = places.get(heading, self.single.get(heading, len(row.cells)))
        return row.cells[place] if place < len(row.cells) else ""


def has_groups(said: TableMap) -> bool:
    """Whether a map of activities names columns by a pattern."""
    return any(TURN in source.heading for source in said.columns.values())


def grouped_table(table: Table, said: TableMap) -> GroupedTable:
    """The activities in the columns of a table of products.

    Raises:
        DocumentError: a pattern that no heading has, or a column that the table does not have.
    """
    header = tuple(dict.fromkeys(source.heading for source in said.columns.values()))
    patterns = [heading for heading in header if TURN in heading]
    turns = turns_of(table.header, patterns)
    single = {heading: table.header.index(heading) for heading in header if heading in table.header}
    known = {*single, *(pattern for places in turns.values() for pattern in places)}
    absent = [heading for heading in header if heading not in known]
    if absent:
        what = f"no column {', '.join(map(repr, absent))}, which the map names for activities"
        todo = f"its headings: {', '.join(table.header)}"
        raise DocumentError([Problem(table.name, what, todo)])

    def rows() -> Iterator[Row]:
        for row in table.rows():
            if not row.broken:
                yield from found.lines_in(row)

    found = GroupedTable(table.name, table.form, header, rows, turns=turns, single=single, outer=table.header)
    return found


def turns_of(header: Iterable[str], patterns: Sequence[str]) -> dict[str, dict[str, int]]:
    """What stands for `{n}` in the headings → the places of the columns, by their pattern; in the order of the headings."""
    compiled = {pattern: _compiled(pattern) for pattern in patterns}
    turns: dict[str, dict[str, int]] = {}
    for place, heading in enumerate(header):
        for pattern, expression in compiled.items():
            found = expression.fullmatch(unicodedata.normalize("NFKC", heading))
            if found:
                turns.setdefault(found[1], {}).setdefault(pattern, place)
    return turns


def _compiled(pattern: str) -> re.Pattern[str]:
    before, _, after = unicodedata.normalize("NFKC", pattern).partition(TURN)
    return re.compile(re.escape(before) + _NUMBERED + re.escape(after))
