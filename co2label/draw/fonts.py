"""Two weights of Noto Sans CJK JP (SIL Open Font License 1.1), and how a line of text is set in them.

Every format sets a line alike: glyph after glyph by the advances of the font, without kerning, so that PNG and SVG
agree to the micrometre. Two things differ from typing the characters in a row:

* ₂ (U+2082), which Japanese fonts do not have, is a 2 scaled and lowered.
* Brackets, commas and full stops of Japanese are set on half an em (約物半角; their other half is blank), as is usual
  in tables and small print.

>>> round(measure("CO₂", 10.0, "bold"), 2)
17.92
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageFont

from co2label.draw.coverage import Coverage

if TYPE_CHECKING:
    from co2label.draw.scene import Weight

__all__ = ["Anchor", "Glyph", "Ink", "face", "font_path", "glyphs", "ink", "measure", "missing"]

Anchor = Literal["start", "middle", "end"]

_PACKAGES: dict[Weight, str] = {
    "regular": "noto_cjk_sans_jp_regular",
    "bold": "noto_cjk_sans_jp_bold",
}
_EM = 1000
"""Font units per em of both fonts: at this size in pixels, advances are whole font units."""

_LOWERED = {"₂": "2"}
_LOWERED_SCALE = 0.62
_LOWERED_DROP = 0.15
"""Size and drop of a lowered figure, in em of the line."""

_OPENING = "（「『【〔［｛〈《"
_CLOSING = "）」』】〕］｝〉》、。，．"
_MIDDLE = "・：；"
_HALF: dict[str, tuple[float, Anchor]] = {
    **dict.fromkeys(_OPENING, (-0.5, "end")),
    **dict.fromkeys(_CLOSING, (0.0, "start")),
    **dict.fromkeys(_MIDDLE, (-0.25, "middle")),
}
"""Punctuation set on half an em: how far its full-width glyph is moved, in em, and by which side it is held."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph of a line, in em of the line: where its origin is, how far it drops, how large it is."""

    char: str
    x: float
    drop: float = 0.0
    scale: float = 1.0
    anchor: Anchor | None = None
    """For punctuation on half an em: which side of its glyph touches the text; None where it stands as typed."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The bounds of what is really black in a line, in em; `top` is above the baseline and so below zero."""

    left: float
    top: float
    right: float
    bottom: float


@cache
def font_path(weight: Weight) -> Path:
    """The file of a weight."""
    return Path(str(import_module(_PACKAGES[weight]).FONT_PATH))


@lru_cache(maxsize=256)
def face(weight: Weight, pixels: float) -> ImageFont.FreeTypeFont:
    """A weight at a size in pixels per em."""
    return ImageFont.truetype(font_path(weight), pixels, layout_engine=ImageFont.Layout.BASIC)


def missing(text: str, weight: Weight) -> str | None:
    """The first character that the font cannot draw, or None.

    >>> missing("鮭🍙", "regular")
    '🍙'
    """
    covered = _coverage(weight)
    return next((char for char in text if _LOWERED.get(char, char) not in covered), None)


def measure(text: str, size: float, weight: Weight = "regular") -> float:
    """The width of a line in the unit of `size` (its em)."""
    return _set(text, weight)[1] * size


def glyphs(text: str, weight: Weight) -> tuple[Glyph, ...]:
    """The glyphs of a line in order."""
    return _set(text, weight)[0]


@lru_cache(maxsize=8192)
def ink(text: str, weight: Weight) -> Ink:
    """The bounds of the ink of a line; a blank line has bounds of no area.

    >>> ink("0", "bold").top
    -0.754
    """
    boxes = [_placed_ink(glyph, weight) for glyph in glyphs(text, weight) if _glyph_ink(glyph.char, weight)]
    if not boxes:
        return Ink(0.0, 0.0, 0.0, 0.0)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Ink(min(lefts), min(tops), max(rights), max(bottoms))


@lru_cache(maxsize=8192)
def _set(text: str, weight: Weight) -> tuple[tuple[Glyph, ...], float]:
    placed: list[Glyph] = []
    pen = 0.0
    for char in text:
        if char in _LOWERED:
            two = _LOWERED[char]
            placed.append(Glyph(two, pen, _LOWERED_DROP, _LOWERED_SCALE))
            pen += _advance(two, weight) * _LOWERED_SCALE
        elif char in _HALF:
            shift, anchor = _HALF[char]
            placed.append(Glyph(char, pen + shift, anchor=anchor))
            pen += 0.5
        else:
            placed.append(Glyph(char, pen))
            pen += _advance(char, weight)
    return tuple(placed), pen


@cache
def _coverage(weight: Weight) -> Coverage:
    return Coverage(font_path(weight))


@lru_cache(maxsize=65536)
def _advance(char: str, weight: Weight) -> float:
    return face(weight, _EM).getlength(char) / _EM


@lru_cache(maxsize=65536)
def _glyph_ink(char: str, weight: Weight) -> tuple[float, float, float, float] | None:
    mask = Image.new("L", (3 * _EM, 3 * _EM))
    core, (dx, dy) = face(weight, _EM).getmask2(char, mode="L", anchor="ls")
    if not all(core.size):
        return None
    mask.im.paste(core, (0, 0, *core.size))
    box = mask.getbbox()
    return box and ((box[0] + dx) / _EM, (box[1] + dy) / _EM, (box[2] + dx) / _EM, (box[3] + dy) / _EM)


def _placed_ink(glyph: Glyph, weight: Weight) -> tuple[float, float, float, float]:
    left, top, right, bottom = _glyph_ink(glyph.char, weight) or (0.0, 0.0, 0.0, 0.0)
    scale = glyph.scale
    return (
        glyph.x + left * scale,
        glyph.drop + top * scale,
        glyph.x + right * scale,
        glyph.drop + bottom * scale,
    )
