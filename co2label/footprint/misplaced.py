"""What a used product brings of stages that lie after the one that uses it: kilograms in a stage where they do not belong.

A phone with its use phase among the raw materials of a car puts the electricity of years of calls into the making of the
car. `through` cuts it, `stages = "own"` keeps each stage where it is. The kilograms are exact, through products that use
products and through loops: one backward pass a stage of the product, that ends where a line is misplaced itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint.nesting import LoopError, Uses, solve
from co2label.footprint.note import Note, number
from co2label.footprint.totals import in_figure
from co2label.model import DOWNSTREAM_STAGES, STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from co2label.footprint.columns import Columns
    from co2label.footprint.reached import Reached
    from co2label.footprint.totals import Totals
    from co2label.model import Stage

__all__ = ["left_out", "misplaced", "stages_behind"]


def stages_behind(stage: Stage) -> tuple[Stage, ...]:
    """Stages after the gate that come after a stage.

    >>> stages_behind("production"), stages_behind("use")
    (('distribution', 'use', 'end-of-life'), ('end-of-life',))
    """
    return tuple(later for later in DOWNSTREAM_STAGES if STAGES.index(later) > STAGES.index(stage))


def misplaced(columns: Columns, totals: Totals, reached: Reached) -> Iterator[Note]:
    """One note for each stage of the product and each used product that reaches past it there."""
    root = reached.rows[0]
    lines = [line for line in reached.lines if reached.emitter(line).product >= 0]
    if not lines or not _reaches_past(totals, reached.rows):
        return
    walked = _Walked(columns, totals, reached, lines)
    active = {stage for place, stage in enumerate(STAGES) if totals.present[root, place]}
    for stage in STAGES:
        for used, stages, kg in walked.in_stage(stage):
            product = columns.products[used]
            brings = f"used product {product.id!r} brings its own {' and '.join(stages)} into {stage}"
            both = [later for later in stages if later in active]
            twice = (
                f"; the product has activities in {' and '.join(both)} too, so they may be counted twice"
                if both
                else ""
            )
            message = (
                f"{brings}: {number(kg)} kg do not belong there{twice}; cut it with `through`, or keep its stages with "
                '`stages = "own"`'
            )
            yield Note("boundary-overlap", message, walked.path(used))


def left_out(columns: Columns, totals: Totals, reached: Reached) -> Iterator[Note]:
    """One note for each line that keeps the stages of a used product, some of which lie outside the boundary."""
    for line in reached.lines if columns.left else ():
        left = columns.left.get(line)
        if left is None:
            continue
        user, used = columns.products[columns.row_of(line)], columns.products[left.used]
        places = [STAGES.index(stage) for stage in left.stages]
        kg = float(
            totals.kg[left.used, places].sum(axis=0) @ in_figure(totals.components, columns.counted)
        ) * float(columns.quantity[line])
        message = (
            f"used product {used.id!r}: its {' and '.join(left.stages)} ({number(kg)} kg) lie outside the boundary "
            f"{user.boundary!r} and are left out"
        )
        yield Note("stages-outside", message, reached.path(line)[:-1])


def _reaches_past(totals: Totals, rows: Sequence[int]) -> bool:
    later = [STAGES.index(stage) for stage in DOWNSTREAM_STAGES]
    return bool(totals.present[rows][:, later].any())


class _Walked:
    """Strictly private: the lines of a product and of all that it uses which draw on products."""

    def __init__(self, columns: Columns, totals: Totals, reached: Reached, lines: Sequence[int]) -> None:
        self._columns, self._totals, self._reached = columns, totals, reached
        self._place = {row: place for place, row in enumerate(reached.rows)}
        self._stage = np.array([int(columns.stage[line]) for line in lines])
        self._user = np.array([self._place[columns.row_of(line)] for line in lines], np.intp)
        self._used = np.array([self._place[reached.emitter(line).product] for line in lines], np.intp)
        self._amount = columns.quantity[np.array(lines, np.intp)]
        self._way: dict[int, int] = {}
        for line, used in zip(lines, self._used.tolist(), strict=True):
            self._way.setdefault(columns.whole(reached.rows[used]), line)

    def path(self, row: int) -> tuple[str, ...]:
        """The shortest way to a product."""
        return self._reached.path(self._way[row])

    def in_stage(self, stage: Stage) -> Iterator[tuple[int, tuple[Stage, ...], float]]:
        """What each used product brings of later stages into one: its row, those stages, kilograms."""
        behind = stages_behind(stage)
        if not behind or not (self._user[self._stage == STAGES.index(stage)] == 0).any():
            return
        totals, rows = self._totals, self._reached.rows
        places = [STAGES.index(later) for later in behind]
        needed = self._needed(STAGES.index(stage), places)
        inside = in_figure(totals.components, self._columns.counted)
        found: dict[int, tuple[set[Stage], float]] = {}
        for place in np.flatnonzero(needed).tolist():
            kg = totals.kg[rows[place]][places] @ inside
            if not kg.any():
                continue
            stages, before = found.get(whole := self._columns.whole(rows[place]), (set(), 0.0))
            stages |= {later for later, each in zip(behind, kg.tolist(), strict=True) if each}
            found[whole] = stages, before + float(needed[place] * kg.sum())
        for row, (stages, kg) in found.items():
            if kg:
                yield row, tuple(later for later in behind if later in stages), kg

    def _needed(self, stage: int, behind: Sequence[int]) -> NDArray[np.float64]:
        """Declared units of every product that come into a stage, not counting what comes through misplaced lines."""
        top = (self._user == 0) & (self._stage == stage)
        first = np.zeros((len(self._reached.rows), 1))
        np.add.at(first[:, 0], self._used[top], self._amount[top])
        kept = ~np.isin(self._stage, behind)
        uses = Uses(self._used[kept], self._user[kept], self._amount[kept])
        try:
            needed: NDArray[np.float64] = solve(first, uses)[0][:, 0]
        except LoopError:  # credits outside these lines may have kept a loop in hand
            return first[:, 0]
        return needed
