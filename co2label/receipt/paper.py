"""A receipt as plain text for a Japanese receipt printer or a screen of fixed pitch.

Rows are measured in bytes of CP932: 32 half-width columns on 58 mm paper, 48 on 80 mm. CO2e is information and
no amount: it stands below the sum, with how much of the receipt it covers and what it is a share of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from co2label.columns import columns as columns_of
from co2label.columns import to_cp932, wrap
from co2label.errors import TextError, clip
from co2label.model.noun import in_language
from co2label.receipt.notices import notice_rows, notice_texts
from co2label.receipt.rows import item_rows, pack, pair
from co2label.receipt.summary import summarise
from co2label.receipt.words import (
    change_words,
    count_words,
    legend,
    line_words,
    money_words,
    percent_words,
    rounded,
    total_words,
)
from co2label.wording import digits, say, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from co2label.receipt.lines import Receipt, ReceiptLine
    from co2label.receipt.summary import Summary

__all__ = ["Detail", "plain", "replaced"]

Detail = Literal["total-only", "full"]
_FEWEST, _MOST = 24, 1000
"""Columns: the narrowest paper (ReceiptLine's designer begins at 24); a bound against mistakes."""

_WIDE = str.maketrans("¥£", "￥￡")
"""Signs of currencies that a CP932 printer has in double width only."""


def plain(receipt: Receipt, *, columns: int = 32, language: str = "ja", detail: Detail = "total-only") -> str:
    """The receipt as rows of text, none wider than `columns`.

    Args:
        receipt: what was bought.
        columns: half-width columns of the paper, 24 or more: 32 for 58 mm, 48 for 80 mm.
        language: of the words; names of items stay as they are.
        detail: `full` prints the CO2e of each item in a row below it; `total-only` the sum only. Both say the sum in four
            rows of figures at most. Notices stand below it, in both.

    Returns:
        Rows joined by line feeds, every character printable in CP932.

    Raises:
        TextError: too few columns, a language without words, another `detail`.

    >>> from co2label.receipt.lines import Receipt, ReceiptLine
    >>> milk = ReceiptLine(name="牛乳 1L", quantity=2, price=248, kg_co2e=1.3)
    >>> print(plain(Receipt(lines=[milk, ReceiptLine(name="雑誌", price=690)])))
    牛乳 1L ×2                ￥496
    雑誌                       ￥690
    --------------------------------
    合計                     ￥1,186
    --------------------------------
    CO2e合計(1/2品目,金額42%)  2.6kg
    1日のめやす6.8kgの           38%
    CO2e=温室効果ガスのCO2換算
    根拠の記載がない値を含む
    金額ではなく情報です
    """
    _check(columns, detail)
    words(language)
    found = summarise(receipt)
    rule = "-" * columns
    rows = [
        *_head(receipt, columns, rule),
        *(row for line in receipt.lines for row in _item(receipt, line, columns, language, detail)),
        rule,
        *pair(_say("receipt.sum", language), _money(receipt, receipt.total_amount), columns),
        rule,
        *_figures(found, columns, language),
        *pack(map(_print, legend(found, language)), _say("receipt.joint", language), columns),
        *(_print(row) for row in (rounded(found, language) if detail == "full" else ())),
        *([rule] if receipt.notices else []),
        *notice_rows(receipt, columns, language),
    ]
    return "\n".join(rows)


def replaced(receipt: Receipt, *, language: str = "ja") -> tuple[str, ...]:
    """The characters of a receipt that a CP932 printer cannot print and that are replaced (₂ → 2), each once.

    Args:
        receipt: what was bought.
        language: in which the notices are printed.

    >>> from co2label.receipt.lines import Receipt, ReceiptLine
    >>> replaced(Receipt(lines=[ReceiptLine(name="café ₂", price=150)], store="𠮷野"))
    ('𠮷', 'é', '₂')
    """
    names = (line.name for line in receipt.lines)
    texts = [receipt.store, receipt.receipt_id, *names, *notice_texts(receipt, language)]
    return tuple(dict.fromkeys(char for text in texts if text for char in to_cp932(text)[1]))


def _check(columns: int, detail: str) -> None:
    if not _FEWEST <= columns <= _MOST:
        message = f"expected {_FEWEST} to {_MOST} columns, got {columns}; 58 mm paper has 32, 80 mm has 48"
        raise TextError(message)
    if detail not in get_args(Detail):
        message = f"expected a detail of {', '.join(get_args(Detail))}, got {clip(detail)}"
        raise TextError(message)


def _print(text: str) -> str:
    """The one door for data into a row: only what a CP932 printer has a cell for."""
    return to_cp932(text)[0]


def _say(key: str, language: str, **values: object) -> str:
    """A sentence as the printer can print it: "dernière" without its accent."""
    return _print(say(key, language, **values))


def _money(receipt: Receipt, amount: Decimal) -> str:
    return money_words(receipt, amount).translate(_WIDE)


def _head(receipt: Receipt, columns: int, rule: str) -> Iterator[str]:
    if receipt.store:
        yield from wrap(_print(receipt.store), columns)
    if receipt.receipt_id:
        yield from wrap(f"No. {_print(receipt.receipt_id)}", columns)
    if receipt.store or receipt.receipt_id:
        yield rule


def _item(receipt: Receipt, line: ReceiptLine, columns: int, language: str, detail: str) -> Iterator[str]:
    count = count_words(line)
    amount = _money(receipt, line.amount)
    yield from item_rows(_print(line.name), count and f" {count}", amount, columns)
    if detail == "full" and line.is_item:
        yield from (f" {row}" for row in wrap(_print(line_words(line, language)), columns - 1))


def _figures(found: Summary, columns: int, language: str) -> Iterator[str]:
    """The sum of CO2e with its coverage, what must stand near it, its share of a day, how much more it is than the last one."""
    total = _print(total_words(found, language))
    counts = {"covered": found.covered, "items": found.items}
    left = _say("receipt.total", language, **counts)
    share = found.amount_share if 0 < found.covered < found.items else None
    if share is not None:
        both = _say("receipt.total-share", language, percent=percent_words(share, language), **counts)
        if columns_of(both) + 1 + columns_of(total) <= columns:
            left, share = both, None
    yield from pair(left, total, columns)
    if share is not None:
        yield from pair(_say("receipt.share", language), _print(percent_words(share, language)), columns)
    near = (_print(in_language(remark.short, language)) for remark in found.near)
    yield from pack(near, _say("receipt.joint", language), columns)
    if found.reference is not None:
        day = _say("receipt.of-day", language, day=digits(found.reference.shown_day, language))
        yield from pair(day, _print(percent_words(found.reference, language)), columns)
    if found.change is not None:
        last, percent = change_words(found.change, language)
        yield from pair(_print(last), percent, columns)
