"""A Scene as PNG, drawn by Pillow: rectangles and QR modules on whole dots, text from the real fonts.

The picture has a palette: each colour of the Scene as a ramp to white, for text stands on white only. That keeps the
file small and the bytes the same on every machine with the same Pillow.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from co2label.draw.fonts import begin, face, glyphs
from co2label.draw.fonts import ink as ink_of
from co2label.draw.qr import QUIET, modules
from co2label.draw.scene import INK, Qr, Rect, Scene, Text
from co2label.draw.scene import Image as Placed
from co2label.errors import DrawError

if TYPE_CHECKING:
    from co2label.draw.font import Font

__all__ = ["DOTS_PER_INCH", "png"]

DOTS_PER_INCH = 381.0
"""15 dots a millimetre: a QR module of 0.4 mm is exactly 6 dots, the heavy rule of 1.2 mm is 18."""
_FEWEST, _MOST = 72.0, 2400.0
_MM_PER_INCH = 25.4
_PALETTE = 256


def png(scene: Scene, dpi: float = DOTS_PER_INCH, ink: str = "colour") -> bytes:  # noqa: ARG001
    """Draw a Scene.

    Raises:
        DrawError: a resolution that no picture of a card has, or a QR code that gets less than a dot a module.
    """
    if not _FEWEST <= dpi <= _MOST:
        message = f"expected {_FEWEST:g} to {_MOST:g} dots per inch, got {dpi!r}"
        raise DrawError(message)
    canvas = _Canvas(scene, dpi / _MM_PER_INCH)
    for op in scene.ops:
        if isinstance(op, Rect):
            canvas.rect(op)
        elif isinstance(op, Text):
            canvas.text(op)
        elif isinstance(op, Qr):
            canvas.qr(op)
    for image in scene.ops:
        if isinstance(image, Placed):
            canvas.image(image)
    return canvas.encoded(scene, dpi)


class _Canvas:
    """A palette image of a Scene; lengths in mm come in, whole dots go out."""

    def __init__(self, scene: Scene, scale: float) -> None:
        self._scale = scale
        fills = dict.fromkeys(op.fill if isinstance(op, Rect | Text) else INK for op in scene.ops)
        self._levels = (_PALETTE - 1) // max(1, len(fills))
        self._first = {fill: 1 + index * self._levels for index, fill in enumerate(fills)}
        size = (self._dots(scene.width), self._dots(scene.height))
        self._image = Image.new("P", size, 0)
        self._image.putpalette(_palette(list(fills), self._levels))

    def _dots(self, length: float) -> int:
        return int(length * self._scale + 0.5)

    def _full(self, fill: str) -> int:
        return self._first[fill] + self._levels - 1

    def rect(self, op: Rect) -> None:
        """Equal sizes in mm become equal sizes in dots, wherever they lie; what is there is at least a dot."""
        if op.width > 0 and op.height > 0:
            left, top = self._dots(op.x), self._dots(op.y)
            width, height = max(1, self._dots(op.width)), max(1, self._dots(op.height))
            self._image.paste(self._full(op.fill), (left, top, left + width, top + height))

    def text(self, op: Text) -> None:
        pixels = round(op.size * self._scale, 3)
        start = begin(op) * self._scale
        bounds = ink_of(op.text, op.font)
        left, top = int(start + bounds.left * pixels) - 2, int(op.y * self._scale + bounds.top * pixels) - 2
        size = (
            int((bounds.right - bounds.left) * pixels) + 6,
            int((bounds.bottom - bounds.top) * pixels) + 6,
        )
        line = Image.new("L", size)
        baseline = self._dots(op.y)
        for glyph in glyphs(op.text, op.font):
            mask, dx, dy = _mask(glyph.char, op.font, round(pixels * glyph.scale, 3))
            x = int(start + glyph.x * pixels + 0.5) + dx - left
            y = baseline + int(glyph.drop * pixels + 0.5) + dy - top
            line.paste(255, (x, y), mask)
        self._paste(line, (left, top), op.fill)

    def _paste(self, line: Image.Image, at: tuple[int, int], fill: str) -> None:
        first, levels = self._first[fill], self._levels
        shades = line.point([first + (value * levels - 1) // 255 if value else 0 for value in range(256)])
        painted = line.point([255 if value * levels >= 255 else 0 for value in range(256)])  # noqa: PLR2004
        self._image.paste(shades, at, painted)

    def image(self, op: Placed) -> None:
        """A picture from outside, in all its colours, on white where it is transparent."""
        size = (max(1, self._dots(op.width)), max(1, self._dots(op.height)))
        with Image.open(io.BytesIO(op.png)) as opened:
            placed = opened.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        self._image = self._image.convert("RGB")
        self._image.paste(placed, (self._dots(op.x), self._dots(op.y)), placed)

    def qr(self, op: Qr) -> None:
        rows = modules(op.payload, level=op.level, mask=op.mask)
        across = len(rows) + 2 * QUIET
        dot = int(op.size * self._scale / across + 0.01)
        if dot < 1:
            message = (
                f"a QR code of {across} modules needs more than {op.size:g} mm at this resolution; enlarge it"
            )
            raise DrawError(message)
        margin = (op.size * self._scale - dot * len(rows)) / 2
        left, top = int(op.x * self._scale + margin + 0.5), int(op.y * self._scale + margin + 0.5)
        draw, index = ImageDraw.Draw(self._image), self._full(INK)
        for row, darks in enumerate(rows):
            for column, dark in enumerate(darks):
                if dark:
                    x, y = left + column * dot, top + row * dot
                    draw.rectangle((x, y, x + dot - 1, y + dot - 1), fill=index)

    def encoded(self, scene: Scene, dpi: float) -> bytes:
        words = PngInfo()
        words.add_itxt("Title", scene.title, lang=scene.language)
        words.add_itxt("Description", scene.description, lang=scene.language)
        stream = io.BytesIO()
        self._image.save(stream, "PNG", dpi=(dpi, dpi), pnginfo=words, compress_level=6)
        return stream.getvalue()


def _palette(fills: list[str], levels: int) -> list[int]:
    """White, then for each colour its ramp from nearly white to full."""
    palette = [255, 255, 255]
    for fill in fills:
        channels = [int(fill[index : index + 2], 16) for index in (1, 3, 5)]
        for level in range(1, levels + 1):
            palette += [round(255 + (channel - 255) * level / levels) for channel in channels]
    return palette


@lru_cache(maxsize=4096)
def _mask(char: str, font: Font, pixels: float) -> tuple[Image.Image, int, int]:
    """The coverage of a glyph, and where its corner lies from the pen and the baseline."""
    core, (dx, dy) = face(font, pixels).getmask2(char, mode="L", anchor="ls")
    mask = Image.new("L", core.size or (1, 1))
    if all(core.size):
        mask.im.paste(core, (0, 0, *core.size))
    return mask, dx, dy
