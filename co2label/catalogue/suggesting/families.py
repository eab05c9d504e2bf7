"""Headings that are numbered: 材料1 量1 材料2 量2. Those that differ in their number alone are one column of activities.

>>> [(each.pattern, each.places) for each in families_of(["id", "材料1", "量1", "材料2", "量2", "規格1"])]
[('材料{n}', (1, 3)), ('量{n}', (2, 4))]
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.catalogue.suggesting.samples import Sample
from co2label.catalogue.tables.grouping import TURN

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Family", "families_of"]

_NUMBERED = re.compile(r"(.*?)([0-9]{1,3})(\D*)")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Family:
    """Columns that differ in their number alone."""

    pattern: str
    places: tuple[int, ...]

    def sample(self, samples: Sequence[Sample]) -> Sample:
        """All their cells as one column."""
        cells = (cell for place in self.places for cell in samples[place].cells)
        return Sample(self.pattern.replace(TURN, ""), tuple(cells))


def families_of(header: Sequence[str]) -> list[Family]:
    """The families of a table that go together: two or more, of which each has the same two numbers or more."""
    found: dict[tuple[str, str], dict[int, int]] = {}
    for place, heading in enumerate(header):
        plain = unicodedata.normalize("NFKC", heading)
        numbered = _NUMBERED.fullmatch(plain)
        if numbered and (numbered[1] or numbered[3]).strip():
            found.setdefault((numbered[1], numbered[3]), {})[int(numbered[2])] = place
    for name, numbers in found.items():  # the first of a family may have no number
        if min(numbers) > 1 and (first := "".join(name)) in header:
            numbers[1] = header.index(first)
    many = {name: numbers for name, numbers in found.items() if len(numbers) >= _FEWEST}
    together = max((set(numbers) for numbers in many.values()), key=len, default=set())
    chosen = {name: numbers for name, numbers in many.items() if len(together & set(numbers)) >= _FEWEST}
    if len(chosen) < _FEWEST:
        return []
    return [
        Family(f"{before}{TURN}{after}", tuple(numbers.values()))
        for (before, after), numbers in chosen.items()
    ]
