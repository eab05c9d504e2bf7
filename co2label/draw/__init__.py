"""Pictures: a display list in millimetres, checked once, drawn by one small file per format.

This room knows nothing of carbon. A `Scene` lists rectangles, lines of text, QR codes and images; a `Picture` is a
Scene that has passed its checks (`check`) and can be saved in every format; `Pages` are several as one document.
Measures come from the fonts (`fonts`), lines are shrunk and broken by `fit`, symbols come from `qr`.
"""

from __future__ import annotations

from co2label.draw._picture import Pages, Picture
from co2label.draw._scene import BOLD, REGULAR, Font, Image, Op, Qr, Rect, Scene, Text

__all__ = ["BOLD", "REGULAR", "Font", "Image", "Op", "Pages", "Picture", "Qr", "Rect", "Scene", "Text"]
