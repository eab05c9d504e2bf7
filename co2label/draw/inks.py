"""The inks of a raster: which colours a picture needs, and the number that each has in its palette.

Number 0 is white. A line of text needs steps between its colour and its ground as well, so that its edges are smooth;
they are shared out so that the palette of an ordinary label fits in 4 bits a dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from co2label.draw.colour import channels, contrast, luminance
from co2label.draw.logo import colours_of
from co2label.draw.scene import INK, WHITE, Image, Op, Qr, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Ink", "Inks", "inks_of"]

Ink = Literal["colour", "grey", "black"]
Pair = tuple[str, str]
"""Colour of a line, and what it stands on."""
Rgb = tuple[int, int, int]

_SMALL, _LARGE = 16, 256
_FEWEST_STEPS, _MOST_STEPS = 2, 8
_SOLID = 3.0
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
    ramps: Mapping[Pair, bytes]

    @property
    def smooth(self) -> bool:
        """Whether there are steps between the inks; else an edge is either ink or not."""
        return self.depth > 1


def inks_of(ops: Iterable[Op], ink: Ink = "colour") -> Inks:
    """The inks for parts of a Scene.

    >>> from co2label.draw.scene import Rect
    >>> inks_of([Rect(0, 0, 1, 1), Text(0, 0, "1", 2)]).depth
    4
    """
    listed = list(ops)
    fills = dict.fromkeys(
        INK if isinstance(op, Qr) else op.fill for op in listed if not isinstance(op, Image)
    )
    pairs = dict.fromkeys((op.fill, op.on) for op in listed if isinstance(op, Text))
    pictures = tuple(colour for op in listed if isinstance(op, Image) for colour in colours_of(op.png))
    return _inks(tuple(fills), tuple(pairs), ink, pictures)


@lru_cache(maxsize=64)
def _inks(fills: tuple[str, ...], pairs: tuple[Pair, ...], ink: Ink, pictures: tuple[Rgb, ...]) -> Inks:
    if ink == "black":
        return _black(fills, pairs)
    if ink == "grey":
        return _grey(fills, pairs)
    solids = [each for each in dict.fromkeys((*fills, *(on for _, on in pairs))) if each != WHITE]
    room = _SMALL - 1 - len(solids)
    if not pictures and room >= _FEWEST_STEPS * len(pairs):
        return _coloured(solids, pairs, room // max(1, len(pairs)), 4)
    room = _LARGE - 1 - len(solids) - len(pictures)
    return _coloured(solids, pairs, room // max(1, len(pairs)), 8, pictures)


def _coloured(
    solids: list[str], pairs: tuple[Pair, ...], steps: int, depth: int, pictures: tuple[Rgb, ...] = ()
) -> Inks:
    """A palette of white, the colours, and the steps between each colour of text and its ground."""
    palette = [channels(WHITE), *map(channels, solids)]
    numbers = {WHITE: 0} | {colour: number for number, colour in enumerate(solids, 1)}
    ramps = {}
    for colour, on in pairs:
        between = _between(channels(on), channels(colour), min(steps, _MOST_STEPS))
        stops = [numbers[on], *range(len(palette), len(palette) + len(between)), numbers[colour]]
        palette += between
        ramps[colour, on] = bytes(stops[(value * (len(stops) - 1) + 127) // 255] for value in range(256))
    return Inks((*palette, *pictures), depth, numbers, frozenset(), ramps)


def _between(start: Rgb, end: Rgb, steps: int) -> list[Rgb]:
    parts = [step / (steps + 1) for step in range(1, steps + 1)]
    return [
        (
            round(start[0] + (end[0] - start[0]) * part),
            round(start[1] + (end[1] - start[1]) * part),
            round(start[2] + (end[2] - start[2]) * part),
        )
        for part in parts
    ]


def _grey(fills: tuple[str, ...], pairs: tuple[Pair, ...]) -> Inks:
    """Sixteen greys in equal steps from white to black."""
    top = _SMALL - 1
    palette = tuple((value, value, value) for value in range(255, -1, -255 // top))
    colours = dict.fromkeys((WHITE, *fills, *(on for _, on in pairs)))
    numbers = {colour: round(top * (1 - _lightness(colour))) for colour in colours}
    ramps = {}
    for colour, on in pairs:
        start, end = numbers[on], numbers[colour]
        ramps[colour, on] = bytes(round(start + (end - start) * value / 255) for value in range(256))
    return Inks(palette, 4, numbers, frozenset(), ramps)


def _lightness(colour: str) -> float:
    """How light a grey looks the same as a colour, 0 to 1 in the steps of sRGB."""
    linear = luminance(colour)
    return linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004 - IEC 61966-2-1


def _black(fills: tuple[str, ...], pairs: tuple[Pair, ...]) -> Inks:
    """Black on white; what text stands on is paper, and what is pale is an outline."""
    grounds = {on for _, on in pairs}
    numbers = {
        fill: int(fill not in grounds and contrast(fill) >= _SOLID) for fill in (WHITE, *fills, *grounds)
    }
    pale = frozenset(fill for fill in fills if fill not in grounds and not numbers[fill] and fill != WHITE)
    ramp = bytes(int(value > 127) for value in range(256))  # noqa: PLR2004 - the middle
    return Inks((channels(WHITE), (0, 0, 0)), 1, numbers, pale, dict.fromkeys(pairs, ramp))
