"""Cut-off: what is left out is said, and on request the known part is scaled up, E_100 = E_known ÷ coverage.

The scale-up is one row per stage in `explain`, with a part for each activity, so that contributions still add up and
no activity shows another amount than was written. It is an estimate: none of it counts as primary data.

>>> from co2label.model import CutOff
>>> cut_off_note(CutOff(left_out_percent=2.5, limit_percent=5, scale_up=True, note="screws")).message
'2.5 % of the figure are left out (limit 5 %): screws; scaled up: the known part ÷ 0.975'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.note import number
from co2label.footprint.rules.expansion import Note, worked
from co2label.model import EMISSIONS

if TYPE_CHECKING:
    from co2label.model import Activity, CutOff, Product

__all__ = ["cut_off_note", "scaled_up"]


def cut_off_note(cut_off: CutOff) -> Note:
    """What the product leaves out."""
    left, limit = number(cut_off.left_out_percent), number(cut_off.limit_percent)
    message = f"{left} % of the figure are left out (limit {limit} %)"
    if cut_off.note:
        message += f": {cut_off.note}"
    if cut_off.scale_up:
        message += f"; scaled up: the known part ÷ {number(1 - cut_off.left_out_percent / 100)}"
    return Note("cut-off", message)


def scaled_up(line: Activity, product: Product) -> tuple[Activity, str, str] | None:
    """What one line adds for what was left out, with the name and the working of the row above; None for nothing.

    What was left out is emitted: a removal, or an uptake, that is known makes no unknown one.
    """
    cut_off = product.cut_off
    if line.component is not None and line.component not in EMISSIONS:
        return None
    if cut_off is None or not (cut_off.scale_up and cut_off.left_out_percent):
        return None
    coverage = 1.0 - cut_off.left_out_percent / 100.0
    share = f"(1 ÷ {number(coverage)} − 1)"
    amount = worked(line.amount, 1.0 / coverage - 1.0, f"{line.amount.text} × {share}")
    update = {"amount": amount, "evidence": None}
    return line.model_copy(update=update), "scale-up for the cut-off", f"each amount × {share}"
