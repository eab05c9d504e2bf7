"""A receipt as HTML for an e-mail: tables, the style on each element, no scripts and no pictures.

Mail programs drop style sheets, flexible boxes and SVG, so the share of a day is a bar of two table cells, linear from zero.

>>> from co2label.receipt import Receipt, ReceiptLine
>>> found = html(Receipt(lines=[ReceiptLine(name="<b>茶</b>", price=150, kg_co2e=0.2)]))
>>> "&lt;b&gt;茶&lt;/b&gt;" in found, "<b>茶" in found
(True, False)
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from co2label.links import web_link
from co2label.model import in_language
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
from co2label.wording import format_number, translate, translations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from co2label.receipt._lines import ReceiptLine
    from co2label.receipt._receipt import Receipt, Summary


_INK, _QUIET, _LINE = "#15181a", "#50565a", "#c9d0d3"

_ACCENT, _TRACK = "#0d5a6e", "#dde4e7"
"""The colours of the pages behind the QR codes."""

_PAGE = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title></head>\n'
    f'<body style="margin:0;padding:20px;background:#fff;color:{_INK};font:16px/1.5 sans-serif">\n'
    '<div role="main" lang="{language}">\n{tables}\n</div>\n</body>\n</html>\n'
)

_TABLE = (
    '<table role="presentation" width="100%" style="max-width:480px;margin:0 auto;border-collapse:collapse">\n'
    "{}\n</table>"
)

_ROW = (
    '<tr><td style="padding:{above}px 8px 0 0{left}">{0}</td><td align="right" style="{right}">{1}</td></tr>'
)

_RIGHT = "padding:{above}px 0 0;white-space:nowrap;vertical-align:top"

_HEADING = '<tr><td colspan="2" style="padding:0"><h1 style="margin:0;font-size:20px;line-height:1.4">{}</h1></td></tr>'

_NOTICE = '<tr><td colspan="2" style="padding:8px 0 0">{}</td></tr>'

_NEAR = '<tr><td colspan="2" style="padding:2px 0 0;font-weight:bold">{}</td></tr>'

_SMALL = f";font-size:13px;color:{_QUIET}"

_RULE = '<tr><td colspan="2" style="padding:10px 0 0;border-bottom:{} solid {};font-size:0;line-height:0">&nbsp;</td></tr>'

_HEAVY, _MIDDLE, _THIN = (
    _RULE.format(width, colour) for width, colour in (("5px", _INK), ("3px", _INK), ("1px", _LINE))
)

_LARGE = ";font-size:38px;line-height:1.3;font-weight:bold"

_BAR = (
    '<tr><td colspan="2" style="padding:4px 0 2px"><table role="presentation" width="100%" cellspacing="0" '
    f'cellpadding="0" style="background:{_TRACK}"><tr>{{cells}}</tr></table></td></tr>'
)

_CELL = '<td width="{percent}%" style="height:10px;background:{fill};font-size:0;line-height:0">&nbsp;</td>'

_SUB = '<sub style="font-size:70%;line-height:0">2</sub>'


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
    translations(language)
    title = " ".join(
        filter(None, [receipt.store or translate("receipt-data.receipt", language), receipt.receipt_id])
    )
    tables = "\n".join(
        _TABLE.format("\n".join(rows))
        for rows in (_bought(receipt, language), _said(receipt, summarise(receipt), language, link))
    )
    return _PAGE.format(language=language, title=escape(title), tables=tables)


def _bought(receipt: Receipt, language: str) -> Iterator[str]:
    yield from _head(receipt, language)
    for line in receipt.lines:
        yield from _item(receipt, line, language)
    yield _THIN
    amount = money_words(receipt, receipt.total_amount)
    yield _row(translate("receipt.sum", language), amount, "", ";font-weight:bold")
    yield _MIDDLE


def _said(receipt: Receipt, found: Summary, language: str, link: str | None) -> Iterator[str]:
    """A table of its own: a large figure must not make the names of items narrow."""
    yield from _figures(found, language)
    for place, sentence in enumerate((*legend_sentences(found, language), *rounding_notes(found, language))):
        yield _whole(sentence, above=2 if place else 12)
    yield from _notices(receipt, language)
    if link is not None:
        yield _link(link, language)


def _text(text: str) -> str:
    """Text as HTML shows it, with CO2 as people write it."""
    return escape(text).replace("CO2", f"CO{_SUB}")


def _row(left: str, right: str, style_left: str = "", style_right: str = "", above: int = 4) -> str:
    style = _RIGHT.format(above=above) + style_right
    return _ROW.format(_text(left), _text(right), above=above, left=style_left, right=style)


def _whole(text: str, above: int = 2) -> str:
    return f'<tr><td colspan="2" style="padding:{above}px 0 0{_SMALL}">{_text(text)}</td></tr>'


def _head(receipt: Receipt, language: str) -> Iterator[str]:
    yield _HEADING.format(_text(receipt.store or translate("receipt-data.receipt", language)))
    if receipt.receipt_id:
        yield _whole(f"No. {receipt.receipt_id}")
    yield _HEAVY


def _item(receipt: Receipt, line: ReceiptLine, language: str) -> Iterator[str]:
    count = count_words(line)
    yield _row(f"{line.name} {count}".rstrip(), money_words(receipt, line.amount), above=8)
    if line.is_item:
        yield _row(line_words(line, language), "", _SMALL, above=0)


def _figures(found: Summary, language: str) -> Iterator[str]:
    total = translate("receipt.total", language, covered=found.covered, items=found.items)
    yield _row(total, total_words(found, language), ";vertical-align:middle;font-weight:bold", _LARGE)
    yield from (_NEAR.format(_text(in_language(remark.words, language))) for remark in found.near)
    if found.amount_share is not None and 0 < found.covered < found.items:
        yield _row(translate("receipt.share", language), percent_words(found.amount_share, language))
    if found.reference is not None:
        day = translate("receipt.of-day", language, day=format_number(found.reference.shown_day, language))
        yield _row(day, percent_words(found.reference, language))
        yield _bar(found.reference.share)
    if found.change is not None:
        yield _row(*change_words(found.change, language))


def _notices(receipt: Receipt, language: str) -> Iterator[str]:
    if receipt.notices:
        yield _THIN
    for text in notice_texts(receipt, language):
        yield _NOTICE.format(_text(text))


def _bar(share: float) -> str:
    """A bar of a day's width, filled from zero."""
    filled = round(100 * share)
    parts = [(filled, _ACCENT), (100 - filled, _TRACK)]
    return _BAR.format(cells="".join(_CELL.format(percent=part, fill=fill) for part, fill in parts if part))


def _link(link: str, language: str) -> str:
    target, said = escape(web_link(link)), _text(translate("line.qr", language))
    return f'<tr><td colspan="2" style="padding:12px 0 0"><a href="{target}" style="color:{_ACCENT}">{said}</a></td></tr>'
