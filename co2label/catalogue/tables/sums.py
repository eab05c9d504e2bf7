"""Rows that only add up others: 合計, 小計, Total, Sous-total. They are told and never counted.

A row is a sum by its words, or where it draws on nothing and its amount is that of the rows above it.

>>> [is_sum(text) for text in ("合計", "小計（原料）", "Total:", "Sous-total", "Total weight (g)", "Yoghurt Total")]
[True, True, True, True, True, False]
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["SUM_WORDS", "RunningSum", "is_sum"]

_EN = r"(?:grand\s*|sub[\s-]*|running\s*|final\s*)?totals?|(?:sub[\s-]*)?sum(?:\s*total)?"
_FR = r"(?:sous[\s-]*)?total(?:\s*(?:g[ée]n[ée]ral|partiel))?|totaux|somme"
_OTHERS = r"(?:zwischen|gesamt)?summe|gesamt|(?:sub)?totale|somma|suma(?:\s*total)?|totaal|subtotaal"
_WHAT = r"(?:\s*(?:of\s*)?(?:weight|mass|amount|quantity|ingredients|inputs|materials|poids|masse|gewicht|menge))?"
_JA = r"[^\s]{0,8}(?:総?合計|小計|総計|累計|合計[重数]?[量額]|[材原資部]料?材?計)|計|重量計|数量計"
SUM_WORDS = rf"(?i)\W*(?:(?:{_EN}|{_FR}|{_OTHERS}){_WHAT}|{_JA})\W*(?:[(（\[【].*[)）\]】]\W*)?"
"""What the words of a sum look like, as a whole cell; for `re` and for the expressions of Arrow alike."""
_SUM = re.compile(SUM_WORDS)
_APART = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_NUMBER = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)
_LONGEST = 40
_ROUNDED = 0.005


def is_sum(text: str) -> bool:
    """Whether a cell says that its row is a sum."""
    if not 0 < len(text) <= _LONGEST or text.isdecimal():
        return False
    return _in_words(text)


@lru_cache(maxsize=1 << 12)  # the same words stand on many rows
def _in_words(text: str) -> bool:
    plain = text if text.isascii() else _APART.sub("", unicodedata.normalize("NFKC", text))
    return _SUM.fullmatch(plain) is not None


class RunningSum:
    """The amounts of the rows of one product by their unit, as far as they can be read without knowing the decimal mark.

    >>> running = RunningSum()
    >>> [running.add(amount, "g") for amount in ("200", "80")], running.equals("280", "g")
    ([None, None], True)
    """

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        self._sums: dict[str, tuple[int, float]] = {}

    def clear(self) -> None:
        """Another product begins."""
        self._sums.clear()

    def add(self, amount: str, unit: str) -> None:
        """Add the amount of one more row."""
        read = _rough(amount, unit)
        if read is not None:
            count, total = self._sums.get(read[1], (0, 0.0))
            self._sums[read[1]] = (count + 1, total + read[0])

    def equals(self, amount: str, unit: str) -> bool:
        """Whether an amount is that of two rows or more that came before."""
        read = _rough(amount, unit)
        count, total = self._sums.get(read[1], (0, 0.0)) if read else (0, 0.0)
        return read is not None and count > 1 and abs(read[0] - total) <= _ROUNDED * total


def _rough(amount: str, unit: str) -> tuple[float, str] | None:
    if unit and amount.isdecimal():
        return float(amount), unit
    found = _NUMBER.fullmatch(amount.strip())
    return (float(found[1].replace(",", ".")), (unit or found[2]).strip()) if found else None
