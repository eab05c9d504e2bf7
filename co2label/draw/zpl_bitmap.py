"""A part of a Scene as a bitmap of ZPL: ^GF, packed by Z64.

Z64 is zlib in base64 with a checksum over the latter: the CRC-16 of polynomial 0x1021 that begins with 0, as files of
Zebra's own designer have it. The printer drops a bitmap that arrives damaged.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from binascii import crc_hqx
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw.fonts import begin, ink
from co2label.draw.raster import Canvas, bits
from co2label.draw.scene import Image, Op, Qr, Rect, Text

if TYPE_CHECKING:
    from PIL import Image as Pillow

    from co2label.draw.inks import Inks

__all__ = ["LEAST", "bitmap", "graphic", "stack"]

LEAST = 2
"""Dots that a module of a QR code needs on a thermal printer: one dot bleeds into the next."""
_AROUND = 2
"""Dots of room on every side of what is drawn; the blank edge is cut off again."""
_BRACKET = -0.5
"""em; the pen of an opening bracket set on half an em begins so far before its line."""
_HAIR = 1e-9
"""mm; what lies just between two dots goes to the further one, and must not be drawn back by a sum of floats."""
_INKED = [0] + [255] * 255
_LEVEL = 9
_MOST_KEPT = 1024


@lru_cache(maxsize=_MOST_KEPT)
def bitmap(op: Op, scale: float) -> str:
    """The field of a line, a QR code or a picture; nothing where there is no ink.

    Args:
        op: what is drawn.
        scale: dots per mm.

    Raises:
        DrawError: a QR code whose modules would get less than two dots.
    """
    left, top, right, bottom = _bounds(op)
    x, y = int(left * scale) - _AROUND, int(top * scale) - _AROUND
    size = (int(right * scale) + 2 * _AROUND - x, int(bottom * scale) + 2 * _AROUND - y)
    return _placed(bits([_moved(op, x, y, scale)], size, scale, least=LEAST), x, y)


@lru_cache(maxsize=_MOST_KEPT)
def stack(rects: tuple[Rect, ...], scale: float, inks: Inks) -> str:
    """The field of a rectangle and of those that are painted on it, of which some may be white.

    Args:
        rects: in the order in which they are painted; the first holds all others.
        scale: dots per mm.
        inks: of the whole Scene, for they say which rectangles stay white.
    """
    first = rects[0]
    x, y = int(first.x * scale), int(first.y * scale)
    canvas = Canvas((int(first.width * scale) + _AROUND, int(first.height * scale) + _AROUND), scale, inks)
    canvas.draw(_moved(rect, x, y, scale) for rect in rects)
    return _placed(canvas.image.point(_INKED, "1"), x, y)


def _moved(op: Op, x: int, y: int, scale: float) -> Op:
    """The same, moved so that the dot x, y is the origin: it falls on dots as it did."""
    return replace(op, x=op.x - x / scale + _HAIR, y=op.y - y / scale + _HAIR)


def _placed(image: Pillow.Image, x: int, y: int) -> str:
    """The field of an image whose corner is at x, y; its blank edge is cut off."""
    box = image.getbbox()
    return f"^FO{x + box[0]},{y + box[1]}{graphic(image.crop(box))}^FS" if box else ""


def graphic(image: Pillow.Image) -> str:
    """The command that prints an image of mode "1".

    >>> from PIL import Image
    >>> graphic(Image.new("1", (16, 2), 1))
    '^GFA,4,4,2,:Z64:eNr7////fwAJ+gP9:342D'
    """
    data = image.tobytes()
    packed = b64encode(zlib.compress(data, _LEVEL))
    row = (image.width + 7) // 8
    return f"^GFA,{len(data)},{len(data)},{row},:Z64:{packed.decode()}:{crc_hqx(packed, 0):04X}"


def _bounds(op: Op) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, in mm."""
    if isinstance(op, Text):
        start, around = begin(op), ink(op.text, op.font)
        return (
            start + min(_BRACKET, around.left) * op.size,
            op.y + around.top * op.size,
            start + around.right * op.size,
            op.y + around.bottom * op.size,
        )
    if isinstance(op, Qr):
        return op.x, op.y, op.x + op.size, op.y + op.size
    width, height = (op.width, op.height) if isinstance(op, Image) else (0.0, 0.0)
    return op.x, op.y, op.x + width, op.y + height
