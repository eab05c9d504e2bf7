"""Text: setting a line in a font, its width and ink, and fitting a text to its place.

Every format sets a line alike: glyph after glyph by the advances of the font, without kerning, so that PNG and SVG
agree to the micrometre. Five things differ from typing the characters in a row:

* ₂ (U+2082), which Japanese fonts do not have, is a 2 scaled and lowered.
* The narrow spaces of French (U+202F, which does not break) and of tables (U+2009), which Japanese fonts lack, are 0.18 em.
* A variation selector draws nothing: the usual form of its kanji is set.
* A letter that the font lacks (ł, ğ, ő, ế) is drawn in the companion font, at the size of the letters around it.
* Brackets, commas and full stops of Japanese are set on half an em (約物半角; their other half is blank), as is usual
  in tables and small print.

A text is fitted by shrinking it a little, then breaking it where a line may end; else it is refused. `co2label.text` knows
where a text may be broken and what each break costs. The breaks taken leave lines of similar length, end a phrase rather
than split a word, and leave no character alone. A word is cut only where it is wider than the line.

>>> from co2label.draw import BOLD
>>> round(measure("CO₂", 10.0, BOLD), 2)
17.92
>>> fit("1人1日のめやす6.8 kgに対する割合", width=13.0, size=1.0, smallest=1.0, most_lines=2).lines
('1人1日のめやす', '6.8 kgに対する割合')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import freetype
from PIL import Image, ImageFont

from co2label.draw._scene import REGULAR, Font, companion
from co2label.errors import DrawError, clip
from co2label.text import COMPOUND, INSIDE, NO_START, SELECTORS, Piece, is_katakana, split

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from co2label.draw._scene import Text


class Coverage:
    """The characters of one font file.

    Args:
        path: an OpenType font.

    Raises:
        DrawError: no OpenType font, or one without a Unicode character map.
    """

    __slots__ = ("_face",)

    def __init__(self, path: Path) -> None:
        try:
            self._face = freetype.Face(str(path))
            self._face.select_charmap(freetype.FT_ENCODING_UNICODE)
        except freetype.FT_Exception as error:
            raise DrawError(
                f"{path.name}: expected an OpenType font with a Unicode character map; use another font file"
            ) from error

    def __contains__(self, char: str) -> bool:
        return bool(self._face.get_char_index(ord(char)))


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

_NARROW_SPACES, _NARROW_SPACE = "\u202f\u2009", 0.18
"""Spaces that are drawn as blanks of this width, in em, where the font has none."""

_OPENING_MARKS = "（「『【〔［｛〈《"

_CLOSING_MARKS = "）」』】〕］｝〉》、。，．"

_MIDDLE_MARKS = "・：；"

_DRAWN_AS = _LOWERED | dict.fromkeys(_NARROW_SPACES, " ")
"""The character whose glyph is drawn instead."""

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
    """For half-em punctuation and narrow spaces: which side of the glyph touches the text; None where it stands as typed."""

    @property
    def run(self) -> object:
        """Key of the run of a glyph: its font for letters as typed; every other glyph is a run of its own."""
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
    wanted = ((char, _DRAWN_AS.get(char, char)) for char in _without_selectors(text))
    lacking = ((char, drawn) for char, drawn in wanted if drawn not in _coverage(font))
    return next((char for char, drawn in lacking if drawn not in _coverage(companion(font))), None)


def font_with(text: str, font: Font) -> Font:
    """The font itself where it has all letters of a text, else the packaged one of its weight.

    For marks such as ▶, which are drawn in another form by `companion`.
    """
    return font if all(char in _coverage(font) for char in text) else Font(bold=font.bold)


def measure(text: str, size: float, font: Font = REGULAR) -> float:
    """The width of a line in the unit of `size` (its em)."""
    return _set_line(text, font)[1] * size


def line_start(op: Text) -> float:
    """Left edge of a line in mm, whatever its alignment."""
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
    boxes = []
    for glyph in glyphs(text, font):
        if box := _glyph_ink(glyph.char, glyph.font):
            left, top, right, bottom = (length * glyph.scale for length in box)
            boxes.append((glyph.x + left, glyph.drop + top, glyph.x + right, glyph.drop + bottom))
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
            pen += advance(two, font) * _LOWERED_SCALE
        elif char in _HALF_WIDTH:
            shift, anchor = _HALF_WIDTH[char]
            placed.append(Glyph(char, font, pen + shift, anchor=anchor))
            pen += 0.5
        elif char in _NARROW_SPACES and char not in _coverage(font):
            placed.append(Glyph(" ", font, pen, scale=_NARROW_SPACE / advance(" ", font), anchor="start"))
            pen += _NARROW_SPACE
        else:
            used, scale = _font_of(char, font)
            placed.append(Glyph(char, used, pen, scale=scale))
            pen += advance(char, used) * scale
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
    return advance("n", font) / advance("n", companion(font))


@cache
def _coverage(font: Font) -> Coverage:
    return Coverage(font.path)


@lru_cache(maxsize=65536)
def advance(char: str, font: Font) -> float:
    """Advance of a character in em."""
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


_GENTLE = 0.86
"""One line may shrink to this part of its size before it is broken."""

_STEP = 0.96

_MOSTLY_BLANK = 0.4

_ALONE = 1.0
"""Cost of a line of a single character."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and the size at which they fit."""

    size: float
    lines: tuple[str, ...]


