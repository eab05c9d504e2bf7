"""ZPL II for label printers: boxes and bold Latin text as commands, all else as bitmaps.

The printer draws square rectangles itself (^GB), and bold lines of printable ASCII in its font 0, a condensed bold sans. It
has fewer letters than our fonts and other widths, so a line is set so narrow that it never grows beyond what we measured;
where that would squeeze it, or where a font of one's own is used, the line goes as a bitmap. Regular lines, Japanese, the
lowered ₂, accents, QR codes, images and round corners (the printer knows eight steps only) go as bitmaps of the same dots
as the PNG in black, so that a code is the same to the bit.

Bitmaps are ^GF, packed by Z64: zlib in base64 with a checksum over the latter, the CRC-16 of polynomial 0x1021 that begins
with 0, as files of Zebra's own designer have it. The printer drops a bitmap that arrives damaged. Every field is set by
absolute dots, and nothing that a text holds is ever read as a command.

>>> from co2label.draw import BOLD, Rect, Scene, Text
>>> card = Scene(30, 10, (Text(2, 6, "210 g", 4, BOLD), Rect(2, 8, 20, 0.5)), "Name", "A name")
>>> print(zpl(card, 203).decode(), end="")
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

import zlib
from base64 import b64encode
from binascii import crc_hqx
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from co2label.draw._check import box_of, holds
from co2label.draw._formats import picture_format
from co2label.draw._raster import MM_PER_INCH, THIN, Canvas, choose_inks, dots
from co2label.draw._scene import Op, Rect, Scene, Text
from co2label.draw._text import line_start, measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image as Pillow

    from co2label.draw._raster import Inks


_ADVANCES = {
    250: " '\\|",
    274: "{}",
    278: "/:;Ifijlt",
    333: '!"(),.[]`r',
    389: "z",
    444: "Jcksvxy",
    500: "#$*+0123456789<=>?EFLTZ^_abdeghnopqu~",
    556: "ABCKPSVXY",
    611: "DGHNOQRU",
    667: "&w",
    778: "Mm",
    800: "-",
    833: "%@W",
}
"""Of font 0, in thousandths of its width, with the characters that have them; measured in the font with which
zpl-renderer-js 3.4.0 draws it."""

_WIDTHS = {char: advance / 1000 for advance, chars in _ADVANCES.items() for char in chars}

_SPARE = 1.05
"""Printers' fonts are not all alike: a line is set as if they were wider by this."""

_LEAST_FONT_DOTS = 10
"""Dots; the lowest height and width of font 0 (ZPL II Programming Guide, ^A)."""

_SQUEEZED, _STRETCHED = 0.8, 1.2
"""The width of font 0, in parts of its height: below, a line looks squeezed, and beyond, stretched."""

_JUSTIFIED = {"left": 0, "right": 1}

_RESERVED = "^~_\\"
"""Characters that begin a command or an escape of ZPL."""

_PLAIN_BYTES = range(0x20, 0x7F)
"""Printable ASCII."""


@lru_cache(maxsize=2048)
def text_field(op: Text, scale: float) -> str:
    r"""The field of a line, or nothing where font 0 cannot or should not draw it.

    Args:
        op: the line.
        scale: dots per mm.

    >>> from co2label.draw import BOLD
    >>> from co2label.draw import Text
    >>> text_field(Text(2, 6, "^XA", 4, BOLD), 8.0)
    '^FT16,48,0^A0N,32,35^FH_^FD_5EXA^FS'
    >>> text_field(Text(2, 6, "CO₂", 4, BOLD), 8.0)
    ''
    """
    if not op.font.bold or op.font.file or op.align not in _JUSTIFIED or not op.text.strip():
        return ""
    if not (op.text.isascii() and op.text.isprintable()):
        return ""
    height = round(op.size * scale)
    room = measure(op.text, op.size, op.font) * scale
    natural = sum(_WIDTHS[char] for char in op.text)
    width = int(min(_STRETCHED * height, room / (natural * _SPARE)))
    if min(width, height) < _LEAST_FONT_DOTS or width < _SQUEEZED * height:
        return ""
    edge = op.x if op.align == "right" else line_start(op)
    place = f"{dots(edge, scale)},{dots(op.y, scale)},{_JUSTIFIED[op.align]}"
    return f"^FT{place}^A0N,{height},{width}^FH_^FD{escape_field(op.text)}^FS"


def escape_field(text: str) -> str:
    r"""Text as field data after ^FH_: what means something to ZPL, and what is not printable ASCII, as its bytes.

    >>> escape_field("a_b ~JA é")
    'a_5Fb _7EJA _C3_A9'
    """
    return "".join(
        chr(byte) if byte in _PLAIN_BYTES and chr(byte) not in _RESERVED else f"_{byte:02X}"
        for byte in text.encode()
    )


_TOUCHING = 1e-6
"""mm; what rounding in sums of coordinates may make of touching edges."""


def group_stacks(ops: Iterable[Op]) -> list[Op | tuple[Rect, ...]]:
    """The parts of a Scene in order, but every rectangle with round corners or a hatch together with those that lie on it."""
    stacks: list[list[Rect]] = []
    parts: list[Op | list[Rect]] = []
    for op in ops:
        if not isinstance(op, Rect):
            parts.append(op)
            continue
        below = next((stack for stack in stacks if holds(box_of(stack[0]), box_of(op), -_TOUCHING)), None)
        if below is not None:
            below.append(op)
        elif op.radius > 0 or op.hatch:
            stacks.append([op])
            parts.append(stacks[-1])
        else:
            parts.append(op)
    return [tuple(part) if isinstance(part, list) else part for part in parts]


