"""The size of a picture that comes from outside, such as a logo.

>>> image_size(b"GIF89a")
Traceback (most recent call last):
...
co2label.errors.DrawError: expected a picture in PNG, got something else; save it as PNG
"""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from co2label.errors import DrawError

__all__ = ["image_size"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_BYTES = 1_000_000
_MOST_PIXELS = 4000
_HEADER = struct.Struct(">8xI4sII")


def image_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture in PNG, after reading all of it once.

    Raises:
        DrawError: no PNG, a broken one, or one of more than 1 MB or 4000 pixels a side.
    """
    if len(png) > _MOST_BYTES:
        message = f"expected a picture of {_MOST_BYTES // 1000} kB at most, got {len(png) // 1000} kB; make it smaller"
        raise DrawError(message)
    if not png.startswith(_SIGNATURE) or len(png) < _HEADER.size:
        message = "expected a picture in PNG, got something else; save it as PNG"
        raise DrawError(message)
    _, _, width, height = _HEADER.unpack_from(png)
    if not (1 <= width <= _MOST_PIXELS and 1 <= height <= _MOST_PIXELS):
        message = f"expected a picture of at most {_MOST_PIXELS} pixels a side, got {width} × {height}; make it smaller"
        raise DrawError(message)
    try:
        with Pillow.open(io.BytesIO(png), formats=["PNG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError, struct.error, zlib.error) as error:
        message = f"expected a whole picture in PNG, got a broken one ({error}); save it again"
        raise DrawError(message) from error
    return width, height
