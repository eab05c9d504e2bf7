"""A picture from outside, such as a logo, in the few colours of a raster."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image as Pillow

if TYPE_CHECKING:
    from co2label.draw.inks import Inks

__all__ = ["colours_of", "inked"]

_MOST = 96
"""Colours that a picture may take."""
_FULL = 255
_NUMBERS = list(range(_FULL + 1))


@lru_cache(maxsize=16)
def colours_of(png: bytes) -> tuple[tuple[int, int, int], ...]:
    """The colours that show a picture on white best."""
    found = _on_white(png).quantize(_MOST, Pillow.Quantize.MEDIANCUT).convert("RGB").getcolors(_MOST) or []
    return tuple(sorted(colour for _, colour in found))  # type: ignore[misc]  # of an RGB image they are triples


@lru_cache(maxsize=16)
def inked(png: bytes, size: tuple[int, int], inks: Inks) -> Pillow.Image:
    """A picture at its size in dots, each the number of the ink that is nearest."""
    image = _on_white(png).resize(size, Pillow.Resampling.LANCZOS)
    if not inks.smooth:
        return image.convert("L").point([1] * 128 + [0] * 128)
    target = Pillow.new("P", (1, 1))
    target.putpalette([channel for colour in inks.palette for channel in colour])
    numbers = image.quantize(palette=target, dither=Pillow.Dither.NONE)
    return Pillow.frombytes("L", numbers.size, numbers.tobytes())


def _on_white(png: bytes) -> Pillow.Image:
    with Pillow.open(io.BytesIO(png), formats=["PNG"]) as opened:
        clear = opened.convert("RGBA")
    white = Pillow.new("RGBA", clear.size, (_FULL, _FULL, _FULL, _FULL))
    return Pillow.alpha_composite(white, clear).convert("RGB")
