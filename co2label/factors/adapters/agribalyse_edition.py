"""Which edition of AGRIBALYSE a table is, by its headings or as its owner says.

3.1 and 3.1.1 have the same headings; without a word of the owner they are taken as the later one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.errors import Problem, clip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.factors.adapters.agribalyse_tables import Table

__all__ = ["Edition", "edition_of"]

_YEARS = {"3.0": 2020, "3.1.1": 2023, "3.2": 2024}
"""Of the last update of an edition, which the licence asks to name."""
_WRITTEN = re.compile(r"(\d+(?:\.\d+)+)(?: \((\d{4})\))?")
_SINCE = {"3.0": (3, 0), "3.1": (3, 1), "3.2": (3, 2)}
_USUAL = {"3.0": "3.0", "3.1": "3.1.1", "3.2": "3.2"}


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
    layout = max(table.layout for table in tables)
    if stated is None:
        return Edition(_USUAL[layout], _YEARS[_USUAL[layout]])
    found = _WRITTEN.fullmatch(stated)
    year = found and (found[2] or _YEARS.get(found[1]))
    if found is None or not year:
        what = (
            f'expected an edition with the year of its last update such as "3.2 (2025)", got {clip(stated)}'
        )
        problems.append(Problem("edition", what))
        return None
    if not _fits(found[1], layout):
        what = f"the headings are those of {_USUAL[layout]}, not of {found[1]}"
        problems.append(Problem(tables[0].name, what, "give the file of that edition, or another edition"))
        return None
    return Edition(found[1], int(year))


def _fits(version: str, layout: str) -> bool:
    parts = tuple(map(int, version.split(".")))
    later = [since for since in _SINCE.values() if since > _SINCE[layout]]
    return _SINCE[layout] <= parts and all(parts < since for since in later)
