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
    to_cp932,
    wrap,
)
from co2label.columns import columns as columns_of
from co2label.errors import TextError, clip
from co2label.links import web_link
from co2label.receipt._receipt import Receipt, Summary, notice_rows, notice_texts, summarise
from co2label.receipt._words import (
    change_words,
    count_words,
    legend_sentences,
    line_words,
    money_words,
    percent_words,
    rounding_notes,
    total_words,
)
from co2label.wording import format_number, in_language, translate, translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from co2label.receipt._lines import ReceiptLine


_LEAST_NAME = 8
"""Columns: a name that has less beside its amount gets a row of its own."""


def cut_text(text: str, width: int, page: CodePage = "cp932") -> str:
    """A text cut to a width, with … where something is left out.

    >>> cut_text("北海道産 特選牛乳", 12), cut_text("牛乳", 12)
    ('北海道産…', '牛乳')
    """
    if columns(text, page) <= width:
        return text
    mark = "…" if page in {"cp932", "cp1252"} else "..."
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
        return [cut_text(name, width - columns(count, page), page) + count, pad_left(amount, width, page)]
    left = cut_text(name, room, page) + count
    return [left + " " * (width - columns(left, page) - beside) + amount]


def left_right(left: str, right: str, width: int, page: CodePage = "cp932") -> list[str]:
    """Left text and a right-aligned figure on one row; where they do not fit, the figure stands on a row below.

    >>> left_right("合計", "￥1,284", 16), left_right("1日のめやす6.8kgの", "約25日分", 24)
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
_WIDE = str.maketrans("¥£", "￥￡")
"""Signs of currencies that a CP932 printer has in double width only."""


def plain(
    receipt: Receipt,
    *,
    columns: int = 32,
    language: str = "ja",
    detail: Detail = "total-only",
    page: CodePage | None = None,
) -> str:
    """The receipt as rows of text, none wider than `columns`.

    Args:
        receipt: what was bought.
        columns: half-width columns of the paper, 24 or more: 32 for 58 mm, 48 for 80 mm.
        language: of the words; names of items stay as they are.
        detail: `full` prints the CO2e of each item in a row below it; `total-only` the sum only. Both say the sum in four
            rows of figures at most. Notices stand below it, in both.
        page: the code page of the printer; None for the one of `page_for`.

    Returns:
        Rows joined by line feeds, every character printable in the code page.

    Raises:
        TextError: too few columns, a language without words, another `detail` or `page`.

    >>> from co2label.receipt import Receipt, ReceiptLine
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
    _check_options(columns, detail, page)
    translations(language)
    summary = summarise(receipt)
    rule = "-" * columns
    paper = _ReceiptPaper(columns, page or page_for(receipt, language), language)
    rows = [
        *_head_rows(receipt, paper, rule),
        *(row for line in receipt.lines for row in _item_and_figure(receipt, line, paper, detail)),
        rule,
        *paper.pair(paper.say("receipt.sum"), _paper_money(receipt, receipt.total_amount, paper.page)),
        rule,
        *_sum_rows(summary, paper),
        *paper.pack(legend_sentences(summary, language)),
        *map(paper.text, rounding_notes(summary, language) if detail == "full" else ()),
        *([rule] if receipt.notices else []),
        *notice_rows(receipt, columns, language, paper.page),
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
    is_needed = is_needed or any(to_cp932(text)[1] for text in texts)
    return own if is_needed and all(has_cells(text, own) for text in texts) else "cp932"


@cache
def _page_of_words(language: str) -> tuple[CodePage, bool]:
    """The code page that has a cell for all words of a language, and whether they need it: CP932 lacks one of them."""
    own = cast("CodePage", translate("receipt.code-page", language))
    words = [text for key, text in translations(language).items() if key.startswith("receipt.")]
    page: CodePage = own if all(has_cells(text, own) for text in words) else "cp932"
    return page, any(to_cp932(text)[1] for text in words)


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

    def say(self, key: str, **values: object) -> str:
        """A sentence as the printer can print it."""
        return self.text(translate(key, self.language, **values))

    def pair(self, left: str, right: str) -> list[str]:
        return left_right(left, right, self.columns, self.page)

    def pack(self, sentences: Iterable[str]) -> list[str]:
        return pack_sentences(map(self.text, sentences), self.say("receipt.joint"), self.columns, self.page)

    def wrap(self, text: str, columns: int | None = None) -> list[str]:
        return wrap(self.text(text), self.columns if columns is None else columns, self.page)


def _check_options(columns: int, detail: str, page: str | None) -> None:
    if not _MIN_COLUMNS <= columns <= _MAX_COLUMNS:
        raise TextError(
            f"expected {_MIN_COLUMNS} to {_MAX_COLUMNS} columns, got {columns}; 58 mm paper has 32, 80 mm has 48"
        )
    if detail not in get_args(Detail):
        raise TextError(f"expected a detail of {', '.join(get_args(Detail))}, got {clip(detail)}")
    if page is not None and page not in CODE_PAGES:
        raise TextError(f"expected a code page of {', '.join(CODE_PAGES)}, got {clip(page)}")


def _paper_money(receipt: Receipt, amount: Decimal, page: CodePage) -> str:
    words = money_words(receipt, amount)
    return words.translate(_WIDE) if page == "cp932" else to_cells(words, page)[0]


def _head_rows(receipt: Receipt, paper: _ReceiptPaper, rule: str) -> Iterator[str]:
    if receipt.store:
        yield from paper.wrap(receipt.store)
    if receipt.receipt_id:
        yield from paper.wrap(f"No. {receipt.receipt_id}")
    if receipt.store or receipt.receipt_id:
        yield rule


def _item_and_figure(receipt: Receipt, line: ReceiptLine, paper: _ReceiptPaper, detail: str) -> Iterator[str]:
    count = paper.text(count_words(line))
    amount = _paper_money(receipt, line.amount, paper.page)
    yield from item_rows(paper.text(line.name), count and f" {count}", amount, paper.columns, paper.page)
    if detail == "full" and line.is_item:
        yield from (f" {row}" for row in paper.wrap(line_words(line, paper.language), paper.columns - 1))


def _sum_rows(summary: Summary, paper: _ReceiptPaper) -> Iterator[str]:
    """The sum of CO2e with its coverage, remarks, share of a day, and change since the last receipt."""
    language = paper.language
    total = paper.text(total_words(summary, language))
    counts = {"covered": summary.covered, "items": summary.items}
    left = paper.say("receipt.total", **counts)
    share = summary.amount_share if 0 < summary.covered < summary.items else None
    if share is not None:
        both = paper.say("receipt.total-share", percent=percent_words(share, language), **counts)
        if columns_of(both, paper.page) + 1 + columns_of(total, paper.page) <= paper.columns:
            left, share = both, None
    yield from paper.pair(left, total)
    if share is not None:
        yield from paper.pair(paper.say("receipt.share"), paper.text(percent_words(share, language)))
    yield from paper.pack(in_language(remark.short, language) for remark in summary.near)
    if summary.reference is not None:
        day = paper.say("receipt.of-day", day=format_number(summary.reference.shown.value, language))
        yield from paper.pair(day, paper.text(percent_words(summary.reference, language)))
    if summary.change is not None:
        last, percent = change_words(summary.change, language)
        yield from paper.pair(paper.text(last), percent)


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
    from co2label._html import Translator, render  # noqa: PLC0415 - Jinja2, where HTML is written

    words, summary = Translator(language), summarise(receipt)
    heading = receipt.store or words.say("receipt-data.receipt")
    share, day = summary.amount_share, summary.reference
    if not 0 < summary.covered < summary.items:
        share = None
    return render(
        "receipt/mail.html.j2",
        w=words,
        receipt=receipt,
        summary=summary,
        heading=heading,
        title=" ".join(filter(None, [heading, receipt.receipt_id])),
        items=[
            {
                "name": f"{line.name} {count_words(line)}".rstrip(),
                "amount": money_words(receipt, line.amount),
                "figure": line_words(line, language) if line.is_item else None,
            }
            for line in receipt.lines
        ],
        total_amount=money_words(receipt, receipt.total_amount),
        total=total_words(summary, language),
        spend_share=share and percent_words(share, language),
        day_share=day and percent_words(day, language),
        filled=day and round(100 * min(1.0, day.share)),
        change=summary.change and change_words(summary.change, language),
        sentences=[*legend_sentences(summary, language), *rounding_notes(summary, language)],
        notices=notice_texts(receipt, language),
        link=None if link is None else web_link(link),
    )
