"""Waste that is counted twice: the end of life of a material by its `recycling`, and the same mass once more.

The terms of the circular footprint formula after the use of a product are its end of life; routes, or a factor of waste, for
the same mass in the same product are another one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.footprint.note import Note
from co2label.model import stages_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.reached import Reached
    from co2label.model import Activity, Product, Recycling

__all__ = ["waste_twice"]

_SAME = 1e-6
"""Relative: masses that are written alike."""
_WASTE = ("end-of-life", "collection")


def waste_twice(columns: Columns, reached: Reached) -> Iterator[Note]:
    """One note for each activity that counts a mass again whose end of life a `recycling` has counted."""
    for row in reached.wholes:
        product = columns.products[row]
        counted = [line for line in product.activities if _has_end(line, product)]
        if not counted:
            continue
        waste = {line.name for line in product.activities if line.routes}
        waste |= _by_factor(columns, row)
        for line in product.activities:
            twice = _same_mass(line, counted) if line.name in waste and line.recycling is None else ""
            if twice:
                message = (
                    f"{line.amount.text} is counted as waste here, and its end of life is in the recycling of {twice} as well; "
                    "keep one of them"
                )
                yield Note("end-of-life-twice", message, (*reached.way(row), line.name))


def _has_end(line: Activity, product: Product) -> bool:
    rule = line.recycling
    return rule is not None and "end-of-life" in stages_of(product.boundary) and bool(_ends(rule))


def _ends(rule: Recycling) -> float:
    """The share of the material whose end of life the rule counts."""
    applied = rule.allotted()
    shares = (rule.R2 * (1 - applied.A), rule.R3 * (1 - applied.B), 1 - rule.R2 - rule.R3)
    return math.fsum(share for share in shares if share > _SAME)


def _by_factor(columns: Columns, row: int) -> set[str]:
    """Activities of the end of life that draw on a factor of waste."""
    found = set()
    for line in range(int(columns.start[row]), int(columns.start[row + 1])):
        factor = columns.emitters[int(columns.emitter[line])].factor
        if factor is not None and factor.boundary in _WASTE and columns.lines[line].stage == "end-of-life":
            found.add(columns.names(line)[0])
    return found


def _same_mass(line: Activity, counted: list[Activity]) -> str:
    """The names of the materials of that mass: one of them, or all together."""
    alike = [each for each in counted if each.amount.unit.dimension == line.amount.unit.dimension]
    for group in ([[each] for each in alike] + [alike]) if line.amount.si else []:
        if group and math.isclose(math.fsum(each.amount.si for each in group), line.amount.si, rel_tol=_SAME):
            return " and ".join(each.name for each in group)
    return ""