def box_fields(op: Rect, scale: float, inks: Inks) -> Iterator[str]:
    """A rectangle with square corners in full, in black or in white; a pale one is white with an edge of a dot.

    Args:
        op: the rectangle.
        scale: dots per mm.
        inks: of the whole Scene, for they say which rectangles stay white.
    """
    if op.width <= 0 or op.height <= 0:
        return
    width, height = max(1, dots(op.width, scale)), max(1, dots(op.height, scale))
    place = f"^FO{dots(op.x, scale)},{dots(op.y, scale)}^GB{width},{height}"
    pale = op.fill in inks.outlines
    # a square is full when its edge is half of it; where the edge is all of it, some readers of ZPL draw it a dot larger
    edge = (width + 1) // 2 if width == height else min(width, height)
    black = bool(inks.solids[op.fill]) or (pale and min(width, height) <= THIN)
    yield f"{place},{edge},{'B' if black else 'W'},0^FS"
    if pale and not black:
        yield f"{place},1,B,0^FS"


LEAST_DOTS = 2
"""Dots that a module of a QR code needs on a thermal printer: one dot bleeds into the next."""

_AROUND = 8
"""Dots of room on every side of what is drawn; the blank edge is cut off again."""

_BRACKET = -0.5
"""em; the pen of an opening bracket set on half an em begins so far before its line."""

_NUDGE = 1e-9
"""mm; what lies just between two dots goes to the further one, and must not be drawn back by a sum of floats."""

_INKED = [0] + [255] * 255

_LEVEL = 9

_MOST_KEPT = 1024


@lru_cache(maxsize=_MOST_KEPT)
def bitmap_field(op: Op, scale: float) -> str:
    """The field of a line, a QR code or a picture; nothing where there is no ink.

    Args:
        op: what is drawn.
        scale: dots per mm.

    Raises:
        DrawError: a QR code whose modules would get less than two dots.
    """
    return stack_field((op,), scale, choose_inks((op,), "black"))


@lru_cache(maxsize=_MOST_KEPT)
def stack_field(ops: tuple[Op, ...], scale: float, inks: Inks) -> str:
    """The field of what is painted on one another, such as rectangles of which some may be white.

    Args:
        ops: in the order in which they are painted; the first holds all others.
        scale: dots per mm.
        inks: of the whole Scene, for they say which rectangles stay white.
    """
    left, top, right, bottom = box_of(ops[0])
    if isinstance(ops[0], Text):
        left = min(left, line_start(ops[0]) + _BRACKET * ops[0].size)
    x, y = int(left * scale) - _AROUND, int(top * scale) - _AROUND
    size = (int(right * scale) + 2 * _AROUND - x, int(bottom * scale) + 2 * _AROUND - y)
    canvas = Canvas(size, scale, inks, least=LEAST_DOTS)
    canvas.draw(replace(op, x=op.x - x / scale + _NUDGE, y=op.y - y / scale + _NUDGE) for op in ops)
    image = canvas.image.point(_INKED, "1")
    box = image.getbbox()
    return f"^FO{x + box[0]},{y + box[1]}{graphic_command(image.crop(box))}^FS" if box else ""


def graphic_command(image: Pillow.Image) -> str:
    """The command that prints an image of mode "1".

    >>> from PIL import Image
    >>> graphic_command(Image.new("1", (16, 2), 1))
    '^GFA,4,4,2,:Z64:eNr7////fwAJ+gP9:342D'
    """
    data = image.tobytes()
    packed = b64encode(zlib.compress(data, _LEVEL))
    row = (image.width + 7) // 8
    return f"^GFA,{len(data)},{len(data)},{row},:Z64:{packed.decode()}:{crc_hqx(packed, 0):04X}"


@picture_format("zpl", dpi=203.0, resolutions=(203, 300, 600))
def zpl(scene: Scene, dpi: float) -> bytes:
    """Draw a Scene.

    The commands are those of Zebra's "ZPL II Programming Guide". ^FT with a side to hold the line by needs firmware
    V50.14 or V60.14, or later.

    Args:
        scene: a checked Scene.
        dpi: of the print head: 203, 300 or 600.

    Raises:
        DrawError: a module of the QR code gets less than two dots.
    """
    scale = dpi / MM_PER_INCH
    fields = filter(None, _fields(scene, scale))
    return "\n".join([*_head(scene, scale), *fields, "^XZ\n"]).encode("ascii")


def _head(scene: Scene, scale: float) -> Iterator[str]:
    """The label begins: bytes are UTF-8, its size in dots, and its origin in its corner."""
    yield from (
        "^XA",
        "^CI28",
        f"^PW{dots(scene.width, scale)}",
        f"^LL{dots(scene.height, scale)}",
        "^LH0,0",
    )


def _fields(scene: Scene, scale: float) -> Iterator[str]:
    """A field, or more, for each part of the Scene in which there is ink."""
    inks = choose_inks(scene.ops, "black")
    for part in group_stacks(scene.ops):
        if isinstance(part, tuple):
            yield stack_field(part, scale, inks)
        elif isinstance(part, Rect):
            yield from box_fields(part, scale, inks)
        else:
            yield (text_field(part, scale) if isinstance(part, Text) else "") or bitmap_field(part, scale)
