"""Which lines are the materials that a product is made of, and what they weigh.

Only what ends in the thing counts: goods in the stages before the gate. Energy, transport, processing, the treatment of waste and
packaging whose factor says so stand aside, and so does water, of which more is used than stays. What a line is, is read from the
boundary of its factor and from what that is per; water also from the id and the names.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

from co2label.errors import UnitError
from co2label.footprint.content import HELD_BY, MASS, VOLUME, amount_held

if TYPE_CHECKING:
    from co2label.model import Boundary, EmissionFactor, Stage
    from co2label.units import Amount, Dimension

__all__ = ["WATER_KG_PER_M3", "Role", "kg_per_unit", "role_of_factor", "role_of_product", "water_kg"]

_GOODS = frozenset(
    {
        "raw-material",
        "cradle-to-gate",
        "cradle-to-shelf",
        "cradle-to-retail",
        "cradle-to-consumption",
        "cradle-to-grave",
        "cradle-to-grave-excl-use",
    }
)
"""Boundaries of factors of things."""
_BEFORE_THE_GATE = frozenset({"raw-materials", "production"})
_NO_THINGS = frozenset({"energy", "time", "person", "night", "use", "CO2e", "CO2"})
WATER_KG_PER_M3 = 1000.0
"""kg."""
_WATER = re.compile(
    r"""(?:^|.*[._-])water(?:[.:].*)?                      # an id: water.supply, mine.tap_water
    |(?:.*\s)?water(?:\s+supply.*|\s*[,(].*)?              # Tap water; Water supply and sewerage; Water, bottled
    |eau(?:\s+(?:du\s+robinet|potable|de\s+(?:ville|pluie|process|réseau)|(?:dé|dis|osm|adou|indus|brute)\w*).*|\s*[,(].*)?
    |(?:上水道?|水道水?|工業用水|用水|超?純水|蒸留水|脱イオン水|イオン交換水|井戸?水|地下水|軟水|冷却水|洗浄水|雨水|海水|水)(?:[（(、・].*)?""",
    re.IGNORECASE | re.VERBOSE,
)


class Role(IntEnum):
    """What a line is to the mass of its product."""

    ASIDE = 0
    """Nothing that ends in it."""
    MATERIAL = 1
    WATER = 2
    """It may end in the product, or not."""
    UNSURE = 3
    """It may be a material."""


def role_of_factor(factor: EmissionFactor, stage: Stage) -> Role:
    """What a line is that draws on a factor.

    >>> from co2label.factors import FactorLibrary
    >>> bundled = FactorLibrary.bundled()
    >>> names = ("food.rice", "water.supply", "elec.grid.jp", "fuel.coal_industrial.kg", "freight.rail")
    >>> [role_of_factor(bundled[name], "raw-materials").name for name in names]
    ['MATERIAL', 'WATER', 'ASIDE', 'ASIDE', 'ASIDE']
    """
    if stage not in _BEFORE_THE_GATE or not _is_thing(factor.per.unit.dimension):
        return Role.ASIDE
    if factor.boundary == "supply":
        return Role.WATER
    if factor.boundary not in _GOODS and factor.boundary != "unstated":
        return Role.ASIDE
    if _is_water(factor.id, *factor.name.values()):
        return Role.WATER
    if factor.boundary == "unstated" and stage == "production":
        return Role.UNSURE
    return Role.MATERIAL


def role_of_product(name: str, boundary: Boundary | str | None, unit: Dimension | None, stage: Stage) -> Role:
    """What a line is that draws on another product, by its id, its boundary and what its declared unit is of."""
    if stage not in _BEFORE_THE_GATE or boundary == "gate-to-gate" or (unit and not _is_thing(unit)):
        return Role.ASIDE
    return Role.WATER if _is_water(name) else Role.MATERIAL


def kg_per_unit(factor: EmissionFactor) -> float | None:
    """What one root unit of a factor's `per` weighs in kg; None where nobody says so."""
    per = factor.per
    try:
        kg = amount_held(per, (getattr(factor, name) for name in HELD_BY), MASS)
    except UnitError:
        return None
    return None if kg is None else kg / per.si


def water_kg(amount: Amount) -> float | None:
    """What an amount of water weighs."""
    if amount.unit.dimension == VOLUME:
        return amount.si * WATER_KG_PER_M3
    return amount.si if amount.unit.dimension == MASS else None


def _is_thing(unit: Dimension) -> bool:
    """Whether it is an amount of things: no energy, no way that goods or people go, no time."""
    kinds = dict(unit.exponents)
    return bool(kinds) and not _NO_THINGS & kinds.keys() and not ("length" in kinds and len(kinds) > 1)


def _is_water(*names: str) -> bool:
    return any(_WATER.fullmatch(name) for name in names)
