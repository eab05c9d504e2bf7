"""PNG (ISO/IEC 15948): a palette of 1, 4 or 8 bits a dot, whole dots, text from the real fonts.

Few colours keep the file small and quick to pack, and the bytes are the same on every machine with the same Pillow and
zlib.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from co2label.draw._formats import picture_format
from co2label.draw._raster import MM_PER_INCH, Canvas, Ink, choose_inks, dots
from co2label.errors import DrawError

if TYPE_CHECKING:
    from co2label.draw._scene import Scene


_FEWEST, _MOST = 72.0, 2400.0

_SIGNATURE = b"\x89PNG\r\n\x1a\n"

_COLOUR_TYPE_PALETTE, _UNIT_METRE = 3, 1

_DEFLATE_LEVEL = 2
"""Of deflate: about a fifth larger than level 6, in a third of the time."""


@picture_format("png", dpi=381.0, inks=("colour", "grey", "black"))
def png(scene: Scene, dpi: float, ink: Ink) -> bytes:
    """Draw a Scene; at 381 dpi, 15 dots a millimetre, a QR module of 0.4 mm is 6 dots and the heavy rule of 1.3 mm is 20.

    Raises:
        DrawError: a resolution that no picture of a card has, or a QR code that gets less than a dot a module.
    """
    if not _FEWEST <= dpi <= _MOST:
        raise DrawError(f"expected {_FEWEST:g} to {_MOST:g} dots per inch, got {dpi!r}")
    inks, scale = choose_inks(scene.ops, ink), dpi / MM_PER_INCH
    canvas = Canvas(
        (dots(scene.width, scale), dots(scene.height, scale)), scale, inks, margin=8 // inks.depth
    )
    canvas.draw(scene.ops)
    return _encode_canvas(scene, dpi, canvas)


def _encode_canvas(scene: Scene, dpi: float, canvas: Canvas) -> bytes:
    """The file of a canvas whose margin is one byte wide: that byte says of each row that it is not filtered."""
    inks, (across, height) = canvas.inks, canvas.image.size
    size = (across - 8 // inks.depth, height)
    per_metre = round(dpi / MM_PER_INCH * 1000)
    chunks = (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", *size, inks.depth, _COLOUR_TYPE_PALETTE, 0, 0, 0)),
        _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, _UNIT_METRE)),
        _chunk(b"PLTE", b"".join(map(bytes, inks.palette))),
        _text_chunk("Title", scene.title, scene.language),
        _text_chunk("Description", scene.description, scene.language),
        _chunk(b"IDAT", zlib.compress(canvas.rows(), _DEFLATE_LEVEL)),
        _chunk(b"IEND", b""),
    )
    return _SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text_chunk(key: str, text: str, language: str) -> bytes:
    """An uncompressed chunk of international text: keyword, language and the text in UTF-8."""
    return _chunk(b"iTXt", b"\0".join((key.encode(), b"\0" + language.encode(), b"", text.encode())))
