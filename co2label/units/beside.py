"""An amount with the same amount in other units beside it, in brackets: 500 g (17.6 oz), 12 oz (340 g).

Packs say both, rounded apart, so they may differ by 5 %. Where one of them alone could mean two things (an ounce of mass or of
volume), the other one tells. Two amounts that are not the same are refused with both: which one is meant is not ours to say.

>>> from co2label.units import parse_amount
>>> parse_amount("12 oz (340 g)").si
0.34
>>> parse_amount("1 box (12 pieces)")
Traceback (most recent call last):
...
co2label.errors.UnitError: '1 box' and '12 pieces' are two amounts in '1 box (12 pieces)'; write the one that is meant
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from co2label.errors import UnitError, clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from co2label.units.nouns import Unit

    Quantity = tuple[float, Unit]

__all__ = ["without_brackets"]

_BRACKETED = re.compile(
    r"(.*[^\s(（\[【/])\s*[(（\[【]\s*=?\s*([0-9][^()（）\[\]【】]*)[)）\]】]\s*(.*)", re.DOTALL
)
_OUNCES = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:fl\.?\s*)?(?:oz|ounces?)\.?", re.IGNORECASE)
_OUNCE = {"mass": 0.028349523125, "volume": 0.0000295735295625}
"""In kg and m3: the avoirdupois and the US fluid ounce (NIST Handbook 44, appendix C)."""
_ROUNDED = 0.05


def without_brackets(text: str, read: Callable[[str], Quantity]) -> Quantity:
    """The value and unit of an amount, once where it stands there twice.

    Args:
        text: the amount.
        read: reads one without brackets.

    Raises:
        UnitError: as `read`; or the two amounts are not the same.
    """
    found = _BRACKETED.fullmatch(text)
    if not found:
        return read(text)
    first, second = f"{found[1]}{found[3]}".strip(), found[2].strip()
    if _OUNCES.fullmatch(first):
        first, second = second, first
    value, unit = read(first)
    if not _same(value * unit.scale, str(unit.dimension), second, read):
        what = f"{clip(found[1].strip())} and {clip(found[2].strip())} are two amounts in {clip(text)}"
        message = f"{what}; write the one that is meant"
        raise UnitError(message)
    return value, unit


def _same(quantity: float, dimension: str, other: str, read: Callable[[str], Quantity]) -> bool:
    ounces = _OUNCES.fullmatch(other)
    if ounces:
        there = float(ounces[1]) * _OUNCE.get(dimension, 0.0)
    else:
        value, unit = read(other)
        if str(unit.dimension) != dimension:
            return False
        there = value * unit.scale
    return abs(there - quantity) <= _ROUNDED * max(there, quantity)
