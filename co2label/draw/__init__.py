"""Pictures: a display list in millimetres, checked once, drawn by one small file per format.

This room knows nothing of carbon. A `Scene` lists rectangles, lines of text and QR codes; a `Picture` is a Scene
that has passed its checks (`check`) and can be saved as PNG or SVG. Measures come from the fonts (`fonts`), lines
are shrunk and broken by `fit`, symbols come from `qr`.
"""

from __future__ import annotations

from co2label.draw.font import BOLD, REGULAR, Font
from co2label.draw.picture import Picture
from co2label.draw.scene import Image, Op, Qr, Rect, Scene, Text

__all__ = ["BOLD", "REGULAR", "Font", "Image", "Op", "Picture", "Qr", "Rect", "Scene", "Text"]
