"""US and imperial units: names that say which one is meant, in the ways in which people write them.

A fluid ounce, a pint, a quart, a gallon and a ton are not the same in both countries, and an ounce is one of mass or of
volume; alone they are refused with their choices (see `spelling.AMBIGUOUS`). Qualified before or behind, joined by a space,
a hyphen or an underscore, in any case, they are read: US fl oz, imperial_pint, gallon-UK.

>>> QUALIFIED["us fl oz"], QUALIFIED["pint uk"], QUALIFIED["troy ounce"]
('us_fl_oz', 'imp_pint', 'oz_tr')
"""

from __future__ import annotations

from itertools import product

__all__ = ["CHOICES", "NAMES", "QUALIFIED", "plain"]

_US, _IMPERIAL = ("us",), ("imp", "imperial", "uk", "british")
_AVOIRDUPOIS, _TROY = ("av", "avdp", "avoirdupois"), ("tr", "troy")
_OUNCES = ("oz", "ounce", "ounces")
_FLUID = ("fl oz", "floz", "fluid oz", "fluid ounce", "fluid ounces", "liquid ounce", "liquid ounces")
_PINTS, _QUARTS = ("pint", "pints", "pt"), ("quart", "quarts", "qt")
_GALLONS, _TONS = ("gal", "gallon", "gallons"), ("ton", "tons")

NAMES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("oz_av", _AVOIRDUPOIS, _OUNCES),
    ("oz_tr", _TROY, _OUNCES),
    ("us_fl_oz", _US, _FLUID),
    ("imp_fl_oz", _IMPERIAL, _FLUID),
    ("us_pint", _US, (*_PINTS, "liquid pint", "liquid pints")),
    ("imp_pint", _IMPERIAL, _PINTS),
    ("us_qt", _US, (*_QUARTS, "liquid quart", "liquid quarts")),
    ("imp_qt", _IMPERIAL, _QUARTS),
    ("gal", _US, _GALLONS),
    ("imp_gal", _IMPERIAL, _GALLONS),
    ("short_ton", (*_US, "short"), _TONS),
    ("long_ton", (*_IMPERIAL, "long"), _TONS),
    ("us_therm", _US, ("therm", "therms")),
)
"""Unit, what qualifies it, and its bare names."""

QUALIFIED: dict[str, str] = {
    " ".join(pair): unit
    for unit, systems, names in NAMES
    for system, name in product(systems, names)
    for pair in ((system, name), (name, system))
}
"""In lower case, with spaces → canonical unit."""
CHOICES = {
    "ounce": "oz_av (28.349523125 g), oz_tr (31.1034768 g), us_fl_oz (29.5735295625 mL) or imp_fl_oz (28.4130625 mL)",
    "fluid ounce": "us_fl_oz (29.5735295625 mL) or imp_fl_oz (28.4130625 mL)",
    "pint": "us_pint (473.176473 mL) or imp_pint (568.26125 mL)",
    "quart": "us_qt (946.352946 mL) or imp_qt (1136.5225 mL)",
    "gallon": "gal (US, 3.785411784 L) or imp_gal (4.54609 L)",
    "ton": "t (1000 kg), short_ton (2000 lb = 907.18474 kg) or long_ton (2240 lb = 1016.0469088 kg)",
}
"""What to write for a name that could mean several units."""


def plain(term: str) -> str:
    """A term in lower case, with spaces.

    >>> plain("Imperial_fl-oz")
    'imperial fl oz'
    """
    return " ".join(term.lower().replace("_", " ").replace("-", " ").split())
