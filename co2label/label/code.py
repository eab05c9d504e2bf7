"""The QR code of a small label: how large it is, and where it lies."""

from __future__ import annotations

from co2label.draw import Qr
from co2label.draw.qr import QUIET, modules_across
from co2label.errors import DrawError, clip
from co2label.wording import translate

__all__ = ["code_at", "code_side", "quiet"]

_MODULES = (0.25, 1.0)
"""mm: two dots of a thermal printer at 203 dpi; at the upper end a code is larger than most labels."""


def code_side(link: str, module: float, most: float) -> float:
    """The side of a code in mm, its quiet zone included.

    Args:
        link: what it opens.
        module: mm, 0.25 to 1.0.
        most: the room that there is, mm.

    Raises:
        DrawError: a module outside the range, or a code that is larger than its room.

    >>> round(code_side("https://id.example.jp/01/04569951110016", 0.4, 15.0), 1)
    14.8
    """
    least, largest = _MODULES
    if not least <= module <= largest:
        message = f"expected a module of {least:g} to {largest:g} mm, got {module!r}"
        raise DrawError(message)
    side = modules_across(link) * module
    if side > most:
        message = (
            f"expected a QR code that fits {most:.1f} mm, got {side:.1f} mm ({clip(link, 40)} with modules of {module:g} mm); "
            "shorten the link, take a smaller module or a larger label"
        )
        raise DrawError(message)
    return side


def quiet(module: float) -> float:
    """The white on each side of a code, mm."""
    return QUIET * module


def code_at(right: float, bottom: float, side: float, link: str, language: str) -> Qr:
    """A code whose quiet zone ends at `right` and `bottom`."""
    return Qr(right - side, bottom - side, side, link, translate("spoken.qr", language, link=link))
