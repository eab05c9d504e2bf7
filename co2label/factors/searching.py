"""Plain text search in Japanese and English.

Full and half width, upper and lower case, katakana and hiragana are the same. Every word of the query must be found;
a whole name counts more than its beginning or a keyword, and these more than a place inside.

>>> fold("ミルク"), fold("ＭＩＬＫ")
('みるく', 'milk')
>>> rank("milk", ("牛乳", "Milk")) < rank("milk", ("豆乳", "Soy milk"))
True
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fold", "rank"]

_KATAKANA = range(0x30A1, 0x30F7)
_HIRAGANA_OF = {code: code - 0x60 for code in _KATAKANA}
_NAMES = 2
"""The first two words of a factor are its names; they count more than its id and keywords."""


def fold(text: str) -> str:
    """Text as it is compared: NFKC, case folded, katakana as hiragana."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA_OF)


def rank(query: str, words: Sequence[str]) -> int | None:
    """How well `words` (two names and the id first) answer a query: lower is better, None if a word is missing."""
    asked = fold(query).split()
    folded = [fold(word) for word in words]
    if not asked:
        return None
    whole = _place(" ".join(asked), folded)
    if whole is not None:
        return whole
    places = [_place(word, folded) for word in asked]
    known = [place for place in places if place is not None]
    return _WORST + sum(known) if len(known) == len(places) else None


_WORST = 5


def _place(word: str, folded: list[str]) -> int | None:
    names, others = folded[:_NAMES], folded[_NAMES:]
    tests = (
        word in folded[: _NAMES + 1],
        word in others or any(name.startswith(word) for name in names),
        any(other.startswith(word) for other in others),
        any(word in name for name in names),
        any(word in other for other in others),
    )
    return next((place for place, found in enumerate(tests) if found), None)
