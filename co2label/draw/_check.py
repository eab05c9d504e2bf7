"""Checks that make a Scene readable, run before it is drawn: a wrong picture is an error, never a surprise in print.

Checked: missing glyphs; lines wider than their place; anything off the page; text that touches other text, a rectangle
or the square of a QR code (its quiet zone included); a line that does not lie wholly on what it says it stands on; text
paler than a contrast of 4.5 : 1 on its ground (WCAG 2.2, 1.4.3); images that are no PNG.

Labels share most of their parts, so what is known of a part alone is kept; the parts are then held against each other in
one sweep from top to bottom.

>>> image_size(b"GIF89a")
Traceback (most recent call last):
...
co2label.errors.DrawError: expected a picture in PNG, got something else; save it as PNG
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from co2label.draw._qr import symbol
from co2label.draw._scene import WHITE, Image, Op, Qr, Rect, Scene, Text, contrast
from co2label.draw._text import ink, line_start, measure, missing
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator


_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_MOST_BYTES = 1_000_000

_MOST_PIXELS = 4000

_PNG_HEADER = struct.Struct(">8xI4sII")


def image_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture in PNG, after reading all of it once.

    Raises:
        DrawError: no PNG, a broken one, or one of more than 1 MB or 4000 pixels a side.
    """
    if len(png) > _MOST_BYTES:
        raise DrawError(
            f"expected a picture of {_MOST_BYTES // 1000} kB at most, got {len(png) // 1000} kB; make it smaller"
        )
    if not png.startswith(_PNG_SIGNATURE) or len(png) < _PNG_HEADER.size:
        raise DrawError("expected a picture in PNG, got something else; save it as PNG")
    _, _, width, height = _PNG_HEADER.unpack_from(png)
    if not (1 <= width <= _MOST_PIXELS and 1 <= height <= _MOST_PIXELS):
        raise DrawError(
            f"expected a picture of at most {_MOST_PIXELS} pixels a side, got {width} × {height}; make it smaller"
        )
    try:
        with Pillow.open(io.BytesIO(png), formats=["PNG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, struct.error, zlib.error) as error:
        raise DrawError(
            f"expected a whole picture in PNG, got a broken one ({error}); save it again"
        ) from error
    return width, height


Box = tuple[float, float, float, float]
"""Left, top, right and bottom in mm."""

_SLACK = 0.02
"""mm; less than a third of a dot at 381 dpi."""

_LEAST_CONTRAST = 4.5

_CORNER_REACH = 1 - 0.5**0.5
"""Reach of a rounded corner into both sides, in radii."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")


def check(scene: Scene) -> None:
    """Refuse a Scene that would be unreadable.

    Raises:
        DrawError: what is wrong, and with which text.

    >>> check(Scene(10, 10, (Text(1, 5, "鮭🍙", 2.5),), "", ""))
    Traceback (most recent call last):
    ...
    co2label.errors.DrawError: no glyph for '🍙' (U+1F359 RICE BALL) in '鮭🍙'; replace it
    """
    ops = scene.ops
    boxes = [box_of(op) for op in ops]
    right, bottom = scene.width + _SLACK, scene.height + _SLACK
    for op, box in zip(ops, boxes, strict=True):
        if box[0] < -_SLACK or box[1] < -_SLACK or box[2] > right or box[3] > bottom:
            raise DrawError(f"{_describe(op)} lies outside the page of {scene.width:g} × {scene.height:g} mm")
    grounds = _grounds(ops, boxes)
    wrong = min(_overlaps(ops, boxes, grounds), default=None)
    if wrong is not None:
        raise DrawError(f"{_describe(ops[wrong[0]])} and {_describe(ops[wrong[1]])} overlap")


@lru_cache(maxsize=4096)
def box_of(op: Op) -> Box:
    """Bounding box of a part, after the checks that concern the part alone.

    Raises:
        DrawError: a missing glyph, a line wider than its place, a colour, a contrast, a symbol or a picture that is none.
    """
    if isinstance(op, Text):
        _check_text(op)
        bounds, start = ink(op.text, op.font), line_start(op)
        return (
            start + bounds.left * op.size,
            op.y + bounds.top * op.size,
            start + bounds.right * op.size,
            op.y + bounds.bottom * op.size,
        )
    if isinstance(op, Qr):
        symbol(op.payload, level=op.level, mask=op.mask)
        return op.x, op.y, op.x + op.size, op.y + op.size
    if isinstance(op, Image):
        image_size(op.png)
    else:
        _check_rect(op)
    return op.x, op.y, op.x + op.width, op.y + op.height


def _overlaps(ops: tuple[Op, ...], boxes: list[Box], grounds: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Pairs that may not touch and do: places in the Scene, the earlier one first."""
    open_: list[int] = []
    for at in sorted(range(len(ops)), key=lambda index: boxes[index][1]):
        left, top, right, bottom = boxes[at]
        left, top, right, bottom = left + _SLACK, top + _SLACK, right - _SLACK, bottom - _SLACK
        open_ = [other for other in open_ if boxes[other][3] > top]
        for other in open_:
            box = boxes[other]
            if (
                left < box[2]
                and box[0] < right
                and box[1] < bottom
                and not _may_touch(ops, grounds, at, other)
            ):
                yield min(at, other), max(at, other)
        open_.append(at)


def _may_touch(ops: tuple[Op, ...], grounds: dict[int, int], one: int, other: int) -> bool:
    """Rectangles lie on each other; a line may lie on its ground, and on what the ground covers."""
    first, second = min(one, other), max(one, other)
    if not isinstance(ops[first], Rect):
        return False
    return isinstance(ops[second], Rect) or first <= grounds.get(second, -1)


def _grounds(ops: tuple[Op, ...], boxes: list[Box]) -> dict[int, int]:
    """Index of the rectangle that each line stands on, by index of the line; other lines stand on the page.

    Raises:
        DrawError: no rectangle of the fill that a line names, painted before it, holds all of it.
    """
    painted: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for at, op in enumerate(ops):
        if isinstance(op, Rect):
            painted.setdefault(op.fill.lower(), []).append(at)
        elif isinstance(op, Text):
            on = op.on.lower()
            places = [
                place
                for place in painted.get(on, ())
                if holds(boxes[place], boxes[at], _CORNER_REACH * getattr(ops[place], "radius", 0.0) - _SLACK)
            ]
            if places:
                found[at] = places[-1]
            elif on != WHITE:
                raise DrawError(f"{_describe(op)} stands on no rectangle of {op.on} that holds all of it")
    return found


def holds(outer: Box, inner: Box, blank: float) -> bool:
    """True where a box lies inside another one, and so much off its edges."""
    return (
        outer[0] + blank <= inner[0]
        and outer[1] + blank <= inner[1]
        and outer[2] - blank >= inner[2]
        and outer[3] - blank >= inner[3]
    )


def _check_rect(op: Rect) -> None:
    _check_colour(op, op.fill)
    if op.hatch is not None:
        _check_colour(op, op.hatch.fill)
        if op.radius or not 0 < op.hatch.line < op.hatch.pitch:
            raise DrawError(
                f"{_describe(op)}: expected a hatch of lines thinner than their pitch, in a rectangle with square corners"
            )
    most = min(op.width, op.height) / 2
    if not 0 <= op.radius <= most + _SLACK:
        raise DrawError(f"{_describe(op)}: expected a radius of 0 to {most:g} mm, got {op.radius:g}")


def _check_text(op: Text) -> None:
    _check_colour(op, op.fill)
    _check_colour(op, op.on)
    char = missing(op.text, op.font)
    if char is not None:
        known = unicodedata.name(char, "character")
        raise DrawError(f"no glyph for {char!r} (U+{ord(char):04X} {known}) in {clip(op.text)}; replace it")
    width = measure(op.text, op.size, op.font)
    if op.width is not None and width > op.width + _SLACK:
        raise DrawError(
            f"{_describe(op)} is {width:.1f} mm wide, its place has {op.width:.1f} mm; shorten it"
        )
    found = contrast(op.fill, op.on)
    if found < _LEAST_CONTRAST:
        ground = "white" if op.on == WHITE else op.on
        raise DrawError(
            f"{_describe(op)} has a contrast of {found:.1f} on {ground}, at least {_LEAST_CONTRAST} is needed"
        )


def _check_colour(op: Op, colour: str) -> None:
    if not _COLOUR.fullmatch(colour):
        raise DrawError(f"{_describe(op)}: expected a colour such as #111111, got {clip(colour)}")


def _describe(op: Op) -> str:
    if isinstance(op, Text):
        return f"text {clip(op.text)} at ({op.x:.1f}, {op.y:.1f})"
    kind = {Rect: "rectangle", Qr: "QR code", Image: "picture"}[type(op)]
    return f"{kind} at ({op.x:.1f}, {op.y:.1f})"
