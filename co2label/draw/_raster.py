"""The canvas of all raster formats: parts of a Scene in whole dots, each dot the number of an ink in a small palette.

Number 0 is white. A line of text needs steps between its colour and its ground as well, so that its edges are smooth;
they are shared out so that the palette of an ordinary label fits in 4 bits a dot. Images are reduced to the nearest inks.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from PIL import Image as Pillow
from PIL import ImageDraw

from co2label.draw._qr import QUIET, symbol
from co2label.draw._qr_layout import stride
from co2label.draw._scene import INK, WHITE, Image, Op, Qr, Rect, Text, channels, contrast, luminance
from co2label.draw._text import face, glyphs, line_start, measure
from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from co2label.draw._scene import Font
    from co2label.draw._text import Glyph


Ink = Literal["colour", "grey", "black"]

ColourPair = tuple[str, str]
"""Colour of a line, and what it stands on."""

Rgb = tuple[int, ...]

_SMALL_PALETTE, _LARGE_PALETTE = 16, 256

_FEWEST_STEPS, _MOST_STEPS = 2, 8

_SOLID_CONTRAST = 3.0
"""In black only, what has less contrast on white than this is drawn as an outline."""


@dataclass(frozen=True, slots=True, eq=False)
class Inks:
    """The palette of a raster.

    Attributes:
        palette: its colours by number.
        depth: bits a dot: 1, 4 or 8.
        solids: number by colour.
        outlines: colours of which only the edge is drawn, where there is black only.
        ramps: for each colour of text on its ground, the number for a coverage of 0 to 255.
    """

    palette: tuple[Rgb, ...]
    depth: int
    solids: Mapping[str, int]
    outlines: frozenset[str]
    ramps: Mapping[ColourPair, bytes]

    @property
    def smooth(self) -> bool:
        """True if there are steps between the inks; else each dot of an edge is ink or blank."""
        return self.depth > 1


def choose_inks(ops: Iterable[Op], ink: Ink = "colour") -> Inks:
    """The inks for parts of a Scene.

    >>> from co2label.draw import Rect
    >>> choose_inks([Rect(0, 0, 1, 1), Text(0, 0, "1", 2)]).depth
    4
    """
    listed = list(ops)
    fills = dict.fromkeys(
        INK if isinstance(op, Qr) else op.fill for op in listed if not isinstance(op, Image)
    )
    fills |= dict.fromkeys(op.hatch.fill for op in listed if isinstance(op, Rect) and op.hatch)
    pairs = dict.fromkeys((op.fill, op.on) for op in listed if isinstance(op, Text))
    pictures = tuple(colour for op in listed if isinstance(op, Image) for colour in image_colours(op.png))
    return _choose_inks(tuple(fills), tuple(pairs), ink, pictures)


@lru_cache(maxsize=64)
def _choose_inks(
    fills: tuple[str, ...], pairs: tuple[ColourPair, ...], ink: Ink, pictures: tuple[Rgb, ...]
) -> Inks:
    if ink == "black":
        return _black_inks(fills, pairs)
    if ink == "grey":
        return _grey_inks(fills, pairs)
    solids = [each for each in dict.fromkeys((*fills, *(on for _, on in pairs))) if each != WHITE]
    room = _SMALL_PALETTE - 1 - len(solids)
    if not pictures and room >= _FEWEST_STEPS * len(pairs):
        return _colour_inks(solids, pairs, room // max(1, len(pairs)), 4)
    room = _LARGE_PALETTE - 1 - len(solids) - len(pictures)
    return _colour_inks(solids, pairs, room // max(1, len(pairs)), 8, pictures)


def _colour_inks(
    solids: list[str], pairs: tuple[ColourPair, ...], steps: int, depth: int, pictures: tuple[Rgb, ...] = ()
) -> Inks:
    """A palette of white, the colours, and the steps between each colour of text and its ground."""
    palette: list[Rgb] = [channels(WHITE), *map(channels, solids)]
    numbers = {WHITE: 0} | {colour: number for number, colour in enumerate(solids, 1)}
    ramps = {}
    for colour, on in pairs:
        between = _colours_between(channels(on), channels(colour), min(steps, _MOST_STEPS))
        stops = [numbers[on], *range(len(palette), len(palette) + len(between)), numbers[colour]]
        palette += between
        ramps[colour, on] = bytes(stops[(value * (len(stops) - 1) + 127) // 255] for value in range(256))
    return Inks((*palette, *pictures), depth, numbers, frozenset(), ramps)


def _colours_between(start: Rgb, end: Rgb, steps: int) -> list[Rgb]:
    parts = [step / (steps + 1) for step in range(1, steps + 1)]
    return [
        tuple(round(one + (other - one) * part) for one, other in zip(start, end, strict=True))
        for part in parts
    ]


def _grey_inks(fills: tuple[str, ...], pairs: tuple[ColourPair, ...]) -> Inks:
    """Sixteen greys in equal steps from white to black."""
    top = _SMALL_PALETTE - 1
    palette = tuple((value, value, value) for value in range(255, -1, -255 // top))
    colours = dict.fromkeys((WHITE, *fills, *(on for _, on in pairs)))
    numbers = {colour: round(top * (1 - _lightness(colour))) for colour in colours}
    ramps = {}
    for colour, on in pairs:
        start, end = numbers[on], numbers[colour]
        ramps[colour, on] = bytes(round(start + (end - start) * value / 255) for value in range(256))
    return Inks(palette, 4, numbers, frozenset(), ramps)


def _lightness(colour: str) -> float:
    """Lightness of the grey that looks as light as a colour, 0 to 1 in sRGB."""
    linear = luminance(colour)
    return linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004 - IEC 61966-2-1


def _black_inks(fills: tuple[str, ...], pairs: tuple[ColourPair, ...]) -> Inks:
    """Black on white; what text stands on is paper, and what is pale is an outline."""
    grounds = {on for _, on in pairs}
    numbers = {
        fill: int(fill not in grounds and contrast(fill) >= _SOLID_CONTRAST)
        for fill in (WHITE, *fills, *grounds)
    }
    pale = frozenset(fill for fill in fills if fill not in grounds and not numbers[fill] and fill != WHITE)
    ramp = bytes(int(value > 127) for value in range(256))  # noqa: PLR2004 - the middle
    return Inks((channels(WHITE), (0, 0, 0)), 1, numbers, pale, dict.fromkeys(pairs, ramp))


_MOST_IMAGE_COLOURS = 96
"""Colours that a picture may take."""

_FULL = 255

_NUMBERS = list(range(_FULL + 1))


@lru_cache(maxsize=16)
def image_colours(png: bytes) -> tuple[tuple[int, int, int], ...]:
    """The colours that show a picture on white best."""
    found = (
        _image_on_white(png)
        .quantize(_MOST_IMAGE_COLOURS, Pillow.Quantize.MEDIANCUT)
        .convert("RGB")
        .getcolors(_MOST_IMAGE_COLOURS)
        or []
    )
    return tuple(sorted(colour for _, colour in found))  # type: ignore[misc]  # of an RGB image they are triples


@lru_cache(maxsize=16)
def image_in_inks(png: bytes, size: tuple[int, int], inks: Inks) -> Pillow.Image:
    """A picture at its size in dots, each the number of the ink that is nearest."""
    image = _image_on_white(png).resize(size, Pillow.Resampling.LANCZOS)
    if not inks.smooth:
        return image.convert("L").point([1] * 128 + [0] * 128)
    target = Pillow.new("P", (1, 1))
    target.putpalette([channel for colour in inks.palette for channel in colour])
    numbers = image.quantize(palette=target, dither=Pillow.Dither.NONE)
    return Pillow.frombytes("L", numbers.size, numbers.tobytes())


def _image_on_white(png: bytes) -> Pillow.Image:
    with Pillow.open(io.BytesIO(png), formats=["PNG"]) as opened:
        clear = opened.convert("RGBA")
    white = Pillow.new("RGBA", clear.size, (_FULL, _FULL, _FULL, _FULL))
    return Pillow.alpha_composite(white, clear).convert("RGB")


_OPAQUE, _BYTE = 255, 8

_SIZES_A_DOT = 8
"""Sizes of glyphs are rounded to an eighth of a dot: less than anyone sees, and few faces to keep open."""

_SPACES, _LEAST_SPACE = " \u00a0", 2
"""Blanks between words, and the fewest dots between two of them: letters of a word have one."""

_MOST_LATER = 3
"""Dots that a line may end later than it should for the sake of its spaces."""

_WITH_BEARINGS = 1.35
"""The blank between two words, in widths of the space: the letters on both sides bring a little."""

THIN = 3
"""Dots; a pale rectangle that is not thicker is drawn in full where there is black only."""

MM_PER_INCH = 25.4

Dots = tuple[int, int]


def dots(length: float, scale: float) -> int:
    """A length in whole dots, at so many dots per mm."""
    return int(length * scale + 0.5)


def black_bitmap(ops: Iterable[Op], size: Dots, dots_per_mm: float, *, least: int = 1) -> Pillow.Image:
    """Parts of a Scene in black on white: an image of mode "1" in which ink is set.

    Args:
        ops: in the order in which they are painted.
        size: width and height in dots.
        dots_per_mm: the scale.
        least: dots that a module of a QR code must have.

    Raises:
        DrawError: a QR code whose modules would get fewer dots.

    >>> black_bitmap([Rect(0, 0, 1, 1)], (16, 8), 8.0).getbbox()
    (0, 0, 8, 8)
    """
    parts = list(ops)
    canvas = Canvas(size, dots_per_mm, choose_inks(parts, "black"), least=least)
    canvas.draw(parts)
    return canvas.image.point([0] + [_OPAQUE] * _OPAQUE, "1")


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
        return dots(length, self._scale)

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
        if op.hatch is not None:
            across = max(2, round(op.hatch.pitch * self._scale))
            lines = _hatch_mask(width, height, across, max(1, round(op.hatch.line * self._scale)))
            self.image.paste(self.inks.solids[op.hatch.fill], place, lines)

    def _outline(self, op: Rect, place: tuple[int, int, int, int]) -> None:
        """The edge of a pale rectangle, one dot wide; a thin one in full."""
        left, top, right, bottom = place
        if min(right - left, bottom - top) <= THIN:
            self.image.paste(1, place)
            return
        inside = (left, top, right - 1, bottom - 1)
        ImageDraw.Draw(self.image).rounded_rectangle(inside, op.radius * self._scale, fill=0, outline=1)

    def _text(self, op: Text) -> None:
        pixels = round(op.size * self._scale * _SIZES_A_DOT) / _SIZES_A_DOT
        start, baseline = line_start(op) * self._scale + self._margin + 0.5, self._dots(op.y)
        paste = self.image.im.paste
        ramp = self.inks.ramps[op.fill, op.on]
        for stamp in _line_stamps(op.text, op.font, pixels, ramp, self.inks.smooth):
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
            raise DrawError(
                f"a QR code of {across} modules in {op.size:g} mm gets {op.size * self._scale / across:.2f} dots a module "
                f"at {self._scale * MM_PER_INCH:.0f} dpi, at least {self._least} is needed; "
                f"enlarge it to {enough / self._scale:.1f} mm, or take {enough / op.size * MM_PER_INCH:.0f} dpi"
            )
        return dot

    def _picture(self, op: Image) -> None:
        size = (max(1, self._dots(op.width)), max(1, self._dots(op.height)))
        self.image.paste(
            image_in_inks(op.png, size, self.inks), (self._dots(op.x) + self._margin, self._dots(op.y))
        )


@lru_cache(maxsize=256)
def _hatch_mask(width: int, height: int, pitch: int, line: int) -> Pillow.Image:
    """Lines at 45° in whole dots: `line` of every `pitch` across."""
    row = (bytes([_OPAQUE]) * min(line, pitch - 1)).ljust(pitch, b"\0") * (width // pitch + 2)
    return Pillow.frombytes(
        "L", (width, height), b"".join(row[down % pitch :][:width] for down in range(height))
    )


class _Stamp(NamedTuple):
    """A glyph ready to be painted: the numbers of its dots, and which of them are painted."""

    shade: Any
    cover: Any
    width: int
    height: int
    dx: int
    dy: int
    """Offset of its corner from the pen and the baseline."""
    x: float = 0.0
    """The pen, from the begin of the line."""


@lru_cache(maxsize=1024)
def _line_stamps(text: str, font: Font, pixels: float, ramp: bytes, smooth: bool) -> tuple[_Stamp, ...]:  # noqa: FBT001 - a key
    """The glyphs of a line that leave ink."""
    if smooth:
        return tuple(_stamps(glyphs(text, font), pixels, ramp, smooth))
    return tuple(_stamps_in_words(glyphs(text, font), pixels, ramp))


def _stamps(line: Iterable[Glyph], pixels: float, ramp: bytes, smooth: bool) -> Iterator[_Stamp]:  # noqa: FBT001
    for glyph in line:
        stamp = _glyph_stamp(
            glyph.char, glyph.font, round(pixels * glyph.scale * _SIZES_A_DOT) / _SIZES_A_DOT, ramp, smooth
        )
        if stamp:
            drop = int(glyph.drop * pixels + 0.5)
            yield stamp._replace(x=glyph.x * pixels, dy=stamp.dy + drop)


def _stamps_in_words(line: tuple[Glyph, ...], pixels: float, ramp: bytes) -> Iterator[_Stamp]:
    """Letters in whole dots, and between two words always the dots of the space, which rounding would take away.

    Spaces are as wide as they can be without the line getting longer than it should be by more than a few dots.
    """
    words, spaces = _words(line, pixels, ramp)
    reach = [
        (
            min(int(stamp.x) + stamp.dx for stamp in word),
            max(int(stamp.x) + stamp.dx + stamp.width for stamp in word),
        )
        for word in words
    ]
    moved = _moves(reach, spaces)
    while moved and moved[-1] > _MOST_LATER and max(spaces) > _LEAST_SPACE:
        spaces = [max(_LEAST_SPACE, space - 1) for space in spaces]
        moved = _moves(reach, spaces)
    for word, shift in zip(words, moved, strict=True):
        yield from (stamp._replace(x=stamp.x + shift) for stamp in word)


def _moves(reach: list[tuple[int, int]], spaces: list[int]) -> list[int]:
    """Shift of each word in dots, given its begin and its end.

    A word that comes too near to the next one is moved back, so that the line keeps its end; what cannot be had so, as the first
    word keeps its place, moves the next words on.
    """
    moved = [0] * len(reach)
    for at in range(len(reach) - 2, 0, -1):
        moved[at] = min(0, reach[at + 1][0] + moved[at + 1] - spaces[at] - reach[at][1])
    for at in range(1, len(reach)):
        moved[at] = max(moved[at], reach[at - 1][1] + moved[at - 1] + spaces[at - 1] - reach[at][0])
    return moved


def _words(line: tuple[Glyph, ...], pixels: float, ramp: bytes) -> tuple[list[list[_Stamp]], list[int]]:
    """The letters of each word, in whole dots from its first one, and the least dots between each two words."""
    words: list[list[_Stamp]] = []
    spaces: list[int] = []
    for blank, group in groupby(line, key=lambda glyph: glyph.char in _SPACES):
        run = tuple(group)
        stamps = [] if blank else list(_stamps(run, pixels, ramp, smooth=False))
        if stamps:
            pen = stamps[0].x
            words.append([each._replace(x=round(pen) + int(each.x - pen + 0.25)) for each in stamps])
        elif blank and len(words) > len(spaces):
            width = measure(run[0].char, run[0].scale, run[0].font) * pixels
            spaces.append(max(_LEAST_SPACE, ceil(_WITH_BEARINGS * width - 0.25)))
    return words, spaces


@lru_cache(maxsize=4096)
def _glyph_stamp(char: str, font: Font, pixels: float, ramp: bytes, smooth: bool) -> _Stamp | None:  # noqa: FBT001 - a key
    core, (dx, dy) = face(font, pixels).getmask2(char, mode="L" if smooth else "1", anchor="ls")
    if not all(core.size):
        return None
    mask = Pillow.new("L", core.size)
    mask.im.paste(core, (0, 0, *core.size))
    left, top, right, bottom = mask.getbbox() or (0, 0, *core.size)
    mask = mask.crop((left, top, right, bottom))
    painted = mask.point([_OPAQUE if number != ramp[0] else 0 for number in ramp])
    return _Stamp(mask.point(list(ramp)).im, painted.im, right - left, bottom - top, dx + left, dy + top)
