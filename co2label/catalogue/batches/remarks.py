"""From facts about products to the codes of their notes, the same as `Footprint.notes` has, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from co2label.catalogue.arrow import pa
from co2label.catalogue.batches.weights import NARROW_BITS, UNKNOWN_YEAR, Bit
from co2label.footprint.notes import STALE_YEARS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from co2label.catalogue.batches.part import Part
    from co2label.footprint.gum import Gum
    from co2label.model import Component

__all__ = ["notes_column"]

_CODES = (
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
_OF_BIT = {
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
_FORCING: Component = "aircraft-forcing"
_SAME = 1e-9
"""Relative: what rounding of float64 may change."""


def notes_column(part: Part, year: NDArray[np.float64] | None, gum: Gum | None) -> pa.Array:
    """The codes of the notes on every product; an empty list where there is none.

    Args:
        part: the sums of the products.
        year: of their data, NaN where none is stated.
        gum: their intervals, NaN where none is stated.
    """
    there = _facts(part, year, gum)
    pattern = np.zeros(len(part.bits), np.intp)
    for place, code in enumerate(_CODES):
        if code in there:
            pattern |= there[code].astype(np.intp) << place
    return _texts(pattern)


def _facts(part: Part, year: NDArray[np.float64] | None, gum: Gum | None) -> dict[str, NDArray[np.bool_]]:
    """Code → which products it stands on; codes that stand on none may be absent."""
    occurring = int(np.bitwise_or.reduce(part.bits)) if len(part.bits) else 0
    facts = {code: part.bits & bit != 0 for code, bit in _OF_BIT.items() if occurring & bit}
    if occurring & Bit.CO2_ALONE and occurring & Bit.CO2E:
        facts["mixed-basis"] = (part.bits & Bit.CO2_ALONE != 0) & (part.bits & Bit.CO2E != 0)
    if _FORCING in part.components:
        facts["radiative-forcing"] = part.of_component(part.components.index(_FORCING)) != 0
    if year is not None:
        facts["stale-factor"] = (part.oldest != UNKNOWN_YEAR) & (year - part.oldest > STALE_YEARS)
    if gum is not None:
        stated, kg = ~np.isnan(gum.sd), part.kg_co2e
        facts["interval-partial"] = stated  # no amount of a catalogue states an uncertainty
        room = _SAME * np.maximum(np.abs(gum.low), np.abs(gum.high))
        inside = (gum.low - room <= kg) & (kg <= gum.high + room)
        facts["interval-skewed"] = stated & ~inside
    return facts


def _texts(pattern: NDArray[np.intp]) -> pa.Array:
    """Lists of codes; bit `i` of a pattern stands for the code at place `i`."""
    there = np.zeros(1 << len(_CODES), np.bool_)
    there[pattern] = True
    number = np.cumsum(there) - 1
    codes = [
        [code for place, code in enumerate(_CODES) if one >> place & 1]
        for one in np.flatnonzero(there).tolist()
    ]
    return pa.array(codes, pa.list_(pa.string())).take(pa.array(number[pattern]))
