"""How sure the sum of a receipt is.

Where the footprints are at hand, one emission factor is one variable in all of them, and so is an amount in a product
that several of them use: what a factor moves is added up over the receipt before it is squared (GUM, JCGM 100:2008,
5.2.2, equation (16) with correlation 1), as inside one product. Figures from a book, or as plain numbers with an interval,
do not say which factors they share; they are taken to be off all in the same direction, which no correlation exceeds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from co2label.model.uncertainty import COVERAGE

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
    """The interval of a sum of footprints, as of a product that uses them (see `footprint.gum`)."""
    kg, sigma = _variables(computed)
    total = math.fsum(quantity * one.kg_co2e for quantity, one in computed)
    mean = total + math.fsum(math.expm1(sigma[key] ** 2 / 2) * kg[key] for key in sigma)
    sd = math.hypot(*(_spread(sigma[key]) * kg[key] for key in sigma))
    if mean <= 0 or min(kg.values(), default=0.0) < 0:
        return mean - COVERAGE * sd, mean + COVERAGE * sd
    widen = 1.0 + (sd / mean) ** 2
    median, factor = mean / math.sqrt(widen), math.exp(COVERAGE * math.sqrt(math.log(widen)))
    return median / factor, median * factor


def _variables(computed: list[tuple[float, Footprint]]) -> tuple[dict[object, float], dict[object, float]]:
    """For each factor and amount: the kilograms of the receipt that hang on it, and its sigma where that is stated."""
    kg: dict[object, float] = {}
    sigma: dict[object, float] = {}
    nouns: dict[object, object] = {}
    for quantity, footprint in computed:
        for one in footprint.inputs:
            key: object = one.key
            if nouns.setdefault(key, one.noun) != one.noun:
                key = (one.key, footprint.product.id)  # the same id in another library is another variable
            kg[key] = kg.get(key, 0.0) + quantity * one.kg_co2e
            if one.sigma_kg and one.kg_co2e:
                sigma[key] = one.sigma_kg / one.kg_co2e
    return kg, sigma


def _spread(sigma: float) -> float:
    """Standard deviation of a lognormal, as a share of its median."""
    return math.sqrt(math.expm1(sigma**2) * math.exp(sigma**2))
