"""The figure per a common amount, as a shelf shows a unit price: per 100 g or 1 kg, 100 mL or 1 L.

A product sold by mass or volume has its amount in the declared unit; another one in its bridges, such as `mass = "110 g"`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from co2label.declaration.declaration import PerAmount
from co2label.declaration.unit_words import amount_words
from co2label.errors import Problem
from co2label.figures import show_mass
from co2label.footprint.content import HELD_BY, MASS, VOLUME, amount_held
from co2label.units import Amount, parse_amount
from co2label.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.footprint import Footprint
    from co2label.model import Product
    from co2label.units import Dimension

__all__ = ["MASS", "content", "per_amount", "shelf_problems"]

_COMMON = {MASS: ("100 g", "1 kg"), VOLUME: ("100 mL", "1 L")}
"""Below one of the larger amount, the figure is per the smaller one."""


def per_amount(footprint: Footprint, shelf_amount: Amount | None, digits: int) -> PerAmount | None:
    """The figure per a common amount, with as many digits as the figure itself.

    Args:
        footprint: kg CO2e per declared unit.
        shelf_amount: what a whole shelf is compared by; without it, 100 g where the declared unit is less than
            1 kg and 1 kg where it is not; 100 mL and 1 L for what is sold by volume.
        digits: significant digits of the figure.

    Returns:
        None where nobody says how much a declared unit is, and no shelf asks.

    >>> from co2label.footprint import compute
    >>> from co2label.model import Activity, Product
    >>> ball = Product(id="x", name="x", declared_unit="1 piece", mass="110 g", boundary="cradle-to-gate",
    ...                activities=[Activity("boiler", "0.21 kg", gas="CO2", stage="production")])
    >>> found = per_amount(compute(ball), None, 2)
    >>> found.words["en"], str(found.shown)
    ('100 g', '190 g-CO2e')
    """
    dimension = _dimension(footprint.product) if shelf_amount is None else shelf_amount.unit.dimension
    held = content(footprint.product, dimension)
    if not held:
        return None
    amount = shelf_amount or _common(dimension, held)
    share = amount.si / held
    interval = footprint.interval
    bounds = (interval.low * share, interval.high * share) if interval else None
    shown = show_mass(footprint.kg_co2e * share, digits=digits, interval=bounds)
    return PerAmount({each: amount_words(amount, each) for each in LANGUAGES}, shown)


def shelf_problems(product: Product, shelf_amount: Amount | None) -> Iterator[Problem]:
    """What keeps a figure from being said per the amount that the shelf asks for."""
    if shelf_amount is None:
        return
    dimension = shelf_amount.unit.dimension
    if dimension not in _COMMON or shelf_amount.value <= 0:
        what = f"expected a mass or a volume above zero, got {shelf_amount.text!r}"
        yield Problem("declaration.shelf_amount", what, 'say "100 g", "1 kg", "100 mL" or "1 L"')
    elif not content(product, dimension):
        what = f"a figure per {shelf_amount.text!r} needs the {dimension} of {product.declared_unit.text!r}, which is not known"
        yield Problem("declaration.shelf_amount", what, _todo(product, dimension))


def content(product: Product, dimension: Dimension) -> float | None:
    """How much of a kind one declared unit holds, in root units (kg, m3); None where nobody says so."""
    return amount_held(product.declared_unit, (getattr(product, name) for name in HELD_BY), dimension)


def _dimension(product: Product) -> Dimension:
    own = product.declared_unit.unit.dimension
    return own if own in _COMMON else MASS


def _common(dimension: Dimension, held: float) -> Amount:
    small, large = map(_parsed, _COMMON[dimension])
    return small if held < large.si else large


@cache
def _parsed(text: str) -> Amount:
    return parse_amount(text)


def _todo(product: Product, dimension: Dimension) -> str:
    unit = product.declared_unit
    if str(unit.unit.dimension) in {"mass", "volume"}:
        return 'add the density to the product, such as density = "1.03 kg/L"'
    if dimension == MASS:
        return f'add the mass of {unit.text!r} to the product, such as mass = "110 g"'
    return f'add the mass of {unit.text!r} and the density: mass = "206 g", density = "1.03 kg/L"'
