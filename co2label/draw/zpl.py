r"""A Scene as ZPL II, the language of label printers: boxes and bold Latin text as commands, all else as bitmaps.

The printer draws square rectangles itself, and bold lines of printable ASCII in its own font (see `zpl_text`). Regular
lines, Japanese, the lowered ₂, accents, QR codes and pictures go as bitmaps of the same dots as the PNG in black, so that
a code is the same to the bit. Every field is set by absolute dots, and nothing that a text holds is ever read as a
command.

>>> from co2label.draw import BOLD, Rect, Scene, Text
>>> card = Scene(30, 10, (Text(2, 6, "210 g", 4, BOLD), Rect(2, 8, 20, 0.5)), "Name", "A name")
>>> print(zpl(card).decode(), end="")
^XA
^CI28
^PW240
^LL80
^LH0,0
^FT16,48,0^A0N,32,35^FH_^FD210 g^FS
^FO16,64^GB160,4,4,B,0^FS
^XZ
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.draw.inks import inks_of
from co2label.draw.scene import Rect, Scene, Text
from co2label.draw.zpl_bitmap import bitmap, stack
from co2label.draw.zpl_box import boxes, stacked
from co2label.draw.zpl_text import line
from co2label.errors import DrawError, clip

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["RESOLUTIONS", "zpl"]

RESOLUTIONS = (203, 300, 600)
"""Dots per inch of the print heads."""
_MM_PER_INCH = 25.4


def zpl(scene: Scene, dpi: int = 203) -> bytes:
    """Draw a Scene.

    The commands are those of Zebra's "ZPL II Programming Guide". ^FT with a side to hold the line by needs firmware
    V50.14 or V60.14, or later.

    Args:
        scene: a checked Scene.
        dpi: of the print head: 203, 300 or 600.

    Raises:
        DrawError: another resolution, or one at which a module of the QR code gets less than two dots.
    """
    if dpi not in RESOLUTIONS:
        message = f"expected a print head of {', '.join(map(str, RESOLUTIONS))} dpi, got {clip(dpi)}"
        raise DrawError(message)
    scale = dpi / _MM_PER_INCH
    fields = filter(None, _fields(scene, scale))
    return "\n".join([*_head(scene, scale), *fields, "^XZ\n"]).encode("ascii")


def _head(scene: Scene, scale: float) -> Iterator[str]:
    """The label begins: bytes are UTF-8, its size in dots, and its origin in its corner."""
    yield from (
        "^XA",
        "^CI28",
        f"^PW{_dots(scene.width, scale)}",
        f"^LL{_dots(scene.height, scale)}",
        "^LH0,0",
    )


def _fields(scene: Scene, scale: float) -> Iterator[str]:
    """A field, or more, for each part of the Scene in which there is ink."""
    inks = inks_of(scene.ops, "black")
    for part in stacked(scene.ops):
        if isinstance(part, tuple):
            yield stack(part, scale, inks)
        elif isinstance(part, Rect):
            yield from boxes(part, scale, inks)
        else:
            yield (line(part, scale) if isinstance(part, Text) else "") or bitmap(part, scale)


def _dots(length: float, scale: float) -> int:
    return int(length * scale + 0.5)
