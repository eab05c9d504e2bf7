"""Which edition of AGRIBALYSE a table is, by its headings or as its owner says.

Packaging tells 3.1 from 3.1.1: it is headed "Approche emballage" there and "Matériau d'emballage" here. A table without that
column may be of either, and then its owner has to say which: the same food may differ by a third.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from co2label.errors import Problem, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.factors.adapters.agribalyse_tables import Table

__all__ = ["Edition", "edition_of"]

_YEARS = {"3.0": 2020, "3.1": 2022, "3.1.1": 2023, "3.2": 2024}
"""Of the last update of an edition, which the licence asks to name."""
_WRITTEN = re.compile(r"(\d+(?:\.\d+)+)(?: \((\d{4})\))?")
_SINCE = tuple(tuple(map(int, edition.split("."))) for edition in _YEARS)
_NO_END = (999,)


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition, with the year of its last update."""

    version: str
    year: int

    def __str__(self) -> str:
        return f"{self.version} ({self.year})"


def edition_of(stated: str | None, tables: Sequence[Table], problems: list[Problem]) -> Edition | None:
    """The edition that was stated, if the headings do not contradict it; else the one that they tell."""
    if not tables:
        return None
    first = next((table for table in tables if table.kind == "totals"), tables[0])
    if len({"3.0" in table.layouts for table in tables}) > 1:
        problems.append(
            Problem(first.name, "the tables are of different editions", "give two of one edition")
        )
        return None
    if stated is not None:
        return _stated(stated, first, problems)
    if len(first.layouts) > 1:
        what = f"the headings are those of {' and of '.join(first.layouts)}, and the figures differ"
        todo = f'say which it is: --edition {first.layouts[0]} (in Python edition="{first.layouts[0]}"), or the other'
        problems.append(Problem(first.name, what, todo))
        return None
    return Edition(first.layouts[0], _YEARS[first.layouts[0]])


def _stated(stated: str, table: Table, problems: list[Problem]) -> Edition | None:
    found = _WRITTEN.fullmatch(stated)
    year = found and (found[2] or _YEARS.get(found[1]))
    if found is None or not year:
        what = (
            f'expected an edition with the year of its last update such as "3.2 (2025)", got {clip(stated)}'
        )
        problems.append(Problem("edition", what))
        return None
    if not any(_fits(found[1], layout) for layout in table.layouts):
        what = f"the headings are those of {' and of '.join(table.layouts)}, not of {found[1]}"
        problems.append(Problem(table.name, what, "give the file of that edition, or another edition"))
        return None
    return Edition(found[1], int(year))


def _fits(version: str, layout: str) -> bool:
    """Whether an edition has the headings that came with a layout: from that one on, before the next one."""
    parts = tuple(map(int, version.split(".")))
    begin = tuple(map(int, layout.split(".")))
    end = next((later for earlier, later in pairwise((*_SINCE, _NO_END)) if earlier == begin), _NO_END)
    return begin <= parts < end
