"""Setting of a line of text in a font: glyph positions, widths, ink bounds, and which characters a font can draw.

Every format sets a line alike: glyph after glyph by the advances of the font, without kerning, so that PNG and SVG
agree to the micrometre. Four things differ from typing the characters in a row:

* ₂ (U+2082), which Japanese fonts do not have, is a 2 scaled and lowered.
* A variation selector draws nothing: the usual form of its kanji is set.
* A letter that the font lacks (ł, ğ, ő, ế) is drawn in the companion font, at the size of the letters around it.
* Brackets, commas and full stops of Japanese are set on half an em (約物半角; their other half is blank), as is usual
  in tables and small print.

Character coverage is read from the font's `cmap` table (OpenType 1.9, subtable format 12, segmented coverage): a 16-byte
header, then groups of three 32-bit numbers: first code point, last code point, first glyph.

>>> from co2label.draw import BOLD
>>> round(measure("CO₂", 10.0, BOLD), 2)
17.92
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageFont

from co2label.draw._scene import REGULAR, Font, companion
from co2label.errors import DrawError
from co2label.text import SELECTORS

if TYPE_CHECKING:
    from pathlib import Path

    from co2label.draw._scene import Text


_CMAP_HEADER = 12

_CMAP_RECORD = 16

_CMAP_GROUPS_FORMAT = 12


class Coverage:
    """The code points of one font file, as sorted ranges.

    Args:
        path: an OpenType font.

    Raises:
        DrawError: no OpenType font, or one without a character map of format 12.
    """

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, path: Path) -> None:
        try:
            groups = [(first, last) for first, last, _ in _cmap_groups(_read_cmap(path))]
        except struct.error as error:
            message = f"{path.name}: expected an OpenType font, got something else; use another font file"
            raise DrawError(message) from error
        if not groups:
            message = f"{path.name}: expected a Unicode character map (cmap format 12); use another font file"
            raise DrawError(message)
        self._firsts, self._lasts = zip(*sorted(groups), strict=True)

    def __contains__(self, char: str) -> bool:
        point = ord(char)
        index = bisect_right(self._firsts, point) - 1
        return index >= 0 and point <= self._lasts[index]


def _read_cmap(path: Path) -> bytes:
    with path.open("rb") as font:
        tables = struct.unpack(">4xH6x", font.read(_CMAP_HEADER))[0]
        for tag, _, offset, length in struct.iter_unpack(">4sIII", font.read(_CMAP_RECORD * tables)):
            if tag == b"cmap":
                font.seek(offset)
                return font.read(length)
    message = f"{path.name}: expected an OpenType font with a character map; use another font file"
    raise DrawError(message)


def _cmap_groups(table: bytes) -> list[tuple[int, int, int]]:
    for index in range(struct.unpack_from(">2xH", table)[0]):
        start = struct.unpack_from(">4xI", table, 4 + 8 * index)[0]
        if struct.unpack_from(">H", table, start)[0] == _CMAP_GROUPS_FORMAT:
            count = struct.unpack_from(">12xI", table, start)[0]
            body = table[start + _CMAP_RECORD : start + _CMAP_RECORD + 12 * count]
            return [(first, last, glyph) for first, last, glyph in struct.iter_unpack(">III", body) if glyph]
    return []


Anchor = Literal["start", "middle", "end"]

_FACES = 32
"""Open at a time: each takes about 2 MB."""

_EM = 1000
"""Font units per em of both fonts: at this size in pixels, advances are whole font units."""

_SELECTOR = re.compile(f"[{SELECTORS}]")

_LOWERED = {"₂": "2"}

_LOWERED_SCALE = 0.62

_LOWERED_DROP = 0.15
"""Size and drop of a lowered figure, in em of the line."""

_OPENING_MARKS = "（「『【〔［｛〈《"

_CLOSING_MARKS = "）」』】〕］｝〉》、。，．"

_MIDDLE_MARKS = "・：；"

_HALF_WIDTH: dict[str, tuple[float, Anchor]] = {
    **dict.fromkeys(_OPENING_MARKS, (-0.5, "end")),
    **dict.fromkeys(_CLOSING_MARKS, (0.0, "start")),
    **dict.fromkeys(_MIDDLE_MARKS, (-0.25, "middle")),
}
"""Punctuation set on half an em: how far its full-width glyph is moved, in em, and by which side it is held."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a line, in em of the line: where its origin is, how far it drops, how large it is."""

    char: str
    font: Font
    """The font of the line, or its companion."""
    x: float
    drop: float = 0.0
    scale: float = 1.0
    anchor: Anchor | None = None
    """For punctuation on half an em: which side of its glyph touches the text; None where it stands as typed."""

    @property
    def run(self) -> object:
        """What neighbours that are written as one run share: letters as typed of one font; every other glyph stands alone."""
        return self.font if self.anchor is None and not self.drop else (self.x, self.scale)