@lru_cache(maxsize=4096)
def fit(  # noqa: PLR0913 - a place has a width, a height in lines, and limits of size
    text: str, *, width: float, size: float, smallest: float, most_lines: int = 1, font: Font = REGULAR
) -> Fitted:
    """Fit a text into a place.

    Args:
        text: one line of text.
        width: of the place, in mm.
        size: the em in mm that the text has where there is room.
        smallest: the smallest em in mm that may still be read.
        most_lines: lines that the place can hold.
        font: of the text.

    Returns:
        One line at `size`; else one line a little smaller; else as few balanced lines as possible.

    Raises:
        DrawError: it does not fit even so.

    >>> fit("鮭おにぎり", width=20.0, size=4.0, smallest=2.5)
    Fitted(size=4.0, lines=('鮭おにぎり',))
    """
    natural = measure(text, 1.0, font)
    if natural * size <= width:
        return Fitted(size, (text,))
    gentle = max(size * _GENTLE, smallest)
    if natural * gentle <= width:
        return Fitted(width / natural, (text,))
    return _break_lines(text, width, (gentle, smallest), most_lines, font)


def _break_lines(text: str, width: float, sizes: tuple[float, float], most_lines: int, font: Font) -> Fitted:
    torn: Fitted | None = None
    for size in _steps(*sizes):
        if torn and size < _GENTLE * torn.size:
            break
        lines = wrap(text, width / size, font)
        if len(lines) > most_lines:
            continue
        if whole := _break_between_words(text, width / size, font, (len(lines), most_lines)):
            return Fitted(size, whole)
        torn = torn or Fitted(
            size, _cheapest_lines(_pieces(text, width / size, font), width / size, font, len(lines)) or lines
        )
    if torn:
        return torn
    raise DrawError(
        f"expected a text that fits {most_lines} line(s) of {width:.1f} mm at {sizes[1]:g} mm, "
        f"got {clip(text)} ({len(lines)} lines); shorten it"
    )


def _steps(size: float, smallest: float) -> Iterator[float]:
    while size > smallest:
        yield size
        size *= _STEP
    yield smallest


def _break_between_words(text: str, width: float, font: Font, counts: tuple[int, int]) -> tuple[str, ...]:
    """Lines that part no word, be it by one line more than the fewest; none where that cannot be."""
    fewest, most = counts
    pieces = _join_word_parts(_pieces(text, width, font))
    ways = (_cheapest_lines(pieces, width, font, count) for count in range(fewest, min(fewest + 1, most) + 1))
    return next(filter(None, ways), ())


