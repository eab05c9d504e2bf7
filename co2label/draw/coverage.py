"""Which characters a font can draw, read from its `cmap` table.

OpenType 1.9, "cmap", subtable format 12 (segmented coverage): a 16-byte header, then groups of three 32-bit
numbers: first code point, last code point, first glyph.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from typing import TYPE_CHECKING

from co2label.errors import DrawError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Coverage"]

_HEADER = 12
_RECORD = 16
_GROUPS_FORMAT = 12


class Coverage:
    """The code points of one font file, as sorted ranges.

    Args:
        path: an OpenType font.

    Raises:
        DrawError: no OpenType font, or one without a character map of format 12.
    """

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, path: Path) -> None:
        try:
            groups = [(first, last) for first, last, _ in _groups(_character_map(path))]
        except struct.error as error:
            message = f"{path.name}: expected an OpenType font, got something else; use another font file"
            raise DrawError(message) from error
        if not groups:
            message = f"{path.name}: expected a Unicode character map (cmap format 12); use another font file"
            raise DrawError(message)
        self._firsts, self._lasts = zip(*sorted(groups), strict=True)

    def __contains__(self, char: str) -> bool:
        point = ord(char)
        index = bisect_right(self._firsts, point) - 1
        return index >= 0 and point <= self._lasts[index]


def _character_map(path: Path) -> bytes:
    with path.open("rb") as font:
        tables = struct.unpack(">4xH6x", font.read(_HEADER))[0]
        for tag, _, offset, length in struct.iter_unpack(">4sIII", font.read(_RECORD * tables)):
            if tag == b"cmap":
                font.seek(offset)
                return font.read(length)
    message = f"{path.name}: expected an OpenType font with a character map; use another font file"
    raise DrawError(message)


def _groups(table: bytes) -> list[tuple[int, int, int]]:
    for index in range(struct.unpack_from(">2xH", table)[0]):
        start = struct.unpack_from(">4xI", table, 4 + 8 * index)[0]
        if struct.unpack_from(">H", table, start)[0] == _GROUPS_FORMAT:
            count = struct.unpack_from(">12xI", table, start)[0]
            body = table[start + _RECORD : start + _RECORD + 12 * count]
            return [(first, last, glyph) for first, last, glyph in struct.iter_unpack(">III", body) if glyph]
    return []
