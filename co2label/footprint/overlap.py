"""Factors that reach past the stage that they are used in, and what may be counted twice because of it.

A food factor that ends on the plate holds transport, shop and kitchen; a product that lists its own delivery as well
counts that part twice. Cutting the factor with `through` removes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.result import Note
from co2label.footprint.working import number
from co2label.model.vocabulary import REACH, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Emitter
    from co2label.footprint.reached import Reached
    from co2label.footprint.totals import Totals
    from co2label.model import EmissionFactor, Stage

__all__ = ["SOURCE_STAGES", "overlaps"]

SOURCE_STAGES: dict[str, Stage] = {
    "transport": "distribution",
    "transportation": "distribution",
    "distribution": "distribution",
    "supermarket": "distribution",
    "retail": "distribution",
    "storage": "distribution",
    "consumption": "use",
    "use": "use",
    "end-of-life": "end-of-life",
    "disposal": "end-of-life",
}
"""Stages after the gate, by the names that sources use in their own stage splits; any other name lies before it."""


def overlaps(columns: Columns, totals: Totals, reached: Reached) -> Iterator[Note]:
    """One note for each factor and stage of the product in which it reaches too far."""
    groups: dict[tuple[int, Stage], list[int]] = {}
    for line in reached.lines:
        source = reached.emitter(line)
        if source.factor is not None and source.factor.boundary in REACH:
            groups.setdefault((int(columns.emitter[line]), reached.top_stage(line)), []).append(line)
    row = reached.rows[0]
    active = {stage for place, stage in enumerate(STAGES) if totals.present[row, place]}
    for (code, stage), lines in groups.items():
        source = columns.emitters[code]
        later = _later_stages(source, stage)
        if later and source.factor is not None:
            amount = sum(float(columns.quantity[line]) * reached.scale(line) for line in lines)
            message = _message(
                source.factor, later, active, _kg_in(source.factor, later), amount / source.per.si
            )
            yield Note("boundary-overlap", message, reached.path(lines[0]))


def _later_stages(source: Emitter, stage: Stage) -> list[Stage]:
    """Stages after `stage` that a factor, as it is used, has inside it."""
    if source.factor is None:
        return []
    after = STAGES[STAGES.index(stage) + 1 :]
    names = list(source.factor.stages)
    if source.through is None:
        return [later for later in REACH[source.factor.boundary] if later in after]
    kept = {SOURCE_STAGES.get(name.lower()) for name in names[: names.index(source.through) + 1]}
    return [later for later in after if later in kept]


def _kg_in(factor: EmissionFactor, stages: list[Stage]) -> float | None:
    """Kilograms per `per` that lie in some stages; None where the factor does not say."""
    parts = [kg for name, kg in factor.stages.items() if SOURCE_STAGES.get(name.lower()) in stages]
    return sum(parts) if parts else None


def _message(
    factor: EmissionFactor, later: list[Stage], active: set[Stage], kg_per: float | None, amount: float
) -> str:
    covers = f"factor {factor.id!r} is {factor.boundary}: {' and '.join(later)} are inside it"
    both = [stage for stage in later if stage in active]
    if not both:
        return f"{covers}; the product has no activities there, so nothing is counted twice"
    twice = "an unknown part" if kg_per is None else f"{number(kg_per * amount)} kg"
    todo = "cut the factor with `through`" if factor.stages else "take a factor that ends at the gate"
    return f"{covers}, and the product has activities in {' and '.join(both)} too; {twice} may be counted twice; {todo}"
