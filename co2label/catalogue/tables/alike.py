"""Ids that people take for the same: they differ in upper and lower case alone, in width, or in a sign that is not seen.

>>> folded("ＢＥＮＴＯ－1") == folded("bento-1"), folded("ﾊﾞﾅﾅ") == folded("バナナ")
(True, True)
"""

from __future__ import annotations

import re
import unicodedata

from co2label.errors import clip

__all__ = ["ALIKE", "differs", "folded"]

ALIKE = "write them alike, or give the products ids that differ in more"

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\s]")


def folded(product: str) -> str:
    """An id as it is compared with others that look the same."""
    if product.isascii():
        return product.lower()
    plain = unicodedata.normalize("NFKC", _DASHES.sub("-", product)).casefold()
    return _UNSEEN.sub("", plain)


def differs(other: str, row: int) -> str:
    """How an id differs from another one that is taken for the same."""
    return f"differs from {clip(other)}, the id in row {row} of the products, in upper and lower case or in width alone"
