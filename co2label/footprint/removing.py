"""What of a figure's lines removes CO2, and what shows that it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.footprint.reached import Reached
from co2label.footprint.result import Note
from co2label.model.components import REMOVING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.model import Removal

__all__ = ["RemovedBy", "removed_by", "unproven"]


@dataclass(frozen=True, slots=True)
class RemovedBy:
    """One line that removes CO2, its own or of a product that is used."""

    path: tuple[str, ...]
    """Names of the activities from the product down to it."""
    evidence: Removal | None
    """Of the activity, else of its factor; None where nobody has stated any."""


def removed_by(columns: Columns, row: int) -> tuple[RemovedBy, ...]:
    """Every line of a product, and of all that it uses, that books a removal."""
    return tuple(_lines(columns, Reached(columns, row)))


def unproven(columns: Columns, reached: Reached) -> Iterator[Note]:
    """A note on every removal without evidence."""
    for removal in _lines(columns, reached):
        if removal.evidence is None:
            message = "a removal without evidence; it stands beside the figure and cannot be declared"
            yield Note("removal-evidence", message, removal.path)


def _lines(columns: Columns, reached: Reached) -> Iterator[RemovedBy]:
    kg = {
        code: sum(source.kg.get(part, 0.0) for part in REMOVING)
        for code, source in enumerate(columns.emitters)
    }
    if not any(kg.values()):
        return
    for line in reached.lines:
        if kg[int(columns.emitter[line])] * columns.quantity[line] < 0:  # a credit of a removal is none
            factor = reached.emitter(line).factor
            evidence = columns.lines[line].removal or (factor.removal if factor else None)
            yield RemovedBy(reached.path(line), evidence)
