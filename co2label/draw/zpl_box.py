"""Rectangles in ZPL: those with square corners as ^GB, those with round ones, and what lies on them, as bitmaps.

The printer rounds corners in eight steps only, so that a round bar would not fill its round track.

>>> from co2label.draw.inks import inks_of
>>> rule = Rect(2, 8, 20, 0.5)
>>> list(boxes(rule, 8.0, inks_of([rule], "black")))
['^FO16,64^GB160,4,4,B,0^FS']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw.scene import Op, Rect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from co2label.draw.inks import Inks

__all__ = ["boxes", "stacked"]

_THIN = 3
"""Dots; a pale rectangle that is not thicker is drawn in full, as in the PNG in black."""
_HAIR = 1e-6
"""mm; what rounding in sums of coordinates may make of touching edges."""


def stacked(ops: Iterable[Op]) -> list[Op | tuple[Rect, ...]]:
    """The parts of a Scene in order, but every rectangle with round corners together with those that lie on it."""
    stacks: list[list[Rect]] = []
    parts: list[Op | list[Rect]] = []
    for op in ops:
        if not isinstance(op, Rect):
            parts.append(op)
            continue
        below = next((stack for stack in stacks if _holds(stack[0], op)), None)
        if below is not None:
            below.append(op)
        elif op.radius > 0:
            stacks.append([op])
            parts.append(stacks[-1])
        else:
            parts.append(op)
    return [tuple(part) if isinstance(part, list) else part for part in parts]


def boxes(op: Rect, scale: float, inks: Inks) -> Iterator[str]:
    """A rectangle with square corners in full, in black or in white; a pale one is white with an edge of a dot.

    Args:
        op: the rectangle.
        scale: dots per mm.
        inks: of the whole Scene, for they say which rectangles stay white.
    """
    if op.width <= 0 or op.height <= 0:
        return
    width, height = max(1, _dots(op.width, scale)), max(1, _dots(op.height, scale))
    place = f"^FO{_dots(op.x, scale)},{_dots(op.y, scale)}^GB{width},{height}"
    pale = op.fill in inks.outlines
    black = bool(inks.solids[op.fill]) or (pale and min(width, height) <= _THIN)
    yield f"{place},{min(width, height)},{'B' if black else 'W'},0^FS"
    if pale and not black:
        yield f"{place},1,B,0^FS"


def _holds(below: Rect, op: Rect) -> bool:
    return (
        below.x - _HAIR <= op.x
        and below.y - _HAIR <= op.y
        and op.x + op.width <= below.x + below.width + _HAIR
        and op.y + op.height <= below.y + below.height + _HAIR
    )


def _dots(length: float, scale: float) -> int:
    return int(length * scale + 0.5)
