"""The stage table: five rows, parts that add up to the shown figure, percentages that add up to 100."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from co2label.declaration.declaration import StageLine
from co2label.figures import percent_shares, reconcile
from co2label.model import STAGES, stages_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from co2label.figures import Shown
    from co2label.footprint import Footprint
    from co2label.model import Stage

__all__ = ["parts_of", "stage_lines"]


def stage_lines(footprint: Footprint, shown: Shown, digits: int) -> tuple[StageLine, ...]:
    """The five stages in the order of the life cycle.

    The rows are parts of the *shown* figure, one decimal place finer than its `digits` significant digits; the
    remainders are given out by largest remainder, so that the rows add up to the figure that a reader sees.
    """
    stages: list[Stage] = [stage for stage in STAGES if stage in footprint.stages]
    kgs = [footprint.stages[stage] for stage in stages]
    values = dict(zip(stages, _values(kgs, shown, digits), strict=True))
    percents = dict(zip(stages, _percents(kgs), strict=True))
    inside = stages_of(footprint.product.boundary)
    return tuple(
        _line(stage, footprint, values, percents)
        if stage in values
        else _absent(stage, inside=stage in inside)
        for stage in STAGES
    )


def _line(
    stage: Stage, footprint: Footprint, values: Mapping[Stage, str], percents: Mapping[Stage, str]
) -> StageLine:
    total = footprint.kg_co2e
    share = footprint.stages[stage] / total if total > 0 else 0.0
    return StageLine(stage, "included", values[stage], percents[stage], min(1.0, max(0.0, share)))


def _absent(stage: Stage, *, inside: bool) -> StageLine:
    return StageLine(stage, "no-data" if inside else "excluded")


def parts_of(kgs: Sequence[float], figure: Decimal, step: Decimal) -> list[str]:
    """A shown figure in parts, in multiples of `step`, that add up to it.

    Args:
        kgs: what the parts are in proportion to, kg CO2e.
        figure: as shown, a multiple of `step`.
        step: the last place.

    Returns:
        As shown; "<1" for a part above zero that comes to none.

    >>> parts_of([0.1, 0.0501, 0.0001], Decimal(150), Decimal(1))
    ['100', '50', '<1']
    """
    total = sum(kgs)
    if total <= 0 or figure == 0:
        return [_at_least(Decimal(0), kg, step) for kg in kgs]
    parts = reconcile([float(figure) * kg / total for kg in kgs], figure, step)
    return [_at_least(part, kg, step) for part, kg in zip(parts, kgs, strict=True)]


def _values(kgs: list[float], shown: Shown, digits: int) -> list[str]:
    figure = Decimal(shown.value)
    if sum(kgs) <= 0 or figure == 0:
        return ["0"] * len(kgs)
    return parts_of(kgs, figure, Decimal(1).scaleb(figure.adjusted() - digits))


def _percents(kgs: list[float]) -> list[str]:
    if sum(kgs) <= 0:
        return ["0"] * len(kgs)
    return [
        _at_least(Decimal(share), kg, Decimal(1)) for share, kg in zip(percent_shares(kgs), kgs, strict=True)
    ]


def _at_least(part: Decimal, kg: float, step: Decimal) -> str:
    return f"<{step:f}" if kg > 0 and part == 0 else f"{part:f}"
