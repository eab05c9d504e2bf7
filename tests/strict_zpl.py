"""A strict reader of our ZPL: what is not on its list is refused; gives back what a printer would print.

It shares nothing with the writer. Load it with `runpy.run_path`.
"""

import base64
import re
import zlib
from dataclasses import dataclass, field

from PIL import Image

HEAD = re.compile(r"\^XA\n\^CI28\n\^PW(\d+)\n\^LL(\d+)\n\^LH0,0\n")
TEXT = re.compile(r"\^FT(\d+),(\d+),([01])\^A0N,(\d+),(\d+)\^FH_\^FD([^^~\n]+)\^FS\n")
BOX = re.compile(r"\^FO(\d+),(\d+)\^GB(\d+),(\d+),(\d+),([BW]),0\^FS\n")
BITMAP = re.compile(r"\^FO(\d+),(\d+)\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS\n")
END = "^XZ\n"


class RefusedError(Exception):
    """Something that is not ours."""


@dataclass
class Line:
    """Text in the printer's font: its baseline and the edge that it is held by, in dots."""

    x: int
    y: int
    right: bool
    height: int
    width: int
    text: str


@dataclass
class Label:
    """One label; `paper` has what is not text, 1 where there is ink."""

    width: int
    height: int
    lines: list = field(default_factory=list)
    boxes: list = field(default_factory=list)
    bitmaps: list = field(default_factory=list)
    paper: Image.Image = None


def read(data):
    """The label that the bytes say."""
    text = data.decode("ascii")
    head = HEAD.match(text)
    if not head:
        raise RefusedError(text[:80])
    label = Label(int(head[1]), int(head[2]))
    label.paper = Image.new("1", (label.width, label.height))
    at = head.end()
    while text[at:] != END:
        for pattern, take in ((TEXT, _text), (BOX, _box), (BITMAP, _bitmap)):
            if found := pattern.match(text, at):
                take(label, found.groups())
                at = found.end()
                break
        else:
            raise RefusedError(text[at : at + 80])
    return label


def crc(data):
    """CRC-16 of polynomial x^16 + x^12 + x^5 + 1 from 0, bit by bit."""
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
        value &= 0xFFFF
    return value


def _text(label, groups):
    """After ^FH_, an underscore and two digits are one byte; a lone underscore is not ours."""
    x, y, right, height, width, data = groups
    plain = re.sub(r"_([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), data)
    if "_" in re.sub(r"_[0-9A-F]{2}", "", data) or "\\" in data or not data.isprintable():
        raise RefusedError(data)
    label.lines.append(Line(int(x), int(y), right == "1", int(height), int(width), plain))


def _box(label, groups):
    colour = groups[5]
    x, y, width, height, thickness = map(int, groups[:5])
    if not 1 <= thickness <= min(width, height) or x + width > label.width or y + height > label.height:
        raise RefusedError((x, y, width, height, thickness))
    label.boxes.append((x, y, width, height, thickness, colour))
    drawn = Image.new("1", (width, height), 1)
    if 2 * thickness < min(width, height):
        drawn.paste(0, (thickness, thickness, width - thickness, height - thickness))
    label.paper.paste(int(colour == "B"), (x, y), drawn)


def _bitmap(label, groups):
    x, y, sent, size, row = map(int, groups[:5])
    data, checksum = groups[5:]
    rows = zlib.decompress(base64.b64decode(data, validate=True))
    if not sent == size == len(rows) or len(rows) % row or int(checksum, 16) != crc(data.encode()):
        raise RefusedError((x, y, sent, size, row, checksum))
    image = Image.frombytes("1", (8 * row, len(rows) // row), rows)
    label.bitmaps.append((x, y, image))
    label.paper.paste(1, (x, y), image)
