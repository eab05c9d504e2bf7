"""The stage table: five rows, each part rounded by itself to the place of the figure, and percentages that add up to 100."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.declaration.declaration import StageLine
from co2label.declaration.zeros import stages_of_zeros
from co2label.figures import show_part, show_shares
from co2label.model import STAGES, stages_of

if TYPE_CHECKING:
    from co2label.figures import Place
    from co2label.footprint import Footprint
    from co2label.model import Product, Stage

__all__ = ["stage_lines"]


def stage_lines(footprint: Footprint, place: Place) -> tuple[StageLine, ...]:
    """The five stages in the order of the life cycle.

    A row is the stage's own kilograms, rounded to the place of the figure. Where a credit makes a stage fall below zero there
    are no percentages, and bars are in proportion to all that is emitted.

    Args:
        footprint: kg CO2e by stage.
        place: the last place of the figure.
    """
    empty = stages_of_zeros(footprint)
    stages: list[Stage] = [stage for stage in STAGES if stage in footprint.stages and stage not in empty]
    kgs = [footprint.stages[stage] for stage in stages]
    percents = show_shares(kgs)
    emitted = sum(kg for kg in kgs if kg > 0)
    lines = {
        stage: StageLine(
            stage, "included", show_part(kg, place), percent, max(0.0, kg / emitted) if emitted else 0.0
        )
        for stage, kg, percent in zip(stages, kgs, percents, strict=True)
    }
    return tuple(lines.get(stage) or _absent(stage, footprint.product) for stage in STAGES)


def _absent(stage: Stage, product: Product) -> StageLine:
    if stage in product.nothing_in:
        return StageLine(stage, "nothing", reason=dict(product.nothing_in[stage]))
    return StageLine(stage, "no-data" if stage in stages_of(product.boundary) else "excluded")
