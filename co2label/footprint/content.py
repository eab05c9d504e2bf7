"""How much of a kind of quantity an amount holds, such as the mass of one declared unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.units import Dimension, bridge, per

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.units import Amount

__all__ = ["HELD_BY", "MASS", "VOLUME", "amount_held"]

MASS = Dimension.of({"mass": 1})
VOLUME = Dimension.of({"length": 3})
HELD_BY = ("mass", "density", "length", "area", "energy")
"""The bridges of a product or a factor that say what it holds; a price says what it costs."""


def amount_held(unit: Amount, stated: Iterable[Amount | None], dimension: Dimension) -> float | None:
    """How much of a kind an amount holds, in root units (kg, m3); None where nobody says so.

    Args:
        unit: what holds it, such as a declared unit.
        stated: bridges, each a ratio that stands by itself, or an amount per `unit`.
        dimension: the kind that is asked for.

    Raises:
        UnitError: a bridge cannot be stated per `unit`.

    >>> from co2label.units import parse_amount, parse_ratio
    >>> amount_held(parse_amount("6 piece"), [parse_ratio("330 g")], MASS)
    0.33
    >>> amount_held(parse_amount("2 L"), [parse_ratio("0.9 kg/L")], MASS)
    1.8
    """
    if unit.unit.dimension == dimension:
        return unit.si
    own = [each for each in stated if each is not None]
    for each in own:
        if each.unit.dimension == dimension:  # "110 g" of it; a ratio has another dimension
            return each.si
    bridges = [each if "/" in each.unit.text else per(each, unit) for each in own]
    way = bridge(unit.unit.dimension, dimension, bridges)
    return None if way is None else unit.si * way.multiplier
