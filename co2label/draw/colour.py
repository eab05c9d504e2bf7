"""Colours as `#rrggbb`: their channels, and how far two of them stand apart.

>>> round(contrast("#000000"), 1), round(contrast("#ffffff"), 1)
(21.0, 1.0)
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["channels", "contrast", "luminance"]

_LINEAR_BELOW = 0.04045


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255.

    >>> channels("#0d5a6e")
    (13, 90, 110)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=1024)
def luminance(colour: str) -> float:
    """The relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2).

    >>> round(contrast("#000000", "#d55e00"), 1)
    5.4
    """
    one, other = luminance(colour), luminance(ground)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _linear(channel: float) -> float:
    """A channel of sRGB (IEC 61966-2-1), 0 to 1, in linear light."""
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4
