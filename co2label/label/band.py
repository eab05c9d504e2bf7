"""The five-step band: a letter, as many filled blocks as its step, and a fill that all eyes tell apart.

The fills are those of Okabe and Ito's palette that stand furthest apart for people with any colour vision. Nothing rests
on them alone: the letter and the filled blocks, which are higher than the others, say the same in black and white.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw import Op, Rect, Text
from co2label.draw.fonts import ink, measure
from co2label.draw.scene import WHITE

if TYPE_CHECKING:
    from co2label.label.card import Band, Look

__all__ = ["FILLS", "band"]

FILLS = ("#009e73", "#56b4e9", "#f0e442", "#e69f00", "#d55e00")
"""From the lowest step to the highest (Okabe and Ito, Color Universal Design, 2002, revised 2008): bluish green, sky blue,
yellow, orange, vermilion. Black on them has a contrast of 5.4 or more; yellow is 1.3 on white, hence the outlines."""
_BLACK = "#000000"
_OUTLINE = 0.25
"""mm: two dots at 203 dpi."""
_GAP = 0.9
_LETTER = 0.8
"""The em of the letter, in parts of the height."""
_LOW = 0.42
"""The height of a block that is not filled, in parts of the height of one that is."""


@lru_cache(maxsize=512)
def band(look: Look, step: tuple[str, int, int], place: tuple[float, float, float, float]) -> Band:
    """A block for each step, up to the own one filled and high; the letter stands in the own one.

    Args:
        look: of the card.
        step: letter, step and number of steps; 1 is the lowest figure.
        place: x, y, width and height in mm.

    Returns:
        Ops, and the y below them.
    """
    letter, filled, steps = step
    x, y, width, height = place
    fill = FILLS[round((filled - 1) * (len(FILLS) - 1) / max(1, steps - 1))]
    block = (width + _GAP) / steps - _GAP
    ops: list[Op] = []
    for index in range(steps):
        part = 1.0 if index < filled else _LOW
        left = x + index * (block + _GAP)
        colour = fill if index < filled else WHITE
        ops += _block(look, (left, y + height * (1 - part), block, height * part), colour)
    own = (x + (filled - 1) * (block + _GAP), y, block, height)
    return (*ops, _letter(look, letter, own, fill)), y + height


def _block(look: Look, place: tuple[float, float, float, float], fill: str) -> tuple[Rect, Rect]:
    """A filled block in a thin black outline."""
    x, y, width, height = place
    radius = min(look.house.corner, width / 2, height / 2)
    inner = (x + _OUTLINE, y + _OUTLINE, width - 2 * _OUTLINE, height - 2 * _OUTLINE)
    return Rect(*place, _BLACK, radius), Rect(*inner, fill, max(0.0, radius - _OUTLINE))


def _letter(look: Look, letter: str, place: tuple[float, float, float, float], fill: str) -> Text:
    """The letter in the middle of its block, black whatever the ink of the house."""
    x, y, width, height = place
    size = min(_LETTER * height, look.figure / 3)
    bounds = ink(letter, look.house.bold)
    left = x + width / 2 - (bounds.left + bounds.right) / 2 * size
    baseline = y + height / 2 - (bounds.top + bounds.bottom) / 2 * size
    room = measure(letter, size, look.house.bold)
    return Text(left, baseline, letter, size, look.house.bold, "left", _BLACK, look.first, room, fill)
