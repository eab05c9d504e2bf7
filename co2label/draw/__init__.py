"""Pictures: a display list in millimetres, checked once, drawn by one small file per format.

This room knows nothing of carbon. A `Scene` lists rectangles, lines of text, QR codes and images; a `Picture` is a
Scene that has passed its checks and can be saved in every format; `Pages` are several as one document. `measure` and `ink`
give the size of a line of text, `fit` shrinks and breaks it; `symbol` and `QrTemplate` make QR codes.
"""

from __future__ import annotations

from co2label.draw._check import image_size
from co2label.draw._fit import fit
from co2label.draw._fonts import glyphs, ink, measure, missing
from co2label.draw._picture import SUFFIXES, Pages, Picture
from co2label.draw._qr import QUIET, QrTemplate, modules, modules_across, qr_svg, svg_of, symbol
from co2label.draw._raster import black_bitmap
from co2label.draw._scene import BOLD, REGULAR, WHITE, Align, Font, Image, Op, Qr, Rect, Scene, Text, contrast

__all__ = [
    "BOLD",
    "QUIET",
    "REGULAR",
    "SUFFIXES",
    "WHITE",
    "Align",
    "Font",
    "Image",
    "Op",
    "Pages",
    "Picture",
]
__all__ += [
    "Qr",
    "QrTemplate",
    "Rect",
    "Scene",
    "Text",
    "black_bitmap",
    "contrast",
    "fit",
    "glyphs",
    "image_size",
    "ink",
]
__all__ += ["measure", "missing", "modules", "modules_across", "qr_svg", "svg_of", "symbol"]
