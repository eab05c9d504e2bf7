"""What products reach through the products that they use: facts and years of everything below, loops included.

A used product whose own kilograms lie after the stage that uses it reaches past it as a factor of that kind does; see
`co2label.footprint.misplaced`, which says how many kilograms that are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.batches.weights import REACHES, Bit
from co2label.footprint.nesting import Uses
from co2label.model import DOWNSTREAM_STAGES, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.part import Part

__all__ = ["misplaced", "reached"]

_OWN = (1 << len(STAGES)) - 1 | Bit.OVERLAP | Bit.UNSPLIT
"""Facts that hold of a product's own stages and kilograms; they are not those of what it uses."""


def reached(
    bits: NDArray[np.int32], oldest: NDArray[np.int32], uses: Uses, stage: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The facts about products and their oldest factors, with all that they use.

    A factor that reaches past the stage of a line reaches past it in a used product too, in the stage that uses it.

    Args:
        bits: (product), of its own lines.
        oldest: (product), year of the oldest factor of its own lines.
        uses: who uses whom.
        stage: (use), where the user books it.
    """
    if not len(uses.user):
        return bits, oldest
    order = np.argsort(uses.user, kind="stable")
    used, stage = uses.used[order], stage[order]
    begins = np.flatnonzero(np.diff(uses.user[order], prepend=-1))
    users = uses.user[order][begins]
    bits, oldest = bits.copy(), oldest.copy()
    changed = True
    while changed:
        facts = bits[users] | np.bitwise_or.reduceat(bits[used] & ~_OWN, begins)
        years = np.minimum(oldest[users], np.minimum.reduceat(oldest[used], begins))
        changed = bool((facts != bits[users]).any() or (years != oldest[users]).any())
        bits[users], oldest[users] = facts, years
    later = np.array([sum(REACHES[place + 1 :]) for place in range(len(STAGES))], np.int32)
    overlaps = np.where(bits[used] & later[stage] != 0, Bit.OVERLAP, 0).astype(np.int32)
    bits[users] |= np.bitwise_or.reduceat(overlaps, begins)
    return bits, oldest


def misplaced(part: Part, uses: Uses, stage: NDArray[np.intp]) -> NDArray[np.int32]:
    """(product): the bit of an overlap, where a used product brings kilograms of stages after the one that uses it.

    Args:
        part: the sums of all products, with what they use.
        uses: who uses whom.
        stage: (use), where the user books it.
    """
    own = np.zeros(len(part), np.int32)
    for later in DOWNSTREAM_STAGES:
        place = STAGES.index(later)
        own[part.of_stage(place) != 0] |= REACHES[place]
    taken = uses.amount != 0
    if not own.any() or not taken.any():
        return np.zeros(len(part), np.int32)
    uses = Uses(uses.user[taken], uses.used[taken], uses.amount[taken])
    found, _ = reached(own, np.zeros(len(part), np.int32), uses, stage[taken])
    overlap: NDArray[np.int32] = found & np.int32(Bit.OVERLAP)
    return overlap
