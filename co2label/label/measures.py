"""The measures that the templates share: widths, sizes and colours. Lengths are millimetres, sizes the em in mm."""

from __future__ import annotations

__all__ = ["ACCENT", "BOTTOM", "BULLET", "CONTENT", "GREY", "HAIRLINE", "INDENT", "INK", "LEFT"]
__all__ += ["RIGHT", "TRACK", "WIDTH"]
__all__ += ["HAIR", "HEAVY", "MIDDLE", "MODULE", "SECOND", "TOP", "second_size", "smallest", "text_size"]

WIDTH = 62.0
LEFT = 3.4
RIGHT = WIDTH - LEFT
CONTENT = RIGHT - LEFT
TOP = 3.6
BOTTOM = 3.8

HEAVY = 1.3
MIDDLE = 0.7
HAIR = 0.15
"""Rules carry the structure of a card; no boxes, no icons."""

BULLET = "•"
INDENT = 2.2
"""Of a sentence that begins with a bullet, as each of several does: one that is broken must not read as two."""

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


def smallest(language: str) -> float:
    """The smallest em of a language: Japanese 2.5 mm, about 7 points; else 1.9 mm, an x-height of 1 mm."""
    return 2.5 if language == "ja" else 1.9


def text_size(language: str) -> float:
    """The em of small print in the first language."""
    return 2.5 if language == "ja" else 2.3


def second_size(size: float, language: str) -> float:
    """The size of a second language under a line of `size`."""
    return max(smallest(language), SECOND * size)
