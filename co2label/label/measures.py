"""The measures that the templates share: widths, sizes and colours. Lengths are millimetres, sizes the em in mm."""

from __future__ import annotations

__all__ = ["ACCENT", "BOTTOM", "CONTENT", "GREY", "HAIRLINE", "INK", "LEFT", "RIGHT", "TRACK", "WIDTH"]
__all__ += ["HAIR", "HEAVY", "MIDDLE", "MODULE", "SECOND", "SMALLEST", "TEXT", "TOP", "second_size"]

WIDTH = 62.0
LEFT = 3.4
RIGHT = WIDTH - LEFT
CONTENT = RIGHT - LEFT
TOP = 4.0
BOTTOM = 4.0

HEAVY = 1.3
MIDDLE = 0.7
HAIR = 0.15
"""Rules carry the structure of a card; no boxes, no icons."""

INK = "#111111"
GREY = "#55595c"
"""Second language and lesser things: contrast on white 7 : 1."""
ACCENT = "#0d5a6e"
"""The one colour, for bars: a deep blue-green that prints as dark grey."""
TRACK = "#e4eaec"
HAIRLINE = "#a3abaf"

MODULE = 0.4
"""Of a QR code. GS1 General Specifications 5.12.3.1: 0.396 to 0.990 mm for retail points of sale."""

SECOND = 0.7
"""A second language stands at about two thirds of the first."""
SMALLEST = {"ja": 2.5, "en": 1.9}
"""Smallest em by language: Japanese 2.5 mm is about 7 points; 1.9 mm gives Latin letters an x-height of 1 mm."""

TEXT = {"ja": 2.5, "en": 2.3}
"""Small print in the first language."""


def second_size(size: float, language: str) -> float:
    """The size of a second language under a line of `size`."""
    return max(SMALLEST[language], SECOND * size)
