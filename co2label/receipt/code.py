"""The QR code at the end of a receipt: the size of its modules on the paper."""

from __future__ import annotations

from typing import Final

from co2label.draw import modules_across
from co2label.errors import DrawError, TextError, clip
from co2label.links import web_link

__all__ = ["LEVEL", "check_code"]

LEVEL: Final = "M"
_DOTS_PER_COLUMN = 12
"""Of font A on a printer of 203 dots per inch."""
_LARGEST, _SMALLEST = 4, 3
"""Dots a module: 0.5 and 0.375 mm. Star advises three at least (STAR Line Mode Command Specifications, ESC GS y S 2)."""


def check_code(link: str, columns: int) -> int:
    """Dots a module, so that the symbol and its quiet zone fit on the paper.

    Args:
        link: an https link in ASCII.
        columns: half-width columns of the paper.

    Raises:
        TextError: the link is too long for the paper.
        IdentifierError: it is no https link.

    >>> check_code("https://id.example.jp/01/04569951110016", 32)
    4
    """
    try:
        across = modules_across(web_link(link), level=LEVEL)
    except DrawError as error:
        raise TextError(str(error)) from None
    size = min(_LARGEST, columns * _DOTS_PER_COLUMN // across)
    if size < _SMALLEST:
        wanted = -(-across * _SMALLEST // _DOTS_PER_COLUMN)
        message = (
            f"the QR code of {clip(link)} needs {wanted} columns, the paper has {columns}; shorten the link"
        )
        raise TextError(message)
    return size
