"""How a figure was calculated, line by line, where the company publishes it: its own activities, not what lies below."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from co2label.declaration.declaration import WorkingLine
from co2label.declaration.stages import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from co2label.declaration.declaration import StageLine
    from co2label.figures import Shown
    from co2label.footprint import Contribution, Footprint
    from co2label.model import Activity, Stage

__all__ = ["working_lines"]


def working_lines(footprint: Footprint, stages: Sequence[StageLine], shown: Shown) -> tuple[WorkingLine, ...]:
    """A line for each activity of the product and stage that it is booked in, in the order of the stages.

    Values are parts of the stage's row as shown, with as many decimals, and add up to it. Activities of one name in
    one stage share a line.
    """
    return tuple(
        line for row in stages if row.value is not None for line in _of_stage(footprint, row, shown.unit)
    )


def _of_stage(footprint: Footprint, row: StageLine, unit: str) -> Iterator[WorkingLine]:
    groups: dict[str, list[Contribution]] = {}
    for leaf in footprint.contributions:
        if leaf.stage == row.stage:
            groups.setdefault(leaf.path[0], []).append(leaf)
    kgs = [sum(leaf.kg_co2e for leaf in leaves) for leaves in groups.values()]
    values = _values(kgs, row.value or "0")
    for (name, leaves), value in zip(groups.items(), values, strict=True):
        written = _written(footprint, name, row.stage)
        amount = " + ".join(activity.amount.text for activity in written)
        yield WorkingLine({"und": name}, row.stage, amount, _drawn_on(written, leaves), value, unit)


def _values(kgs: Sequence[float], shown: str) -> list[str]:
    """Parts of a row: of "28" whole numbers, of "<1" nothing finer than "<1"."""
    least = shown.removeprefix("<")
    step = Decimal(1).scaleb(int(Decimal(least).as_tuple().exponent)) if least == shown else Decimal(least)
    return parts_of(kgs, Decimal(shown) if least == shown else Decimal(0), step)


def _written(footprint: Footprint, name: str, stage: Stage) -> list[Activity]:
    """The activities behind a line; one that a rule spreads over stages stands in each of them."""
    named = [activity for activity in footprint.product.activities if activity.name == name]
    return [activity for activity in named if activity.stage == stage] or named


def _drawn_on(written: Sequence[Activity], leaves: Sequence[Contribution]) -> str:
    used = [activity.product for activity in written if activity.product is not None]
    direct = [leaf.factor or leaf.gas or leaf.product or "" for leaf in leaves]
    return ", ".join(dict.fromkeys(used if len(used) == len(written) else direct))
