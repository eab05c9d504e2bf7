"""Facts about the lines of all products, and the codes of the notes that they mean: one pass over the columns.

A `Bit` is a fact about a line; the bits of a product are those of its lines, joined by OR, and of all that it uses, loops
included. `_notes` writes the sentences of one product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.footprint._boundary_notes import uncompleted
from co2label.footprint._engine import joined_with_used
from co2label.footprint._lines import NARROW_BITS, REACHES, UNKNOWN_YEAR, Bit, in_figure
from co2label.footprint._loops import Uses
from co2label.footprint._notes import STALE_YEARS
from co2label.model import DOWNSTREAM_STAGES, REMOVALS, STAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.footprint._engine import Totals
    from co2label.footprint._lines import Columns
    from co2label.footprint._uncertainty import Intervals


CODES_BY_PRODUCT = (
    "mixed-basis",
    "mixed-gwp-set",
    "gwp-set-unknown",
    "stale-factor",
    "boundary-overlap",
    "unsplit-components",
    "removal-evidence",
    "radiative-forcing",
    "bridged",
    "price-year",
    "mass-balance",
    "loop",
    "interval-partial",
    "interval-skewed",
    "tank-to-wheel",
    "generation-only",
    "collection-only",
    "zero-amount",
    "zero-factor",
)
"""Notes that are told by the facts about the lines of a product, in their order; the others need its activities."""

_CODE_OF_BIT = {
    "mixed-gwp-set": Bit.MIXED_SET,
    "gwp-set-unknown": Bit.UNKNOWN_SET,
    "boundary-overlap": Bit.OVERLAP,
    "unsplit-components": Bit.UNSPLIT,
    "removal-evidence": Bit.UNPROVEN,
    "bridged": Bit.BRIDGED,
    "price-year": Bit.PRICE_YEAR,
    "mass-balance": Bit.MASS_BALANCE,
    "loop": Bit.LOOP,
    "zero-amount": Bit.ZERO_AMOUNT,
    "zero-factor": Bit.ZERO_FACTOR,
    **NARROW_BITS,
}

_FORCING = "aircraft-forcing"


def noted(
    totals: Totals, bits: NDArray[np.int32], year: NDArray[np.float64] | None, intervals: Intervals | None
) -> dict[str, NDArray[np.bool_]]:
    """Return code of a note → (product) mask of those that have it; codes without products may be absent.

    Args:
        totals: sums of all products.
        bits: (product), as `fact_bits` returns them.
        year: (product): of its data, NaN where none is stated.
        intervals: None where no uncertainty is stated.
    """
    occurring = int(np.bitwise_or.reduce(bits)) if len(bits) else 0
    masks = {code: bits & bit != 0 for code, bit in _CODE_OF_BIT.items() if occurring & bit}
    if occurring & Bit.CO2_ALONE and occurring & Bit.CO2E:
        masks["mixed-basis"] = (bits & Bit.CO2_ALONE != 0) & (bits & Bit.CO2E != 0)
    if _FORCING in totals.components:
        masks["radiative-forcing"] = totals.kg[:, :, totals.components.index(_FORCING)].sum(axis=1) != 0
    if year is not None:
        oldest = _oldest(totals)
        masks["stale-factor"] = (oldest != UNKNOWN_YEAR) & (year - oldest > STALE_YEARS)
    if intervals is not None:
        masks["interval-partial"] = ~np.isnan(intervals.gum.sd)  # no amount of a table states an uncertainty
        masks["interval-skewed"] = intervals.skewed
    return masks


def fact_bits(totals: Totals, unbalanced: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return (product) bits; `unbalanced` is (product), whether its raw materials weigh far too much or too little."""
    columns, uses = totals.columns, totals.uses
    bits = _by_product(np.bitwise_or, _line_bits(columns), columns, 0)
    bits |= np.where(unbalanced, Bit.MASS_BALANCE, 0).astype(np.int32)
    if not len(totals.nested):
        return bits
    bits |= np.where(totals.loop, Bit.LOOP, 0).astype(np.int32)
    stage, taken = columns.stage[totals.nested], uses.amount != 0
    bits = _propagated(bits, uses, stage)
    some = Uses(uses.user[taken], uses.used[taken], uses.amount[taken])
    bits |= joined_with_used(bits & Bit.UNSPLIT, some, np.bitwise_or)
    return bits | _misplaced(totals, some, stage[taken])


