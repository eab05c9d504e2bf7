"""A picture as a display list in millimetres: rectangles, text, and QR codes on a white card.

A Scene knows nothing of carbon and nothing of formats. Coordinates: millimetres, origin top left, y downwards.
Whoever draws it paints the page white first; text stands on that white, never on a rectangle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["INK", "Align", "Op", "Qr", "Rect", "Scene", "Text", "Weight"]

Weight = Literal["regular", "bold"]
Align = Literal["left", "right"]

INK = "#111111"


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `y` is the baseline; `size` the em in mm; ₂ (U+2082) is drawn as a lowered 2."""

    x: float
    y: float
    text: str
    size: float
    weight: Weight = "regular"
    align: Align = "left"
    fill: str = INK
    language: str = "ja"
    width: float | None = None
    """The room that the line has, in mm; a line that is wider is refused."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code whose quiet zone (4 modules) lies inside the square `x, y, size`."""

    x: float
    y: float
    size: float
    payload: str
    description: str = ""


Op = Rect | Text | Qr


@dataclass(frozen=True, slots=True)
class Scene:
    """A display list with its page, its title and its description for people who do not see it."""

    width: float
    height: float
    ops: tuple[Op, ...]
    title: str
    description: str
    language: str = "ja"
