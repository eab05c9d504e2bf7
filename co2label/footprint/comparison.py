"""How far two figures are apart, and how sure that is: what both rest on cancels.

First order in the logarithms (Hong, Shaked, Rosenbaum, Jolliet, Int J LCA 15 (2010) 499, for lognormal inputs):
`u² = Σ (s_b / E_b - s_a / E_a)²` over all inputs, where `s` is what one sigma of the input moves. A factor, or an amount
in a product that both use, is one input of both figures, so what moves both by the same share moves their ratio not at
all. The interval of the ratio is `ratio × exp(±2 u)`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from co2label.footprint.result import Interval
from co2label.model.uncertainty import COVERAGE

if TYPE_CHECKING:
    from co2label.footprint.inputs import Input
    from co2label.footprint.result import Footprint

__all__ = ["Difference", "difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """How much one figure is above another; below zero, it is lower."""

    kg_co2e: float
    percent: float
    interval: Interval | None
    """In percent; None where neither figure states any uncertainty."""
    shared: tuple[str, ...]
    """Names of the uncertain inputs that both figures rest on."""


def difference(a: Footprint, b: Footprint) -> Difference:
    """How much `b` is above `a`; both figures are above zero.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, EmissionFactor, Product
    >>> milk = EmissionFactor(id="milk", value=3.0, unit="kgCO2e", per="1 L", source={"title": "EPD"},
    ...                       uncertainty={"gsd2": 1.5})
    >>> def cup(name, amount):
    ...     line = Activity("milk", amount, factor=milk, stage="raw-materials")
    ...     return compute(Product(id=name, name=name, declared_unit="1 piece", boundary="cradle-to-gate", activities=[line]))
    >>> found = difference(cup("large", "200 mL"), cup("small", "150 mL"))
    >>> round(found.percent, 9), round(found.interval.high, 9), found.shared
    (-25.0, -25.0, ('milk',))
    """
    ratio = b.kg_co2e / a.kg_co2e
    of_a, of_b = _uncertain(a), _uncertain(b)
    shared = [key for key in of_a if key in of_b and of_a[key].noun == of_b[key].noun]
    interval = _interval(ratio, _variance(a, b, of_a, of_b, shared)) if of_a or of_b else None
    names = tuple(sorted({of_a[key].name for key in shared}))
    return Difference(b.kg_co2e - a.kg_co2e, 100.0 * (ratio - 1.0), interval, names)


def _uncertain(footprint: Footprint) -> dict[tuple[str, ...], Input]:
    return {one.key: one for one in footprint.inputs if one.sigma_kg is not None}


def _variance(
    a: Footprint,
    b: Footprint,
    of_a: dict[tuple[str, ...], Input],
    of_b: dict[tuple[str, ...], Input],
    shared: list[tuple[str, ...]],
) -> float:
    shares_a = {key: (one.sigma_kg or 0.0) / a.kg_co2e for key, one in of_a.items()}
    shares_b = {key: (one.sigma_kg or 0.0) / b.kg_co2e for key, one in of_b.items()}
    together = [shares_b.pop(key) - shares_a.pop(key) for key in shared]
    return math.fsum(share**2 for share in (*together, *shares_a.values(), *shares_b.values()))


def _interval(ratio: float, variance: float) -> Interval:
    factor = math.exp(COVERAGE * math.sqrt(variance))
    return Interval(100.0 * (ratio / factor - 1.0), 100.0 * (ratio * factor - 1.0))
