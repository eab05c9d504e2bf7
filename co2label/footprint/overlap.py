"""Factors that reach past the stage that they are used in, and what may be counted twice because of it.

A food factor that ends on the plate holds transport, shop and kitchen; a product that lists its own delivery as well
counts that part twice. Cutting the factor with `through` removes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.emitter import SOURCE_STAGES, kept_stages
from co2label.footprint.note import Note, number
from co2label.model import STAGES, STAGES_COVERED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.emitter import Emitter
    from co2label.footprint.reached import Reached
    from co2label.footprint.totals import Totals
    from co2label.model import Stage

__all__ = ["later_stages", "overlaps"]


def overlaps(columns: Columns, totals: Totals, reached: Reached) -> Iterator[Note]:
    """One note for each factor and stage of the product in which it reaches too far."""
    groups: dict[tuple[int, Stage], list[int]] = {}
    spread = _spread(columns, reached.rows[0])
    for line in reached.lines:
        factor = reached.emitter(line).factor
        if line in spread:
            continue
        if factor is not None and factor.boundary in STAGES_COVERED:
            groups.setdefault((int(columns.emitter[line]), reached.top_stage(line)), []).append(line)
    row = reached.rows[0]
    active = {stage for place, stage in enumerate(STAGES) if totals.present[row, place]}
    for (code, stage), lines in groups.items():
        source = columns.emitters[code]
        later = later_stages(source, stage)
        if later:
            amount = sum(float(columns.quantity[line]) * reached.scale(line) for line in lines)
            message = _message(source, later, active, amount / source.per.si)
            yield Note("boundary-overlap", message, reached.path(lines[0]))
    yield from _spread_overlaps(columns, totals, reached, spread)


def _spread(columns: Columns, row: int) -> set[int]:
    """The product's own lines that a factor's stage split put where they are."""
    lines = range(int(columns.start[row]), int(columns.start[row + 1]))
    return {line for line in lines if line in columns.groups and columns.lines[line].stages is not None}


def _spread_overlaps(columns: Columns, totals: Totals, reached: Reached, spread: set[int]) -> Iterator[Note]:
    """One note for each stage after the gate where a factor's own part meets other activities of the product."""
    row = reached.rows[0]
    others = {
        columns.lines[line].stage
        for line in range(int(columns.start[row]), int(columns.start[row + 1]))
        if line not in spread
    }
    meeting: dict[tuple[int, Stage], list[int]] = {}
    for line in sorted(spread):
        stage = columns.lines[line].stage
        if stage in others and stage in SOURCE_STAGES.values():
            meeting.setdefault((int(columns.emitter[line]), stage), []).append(line)
    for (code, stage), lines in meeting.items():
        kg = sum(float(totals.line_kg[line]) for line in lines)
        message = (
            f"{columns.emitters[code].name} brings its own {stage}; the product has other activities there too, so "
            f"{number(kg)} kg may be counted twice; cut the factor with `through`"
        )
        yield Note("boundary-overlap", message, reached.path(lines[0]))


def _kept(source: Emitter) -> dict[str, float]:
    """The factor's own stages, as far as it is used."""
    return kept_stages(source.factor, source.through) if source.factor else {}


def later_stages(source: Emitter, stage: Stage) -> list[Stage]:
    """Stages after `stage` that a factor, as it is used, has inside it."""
    after = STAGES[STAGES.index(stage) + 1 :]
    if source.through is not None:
        kept = {SOURCE_STAGES.get(name.lower()) for name in _kept(source)}
        return [later for later in after if later in kept]
    boundary = source.factor.boundary if source.factor else "unstated"
    return [later for later in STAGES_COVERED.get(boundary, ()) if later in after]


def _message(source: Emitter, later: list[Stage], active: set[Stage], amount: float) -> str:
    boundary = source.factor.boundary if source.factor else "unstated"
    covers = f"{source.name} is {boundary} and has {' and '.join(later)} inside it"
    both = [stage for stage in later if stage in active]
    if not both:
        return f"{covers}; the product has no activities there, so nothing is counted twice"
    parts = [kg for name, kg in _kept(source).items() if SOURCE_STAGES.get(name.lower()) in both]
    twice = f"{number(sum(parts) * amount)} kg" if parts else "an unknown part"
    todo = "cut the factor with `through`" if parts else "take a factor that ends at the gate"
    where = " and ".join(both)
    return f"{covers}; the product has activities in {where} too, so {twice} may be counted twice; {todo}"
