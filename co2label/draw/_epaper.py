"""Bit planes of electronic shelf labels: black, and red where the display has it.

Every pixel has one colour and no shade between; a QR code has whole pixels, two a module at least.

>>> from co2label.draw import Rect, Scene
>>> bars = (Rect(0, 0, 2, 1), Rect(2, 0, 2, 1, fill="#d55e00"))
>>> shown = bit_planes(Scene(4, 2, bars, "Bars", "Two bars"), 16, 8, red=True)
>>> shown.black.hex(" ", 2), shown.red.hex(" ", 2)
('ff00 ff00 ff00 ff00 0000 0000 0000 0000', '00ff 00ff 00ff 00ff 0000 0000 0000 0000')
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from co2label.draw._raster import Canvas, Inks, choose_inks
from co2label.draw._scene import Rect, Text, channels
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from co2label.draw._scene import Scene


_LEAST_PIXELS = 2
"""Pixels that a module of a QR code needs, so that a phone reads it from a display."""

_MOST = 4096

_UNEVEN = 0.01
"""Tolerance of the shape of pixels: those of the 2.9-inch display are 0.4 % longer than wide."""

_COLOURFUL = 40
"""Between the strongest and the weakest channel, of 255: what is above is a colour, not a grey."""

_RED_HUES = (-20.0, 45.0)
"""Of crimson and of orange, in degrees; yellow has 60."""

_PAPER, _BLACK, _RED = 0, 1, 2

_PREVIEW_PALETTE = (255, 255, 255, 0, 0, 0, 176, 28, 28)

_MASKS = {number: [255 * (value == number) for value in range(256)] for number in (_BLACK, _RED)}


@dataclass(frozen=True, slots=True)
class Planes:
    """Bit planes of a display: one bit a pixel, rows from the top, the leftmost pixel in the highest bit of its byte.

    Attributes:
        width: in pixels.
        height: in pixels.
        black: the black pixels are 1; each row fills whole bytes. Where a controller wants 0 for ink, invert it.
        red: the red pixels likewise, or None for a display without red. No pixel is both.
    """

    width: int
    height: int
    black: bytes
    red: bytes | None = None

    def png(self) -> bytes:
        """Preview of the display, one pixel a pixel."""
        size = (self.width, self.height)
        seen = Pillow.new("P", size, _PAPER)
        seen.putpalette(_PREVIEW_PALETTE)
        for number, plane in ((_BLACK, self.black), (_RED, self.red)):
            if plane is not None:
                seen.paste(number, (0, 0, *size), Pillow.frombytes("1", size, plane))
        stream = io.BytesIO()
        seen.save(stream, "PNG", bits=2)
        return stream.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


def bit_planes(scene: Scene, width: int, height: int, *, red: bool = False) -> Planes:
    """Draw a Scene on a display, such as 296 × 128 pixels (2.9 inches) or 400 × 300 (4.2 inches).

    With `red`, rectangles and lines in a red or an orange are red, such as the last two steps of a `Scale`: red warns, so no
    blue bar and no green step becomes red. All else is as without red: greys, QR codes and pictures, other colours, and the
    colour that most of the text has, for a brand may write in dark red. What is written on a red rectangle is left out of it,
    for red paper is too dark for black letters.

    Args:
        scene: of the shape of the display.
        width: of the display, in pixels: 1 to 4096.
        height: of the display, in pixels: 1 to 4096.
        red: whether the display has red as well.

    Raises:
        DrawError: another shape than the Scene's, by more than 1 %, or a QR code with less than two pixels a module.
    """
    scale = _scale(scene, width, height)
    inks = _black_and_red_inks(scene) if red else choose_inks(scene.ops, "black")
    canvas = Canvas((width, height), scale, inks, least=_LEAST_PIXELS)
    canvas.draw(scene.ops)
    black, coloured = (canvas.image.point(_MASKS[number], "1").tobytes() for number in (_BLACK, _RED))
    return Planes(width, height, black, coloured if red else None)


def _scale(scene: Scene, width: int, height: int) -> float:
    """Pixels per mm, so that the whole Scene is on the display."""
    for side in (width, height):
        if side not in range(1, _MOST + 1):
            raise DrawError(
                f"expected a display of 1 to {_MOST} pixels a side, got {clip(width)} × {clip(height)}"
            )
    across, down = width / scene.width, height / scene.height
    if abs(across / down - 1) > _UNEVEN:
        raise DrawError(
            f"a picture of {scene.width:g} × {scene.height:g} mm has another shape than a display of {width} × {height} "
            f"pixels; make it {scene.width:g} × {scene.width * height / width:.2f} mm "
            f"or {scene.height * width / height:.2f} × {scene.height:g} mm"
        )
    return min(across, down)


def _black_and_red_inks(scene: Scene) -> Inks:
    """Black and red on paper."""
    inks = choose_inks(scene.ops, "black")
    coloured = _red_colours(scene)
    numbers = {colour: _RED if colour in coloured else number for colour, number in inks.solids.items()}
    ramps = {}
    for fill, on in inks.ramps:  # no step between ground and ink
        ink = _PAPER if on in coloured else _RED if fill in coloured else _BLACK
        ramps[fill, on] = bytes([numbers[on]] * 128 + [ink] * 128)
    return replace(inks, solids=numbers, outlines=inks.outlines - coloured, ramps=ramps)


def _red_colours(scene: Scene) -> frozenset[str]:
    """The colours that are red on a display."""
    letters: Counter[str] = Counter()
    for op in scene.ops:
        if isinstance(op, Text):
            letters[op.fill] += len(op.text)
    main = {colour for colour, _ in letters.most_common(1)}
    fills = {op.fill for op in scene.ops if isinstance(op, Rect | Text)}
    fills |= {op.hatch.fill for op in scene.ops if isinstance(op, Rect) and op.hatch}
    return frozenset(fill for fill in fills - main if _is_red(fill))


def _is_red(colour: str) -> bool:
    """True for a saturated red or orange."""
    red, green, blue = channels(colour)
    least, most = _RED_HUES
    spread = max(red, green, blue) - min(red, green, blue)
    hue = 60 * (green - blue) / spread if spread else 0.0
    return spread > _COLOURFUL and red == max(red, green, blue) and least <= hue <= most
