"""Rows of a receipt, measured in the columns of a printer's code page: pairs of left and right, cut names, packed sentences.

No row is wider than the paper, and no double-width character is split. What comes in here is printable
already (`columns.to_cells`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label.columns import CodePage, columns, fit_columns, pad_left, pad_right, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["cut", "item_rows", "pack", "pair"]

_LEAST_NAME = 8
"""Columns: a name that has less beside its amount gets a row of its own."""


def cut(text: str, width: int, page: CodePage = "cp932") -> str:
    """A text cut to a width, with … where something is left out.

    >>> cut("北海道産 特選牛乳", 12), cut("牛乳", 12)
    ('北海道産…', '牛乳')
    """
    if columns(text, page) <= width:
        return text
    mark = _mark(page)
    return fit_columns(text, width - columns(mark, page), page).rstrip() + mark


def item_rows(name: str, count: str, amount: str, width: int, page: CodePage = "cp932") -> list[str]:
    """The row of an item: its name, cut where it must be, the count, and the amount on the right.

    >>> item_rows("鮭おにぎり", " ×2", "￥356", 24)
    ['鮭おにぎり ×2     ￥356']
    """
    beside = columns(amount, page)
    free = width - columns(name + count, page) - beside
    if free > 0:
        return [name + count + " " * free + amount]
    room = width - columns(count, page) - 1 - beside
    if room < _LEAST_NAME:
        return [cut(name, width - columns(count, page), page) + count, pad_left(amount, width, page)]
    mark = _mark(page)
    left = fit_columns(name, room - columns(mark, page), page).rstrip() + mark + count
    return [left + " " * (width - columns(left, page) - beside) + amount]


def pair(left: str, right: str, width: int, page: CodePage = "cp932") -> list[str]:
    """Left text and a right-aligned figure on one row; where they do not fit, the figure stands on a row below.

    >>> pair("合計", "￥1,284", 16), pair("1日のめやす6.8kgの", "約25日分", 24)
    (['合計     ￥1,284'], ['1日のめやす6.8kgの', '                約25日分'])
    """
    room = width - columns(right, page)
    free = room - columns(left, page)
    if free > 0:
        return [left + " " * free + right]
    *above, last = wrap(left, width, page)
    if columns(last, page) < room:
        return [*above, pad_right(last, room, page) + right]
    return [*above, last, *(pad_left(row, width, page) for row in wrap(right, width, page))]


def pack(sentences: Iterable[str], joint: str, width: int, page: CodePage = "cp932") -> list[str]:
    """Sentences in as few rows as whole sentences allow; one that is wider than a row is wrapped.

    >>> pack(["CO2e=温室効果ガスのCO2換算", "概数です"], "。", 40)
    ['CO2e=温室効果ガスのCO2換算。概数です']
    """
    rows: list[str] = []
    for sentence in sentences:
        if rows and columns(joined := rows[-1] + joint + sentence, page) <= width:
            rows[-1] = joined
        else:
            rows += wrap(sentence, width, page)
    return rows


def _mark(page: CodePage) -> str:
    """What stands where something is left out."""
    return "…" if page in {"cp932", "cp1252"} else "..."
