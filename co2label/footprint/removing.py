"""What of a figure's lines removes CO2, and what shows that it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.footprint.note import Note
from co2label.model import REMOVALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Emitter
    from co2label.footprint.reached import Reached
    from co2label.model import Activity, Removal

__all__ = ["RemovedBy", "notes_on_removals", "removed_by", "unproven"]


@dataclass(frozen=True, slots=True)
class RemovedBy:
    """One line that removes CO2, its own or of a product that is used."""

    path: tuple[str, ...]
    """Names of the activities from the product down to it."""
    evidence: Removal | None
    """Of the activity, else of its factor; None where nobody has stated any."""


def removed_by(columns: Columns, reached: Reached) -> tuple[RemovedBy, ...]:
    """Every line of a product, and of all that it uses, that books a removal."""
    return tuple(
        RemovedBy(reached.path(line), _evidence(columns.lines[line], reached.emitter(line)))
        for line in reached.lines
        if _per_unit(reached.emitter(line)) * columns.quantity[line] < 0  # a credit of a removal is none
    )


def unproven(columns: Columns, reached: Reached) -> tuple[RemovedBy, ...]:
    """Those of them that nothing shows."""
    return tuple(each for each in removed_by(columns, reached) if each.evidence is None)


def notes_on_removals(columns: Columns, reached: Reached) -> Iterator[Note]:
    """A note on every removal without evidence."""
    for removal in unproven(columns, reached):
        message = "a removal without evidence; it stands beside the figure and cannot be declared"
        yield Note("removal-evidence", message, removal.path)


def _per_unit(source: Emitter) -> float:
    return sum(source.kg.get(part, 0.0) for part in REMOVALS)


def _evidence(line: Activity, source: Emitter) -> Removal | None:
    return line.removal or (source.factor.removal if source.factor else None)
