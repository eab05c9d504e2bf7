"""What a reader must know of the processes behind a figure: how each was allocated, and by which shares.

The price-ratio test of the Catena-X rulebook (5.2.7: economic value from a ratio of 5 on) is known here only as an open
implementation reads it (Zota-NexTech-Limited/envguide-backend), so it is reported and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.note import Note, number
from co2label.model import CoProduct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint.columns import Columns
    from co2label.footprint.reached import Reached
    from co2label.footprint.totals import Totals
    from co2label.model import Allocation

__all__ = ["allocations"]

_ECONOMIC_FROM = 5.0
"""Highest price over lowest (Catena-X PCF rulebook 5.2.7, as told; not read)."""
_WORDS = {
    "mass": "by mass",
    "energy": "by energy",
    "economic": "by economic value",
    "equal": "equally",
    "shares": "by shares that its writer decided",
}


def allocations(columns: Columns, totals: Totals, reached: Reached) -> Iterator[Note]:
    """One note for each process that a product reaches; and where avoided burdens outweigh the rest."""
    said = set()
    for row in reached.wholes:
        product = columns.products[row]
        if isinstance(product, CoProduct) and len(product.allocation.shares) > 1:
            told = product.allocation
            if told.process not in said:
                said.add(told.process)
                yield Note("allocation", _message(told))
                if told.undated:
                    what = f"the prices of {', '.join(told.undated)} state no year, beside prices of {told.price_year}"
                    yield Note("price-year", f"process {told.process!r}: {what}; write the year in each")
            if told.method == "substitution" and float(totals.kg_co2e[row]) < 0:
                what = f"{product.id}: what its co-products avoid is more than what the process causes"
                yield Note("below-zero", f"{what}, so its figure is {number(float(totals.kg_co2e[row]))} kg")


def _message(told: Allocation) -> str:
    if told.method == "substitution":
        main = next(product for product, share in told.shares.items() if share == 1)
        avoided = ", ".join(f"{product} avoids {what}" for product, what in told.keys.items())
        return f"process {told.process!r} by substitution: {main} carries all of it, less what {avoided}"
    parts = ", ".join(
        f"{product} {number(share)}{f' ({told.keys[product]})' if product in told.keys else ''}"
        for product, share in told.shares.items()
    )
    return f"process {told.process!r} is allocated {_WORDS[told.method]}: {parts}{_ratio(told)}"


def _ratio(told: Allocation) -> str:
    ratio = told.price_ratio
    if ratio is None or (told.method == "economic") == (ratio >= _ECONOMIC_FROM):
        return ""
    wanted = "economic value" if ratio >= _ECONOMIC_FROM else "a physical relationship"
    return (
        f"; prices differ {number(ratio)}-fold, where the Catena-X rulebook (5.2.7, as told) prefers {wanted}"
    )
