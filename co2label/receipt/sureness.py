"""How sure the sum of a receipt is.

Where the footprints are at hand, one emission factor is one variable in all of them, and so is an amount in a product
that several of them use: what hangs on a factor is added up over the receipt before its interval is found (GUM, JCGM
100:2008, 5.2.2, equation (16) with correlation 1), as inside one product. Figures from a book, or as plain numbers with
an interval, do not say which factors they share; they are taken to be off all in the same direction, which no correlation
exceeds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.footprint import Footprint
    from co2label.receipt.lines import ReceiptLine

__all__ = ["SumInterval", "interval_of"]

Basis = Literal["shared-factors", "bound"]


@dataclass(frozen=True, slots=True)
class SumInterval:
    """The 95 % interval of the sum of a receipt, in kg CO2e.

    Attributes:
        low: lower end.
        high: upper end.
        basis: `shared-factors` where the factors that the products share are known, `bound` where not.
    """

    low: float
    high: float
    basis: Basis


def interval_of(covered: Iterable[ReceiptLine]) -> SumInterval | None:
    """The interval of the sum of the lines with a figure; None where one of them states no uncertainty."""
    computed: list[tuple[float, Footprint]] = []
    bounds: list[tuple[float, float]] = []
    for line in covered:
        ends = line.unit_interval
        if ends is None:
            return None
        quantity = line.units or 0.0
        if line.footprint is not None:
            computed.append((quantity, line.footprint))
        else:
            bounds.append((quantity * ends[0], quantity * ends[1]))
    if computed:
        bounds.append(_together(computed))
    if not bounds:
        return None
    low, high = math.fsum(map(min, bounds)), math.fsum(map(max, bounds))
    return SumInterval(low, high, "shared-factors" if computed and len(bounds) == 1 else "bound")


def _together(computed: list[tuple[float, Footprint]]) -> tuple[float, float]:
    """The interval of a sum of footprints, as of a product that uses them."""
    from co2label.footprint import interval_of_sum, named_apart  # noqa: PLC0415 - numpy and scipy, when needed

    quantities, footprints = zip(*computed, strict=True)
    pairs = zip(quantities, named_apart(footprints), strict=True)
    span = interval_of_sum(term.times(quantity) for quantity, terms in pairs for term in terms)
    return span.low, span.high
