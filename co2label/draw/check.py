"""What makes a Scene unreadable, found before it is drawn: a wrong picture is an error, never a surprise in print.

Checked: missing glyphs; lines wider than their place; anything off the page; text that touches other text, a rectangle
or the square of a QR code (its quiet zone included); text paler than a contrast of 4.5 : 1 on white (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import combinations

from co2label.draw.fonts import begin, ink, measure, missing
from co2label.draw.qr import modules
from co2label.draw.scene import Op, Qr, Rect, Scene, Text
from co2label.errors import DrawError, clip

__all__ = ["check", "contrast"]

_SLACK = 0.02
"""mm; less than a third of a dot at 381 dpi."""
_LEAST_CONTRAST = 4.5
_LINEAR_BELOW = 0.04045
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float
    op: Op

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right - _SLACK
            and other.left < self.right - _SLACK
            and self.top < other.bottom - _SLACK
            and other.top < self.bottom - _SLACK
        )


def check(scene: Scene) -> None:
    """Refuse a Scene that would be unreadable.

    Raises:
        DrawError: what is wrong, and with which text.

    >>> check(Scene(10, 10, (Text(1, 5, "鮭🍙", 2.5),), "", ""))
    Traceback (most recent call last):
    ...
    co2label.errors.DrawError: no glyph for '🍙' (U+1F359 RICE BALL) in '鮭🍙'; replace it
    """
    for op in scene.ops:
        _check_alone(op)
    boxes = [_box(op) for op in scene.ops]
    for box in boxes:
        if (
            box.left < -_SLACK
            or box.top < -_SLACK
            or box.right > scene.width + _SLACK
            or box.bottom > scene.height + _SLACK
        ):
            message = f"{_name(box.op)} lies outside the page of {scene.width:g} × {scene.height:g} mm"
            raise DrawError(message)
    for one, other in combinations(boxes, 2):
        if not (isinstance(one.op, Rect) and isinstance(other.op, Rect)) and one.meets(other):
            message = f"{_name(one.op)} and {_name(other.op)} overlap"
            raise DrawError(message)


def contrast(colour: str) -> float:
    """The contrast of a colour against white, 1 to 21 (WCAG 2.2, relative luminance).

    >>> round(contrast("#000000"), 1), round(contrast("#ffffff"), 1)
    (21.0, 1.0)
    """
    red, green, blue = (_linear(int(colour[index : index + 2], 16) / 255) for index in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    """A channel of sRGB (IEC 61966-2-1), 0 to 1, in linear light."""
    return channel / 12.92 if channel <= _LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4


def _check_alone(op: Op) -> None:
    if isinstance(op, Qr):
        modules(op.payload, level=op.level, mask=op.mask)
        return
    if not _COLOUR.fullmatch(op.fill):
        message = f"{_name(op)}: expected a colour such as #111111, got {clip(op.fill)}"
        raise DrawError(message)
    if isinstance(op, Text):
        _check_text(op)


def _check_text(op: Text) -> None:
    char = missing(op.text, op.font)
    if char is not None:
        known = unicodedata.name(char, "character")
        message = f"no glyph for {char!r} (U+{ord(char):04X} {known}) in {clip(op.text)}; replace it"
        raise DrawError(message)
    width = measure(op.text, op.size, op.font)
    if op.width is not None and width > op.width + _SLACK:
        message = f"{_name(op)} is {width:.1f} mm wide, its place has {op.width:.1f} mm; shorten it"
        raise DrawError(message)
    if contrast(op.fill) < _LEAST_CONTRAST:
        message = f"{_name(op)} has a contrast of {contrast(op.fill):.1f} on white, at least {_LEAST_CONTRAST} is needed"
        raise DrawError(message)


def _box(op: Op) -> _Box:
    if isinstance(op, Rect):
        return _Box(op.x, op.y, op.x + op.width, op.y + op.height, op)
    if isinstance(op, Qr):
        return _Box(op.x, op.y, op.x + op.size, op.y + op.size, op)
    bounds = ink(op.text, op.font)
    start = begin(op)
    return _Box(
        start + bounds.left * op.size,
        op.y + bounds.top * op.size,
        start + bounds.right * op.size,
        op.y + bounds.bottom * op.size,
        op,
    )


def _name(op: Op) -> str:
    if isinstance(op, Text):
        return f"text {clip(op.text)} at ({op.x:.1f}, {op.y:.1f})"
    kind = "rectangle" if isinstance(op, Rect) else "QR code"
    return f"{kind} at ({op.x:.1f}, {op.y:.1f})"
