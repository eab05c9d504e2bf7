"""The canvas of all raster formats: parts of a Scene in whole dots, each dot the number of an ink."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image as Pillow
from PIL import ImageDraw

from co2label.draw.fonts import begin, face, glyphs
from co2label.draw.inks import Inks, inks_of
from co2label.draw.logo import inked
from co2label.draw.qr import QUIET, symbol
from co2label.draw.qr_symbol import stride
from co2label.draw.scene import INK, Image, Op, Qr, Rect, Text
from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.draw.font import Font

__all__ = ["Canvas", "bits"]

_FULL, _BYTE = 255, 8
_STEPS = 8
"""Sizes of glyphs are rounded to an eighth of a dot: less than anyone sees, and few faces to keep open."""
_THIN = 3
"""Dots; a pale rectangle that is not thicker is drawn in full where there is black only."""
_MM_PER_INCH = 25.4
Dots = tuple[int, int]


def bits(ops: Iterable[Op], size: Dots, dots_per_mm: float, *, least: int = 1) -> Pillow.Image:
    """Parts of a Scene in black on white: an image of mode "1" in which ink is set.

    Args:
        ops: in the order in which they are painted.
        size: width and height in dots.
        dots_per_mm: the scale.
        least: dots that a module of a QR code must have.

    Raises:
        DrawError: a QR code whose modules would get fewer dots.

    >>> bits([Rect(0, 0, 1, 1)], (16, 8), 8.0).getbbox()
    (0, 0, 8, 8)
    """
    parts = list(ops)
    canvas = Canvas(size, dots_per_mm, inks_of(parts, "black"), least=least)
    canvas.draw(parts)
    return canvas.image.point([0] + [_FULL] * _FULL, "1")


class Canvas:
    """An image in the numbers of its inks; lengths in mm come in, whole dots go out.

    Args:
        size: width and height in dots.
        dots_per_mm: the scale.
        inks: what the numbers mean.
        margin: blank dots on the left, beside the picture.
        least: dots that a module of a QR code must have.
    """

    def __init__(
        self, size: Dots, dots_per_mm: float, inks: Inks, *, margin: int = 0, least: int = 1
    ) -> None:
        self.image = Pillow.new("L", (size[0] + margin, size[1]), 0)
        self._scale = dots_per_mm
        self.inks = inks
        self._margin = margin
        self._least = least

    def draw(self, ops: Iterable[Op]) -> None:
        """Paint parts in their order.

        Raises:
            DrawError: a QR code whose modules would get too few dots.
        """
        for op in ops:
            if isinstance(op, Text):
                self._text(op)
            elif isinstance(op, Rect):
                self._rect(op)
            elif isinstance(op, Qr):
                self._qr(op)
            else:
                self._picture(op)

    def rows(self) -> bytes:
        """The rows from top to bottom in the depth of the inks, each padded to whole bytes."""
        if self.inks.depth == _BYTE:
            return self.image.tobytes()
        numbers = Pillow.frombuffer("P", self.image.size, self.image.tobytes(), "raw", "P", 0, 1)
        return numbers.tobytes("raw", f"P;{self.inks.depth}")

    def _dots(self, length: float) -> int:
        return int(length * self._scale + 0.5)

    def _rect(self, op: Rect) -> None:
        """Equal sizes in mm become equal sizes in dots, wherever they lie; what is there is at least a dot."""
        if op.width <= 0 or op.height <= 0:
            return
        left, top = self._dots(op.x) + self._margin, self._dots(op.y)
        width, height = max(1, self._dots(op.width)), max(1, self._dots(op.height))
        place = (left, top, left + width, top + height)
        if op.fill in self.inks.outlines:
            self._outline(op, place)
        elif op.radius > 0:
            inside = (left, top, left + width - 1, top + height - 1)
            draw = ImageDraw.Draw(self.image)
            draw.rounded_rectangle(inside, op.radius * self._scale, fill=self.inks.solids[op.fill])
        else:
            self.image.paste(self.inks.solids[op.fill], place)

    def _outline(self, op: Rect, place: tuple[int, int, int, int]) -> None:
        """The edge of a pale rectangle, one dot wide; a thin one in full."""
        left, top, right, bottom = place
        if min(right - left, bottom - top) <= _THIN:
            self.image.paste(1, place)
            return
        inside = (left, top, right - 1, bottom - 1)
        ImageDraw.Draw(self.image).rounded_rectangle(inside, op.radius * self._scale, fill=0, outline=1)

    def _text(self, op: Text) -> None:
        pixels = round(op.size * self._scale * _STEPS) / _STEPS
        start, baseline = begin(op) * self._scale + self._margin + 0.5, self._dots(op.y)
        paste = self.image.im.paste
        ramp = self.inks.ramps[op.fill, op.on]
        for stamp in _line(op.text, op.font, pixels, ramp, self.inks.smooth):
            x, y = int(start + stamp.x) + stamp.dx, baseline + stamp.dy
            paste(stamp.shade, (x, y, x + stamp.width, y + stamp.height), stamp.cover)

    def _qr(self, op: Qr) -> None:
        code = symbol(op.payload, level=op.level, mask=op.mask)
        dot = self._module(op, code.size + 2 * QUIET)
        margin = (op.size * self._scale - dot * code.size) / 2
        left, top = int(op.x * self._scale + margin + 0.5), int(op.y * self._scale + margin + 0.5)
        rows = Pillow.frombytes("1", (stride(code.size), code.size), code.packed).crop(
            (0, 0, code.size, code.size)
        )
        cover = rows.resize((dot * code.size, dot * code.size), Pillow.Resampling.NEAREST)
        self.image.paste(self.inks.solids[INK], (left + self._margin, top), cover)

    def _module(self, op: Qr, across: int) -> int:
        """Whole dots a module."""
        dot = int(op.size * self._scale / across + 0.01)
        if dot < self._least:
            enough = across * self._least
            message = (
                f"a QR code of {across} modules in {op.size:g} mm gets {op.size * self._scale / across:.2f} dots a module "
                f"at {self._scale * _MM_PER_INCH:.0f} dpi, at least {self._least} is needed; "
                f"enlarge it to {enough / self._scale:.1f} mm, or take {enough / op.size * _MM_PER_INCH:.0f} dpi"
            )
            raise DrawError(message)
        return dot

    def _picture(self, op: Image) -> None:
        size = (max(1, self._dots(op.width)), max(1, self._dots(op.height)))
        self.image.paste(inked(op.png, size, self.inks), (self._dots(op.x) + self._margin, self._dots(op.y)))


class _Stamp(NamedTuple):
    """A glyph ready to be painted: the numbers of its dots, and which of them are painted."""

    shade: Any
    cover: Any
    width: int
    height: int
    dx: int
    dy: int
    """Where its corner lies from the pen and the baseline."""
    x: float = 0.0
    """The pen, from the begin of the line."""


@lru_cache(maxsize=1024)
def _line(text: str, font: Font, pixels: float, ramp: bytes, smooth: bool) -> tuple[_Stamp, ...]:  # noqa: FBT001 - a key
    """The glyphs of a line that leave ink."""
    placed = []
    for glyph in glyphs(text, font):
        stamp = _stamp(glyph.char, glyph.font, round(pixels * glyph.scale * _STEPS) / _STEPS, ramp, smooth)
        if stamp:
            drop = int(glyph.drop * pixels + 0.5)
            placed.append(stamp._replace(x=glyph.x * pixels, dy=stamp.dy + drop))
    return tuple(placed)


@lru_cache(maxsize=4096)
def _stamp(char: str, font: Font, pixels: float, ramp: bytes, smooth: bool) -> _Stamp | None:  # noqa: FBT001 - a key
    core, (dx, dy) = face(font, pixels).getmask2(char, mode="L" if smooth else "1", anchor="ls")
    if not all(core.size):
        return None
    mask = Pillow.new("L", core.size)
    mask.im.paste(core, (0, 0, *core.size))
    painted = mask.point([_FULL if number != ramp[0] else 0 for number in ramp])
    return _Stamp(mask.point(list(ramp)).im, painted.im, core.size[0], core.size[1], dx, dy)
