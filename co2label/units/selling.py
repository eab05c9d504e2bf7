"""What a till sells in declared units: counts, and amounts of any kind that the product's bridges lead to.

A figure is per declared unit, and a till says "2", "300 g" or a price. A bare count means declared units only where those are
counted (1 piece, 1 night); of a product declared per kilogram it means pieces, whose mass somebody must have stated.

>>> from co2label.units import parse_amount, parse_ratio
>>> pork = selling_by(parse_amount("1 kg"), [parse_ratio("1980 JPY/kg")])
>>> pork.count is None, pork.units(parse_amount("300 g")), round(pork.units(parse_amount("594 JPY")), 9)
(True, 0.3, 0.3)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from co2label.errors import UnitError
from co2label.units.bridging import bridge
from co2label.units.nouns import Amount, Dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

__all__ = ["Selling", "selling_by"]

_SOLD = {
    str(kind): kind
    for kind in (
        Dimension.of({name: power})
        for name, power in (
            ("mass", 1),
            ("length", 3),
            ("length", 2),
            ("length", 1),
            ("energy", 1),
            ("time", 1),
            ("piece", 1),
            ("use", 1),
            ("person", 1),
            ("night", 1),
            ("JPY", 1),
            ("USD", 1),
            ("EUR", 1),
            ("GBP", 1),
        )
    )
}
"""Kinds of amounts that a till may say."""
_MEASURED = frozenset({"mass", "length", "energy", "time", "JPY", "USD", "EUR", "GBP"})
"""What is measured and not counted: a bare number of it could be kilograms or packs."""
_PIECE = "piece"


@dataclass(frozen=True, slots=True)
class Selling:
    """Declared units of a product, by what a till says.

    Attributes:
        unit: the declared unit: "1 kg".
        count: declared units that a bare count of one stands for; None where it stands for nothing that is known.
        rates: by kind of amount ("mass", "volume", "piece", "JPY"): declared units per root unit (kg, m3, piece, JPY).
    """

    unit: str
    count: float | None = 1.0
    rates: Mapping[str, float] = field(default_factory=dict)

    def units(self, sold: Decimal | float | Amount) -> float | None:
        """How many declared units are sold; None where it cannot be told."""
        if not isinstance(sold, Amount):
            return None if self.count is None else float(sold) * self.count
        rate = self.rates.get(str(sold.unit.dimension))
        return None if rate is None else sold.si * rate

    def unknown(self, sold: Decimal | float | Amount) -> str:
        """Why it cannot be told how much is sold, and what to do."""
        if not isinstance(sold, Amount):
            return (
                f"a bare count of a product declared per {self.unit} says no amount; write the amount with its unit, or state "
                "in the product what one piece is"
            )
        return f"{sold.text} is no amount of a product declared per {self.unit}; state in the product how the two relate"


def selling_by(declared: Amount, bridges: Sequence[Amount] = ()) -> Selling:
    """What a till may say of a product, from its declared unit and the bridges that lead to it."""
    rates = {}
    for name, kind in (_SOLD | {str(declared.unit.dimension): declared.unit.dimension}).items():
        try:
            way = bridge(kind, declared.unit.dimension, bridges)
        except UnitError:
            continue
        if way is not None:
            rates[name] = way.multiplier / declared.si
    counted = _MEASURED.isdisjoint(kind for kind, _ in declared.unit.dimension.exponents)
    return Selling(str(declared), 1.0 if counted else rates.get(_PIECE), rates)
