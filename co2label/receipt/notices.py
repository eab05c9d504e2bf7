"""Notices of a receipt: up to four short remarks below its figures, such as points, a gift or a hint.

A notice is a text, or texts by language. It says nothing that must not stand beside a carbon figure, and takes at most three
rows of narrow paper (58 mm, 32 columns): a slip stays short (the average receipt is 16 cm long).

>>> from co2label.receipt.lines import ReceiptLine
>>> from co2label.receipt.receipt import Receipt
>>> tea = ReceiptLine(name="茶", price=150, kg_co2e=0.2)
>>> notice_rows(Receipt(lines=[tea], notices=[{"ja": "20ポイントを差し上げました", "en": "20 points"}]), 32, "ja")
['・20ポイントを差し上げました']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from co2label.columns import CodePage, to_cells, wrap
from co2label.declaration import text_problems
from co2label.errors import DocumentError, Problem, clip
from co2label.model import Name, in_language
from co2label.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt.receipt import Receipt

__all__ = ["MOST_NOTICES", "Notices", "notice_rows", "notice_texts"]

MOST_NOTICES = 4
_MOST_ROWS, _NARROW = 3, 32
"""Rows that a notice may take, and the columns of the paper on which they are counted."""
_MARK = 2
"""Columns of the mark before a notice, in every language."""


def _sayable(texts: dict[str, str]) -> dict[str, str]:
    problems = [problem for tongue, text in texts.items() for problem in _findings(tongue, text)]
    if problems:
        raise DocumentError(problems)
    return texts


def _findings(tongue: str, text: str) -> Iterator[Problem]:
    where = "" if tongue == "und" else tongue
    for problem in text_problems("", {tongue: text}):
        yield Problem(where, problem.what, problem.todo)
    rows = len(_rows(text, _NARROW, "ja"))
    if rows > _MOST_ROWS:
        what = f"{clip(text, 24)} takes {rows} rows of {_NARROW} columns, and a notice has {_MOST_ROWS}"
        yield Problem(where, what, "shorten it")


Notices = Annotated[
    tuple[Annotated[Name, AfterValidator(_sayable)], ...], Field(strict=False, max_length=MOST_NOTICES)
]
"""At most four, each a text or texts by language."""


def notice_texts(receipt: Receipt, language: str) -> tuple[str, ...]:
    """The notices of a receipt in a language, else in the one that there is."""
    return tuple(in_language(texts, language) for texts in receipt.notices)


def notice_rows(receipt: Receipt, columns: int, language: str, page: CodePage = "cp932") -> list[str]:
    """The notices as rows of paper, each begun by a mark and none wider than `columns`."""
    return [row for text in notice_texts(receipt, language) for row in _rows(text, columns, language, page)]


def _rows(text: str, columns: int, language: str, page: CodePage = "cp932") -> list[str]:
    mark = translate("receipt.mark", language)
    first, *others = wrap(to_cells(text, page)[0], columns - _MARK, page)
    return [mark + first, *(" " * _MARK + row for row in others)]
