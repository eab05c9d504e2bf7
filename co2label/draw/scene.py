"""A picture as a display list in millimetres: rectangles, text, QR codes and images on a white card.

A Scene knows nothing of carbon and nothing of formats. Coordinates: millimetres, origin top left, y downwards.
Whoever draws it paints the page white first. Text stands on that white, or on one filled rectangle that it names
(`Text.on`) and that holds all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from co2label.draw.font import REGULAR, Font

__all__ = ["INK", "WHITE", "Align", "Image", "Op", "Qr", "Rect", "Scene", "Text"]

Align = Literal["left", "middle", "right"]

INK = "#111111"
WHITE = "#ffffff"


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle, painted in the order of the Scene; `radius` rounds its corners, in mm."""

    x: float
    y: float
    width: float
    height: float
    fill: str = INK
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `y` is the baseline; `size` the em in mm; ₂ (U+2082) is drawn as a lowered 2."""

    x: float
    y: float
    text: str
    size: float
    font: Font = REGULAR
    align: Align = "left"
    fill: str = INK
    language: str = "ja"
    width: float | None = None
    """The room that the line has, in mm; a line that is wider is refused."""
    on: str = WHITE
    """What it stands on: the page, or the fill of a rectangle painted before it that holds all of it."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code whose quiet zone (4 modules) lies inside the square `x, y, size`."""

    x: float
    y: float
    size: float
    payload: str
    description: str = ""
    level: Literal["L", "M", "Q", "H"] = "M"
    """Of error correction."""
    mask: int | None = None
    """0 to 7, or None for the one with the least penalty."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in PNG, such as a logo, stretched to its place; nothing touches it."""

    x: float
    y: float
    width: float
    height: float
    png: bytes
    description: str = ""


Op = Rect | Text | Qr | Image


@dataclass(frozen=True, slots=True)
class Scene:
    """A display list with its page, its title and its description for people who do not see it."""

    width: float
    height: float
    ops: tuple[Op, ...]
    title: str
    description: str
    language: str = "ja"
