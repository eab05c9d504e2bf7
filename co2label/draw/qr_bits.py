"""From a payload to the data codewords of a QR symbol: segments, version, and the bits in their order.

The segments and the room of each version are those of `qrcode`, so that its symbols and these are the same.

>>> [(chunk.mode, chunk.text) for chunk in segments("HTTPS://EXAMPLE.JP")]
[('alphanumeric', b'HTTPS://EXAMPLE.JP')]
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from qrcode import util

from co2label.draw.qr_layout import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ALPHANUMERIC",
    "HIGHEST",
    "Mode",
    "Segment",
    "codewords",
    "header_bits",
    "length",
    "mode_of",
    "room",
    "segments",
    "value",
    "version",
]

HIGHEST = 10
"""The highest version that is made here; `qrcode` itself makes the larger ones."""
ALPHANUMERIC = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""The 45 characters of the alphanumeric mode, in the order of their values (ISO/IEC 18004, alphanumeric mode)."""

Mode = Literal["numeric", "alphanumeric", "byte"]

_INDICATOR = 4
_NAMES: dict[int, Mode] = {
    util.MODE_NUMBER: "numeric",
    util.MODE_ALPHA_NUM: "alphanumeric",
    util.MODE_8BIT_BYTE: "byte",
}
_CODES = {name: code for code, name in _NAMES.items()}
_SHORTEST_RUN = 20
"""Characters; shorter runs `qrcode` leaves in the mode of their neighbours."""
_RUN = re.compile(rb"[0-9A-Z $%*+\-./:]{20}")
_PADS = bytes((0xEC, 0x11))
_BYTE = 8


class Segment(NamedTuple):
    """A stretch of the payload in one mode."""

    mode: Mode
    text: bytes


def segments(payload: str) -> list[Segment]:
    """The payload cut as `qrcode` cuts it: runs of 20 or more digits or capitals get a mode of their own."""
    data = payload.encode()
    if len(data) > _SHORTEST_RUN and not _RUN.search(data):
        return [Segment("byte", data)]
    return [
        Segment(_NAMES[chunk.mode], bytes(chunk.data))
        for chunk in util.optimal_data_chunks(data, _SHORTEST_RUN)
    ]


def version(parts: Sequence[Segment], level: str) -> int | None:
    """The smallest version, 1 to 10, that holds the segments; None if a larger one is needed."""
    bits = sum(length(part) for part in parts)
    for candidate in range(1, HIGHEST + 1):
        heads = sum(header_bits(part.mode, candidate) for part in parts)
        if bits + heads <= _BYTE * room(candidate, level):
            return candidate
    return None


@lru_cache(maxsize=64)
def room(of_version: int, level: str) -> int:
    """Data codewords of a version and level."""
    return int(util.BIT_LIMIT_TABLE[LEVELS[level]][of_version]) // _BYTE


@lru_cache(maxsize=64)
def header_bits(mode: Mode, of_version: int) -> int:
    """Bits of the mode indicator and the character count before a segment."""
    return _INDICATOR + int(util.length_in_bits(_CODES[mode], of_version))


def codewords(parts: Sequence[Segment], of_version: int, level: str) -> bytes:
    """Segments, terminator and padding as data codewords; they must fit."""
    bits, used = 0, 0
    for part in parts:
        head, size = header_bits(part.mode, of_version), length(part)
        bits = bits << head | _CODES[part.mode] << head - _INDICATOR | len(part.text)
        bits = bits << size | value(part.mode, part.text)
        used += head + size
    filled = room(of_version, level)
    ended = min(used + _INDICATOR, _BYTE * filled)
    whole = -(-ended // _BYTE)
    return (bits << _BYTE * whole - used).to_bytes(whole, "big") + (_PADS * filled)[: filled - whole]


def mode_of(text: bytes) -> Mode:
    """The smallest mode that holds a text."""
    if text.isdigit():
        return "numeric"
    return "byte" if text.translate(None, ALPHANUMERIC) else "alphanumeric"


def value(mode: Mode, text: bytes) -> int:
    """The bits of a text in a mode, as one integer."""
    if mode == "byte":
        return int.from_bytes(text, "big")
    bits = 0
    if mode == "numeric":
        for at in range(0, len(text), 3):
            group = text[at : at + 3]
            bits = bits << (1, 4, 7, 10)[len(group)] | int(group)
        return bits
    for at in range(0, len(text), 2):
        pair = text[at : at + 2]
        if len(pair) == 1:
            return bits << 6 | ALPHANUMERIC.index(pair)
        bits = bits << 11 | ALPHANUMERIC.index(pair[:1]) * 45 + ALPHANUMERIC.index(pair[1:])
    return bits


def length(part: Segment) -> int:
    """Bits of a segment without its header."""
    if part.mode == "byte":
        return _BYTE * len(part.text)
    if part.mode == "alphanumeric":
        return 11 * (len(part.text) // 2) + 6 * (len(part.text) % 2)
    return 10 * (len(part.text) // 3) + (0, 4, 7)[len(part.text) % 3]
