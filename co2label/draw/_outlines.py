"""Outlines of letters as path data of SVG, so that a file needs no font where it is opened.

FreeType reads the outlines, as it does for the PNG: those of TrueType, of CFF, and of a variable font at its weight. Lengths are
thousandths of an em, y goes downwards, the baseline is 0. Contours are kept by glyph, and lines by text.

>>> from co2label.draw._scene import REGULAR
>>> line_path("-", REGULAR)
'M46-245h256v-70h-256z'
>>> line_path("- -", REGULAR)
'M46-245h256v-70h-256zM617-245h256v-70h-256z'
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import freetype

from co2label.draw._text import glyphs
from co2label.errors import DrawError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from co2label.draw._scene import Font

EM = 1000
"""Units of the path per em."""

_FACES = 32

_AS_DESIGNED = freetype.FT_LOAD_NO_SCALE | freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP

Contour = tuple[int, int, str]
"""First point, and the path from there."""


@lru_cache(maxsize=2048)
def line_path(text: str, font: Font) -> str:
    """The outlines of a line, the first letter at 0; nothing for blanks alone."""
    parts = []
    for glyph in glyphs(text, font):
        pen, drop = round(glyph.x * EM), round(glyph.drop * EM)
        for x, y, rest in _contours(glyph.char, glyph.font, glyph.scale):
            parts.append(f"M{_pair(pen + x, drop + y)}{rest}")
    return "".join(parts)


@lru_cache(maxsize=8192)
def _contours(char: str, font: Font, scale: float) -> tuple[Contour, ...]:
    face = _face(font)
    face.load_char(char, _AS_DESIGNED)
    pen = _Pen(scale * EM / face.units_per_EM)
    face.glyph.outline.decompose(
        None, move_to=pen.move, line_to=pen.line, conic_to=pen.curve, cubic_to=pen.curve
    )
    return tuple(pen.contours())


@lru_cache(maxsize=_FACES)
def _face(font: Font) -> Any:
    """The font as FreeType has it, at its weight.

    Raises:
        DrawError: a file without outlines.
    """
    face = freetype.Face(str(font.path))
    if not face.is_scalable:
        raise DrawError(
            f"{font.path.name}: expected a font with outlines, got one of pixels; use another font file"
        )
    if font.weight is not None:
        face.set_var_design_coords([font.weight])
    return face


class _Pen:
    """Writes the steps of an outline as relative commands, each from rounded point to rounded point."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._at = (0, 0)
        self._found: list[tuple[int, int, list[str]]] = []

    def contours(self) -> list[Contour]:
        """All contours that go anywhere."""
        return [(x, y, "".join([*steps, "z"])) for x, y, steps in self._found if steps]

    def move(self, to: Any, _: None) -> None:
        """Begin a contour."""
        self._at = self._point(to)
        self._found.append((*self._at, []))

    def line(self, to: Any, _: None) -> None:
        """A straight line; none back to the begin of a contour, for that closes it itself."""
        across, down = self._step(to)
        x, y, steps = self._found[-1]
        self._at = self._point(to)
        if (across or down) and self._at != (x, y):
            steps.append(_straight(across, down))

    def curve(self, *points_and_none: Any) -> None:
        """A curve with one control point or two."""
        *points, _ = points_and_none
        steps = (_pair(*self._step(point)) for point in points)
        self._found[-1][2].append(("q" if len(points) == 2 else "c") + _joined(steps))  # noqa: PLR2004 - with its end
        self._at = self._point(points[-1])

    def _point(self, to: Any) -> tuple[int, int]:
        return round(to.x * self._scale), round(-to.y * self._scale)

    def _step(self, to: Any) -> tuple[int, int]:
        x, y = self._point(to)
        return x - self._at[0], y - self._at[1]


def _straight(across: int, down: int) -> str:
    if not down:
        return f"h{across}"
    return f"l{_pair(across, down)}" if across else f"v{down}"


def _pair(x: int, y: int) -> str:
    """Two numbers; a minus sign parts them as well as a blank."""
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _joined(pairs: Iterable[str]) -> str:
    return "".join(pair if pair.startswith("-") else f" {pair}" for pair in pairs).lstrip()
