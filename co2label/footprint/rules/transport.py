"""Transport by legs: mass × distance for each vehicle, outgoing mass for each hub (ISO 14083:2023, GLEC v3).

A leg adjusts its distance only where its kind differs from the kind that the factor is per. The distance adjustment
factors are those of the CLECAT guide to ISO 14083, table 3, which GLEC v3.2 shares: the distance really driven is 1.05 ×
the shortest feasible one by road, 1.15 × by sea, the great circle plus 95 km by air, and the same by rail and inland
waterway, where the network leaves no choice.

>>> from co2label.model import Activity
>>> from co2label.model import Leg
>>> line = Activity("delivery", "110 g", stage="distribution",
...                 legs=[Leg(mode="freight.truck.reefer", distance="120 km", packaging="5 g"), Leg(hub="hub.dock")])
>>> [(part.name, part.amount.text, part.amount.unit.text) for part in expand(line).lines]
[('delivery · freight.truck.reefer', '(110 g + 5 g) × 120 km', 'g*km'), ('delivery · hub.dock', '110 g', 'g')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.footprint.rules.expansion import Expansion, part
from co2label.model import AIR_DETOUR_M, Activity
from co2label.units import Amount, convert
from co2label.units.grammar import times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.factors import FactorLibrary
    from co2label.model import EmissionFactor, Leg, Product

__all__ = ["LegActivity", "expand"]

_DRIVEN_PER_SFD = {"road": 1.05, "sea": 1.15, "rail": 1.0, "inland-waterway": 1.0}
"""Actual distance over the shortest feasible one (ISO 14083:2023 as told in the CLECAT guide, table 3)."""


class LegActivity(Activity):
    """A part of a transport chain; the notes ask whether its legs cover the same."""

    chain: str
    leg: str
    whole: bool
    """Whether the provision of energy stands beside it, as `upstream`."""


def expand(
    line: Activity, _product: Product | None = None, _factors: FactorLibrary | None = None
) -> Expansion:
    """One plain activity for each leg, and one more where it names its upstream."""
    return Expansion(tuple(made for leg in line.legs or () for made in _leg(line, leg)))


def _leg(line: Activity, leg: Leg) -> Iterator[Activity]:
    amount = _moved(line.amount, leg)
    if leg.distance is not None:
        value, text = _distance(leg, leg.distance)
        unit = times(amount.unit, leg.distance.unit)
        amount = Amount(amount.value * value, unit, f"{_bracketed(amount.text)} × {text}")
    whole = leg.upstream is not None
    factor = leg.mode if leg.mode is not None else leg.hub
    yield _part(line, leg.title, amount, factor, whole=whole)
    if whole:
        yield _part(line, f"{leg.title}, upstream", amount, leg.upstream, whole=whole)


def _part(
    line: Activity, title: str, amount: Amount, factor: str | EmissionFactor | None, *, whole: bool
) -> LegActivity:
    plain = part(line, title, amount, factor=factor)
    return LegActivity.model_construct(**dict(plain), chain=line.name, leg=title, whole=whole)


def _moved(amount: Amount, leg: Leg) -> Amount:
    """The goods with the shipper's packaging."""
    if leg.packaging is None:
        return amount
    packed = amount.value + convert(leg.packaging, amount.unit)
    return Amount(packed, amount.unit, f"{amount.text} + {leg.packaging.text}")


def _distance(leg: Leg, distance: Amount) -> tuple[float, str]:
    """The distance in the kind that the factor is per."""
    if not leg.adjusted:
        return distance.value, distance.text
    to_driven = leg.factor_distance_type == "actual"
    kinds = f"({leg.distance_type} → {leg.factor_distance_type}, {leg.by})"
    if leg.by == "air":
        more = AIR_DETOUR_M / distance.unit.scale * (1 if to_driven else -1)
        sign = "+" if to_driven else "−"
        return distance.value + more, f"({distance.text} {sign} {AIR_DETOUR_M / 1000:g} km) {kinds}"
    by = _DRIVEN_PER_SFD[str(leg.by)]
    value = distance.value * by if to_driven else distance.value / by
    return value, f"{distance.text} {'×' if to_driven else '÷'} {by:g} {kinds}"


def _bracketed(text: str) -> str:
    return f"({text})" if " + " in text else text
