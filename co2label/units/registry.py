"""The private pint registry: asked once per distinct unit, for its kind and its ratio to the root unit.

Raw pint reads `ton` as a US short ton and takes 100 µs a conversion; here it only ever sees canonical units
that our own grammar has already allowed.
"""

from __future__ import annotations

import functools
import threading
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from co2label.units.nouns import Dimension

if TYPE_CHECKING:
    import pint

__all__ = ["DEFINITIONS", "resolve"]

DEFINITIONS = """
kg = [mass]
m = [length]
s = [time]
J = [energy]
piece = [piece]
use = [use]
person = [person]
night = [night]
JPY = [JPY]
USD = [USD]
EUR = [EUR]
GBP = [GBP]
kgCO2e = [CO2e]
kgCO2 = [CO2]
g = 0.001 * kg
mg = 0.000001 * kg
t = 1000 * kg
lb = 0.45359237 * kg
oz_av = 0.028349523125 * kg
oz_tr = 0.0311034768 * kg
short_ton = 2000 * lb
long_ton = 2240 * lb
km = 1000 * m
cm = 0.01 * m
mm = 0.001 * m
inch = 0.0254 * m
ft = 0.3048 * m
yd = 0.9144 * m
mile = 1609.344 * m
m2 = m ** 2
cm2 = cm ** 2
km2 = km ** 2
ft2 = ft ** 2
ha = 10000 * m2
m3 = m ** 3
cm3 = cm ** 3
L = 0.001 * m3
mL = 0.001 * L
cL = 0.01 * L
dL = 0.1 * L
hL = 100 * L
kL = 1000 * L
gal = 3.785411784 * L
us_qt = 0.946352946 * L
us_pint = 0.473176473 * L
us_fl_oz = 0.0295735295625 * L
imp_gal = 4.54609 * L
imp_qt = 1.1365225 * L
imp_pint = 0.56826125 * L
imp_fl_oz = 0.0284130625 * L
scf = 0.028316846592 * m3
kJ = 1000 * J
MJ = 1000000 * J
GJ = 1000000000 * J
TJ = 1000000000000 * J
Wh = 3600 * J
kWh = 1000 * Wh
MWh = 1000000 * Wh
GWh = 1000000000 * Wh
Btu = 1055.05585262 * J
therm = 100000 * Btu
us_therm = 105480400 * J
mmBtu = 1000000 * Btu
min = 60 * s
h = 3600 * s
day = 24 * h
year = 365 * day
W = J / s
kW = 1000 * W
MW = 1000000 * W
gCO2e = 0.001 * kgCO2e
tCO2e = 1000 * kgCO2e
gCO2 = 0.001 * kgCO2
tCO2 = 1000 * kgCO2
dozen = 12 * piece
gross = 144 * piece
"""
"""Every unit and its exact ratio.

Sources: NIST SP 811 (2008) appendix B.8 and NIST Handbook 44 appendix C, for the international avoirdupois
pound (0.45359237 kg) with its ounce (a sixteenth), the troy ounce (480 grains), short and long ton (2000 and 2240
lb), foot (0.3048 m) with inch and yard, mile (5280 ft), US gallon (231 cubic inches; 4 quarts, 8 pints, 128 fluid
ounces), imperial gallon (4.54609 L; 4 quarts, 8 pints, 160 fluid ounces), cubic foot (scf is taken by volume only, no
gas state) and Btu_IT (1055.05585262 J; a therm is 1e5 of them, as the EC defines it, a mmBtu 1e6; the therm of US
statutes is 105480400 J). A year is 365 days (8760 h), as in energy statistics."""

_LOCK = threading.Lock()


@functools.lru_cache(maxsize=4096)
def resolve(canonical: str) -> tuple[float, Dimension]:
    """The ratio to the root unit, and the dimension, of a canonical unit.

    Args:
        canonical: names of `DEFINITIONS` joined by `*` and at most one `/`.

    >>> scale, dimension = resolve("t*km")
    >>> scale, str(dimension)
    (1000000.0, 'mass·length')
    """
    return _ask_pint(canonical)


def _ask_pint(canonical: str) -> tuple[float, Dimension]:
    with _LOCK:
        registry = _registry()
        unit = registry.parse_units(canonical)
        factor, root = registry.get_root_units(unit)
        kinds = registry.get_dimensionality(root)
    exponents = {str(kind).strip("[]"): int(str(power)) for kind, power in kinds.items()}
    return float(str(factor)), Dimension.of(exponents)


@functools.cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint  # noqa: PLC0415 - pint costs 0.1 s to import; who reads no unit does not pay

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    for line in DEFINITIONS.strip().splitlines():
        registry.define(line)
    return registry