@dataclass(frozen=True, slots=True)
class Ink:
    """The bounds of what is really black in a line, in em; `top` is above the baseline and so below zero."""

    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=_FACES)
def face(font: Font, pixels: float) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels per em."""
    opened = ImageFont.truetype(font.path, pixels, layout_engine=ImageFont.Layout.BASIC)
    if font.weight is not None:
        opened.set_variation_by_axes([font.weight])
    return opened


def missing(text: str, font: Font) -> str | None:
    """The first character that neither the font nor its companion can draw, or None.

    >>> missing("鮭 Łódź 🍙", REGULAR)
    '🍙'
    """
    fonts = (_coverage(font), _coverage(companion(font)))
    wanted = ((char, _LOWERED.get(char, char)) for char in _without_selectors(text))
    return next((char for char, drawn in wanted if not any(drawn in covered for covered in fonts)), None)


def measure(text: str, size: float, font: Font = REGULAR) -> float:
    """The width of a line in the unit of `size` (its em)."""
    return _set_line(text, font)[1] * size


def line_start(op: Text) -> float:
    """Where a line begins, in mm: its left edge, whether it is held by that, by its middle or by its right."""
    if op.align == "left":
        return op.x
    width = measure(op.text, op.size, op.font)
    return op.x - (width if op.align == "right" else width / 2)


def glyphs(text: str, font: Font) -> tuple[Glyph, ...]:
    """The glyphs of a line in order."""
    return _set_line(text, font)[0]


@lru_cache(maxsize=8192)
def ink(text: str, font: Font) -> Ink:
    """The bounds of the ink of a line; a blank line has bounds of no area.

    >>> ink("0", Font(bold=True)).top
    -0.754
    """
    boxes = [_ink_in_line(glyph) for glyph in glyphs(text, font) if _glyph_ink(glyph.char, glyph.font)]
    if not boxes:
        return Ink(0.0, 0.0, 0.0, 0.0)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Ink(min(lefts), min(tops), max(rights), max(bottoms))


@lru_cache(maxsize=8192)
def _set_line(text: str, font: Font) -> tuple[tuple[Glyph, ...], float]:
    placed: list[Glyph] = []
    pen = 0.0
    for char in _without_selectors(text):
        if char in _LOWERED:
            two = _LOWERED[char]
            placed.append(Glyph(two, font, pen, _LOWERED_DROP, _LOWERED_SCALE))
            pen += _advance(two, font) * _LOWERED_SCALE
        elif char in _HALF_WIDTH:
            shift, anchor = _HALF_WIDTH[char]
            placed.append(Glyph(char, font, pen + shift, anchor=anchor))
            pen += 0.5
        else:
            used, scale = _font_of(char, font)
            placed.append(Glyph(char, used, pen, scale=scale))
            pen += _advance(char, used) * scale
    return tuple(placed), pen


def _without_selectors(text: str) -> str:
    return text if text.isascii() else _SELECTOR.sub("", text)


@lru_cache(maxsize=65536)
def _font_of(char: str, font: Font) -> tuple[Font, float]:
    """The font that draws a character, and its scale in a line of `font`; what no font has stays with the line's own."""
    other = companion(font)
    if char in _coverage(font) or char not in _coverage(other):
        return font, 1.0
    return other, _companion_scale(font)


@cache
def _companion_scale(font: Font) -> float:
    """The size of the companion at which its letters are as wide as those of the font."""
    return _advance("n", font) / _advance("n", companion(font))


@cache
def _coverage(font: Font) -> Coverage:
    return Coverage(font.path)


@lru_cache(maxsize=65536)
def _advance(char: str, font: Font) -> float:
    return face(font, _EM).getlength(char) / _EM


@lru_cache(maxsize=65536)
def _glyph_ink(char: str, font: Font) -> tuple[float, float, float, float] | None:
    mask = Image.new("L", (3 * _EM, 3 * _EM))
    core, (dx, dy) = face(font, _EM).getmask2(char, mode="L", anchor="ls")
    if not all(core.size):
        return None
    mask.im.paste(core, (0, 0, *core.size))
    box = mask.getbbox()
    return box and ((box[0] + dx) / _EM, (box[1] + dy) / _EM, (box[2] + dx) / _EM, (box[3] + dy) / _EM)


def _ink_in_line(glyph: Glyph) -> tuple[float, float, float, float]:
    left, top, right, bottom = _glyph_ink(glyph.char, glyph.font) or (0.0, 0.0, 0.0, 0.0)
    scale = glyph.scale
    return (
        glyph.x + left * scale,
        glyph.drop + top * scale,
        glyph.x + right * scale,
        glyph.drop + bottom * scale,
    )
