"""A receipt as plain text for a receipt printer or a screen of fixed pitch, and as HTML for an e-mail.

Rows are measured in bytes of the printer's code page, CP932 in Japan: 32 half-width columns on 58 mm paper, 48 on 80 mm.
No row is wider than the paper, and no double-width character is split. CO2e is information and no amount: it stands below
the sum, with its coverage and its share of a day.

The HTML has tables, the style on each element, no scripts and no pictures: mail programs drop style sheets, flexible boxes and
SVG, so the share of a day is a bar of two table cells, linear from zero.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> found = html(Receipt(lines=[ReceiptLine(name="<b>茶</b>", price=150, kg_co2e=0.2)]))
>>> "&lt;b&gt;茶&lt;/b&gt;" in found, "<b>茶" in found
(True, False)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from co2label.columns import (
    CODE_PAGES,
    CodePage,
    columns,
    fit_columns,
    has_cells,
    pad_left,
    pad_right,
    to_cells,
    wrap,
)
from co2label.columns import columns as columns_of
from co2label.errors import TextError, clip
from co2label.links import web_link
from co2label.receipt._receipt import Receipt, notice_rows, notice_texts
from co2label.receipt._slip import Slip
from co2label.receipt._summary import summarise
from co2label.wording import Translator, translate, translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_LEAST_NAME = 18
"""Columns: a name that has less beside its figures, and does not fit, gets a row of its own."""
_LEAST_PART = 8
"""The same of the largest parts, whose names stand whole above."""
_WIDE_PAPER = 40
"""Columns from which on a column of figures leaves room for names."""
_GAP = 2
"""Columns between a name, its money and its figure."""


def cut_text(text: str, width: int, page: CodePage = "cp932") -> str:
    """A text cut to a width, with … where something is left out.

    >>> cut_text("北海道産 特選牛乳", 12), cut_text("牛乳", 12)
    ('北海道産…', '牛乳')
    """
    if columns(text, page) <= width:
        return text
    mark = "…" if has_cells("…", page) else "..."
    return fit_columns(text, width - columns(mark, page), page).rstrip() + mark


def item_rows(  # noqa: PLR0913, PLR0917
    name: str,
    count: str,
    cells: Sequence[str],
    width: int,
    page: CodePage = "cp932",
    least: int = _LEAST_NAME,
) -> list[str]:
    """The row of an item: its name, cut where it must be, the count, and its cells on the right.

    A name that does not fit, and has less than `least` columns beside its cells, gets a row of its own.

    >>> item_rows("鮭おにぎり", "×2", ["￥356", "  0.5*"], 30)
    ['鮭おにぎり ×2     ￥356  0.5*']
    """
    right, count = "".join(cells), count and f" {count}"
    room = width - columns(right, page) - _GAP
    if room - columns(name + count, page) < 0 and room - columns(count, page) < least:
        above = cut_text(name, width - columns(count, page), page) + count
        return [above, *(pad_left(cell, width, page).rstrip() for cell in _fitting(cells, width, page))]
    left = cut_text(name, room - columns(count, page), page) + count
    return [(pad_right(left, room + _GAP, page) + right).rstrip()]


def _fitting(cells: Sequence[str], width: int, page: CodePage) -> list[str]:
    """Cells in one row, or in a row each where they are wider."""
    together = "".join(cells)
    return (
        [together] if columns(together, page) <= width else [cell.strip() for cell in cells if cell.strip()]
    )


def left_right(left: str, right: str, width: int, page: CodePage = "cp932") -> list[str]:
    """Left text and a right-aligned figure on one row; where they do not fit, the figure stands on a row below.

    >>> left_right("合計", "￥1,284", 16), left_right("1日のめやす6.8kgの", "約25日分", 24)
    (['合計     ￥1,284'], ['1日のめやす6.8kgの', '                約25日分'])
    """
    room = width - columns(right, page)
    free = room - columns(left, page)
    if free >= _GAP:
        return [left + " " * free + right]
    *above, last = wrap(left, width, page)
    if columns(last, page) <= room - _GAP:
        return [*above, pad_right(last, room, page) + right]
    return [*above, last, *(pad_left(row, width, page) for row in wrap(right, width, page))]


def pack_sentences(sentences: Iterable[str], joint: str, width: int, page: CodePage = "cp932") -> list[str]:
    """Sentences in as few rows as whole sentences allow; one that is wider than a row is wrapped.

    >>> pack_sentences(["CO2e=温室効果ガスのCO2換算", "概数です"], "。", 40)
    ['CO2e=温室効果ガスのCO2換算。概数です']
    """
    rows: list[str] = []
    for sentence in sentences:
        if rows and columns(joined := rows[-1] + joint + sentence, page) <= width:
            rows[-1] = joined
        else:
            rows += wrap(sentence, width, page)
    return rows


Detail = Literal["total-only", "full"]

_MIN_COLUMNS, _MAX_COLUMNS = 24, 1000
"""Columns: the narrowest paper (ReceiptLine's designer begins at 24); a bound against mistakes."""
_PRINTED = str.maketrans("¥£−’", "￥￡-'")
"""Signs that a CP932 printer has in double width only, and the minus of figures, which has one column."""


def plain(
    receipt: Receipt,
    *,
    columns: int = 32,
    language: str = "ja",
    detail: Detail | None = None,
    page: CodePage = "utf-8",
) -> str:
    """The receipt as rows of text, none wider than `columns`.

    Args:
        receipt: what was bought.
        columns: half-width columns of the paper, 24 or more: 32 for 58 mm, 42 or 48 for 80 mm.
        language: of the words; names of items stay as they are.
        detail: `full` has a column with the CO2e of each item; `total-only` the sum and its three largest parts only. None is
            `full` from 40 columns on. Notices stand below, in both.
        page: the code page of the printer (see `page_for`); `utf-8` for a screen, which has all characters.

    Returns:
        Rows joined by line feeds, every character printable in the code page.

    Raises:
        TextError: too few columns, a language without words, another `detail` or `page`.

    >>> from co2label.receipt import Receipt, ReceiptLine
    >>> milk = ReceiptLine(name="牛乳 1L", quantity=2, price=248, kg_co2e=1.3, method="average")
    >>> print(plain(Receipt(lines=[milk, ReceiptLine(name="雑誌", price=690)]), columns=40))
                                     CO2e kg
    ----------------------------------------
    牛乳 1L ×2                 ¥496     2.6*
    雑誌                       ¥690       —
    ----------------------------------------
    合計                     ¥1,186
    ----------------------------------------
    CO2e合計(1/2品目,金額42%)        約2.6kg
    平均値推計
    くらし全体の目安(1人1日6.8kg)の38%
    CO2e=温室効果ガスのCO2換算。*推計
    —データなし
    CO2eは参考情報です(お支払いとは
    関係ありません)
    """
    _check_options(columns, detail, page)
    wide = detail == "full" or (detail is None and columns >= _WIDE_PAPER)
    slip = Slip.of(receipt, language, figures=wide)
    paper = _ReceiptPaper(columns, page, language)
    rule = "-" * columns
    notes = (slip.legend, *(slip.column_notes if slip.head else ()), *slip.notes)
    rows = [
        *_head_rows(slip, paper),
        *_table(slip, paper, rule, figures=bool(slip.head)),
        rule,
        *_sum_rows(slip, paper),
        *paper.pack(notes),
        *([rule] if receipt.notices else []),
        *notice_rows(receipt, columns, language, page),
    ]
    return "\n".join(rows)


def page_for(receipt: Receipt, language: str) -> CodePage:
    """The code page that a slip is printed in: CP932, unless it has letters that only the page of its language prints.

    Which page that is stands in the words of the language (`receipt.code-page`). A slip with Japanese on it stays in CP932.

    >>> from co2label.receipt import Receipt, ReceiptLine
    >>> [page_for(Receipt(lines=[ReceiptLine(name=name, price=1)]), "fr") for name in ("Crème brûlée", "鮭")]
    ['cp858', 'cp932']
    """
    own, is_needed = _page_of_words(language)
    if own == "cp932":
        return own
    texts = _shop_texts(receipt, language)
    is_needed = is_needed or any(to_cells(text)[1] for text in texts)
    return own if is_needed and not any(_lost(text, own) for text in texts) else "cp932"


def _lost(text: str, page: CodePage) -> bool:
    """True where a character of a text becomes a question mark in a code page."""
    return to_cells(text, page)[0].count("?") > text.count("?")


@cache
def _page_of_words(language: str) -> tuple[CodePage, bool]:
    """The code page that prints all words of a language, and whether they need it: CP932 lacks one of their letters."""
    own = cast("CodePage", translate("receipt.code-page", language))
    words = [text for key, text in translations(language).items() if key.startswith("receipt.")]
    page: CodePage = "cp932" if any(_lost(text, own) for text in words) else own
    return page, any(char.isalpha() for text in words for char in to_cells(text)[1])


def replaced_characters(
    receipt: Receipt, *, language: str = "ja", page: CodePage | None = None
) -> tuple[str, ...]:
    """The characters of a receipt that a printer cannot print and that are replaced (₂ → 2), each once.

    Args:
        receipt: what was bought.
        language: in which the notices are printed.
        page: the code page of the printer; None for the one of `page_for`.

    >>> from co2label.receipt import Receipt, ReceiptLine
    >>> replaced_characters(Receipt(lines=[ReceiptLine(name="café ₂", price=150)], store="𠮷野"))
    ('𠮷', 'é', '₂')
    """
    page = page or page_for(receipt, language)
    return tuple(
        dict.fromkeys(char for text in _shop_texts(receipt, language) for char in to_cells(text, page)[1])
    )


def _shop_texts(receipt: Receipt, language: str) -> list[str]:
    """Texts of the shop on a receipt: its name, the items, the notices."""
    texts = [receipt.store, receipt.receipt_id, *(line.name for line in receipt.lines)]
    return [text for text in (*texts, *notice_texts(receipt, language)) if text]


@dataclass(frozen=True, slots=True)
class _ReceiptPaper:
    """Width of the rows, code page, and language of the words."""

    columns: int
    page: CodePage
    language: str

    def text(self, text: str) -> str:
        """Text for a row: only characters that the printer has a cell for."""
        return to_cells(text, self.page)[0]

    def words(self, text: str) -> str:
        """Words and figures of ours, which have no sign of double width where a narrow one says the same."""
        return self.text(text.translate(_PRINTED) if self.page == "cp932" and not text.isascii() else text)

    def say(self, key: str) -> str:
        """A sentence as the printer can print it."""
        return self.words(translate(key, self.language))

    def pair(self, left: str, right: str) -> list[str]:
        return left_right(self.words(left), self.words(right), self.columns, self.page)

    def pack(self, sentences: Iterable[str]) -> list[str]:
        return pack_sentences(map(self.words, sentences), self.say("receipt.joint"), self.columns, self.page)

    def wrap(self, text: str, columns: int | None = None) -> list[str]:
        return wrap(self.text(text), self.columns if columns is None else columns, self.page)

    def right(self, texts: Iterable[str], gap: int = 0) -> list[str]:
        """Texts of a column, all as wide as the widest, with blanks before them."""
        printed = [self.words(text) for text in texts]
        width = max((columns_of(text, self.page) for text in printed), default=0)
        return [pad_left(text, width + gap, self.page) if width else "" for text in printed]


def _check_options(columns: int, detail: str | None, page: str) -> None:
    if not _MIN_COLUMNS <= columns <= _MAX_COLUMNS:
        raise TextError(
            f"expected {_MIN_COLUMNS} to {_MAX_COLUMNS} columns, got {columns}; 58 mm paper has 32, 80 mm has 48"
        )
    if detail not in {None, *get_args(Detail)}:
        raise TextError(f"expected a detail of {', '.join(get_args(Detail))}, got {clip(detail)}")
    if page not in CODE_PAGES:
        raise TextError(f"expected a code page of {', '.join(CODE_PAGES)}, got {clip(page)}")


def _head_rows(slip: Slip, paper: _ReceiptPaper) -> Iterator[str]:
    for text in filter(None, (slip.store, slip.number)):
        yield from paper.wrap(text)


def _table(slip: Slip, paper: _ReceiptPaper, rule: str, *, figures: bool) -> Iterator[str]:
    """The items and the sum of their money; with a column of figures or without."""
    amounts = paper.right([*(row.amount for row in slip.rows), slip.amount])
    cells = [""] * len(amounts)
    if figures:
        marks = paper.right([*(row.mark for row in slip.rows), ""])
        numbers = paper.right([*(row.figure for row in slip.rows), ""])
        filled = [number + mark for number, mark in zip(numbers, marks, strict=True)]
        *cells, _ = paper.right([*filled, slip.head], _GAP)
        yield pad_left(paper.words(slip.head), paper.columns, paper.page)
    if figures or slip.store or slip.number:
        yield rule
    for row, *beside in zip(slip.rows, amounts, cells, strict=False):
        yield from item_rows(paper.text(row.name), paper.words(row.many), beside, paper.columns, paper.page)
        if figures and row.aside:
            yield from (f" {each}" for each in paper.wrap(row.aside, paper.columns - 1))
    yield rule
    yield from item_rows(paper.say("receipt.sum"), "", [amounts[-1], cells[-1]], paper.columns, paper.page)


def _sum_rows(slip: Slip, paper: _ReceiptPaper) -> Iterator[str]:
    """The sum of CO2e with its coverage and remarks, its largest parts, and what it is in all of life."""
    both, total = paper.words(slip.covered_share), paper.words(slip.total)
    fits = columns_of(both, paper.page) + _GAP + columns_of(total, paper.page) <= paper.columns
    yield from paper.pair(slip.covered_share if both and fits else slip.covered, slip.total)
    if slip.range:
        yield from (pad_left(row, paper.columns, paper.page) for row in paper.wrap(slip.range))
    yield from paper.pack(short for short, _ in slip.near)
    if both and not fits:
        yield from paper.pair(translate("receipt.share", paper.language), slip.share)
    if slip.largest:
        yield paper.say("receipt.largest")
        figures = paper.right((part.figure for part in slip.largest), 0)
        shares = paper.right((part.share for part in slip.largest), _GAP)
        for part, *cells in zip(slip.largest, figures, shares, strict=True):
            name = f" {paper.text(part.name)}"
            yield from item_rows(name, "", cells, paper.columns, paper.page, _LEAST_PART)
    for text in filter(None, (slip.life, slip.last, slip.swap)):
        yield from wrap(paper.words(text), paper.columns, paper.page)


def html(receipt: Receipt, *, language: str = "ja", link: str | None = None) -> str:
    """The receipt as an HTML document for an e-mail.

    Args:
        receipt: what was bought.
        language: of the words; names of items stay as they are.
        link: an https link to how the figures were calculated.

    Raises:
        TextError: a language without words.
        IdentifierError: `link` is no https link.
    """
    from co2label._html import render  # noqa: PLC0415 - Jinja2, where HTML is written

    words, slip = Translator(language), Slip.of(receipt, language)
    heading = slip.store or words.say("receipt-data.receipt")
    return render(
        "receipt/mail.html.j2",
        w=words,
        slip=slip,
        heading=heading,
        title=" ".join(filter(None, [heading, receipt.receipt_id])),
        parts=[share.value for _, share in summarise(receipt).largest],
        sentences=[slip.legend, *slip.column_notes, *slip.notes],
        link=None if link is None else web_link(link),
    )
