"""QR symbols (ISO/IEC 18004), error correction M, from the library `qrcode`: the only place that imports it.

>>> len(modules("https://id.example.jp/01/04569951110016"))
29
"""

from __future__ import annotations

from functools import lru_cache

from qrcode import constants
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from co2label.errors import DrawError, clip

__all__ = ["QUIET", "modules", "modules_across"]

QUIET = 4
"""Modules of white that a QR symbol needs on every side (ISO/IEC 18004, 9.1 of the 2015 edition)."""


@lru_cache(maxsize=256)
def modules(payload: str) -> tuple[tuple[bool, ...], ...]:
    """The symbol of a payload, row by row, True for a dark module, without its quiet zone.

    Raises:
        DrawError: an empty payload, or one that no QR symbol can hold.
    """
    if not payload:
        message = "a QR symbol needs a payload, got an empty one; give the link that it opens"
        raise DrawError(message)
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=0)
    code.add_data(payload.encode())
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        message = f"no QR symbol holds a payload of {len(payload)} characters, {clip(payload, 40)}; shorten the link"
        raise DrawError(message) from error
    return tuple(tuple(bool(dark) for dark in row) for row in code.get_matrix())


def modules_across(payload: str) -> int:
    """Modules from edge to edge, the quiet zone on both sides included.

    >>> modules_across("https://id.example.jp/01/04569951110016")
    37
    """
    return len(modules(payload)) + 2 * QUIET