_TINY = 1e-200
"""Quantities below this may underflow to zero kilograms."""


def _line_bits(columns: Columns) -> NDArray[np.int32]:
    tables = columns.tables
    bits = tables.bits.take(columns.source * len(STAGES) + columns.stage)
    for bit, lines in columns.facts.items():
        bits[lines] |= bit
    if len(columns.quantity) and columns.quantity.min() < _TINY:
        bits[tables.in_figure.take(columns.source) * columns.quantity == 0] &= ~Bit.UNSPLIT  # booked nowhere
        bits[columns.quantity == 0] |= Bit.ZERO_AMOUNT
        removing = [place for place, name in enumerate(tables.components) if name in REMOVALS]
        removed = tables.kg[removing].sum(axis=0).take(columns.source) * columns.quantity
        bits[removed == 0] &= ~Bit.UNPROVEN
    lacks = tables.lacks.take(columns.source) if tables.lacks.any() else tables.lacks
    if lacks.any():  # a missing part is no fact where the product lists as much of it
        completes, per = tables.completes.take(columns.source), tables.per.take(columns.source)
        missing = uncompleted(columns.row, lacks, completes, per, columns.quantity)
        bits[(lacks > 0) & ~missing] &= ~sum(NARROW_BITS.values())
    return bits


def _oldest(totals: Totals) -> NDArray[np.int32]:
    """Return (product) the year of the oldest factor, of used products too, or `UNKNOWN_YEAR`."""
    columns = totals.columns
    year = columns.tables.year
    if year.min() == UNKNOWN_YEAR:
        return np.full(columns.count, UNKNOWN_YEAR, np.int32)
    own = _by_product(np.minimum, year.take(columns.source), columns, UNKNOWN_YEAR)
    return joined_with_used(own, totals.uses, np.minimum)


def _by_product(
    join: np.ufunc, of_line: NDArray[np.int32], columns: Columns, nothing: int
) -> NDArray[np.int32]:
    """Join (line) values into (product); `nothing` is the value of a product without lines."""
    begin = columns.start[:-1]
    if len(begin) and (begin < columns.start[1:]).all():
        joined: NDArray[np.int32] = join.reduceat(of_line, begin)
        return joined
    filled = np.flatnonzero(begin < columns.start[1:])
    joined = np.full(columns.count, nothing, np.int32)
    if len(filled):
        joined[filled] = join.reduceat(of_line, begin[filled])
    return joined


_OWN = (1 << len(STAGES)) - 1 | Bit.OVERLAP | Bit.UNSPLIT
"""Facts about a product's own stages and kilograms, which are not propagated to its users."""


def _propagated(bits: NDArray[np.int32], uses: Uses, stage: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return (product) facts with those of all that it uses; `stage` is (use), the stage of the user that books it.

    A factor that covers stages after that of its line overlaps in the users too, in the stage that uses it.
    """
    facts = joined_with_used(bits & ~_OWN, uses, np.bitwise_or)
    later = np.array([sum(REACHES[place + 1 :]) for place in range(len(STAGES))], np.int32)
    overlaps = (facts[uses.used] & later[stage] != 0).astype(np.int32) * Bit.OVERLAP
    bits = bits | facts
    np.bitwise_or.at(bits, uses.user, overlaps)
    return bits


def _misplaced(totals: Totals, uses: Uses, stage: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return (product) `Bit.OVERLAP` where a used product brings kilograms of stages after the one that uses it."""
    counted = in_figure(totals.components, totals.columns.counted) > 0
    own = np.zeros(totals.columns.count, np.int32)
    for place in map(STAGES.index, DOWNSTREAM_STAGES):
        own[totals.kg[:, place, counted].sum(axis=1) != 0] |= REACHES[place]
    if not own.any() or not len(uses.user):
        return np.zeros_like(own)
    return _propagated(own, uses, stage) & np.int32(Bit.OVERLAP)
