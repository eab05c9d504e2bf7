"""Zeros in the place of data: an amount or a factor of 0 gives neither a figure nor a stage anything to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from co2label.footprint import Footprint
    from co2label.footprint.note import Note
    from co2label.model import Stage

__all__ = ["stages_of_zeros", "zero_notes"]

_CODES = frozenset({"zero-amount", "zero-factor"})


def zero_notes(footprint: Footprint) -> tuple[Note, ...]:
    """The notes that say so."""
    return tuple(note for note in footprint.notes if note.code in _CODES)


def stages_of_zeros(footprint: Footprint) -> frozenset[Stage]:
    """Stages of 0 kg with an activity whose amount or factor is 0: they have no data.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> lines = [Activity(stage, f"{kg} kg", gas="CO2", stage=stage) for stage, kg in (("production", 1), ("use", 0))]
    >>> tea = Product(id="tea", name="Tea", declared_unit="1 piece", boundary="cradle-to-grave", activities=lines)
    >>> sorted(stages_of_zeros(compute(tea)))
    ['use']
    """
    empty = {stage for stage, kg in footprint.stages.items() if kg == 0}
    if not empty:
        return frozenset()
    named = {note.where[0] for note in zero_notes(footprint) if note.where}
    return frozenset(
        line.stage for line in footprint.product.activities if line.name in named and line.stage in empty
    )