def _join_word_parts(pieces: list[Piece]) -> list[Piece]:
    """Pieces with those joined that only a word's parting would part."""
    joined = [pieces[0]]
    for piece, after_it in pieces[1:]:
        before, cost = joined[-1]
        if cost >= INSIDE:
            joined[-1] = before + piece, after_it
        else:
            joined.append((piece, after_it))
    return joined


def wrap(text: str, width: float, font: Font = REGULAR) -> tuple[str, ...]:
    """Break a text into lines of at most `width` em; each line takes as much as it can."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece, _ in _pieces(text, width, font):
        if line and used + _width(piece, font) > width + _ROUNDING:
            head = _katakana_head(line, piece, width, font)
            lines.append((line + head).rstrip())
            line = piece[len(head) :]
            used = measure(line, 1.0, font)
        else:
            line += piece
            used += measure(piece, 1.0, font)
    return (*lines, line.rstrip())


def _width(line: str, font: Font) -> float:
    return measure(line.rstrip(), 1.0, font)


def _katakana_head(line: str, piece: str, width: float, font: Font) -> str:
    """The part of a katakana word that still fits on a line that would otherwise be mostly blank."""
    if measure(line, 1.0, font) > _MOSTLY_BLANK * width or not all(is_katakana(char) for char in piece[:2]):
        return ""
    ends = (end for end in range(len(piece) - 1, 1, -1) if piece[end] not in NO_START)
    return next((piece[:end] for end in ends if measure(line + piece[:end], 1.0, font) <= width), "")


def _cheapest_lines(pieces: list[Piece], width: float, font: Font, count: int) -> tuple[str, ...]:
    """The cheapest way to set pieces in so many lines; none where one would have to be cut for it."""
    places = _places(pieces, font)
    ways: _Ways = {0: (0.0, ())}
    for _ in range(count):
        ways = _one_line_more(ways, places, width)
    _, cuts = ways.get(len(pieces), (0.0, ()))
    return tuple(
        "".join(piece for piece, _ in pieces[begin:end]).rstrip() for begin, end in pairwise((0, *cuts))
    )


_Ways = dict[int, tuple[float, tuple[int, ...]]]
"""Best way to set the first n pieces, by n: the cost, and the piece after each line."""

_Place = tuple[float, float, float, float]
"""Of a piece, if all were set in one line: where it begins and where its ink ends, in em; what it costs to break after it,
and to set it as a line of its own."""


def _places(pieces: list[Piece], font: Font) -> list[_Place]:
    places, x = [], 0.0
    for piece, after_it in pieces:
        places.append((x, x + _width(piece, font), after_it, _ALONE if len(piece.rstrip()) == 1 else 0.0))
        x += measure(piece, 1.0, font)
    return places


def _one_line_more(ways: _Ways, places: list[_Place], width: float) -> _Ways:
    longer: _Ways = {}
    for begin, (before, cuts) in ways.items():
        cost = before + (places[begin][3] if begin < len(places) else 0.0)
        for end in range(begin + 1, len(places) + 1):
            blank = width - (places[end - 1][1] - places[begin][0])
            if blank < -_ROUNDING:
                break
            total = cost + (blank / width) ** 2 + places[end - 1][2]
            if end not in longer or total < longer[end][0]:
                longer[end] = total, (*cuts, end)
            cost = before
    return longer


def _pieces(text: str, width: float, font: Font) -> list[Piece]:
    """Pieces of a text; those that are wider than the line are cut."""
    return [part for piece in split(text) for part in _split_to_width(piece, width, font)]


def _split_to_width(piece: Piece, width: float, font: Font) -> list[Piece]:
    whole, after_it = piece
    if measure(whole.rstrip(), 1.0, font) <= width:
        return [piece]
    parts = [""]
    for char in whole:
        if parts[-1] and measure(parts[-1] + char, 1.0, font) > width:
            parts.append("")
        parts[-1] += char
    return [*((part, COMPOUND) for part in parts[:-1]), (parts[-1], after_it)]
