"""Pictures: a display list in millimetres, checked once, drawn by one small file per format.

This room knows nothing of carbon. A `Scene` lists rectangles, lines of text, QR codes and images; a `Picture` is a
Scene that has passed its checks and can be saved in every format; `Pages` are several as one document.

* Text: `measure` and `ink` give the size of a line, `fit` shrinks and breaks it.
* Layout: `Block`, `Line`, `Row`, `Beside`, `Bar`, `Rule`, `Space`, `Cells` and `Column` are set from top to bottom, in
  the measures and colours that all cards share.
* QR codes: `symbol` makes one, `QrTemplate` many.
"""

from __future__ import annotations

from co2label.draw._check import image_size
from co2label.draw._formats import (
    PictureFormat,
    find_format,
    format_option_error,
    picture_format,
    picture_formats,
    suffixes,
)
from co2label.draw._layout import (
    ACCENT,
    BOTTOM,
    CONTENT,
    GREY,
    HAIR,
    HAIRLINE,
    HEAVY,
    LEFT,
    MIDDLE,
    ON_MIDDLE,
    RIGHT,
    TOP,
    TRACK,
    WIDTH,
    Bar,
    Beside,
    Block,
    Cell,
    Cells,
    Column,
    Line,
    Part,
    Placed,
    Row,
    Rule,
    Space,
    TextStyle,
    second_size,
    set_block,
    set_line,
    smallest,
    text_size,
)
from co2label.draw._picture import Pages, Picture
from co2label.draw._qr import QUIET, QrTemplate, modules, modules_across, qr_svg, svg_of, symbol
from co2label.draw._raster import Ink, black_bitmap
from co2label.draw._scene import (
    BOLD,
    INK,
    REGULAR,
    WHITE,
    Align,
    Font,
    Image,
    Op,
    Qr,
    QrLevel,
    Rect,
    Scene,
    Text,
    contrast,
)
from co2label.draw._text import Coverage, fit, font_with, glyphs, ink, measure, missing

__all__ = [
    "BOLD",
    "INK",
    "QUIET",
    "REGULAR",
    "WHITE",
    "Align",
    "Coverage",
    "Font",
    "Image",
    "Ink",
    "Op",
    "Pages",
    "Picture",
    "PictureFormat",
]
__all__ += [
    "Qr",
    "QrLevel",
    "QrTemplate",
    "Rect",
    "Scene",
    "Text",
    "black_bitmap",
    "contrast",
    "fit",
    "font_with",
    "glyphs",
    "image_size",
    "ink",
]
__all__ += [
    "find_format",
    "format_option_error",
    "measure",
    "missing",
    "modules",
    "modules_across",
    "picture_format",
    "picture_formats",
    "qr_svg",
    "suffixes",
    "svg_of",
    "symbol",
]
__all__ += [
    "ACCENT",
    "BOTTOM",
    "CONTENT",
    "GREY",
    "HAIR",
    "HAIRLINE",
    "HEAVY",
    "LEFT",
    "MIDDLE",
    "ON_MIDDLE",
    "RIGHT",
    "TOP",
    "TRACK",
]
__all__ += [
    "WIDTH",
    "Bar",
    "Beside",
    "Block",
    "Cell",
    "Cells",
    "Column",
    "Line",
    "Part",
    "Placed",
    "Row",
    "Rule",
    "Space",
]
__all__ += ["TextStyle", "second_size", "set_block", "set_line", "smallest", "text_size"]
