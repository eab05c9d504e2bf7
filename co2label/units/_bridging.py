"""From one kind to another: conversion inside a kind, bridges between kinds, and what a till sells in declared units.

A product or a factor states equivalences: mass "110 g" per "1 piece", "0.5 kg/m", density "0.91 kg/L", energy
"33.4 MJ/L", price "7 EUR/kg". `bridge` finds the fewest of them that lead from one kind to the other.

A figure is per declared unit, and a till says "2", "300 g" or a price. A bare count means declared units only where those are
counted (1 piece, 1 night); of a product declared per kilogram it means pieces, whose mass somebody must have stated.

>>> from co2label.units import parse_amount, parse_ratio
>>> pork = selling_by(parse_amount("1 kg"), [parse_ratio("1980 JPY/kg")])
>>> pork.count is None, pork.units(parse_amount("300 g")), round(pork.units(parse_amount("594 JPY")), 9)
(True, 0.3, 0.3)
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.errors import UnitError
from co2label.units._grammar import over
from co2label.units._unit import Amount, Dimension, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bridging:
    """A way from one kind to another: a multiplier between root units, and the bridges used, for `explain`.

    Each bridge stands with its power: +1 multiplied by, -1 divided by.

    >>> from co2label.units import parse_ratio, parse_unit
    >>> rope = bridge(parse_unit("m").dimension, parse_unit("kg").dimension, [parse_ratio("0.5 kg/m")])
    >>> rope.multiplier, [(str(amount), power) for amount, power in rope.steps]
    (0.5, [('0.5 kg/m', 1)])
    """

    multiplier: float
    steps: tuple[tuple[Amount, int], ...] = ()


def convert(amount: Amount, to: Unit) -> float:
    """Return the value of an amount in another unit of the same kind.

    Raises:
        UnitError: the kinds differ (names both units and kinds), or both are money of different price years.

    >>> from co2label.units import parse_amount, parse_unit
    >>> convert(parse_amount("120 km"), parse_unit("m"))
    120000.0
    >>> convert(parse_amount("48 g"), parse_unit("kWh"))
    Traceback (most recent call last):
    ...
    co2label.errors.UnitError: cannot convert '48 g' (mass) to kWh (energy); use a unit of energy, or say \
how the two relate, in kWh/g
    """
    unit = amount.unit
    if unit.dimension != to.dimension:
        raise UnitError(
            f"cannot convert {amount.text!r} ({unit.dimension}) to {to.text} ({to.dimension}); "
            f"use a unit of {to.dimension}, or say how the two relate, in {_ratio_text(to, unit)}"
        )
    if unit.price_year and to.price_year and unit.price_year != to.price_year:
        raise UnitError(
            f"cannot convert {amount.text!r} to {to.text}: the price years {unit.price_year} and "
            f"{to.price_year} differ; bring the amount to prices of {to.price_year} first"
        )
    return amount.value if unit.scale == to.scale else amount.si / to.scale


def per(amount: Amount, denominator: Amount) -> Amount:
    """Return an amount per another one: 110 g per 1 piece.

    Raises:
        UnitError: the denominator is zero, or the units together are too many.

    >>> from co2label.units import parse_amount
    >>> mass = per(parse_amount("110 g"), parse_amount("2 piece"))
    >>> str(mass), mass.value, mass.unit.text
    ('110 g / 2 piece', 55.0, 'g/piece')
    """
    if denominator.value == 0:
        raise UnitError(f"cannot state {amount.text!r} per {denominator.text!r}; nothing is per zero")
    value = amount.value / denominator.value
    return Amount(value, over(amount.unit, denominator.unit), f"{amount.text} / {denominator.text}")


def bridge(dimension_from: Dimension, dimension_to: Dimension, bridges: Sequence[Amount]) -> Bridging | None:
    """Find the fewest bridges (two at most; of equally many, the earlier ones) that lead from one kind to another.

    Returns:
        The bridging, whose multiplier takes root units to root units; `None` where no bridge leads there.

    >>> from co2label.units import parse_ratio, parse_unit
    >>> bag, freight = parse_unit("piece*km").dimension, parse_unit("t*km").dimension
    >>> bridge(bag, freight, [parse_ratio("110 g / 1 piece")]).multiplier
    0.11
    """
    usable = [amount for amount in bridges if amount.value > 0]
    kinds = tuple((amount.unit.dimension, amount.unit.price_year) for amount in usable)
    steps = _steps(dimension_from, dimension_to, kinds)
    if steps is None:
        return None
    chosen = tuple((usable[place], power) for place, power in steps)
    above = math.prod(amount.si for amount, power in chosen if power > 0)
    below = math.prod(amount.si for amount, power in chosen if power < 0)
    return Bridging(above / below, chosen)


@lru_cache(maxsize=4096)
def _steps(
    dimension_from: Dimension, dimension_to: Dimension, bridges: tuple[tuple[Dimension, int | None], ...]
) -> tuple[tuple[int, int], ...] | None:
    """Return the places of the bridges to take, with their powers, by kinds and price years alone."""
    wanted = dimension_to / dimension_from
    for count in range(3):
        for chosen in itertools.combinations(range(len(bridges)), count):
            if len({bridges[place][1] for place in chosen} - {None}) > 1:
                continue
            for powers in itertools.product((1, -1), repeat=count):
                kind = Dimension()
                for place, power in zip(chosen, powers, strict=True):
                    kind = kind * bridges[place][0] ** power
                if kind == wanted:
                    return tuple(zip(chosen, powers, strict=True))
    return None


def _ratio_text(above: Unit, below: Unit) -> str:
    try:
        return over(above, below).text
    except UnitError:
        return f"{above.text} per {below.text}"


_MONEY = ("JPY", "USD", "EUR", "GBP")

_SOLD = {
    str(kind): kind
    for kind in (
        Dimension.of({"mass": 1}),
        *(Dimension.of({"length": power}) for power in (3, 2, 1)),
        *(Dimension.of({name: 1}) for name in ("energy", "time", "piece", "use", "person", "night", *_MONEY)),
    )
}
"""Kinds of amounts that a till may say."""

_MEASURED = frozenset({"mass", "length", "energy", "time", *_MONEY})
"""Kinds that are measured and not counted: a bare number of it could be kilograms or packs."""


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
        """Count the declared units that are sold; None where it cannot be told."""
        if not isinstance(sold, Amount):
            return None if self.count is None else float(sold) * self.count
        rate = self.rates.get(str(sold.unit.dimension))
        return None if rate is None else sold.si * rate

    def unknown(self, sold: Decimal | float | Amount) -> str:
        """Explain why it cannot be told how much is sold, and what to do."""
        if not isinstance(sold, Amount):
            return (
                f"a bare count of a product declared per {self.unit} says no amount; write the amount with its unit, or state "
                "in the product what one piece is"
            )
        return f"{sold.text} is no amount of a product declared per {self.unit}; state in the product how the two relate"


def selling_by(declared: Amount, bridges: Sequence[Amount] = ()) -> Selling:
    """Work out what a till may say of a product, from its declared unit and the bridges that lead to it."""
    rates = {}
    for name, kind in (_SOLD | {str(declared.unit.dimension): declared.unit.dimension}).items():
        try:
            way = bridge(kind, declared.unit.dimension, bridges)
        except UnitError:
            continue
        if way is not None:
            rates[name] = way.multiplier / declared.si
    counted = _MEASURED.isdisjoint(kind for kind, _ in declared.unit.dimension.exponents)
    return Selling(str(declared), 1.0 if counted else rates.get("piece"), rates)
