"""QR symbols (ISO/IEC 18004) as `qrcode` makes them, and fast: the front door of the `qr_…` files beside it.

The first symbols of a version and level are drawn by `qrcode`; from the fourth on they are put together from a `Layout`,
which has learnt from `qrcode` what each bit does. Both ways give the same bits.

>>> len(modules("https://id.example.jp/01/04569951110016"))
29
>>> len(modules("HTTPS://ID.GS1.ORG/01/04569951110016"))
25
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

from co2label.draw.qr_bits import Segment, codewords, segments, version
from co2label.draw.qr_layout import LEVELS, MASKS, layout
from co2label.draw.qr_mask import best_mask
from co2label.draw.qr_symbol import Symbol
from co2label.errors import DrawError, clip

__all__ = ["QUIET", "modules", "modules_across", "symbol"]

QUIET = 4
"""Modules of white that a QR symbol needs on every side (ISO/IEC 18004, 9.1 of the 2015 edition)."""
_DRAWN_FIRST = 3
"""Symbols of a shape that `qrcode` draws before a layout is worth its making."""

_drawn: Counter[tuple[int, str]] = Counter()
"""How many symbols of a version and level were asked for: it decides the way, never the result."""


@lru_cache(maxsize=256)
def symbol(payload: str, *, level: str = "M", mask: int | None = None) -> Symbol:
    """The QR symbol of a payload, the same bits that `qrcode` gives.

    Args:
        payload: text, in UTF-8; what a link may hold is ASCII.
        level: of error correction, L, M, Q or H.
        mask: 0 to 7, or None for the one with the least penalty, as `qrcode` counts it.

    Raises:
        DrawError: an empty payload, one that no QR symbol can hold, or no such level or mask.

    >>> symbol("https://example.jp").size
    25
    """
    check_choice(level, mask)
    if not payload:
        message = "a QR symbol needs a payload, got an empty one; give the link that it opens"
        raise DrawError(message)
    parts = segments(payload)
    size = version(parts, level)
    if size is None:
        return _from_qrcode(payload, level, mask)
    _drawn[size, level] += 1
    if _drawn[size, level] <= _DRAWN_FIRST:
        return _from_qrcode(payload, level, mask)
    return _put_together(parts, size, level, mask)


def modules(payload: str, *, level: str = "M", mask: int | None = None) -> tuple[tuple[bool, ...], ...]:
    """The symbol of a payload, row by row, True for a dark module, without its quiet zone.

    Raises:
        DrawError: as `symbol`.
    """
    return symbol(payload, level=level, mask=mask).modules


def modules_across(payload: str, *, level: str = "M") -> int:
    """Modules from edge to edge, the quiet zone on both sides included.

    >>> modules_across("https://id.example.jp/01/04569951110016")
    37
    """
    return (
        symbol(payload, level=level, mask=None).size + 2 * QUIET
    )  # the same key of the cache as `modules` has


def check_choice(level: str, mask: int | None) -> None:
    """Refuse a level or a mask that QR symbols do not have."""
    if level not in LEVELS:
        message = f"expected a level of error correction of {', '.join(LEVELS)}, got {clip(level)}"
        raise DrawError(message)
    if mask is not None and (isinstance(mask, bool) or mask not in MASKS):
        message = f"expected a mask of 0 to 7, or None for the best one, got {clip(mask)}"
        raise DrawError(message)


def _put_together(parts: list[Segment], size: int, level: str, mask: int | None) -> Symbol:
    shape = layout(size, level)
    changed = shape.difference(codewords(parts, size, level))
    chosen = best_mask(shape.size, shape.trials, changed) if mask is None else mask
    return Symbol(shape.size, shape.frames[chosen] ^ changed)


def _from_qrcode(payload: str, level: str, mask: int | None) -> Symbol:
    code = QRCode(error_correction=LEVELS[level], border=0, mask_pattern=mask)
    code.add_data(payload.encode())
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        message = f"no QR symbol holds a payload of {len(payload)} characters, {clip(payload, 40)}; shorten the link"
        raise DrawError(message) from error
    return Symbol.of_rows(code.get_matrix())
