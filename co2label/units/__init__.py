"""Units and amounts: the small grammar in front of pint, and the only door to it.

An amount is a number with its unit, as a person writes it; two may be multiplied. What could be read in
two ways (`ton`, `pound`, `1,000 kg`) is refused with the choices. Each unit is asked of pint once, for its
kind and its ratio to the root unit; from then on a conversion is a multiplication.

>>> parse_amount("0.110 kg * 120 km").unit.text
'kg*km'
>>> convert(parse_amount("3.6 MJ"), parse_unit("kWh"))
1.0
>>> parse_amount("3 ton")
Traceback (most recent call last):
...
co2label.errors.UnitError: unit 'ton' is ambiguous: write t (1000 kg), short_ton (2000 lb = 907.18474 kg) or \
long_ton (2240 lb = 1016.0469088 kg)

Root units, to which `Unit.scale` is the ratio: kg, m (m2, m3), s, J, piece, use, person, night, JPY, USD,
EUR, GBP, kgCO2e, kgCO2. A mass of product and a mass of CO2e are different kinds and never add up.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
