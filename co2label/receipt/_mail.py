"""A receipt as HTML for an e-mail: tables, the style on each element, no scripts and no pictures.

Mail programs drop style sheets, flexible boxes and SVG, so the share of a day is a bar of two table cells, linear from zero.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> found = html(Receipt(lines=[ReceiptLine(name="<b>茶</b>", price=150, kg_co2e=0.2)]))
>>> "&lt;b&gt;茶&lt;/b&gt;" in found, "<b>茶" in found
(True, False)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from co2label._html import Translator, render
from co2label.links import web_link
from co2label.receipt._receipt import notice_texts, summarise
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

if TYPE_CHECKING:
    from co2label.receipt._receipt import Receipt


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
        filled=day and round(100 * day.share),
        change=summary.change and change_words(summary.change, language),
        sentences=[*legend_sentences(summary, language), *rounding_notes(summary, language)],
        notices=notice_texts(receipt, language),
        link=None if link is None else web_link(link),
    )
