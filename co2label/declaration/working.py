"""How a figure was calculated, line by line, where the company publishes it: its own activities, not what lies below."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from co2label.declaration.declaration import WorkingLine
from co2label.figures import show_part, show_shares
from co2label.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from co2label.figures import Place
    from co2label.footprint import Contribution, Footprint
    from co2label.model import Activity, Stage

__all__ = ["working_lines"]


def working_lines(footprint: Footprint, place: Place) -> tuple[WorkingLine, ...]:
    """A line for each activity of the product and stage that it is booked in, in the order of the stages.

    Values are rounded like the rows of the stages, each by itself. Activities of one name in one stage share a line.

    Args:
        footprint: with its contributions.
        place: the last place of the figure.
    """
    groups = _groups(footprint)
    kgs = [math.fsum(leaf.kg_co2e for leaf in leaves) for leaves in groups.values()]
    percents = show_shares(kgs)
    return tuple(
        _line(footprint, key, leaves, (show_part(kg, place), percent, place.unit))
        for (key, leaves), kg, percent in zip(groups.items(), kgs, percents, strict=True)
    )


def _groups(footprint: Footprint) -> dict[tuple[Stage, str], list[Contribution]]:
    """The leaves by stage and by the activity of the product that they belong to."""
    groups: dict[tuple[Stage, str], list[Contribution]] = {}
    for leaf in sorted(footprint.contributions, key=lambda leaf: STAGES.index(leaf.stage)):
        groups.setdefault((leaf.stage, leaf.path[0]), []).append(leaf)
    return groups


def _line(
    footprint: Footprint,
    key: tuple[Stage, str],
    leaves: Sequence[Contribution],
    said: tuple[str, str | None, str],
) -> WorkingLine:
    stage, name = key
    value, percent, unit = said
    written = _written(footprint, name, stage)
    amount = " + ".join(activity.amount.text for activity in written)
    return WorkingLine({"und": name}, stage, amount, _drawn_on(written, leaves), value, unit, percent)


def _written(footprint: Footprint, name: str, stage: Stage) -> list[Activity]:
    """The activities behind a line; one that a rule spreads over stages stands in each of them."""
    named = [activity for activity in footprint.product.activities if activity.name == name]
    return [activity for activity in named if activity.stage == stage] or named


def _drawn_on(written: Sequence[Activity], leaves: Sequence[Contribution]) -> str:
    used = [activity.product for activity in written if activity.product is not None]
    direct = [leaf.factor or leaf.gas or leaf.product or "" for leaf in leaves]
    return ", ".join(dict.fromkeys(used if len(used) == len(written) else direct))
